//! Objects, member by member.

use super::value::{hex, number};

/// Walks over an object; `None` where it is not well formed.
pub(super) struct Json<'a> {
    pub(super) letters: &'a [char],
    pub(super) at: usize,
    /// Name with those of the objects around it, value, kind.
    pub(super) members: Vec<(String, String, char)>,
}

impl Json<'_> {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    pub(super) fn blanks(&mut self) {
        while self.peek().is_some_and(|letter| " \t\r\n".contains(letter)) {
            self.at += 1;
        }
    }

    fn take(&mut self, letter: char) -> Option<()> {
        self.blanks();
        (self.peek() == Some(letter)).then(|| self.at += 1)
    }

    pub(super) fn object(&mut self, path: &str, depth: usize) -> Option<()> {
        self.take('{').filter(|()| depth <= 32)?;
        if self.take('}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            let name = self.string()?;
            let name = if path.is_empty() { name } else { format!("{path}.{name}") };
            self.take(':')?;
            self.blanks();
            if self.peek() == Some('{') {
                self.object(&name, depth + 1)?;
            } else {
                let start = self.at;
                let (value, kind) = self.scalar_or_array(depth)?;
                let raw: String = self.letters[start..self.at].iter().collect();
                self.members.push(match kind {
                    'j' => (name, one_line(&raw), 'j'),
                    _ => (name, value, kind),
                });
            }
            if self.take('}').is_some() {
                return Some(());
            }
            self.take(',')?;
        }
    }

    fn scalar_or_array(&mut self, depth: usize) -> Option<(String, char)> {
        match self.peek()? {
            '"' => Some((self.string()?, 't')),
            '[' => self.array(depth + 1).map(|()| (String::new(), 'j')),
            _ => {
                let rest = &self.letters[self.at..];
                let is_part =
                    |letter: &&char| letter.is_ascii_alphanumeric() || "-+.".contains(**letter);
                let word: String = rest.iter().take_while(is_part).collect();
                self.at += word.len();
                match word.as_str() {
                    "null" => Some((String::new(), 't')),
                    "true" | "false" => Some((word, 'b')),
                    _ if number(&word).as_deref() == Some(&word) => Some((word, 'n')),
                    _ => None,
                }
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.take('[').filter(|()| depth <= 32)?;
        if self.take(']').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            if self.peek() == Some('{') {
                let met = self.members.len();
                self.object("", depth + 1)?;
                self.members.truncate(met);
            } else {
                self.scalar_or_array(depth)?;
            }
            if self.take(']').is_some() {
                return Some(());
            }
            self.take(',')?;
        }
    }

    /// What the string stands for.
    fn string(&mut self) -> Option<String> {
        if self.peek() != Some('"') {
            return None;
        }
        self.at += 1;
        let mut plain = String::new();
        loop {
            let letter = self.peek()?;
            self.at += 1;
            match letter {
                '"' => return Some(plain),
                '\\' => self.escape(&mut plain)?,
                letter => plain.push(letter),
            }
        }
    }

    /// Reads behind a backslash; one that begins no escape stands for itself.
    fn escape(&mut self, plain: &mut String) -> Option<()> {
        let letter = self.peek()?;
        self.at += 1;
        let simple = "\"\\/bfnrt".find(letter).and_then(|at| "\"\\/\x08\x0c\n\r\t".chars().nth(at));
        match (letter, simple) {
            (_, Some(simple)) => plain.push(simple),
            ('u', _) if hex(self.letters.get(self.at..self.at + 4)).is_some() => {
                self.unicode(plain);
            }
            // The byte behind a backslash never ends the string.
            _ => plain.extend(['\\', letter]),
        }
        Some(())
    }

    fn unicode(&mut self, plain: &mut String) {
        let mut unit = || {
            let unit = hex(self.letters.get(self.at..self.at + 4)).expect("four digits");
            self.at += 4;
            u16::try_from(unit).expect("four digits")
        };
        let mut units = vec![unit()];
        let low: String = self.letters[self.at..].iter().take(6).collect();
        let low =
            low.strip_prefix("\\u").and_then(|low| hex(Some(&low.chars().collect::<Vec<_>>())));
        if (0xd800..0xdc00).contains(&units[0]) && low.is_some_and(|low| low >> 10 == 0x37) {
            units.push(u16::try_from(low.unwrap_or_default()).expect("four digits"));
            self.at += 6;
        }
        let text = String::from_utf16_lossy(&units);
        plain.extend(text.bytes().map(char::from));
    }
}

/// An array with line ends, without them and without blanks between its parts.
fn one_line(array: &str) -> String {
    if !array.contains(['\n', '\r']) {
        return array.to_owned();
    }
    let (mut plain, mut inside, mut escaped) = (String::new(), false, false);
    for letter in array.chars() {
        match letter {
            ' ' | '\t' | '\n' | '\r' if !inside => continue,
            '\n' => plain.push_str("\\n"),
            '\r' => plain.push_str("\\r"),
            _ => plain.push(letter),
        }
        inside ^= letter == '"' && !escaped;
        escaped = inside && letter == '\\' && !escaped;
    }
    plain
}
