//! Tokens into a condition.

use regex::bytes::RegexBuilder;
use why502_parse::Timestamp;

use super::error::FilterError;
use super::expression::{Choice, Expression};
use super::key::Key;
use super::known::{is_key, misspelt_key, nearest, values};
use super::lexer::{Kind, Operator, Token, tokens};
use super::literal::Literal;
use super::network::Network;

/// Reads an instant that stands in a filter.
pub(super) type Instants<'i> = &'i dyn Fn(&str) -> Option<Timestamp>;

/// More parentheses and `not`s inside each other are no filter that anybody wrote.
const DEEPEST: usize = 100;
/// Bytes of a compiled pattern.
const LARGEST_PATTERN: usize = 1 << 20;

const TEST: &str = "expected =, !=, <, <=, >, >=, ~, !~, in or not in behind the key";
const TIME: &str = "expected a time as --since takes it, such as 2026-11-22T14:00";
const CONDITION: &str =
    "expected a condition such as elb_status_code = 502, not, exists or a parenthesis";

/// Reads a whole condition.
pub(super) fn parse(text: &str, instants: Instants<'_>) -> Result<Expression, FilterError> {
    let mut parser = Parser { text, tokens: tokens(text)?, next: 0, depth: 0, instants };
    let expression = parser.any()?;
    match parser.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.error("expected and, or, or the end")),
    }
}

