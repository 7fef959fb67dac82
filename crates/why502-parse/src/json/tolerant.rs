//! The members of an object whose writer escaped nothing: strings hold bare quotes and backslashes,
//! values stand without quotes.
//!
//! A value ends where the object goes on as the writer's template does: before a comma and the next
//! name with its colon, or before the braces that close everything up to the text's end; a value that is an object ends with
//! it. Linear in the text's length: from one quote to the next, at most a name's length is looked at
//! twice.

use super::members::{Malformed, Token, members};
use crate::member::is_json_number;
use memchr::{memchr, memchr2};

/// Objects deeper than this are malformed here.
const DEEPEST: usize = 32;
/// So many values of a text are asked whether they hold an object: each may be read to its end.
const MOST_BRACED: usize = 16;
/// Names come from templates; a longer one is part of a value.
const LONGEST_NAME: usize = 128;

/// As [`members`](super::members()), with the whole text as the object. Values are as they stand;
/// arrays are text. What was handed out before a malformed place stays handed out.
pub(crate) fn tolerant_members<'a>(
    text: &'a [u8],
    each: &mut dyn FnMut(&[u8], Token<'a>),
) -> Result<(), Malformed> {
    let mut scan = Scan { text, at: 0, path: Vec::new(), open: Vec::new(), braced: 0 };
    scan.at = scan.past_blanks(0);
    if scan.peek() != Some(b'{') {
        return Err(Malformed { at: scan.at });
    }
    scan.enter();
    while !scan.open.is_empty() {
        scan.at = scan.past_blanks(scan.at);
        if scan.peek() == Some(b'}') {
            scan.leave();
        } else {
            scan.member(each)?;
        }
        scan.pass_comma();
    }
    let end = scan.past_blanks(scan.at);
    if end < text.len() { Err(Malformed { at: end }) } else { Ok(()) }
}

struct Scan<'a> {
    text: &'a [u8],
    at: usize,
    path: Vec<u8>,
    /// Of every open object, the length of the path to it.
    open: Vec<usize>,
    /// Values so far that begin with a brace.
    braced: usize,
}

impl<'a> Scan<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn past_blanks(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        let is_blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        from + rest.iter().take_while(is_blank).count()
    }

    /// Into the object whose brace is next; its name is the end of the path.
    fn enter(&mut self) {
        self.at += 1;
        self.open.push(self.path.len());
    }

    /// Past the brace that is next.
    fn leave(&mut self) {
        self.at += 1;
        self.open.pop();
        let around = self.open.last().copied().unwrap_or(0);
        self.path.truncate(around);
    }

    fn pass_comma(&mut self) {
        let next = self.past_blanks(self.at);
        if !self.open.is_empty() && self.text.get(next) == Some(&b',') {
            self.at = next + 1;
        }
    }

    /// A member, or the beginning of one whose value is an object.
    fn member(&mut self, each: &mut dyn FnMut(&[u8], Token<'a>)) -> Result<(), Malformed> {
        let Some((name, behind)) = self.name(self.at) else {
            return Err(Malformed { at: self.at });
        };
        let around = self.path.len();
        if around > 0 {
            self.path.push(b'.');
        }
        self.path.extend_from_slice(name);
        self.at = self.past_blanks(behind);
        if self.is_object(self.at) {
            self.enter();
            return Ok(());
        }
        let start = self.at;
        let is_quoted = self.peek() == Some(b'"');
        let token = if is_quoted { self.quoted() } else { self.bare() };
        self.braced += usize::from(self.text.get(start + usize::from(is_quoted)) == Some(&b'{'));
        let token = token.ok_or(Malformed { at: start })?;
        each(&self.path, token);
        self.path.truncate(around);
        Ok(())
    }

    /// The name that begins there, and where its value may begin.
    fn name(&self, at: usize) -> Option<(&'a [u8], usize)> {
        let inside = self.text.get(at..)?.strip_prefix(b"\"")?;
        let window = &inside[..inside.len().min(LONGEST_NAME + 1)];
        let name = &window[..memchr(b'"', window)?];
        let is_of_value =
            |byte: &u8| byte.is_ascii_control() || matches!(byte, b'\\' | b'{' | b'}' | b',');
        let colon = self.past_blanks(at + name.len() + 2);
        let is_name = !name.is_empty()
            && !name.iter().any(is_of_value)
            && self.text.get(colon) == Some(&b':');
        is_name.then_some((name, colon + 1))
    }

    /// Whether the value that begins there is an object: a brace may begin text, too.
    fn is_object(&self, at: usize) -> bool {
        let inside = self.past_blanks(at + 1);
        self.text.get(at) == Some(&b'{')
            && self.open.len() < DEEPEST
            && (self.text.get(inside) == Some(&b'}') || self.name(inside).is_some())
    }

    fn quoted(&mut self) -> Option<Token<'a>> {
        let start = self.at + 1;
        if let Some(end) = self.embedded(start) {
            self.at = end + 1;
            return Some(Token::Text(&self.text[start..end]));
        }
        let mut end = start;
        loop {
            end += memchr(b'"', self.text.get(end..)?)?;
            if self.ends_value(end + 1) {
                self.at = end + 1;
                return Some(Token::Text(&self.text[start..end]));
            }
            end += 1;
        }
    }

    /// Where the quote stands behind an object that begins there: claims of an authorizer come as
    /// objects, and their members are not the template's.
    fn embedded(&self, start: usize) -> Option<usize> {
        let object = self.text.get(start..).filter(|object| object.starts_with(b"{"))?;
        if self.braced >= MOST_BRACED {
            return None;
        }
        let end = start + members(object, &mut |_, _| {}).ok()?;
        (self.text.get(end) == Some(&b'"') && self.ends_value(end + 1)).then_some(end)
    }

    fn bare(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        let mut end = start;
        loop {
            end += memchr2(b',', b'}', self.text.get(end..)?)?;
            if self.ends_value(end) {
                self.at = end;
                return Some(word(self.text[start..end].trim_ascii_end()));
            }
            end += 1;
        }
    }

    /// Whether the object goes on there, behind a value, as a template does.
    fn ends_value(&self, at: usize) -> bool {
        let mut open = self.open.len();
        let mut at = self.past_blanks(at);
        loop {
            match self.text.get(at) {
                Some(b'}') => {
                    open -= 1;
                    at = self.past_blanks(at + 1);
                    if open == 0 {
                        return at == self.text.len();
                    }
                }
                Some(b',') => {
                    at = self.past_blanks(at + 1);
                    if self.text.get(at) != Some(&b'}') {
                        return self.name(at).is_some();
                    }
                }
                _ => return false,
            }
        }
    }
}

