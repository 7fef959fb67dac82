//! Lines of evidence that were seen where and while the requests failed.

use std::collections::{BTreeMap, BTreeSet};

use why502_parse::{Format, Timestamp};
use why502_rulebook::Evidence as Rule;
use why502_rulebook::evidence;

use super::super::case::{Case, text};
use super::super::context::{Context, Window};
use super::scene::{Scene, Tie, health_check_parts};
use super::wording::{self, Sighting};
use crate::aggregate::{Entry, Level};

/// Lines that are seen less than so much more often than in quiet times say nothing.
const CONCENTRATION: f64 = 3.0;
/// Fewer lines are chance.
const FEWEST: u64 = 2;
/// Where each failing request would leave a line, so many requests to a line are too many.
const MOST_REQUESTS_PER_LINE: u64 = 20;
/// What the time alone is worth.
const TIME_ONLY: f64 = 0.5;

/// One rule's lines about one case.
struct Seen {
    rule: &'static Rule,
    inside: u64,
    quiet: u64,
    span: Option<Window>,
    tie: Tie,
    subjects: BTreeSet<Box<[u8]>>,
}

/// Weighs every rule that speaks for or against the case's cause; of each log the one that weighs
/// most on either side counts. `skip` is a log that has been heard already.
pub(super) fn weigh<'a>(
    context: &Context<'a>,
    scene: &Scene<'a, '_>,
    mut case: Case<'a>,
    skip: Option<Format>,
) -> Case<'a> {
    let mut strongest: BTreeMap<(Format, bool), (f64, Seen)> = BTreeMap::new();
    for ((format, _), seen) in gather(context, scene, &case) {
        if Some(format) == skip || !tells(scene, &case, &seen) {
            continue;
        }
        let tie = if seen.tie == Tie::Named { 1.0 } else { TIME_ONLY };
        let weight = seen.rule.weight(case.cause.name) * tie;
        let key = (format, weight < 0.0);
        let is_stronger = strongest.get(&key).is_none_or(|(other, _)| weight.abs() > other.abs());
        if is_stronger {
            strongest.insert(key, (weight, seen));
        }
    }
    for (weight, seen) in strongest.into_values() {
        let statement = wording::sighting(&Sighting {
            rule: seen.rule,
            names: seen.names(),
            lines: seen.inside,
            span: seen.span,
        });
        let value = seen.inside as f64;
        case.is_corroborated |= weight >= 1.0 && seen.tie == Tie::Named;
        case = if weight > 0.0 {
            case.supported(weight, statement, value)
        } else {
            case.doubted(-weight, statement, value)
        };
    }
    case
}

fn gather(
    context: &Context<'_>,
    scene: &Scene<'_, '_>,
    case: &Case<'_>,
) -> BTreeMap<(Format, usize), Seen> {
    let sightings = &context.aggregates.evidence.sightings;
    let mut found: BTreeMap<(Format, usize), Seen> = BTreeMap::new();
    for (format, place, entry) in sightings.seen() {
        let Some(rule) = evidence::of(format).get(place) else { continue };
        if rule.weight(case.cause.name) == 0.0 {
            continue;
        }
        let Some(tie) = scene.tie(format, &entry.value) else { continue };
        let seen = found.entry((format, place)).or_insert_with(|| Seen {
            rule,
            inside: 0,
            quiet: 0,
            span: None,
            tie,
            subjects: BTreeSet::new(),
        });
        seen.add(scene, sightings.level(), entry, tie);
    }
    found
}

/// Is that enough, and of enough of those who failed, to say something?
fn tells(scene: &Scene<'_, '_>, case: &Case<'_>, seen: &Seen) -> bool {
    use Format::{AlbHealthCheck, Lambda, NginxAccess, NginxError, VpcFlow};
    let format = seen.rule.format;
    if seen.inside < FEWEST || scene.concentration(seen.inside, seen.quiet) < CONCENTRATION {
        return false;
    }
    match format {
        AlbHealthCheck | VpcFlow => {
            let targets = seen.subjects.iter().map(|subject| match format {
                AlbHealthCheck => health_check_parts(subject).1,
                _ => subject,
            });
            scene.targets.is_empty() || scene.part_of(targets) >= 0.5
        }
        NginxError | NginxAccess | Format::ApacheError | Format::ApacheAccess | Lambda => {
            seen.inside * MOST_REQUESTS_PER_LINE >= case.rows.len() as u64
        }
        _ => true,
    }
}

impl Seen {
    fn add(&mut self, scene: &Scene<'_, '_>, level: Level, entry: &Entry, tie: Tie) {
        for cell in &entry.cells {
            let count = u64::from(cell.requests);
            if scene.touches(level, cell.bucket) {
                self.inside += count;
                // A bucket's edges are as far as its lines can lie; the first and the last line of
                // all are known to the second.
                let start = level.start(cell.bucket).max(entry.first_seen);
                let end = last_instant(level, cell.bucket).min(entry.last_seen);
                self.extend(Window { start, end });
                if self.subjects.insert(entry.value.clone()) && tie == Tie::Named {
                    self.tie = tie;
                }
            } else if scene.is_quiet(level, cell.bucket) {
                self.quiet += count;
            }
        }
    }

    fn extend(&mut self, more: Window) {
        let span = self.span.get_or_insert(more);
        span.start = span.start.min(more.start);
        span.end = span.end.max(more.end);
    }

    /// Of whom the lines are, for a sentence.
    fn names(&self) -> Vec<String> {
        let name = |subject: &[u8]| match self.rule.format {
            Format::AlbHealthCheck => text(health_check_parts(subject).1),
            _ => text(subject),
        };
        let names: BTreeSet<String> = self.subjects.iter().map(|one| name(one)).collect();
        names.into_iter().filter(|name| !name.is_empty()).collect()
    }
}

/// The last second of a bucket.
fn last_instant(level: Level, bucket: i64) -> Timestamp {
    Timestamp::from_micros(level.start(bucket + 1).micros() - 1_000_000)
}
