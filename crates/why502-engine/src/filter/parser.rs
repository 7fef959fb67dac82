//! Tokens into a condition.

use std::net::Ipv4Addr;

use regex::bytes::RegexBuilder;
use why502_parse::Timestamp;

use super::comparison::Comparison;
use super::expression::{Choice, Expression};
use super::key::Key;
use super::known::{is_documented_key, is_number, misspelt, misspelt_key, values};
use super::network::Network;
use crate::language::{Cursor, FilterError, Grammar, Joint, Kind, Literal, Operator, whole};

/// Reads an instant that stands in a filter.
pub(super) type Instants<'i> = &'i dyn Fn(&str) -> Option<Timestamp>;

/// Bytes of a compiled pattern.
const LARGEST_PATTERN: usize = 1 << 20;

const TEST: &str = "expected =, !=, <, <=, >, >=, ~, !~, in or not in behind the key";
const TIME: &str = "expected a time as --since takes it, such as 2026-11-22T14:00";
const NUMBER: &str = "expected a number, with or without a unit: us, ms, s, m, h, d, B, KB, MB, \
                      GB, KiB, MiB or GiB, as in 1.5s";
const NO_NETWORK: &str = "this is no network: expected ADDRESS or ADDRESS/BITS, such as \
                          10.0.0.0/8; put it in single quotes if it is text";
const EMPTY_RANGE: &str = "this range is empty: it ends where it begins, or before";
const CONDITION: &str =
    "expected a condition such as elb_status_code = 502, not, exists or a parenthesis";

/// Reads a whole condition.
pub(super) fn parse(text: &str, instants: Instants<'_>) -> Result<Expression, FilterError> {
    whole(&mut Parser { cursor: Cursor::new(text)?, instants })
}

struct Parser<'p> {
    cursor: Cursor<'p>,
    instants: Instants<'p>,
}

impl<'p> Grammar<'p> for Parser<'p> {
    type Expression = Expression;

    fn cursor(&mut self) -> &mut Cursor<'p> {
        &mut self.cursor
    }

    fn condition(&mut self) -> Result<Expression, FilterError> {
        if !self.cursor.take_word("exists") {
            let key = self.key(CONDITION)?;
            return self.test(key);
        }
        let is_open = self.cursor.take(&Kind::Open);
        let key = self.key("expected a key behind exists")?;
        if is_open && !self.cursor.take(&Kind::Close) {
            return Err(self.cursor.error("expected the closing parenthesis"));
        }
        Ok(Expression::Exists(key))
    }

    fn joined(joint: Joint, mut parts: Vec<Expression>) -> Expression {
        match joint {
            Joint::All => Expression::All(parts),
            Joint::Any => Expression::Any(parts),
            Joint::Not => Expression::Not(Box::new(parts.swap_remove(0))),
        }
    }
}

