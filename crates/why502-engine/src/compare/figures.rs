//! Traffic and failures of the sides as a whole.

use super::comparison::Figure;
use super::measure::{Counted, part, rate};
use super::side::Side;
use crate::aggregate::Bucket;
use crate::diagnose::{Noise, Variation};

/// A kind of failure: its name, and how many of a bucket's requests are of it.
type Kind = (&'static str, fn(&Bucket) -> u64);

const KINDS: [Kind; 4] = [
    ("failed", |bucket| bucket.failed),
    ("bad_gateways", |bucket| bucket.bad_gateways),
    ("unavailable", |bucket| bucket.unavailable),
    ("gateway_timeouts", |bucket| bucket.gateway_timeouts),
];

/// Requests a second, and of the requests those that fail.
pub(super) fn figures(before: &Side, after: &Side) -> Vec<Figure> {
    let mut figures = vec![Figure { name: "requests", measure: requests(before, after) }];
    figures.extend(KINDS.iter().map(|&(name, count)| {
        let counted = [before, after].map(|side| {
            let all = |sum, (_, bucket): &(i64, Bucket)| sum + count(bucket);
            Counted::new(side.aggregates.timeline.iter().fold(0, all), side.requests())
        });
        let noise = failures([before, after], count);
        let is_tested = counted.iter().any(|side| side.events > 0.0);
        Figure { name, measure: part(counted[0], counted[1], noise, is_tested) }
    }));
    figures
}

fn requests(before: &Side, after: &Side) -> super::Measure {
    let sides = [before, after];
    let counted = sides.map(|side| Counted { events: side.requests(), exposure: side.seconds() });
    let varies = sides.map(|side| {
        let seen = side.in_slices(&side.slices, |bucket| bucket.requests);
        let seconds = side.slices.seconds();
        Variation::of(seen.iter().copied().zip(seconds.iter().copied()), 0.0)
    });
    // Where no slice tells how traffic varies, a difference of traffic says nothing.
    let noise = Noise::of(varies);
    rate(counted[0], counted[1], noise.unwrap_or(Noise::NONE), noise.is_some())
}

/// How failures vary: a side with too few to tell is calm.
pub(super) fn failures(sides: [&Side; 2], count: fn(&Bucket) -> u64) -> Noise {
    let varies = sides.map(|side| {
        let requests = side.in_slices(&side.slices, |bucket| bucket.requests);
        let events = side.in_slices(&side.slices, count);
        let (failed, all) = (events.iter().sum::<f64>(), requests.iter().sum::<f64>());
        Variation::of(events.iter().copied().zip(requests.iter().copied()), failed / all.max(1.0))
    });
    calm(varies)
}

/// Of two sides of which one has too few events to tell: independent ones.
pub(super) fn calm(sides: [Option<Variation>; 2]) -> Noise {
    if sides.iter().any(Option::is_none) {
        return Noise::NONE;
    }
    Noise::of(sides).unwrap_or(Noise::NONE)
}
