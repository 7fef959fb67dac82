//! Lines behind by path and time, and how well one fits a request at the front.

use std::collections::BTreeMap;

use super::lines::{Line, Lines, Role, SLACK_US, System};

/// So many lines of one path are looked at for one request, those that ended last first: the
/// right one ended when the request did.
const MOST_LOOKED_AT: usize = 128;
/// A second line that fits within this part of the best is about as good.
const ABOUT_AS_GOOD: i64 = 80;

/// The lines that may stand behind others, by path, in order of their end.
#[derive(Debug)]
pub(super) struct Pairs<'l, 'a> {
    pub(super) lines: &'l Lines<'a>,
    /// Path, and whether it lacks its first segment; then end and place in `lines.all`.
    behind: BTreeMap<(u64, bool), Vec<(i64, usize)>>,
}

/// A line that may be the same request seen from behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Its place in `lines.all`.
    pub(super) at: usize,
    /// The path behind has one segment more.
    pub(super) prefixed: bool,
    /// How well it fits, 100 at most.
    pub(super) score: i64,
}

/// How a request at the front is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Best {
    pub(super) candidate: Candidate,
    /// Another line fits about as well.
    pub(super) ambiguous: bool,
}

impl<'l, 'a> Pairs<'l, 'a> {
    pub(super) fn new(lines: &'l Lines<'a>) -> Self {
        let mut behind: BTreeMap<(u64, bool), Vec<(i64, usize)>> = BTreeMap::new();
        for (at, line) in lines.all.iter().enumerate() {
            if matches!(line.role, Role::Own | Role::Relays) {
                let end = line.end_us.unwrap_or(line.start_us);
                behind.entry((line.path, false)).or_default().push((end, at));
                if line.path_tail != 0 {
                    behind.entry((line.path_tail, true)).or_default().push((end, at));
                }
            }
        }
        behind.values_mut().for_each(|lines| lines.sort_unstable());
        Self { lines, behind }
    }

    /// Every line that passes the tests for `front`, moved by `shift_us`; those that ended last
    /// first.
    pub(super) fn candidates(
        &self,
        front: &Line,
        shift_us: i64,
    ) -> impl Iterator<Item = Candidate> + use<'_, 'l, 'a> {
        let widest = self.lines.widest_slack_us();
        let end = front.end_us.unwrap_or(front.start_us);
        let (from, to) = (front.start_us + shift_us - widest, end + shift_us + widest);
        let front =
            Line { start_us: front.start_us + shift_us, end_us: Some(end + shift_us), ..*front };
        [false, true].into_iter().flat_map(move |prefixed| {
            let behind = self.behind.get(&(front.path, prefixed)).map_or(&[][..], Vec::as_slice);
            let last = behind.partition_point(|(end, _)| *end <= to);
            behind[..last]
                .iter()
                .rev()
                .take_while(move |(end, _)| *end >= from)
                .take(MOST_LOOKED_AT)
                .filter_map(move |&(_, at)| {
                    let score = self.fit(&front, &self.lines.all[at])?;
                    Some(Candidate { at, prefixed, score })
                })
        })
    }

    /// Did the two end together (or begin, where the end is not known)?
    pub(super) fn end_together(&self, front: &Line, back: &Line, shift_us: i64) -> bool {
        let slack = self.lines.slack_us(front.format, back.format);
        let front_end = front.end_us.unwrap_or(front.start_us) + shift_us;
        match back.end_us {
            Some(end) => (front_end - slack..=front_end + slack).contains(&end),
            None => (back.start_us - front.start_us - shift_us).abs() <= 2 * slack,
        }
    }

    /// The line that fits best among those for which `is_linked` holds.
    pub(super) fn best(
        &self,
        front: &Line,
        is_linked: impl Fn(&Line, bool) -> bool,
    ) -> Option<Best> {
        let mut found: Vec<Candidate> = self
            .candidates(front, 0)
            .filter(|candidate| is_linked(&self.lines.all[candidate.at], candidate.prefixed))
            .collect();
        found.sort_unstable_by_key(|candidate| (-candidate.score, candidate.at));
        let candidate = *found.first()?;
        let ambiguous = found
            .get(1)
            .is_some_and(|second| second.score * 100 >= candidate.score * ABOUT_AS_GOOD);
        Some(Best { candidate, ambiguous })
    }

    /// Did any request of `system` on this path fail meanwhile, whatever it looked like?
    pub(super) fn has_any_behind(&self, front: &Line, system: &System<'_>) -> bool {
        let slack = self.lines.widest_slack_us();
        let end = front.end_us.unwrap_or(front.start_us);
        let window = front.start_us - slack..=end + slack;
        [false, true].into_iter().any(|prefixed| {
            let behind = self.behind.get(&(front.path, prefixed)).map_or(&[][..], Vec::as_slice);
            let from = behind.partition_point(|(end, _)| end < window.start());
            behind[from..].iter().take_while(|(end, _)| end <= window.end()).any(|&(_, at)| {
                let line = &self.lines.all[at];
                self.lines.systems[line.system] == *system
            })
        })
    }

    /// How well `back` fits `front`; `None` where it cannot be the same request.
    pub(super) fn fit(&self, front: &Line, back: &Line) -> Option<i64> {
        if front.system == back.system || !front.may_have_behind(back) {
            return None;
        }
        let slack = self.lines.slack_us(front.format, back.format);
        let front_end = front.end_us.unwrap_or(front.start_us);
        let back_end = back.end_us.unwrap_or(back.start_us);
        let in_time = back.start_us >= front.start_us - slack
            && back.start_us <= front_end + slack
            && back_end <= front_end + slack
            && back_end - back.start_us <= front_end - front.start_us + slack;
        if !in_time {
            return None;
        }
        // What CloudFront logs as a second lasts until the next one begins.
        let apart = match back.end_us {
            Some(end) => (front_end - end).max(end - front_end - slack).max(0),
            None => (back.start_us - front.start_us - slack).max(front.start_us - back.start_us),
        };
        let closeness = 60 * SLACK_US / (SLACK_US + apart.max(0));
        let host = if front.host != 0 && front.host == back.host { 15 } else { 0 };
        let agent = if back.from_cloudfront { 10 } else { 0 };
        let status = if front.status == back.status { 15 } else { 0 };
        Some(closeness + host + agent + status)
    }
}
