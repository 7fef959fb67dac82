//! A finished analysis or comparison without what is to be hidden, before anything is made of it.
//!
//! Sentences and commands were worded by the engine, with values of the log in them. So first the
//! values that stand alone are looked at, each by what it holds; then the sentences, in which every
//! value that was changed is replaced by the same thing, and the rest is searched as any text.

use std::collections::BTreeMap;

use why502_engine::Summary;
use why502_engine::compare::Comparison;
use why502_engine::summary::Holds;
use why502_rulebook::Language;

use crate::address::{address, network};
use crate::kind::{Kind, Tally};
use crate::redactor::{Redactor, accounts};
use crate::sensitivity::Sensitivity;
use crate::text::{How, Known, scan, url};

/// Values shorter than this are found in sentences by their look alone: they would be found in
/// words.
const LEAST_VALUE: usize = 4;

/// Calls what it is given with every text, as often as it is called itself.
type Texts<'t> = &'t mut dyn FnMut(&mut dyn FnMut(Holds, &mut String));

impl Redactor {
    /// Hides all that is to be hidden, and notes how much that was.
    pub fn summary(&self, summary: &mut Summary) {
        let tally = self.texts(&mut |each| summary.each_text(each));
        summary.redacted = Some(tally.by_name());
    }

    /// As [`Redactor::summary`].
    pub fn comparison(&self, comparison: &mut Comparison) {
        let tally = self.texts(&mut |each| comparison.each_text(each));
        comparison.redacted = Some(tally.by_name());
    }

    fn texts(&self, all: Texts<'_>) -> Tally {
        let mut tally = Tally::default();
        let mut replaced = Replaced::default();
        // Targets and nodes first: sentences name them, and they are no clients.
        all(&mut |holds, text| {
            if holds == Holds::Target {
                replaced.known.extend(address(text.as_bytes()));
            }
        });
        all(&mut |holds, text| {
            if matches!(holds, Holds::Sentence(_) | Holds::Command | Holds::Problem) {
                return;
            }
            if let Some(hidden) = self.standing_alone(holds, text, &mut tally) {
                let before = std::mem::replace(text, hidden);
                if before.len() >= LEAST_VALUE {
                    replaced.values.insert(before, text.clone());
                }
            }
        });
        let mut uncounted = Tally::default();
        all(&mut |holds, text| {
            let tally = match holds {
                // The same sentence in another language.
                Holds::Sentence(Language::Japanese) => &mut uncounted,
                Holds::Sentence(_) | Holds::Command | Holds::Problem => &mut tally,
                _ => return,
            };
            self.worded(holds, text, &replaced, tally);
        });
        tally
    }

    /// What is left of a value, where it changes.
    fn standing_alone(&self, holds: Holds, text: &str, tally: &mut Tally) -> Option<String> {
        let mut as_column = |sensitivity| {
            let mut out = Vec::new();
            self.value(text.as_bytes(), sensitivity, &mut out, tally)
                .then(|| String::from_utf8_lossy(&out).into_owned())
        };
        match holds {
            Holds::Source => self.source(text, tally),
            Holds::Target if self.hides_all() => self.network_or(Kind::Target, text, tally),
            Holds::Target => None,
            Holds::Name if self.hides_all() => as_column(Sensitivity::Arn),
            Holds::Name => None,
            Holds::Host => as_column(Sensitivity::Host),
            Holds::Path => self.with(text, tally, |cut, whole| url(cut, whole, self.text())),
            Holds::Client => self.network_or(Kind::Client, text, tally),
            Holds::UserAgent => as_column(Sensitivity::Agent),
            Holds::Word => as_column(Sensitivity::Text),
            Holds::Sentence(_) | Holds::Command | Holds::Problem => None,
        }
    }

    /// A client's network stays where there is no key; what is none is hidden.
    fn network_or(&self, kind: Kind, text: &str, tally: &mut Tally) -> Option<String> {
        let is_other = matches!(text, "-" | "" | "(other)");
        if is_other {
            return None;
        }
        let of_network = text
            .split_once('/')
            .filter(|(_, prefix)| prefix.parse::<u8>().is_ok())
            .and_then(|(first, _)| address(first.as_bytes()))
            .filter(|first| network(*first) == *first);
        match of_network {
            Some(_) if !self.mask.has_key() => None,
            Some(first) => {
                tally.add(kind);
                let mut out = Vec::new();
                self.mask.write_network(&mut out, kind, first);
                Some(String::from_utf8_lossy(&out).into_owned())
            }
            None if kind == Kind::Target && address(text.as_bytes()).is_none() => None,
            None => self.with(text, tally, |cut, whole| cut.hide(whole, kind)),
        }
    }

    /// A sentence or command without what stands in it.
    fn worded(&self, holds: Holds, text: &mut String, replaced: &Replaced, tally: &mut Tally) {
        if let Some(hidden) = replaced.within(text) {
            *text = hidden;
        }
        let how = match holds {
            Holds::Problem => self.names(),
            Holds::Command => How { queries: false, colons: false, ..self.text() },
            _ => How { colons: false, ..self.text() },
        };
        let how = How { addresses: Some(&replaced.known), has_versions: true, ..how };
        let hidden = self.with(text, tally, |cut, whole| scan(cut, whole, how));
        if let Some(hidden) = hidden {
            *text = hidden;
        }
        if self.hides_all()
            && let Some(hidden) = self.with(text, tally, accounts)
        {
            *text = hidden;
        }
    }
}

/// What was replaced where it stood alone, and addresses that are no client's.
#[derive(Default)]
struct Replaced {
    values: BTreeMap<String, String>,
    known: Known,
}

impl Replaced {
    /// The text with the same values replaced; of two that begin at one place the longer.
    fn within(&self, text: &str) -> Option<String> {
        if !self.values.keys().any(|value| text.contains(value.as_str())) {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let found =
                self.values.iter().rev().find(|(value, _)| rest.starts_with(value.as_str()));
            match found {
                Some((value, hidden)) => {
                    out.push_str(hidden);
                    rest = &rest[value.len()..];
                }
                None => {
                    out.push(first);
                    rest = &rest[first.len_utf8()..];
                }
            }
        }
        Some(out)
    }
}
