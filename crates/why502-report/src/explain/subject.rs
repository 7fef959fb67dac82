//! What a page can be about.

use why502_rulebook::{
    Cause, Evidence, PATTERNS, Pattern, Signature, causes, evidence, signatures,
};

/// What was asked for: a cause, or a signature with the cause that it leads to.
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// The cause.
    pub cause: &'static Cause,
    /// The signature, where its id was the name.
    pub signature: Option<&'static Signature>,
}

impl Subject {
    /// Signatures whose cause it is when no group rule decides otherwise.
    pub(super) fn signatures(self) -> impl Iterator<Item = &'static Signature> {
        signatures::all().filter(move |one| one.cause.name == self.cause.name)
    }

    /// Group rules that decide it.
    pub(super) fn patterns(self) -> impl Iterator<Item = &'static Pattern> {
        PATTERNS.iter().filter(move |one| one.cause.name == self.cause.name)
    }

    /// Lines of other logs that make it likelier.
    pub(super) fn evidence(self) -> impl Iterator<Item = &'static Evidence> {
        evidence::all().filter(move |one| one.supports.contains(&self.cause.name))
    }
}

/// The cause of that name, or the signature of that id.
#[must_use]
pub fn find(name: &str) -> Option<Subject> {
    if let Some(&cause) = causes::ALL.iter().find(|cause| cause.name == name) {
        return Some(Subject { cause, signature: None });
    }
    let signature = signatures::all().find(|signature| signature.id == name)?;
    Some(Subject { cause: signature.cause, signature: Some(signature) })
}

/// Every name that [`find`] knows: causes first, each once.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = causes::ALL.iter().map(|cause| cause.name).collect();
    for signature in signatures::all() {
        if !names.contains(&signature.id) {
            names.push(signature.id);
        }
    }
    names
}
