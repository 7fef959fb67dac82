//! The one way out for values into HTML, text and attributes alike.
//!
//! Named in `askama.toml`, so that every `{{ … }}` of a template passes here. What a reader cannot
//! see is written out first ([`crate::escape`]); what HTML could take for markup comes after that.

use std::fmt;

use askama::filters::Escaper;

use crate::escape::visible;

/// Escapes for text and for quoted attributes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Visible;

impl Escaper for Visible {
    fn write_escaped_str<W: fmt::Write>(&self, mut out: W, text: &str) -> fmt::Result {
        let text = visible(text);
        let mut rest = &*text;
        while let Some(at) = rest.find(['<', '>', '&', '"', '\'']) {
            let (plain, special) = rest.split_at(at);
            out.write_str(plain)?;
            out.write_str(match special.as_bytes()[0] {
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'&' => "&amp;",
                b'"' => "&quot;",
                _ => "&#39;",
            })?;
            rest = &special[1..];
        }
        out.write_str(rest)
    }
}

/// `text` as [`Visible`] writes it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    Visible.write_escaped_str(&mut out, text).expect("writing to a String does not fail");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_could_take_for_markup_is_written_as_a_reference() {
        assert_eq!(
            escaped(r#"<a href='x' title="y">&lt;"#),
            "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;lt;"
        );
        assert_eq!(escaped("路径 é"), "路径 é");
    }

    #[test]
    fn what_a_reader_cannot_see_is_written_out() {
        assert_eq!(escaped("a\u{202e}b\0\n<"), "a\\u{202e}b\\u{0}\\u{a}&lt;");
    }
}
