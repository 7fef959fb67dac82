//! `and`, `or`, `not` and parentheses, whatever stands between them.

use super::cursor::Cursor;
use super::error::FilterError;
use super::lexer::Kind;

/// More parentheses and `not`s inside each other are no condition that anybody wrote.
const DEEPEST: usize = 100;

/// How conditions make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Joint {
    /// All of them hold.
    All,
    /// Any of them holds.
    Any,
    /// The only one does not hold.
    Not,
}

/// A language of conditions that are joined by logic.
pub(crate) trait Grammar<'p> {
    /// What is read.
    type Expression;

    /// The tokens that are left.
    fn cursor(&mut self) -> &mut Cursor<'p>;

    /// Reads a condition that is not joined from others.
    fn condition(&mut self) -> Result<Self::Expression, FilterError>;

    /// One condition of several.
    fn joined(joint: Joint, parts: Vec<Self::Expression>) -> Self::Expression;
}

/// Reads all that is left as one condition.
pub(crate) fn whole<'p, G: Grammar<'p>>(of: &mut G) -> Result<G::Expression, FilterError> {
    let expression = any(of, 0)?;
    match of.cursor().peek() {
        None => Ok(expression),
        Some(_) => Err(of.cursor().error("expected and, or, or the end")),
    }
}

fn any<'p, G: Grammar<'p>>(of: &mut G, depth: usize) -> Result<G::Expression, FilterError> {
    let mut parts = vec![all(of, depth)?];
    while of.cursor().take_word("or") {
        parts.push(all(of, depth)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { G::joined(Joint::Any, parts) })
}

fn all<'p, G: Grammar<'p>>(of: &mut G, depth: usize) -> Result<G::Expression, FilterError> {
    let mut parts = vec![one(of, depth)?];
    while of.cursor().take_word("and") {
        parts.push(one(of, depth)?);
    }
    Ok(if parts.len() == 1 { parts.remove(0) } else { G::joined(Joint::All, parts) })
}

fn one<'p, G: Grammar<'p>>(of: &mut G, depth: usize) -> Result<G::Expression, FilterError> {
    if depth >= DEEPEST {
        return Err(of.cursor().error("this is nested too deeply"));
    }
    if of.cursor().take_word("not") {
        let part = one(of, depth + 1)?;
        return Ok(G::joined(Joint::Not, vec![part]));
    }
    if !of.cursor().take(&Kind::Open) {
        return of.condition();
    }
    let inner = any(of, depth + 1)?;
    if of.cursor().take(&Kind::Close) {
        Ok(inner)
    } else {
        Err(of.cursor().error("expected and, or, or the closing parenthesis"))
    }
}
