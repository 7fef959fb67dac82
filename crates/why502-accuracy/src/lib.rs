//! Labelled incidents, and how well they are diagnosed.
//!
//! Owns a model of traffic that writes log text in memory, the labels of what went wrong in it,
//! and the comparison of those labels with the engine's summary. The engine gets the text and
//! nothing else. A developer's tool: nothing that users get may depend on it.
//!
//! Modules, each using only those to its left: `chance → clock → label → traffic → formats → stage → kinds → score → report → run`

pub mod chance;
pub mod clock;
pub mod formats;
pub mod kinds;
pub mod label;
pub mod report;
pub mod run;
pub mod score;
pub mod stage;
pub mod traffic;
