//! Tokens of a text, one after another: what every parser of such a language needs.

use super::error::FilterError;
use super::lexer::{Kind, Token, tokens};

/// A place among the tokens of a text.
pub(crate) struct Cursor<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    next: usize,
}

impl<'t> Cursor<'t> {
    /// Before the first token.
    pub(crate) fn new(text: &'t str) -> Result<Self, FilterError> {
        Ok(Self { text, tokens: tokens(text)?, next: 0 })
    }

    /// All of the text.
    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// The next token; `None` at the end.
    pub(crate) fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    /// The byte at which it begins.
    pub(crate) fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |token| token.at)
    }

    /// Something else was expected there.
    pub(crate) fn error(&self, message: impl Into<String>) -> FilterError {
        FilterError::new(self.text, self.at(), message)
    }

    /// Goes on to the token behind it.
    pub(crate) fn skip(&mut self) {
        self.next += 1;
    }

    /// Goes on behind `kind`, if that comes next.
    pub(crate) fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek() == Some(kind);
        self.next += usize::from(found);
        found
    }

    /// Is the next token this bare word, in any case?
    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Kind::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    /// Goes on behind `word`, if that comes next.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }
}
