//! Text into tokens.

use super::error::FilterError;

/// How two values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Below,
    AtMost,
    Above,
    AtLeast,
    Matches,
    MatchesNot,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Open,
    Close,
    Comma,
    Operator(Operator),
    /// In single quotes: text.
    Text(String),
    /// In double quotes: a key.
    Name(String),
    /// Bare: a key, a value or one of the language's own words.
    Word(String),
}

/// A token and the byte at which it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) at: usize,
}

/// A longer text is no filter that anybody wrote.
const LONGEST_BYTES: usize = 64 << 10;

/// Cuts the text into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, FilterError> {
    if text.len() > LONGEST_BYTES {
        return Err(FilterError::new(text, 0, "a filter has at most 64 KiB"));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let (kind, length) = match first {
            space if space.is_whitespace() => {
                at += first.len_utf8();
                continue;
            }
            '(' => (Kind::Open, 1),
            ')' => (Kind::Close, 1),
            ',' => (Kind::Comma, 1),
            '\'' | '"' => quoted(text, at, first)?,
            '=' | '!' | '<' | '>' | '~' => operator(text, at)?,
            _ => {
                let rest = &text[at..];
                let word = &rest[..rest.find(ends_word).unwrap_or(rest.len())];
                (Kind::Word(word.to_owned()), word.len())
            }
        };
        tokens.push(Token { kind, at });
        at += length;
    }
    Ok(tokens)
}

/// True for characters that no bare word holds.
pub(super) fn ends_word(character: char) -> bool {
    character.is_whitespace() || "()',\"=!<>~".contains(character)
}

fn operator(text: &str, at: usize) -> Result<(Kind, usize), FilterError> {
    const OPERATORS: [(&str, Operator); 9] = [
        ("!=", Operator::NotEqual),
        ("!~", Operator::MatchesNot),
        ("<=", Operator::AtMost),
        (">=", Operator::AtLeast),
        ("==", Operator::Equal),
        ("=", Operator::Equal),
        ("<", Operator::Below),
        (">", Operator::Above),
        ("~", Operator::Matches),
    ];
    let found = OPERATORS.iter().find(|(sign, _)| text[at..].starts_with(sign));
    found
        .map(|(sign, operator)| (Kind::Operator(*operator), sign.len()))
        .ok_or_else(|| FilterError::new(text, at, "`!` begins `!=` or `!~` only; write `not`"))
}

/// A quote is written twice to stand for itself; nothing else is an escape.
fn quoted(text: &str, at: usize, quote: char) -> Result<(Kind, usize), FilterError> {
    let mut content = String::new();
    let mut rest = &text[at + 1..];
    loop {
        let Some(end) = rest.find(quote) else {
            return Err(FilterError::new(text, at, format!("the closing {quote} is missing")));
        };
        content.push_str(&rest[..end]);
        rest = &rest[end + 1..];
        match rest.strip_prefix(quote) {
            Some(after) => {
                content.push(quote);
                rest = after;
            }
            None => break,
        }
    }
    let length = text.len() - at - rest.len();
    Ok((if quote == '"' { Kind::Name(content) } else { Kind::Text(content) }, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<Kind> {
        tokens(text).unwrap().into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn tokens_need_no_blanks_between_them() {
        let word = |word: &str| Kind::Word(word.to_owned());
        assert_eq!(
            kinds("a>=1 and(b!~'it''s' , \"c d\")"),
            [
                word("a"),
                Kind::Operator(Operator::AtLeast),
                word("1"),
                word("and"),
                Kind::Open,
                word("b"),
                Kind::Operator(Operator::MatchesNot),
                Kind::Text("it's".to_owned()),
                Kind::Comma,
                Kind::Name("c d".to_owned()),
                Kind::Close,
            ]
        );
        assert_eq!(kinds(" \t"), []);
    }

    #[test]
    fn an_open_quote_and_a_lone_exclamation_mark_are_told_where_they_stand() {
        assert_eq!(tokens("a = 'b").unwrap_err().at(), 4);
        assert_eq!(tokens("é ! b").unwrap_err().at(), 3);
        assert!(tokens(&"x".repeat(LONGEST_BYTES + 1)).is_err());
    }
}
