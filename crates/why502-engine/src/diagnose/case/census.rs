//! The failing requests of a case by the values of every dimension, and all requests of its scopes
//! meanwhile.
//!
//! What is said of a case asks for them some fifty times. In a storm its requests fill the
//! processor's cache many times over, so they are walked through once.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::super::context::{Context, Kinds, Population, Window};
use super::values::{Counter, Counts, added, counts, distinct, ranked};
use super::window_of;
use crate::aggregate::FailedRequest;
use crate::observe::{DIMENSIONS, DimensionKind};

/// What there is of each value of a case.
pub(in super::super) struct Census<'a> {
    counts: [Counts; DIMENSIONS.len()],
    kinds: Kinds,
    populations: [OnceLock<Population<'a>>; DIMENSIONS.len()],
    scopes: Vec<u64>,
    window: Window,
}

impl<'a> Census<'a> {
    /// Of the rows of a case that will have no others, in order of time.
    pub(in super::super) fn of(
        context: &Context<'a>,
        rows: &[&FailedRequest],
        scopes: &[u64],
    ) -> Self {
        let values = DIMENSIONS.map(|kind| context.aggregates.table(kind).entries.len());
        let mut counters = values.map(|values| Counter::new(rows.len(), values));
        for row in rows {
            for (counter, id) in counters.iter_mut().zip(row.values()) {
                counter.add(id);
            }
        }
        let mut values = values.into_iter();
        Self {
            counts: counters.map(|counter| counter.finish(values.next().unwrap_or(0))),
            kinds: context.kinds(rows),
            populations: Default::default(),
            scopes: scopes.to_vec(),
            window: window_of(rows),
        }
    }

    /// Rows by the value of one dimension, the most frequent first; rows without a value are left
    /// out.
    pub(in super::super) fn by_value(
        &self,
        context: &Context<'a>,
        kind: DimensionKind,
    ) -> Vec<(&'a [u8], usize)> {
        ranked(context, kind, self.counts(kind))
    }

    /// The value that most rows have; of several the first in their order.
    pub(in super::super) fn most(
        &self,
        context: &Context<'a>,
        kind: DimensionKind,
    ) -> Option<&'a [u8]> {
        let values = distinct(context, kind, self.counts(kind)).into_iter();
        let most = values.reduce(|most, one| if one.1 > most.1 { one } else { most });
        most.map(|(value, _)| value)
    }

    /// Rows by the id of their value, in order.
    pub(in super::super) fn counts(&self, kind: DimensionKind) -> &Counts {
        &self.counts[kind.index()]
    }

    /// Rows by signature and status.
    pub(in super::super) fn kinds(&self) -> &Kinds {
        &self.kinds
    }

    /// All requests of the case's scopes in its window.
    pub(in super::super) fn population(
        &self,
        context: &Context<'a>,
        kind: DimensionKind,
    ) -> &Population<'a> {
        self.populations[kind.index()]
            .get_or_init(|| context.population(kind, &self.scopes, self.window))
    }
}

/// Rows of several cases, and others beside them, by the value of one dimension; the most frequent
/// first.
pub(in super::super) fn by_value_of_all<'c, 'a: 'c>(
    context: &Context<'a>,
    censuses: impl Iterator<Item = &'c Census<'a>>,
    others: &[&FailedRequest],
    kind: DimensionKind,
) -> Vec<(&'a [u8], usize)> {
    let others = counts(context, others, kind);
    let parts = censuses.map(|census| census.counts(kind)).chain([&others]);
    ranked(context, kind, &added(parts))
}

/// Rows of several cases by signature and status.
pub(in super::super) fn kinds_of_all<'c, 'a: 'c>(
    censuses: impl Iterator<Item = &'c Census<'a>>,
) -> Kinds {
    let mut all: Kinds = BTreeMap::new();
    for (kind, count) in censuses.flat_map(|census| census.kinds()) {
        *all.entry(*kind).or_default() += count;
    }
    all
}
