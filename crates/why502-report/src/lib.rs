//! A finished summary as text for a terminal, as a postmortem in Markdown or HTML, as JSON, as JUnit
//! XML, or as alarms of CloudWatch.
//!
//! Owns wording, layout and escaping; the rulebook's pages for `why502 explain`, too. Every report is a pure function of the
//! [`Summary`](why502_engine::summary::Summary) and its options: no clock, no environment, no
//! files. It refuses to judge: what is a finding, and which comes first, the engine has decided.
//!
//! Modules, each using only those to its left: `escape → figures → clock → command → sparkline → phrases → story → page → explain → metric → postmortem → text → markdown → html → comparison → json → junit → alarms`

pub mod alarms;
mod clock;
mod command;
pub mod comparison;
pub mod escape;
pub mod explain;
mod figures;
pub mod html;
pub mod json;
pub mod junit;
pub mod markdown;
mod metric;
mod page;
mod phrases;
pub mod postmortem;
mod sparkline;
mod story;
pub mod text;

pub use why502_rulebook::Language;
