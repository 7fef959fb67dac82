//! The members of an object, those of the objects inside it under dotted names.
//!
//! Takes what RFC 8259 allows, and in strings any byte but a line feed: log writers put bytes there
//! that are not UTF-8, and control characters.

use crate::member::is_json_number;
use memchr::memchr2;

/// Objects and arrays deeper than this are malformed here: no log has them, and a stack has an end.
const DEEPEST: usize = 32;

/// A member's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// What stands between the quotes, escapes kept.
    Text(&'a [u8]),
    Number(&'a [u8]),
    Bool(&'a [u8]),
    Null,
    /// The whole array, well formed.
    Array(&'a [u8]),
}

/// Where the text stopped being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed {
    pub(crate) at: usize,
}

/// Walks over the object that begins at the first byte that is no blank, and hands out every member
/// that is no object: the names from the outermost to its own, joined by dots (escapes kept), and
/// its value. An empty object has no members. Gives the number of bytes up to the object's end.
///
/// What was handed out before a malformed place stays handed out.
pub(crate) fn members<'a>(
    text: &'a [u8],
    each: &mut dyn FnMut(&[u8], Token<'a>),
) -> Result<usize, Malformed> {
    let mut walk = Walk { text, at: 0, path: Vec::new() };
    walk.blanks();
    walk.object(1, &mut Some(each))?;
    Ok(walk.at)
}

type Each<'e, 'a> = Option<&'e mut dyn FnMut(&[u8], Token<'a>)>;

struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    path: Vec<u8>,
}

impl<'a> Walk<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn fail<T>(&self) -> Result<T, Malformed> {
        Err(Malformed { at: self.at })
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.peek() != Some(byte) {
            return self.fail();
        }
        self.at += 1;
        Ok(())
    }

    /// Past `byte`, if it is the next that is no blank.
    fn passes(&mut self, byte: u8) -> bool {
        self.blanks();
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn object(&mut self, depth: usize, each: &mut Each<'_, 'a>) -> Result<(), Malformed> {
        self.expect(b'{')?;
        if depth > DEEPEST {
            return self.fail();
        }
        if self.passes(b'}') {
            return Ok(());
        }
        loop {
            self.blanks();
            let name = self.string()?;
            let outer = self.path.len();
            if each.is_some() {
                if outer > 0 {
                    self.path.push(b'.');
                }
                self.path.extend_from_slice(name);
            }
            self.blanks();
            self.expect(b':')?;
            self.blanks();
            if self.peek() == Some(b'{') {
                self.object(depth + 1, each)?;
            } else {
                let token = self.scalar_or_array(depth)?;
                if let Some(each) = each {
                    each(&self.path, token);
                }
            }
            self.path.truncate(outer);
            if self.passes(b'}') {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    fn scalar_or_array(&mut self, depth: usize) -> Result<Token<'a>, Malformed> {
        let start = self.at;
        match self.peek() {
            Some(b'"') => self.string().map(Token::Text),
            Some(b'[') => {
                self.array(depth + 1)?;
                Ok(Token::Array(&self.text[start..self.at]))
            }
            _ => self.word(),
        }
    }

    fn array(&mut self, depth: usize) -> Result<(), Malformed> {
        self.expect(b'[')?;
        if depth > DEEPEST {
            return self.fail();
        }
        if self.passes(b']') {
            return Ok(());
        }
        loop {
            self.blanks();
            if self.peek() == Some(b'{') {
                self.object(depth + 1, &mut None)?;
            } else {
                self.scalar_or_array(depth)?;
            }
            if self.passes(b']') {
                return Ok(());
            }
            self.expect(b',')?;
        }
    }

    /// A number or one of the three words.
    fn word(&mut self) -> Result<Token<'a>, Malformed> {
        let rest = &self.text[self.at..];
        let is_part =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.');
        let word = &rest[..rest.iter().take_while(|byte| is_part(byte)).count()];
        let token = match word {
            b"true" | b"false" => Token::Bool(word),
            b"null" => Token::Null,
            _ if is_json_number(word) => Token::Number(word),
            _ => return self.fail(),
        };
        self.at += word.len();
        Ok(token)
    }

    /// What stands between the quotes.
    fn string(&mut self) -> Result<&'a [u8], Malformed> {
        self.expect(b'"')?;
        let start = self.at;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(found) = memchr2(b'"', b'\\', rest) else { return self.fail() };
            self.at += found;
            if rest[found] == b'"' {
                let inside = &self.text[start..self.at];
                self.at += 1;
                return Ok(inside);
            }
            self.at += 2;
        }
    }
}
