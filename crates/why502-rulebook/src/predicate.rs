//! Predicates over one record, as values: evaluated here, printed for documents.

use std::fmt;

use crate::operand::Operand;

/// What a record can answer. The engine implements it for each log format.
pub trait Facts {
    /// A numeric value; `None` where the field is `-` or absent.
    fn number(&self, operand: Operand) -> Option<i64>;
    /// A text value; `None` where the field is `-` or absent.
    fn text(&self, operand: Operand) -> Option<&[u8]>;
    /// The log has the field, and wrote `-` or nothing: what was not delivered says nothing.
    fn is_blank(&self, _operand: Operand) -> bool {
        false
    }
}

/// What is known of some records together: of each operand its value, or nothing.
pub trait PartlyKnown {
    /// The number that all of them have, or `None` in it where none has one; `None` if not known.
    fn number(&self, operand: Operand) -> Option<Option<i64>>;
    /// As [`number`](Self::number), of a text.
    fn text(&self, operand: Operand) -> Option<Option<&[u8]>>;
}

/// How two numbers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<`
    Below,
    /// `<=`
    AtMost,
    /// `>=`
    AtLeast,
    /// `>`
    Above,
}

/// How a text is tested; all tests are case-sensitive, as AWS's own words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextTest {
    /// Equal to one of these.
    OneOf(&'static [&'static str]),
    /// Begins with one of these.
    StartsWith(&'static [&'static str]),
    /// Contains one of these.
    Contains(&'static [&'static str]),
    /// A comma list that has this item.
    HasItem(&'static str),
}

/// A condition on one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Predicate {
    /// Every one holds; holds for an empty list.
    All(&'static [Predicate]),
    /// At least one holds.
    Any(&'static [Predicate]),
    /// The other does not hold.
    Not(&'static Predicate),
    /// The operand has a value.
    Present(Operand),
    /// The operand has none.
    Absent(Operand),
    /// The log has the field and wrote no value: unlike [`Absent`](Self::Absent), not where the
    /// owner did not choose it.
    Blank(Operand),
    /// The operand has a number that compares so; a missing number never does.
    Number(Operand, Comparison, i64),
    /// The operand has a text that passes the test.
    Text(Operand, TextTest),
    /// Both operands have the same number.
    Same(Operand, Operand),
}

impl Predicate {
    /// Does it hold for this record?
    pub fn matches<F: Facts + ?Sized>(&self, facts: &F) -> bool {
        match *self {
            Self::All(parts) => parts.iter().all(|part| part.matches(facts)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(facts)),
            Self::Not(part) => !part.matches(facts),
            Self::Present(operand) => has_value(facts, operand),
            Self::Absent(operand) => !has_value(facts, operand),
            Self::Blank(operand) => facts.is_blank(operand),
            Self::Number(operand, comparison, bound) => {
                facts.number(operand).is_some_and(|value| comparison.holds(value, bound))
            }
            Self::Text(operand, test) => facts.text(operand).is_some_and(|text| test.passes(text)),
            Self::Same(left, right) => {
                facts.number(left).is_some_and(|value| facts.number(right) == Some(value))
            }
        }
    }
}

impl Predicate {
    /// What it comes to for every record of which this much is known; `None` where that depends on
    /// the rest.
    pub fn outcome(&self, known: &impl PartlyKnown) -> Option<bool> {
        match *self {
            Self::All(parts) => all(parts.iter().map(|part| part.outcome(known))),
            Self::Any(parts) => {
                all(parts.iter().map(|part| part.outcome(known).map(|holds| !holds)))
                    .map(|none| !none)
            }
            Self::Not(part) => part.outcome(known).map(|holds| !holds),
            Self::Present(operand) => is_present(known, operand),
            Self::Absent(operand) => is_present(known, operand).map(|is_present| !is_present),
            Self::Blank(_) => None,
            Self::Number(operand, comparison, bound) => known
                .number(operand)
                .map(|number| number.is_some_and(|value| comparison.holds(value, bound))),
            Self::Text(operand, test) => {
                known.text(operand).map(|text| text.is_some_and(|text| test.passes(text)))
            }
            Self::Same(left, right) => match (known.number(left), known.number(right)) {
                (Some(None), _) | (_, Some(None)) => Some(false),
                (Some(left), Some(right)) => Some(left == right),
                _ => None,
            },
        }
    }
}

/// Whether all hold: one that does not decides.
fn all(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    parts
        .try_fold(Some(true), |so_far, part| match part {
            Some(false) => Err(()),
            Some(true) => Ok(so_far),
            None => Ok(None),
        })
        .unwrap_or(Some(false))
}

fn is_present(known: &impl PartlyKnown, operand: Operand) -> Option<bool> {
    match (known.number(operand), known.text(operand)) {
        (Some(Some(_)), _) | (_, Some(Some(_))) => Some(true),
        (Some(None), Some(None)) => Some(false),
        _ => None,
    }
}

fn has_value<F: Facts + ?Sized>(facts: &F, operand: Operand) -> bool {
    facts.number(operand).is_some() || facts.text(operand).is_some()
}

impl Comparison {
    const fn holds(self, value: i64, bound: i64) -> bool {
        match self {
            Self::Equal => value == bound,
            Self::Below => value < bound,
            Self::AtMost => value <= bound,
            Self::AtLeast => value >= bound,
            Self::Above => value > bound,
        }
    }

    const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::Below => "<",
            Self::AtMost => "<=",
            Self::AtLeast => ">=",
            Self::Above => ">",
        }
    }
}

