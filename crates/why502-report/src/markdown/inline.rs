//! Text of a log as text of GitHub-flavoured Markdown, whatever it holds.
//!
//! A backslash keeps a character from being Markdown, but not from what chat and ticket systems
//! do afterwards: `@name` still calls somebody, `#12` and bare addresses still become links. Code
//! is left alone by all of them. So a value is a code span, and in a sentence every word that is
//! not plainly a word or a number is one.

/// A value, as one code span; as several where it holds a bar, which would end a table's cell
/// even in code.
pub(crate) fn value(text: &str) -> String {
    if text.is_empty() {
        return "\"\"".to_owned();
    }
    let pieces: Vec<String> = text
        .split('|')
        .map(|piece| if piece.is_empty() { String::new() } else { code(piece) })
        .collect();
    pieces.join("&#124;")
}

/// A sentence, the values that it quotes as code.
pub(crate) fn prose(text: &str) -> String {
    let shown = heading(text);
    // `12. ` and `12) ` would begin a list.
    let digits = shown.bytes().take_while(u8::is_ascii_digit).count();
    let behind = shown[digits..].strip_prefix(['.', ')']);
    if digits > 0 && behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) {
        return format!("{}\\{}", &shown[..digits], &shown[digits..]);
    }
    shown
}

/// The same where no block can begin.
pub(super) fn heading(text: &str) -> String {
    let words: Vec<String> = text.split(' ').filter(|word| !word.is_empty()).map(word).collect();
    words.join(" ")
}

/// Lines as they are, in a fence that none of them can close.
pub(super) fn fence(language: &str, lines: &[String]) -> String {
    let longest = lines.iter().map(|line| backticks(line)).max().unwrap_or(0);
    let marks = "`".repeat(longest.max(2) + 1);
    format!("{marks}{language}\n{}\n{marks}\n", lines.join("\n"))
}

fn code(text: &str) -> String {
    let marks = "`".repeat(backticks(text) + 1);
    // Spaces at both ends are taken off again, by whoever reads it.
    let is_blank = text.bytes().all(|byte| byte == b' ');
    let is_padded = !is_blank && (text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']));
    let room = if is_padded { " " } else { "" };
    format!("{marks}{room}{text}{room}{marks}")
}

/// The longest run of backticks.
fn backticks(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

/// A word may be ideographs beside a value: those parts are told apart.
fn word(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 8);
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| c.is_ascii() != first.is_ascii()).unwrap_or(rest.len());
        let (part, behind) = rest.split_at(end);
        if part == ":" && !out.is_empty() {
            // Behind ideographs it is punctuation.
            out.push(':');
        } else if first.is_ascii() {
            out.push_str(&ascii(part));
        } else {
            out.push_str(part);
        }
        rest = behind;
    }
    out
}

/// Brackets and marks around it stand outside of the code.
fn ascii(part: &str) -> String {
    let bare = part.trim_start_matches(['(', '"', '\'']);
    let lead = &part[..part.len() - bare.len()];
    let core = bare.trim_end_matches([',', '.', ';', ':', ')', '?', '!', '%', '"', '\'']);
    let tail = &bare[core.len()..];
    if core.is_empty() {
        // By itself a colon begins what some readers take for a definition.
        return if part.starts_with(':') { value(part) } else { part.to_owned() };
    }
    if is_plain(core) { part.to_owned() } else { format!("{lead}{}{tail}", value(core)) }
}

/// A word or a number that no reader takes for anything else.
fn is_plain(core: &str) -> bool {
    let is_number = core.starts_with(|c: char| c.is_ascii_digit())
        && core.bytes().all(|b| b.is_ascii_digit() || b",.:-/".contains(&b))
        && core.ends_with(|c: char| c.is_ascii_digit());
    if is_number {
        // An address is a value; a date, a time and a figure are none.
        return core.matches('.').count() < 2 && !(core.contains('.') && core.contains(':'));
    }
    let is_joint = |at: usize, byte: u8| {
        let bytes = core.as_bytes();
        let beside = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric)
        };
        b"-'".contains(&byte) && beside(at.checked_sub(1)) && beside(at.checked_add(1))
    };
    let is_word =
        core.bytes().enumerate().all(|(at, b)| b.is_ascii_alphanumeric() || is_joint(at, b));
    is_word && !is_reference(core)
}

/// What a forge takes for a commit or an issue.
fn is_reference(core: &str) -> bool {
    let is_commit = core.len() >= 7
        && core.bytes().all(|b| b.is_ascii_hexdigit())
        && core.bytes().any(|b| b.is_ascii_digit());
    let is_issue = core.split_once('-').is_some_and(|(project, number)| {
        project.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
            && project.starts_with(|c: char| c.is_ascii_uppercase())
            && number.bytes().all(|b| b.is_ascii_digit())
    });
    is_commit || is_issue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words_and_values_become_code() {
        assert_eq!(
            prose("502s for shop.example.com (4 of 8 targets): 10.0.12.15:8080, 1.1 %, 14:02:11."),
            "502s for `shop.example.com` (4 of 8 targets): `10.0.12.15:8080`, 1.1 %, 14:02:11."
        );
        assert_eq!(prose("パス/reports/*に該当"), "パス`/reports/*`に該当");
        assert_eq!(prose("原因別: 1 件"), "原因別: 1 件");
    }

    #[test]
    fn nothing_calls_links_or_begins_a_block() {
        for (text, shown) in [
            ("@team #12 GH-7", "`@team` `#12` `GH-7`"),
            ("https://x.example www.x.example", "`https://x.example` `www.x.example`"),
            ("1. - + > #", "1\\. `-` `+` `>` `#`"),
            ("2) or 1. and (1)", "2\\) or 1. and (1)"),
            ("<b> &amp; \\ ~~x~~ $x$ :x:", "`<b>` `&amp`; `\\` `~~x~~` `$x$` `:x`:"),
            ("deadbeef0 a`b ``", "`deadbeef0` ``a`b`` ``` `` ```"),
            ("a|b ||", "`a`&#124;`b` &#124;&#124;"),
        ] {
            assert_eq!(prose(text), shown);
        }
    }

    #[test]
    fn a_fence_is_longer_than_any_run_inside() {
        assert_eq!(fence("sh", &["a ```` b".to_owned()]), "`````sh\na ```` b\n`````\n");
        assert_eq!(fence("", &["a".to_owned()]), "```\na\n```\n");
    }

    #[test]
    fn a_code_span_keeps_its_spaces_and_backticks() {
        assert_eq!(value(" a "), "`  a  `");
        assert_eq!(value("`"), "`` ` ``");
        assert_eq!(value("  "), "`  `");
        assert_eq!(value(""), "\"\"");
    }
}
