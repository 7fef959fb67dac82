//! Tokens into a condition.

use crate::filter::{misspelt, nearest};
use crate::language::{Cursor, FilterError, Grammar, Joint, Kind, Operator, whole, with_unit};

use super::expression::{Comparison, Expression};
use super::quantity::{FIGURES, FUNCTIONS, Quantity, Unit};
use super::selector::{KINDS, Selector, cause_names, signature_ids, status};

const CONDITION: &str = "expected a condition such as bad_gateways > 0, not, or a parenthesis";
const OPERATOR: &str = "expected >, >=, <, <=, = or != behind the figure";

/// Reads a whole condition.
pub(super) fn parse(text: &str) -> Result<Expression, FilterError> {
    whole(&mut Parser { cursor: Cursor::new(text)? })
}

struct Parser<'p> {
    cursor: Cursor<'p>,
}

impl<'p> Grammar<'p> for Parser<'p> {
    type Expression = Expression;

    fn cursor(&mut self) -> &mut Cursor<'p> {
        &mut self.cursor
    }

    fn condition(&mut self) -> Result<Expression, FilterError> {
        self.comparison().map(Expression::Compare)
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
    fn comparison(&mut self) -> Result<Comparison, FilterError> {
        let quantity = self.quantity()?;
        let Some(Kind::Operator(operator)) = self.cursor.peek() else {
            return Err(self.cursor.error(OPERATOR));
        };
        let operator = *operator;
        if matches!(operator, Operator::Matches | Operator::MatchesNot) {
            return Err(self.cursor.error(OPERATOR));
        }
        self.cursor.skip();
        let (threshold, in_percent) = self.threshold(quantity.unit())?;
        Ok(Comparison { quantity, operator, threshold, in_percent })
    }

    fn quantity(&mut self) -> Result<Quantity, FilterError> {
        let at = self.cursor.at();
        let Some(Kind::Word(name)) = self.cursor.peek() else {
            return Err(self.cursor.error(CONDITION));
        };
        let name = name.clone();
        self.cursor.skip();
        let has_selector = self.cursor.take(&Kind::Open);
        if has_selector && FUNCTIONS.contains(&name.as_str()) {
            return self.selected(&name);
        }
        let error = |message: String| FilterError::new(self.cursor.text(), at, message);
        match FIGURES.iter().find(|figure| figure.name == name) {
            Some(_) if has_selector => Err(error(format!(
                "{name} is of everything; of some requests there are {}",
                FUNCTIONS.join(", ")
            ))),
            Some(figure) => Ok(Quantity::Figure(figure)),
            None if FUNCTIONS.contains(&name.as_str()) => Err(error(format!(
                "{name} needs to know of what: {name}(cause=…), {name}(status=502)"
            ))),
            None => Err(error(unknown("figure", &name, &figure_names()))),
        }
    }

    /// The rest of a function, behind its parenthesis.
    fn selected(&mut self, function: &str) -> Result<Quantity, FilterError> {
        let at = self.cursor.at();
        let selector = self.selector()?;
        let quantity = match (function, selector) {
            ("count", selector) => Quantity::Count(selector),
            ("rate", selector) => Quantity::Rate(selector),
            (_, Selector::Cause(cause)) => Quantity::Confidence(cause),
            _ => {
                let message = "only a cause has a confidence: confidence(cause=…)";
                return Err(FilterError::new(self.cursor.text(), at, message));
            }
        };
        self.close("expected the closing parenthesis")?;
        Ok(quantity)
    }

    fn selector(&mut self) -> Result<Selector, FilterError> {
        let kind = match self.cursor.peek() {
            Some(Kind::Word(word)) => KINDS.iter().find(|kind| word == *kind),
            _ => None,
        };
        let Some(kind) = kind else {
            let expected = "expected cause=NAME, signature=ID or status=CODE";
            return Err(self.cursor.error(expected));
        };
        self.cursor.skip();
        if !self.cursor.take(&Kind::Operator(Operator::Equal)) {
            return Err(self.cursor.error(format!("expected = behind {kind}")));
        }
        let (Some(Kind::Word(value)) | Some(Kind::Text(value))) = self.cursor.peek() else {
            return Err(self.cursor.error(format!("expected a {kind}")));
        };
        let find = |names: Vec<&'static str>| {
            let found = names.iter().find(|name| *name == value).copied();
            found.ok_or_else(|| self.cursor.error(unknown(kind, value, &names)))
        };
        let selector = match *kind {
            "cause" => Selector::Cause(find(cause_names())?),
            "signature" => Selector::Signature(find(signature_ids())?),
            _ => Selector::Status(status(value).ok_or_else(|| {
                self.cursor.error("expected a status such as 502, a class such as 5xx, or -")
            })?),
        };
        self.cursor.skip();
        Ok(selector)
    }

    /// The number, and whether it is written in per cent.
    fn threshold(&mut self, unit: Unit) -> Result<(f64, bool), FilterError> {
        let expected = match unit {
            Unit::Count => "expected a number of things, without a unit, such as 10",
            Unit::Ratio => "expected a part of the whole, such as 0.1% or 0.001",
            Unit::Seconds => "expected a duration such as 2s, 500ms or 1.5",
        };
        let Some(Kind::Word(word)) = self.cursor.peek() else {
            return Err(self.cursor.error(expected));
        };
        let (number, mut in_percent) = word
            .strip_suffix('%')
            .map_or((word.clone(), false), |number| (number.to_owned(), true));
        let at = self.cursor.at();
        self.cursor.skip();
        in_percent |= self.cursor.take(&Kind::Word("%".to_owned()));
        let error = |message| FilterError::new(self.cursor.text(), at, message);
        let has_unit = number.ends_with(|last: char| !last.is_ascii_digit());
        let value = match unit {
            Unit::Seconds if !in_percent && !number.ends_with('B') => with_unit(&number),
            Unit::Count if !in_percent && !has_unit => with_unit(&number),
            // A shift of the decimal point, exact where a division by 100 is not.
            Unit::Ratio if in_percent && !has_unit => {
                with_unit(&number).and_then(|_| format!("{number}e-2").parse().ok())
            }
            Unit::Ratio if !has_unit => with_unit(&number),
            _ => None,
        };
        match value {
            Some(value) if value < 0.0 => Err(error("no figure is less than 0")),
            Some(value) if unit == Unit::Ratio && value > 1.0 => {
                Err(error("a part is never more than 1, or 100%: write 5% for five in a hundred"))
            }
            Some(value) => Ok((value, in_percent)),
            None => Err(error(expected)),
        }
    }

    fn close(&mut self, expected: &str) -> Result<(), FilterError> {
        if self.cursor.take(&Kind::Close) { Ok(()) } else { Err(self.cursor.error(expected)) }
    }
}

fn figure_names() -> Vec<&'static str> {
    FIGURES.iter().map(|figure| figure.name).chain(FUNCTIONS).collect()
}

fn unknown(what: &str, name: &str, names: &[&'static str]) -> String {
    let is_long = names.len() > FIGURES.len() + FUNCTIONS.len();
    match (misspelt(name, names), nearest(name, names.iter().copied())) {
        (Some(near), _) => format!("there is no {what} of that name; the nearest is {near}"),
        // Not near, but the list is too long to be shown.
        (None, Some((near, _))) if is_long => format!(
            "there is no {what} of that name; the nearest is {near}, and docs/CAUSES.md has all"
        ),
        _ => format!("there is no {what} of that name: there are {}", names.join(", ")),
    }
}
