//! Commands and statements with placeholders in braces.

/// Replaces each `{name}` by `value(name)`; where that is nothing, by the name in capitals, for
/// the reader to replace. Braces that enclose anything else (JMESPath, JSON) are left alone.
#[must_use]
pub fn fill(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        filled.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let name = after.find('}').map(|close| &after[..close]).filter(|name| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
        });
        if let Some(name) = name {
            match value(name) {
                Some(value) => filled.push_str(&value),
                // It stands right behind a host.
                None if name == "path" => filled.push_str("/PATH"),
                None => filled.push_str(&name.trim_end_matches("_bare").to_ascii_uppercase()),
            }
            rest = &after[name.len() + 1..];
        } else {
            filled.push('{');
            rest = after;
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_values_stand_in_capitals_and_other_braces_stay() {
        let template = "x {region} 'A[].{P:Port}' http://h{path} {distribution_bare} {start";
        let filled = fill(template, |name| (name == "region").then(|| "eu-west-1".to_owned()));
        assert_eq!(filled, "x eu-west-1 'A[].{P:Port}' http://h/PATH DISTRIBUTION {start");
    }
}
