//! A shell command over several lines, so that it can still be pasted.
//!
//! Breaks stand only between words: never inside quotes, after a backslash, or behind a `#`, where
//! a continuation would end the comment. A word that is too long stays whole.

/// The lines of `command`, each but the last ending in ` \`, the later ones indented by two.
pub(crate) fn wrapped(command: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for group in groups(&words(command)) {
        let whole: usize = group.iter().map(|word| length(word) + 1).sum();
        if !line.trim().is_empty() && length(&line) + whole + 2 > width {
            lines.push(format!("{line} \\"));
            line = "  ".to_owned();
        }
        for word in group {
            let started = !line.trim().is_empty();
            let overflows = length(&line) + 1 + length(word) + 2 > width;
            // A word that fits nowhere may as well stay beside its option.
            if started && overflows && length(word) + 4 <= width {
                lines.push(format!("{line} \\"));
                line = "  ".to_owned();
            } else if started {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines.push(line);
    lines
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// An option stays with its values, a pipe with what it feeds.
fn groups<'a>(words: &'a [&'a str]) -> Vec<&'a [&'a str]> {
    let mut groups = Vec::new();
    let mut start = 0;
    for (i, word) in words.iter().enumerate() {
        let opens = word.starts_with('#') || word.starts_with('-') && word.len() > 1;
        let opens = opens || matches!(*word, "|" | "||" | "&&");
        if opens && i > start {
            groups.push(&words[start..i]);
            start = i;
        }
    }
    groups.push(&words[start..]);
    groups
}

/// Splits at unquoted spaces; a comment is one word.
fn words(command: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in command.char_indices() {
        if start.is_none() && c != ' ' {
            start = Some(at);
            if c == '#' {
                break;
            }
        }
        if escaped {
            escaped = false;
            continue;
        }
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (None | Some('"'), '\\') => escaped = true,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => {
                if let Some(from) = start.take() {
                    words.push(&command[from..at]);
                }
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| &command[from..]));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a shell makes of the lines once they are joined.
    fn pasted(lines: &[String]) -> String {
        lines.join("\n").replace("\\\n  ", "").trim().to_owned()
    }

    #[test]
    fn an_option_keeps_its_value_on_its_line() {
        let command =
            "aws elbv2 describe-target-health --region eu-west-1 --target-group-arn arn:aws:x";
        assert_eq!(
            wrapped(command, 46),
            [
                "aws elbv2 describe-target-health \\",
                "  --region eu-west-1 \\",
                "  --target-group-arn arn:aws:x"
            ]
        );
    }

    #[test]
    fn joined_again_it_is_the_same_command_at_every_width() {
        let command =
            r#"aws logs filter --pattern 'a  b "c' --x "d \" e" f\ g --y=1 | grep -c "z  z""#;
        for width in 1..120 {
            let lines = wrapped(command, width);
            assert_eq!(pasted(&lines), command, "width {width}");
            assert!(lines.iter().rev().skip(1).all(|line| line.ends_with(" \\")));
        }
    }

    #[test]
    fn nothing_is_broken_inside_quotes_though_it_is_too_long() {
        let lines = wrapped("curl -v 'https://example.com/a b c d e f g h'", 12);
        assert_eq!(lines, ["curl \\", "  -v 'https://example.com/a b c d e f g h'"]);
    }

    #[test]
    fn nothing_follows_a_comment() {
        let lines = wrapped("dig example.com # what the origin's name resolves to", 20);
        assert_eq!(lines[..lines.len() - 1], ["dig example.com \\"].map(String::from)[..]);
        assert!(lines[lines.len() - 1].ends_with("# what the origin's name resolves to"));
    }

    #[test]
    fn a_command_that_fits_stays_one_line() {
        assert_eq!(wrapped("ls -l", 80), ["ls -l"]);
        assert_eq!(wrapped("", 80), [""]);
    }
}
