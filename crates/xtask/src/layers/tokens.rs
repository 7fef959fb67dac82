//! Rust source to tokens: identifiers, `::` and single marks, without comments,
//! strings and test-only items.

/// One token and the line it begins on (1-based).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// An identifier, `::`, a mark, or `""` for any literal.
    pub text: String,
    /// First line.
    pub line: usize,
    /// Last line; differs for a string over several lines.
    pub last_line: usize,
}

/// The tokens of a source text.
#[must_use]
pub fn tokens(source: &str) -> Vec<Token> {
    let mut scanner = Scanner { bytes: source.as_bytes(), at: 0, line: 1, found: Vec::new() };
    while scanner.at < scanner.bytes.len() {
        scanner.step();
    }
    scanner.found
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    line: usize,
    found: Vec<Token>,
}

impl Scanner<'_> {
    fn step(&mut self) {
        let rest = &self.bytes[self.at..];
        match rest[0] {
            byte if byte.is_ascii_whitespace() => self.advance(1),
            b'/' if rest.starts_with(b"//") => {
                self.advance(position(rest, |byte| byte == b'\n'));
            }
            b'/' if rest.starts_with(b"/*") => self.advance(block_comment(rest)),
            b'"' => self.push_literal(string(rest)),
            b'\'' => self.quote(),
            b'r' | b'b' | b'c' if literal_prefix(rest).is_some() => {
                self.push_literal(literal_prefix(rest).unwrap_or(1));
            }
            byte if is_word(byte) => {
                let length = position(rest, |byte| !is_word(byte));
                self.push(length);
            }
            b':' if rest.starts_with(b"::") => self.push(2),
            _ => self.push(1),
        }
    }

    fn advance(&mut self, length: usize) {
        let passed = &self.bytes[self.at..self.at + length];
        self.line += passed.iter().filter(|&&byte| byte == b'\n').count();
        self.at += length;
    }

    fn push(&mut self, length: usize) {
        let text = String::from_utf8_lossy(&self.bytes[self.at..self.at + length]).into_owned();
        self.found.push(Token { text, line: self.line, last_line: self.line });
        self.advance(length);
    }

    fn push_literal(&mut self, length: usize) {
        let line = self.line;
        self.advance(length);
        self.found.push(Token { text: String::new(), line, last_line: self.line });
    }

    /// A character literal, or a lifetime, which is dropped.
    fn quote(&mut self) {
        let rest = &self.bytes[self.at..];
        if rest.get(1) == Some(&b'\\') {
            let close = position(&rest[3..], |byte| byte == b'\'');
            return self.push_literal((close + 4).min(rest.len()));
        }
        let text = String::from_utf8_lossy(&rest[1..rest.len().min(8)]).into_owned();
        let width = text.chars().next().map_or(0, char::len_utf8);
        if rest.get(1 + width) == Some(&b'\'') {
            return self.push_literal(width + 2);
        }
        self.advance(1 + position(&rest[1..], |byte| !is_word(byte)));
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 128
}

fn position(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|&byte| wanted(byte)).unwrap_or(bytes.len())
}

fn block_comment(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if bytes[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    at
}

fn string(bytes: &[u8]) -> usize {
    let mut at = 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(bytes.len())
}

/// Length of a literal that begins with `r`, `b`, `c` or two of them; `None` for a word.
fn literal_prefix(bytes: &[u8]) -> Option<usize> {
    let letters = position(bytes, |byte| !matches!(byte, b'r' | b'b' | b'c'));
    if letters > 2 {
        return None;
    }
    let rest = &bytes[letters..];
    let raw = bytes[..letters].contains(&b'r');
    match rest.first()? {
        b'"' if !raw => Some(letters + string(rest)),
        b'\'' if bytes[..letters] == *b"b" => {
            let start = if rest.get(1) == Some(&b'\\') { 3 } else { 2 };
            Some(letters + start + position(rest.get(start..)?, |byte| byte == b'\'') + 1)
        }
        b'"' | b'#' if raw => {
            let hashes = position(rest, |byte| byte != b'#');
            if rest.get(hashes) != Some(&b'"') {
                return None;
            }
            let end = [b"\"".as_slice(), &vec![b'#'; hashes]].concat();
            let body = &rest[hashes + 1..];
            let close = body.windows(end.len()).position(|window| window == end)?;
            Some(letters + hashes + 1 + close + end.len())
        }
        _ => None,
    }
}

/// The tokens without items under `#[cfg(test)]`.
#[must_use]
pub fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(end) = test_attribute(&tokens[at..]) {
            at += end;
            while text(tokens, at) == "#" {
                at += group(&tokens[at + 1..]) + 1;
            }
            at += item(&tokens[at..]);
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

fn text(tokens: &[Token], at: usize) -> &str {
    tokens.get(at).map_or("", |token| token.text.as_str())
}

/// Length of `#[cfg(… test …)]` at the front, unless it says `not`.
fn test_attribute(tokens: &[Token]) -> Option<usize> {
    if text(tokens, 0) != "#" || text(tokens, 1) != "[" || text(tokens, 2) != "cfg" {
        return None;
    }
    let end = 1 + group(&tokens[1..]);
    let words = || tokens[..end].iter().map(|token| token.text.as_str());
    (words().any(|word| word == "test") && !words().any(|word| word == "not")).then_some(end)
}

/// Length of the bracketed group at the front.
fn group(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "[" | "(" | "{" => depth += 1,
            "]" | ")" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    tokens.len()
}

/// Length of the item at the front: to its `;`, or to the end of its block.
fn item(tokens: &[Token]) -> usize {
    let head = || tokens.iter().take_while(|token| !matches!(token.text.as_str(), "{" | ";"));
    let is_use = head().any(|token| token.text == "use");
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].text.as_str() {
            ";" => return at + 1,
            "{" if !is_use => return at + group(&tokens[at..]),
            "{" | "(" | "[" => at += group(&tokens[at..]),
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(source: &str) -> String {
        let texts: Vec<String> = tokens(source).into_iter().map(|token| token.text).collect();
        texts.join(" ")
    }

    #[test]
    fn comments_strings_and_lifetimes_are_no_code() {
        assert_eq!(words("a // crate::b\n/* crate::c /* x */ */ d"), "a d");
        assert_eq!(words(r##"f("crate::b", r#"x " y"#, b'"', '\'', 'c')"##), "f (  ,  ,  ,  ,  )");
        assert_eq!(words("fn f<'a>(x: &'a str) {}"), "fn f < > ( x : & str ) { }");
        assert_eq!(words("crate::raw::b"), "crate :: raw :: b");
    }

    #[test]
    fn test_items_are_left_out_and_others_kept() {
        let source = "#[cfg(test)] mod tests { use crate::z; } use a::b;
            #[cfg(test)] use crate::{x, y}; #[cfg(not(test))] use c::d;
            #[cfg(test)] #[path = \"t.rs\"] mod t; fn f() {}";
        let kept = without_tests(&tokens(source));
        let texts: Vec<&str> = kept.iter().map(|token| token.text.as_str()).collect();
        assert_eq!(
            texts.join(" "),
            "use a :: b ; # [ cfg ( not ( test ) ) ] use c :: d ; fn f ( ) { }"
        );
    }

    #[test]
    fn a_string_over_several_lines_covers_them_all() {
        let found = tokens("let x = \"a\nb\nc\";\ny");
        assert_eq!((found[3].line, found[3].last_line), (1, 3));
        assert_eq!(found[5].line, 4);
    }
}