impl Parser<'_> {
    fn key(&mut self, expected: &str) -> Result<Key, FilterError> {
        let (name, is_quoted) = match self.cursor.peek() {
            Some(Kind::Name(name)) => (name, true),
            Some(Kind::Word(word)) if !is_reserved(word) => (word, false),
            _ => return Err(self.cursor.error(expected)),
        };
        let Some(key) = Key::named(name) else {
            return Err(self.cursor.error("a key has letters or digits"));
        };
        // In double quotes a key is what it is, however near another one.
        if !is_quoted
            && !is_documented_key(key.name())
            && let Some(meant) = misspelt_key(key.name())
        {
            return Err(self.cursor.error(format!(
                "no format documents the key {name}; the nearest is {meant}. Put it in double \
                 quotes if it is meant as it is"
            )));
        }
        self.cursor.skip();
        Ok(key)
    }

    fn test(&mut self, key: Key) -> Result<Expression, FilterError> {
        if self.cursor.take_word("in") {
            return Ok(Expression::In(key.clone(), self.choices(&key)?, true));
        }
        if self.cursor.is_word("not") {
            self.cursor.skip();
            if !self.cursor.take_word("in") {
                return Err(self.cursor.error("expected in behind not"));
            }
            return Ok(Expression::In(key.clone(), self.choices(&key)?, false));
        }
        let Some(Kind::Operator(operator)) = self.cursor.peek() else {
            return Err(self.cursor.error(TEST));
        };
        let operator = *operator;
        self.cursor.skip();
        if matches!(operator, Operator::Matches | Operator::MatchesNot) {
            return self.pattern(key, operator == Operator::Matches);
        }
        if key.is_instant() {
            let at = self.cursor.at();
            let literal = self.literal(&key)?;
            let instant = self.instant(literal.text(), at)?;
            return Ok(Expression::CompareTime(key, operator, instant));
        }
        let at = self.cursor.at();
        self.refuse_address(&key)?;
        let literal = self.literal(&key)?;
        let has_order = !matches!(operator, Operator::Equal | Operator::NotEqual);
        self.expect_number(&key, &literal, has_order, at)?;
        Ok(Expression::Compare(Comparison::new(key, operator, literal)))
    }

    fn pattern(&mut self, key: Key, wanted: bool) -> Result<Expression, FilterError> {
        if key.is_instant() {
            return Err(self.cursor.error("an instant is compared with times, not matched"));
        }
        let (Some(Kind::Text(pattern)) | Some(Kind::Word(pattern))) = self.cursor.peek() else {
            return Err(self.cursor.error("expected a pattern in single quotes"));
        };
        let regex = RegexBuilder::new(pattern)
            .size_limit(LARGEST_PATTERN)
            .dfa_size_limit(LARGEST_PATTERN)
            .build()
            .map_err(|error| {
                let text = error.to_string();
                let reason = text.lines().last().unwrap_or_default();
                let reason = reason.trim_start_matches("error: ").trim_end_matches('.');
                self.cursor.error(format!("this is no pattern: {reason}"))
            })?;
        self.cursor.skip();
        Ok(Expression::Match(key, regex, wanted))
    }

    fn choices(&mut self, key: &Key) -> Result<Vec<Choice>, FilterError> {
        if !self.cursor.take(&Kind::Open) {
            return Ok(vec![self.choice(key)?]);
        }
        let mut choices = vec![self.choice(key)?];
        while self.cursor.take(&Kind::Comma) {
            choices.push(self.choice(key)?);
        }
        if self.cursor.take(&Kind::Close) {
            Ok(choices)
        } else {
            Err(self.cursor.error("expected a comma or the closing parenthesis"))
        }
    }

    fn choice(&mut self, key: &Key) -> Result<Choice, FilterError> {
        let at = self.cursor.at();
        if let Some(Kind::Word(word)) = self.cursor.peek()
            && !is_reserved(word)
        {
            let word = word.clone();
            if let Some((from, to)) = word.split_once("..") {
                self.cursor.skip();
                return self.range(key, (from, to), at);
            }
            if let Some(network) = Network::parse(&word) {
                self.cursor.skip();
                return Ok(Choice::Network(network));
            }
            if is_like_network(&word) {
                return Err(self.cursor.error(NO_NETWORK));
            }
        }
        let literal = self.literal(key)?;
        self.expect_number(key, &literal, false, at)?;
        if key.is_instant() {
            let instant = self.instant(literal.text(), at)?;
            return Ok(Choice::Times(Some(instant), Some(instant.saturating_add(1))));
        }
        Ok(Choice::Value(literal))
    }

    fn range(&self, key: &Key, (from, to): (&str, &str), at: usize) -> Result<Choice, FilterError> {
        if from.is_empty() && to.is_empty() {
            let message = "a range needs a beginning, an end or both: FROM..TO";
            return Err(FilterError::new(self.cursor.text(), at, message));
        }
        if key.is_instant() {
            let end =
                |text: &str, at| (!text.is_empty()).then(|| self.instant(text, at)).transpose();
            let (begin, end) = (end(from, at)?, end(to, at + from.len() + 2)?);
            return match (begin, end) {
                (Some(begin), Some(end)) if begin >= end => {
                    Err(FilterError::new(self.cursor.text(), at, EMPTY_RANGE))
                }
                ends => Ok(Choice::Times(ends.0, ends.1)),
            };
        }
        let end = |text: &str, at| {
            let literal = (!text.is_empty()).then(|| Literal::bare(text));
            literal.iter().try_for_each(|end| self.expect_number(key, end, true, at))?;
            Ok(literal)
        };
        let (from, to) = (end(from, at)?, end(to, at + from.len() + 2)?);
        let ends =
            from.as_ref().and_then(Literal::number).zip(to.as_ref().and_then(Literal::number));
        if ends.is_some_and(|(from, to)| from >= to) {
            return Err(FilterError::new(self.cursor.text(), at, EMPTY_RANGE));
        }
        Ok(Choice::Range(from, to))
    }

    /// What is no number passes no test of a key whose values are numbers: it was not meant.
    /// `has_order`: it is compared by order, where text and numbers do not meet.
    fn expect_number(
        &self,
        key: &Key,
        literal: &Literal,
        has_order: bool,
        at: usize,
    ) -> Result<(), FilterError> {
        let always = matches!(key, Key::Status | Key::Line);
        if literal.number().is_some() || !(always || has_order && is_number(key.name())) {
            return Ok(());
        }
        Err(FilterError::new(self.cursor.text(), at, NUMBER))
    }

    /// A network stands behind `in` only, and so does an address where values have a port.
    fn refuse_address(&self, key: &Key) -> Result<(), FilterError> {
        let Some(Kind::Word(word)) = self.cursor.peek() else { return Ok(()) };
        let is_network = Network::parse(word).is_some() && word.contains('/');
        // The last group of a bare IPv6 address may be a port.
        let lacks_port = key.has_port() && word.parse::<Ipv4Addr>().is_ok();
        if !is_network && !lacks_port {
            return Ok(());
        }
        Err(self.cursor.error(format!(
            "no value is equal to this: write {} in {word}; in single quotes it is text",
            key.name()
        )))
    }

    fn instant(&self, text: &str, at: usize) -> Result<i64, FilterError> {
        let found = (self.instants)(text).map(Timestamp::micros);
        found.ok_or_else(|| FilterError::new(self.cursor.text(), at, TIME))
    }

    fn literal(&mut self, key: &Key) -> Result<Literal, FilterError> {
        let literal = match self.cursor.peek() {
            Some(Kind::Text(text)) => Literal::quoted(text),
            Some(Kind::Word(word)) if !is_reserved(word) => Literal::bare(word),
            _ => return Err(self.cursor.error("expected a value; put text in single quotes")),
        };
        if let Some(values) = values(key.name())
            && !values.contains(&literal.text())
        {
            let meant = misspelt(literal.text(), &values);
            let meant = meant.map(|value| format!("; the nearest it can be is {value}"));
            return Err(self.cursor.error(format!(
                "{} is never this{}",
                key.name(),
                meant.unwrap_or_default()
            )));
        }
        self.cursor.skip();
        Ok(literal)
    }
}

/// Is it digits, points and colons, a slash and more of them: a network with a mistake?
fn is_like_network(word: &str) -> bool {
    let is_address = |part: &str| {
        !part.is_empty() && part.chars().all(|one| one.is_ascii_hexdigit() || ".:".contains(one))
    };
    word.split_once('/').is_some_and(|(address, bits)| {
        is_address(address) && address.contains(['.', ':']) && is_address(bits)
    })
}

/// A value or key of such a name has to be quoted.
fn is_reserved(word: &str) -> bool {
    ["and", "or", "not", "in", "exists"].iter().any(|own| word.eq_ignore_ascii_case(own))
}
