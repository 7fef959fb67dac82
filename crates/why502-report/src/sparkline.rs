//! Counts over time as one row of block characters.
//!
//! A column that stands for several buckets shows the fullest of them, so that the unit of the
//! label and the named peak stay true however narrow the row is.

use why502_engine::summary::{Timeline, TimelineBucket};

const LEVELS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// A stretch in which the logs show no request at all, which is not a stretch without failures.
const NO_REQUESTS: char = '·';
/// An incident narrower than this many columns is looked at more closely.
const NARROW_COLUMNS: i64 = 1;

/// One row, its ends and its peak.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sparkline {
    /// One character a column.
    pub(crate) bars: String,
    /// Left edge of the first column.
    pub(crate) from_us: i64,
    /// Right edge of the last one.
    pub(crate) to_us: i64,
    /// The fullest bucket, and its start.
    pub(crate) peak: u64,
    pub(crate) peak_at_us: i64,
    /// Whether some column stands for a time without requests.
    pub(crate) has_gaps: bool,
}

/// Draws `value` of every bucket in at most `columns`; `None` where it is nowhere above zero.
///
/// Where `focus` (first and last instant of what matters) would shrink to a dot, only its
/// surroundings are drawn.
pub(crate) fn draw(
    timeline: &Timeline,
    value: impl Fn(&TimelineBucket) -> u64,
    focus: Option<(i64, i64)>,
    columns: usize,
) -> Option<Sparkline> {
    let width_us = i64::try_from(timeline.bucket_seconds).ok()?.checked_mul(1_000_000)?.max(1);
    let index = |us: i64| us.div_euclid(width_us);
    let at = |bucket: &TimelineBucket| index(bucket.start.micros());
    let whole = (at(timeline.buckets.first()?), at(timeline.buckets.last()?));
    let columns = i64::try_from(columns).ok()?.max(1);
    let (first, last) =
        focus.map_or(whole, |(from, to)| around((index(from), index(to)), whole, columns));

    let span = last - first + 1;
    let columns = columns.min(span);
    let mut heights = vec![None; usize::try_from(columns).ok()?];
    let (mut peak, mut peak_at_us) = (0, 0);
    for bucket in timeline.buckets.iter().filter(|b| (first..=last).contains(&at(b))) {
        let count = value(bucket);
        let column = i128::from(at(bucket) - first) * i128::from(columns) / i128::from(span);
        let height = &mut heights[usize::try_from(column).ok()?];
        if bucket.requests > 0 {
            *height = (*height).max(Some(count));
        }
        if count > peak {
            (peak, peak_at_us) = (count, bucket.start.micros());
        }
    }
    (peak > 0).then(|| Sparkline {
        bars: heights.iter().map(|&height| level(height, peak)).collect(),
        from_us: first.saturating_mul(width_us),
        to_us: (last + 1).saturating_mul(width_us),
        peak,
        peak_at_us,
        has_gaps: heights.contains(&None),
    })
}

/// The part of `whole` to draw: all of it, unless the focus would be narrower than
/// [`NARROW_COLUMNS`].
pub(crate) fn around(focus: (i64, i64), whole: (i64, i64), columns: i64) -> (i64, i64) {
    let span = i128::from(whole.1 - whole.0 + 1);
    let length = focus.1 - focus.0 + 1;
    let drawn = i128::from(length) * i128::from(columns) / span;
    if span <= i128::from(columns) || drawn >= i128::from(NARROW_COLUMNS) {
        return whole;
    }
    let margin = (columns - length).max(length.saturating_mul(10)) / 2;
    (
        whole.0.max(focus.0.saturating_sub(margin)),
        whole.1.min(focus.1.saturating_add(margin)).max(whole.0),
    )
}

/// Zero has the lowest bar for itself: anything above it is visibly higher.
pub(crate) fn level(height: Option<u64>, peak: u64) -> char {
    let Some(height) = height else { return NO_REQUESTS };
    let step = (u128::from(height) * 7).div_ceil(u128::from(peak));
    LEVELS[usize::try_from(step).unwrap_or(7).min(7)]
}

#[cfg(test)]
mod tests {
    use why502_parse::Timestamp;

    use super::*;

    fn timeline(counts: &[(i64, u64)]) -> Timeline {
        let bucket = |&(minute, bad_gateways): &(i64, u64)| TimelineBucket {
            start: Timestamp::from_micros(minute * 60_000_000),
            requests: 10,
            failed: bad_gateways,
            bad_gateways,
            gateway_timeouts: 0,
            unavailable: 0,
            p50: None,
            p90: None,
            p99: None,
        };
        Timeline {
            bucket_seconds: 60,
            buckets: counts.iter().map(bucket).collect(),
            signatures: vec![],
        }
    }

    fn bars(counts: &[(i64, u64)], columns: usize) -> String {
        draw(&timeline(counts), |b| b.bad_gateways, None, columns)
            .map_or_else(String::new, |s| s.bars)
    }

    #[test]
    fn one_failure_is_higher_than_none_and_a_gap_is_neither() {
        assert_eq!(bars(&[(0, 0), (1, 1), (2, 700), (4, 350)], 80), "▁▂█·▅");
    }

    #[test]
    fn a_column_shows_its_fullest_bucket() {
        assert_eq!(bars(&[(0, 0), (1, 7), (2, 0), (3, 0)], 2), "█▁");
    }

    #[test]
    fn no_failure_and_no_bucket_draw_nothing() {
        assert_eq!(bars(&[(0, 0), (1, 0)], 80), "");
        assert_eq!(bars(&[], 80), "");
    }

    #[test]
    fn a_stray_time_does_not_flatten_the_incident() {
        let mut counts = vec![(-29_000_000, 0)];
        counts.extend(
            (0..100).map(|minute| (minute, if (50..55).contains(&minute) { 9 } else { 0 })),
        );
        let focus = Some((50 * 60_000_000, 54 * 60_000_000));
        let drawn = draw(&timeline(&counts), |b| b.bad_gateways, focus, 40).unwrap();
        assert_eq!(drawn.bars.chars().filter(|&c| c == '█').count(), 5 * 40 / 55 + 1);
        assert_eq!((drawn.peak, drawn.peak_at_us), (9, 50 * 60_000_000));
    }
}
