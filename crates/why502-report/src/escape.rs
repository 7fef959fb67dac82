//! The one way out for text that came from a log, a file name or the command line.
//!
//! A terminal obeys escape sequences, and bidirectional controls reorder what a reader sees, so
//! neither may reach it from the outside.

use std::borrow::Cow;
use std::fmt::Write;

use why502_engine::summary::is_hidden;

/// `text` with every character that a terminal would act on, or a reader could not see, written
/// out as `\u{..}`.
///
/// Borrows where nothing has to be replaced. Line feeds and tabs are replaced too: whoever lays
/// out lines does so after escaping.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_hidden(c) {
            write!(out, "\\u{{{:x}}}", u32::from(c)).expect("writing to a String does not fail");
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harmless_text_is_borrowed() {
        assert!(matches!(visible("GET /é/路径 – 100 %"), Cow::Borrowed(_)));
    }

    #[test]
    fn whatever_steers_a_terminal_is_written_out() {
        assert_eq!(visible("a\x1b[31mb"), "a\\u{1b}[31mb");
        assert_eq!(visible("\r\n\t\0\x7f"), "\\u{d}\\u{a}\\u{9}\\u{0}\\u{7f}");
        assert_eq!(visible("\u{9b}2J"), "\\u{9b}2J");
    }

    #[test]
    fn whatever_reorders_or_hides_text_is_written_out() {
        for c in
            ['\u{202e}', '\u{2066}', '\u{200f}', '\u{61c}', '\u{200b}', '\u{2028}', '\u{e0041}']
        {
            assert_eq!(visible(&c.to_string()), format!("\\u{{{:x}}}", u32::from(c)));
        }
    }
}
