//! The first sentence of a finding: the rulebook's template with what the logs know.

use why502_rulebook::titles;

use super::super::case::Case;
use super::super::context::Kinds;
use crate::summary::{Said, Scope};

/// What failed, and why, in plain words.
pub(in super::super) fn title(case: &Case<'_>, kinds: &Kinds, scope: &Scope) -> Said {
    let statuses = statuses(kinds);
    let only = match statuses.as_slice() {
        [one] => *one,
        _ => None,
    };
    let template = titles::title(case.cause, only);
    let english = template.and_then(|title| title.english);
    let english = english.map_or_else(
        || format!("{{status}}{{on_path}}: {}", case.cause.english.meaning),
        str::to_owned,
    );
    let (english, known) = (english, in_english(&statuses, scope));
    let english = fill(&english, &known, |_, _| false);
    match template {
        Some(title) => {
            let known = in_japanese(&statuses, scope);
            Said::new(english, fill(title.japanese, &known, is_seam))
        }
        None => english.into(),
    }
}

/// What a placeholder stands for.
type Known = [(&'static str, String)];

fn in_english(statuses: &[Option<u16>], scope: &Scope) -> [(&'static str, String); 7] {
    let targets = match scope.targets.len() {
        0 => "targets".to_owned(),
        1 => format!("target {}", scope.targets[0]),
        many => format!("{many} targets"),
    };
    let (was, them) = if scope.targets.len() == 1 { ("was", "it") } else { ("were", "them") };
    [
        ("status", english_statuses(statuses)),
        ("targets", targets),
        ("of_group", first(&scope.target_groups, |group| format!(" of {group}"))),
        ("on_path", first(&scope.paths, |path| format!(" on {path}"))),
        ("for_host", first(&scope.hosts, |host| format!(" for {host}"))),
        ("was", was.to_owned()),
        ("them", them.to_owned()),
    ]
}

fn in_japanese(statuses: &[Option<u16>], scope: &Scope) -> [(&'static str, String); 5] {
    let targets = match scope.targets.len() {
        0 => "ターゲット".to_owned(),
        1 => format!("ターゲット {}", scope.targets[0]),
        many => format!("{many} 台のターゲット"),
    };
    [
        ("status", japanese_statuses(statuses)),
        ("targets", targets),
        ("of_group", first(&scope.target_groups, |group| format!("ターゲットグループ {group} の"))),
        ("of_path", first(&scope.paths, |path| format!("パス {path} の"))),
        ("of_host", first(&scope.hosts, |host| format!("ホスト {host} の"))),
    ]
}

fn first(names: &[String], said: impl Fn(&String) -> String) -> String {
    names.first().map(said).unwrap_or_default()
}

/// The one or two statuses that most of the failures show; none below a twentieth of them.
fn statuses(kinds: &Kinds) -> Vec<Option<u16>> {
    let mut counts = std::collections::BTreeMap::<Option<u16>, u64>::new();
    for ((_, status), count) in kinds {
        *counts.entry(*status).or_default() += count;
    }
    let all: u64 = counts.values().sum();
    let mut named: Vec<(u64, Option<u16>)> =
        counts.into_iter().map(|(status, count)| (count, status)).collect();
    named.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
    named.retain(|(count, _)| count * 20 >= all);
    named.into_iter().take(2).map(|(_, status)| status).collect()
}

/// `502s`, `502s and 504s`, or the status by itself; the first letter is a capital.
fn english_statuses(statuses: &[Option<u16>]) -> String {
    let word = |status: &Option<u16>| match status {
        Some(464) => "464".to_owned(),
        Some(code @ 400..) => format!("{code}s"),
        Some(0) | None => "requests without a status".to_owned(),
        Some(code) => format!("failures shown as {code}"),
    };
    let mut text = statuses.iter().map(word).collect::<Vec<_>>().join(" and ");
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn japanese_statuses(statuses: &[Option<u16>]) -> String {
    let word = |status: &Option<u16>| match status {
        Some(code @ 400..) => format!("{code} エラー"),
        Some(0) | None => "ステータスのないリクエスト".to_owned(),
        Some(code) => format!("ステータス {code} の失敗"),
    };
    statuses.iter().map(word).collect::<Vec<_>>().join("と ")
}

/// Whether two scripts meet between two characters: there Japanese is written with a space.
fn is_seam(before: char, after: char) -> bool {
    let is_japanese = |one: char| ('\u{3041}'..='\u{9fff}').contains(&one);
    let is_latin = |one: char| one.is_ascii_alphanumeric();
    is_japanese(before) && is_latin(after) || is_latin(before) && is_japanese(after)
}

/// Replaces each `{name}` that is known; what a value holds is left alone. A space is put where
/// two pieces meet in a seam.
fn fill(template: &str, known: &Known, is_seam: fn(char, char) -> bool) -> String {
    let mut filled = String::with_capacity(template.len() + 32);
    let mut rest = template;
    let push = |filled: &mut String, piece: &str| {
        if filled.chars().last().zip(piece.chars().next()).is_some_and(|(a, b)| is_seam(a, b)) {
            filled.push(' ');
        }
        filled.push_str(piece);
    };
    while let Some((before, after)) = rest.split_once('{') {
        push(&mut filled, before);
        let value = after.split_once('}').and_then(|(name, behind)| {
            known.iter().find(|(known, _)| *known == name).map(|(_, value)| (value, behind))
        });
        if let Some((value, behind)) = value {
            push(&mut filled, value);
            rest = behind;
        } else {
            filled.push('{');
            rest = after;
        }
    }
    push(&mut filled, rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_from_a_log_is_not_taken_for_a_placeholder() {
        let known = [("of_path", "パス /{targets} の".to_owned()), ("targets", "?".to_owned())];
        let filled = fill("{of_path}{targets} {x} {", &known, |_, _| false);
        assert_eq!(filled, "パス /{targets} の? {x} {");
    }

    #[test]
    fn japanese_has_a_space_where_a_name_meets_it() {
        let known = [("a", "グループ web の".to_owned()), ("b", "10.0.0.1:80".to_owned())];
        assert_eq!(fill("{a}{b}が", &known, is_seam), "グループ web の 10.0.0.1:80 が");
        assert_eq!(fill("{a}Lambda 関数", &known, is_seam), "グループ web の Lambda 関数");
    }

    #[test]
    fn statuses_are_named_in_both_languages() {
        for (statuses, english, japanese) in [
            (&[Some(502)][..], "502s", "502 エラー"),
            (&[Some(502), Some(504)], "502s and 504s", "502 エラーと 504 エラー"),
            (&[None], "Requests without a status", "ステータスのないリクエスト"),
            (&[Some(200)], "Failures shown as 200", "ステータス 200 の失敗"),
        ] {
            assert_eq!(english_statuses(statuses), english);
            assert_eq!(japanese_statuses(statuses), japanese);
        }
    }
}
