//! Lists of names, and sentences that any finding may say.

use crate::summary::Said;

/// `a, b and c`, or `a, b, c and 5 more`.
pub(super) fn english_list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] if names.len() <= 4 => format!("{} and {last}", head.join(", ")),
        _ => format!("{} and {} more", names[..3].join(", "), names.len() - 3),
    }
}

/// `a、b、c`, or `a、b、c ほか 5 件`.
pub(super) fn japanese_list(names: &[String]) -> String {
    match names.len() {
        0..=4 => names.join("、"),
        many => format!("{} ほか {} 件", names[..3].join("、"), many - 3),
    }
}

/// Many scopes have the same cause at the same time.
pub(in super::super) fn alike_in(scopes: usize) -> Said {
    Said::new(
        format!("{scopes} target groups or distributions show it alike"),
        format!("{scopes} 個のターゲットグループまたはディストリビューションで同じ状況です"),
    )
}

/// Failures of an event that the edge repeated.
pub(in super::super) fn served_from_cache(count: usize) -> Said {
    Said::new(
        format!("{count} more of them are the same failure served again from the edge's cache"),
        format!("さらに {count} 件は、同じ失敗がエッジのキャッシュから再び返されたものです"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_list_names_three_and_counts_the_others() {
        let names: Vec<String> = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
        let lists = |count: usize| (english_list(&names[..count]), japanese_list(&names[..count]));
        assert_eq!(lists(0), (String::new(), String::new()));
        assert_eq!(lists(1), ("a".to_owned(), "a".to_owned()));
        assert_eq!(lists(4), ("a, b, c and d".to_owned(), "a、b、c、d".to_owned()));
        assert_eq!(lists(5), ("a, b, c and 2 more".to_owned(), "a、b、c ほか 2 件".to_owned()));
    }
}
