//! Text from elsewhere made fit for one line of a message: control characters escaped, long text
//! cut, arguments quoted for a shell.

use crate::location::is_printable;

/// Most characters of a foreign text.
const MOST: usize = 200;

/// Longest word that is shown: a session token is longer, an ARN seldom.
const LONGEST_WORD: usize = 128;

/// A foreign text on one line, of at most 200 characters. Words that are too long for a message,
/// and could be a token sent back to its sender, are left out.
#[must_use]
pub(super) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let shown = if word.chars().count() > LONGEST_WORD { "…" } else { word };
        let space = if out.is_empty() { None } else { Some(' ') };
        for character in space.into_iter().chain(shown.chars().flat_map(visible)) {
            if length >= MOST {
                out.push('…');
                return out;
            }
            out.push(character);
            length += 1;
        }
    }
    out
}

/// A key or a name on one line, whole.
#[must_use]
pub(super) fn on_one_line(name: &str) -> String {
    name.chars().flat_map(visible).collect()
}

/// One argument of a command line for a POSIX shell.
#[must_use]
pub(super) fn for_shell(argument: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@,+".contains(&byte);
    if !argument.is_empty() && argument.bytes().all(is_plain) {
        return argument.to_owned();
    }
    if !argument.chars().all(is_printable) {
        // The form that bash and zsh know; there is none in POSIX that shows such characters.
        let body: String = argument
            .chars()
            .map(|character| match character {
                '\'' | '\\' => format!("\\{character}"),
                plain if is_printable(plain) => plain.to_string(),
                hidden => {
                    let mut room = [0; 4];
                    hidden.encode_utf8(&mut room).bytes().map(|b| format!("\\x{b:02x}")).collect()
                }
            })
            .collect();
        return format!("$'{body}'");
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

fn visible(character: char) -> impl Iterator<Item = char> {
    let shown = is_printable(character).then_some(character);
    let escaped = shown.is_none().then(|| character.escape_default());
    shown.into_iter().chain(escaped.into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_stays_on_one_line_and_is_cut() {
        assert_eq!(plain("a\r\nb\x1b[31m\u{202e}c"), "a b\\u{1b}[31m\\u{202e}c");
        assert_eq!(on_one_line("a\u{200b}b\u{ad}c\u{feff}"), "a\\u{200b}b\\u{ad}c\\u{feff}");
        assert_eq!(plain(&"ab ".repeat(500)).chars().count(), 201);
        assert_eq!(plain(&format!("token {} end", "x".repeat(300))), "token … end");
    }

    #[test]
    fn arguments_survive_a_shell() {
        assert_eq!(for_shell("a/b-c_1.gz"), "a/b-c_1.gz");
        assert_eq!(for_shell("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(for_shell("a\nb"), r"$'a\x0ab'");
        assert_eq!(for_shell(""), "''");
        assert_eq!(for_shell("a\u{202e}b"), r"$'a\xe2\x80\xaeb'");
    }
}
