//! The rule for modules: a child list in order, and no use of a module to the right.
//!
//! A parent may use what is below it. A child may use an item that an ancestor itself
//! defines; an item that the ancestor only hands on counts as a use of where it is from.

use crate::layers::tree::{Module, PROMISE};
use crate::layers::uses::{absolute, imported};

/// What in this crate breaks the rule.
#[must_use]
pub fn violations(root: &Module) -> Vec<String> {
    let mut found = Vec::new();
    visit(root, root, &mut found);
    found
}

fn visit(root: &Module, module: &Module, found: &mut Vec<String>) {
    found.extend(list_faults(module));
    let mut faults: Vec<String> = absolute(&module.tokens, &module.path)
        .into_iter()
        .filter_map(|used| {
            let fault = use_fault(root, &module.path, &used.path, 0)?;
            Some(format!("{}:{}: {fault}", module.file.display(), used.line))
        })
        .collect();
    faults.dedup();
    found.extend(faults);
    for child in &module.children {
        visit(root, child, found);
    }
}

/// Children without a list, or a list that is not of the children.
fn list_faults(module: &Module) -> Vec<String> {
    let file = module.file.display();
    if let Some(name) = module.missing.first() {
        return vec![format!("{file}: module {name} has no file")];
    }
    if module.children.is_empty() {
        return Vec::new();
    }
    let Some(order) = &module.order else {
        return vec![format!("{file}: has modules but no line `{PROMISE} …`")];
    };
    let mut faults = Vec::new();
    for child in &module.children {
        let name = &child.path[child.path.len() - 1];
        match order.iter().filter(|listed| *listed == name).count() {
            1 => {}
            0 => faults.push(format!("{file}: module {name} is not in the list")),
            _ => faults.push(format!("{file}: module {name} is listed twice")),
        }
    }
    for name in order.iter().filter(|name| module.child(name).is_none()) {
        faults.push(format!("{file}: the list names {name}, which is no module"));
    }
    faults
}

/// What is wrong with a module at `here` using `path`.
fn use_fault(root: &Module, here: &[String], path: &[String], depth: usize) -> Option<String> {
    let reached = path.iter().scan(root, |module, name| {
        *module = module.child(name)?;
        Some(())
    });
    let reached = &path[..reached.count()];
    let shared = here.iter().zip(reached).take_while(|(mine, theirs)| mine == theirs).count();
    let ancestor = root.descend(&here[..shared])?;
    match (here.get(shared), reached.get(shared)) {
        (Some(mine), Some(theirs)) => {
            let order = ancestor.order.as_ref()?;
            let place = |name| order.iter().position(|listed| listed == name);
            (place(theirs)? >= place(mine)?)
                .then(|| format!("{mine} uses {}, which stands to its right", reached.join("::")))
        }
        (Some(_), None) if depth < 4 => {
            let name = path.get(shared)?;
            let (_, origin) = imported(&ancestor.tokens, &ancestor.path)
                .into_iter()
                .find(|(imported, origin)| imported == name && origin != path)?;
            use_fault(root, here, &origin, depth + 1)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::tokens::{tokens, without_tests};

    fn module(path: &[&str], order: &str, source: &str, children: Vec<Module>) -> Module {
        Module {
            path: path.iter().map(|&name| name.to_owned()).collect(),
            file: format!("{}.rs", path.join("/")).into(),
            tokens: without_tests(&tokens(source)),
            order: (!order.is_empty())
                .then(|| order.split_whitespace().map(str::to_owned).collect()),
            children,
            missing: Vec::new(),
        }
    }

    /// A crate `a → b`, `b` with children `c → d`.
    fn sample(a: &str, c: &str, d: &str) -> Vec<String> {
        let below = vec![module(&["b", "c"], "", c, vec![]), module(&["b", "d"], "", d, vec![])];
        let root = module(
            &[],
            "a b",
            "pub use b::Handed; struct Own;",
            vec![module(&["a"], "", a, vec![]), module(&["b"], "c d", "use c::X;", below)],
        );
        violations(&root)
    }

    #[test]
    fn uses_to_the_left_upwards_and_downwards_pass() {
        assert_eq!(sample("use crate::Own;", "use crate::a::T;", "use super::c::X;"), [""; 0]);
    }

    #[test]
    fn a_use_to_the_right_is_found_with_its_line() {
        let found = sample("\nuse crate::b::c::X;", "", "");
        assert_eq!(found, ["a.rs:2: a uses b::c, which stands to its right"]);
        assert_eq!(sample("", "fn f() { super::d::g() }", "").len(), 1);
        assert_eq!(sample("use crate::{b};", "", "").len(), 1);
    }

    #[test]
    fn a_use_to_the_right_through_a_re_export_is_found() {
        assert_eq!(sample("use crate::Handed;", "", "").len(), 1);
        assert_eq!(sample("use super::Handed;", "", "").len(), 1);
    }

    #[test]
    fn uses_in_tests_are_free() {
        assert_eq!(sample("#[cfg(test)] mod tests { use crate::b::c::X; }", "", ""), [""; 0]);
    }

    #[test]
    fn a_list_must_be_of_the_children() {
        let child = || vec![module(&["a"], "", "", vec![])];
        assert_eq!(violations(&module(&[], "", "", child())).len(), 1);
        assert_eq!(violations(&module(&[], "b", "", child())).len(), 2);
        assert_eq!(violations(&module(&[], "a a", "", child())).len(), 1);
        assert_eq!(violations(&module(&[], "a", "", child())).len(), 0);
    }
}
