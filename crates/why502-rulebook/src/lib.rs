//! The rulebook: what a failing request looks like in a log, what that means, what speaks for
//! and against it, what to run next and how to mend it.
//!
//! This crate owns *knowledge as data*. One table of [`Signature`]s serves the native
//! classifier and the generated page `docs/CAUSES.md`; predicates are values that can be
//! evaluated, printed and translated, not code. It reads no log, keeps no count and takes no
//! decision about groups of requests: that is the engine's work, which finds here the names and
//! texts of what it decides ([`Cause`], [`Pattern`]). What people read exists in every
//! [`Language`]: a cause's texts in `english` and `japanese`, short ones as [`Words`].
//!
//! Modules, each using only those to its left: `language → words → texts → english → japanese → operand → predicate → cause → causes → signature → signatures → evidence → pattern → titles → not_visible → template → markdown`

pub mod causes;
pub mod evidence;
pub mod not_visible;
pub mod signatures;
pub mod template;
pub mod titles;

mod cause;
mod english;
mod japanese;
mod language;
mod markdown;
mod operand;
mod pattern;
mod predicate;
mod signature;
mod texts;
mod words;

pub use cause::{Cause, Check, System};
pub use evidence::Evidence;
pub use language::Language;
pub use markdown::markdown;
pub use not_visible::NotVisible;
pub use operand::Operand;
pub use pattern::{PATTERNS, Pattern};
pub use predicate::{Comparison, Facts, PartlyKnown, Predicate, TextTest};
pub use signature::{Class, FailureSide, Grade, Signature};
pub use texts::Texts;
pub use words::Words;
