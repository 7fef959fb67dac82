//! A group of failing requests with the cause that was decided for it.
//!
//! Modules, each using only those to its left: `values → census`

mod census;
mod values;

use why502_rulebook::{Cause, Class, Grade};

use super::context::{Context, Window};
use crate::aggregate::FailedRequest;
use crate::summary::{Evidence, Said, Trigger};

pub(super) use census::{Census, by_value_of_all, kinds_of_all};
pub(super) use values::{by_value, grouped};

/// Failing requests, borrowed from the aggregates, in order of time.
pub(super) type Rows<'a> = Vec<&'a FailedRequest>;

/// One cause for one group of failing requests.
pub(super) struct Case<'a> {
    pub(super) cause: &'static Cause,
    pub(super) grade: Grade,
    pub(super) rows: Rows<'a>,
    /// Whose concurrent requests they are compared with.
    pub(super) scopes: Vec<u64>,
    /// By how much the excess over the background exceeds chance; `None` for background.
    pub(super) excess: Option<f64>,
    /// What the rule's evidence adds to the log-odds of the grade's prior.
    pub(super) log_odds: f64,
    /// What the rule itself has to say.
    pub(super) evidence: Vec<Evidence>,
    pub(super) trigger: Option<Trigger>,
    /// A log of another source says the same of the same requests.
    pub(super) is_corroborated: bool,
    /// Functions that failed, where a log names them.
    pub(super) functions: Vec<String>,
    /// Requests in front, as CloudFront's, that failed for this; they are mentioned, not counted.
    pub(super) front: Rows<'a>,
    /// Requests that were served those failures from a cache.
    pub(super) echoes: Rows<'a>,
    /// Remedies beside those of the cause.
    pub(super) remedies: Vec<Said>,
}

impl<'a> Case<'a> {
    /// A case of a cause that follows from its rows' signature.
    pub(super) fn new(
        cause: &'static Cause,
        grade: Grade,
        rows: Rows<'a>,
        scopes: Vec<u64>,
    ) -> Self {
        Self {
            cause,
            grade,
            rows,
            scopes,
            excess: None,
            log_odds: 0.0,
            evidence: Vec::new(),
            trigger: None,
            is_corroborated: false,
            functions: Vec::new(),
            front: Vec::new(),
            echoes: Vec::new(),
            remedies: Vec::new(),
        }
    }

    /// Adds evidence of either kind.
    pub(super) fn add(&mut self, kind: &'static str, log_odds: f64, statement: Said, value: f64) {
        self.log_odds += if kind == "for" { log_odds } else { -log_odds };
        self.evidence.push(Evidence { kind, statement, value });
    }

    /// Adds evidence that supports the cause.
    pub(super) fn supported(
        mut self,
        log_odds: f64,
        statement: impl Into<Said>,
        value: f64,
    ) -> Self {
        self.log_odds += log_odds;
        self.evidence.push(Evidence { kind: "for", statement: statement.into(), value });
        self
    }

    /// Adds evidence that speaks against the cause.
    pub(super) fn doubted(mut self, log_odds: f64, statement: impl Into<Said>, value: f64) -> Self {
        self.log_odds -= log_odds;
        self.evidence.push(Evidence { kind: "against", statement: statement.into(), value });
        self
    }

    /// From the first to the last of its requests.
    pub(super) fn window(&self) -> Window {
        window_of(&self.rows)
    }

    /// True where most of its requests were failed by what clients did.
    pub(super) fn is_client_side(&self, context: &Context<'_>) -> bool {
        // Counted no further than half of them.
        let half = self.rows.len() / 2;
        let mut clients = self.rows.iter().filter(|row| context.class(row) == Class::Client);
        clients.nth(half).is_some()
    }
}

/// From the first to the last of some rows. The rows are in order of time and not empty.
pub(super) fn window_of(rows: &[&FailedRequest]) -> Window {
    let start =
        rows.first().map_or_else(|| why502_parse::Timestamp::from_micros(0), |row| row.time);
    Window { start, end: rows.last().map_or(start, |row| row.time) }
}

/// The window of the middle nine tenths: a stray failure does not make an event longer.
pub(super) fn core_window(rows: &[&FailedRequest]) -> Option<Window> {
    let aside = rows.len() / 20;
    let core = rows.get(aside..rows.len() - aside).filter(|core| !core.is_empty())?;
    Some(window_of(core))
}

/// Splits rows in those for which `belongs` holds, and the others; both keep their order.
pub(super) fn split<'a>(
    rows: Rows<'a>,
    belongs: impl Fn(&FailedRequest) -> bool,
) -> (Rows<'a>, Rows<'a>) {
    rows.into_iter().partition(|row| belongs(row))
}

/// A value as text.
pub(super) fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

/// A value around which most of `values_us` gather: within 0.25 s or 1 % of it, whichever is
/// more. Returns the value and how many gather there, if they are at least five and 60 %.
pub(super) fn gathering(values_us: &[i64]) -> Option<(i64, usize)> {
    let mut sorted = values_us.to_vec();
    sorted.sort_unstable();
    let near = |centre: i64| (centre / 100).max(250_000);
    let (mut best, mut from) = ((0_i64, 0_usize), 0);
    for to in 0..sorted.len() {
        // A window as wide as twice the tolerance around its own middle.
        while sorted[to] - sorted[from] > 2 * near(i64::midpoint(sorted[from], sorted[to])) {
            from += 1;
        }
        let count = to - from + 1;
        if count > best.1 {
            best = (sorted[from + count / 2], count);
        }
    }
    (best.1 >= 5 && best.1 * 10 >= values_us.len() * 6).then_some(best)
}

#[cfg(test)]
mod tests {
    use super::gathering;

    #[test]
    fn values_gather_at_a_ceiling_or_not_at_all() {
        let ceiling: Vec<i64> =
            (0..20).map(|n| 30_000_000 + n * 1_000).chain([4_000_000, 9_000_000]).collect();
        let (centre, count) = gathering(&ceiling).unwrap();
        assert!((30_000_000..30_030_000).contains(&centre) && count == 20);
        assert_eq!(gathering(&(1..30).map(|n| n * 1_000_000).collect::<Vec<_>>()), None);
        assert_eq!(gathering(&[5_000_000; 4]), None);
    }
}
