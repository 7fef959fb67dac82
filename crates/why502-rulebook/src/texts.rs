//! Everything that is said of one cause, in one language.

/// What people read about a cause. The facts (name, commands, references) are the same in every
/// language and stand in [`crate::Cause`]. Every text is one or more whole sentences, but the
/// title; nothing here is filled in.
#[derive(Debug, PartialEq, Eq)]
pub struct Texts {
    /// A short name for people.
    pub title: &'static str,
    /// What happened, in one sentence.
    pub meaning: &'static str,
    /// What happens on the wire, why the log looks so, and what is only inferred.
    pub explanation: &'static str,
    /// How the failing requests look in the logs as a group, and what looks alike.
    pub shape: &'static str,
    /// What speaks for it.
    pub supports: &'static [&'static str],
    /// What speaks against it.
    pub opposes: &'static [&'static str],
    /// What stops it at once; reads on behind a label, as the next two do.
    pub now: &'static str,
    /// What mends it for good.
    pub fix: &'static str,
    /// What keeps it from coming again, or shows it early.
    pub prevent: &'static str,
    /// What no access log shows about it.
    pub not_visible: &'static str,
}
