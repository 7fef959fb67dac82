//! What is drawn: columns of time, and what stands in them.

/// Columns of equal width, without holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// Left edge of the first column, microseconds since the epoch.
    pub from_us: i64,
    /// Width of a column in microseconds.
    pub step_us: i64,
    /// The left edge of every column in the reader's zone, to the second.
    pub labels: Vec<String>,
    /// The same as short as it can be told apart, for an axis.
    pub ticks: Vec<String>,
}

impl Axis {
    /// How many columns there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Never.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The column of an instant, the nearest one where it lies outside.
    #[must_use]
    pub fn column(&self, at_us: i64) -> usize {
        let columns = at_us.saturating_sub(self.from_us).div_euclid(self.step_us);
        usize::try_from(columns).unwrap_or(0).min(self.len().saturating_sub(1))
    }
}

/// Failing requests of one kind, column by column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Id of a signature, or a status; what is left over has a name in words.
    pub name: String,
    /// What that says, in a sentence; empty where the name says all.
    pub meaning: String,
    /// One number a column.
    pub failed: Vec<u64>,
}

/// An incident on the axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its first column.
    pub first: usize,
    /// Its last column.
    pub last: usize,
    /// When, and what it was.
    pub label: String,
}

/// Failing requests over time, by kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelinePlot {
    /// `Failing requests per minute`.
    pub unit: String,
    /// The columns.
    pub axis: Axis,
    /// All requests, column by column.
    pub requests: Vec<u64>,
    /// All failing requests, column by column.
    pub failed: Vec<u64>,
    /// Their kinds, the most frequent first, at most eight; their sum is `failed`, but for what a
    /// sample leaves open.
    pub courses: Vec<Course>,
    /// The incidents.
    pub windows: Vec<Window>,
}

/// Response times over time, in seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct LatencyPlot {
    /// `Response time of targets in seconds`.
    pub unit: String,
    /// The columns.
    pub axis: Axis,
    /// Median; where a column holds several buckets of the timeline the highest of them, as in all.
    pub p50: Vec<Option<f64>>,
    /// 90th percentile.
    pub p90: Vec<Option<f64>>,
    /// 99th percentile.
    pub p99: Vec<Option<f64>>,
    /// The incidents.
    pub windows: Vec<Window>,
}

/// One target over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatPlotRow {
    /// A value as it was logged.
    pub target: String,
    /// Requests in each column.
    pub requests: Vec<u64>,
    /// Those that failed.
    pub failed: Vec<u64>,
}

/// Targets against time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatPlot {
    /// `Failing part of the requests of a target`.
    pub unit: String,
    /// The columns, at most 120.
    pub axis: Axis,
    /// The targets, at most 40, those with most failures first.
    pub rows: Vec<HeatPlotRow>,
    /// The incidents.
    pub windows: Vec<Window>,
}