struct Parser<'p> {
    text: &'p str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
    instants: Instants<'p>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.text.len(), |token| token.at)
    }

    fn error(&self, message: impl Into<String>) -> FilterError {
        FilterError::new(self.text, self.at(), message)
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek() == Some(kind);
        self.next += usize::from(found);
        found
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Kind::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.next += usize::from(found);
        found
    }

    fn any(&mut self) -> Result<Expression, FilterError> {
        let mut parts = vec![self.all()?];
        while self.take_word("or") {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self) -> Result<Expression, FilterError> {
        let mut parts = vec![self.one()?];
        while self.take_word("and") {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expression::All(parts) })
    }

    fn one(&mut self) -> Result<Expression, FilterError> {
        if self.depth >= DEEPEST {
            return Err(self.error("this is nested too deeply"));
        }
        self.depth += 1;
        let one = if self.take_word("not") {
            Expression::Not(Box::new(self.one()?))
        } else if self.take(&Kind::Open) {
            let inner = self.any()?;
            if !self.take(&Kind::Close) {
                return Err(self.error("expected and, or, or the closing parenthesis"));
            }
            inner
        } else if self.take_word("exists") {
            let is_open = self.take(&Kind::Open);
            let key = self.key("expected a key behind exists")?;
            if is_open && !self.take(&Kind::Close) {
                return Err(self.error("expected the closing parenthesis"));
            }
            Expression::Exists(key)
        } else {
            let key = self.key(CONDITION)?;
            self.test(key)?
        };
        self.depth -= 1;
        Ok(one)
    }

    fn key(&mut self, expected: &str) -> Result<Key, FilterError> {
        let key = match self.peek() {
            // In double quotes a key is what it is, however near another one.
            Some(Kind::Name(name)) => Key::named(name),
            Some(Kind::Word(word)) if !is_reserved(word) => {
                let key = Key::named(word);
                if !is_key(key.name())
                    && let Some(meant) = misspelt_key(key.name())
                {
                    return Err(self.error(format!(
                        "no format documents the key {word}; the nearest is {meant}. Put it in \
                         double quotes if it is meant as it is"
                    )));
                }
                key
            }
            _ => return Err(self.error(expected)),
        };
        self.next += 1;
        Ok(key)
    }

    fn test(&mut self, key: Key) -> Result<Expression, FilterError> {
        if self.take_word("in") {
            return Ok(Expression::In(key.clone(), self.choices(&key)?, true));
        }
        if self.is_word("not") {
            self.next += 1;
            if !self.take_word("in") {
                return Err(self.error("expected in behind not"));
            }
            return Ok(Expression::In(key.clone(), self.choices(&key)?, false));
        }
        let Some(Kind::Operator(operator)) = self.peek() else { return Err(self.error(TEST)) };
        let operator = *operator;
        self.next += 1;
        if matches!(operator, Operator::Matches | Operator::MatchesNot) {
            return self.pattern(key, operator == Operator::Matches);
        }
        if key == Key::Timestamp {
            let at = self.at();
            let literal = self.literal(&key)?;
            return Ok(Expression::CompareTime(operator, self.instant(literal.text(), at)?));
        }
        let literal = self.literal(&key)?;
        Ok(Expression::Compare(key, operator, literal))
    }

    fn pattern(&mut self, key: Key, wanted: bool) -> Result<Expression, FilterError> {
        if key == Key::Timestamp {
            return Err(self.error("timestamp is compared with times, not matched"));
        }
        let (Some(Kind::Text(pattern)) | Some(Kind::Word(pattern))) = self.peek() else {
            return Err(self.error("expected a pattern in single quotes"));
        };
        let regex = RegexBuilder::new(pattern)
            .size_limit(LARGEST_PATTERN)
            .dfa_size_limit(LARGEST_PATTERN)
            .build()
            .map_err(|error| {
                let text = error.to_string();
                let reason = text.lines().last().unwrap_or_default();
                self.error(format!("this is no pattern: {}", reason.trim_start_matches("error: ")))
            })?;
        self.next += 1;
        Ok(Expression::Match(key, regex, wanted))
    }

    fn choices(&mut self, key: &Key) -> Result<Vec<Choice>, FilterError> {
        if !self.take(&Kind::Open) {
            return Ok(vec![self.choice(key)?]);
        }
        let mut choices = vec![self.choice(key)?];
        while self.take(&Kind::Comma) {
            choices.push(self.choice(key)?);
        }
        if self.take(&Kind::Close) {
            Ok(choices)
        } else {
            Err(self.error("expected a comma or the closing parenthesis"))
        }
    }

    fn choice(&mut self, key: &Key) -> Result<Choice, FilterError> {
        let at = self.at();
        if let Some(Kind::Word(word)) = self.peek()
            && !is_reserved(word)
        {
            let word = word.clone();
            if let Some((from, to)) = word.split_once("..") {
                self.next += 1;
                return self.range(key, (from, to), at);
            }
            if let Some(network) = Network::parse(&word) {
                self.next += 1;
                return Ok(Choice::Network(network));
            }
        }
        let literal = self.literal(key)?;
        if *key == Key::Timestamp {
            let instant = self.instant(literal.text(), at)?;
            return Ok(Choice::Times(Some(instant), Some(instant.saturating_add(1))));
        }
        Ok(Choice::Value(literal))
    }

    fn range(&self, key: &Key, (from, to): (&str, &str), at: usize) -> Result<Choice, FilterError> {
        if from.is_empty() && to.is_empty() {
            let message = "a range needs a beginning, an end or both: FROM..TO";
            return Err(FilterError::new(self.text, at, message));
        }
        if *key == Key::Timestamp {
            let end =
                |text: &str, at| (!text.is_empty()).then(|| self.instant(text, at)).transpose();
            return Ok(Choice::Times(end(from, at)?, end(to, at + from.len() + 2)?));
        }
        let end = |text: &str| (!text.is_empty()).then(|| Literal::bare(text));
        Ok(Choice::Range(end(from), end(to)))
    }

    fn instant(&self, text: &str, at: usize) -> Result<i64, FilterError> {
        let found = (self.instants)(text).map(Timestamp::micros);
        found.ok_or_else(|| FilterError::new(self.text, at, TIME))
    }

    fn literal(&mut self, key: &Key) -> Result<Literal, FilterError> {
        let literal = match self.peek() {
            Some(Kind::Text(text)) => Literal::quoted(text),
            Some(Kind::Word(word)) if !is_reserved(word) => Literal::bare(word),
            _ => return Err(self.error("expected a value; put text in single quotes")),
        };
        if let Some(values) = values(key.name())
            && !values.contains(&literal.text())
        {
            let meant = nearest(literal.text(), values.into_iter()).map_or("", |(name, _)| name);
            return Err(self
                .error(format!("{} is never this; the nearest it can be is {meant}", key.name())));
        }
        self.next += 1;
        Ok(literal)
    }
}

/// A value or key of such a name has to be quoted.
fn is_reserved(word: &str) -> bool {
    ["and", "or", "not", "in", "exists"].iter().any(|own| word.eq_ignore_ascii_case(own))
}
