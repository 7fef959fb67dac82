//! The page under construction: wrapping, indents, tones.
//!
//! All text goes through [`visible`] here, before it is laid out, so no caller can forget it.

use anstyle::{AnsiColor, Style};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::escape::visible;

/// How a line is set off, where colour is wanted. It never carries meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Strong,
    Quiet,
    Alarm,
    Caution,
}

impl Tone {
    fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Strong => Style::new().bold(),
            Self::Quiet => Style::new().dimmed(),
            Self::Alarm => Style::new().bold().fg_color(Some(AnsiColor::Red.into())),
            Self::Caution => Style::new().fg_color(Some(AnsiColor::Yellow.into())),
        }
    }
}

/// Lines of at most `width` columns, but for words that are longer.
pub(crate) struct Page {
    text: String,
    width: usize,
    color: bool,
}

impl Page {
    pub(crate) fn new(width: usize, color: bool) -> Self {
        Self { text: String::new(), width, color }
    }

    pub(crate) fn width(&self) -> usize {
        self.width
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// One line as it is, however long.
    pub(crate) fn line(&mut self, tone: Tone, text: &str) {
        let style = if self.color { tone.style() } else { Style::new() };
        let text = visible(text);
        self.text.push_str(&format!("{style}{}{style:#}\n", text.trim_end()));
    }

    /// Words filled into lines. `lead` stands before the first; the others are indented by its
    /// length.
    pub(crate) fn paragraph(&mut self, tone: Tone, lead: &str, text: &str) {
        let text = visible(text);
        self.fill(tone, lead, &pieces(&text));
    }

    /// Like a paragraph, but broken only between `parts`, which are parted by a dot.
    pub(crate) fn parts(&mut self, tone: Tone, lead: &str, parts: &[String]) {
        let parts: Vec<_> = parts.iter().map(|part| visible(part)).collect();
        let parts: Vec<_> = parts.iter().map(|part| (" · ", part.as_ref())).collect();
        self.fill(tone, lead, &parts);
    }

    /// `left` at the left edge and `right` at the right one, or below each other.
    pub(crate) fn row(&mut self, tone: Tone, left: &str, right: &str) {
        let taken = columns(left) + columns(right);
        if taken + 2 <= self.width {
            let gap = " ".repeat(self.width - taken);
            self.line(tone, &format!("{left}{gap}{right}"));
        } else {
            self.line(tone, left);
            self.line(tone, &format!("   {right}"));
        }
    }

    /// Each unit comes with what parts it from the one before on the same line.
    fn fill(&mut self, tone: Tone, lead: &str, units: &[(&str, &str)]) {
        let indent = " ".repeat(columns(lead));
        let mut line = lead.to_owned();
        let mut empty = true;
        for (between, unit) in units {
            if !empty && columns(&line) + columns(between) + columns(unit) > self.width {
                self.line(tone, &line);
                line.clone_from(&indent);
                empty = true;
            }
            if !empty {
                line.push_str(between);
            }
            line.push_str(unit);
            empty = false;
        }
        self.line(tone, &line);
    }
}

/// Columns of a terminal that a text takes: ideographs and kana take two.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// What a text may be broken into: its words, and the characters of those that are written
/// without spaces; each with what parts it from the one before.
fn pieces(text: &str) -> Vec<(&'static str, &str)> {
    let mut pieces = Vec::new();
    for word in words(text) {
        let (mut from, mut before, mut between) = (0, None, " ");
        for (at, character) in word.char_indices() {
            if before.is_some_and(|before| may_part(before, character)) {
                pieces.push((between, &word[from..at]));
                (from, between) = (at, "");
            }
            before = Some(character);
        }
        pieces.push((between, &word[from..]));
    }
    pieces
}

/// A line may end between two wide characters, or a wide and a narrow one, but neither behind an
/// opening bracket nor before what belongs to the end of the text before it.
fn may_part(before: char, after: char) -> bool {
    const OPENING: &str = " (（「『【";
    const CLOSING: &str =
        " )],.:;!?%）」』】、。・：；？！ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ";
    (is_wide(before) || is_wide(after)) && !OPENING.contains(before) && !CLOSING.contains(after)
}

fn is_wide(character: char) -> bool {
    character.width() == Some(2)
}

/// The words of a text, a unit staying with its number (`1.1 %`, `9 s`, `2.3 MB`, `3 件`).
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = Vec::new();
    let mut at = 0;
    for word in text.split(' ') {
        let from = at;
        at += word.len() + 1;
        let bare = word.trim_end_matches([',', '.', ';', ':', ')']);
        let is_unit = matches!(bare, "%" | "s" | "ms" | "×" | "B" | "kB" | "MB" | "GB" | "UTC");
        match words.last_mut() {
            Some(last)
                if (is_unit || word.starts_with(is_wide))
                    && last.ends_with(|c: char| c.is_ascii_digit()) =>
            {
                *last = &text[from - 1 - last.len()..from + word.len()];
            }
            _ if word.is_empty() => {}
            _ => words.push(word),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(width: usize, color: bool, build: impl Fn(&mut Page)) -> String {
        let mut page = Page::new(width, color);
        build(&mut page);
        page.finish()
    }

    #[test]
    fn words_are_filled_under_the_lead() {
        let shown = page(12, false, |p| p.paragraph(Tone::Plain, "+ ", "one two  three four"));
        assert_eq!(shown, "+ one two\n  three four\n");
    }

    #[test]
    fn a_unit_stays_with_its_number() {
        let shown = page(10, false, |p| p.paragraph(Tone::Plain, "", "failed 1.1 %, then"));
        assert_eq!(shown, "failed\n1.1 %,\nthen\n");
    }

    #[test]
    fn japanese_is_broken_between_characters_and_measured_in_columns() {
        let text = "接続を拒否しました。残りの 3 台 (全体の 5 %) は応答しました。";
        for width in 8..70 {
            let shown = page(width, false, |p| p.paragraph(Tone::Plain, "", text));
            for line in shown.lines() {
                assert!(columns(line) <= width, "{width}: {line}");
                assert!(!line.starts_with(['。', ')']), "{width}: {line}");
                assert!(!line.ends_with(['(', '3', '5']), "{width}: {line}");
            }
            assert_eq!(shown.replace(['\n', ' '], ""), text.replace(' ', ""));
        }
        let shown = page(12, false, |p| p.paragraph(Tone::Plain, "– ", "接続を拒否しました"));
        assert_eq!(shown, "– 接続を拒否\n  しました\n");
    }

    #[test]
    fn parts_are_broken_only_between_them() {
        let parts = ["a b c".to_owned(), "d e f".to_owned(), "g".to_owned()];
        assert_eq!(page(13, false, |p| p.parts(Tone::Plain, "", &parts)), "a b c · d e f\ng\n");
        assert_eq!(page(12, false, |p| p.parts(Tone::Plain, "", &parts)), "a b c\nd e f · g\n");
    }

    #[test]
    fn a_row_too_long_for_its_line_becomes_two() {
        assert_eq!(
            page(12, false, |p| p.row(Tone::Plain, "1  abc", "9 of 9")),
            "1  abc\n   9 of 9\n"
        );
        assert_eq!(page(14, false, |p| p.row(Tone::Plain, "1  abc", "9 of 9")), "1  abc  9 of 9\n");
    }

    #[test]
    fn colour_is_written_only_when_asked_and_is_switched_off_at_the_end_of_the_line() {
        let hostile = "a\x1b[5mb\nc";
        assert_eq!(page(80, false, |p| p.line(Tone::Alarm, hostile)), "a\\u{1b}[5mb\\u{a}c\n");
        let coloured = page(80, true, |p| p.line(Tone::Alarm, hostile));
        assert!(coloured.starts_with("\x1b[") && coloured.ends_with("\x1b[0m\n"));
        assert_eq!(coloured.matches("\x1b[0m").count(), 1);
        assert!(!coloured.contains("\x1b[5m"));
    }
}