impl TextTest {
    fn passes(self, text: &[u8]) -> bool {
        match self {
            Self::OneOf(words) => words.iter().any(|word| text == word.as_bytes()),
            Self::StartsWith(words) => words.iter().any(|word| text.starts_with(word.as_bytes())),
            Self::Contains(words) => {
                words.iter().any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
            }
            Self::HasItem(item) => {
                text.split(|&byte| byte == b',').any(|part| part == item.as_bytes())
            }
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::All(parts) => join(out, parts, " and "),
            Self::Any(parts) => {
                out.write_str("(")?;
                join(out, parts, " or ")?;
                out.write_str(")")
            }
            Self::Not(part) => write!(out, "not ({part})"),
            Self::Present(operand) => write!(out, "{} set", operand.name()),
            Self::Absent(operand) => write!(out, "{} `-`", operand.name()),
            Self::Blank(operand) => write!(out, "{} logged as `-`", operand.name()),
            Self::Number(operand, comparison, bound) => {
                write!(out, "{} {} ", operand.name(), comparison.sign())?;
                if operand.is_time() && bound > 0 {
                    write!(out, "{} s", bound as f64 / 1e6)
                } else {
                    write!(out, "{bound}")
                }
            }
            Self::Text(operand, test) => write!(out, "{} {test}", operand.name()),
            Self::Same(left, right) => write!(out, "{} = {}", left.name(), right.name()),
        }
    }
}

fn join(out: &mut fmt::Formatter<'_>, parts: &[Predicate], word: &str) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.write_str(word)?;
        }
        write!(out, "{part}")?;
    }
    Ok(())
}

impl fmt::Display for TextTest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (verb, words) = match self {
            Self::OneOf(words) => ("is", *words),
            Self::StartsWith(words) => ("begins with", *words),
            Self::Contains(words) => ("contains", *words),
            Self::HasItem(item) => return write!(out, "has the item `{item}`"),
        };
        write!(out, "{verb} `{}`", words.join("` or `"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row;
    impl Facts for Row {
        fn number(&self, operand: Operand) -> Option<i64> {
            match operand {
                Operand::ElbStatusCode | Operand::TargetStatusCode => Some(502),
                Operand::Elapsed => Some(250_000),
                Operand::RequestProcessingTime => Some(-1),
                _ => None,
            }
        }
        fn text(&self, operand: Operand) -> Option<&[u8]> {
            match operand {
                Operand::ActionsExecuted => Some(b"waf,forward"),
                Operand::ErrorReason => Some(b"LambdaInvalidResponse"),
                _ => None,
            }
        }
    }

    #[test]
    fn a_missing_number_compares_with_nothing() {
        use Comparison::{AtLeast, Below};
        assert!(!Predicate::Number(Operand::TimeTaken, Below, 5).matches(&Row));
        assert!(!Predicate::Number(Operand::TimeTaken, AtLeast, 0).matches(&Row));
        assert!(Predicate::Absent(Operand::TimeTaken).matches(&Row));
        assert!(Predicate::Number(Operand::RequestProcessingTime, Below, 0).matches(&Row));
    }

    #[test]
    fn list_items_are_whole_words() {
        let has = |item| Predicate::Text(Operand::ActionsExecuted, TextTest::HasItem(item));
        assert!(has("forward").matches(&Row));
        assert!(!has("for").matches(&Row));
        assert!(Predicate::Same(Operand::ElbStatusCode, Operand::TargetStatusCode).matches(&Row));
    }

    #[test]
    fn predicates_print_as_a_reader_would_write_them() {
        const RULE: Predicate = Predicate::All(&[
            Predicate::Number(Operand::ElbStatusCode, Comparison::Equal, 502),
            Predicate::Not(&Predicate::Text(Operand::ErrorReason, TextTest::StartsWith(&["Auth"]))),
            Predicate::Number(Operand::Elapsed, Comparison::Below, 1_000_000),
        ]);
        assert_eq!(
            RULE.to_string(),
            "elb_status_code = 502 and not (error_reason begins with `Auth`) \
             and (time - request_creation_time) < 1 s"
        );
        assert!(RULE.matches(&Row));
    }
}
