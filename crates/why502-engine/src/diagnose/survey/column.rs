//! One attribute of all requests of a window: its values, with failing and passing requests.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::super::case::Census;
use super::super::context::Context;
use super::attribute::{Attribute, Targets};
use crate::aggregate::NO_VALUE;

/// One value, in units of kept failures.
pub(super) struct Label<'a> {
    name: Cow<'a, [u8]>,
    /// Failing requests of the finding that have it.
    pub(super) failed: f64,
    /// Requests that have it and did not fail, in the buckets of time that the window touches.
    pub(super) passed: f64,
}

/// The values of one attribute.
pub(super) struct Column<'a> {
    pub(super) attribute: Attribute,
    pub(super) labels: Vec<Label<'a>>,
    /// Places of the labels that failing requests have, the most failures first.
    pub(super) ranked: Vec<usize>,
    /// Sums over the labels.
    pub(super) failed: f64,
    pub(super) passed: f64,
    /// Places of the labels by the id in the dimension's table.
    places: Vec<u32>,
}

impl<'a> Column<'a> {
    /// `None` where there is nothing to tell requests apart by.
    pub(super) fn new(
        context: &Context<'a>,
        attribute: Attribute,
        targets: &Targets,
        census: &Census<'a>,
    ) -> Option<Self> {
        let kind = attribute.kind();
        let entries = &context.aggregates.table(kind).entries;
        let mut places = vec![NO_VALUE; entries.len()];
        let mut names: BTreeMap<Cow<'a, [u8]>, usize> = BTreeMap::new();
        let mut labels: Vec<Label<'a>> = Vec::new();
        for &(id, passed) in &census.population(context, kind).passed {
            let name = attribute.value(id, &entries[id as usize], targets);
            let place = match labels.last() {
                // Entries are in order of their values.
                Some(last) if last.name == name => labels.len() - 1,
                _ if attribute.is_derived() => *names.entry(name.clone()).or_insert(labels.len()),
                _ => labels.len(),
            };
            if place == labels.len() {
                labels.push(Label { name, failed: 0.0, passed: 0.0 });
            }
            places[id as usize] = place as u32;
            labels[place].passed += passed as f64 / context.aggregates.scale;
        }
        for &(id, rows) in census.counts(kind) {
            if let Some(place) = place(&places, id) {
                labels[place].failed += f64::from(rows);
            }
        }
        let there = labels.iter().filter(|label| label.failed + label.passed > 0.0).count();
        let mut ranked: Vec<usize> =
            (0..labels.len()).filter(|&place| labels[place].failed > 0.0).collect();
        // In the order of their names already, but for derived ones; and the sort is stable.
        if attribute.is_derived() {
            ranked.sort_by(|&a, &b| labels[a].name.cmp(&labels[b].name));
        }
        ranked.sort_by(|&a, &b| labels[b].failed.total_cmp(&labels[a].failed));
        let failed = labels.iter().map(|label| label.failed).sum();
        let passed = labels.iter().map(|label| label.passed).sum();
        let told_apart = there > 1 && failed > 0.0;
        told_apart.then_some(Self { attribute, labels, ranked, failed, passed, places })
    }

    /// For each id of the dimension: 1 where its label is one of `labels`, else 0.
    pub(super) fn marked(&self, labels: &[usize]) -> Vec<u8> {
        let mut is_one = vec![0; self.labels.len()];
        labels.iter().for_each(|&label| is_one[label] = 1);
        let mark = |&place: &u32| is_one.get(place as usize).copied().unwrap_or(0);
        self.places.iter().map(mark).collect()
    }

    /// The fewest labels that hold `part` of all rows, if the attribute's limits allow so many.
    /// Values are chosen because they failed: with fewer than five failures each, chance alone
    /// would do.
    pub(super) fn holding(&self, part: f64, rows: usize) -> Option<Vec<usize>> {
        let mut held = 0.0;
        let enough = self.ranked.iter().position(|&label| {
            held += self.labels[label].failed;
            held >= part * rows as f64
        })?;
        let count = enough + 1;
        (count <= self.attribute.most() && count * 5 <= rows).then(|| self.ranked[..count].to_vec())
    }

    /// Failing and passing requests that have one of some labels.
    pub(super) fn sums(&self, labels: &[usize]) -> (f64, f64) {
        labels
            .iter()
            .map(|&label| &self.labels[label])
            .fold((0.0, 0.0), |sums, label| (sums.0 + label.failed, sums.1 + label.passed))
    }

    /// Labels as text.
    pub(super) fn texts(&self, labels: &[usize]) -> Vec<String> {
        let text = |&label: &usize| String::from_utf8_lossy(&self.labels[label].name).into_owned();
        labels.iter().map(text).collect()
    }
}

fn place(places: &[u32], id: u32) -> Option<usize> {
    places.get(id as usize).filter(|place| **place != NO_VALUE).map(|place| *place as usize)
}