fn word(text: &[u8]) -> Token<'_> {
    match text {
        b"true" | b"false" => Token::Bool(text),
        b"null" => Token::Null,
        _ if is_json_number(text) => Token::Number(text),
        _ => Token::Text(text),
    }
}

#[cfg(test)]
mod tests {
    use super::tolerant_members;

    fn read(text: &str) -> Option<String> {
        let mut seen = String::new();
        let all = tolerant_members(text.as_bytes(), &mut |name, token| {
            seen.push_str(&format!("{}={token:?};", name.escape_ascii()));
        });
        all.ok().map(|()| seen)
    }

    fn texts(text: &str) -> Vec<(String, String)> {
        let mut seen = Vec::new();
        let all = tolerant_members(text.as_bytes(), &mut |name, token| {
            let super::Token::Text(value) = token else { return };
            let owned = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            seen.push((owned(name), owned(value)));
        });
        all.unwrap_or_else(|malformed| panic!("{malformed:?} of {text}"));
        seen
    }

    #[test]
    fn values_end_where_the_template_goes_on() {
        for (text, expected) in [
            (r#"{"a":"x"y","b":"2"}"#, vec![("a", "x\"y"), ("b", "2")]),
            (r#"{"a":"x","b", c","b":"\"}"#, vec![("a", r#"x","b", c"#), ("b", "\\")]),
            (r#"{"a":""said so"" , "b" : "}" }"#, vec![("a", "\"said so\""), ("b", "}")]),
            (r#"{"a":-,"b":two words}"#, vec![("a", "-"), ("b", "two words")]),
            (r#"{"a":,"b":"",}"#, vec![("a", ""), ("b", "")]),
            (r#"{"o":{"a":"1"","p":{}},"b":-}"#, vec![("o.a", "1\""), ("b", "-")]),
            (r#"{"o":{"p":{"a":-}}}"#, vec![("o.p.a", "-")]),
            (
                r#"{"a":"{"c":"1","d":{}}","b":"{"c":-}"}"#,
                vec![("a", r#"{"c":"1","d":{}}"#), ("b", r#"{"c":-}"#)],
            ),
            (r#"{"a":"{x}"","b":{proxy+}}"#, vec![("a", "{x}\""), ("b", "{proxy+}")]),
        ] {
            let expected: Vec<(String, String)> =
                expected.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            assert_eq!(texts(text), expected, "{text}");
        }
    }

    #[test]
    fn words_are_what_json_takes_them_for() {
        let expected = r"a=Number([49]);b=Null;c=Bool([116, 114, 117, 101]);";
        assert_eq!(read(r#"{"a":1,"b":null,"c":true}"#).as_deref(), Some(expected));
    }

    #[test]
    fn what_is_no_object_up_to_its_end_is_malformed() {
        for text in ["", "{", "[]", "{}x", r#"{"a"}"#, r#"{"a":"1"#, r#"{"a":"1"} x"#, r#"{a:1}"#] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn objects_inside_objects_end_somewhere() {
        let deep = r#"{"a":"#.repeat(10_000);
        assert_eq!(read(&deep), None);
    }
}
