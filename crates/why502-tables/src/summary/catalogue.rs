//! Which tables a summary has, and their columns.

use serde_json::Value;
use why502_records::CellKind;
use why502_records::CellKind::{Bool, Float, Instant, Integer, Text};

use super::rows::{Row, Rows, at};

/// A column: its name, what it holds, and where in a row it stands: a path; behind `^` of what the
/// row is part of; `#` the number of that; empty the row itself.
type Spec = (&'static str, CellKind, &'static str);

/// One table of a summary.
pub struct SummaryTable {
    /// Its name, which is that of its file without what it ends in.
    pub name: &'static str,
    pub(super) columns: Vec<(&'static str, CellKind)>,
    /// Row by row: null, text, numbers, truth values; of lists and objects their JSON as text.
    pub(super) rows: Vec<Vec<Value>>,
}

impl SummaryTable {
    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Every table of the summary, given as its JSON, in a fixed order; those without a row too.
#[must_use]
pub fn summary_tables(summary: &Value) -> Vec<SummaryTable> {
    let table = |&(name, rows, columns): &(&'static str, Rows, &'static [Spec])| SummaryTable {
        name,
        columns: columns.iter().map(|&(name, kind, _)| (name, kind)).collect(),
        rows: rows.of(summary).iter().map(|row| cells(row, columns)).collect(),
    };
    CATALOGUE.iter().map(table).collect()
}

/// The names of all tables.
pub fn summary_table_names() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().map(|(name, ..)| *name)
}

fn cells(row: &Row, columns: &[Spec]) -> Vec<Value> {
    let cell = |&(_, _, place): &Spec| match place.strip_prefix('^') {
        _ if place == "#" => row.number.into(),
        Some(place) => flat(at(&row.outer, place)),
        None => flat(at(&row.own, place)),
    };
    columns.iter().map(cell).collect()
}

fn flat(value: &Value) -> Value {
    match value {
        Value::Array(_) | Value::Object(_) => value.to_string().into(),
        plain => plain.clone(),
    }
}

const fn same(name: &'static str, kind: CellKind) -> Spec {
    (name, kind, name)
}

const RANK: Spec = ("rank", Integer, "^rank");

static CATALOGUE: &[(&str, Rows, &[Spec])] = &[
    (
        "summary",
        Rows::One("."),
        &[
            same("schema_version", Integer),
            same("requests", Integer),
            same("bad_gateways", Integer),
            same("failed", Integer),
            ("from", Instant, "input.from"),
            ("to", Instant, "input.to"),
            ("objects", Integer, "input.objects"),
            ("lines", Integer, "input.lines"),
            ("records", Integer, "input.records"),
            ("rejected_lines", Integer, "input.rejected_lines"),
            ("control_lines", Integer, "input.control_lines"),
            ("bytes", Integer, "input.bytes"),
            ("bytes_read", Integer, "input.bytes_read"),
            ("records_outside_window", Integer, "input.records_outside_window"),
            ("records_filtered_out", Integer, "input.records_filtered_out"),
            ("timeline_bucket_seconds", Integer, "timeline.bucket_seconds"),
            ("coverage", Text, "coverage.statement"),
        ],
    ),
    (
        "formats",
        Rows::Members("input.formats"),
        &[("format", Text, "key"), ("records", Integer, "value")],
    ),
    (
        "rejected",
        Rows::Members("input.rejected"),
        &[("reason", Text, "key"), ("lines", Integer, "value")],
    ),
    (
        "rejected_places",
        Rows::Each("input.rejected_places"),
        &[same("reason", Text), same("source", Text), same("line", Integer)],
    ),
    (
        "failed_objects",
        Rows::Each("input.failed_objects"),
        &[same("source", Text), same("error", Text), same("records_before_failure", Integer)],
    ),
    (
        "skipped_objects",
        Rows::Each("input.skipped_objects"),
        &[same("source", Text), same("reason", Text)],
    ),
    ("limits", Rows::Each("input.limits"), &[same("table", Text), same("note", Text)]),
    (
        "status_counts",
        Rows::Members("status_counts"),
        &[("status", Text, "key"), ("requests", Integer, "value")],
    ),
    (
        "status_pairs",
        Rows::Each("status_pairs"),
        &[same("elb_status", Integer), same("target_status", Integer), same("requests", Integer)],
    ),
    (
        "signatures",
        Rows::Each("signatures"),
        &[
            same("id", Text),
            same("status", Integer),
            same("requests", Integer),
            same("grade", Text),
            same("first_seen", Instant),
            same("last_seen", Instant),
        ],
    ),
    (
        "evidence",
        Rows::Each("evidence"),
        &[
            same("id", Text),
            same("format", Text),
            same("records", Integer),
            same("grade", Text),
            same("meaning", Text),
            same("supports", Text),
            same("first_seen", Instant),
            same("last_seen", Instant),
        ],
    ),
    (
        "incidents",
        Rows::Each("incidents"),
        &[
            ("incident", Integer, "#"),
            same("start", Instant),
            same("end", Instant),
            same("peak_at", Instant),
            same("ongoing", Bool),
            same("requests", Integer),
            same("failed", Integer),
            same("share", Float),
            same("findings", Text),
            ("client_networks", Integer, "impact.client_networks"),
            ("distinct_hosts", Integer, "impact.distinct_hosts"),
            ("distinct_paths", Integer, "impact.distinct_paths"),
            ("distinct_targets", Integer, "impact.distinct_targets"),
            ("masked", Integer, "impact.masked"),
        ],
    ),
    (
        "incident_phases",
        Rows::EachOfEach("incidents", "phases"),
        &[
            ("incident", Integer, "#"),
            ("phase", Text, "name"),
            same("from", Instant),
            same("to", Instant),
            same("requests", Integer),
            same("failed", Integer),
            same("requests_per_second", Float),
            same("p50", Float),
            same("p95", Float),
            same("p99", Float),
            same("active_targets", Integer),
        ],
    ),
    (
        "findings",
        Rows::Each("findings"),
        &[
            same("rank", Integer),
            same("cause", Text),
            same("title", Text),
            same("grade", Text),
            same("confidence", Float),
            same("requests", Integer),
            same("share", Float),
            same("first_seen", Instant),
            same("last_seen", Instant),
            same("background", Bool),
            ("trigger_at", Instant, "trigger.at"),
            ("trigger", Text, "trigger.what"),
        ],
    ),
    (
        "finding_evidence",
        Rows::EachOfEach("findings", "evidence"),
        &[RANK, same("kind", Text), same("statement", Text), same("value", Float)],
    ),
    (
        "finding_signatures",
        Rows::EachOfEach("findings", "signatures"),
        &[RANK, same("id", Text), same("requests", Integer)],
    ),
    (
        "finding_statuses",
        Rows::MembersOfEach("findings", "statuses"),
        &[RANK, ("status", Text, "key"), ("requests", Integer, "value")],
    ),
    (
        "finding_scope",
        Rows::ListsOfEach("findings", "scope"),
        &[RANK, ("dimension", Text, "key"), ("value", Text, "value")],
    ),
    (
        "finding_contrasts",
        Rows::EachOfEach("findings", "contrasts"),
        &[
            RANK,
            same("dimension", Text),
            same("values", Text),
            ("pair_dimension", Text, "pair_with.dimension"),
            ("pair_values", Text, "pair_with.values"),
            same("requests", Integer),
            same("failed", Integer),
            same("support", Float),
            same("risk_ratio", Float),
            same("low", Float),
            same("high", Float),
            same("q_value", Float),
        ],
    ),
    (
        "finding_checks",
        Rows::EachOfEach("findings", "next_checks"),
        &[RANK, same("statement", Text), same("command", Text)],
    ),
    ("finding_remedies", Rows::EachOfEach("findings", "remedies"), &[RANK, ("remedy", Text, "")]),
    ("finding_references", Rows::EachOfEach("findings", "references"), &[RANK, ("url", Text, "")]),
    (
        "timeline",
        Rows::Each("timeline.buckets"),
        &[
            same("start", Instant),
            same("requests", Integer),
            same("failed", Integer),
            same("bad_gateways", Integer),
            same("gateway_timeouts", Integer),
            same("unavailable", Integer),
            same("p50", Float),
            same("p90", Float),
            same("p99", Float),
        ],
    ),
    (
        "timeline_signatures",
        Rows::Courses,
        &[same("start", Instant), ("id", Text, "^id"), same("requests", Integer)],
    ),
    (
        "heat_map",
        Rows::Heat,
        &[
            same("start", Instant),
            ("target", Text, "^target"),
            same("requests", Integer),
            same("failed", Integer),
        ],
    ),
    (
        "dimensions",
        Rows::EachOfEach("dimensions", "values"),
        &[
            ("dimension", Text, "^name"),
            same("value", Text),
            same("requests", Integer),
            same("failed", Integer),
            same("share_of_failed", Float),
            same("risk_ratio", Float),
            same("risk_ratio_low", Float),
        ],
    ),
    (
        "latency",
        Rows::One("latency"),
        &[
            same("p50", Float),
            same("p90", Float),
            same("p95", Float),
            same("p99", Float),
            same("max", Float),
        ],
    ),
    (
        "timeouts",
        Rows::Each("timeouts.rungs"),
        &[
            same("rung", Text),
            same("of", Text),
            same("seconds", Float),
            same("requests", Integer),
            same("share", Float),
            same("inferred_from", Text),
            same("known_as", Text),
            same("product", Text),
            same("setting", Text),
        ],
    ),
    (
        "timeout_violations",
        Rows::Each("timeouts.violations"),
        &[
            same("longer", Text),
            same("shorter", Text),
            same("of", Text),
            same("statement", Text),
            same("product", Text),
            same("setting", Text),
            same("command", Text),
        ],
    ),
    (
        "coverage_gaps",
        Rows::Each("coverage.gaps"),
        &[
            same("format", Text),
            same("load_balancer", Text),
            same("node", Text),
            same("from", Instant),
            same("to", Instant),
            same("kind", Text),
            same("expected_records", Integer),
            same("statement", Text),
        ],
    ),
    (
        "coverage_nodes",
        Rows::Each("coverage.nodes"),
        &[
            same("format", Text),
            same("load_balancer", Text),
            same("node", Text),
            same("first", Instant),
            same("last", Instant),
            same("objects", Integer),
            same("missing_intervals", Integer),
        ],
    ),
    ("not_visible", Rows::Each("not_visible"), &[same("statement", Text), same("command", Text)]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn rows_are_found_where_the_catalogue_says() {
        let summary = json!({
            "requests": 3,
            "input": {"from": null, "formats": {"alb": 3}},
            "status_counts": {"200": 1, "502": 2},
            "findings": [{"rank": 1, "scope": {"targets": ["10.0.0.1:80"], "hosts": []},
                "remedies": ["Wait."], "evidence": [{"kind": "for", "statement": "s", "value": 2}],
                "trigger": {"at": "2026-11-22T14:02:11.000123Z", "what": "deploy"}}],
            "timeline": {"buckets": [{"start": "a"}, {"start": "b"}],
                "signatures": [{"id": "x", "requests": [4, 5]}]},
            "latency": null,
        });
        let tables = summary_tables(&summary);
        let rows = |name: &str| {
            let table = tables.iter().find(|table| table.name == name).unwrap();
            Value::from(table.rows.iter().cloned().map(Value::from).collect::<Vec<_>>())
        };
        assert_eq!(rows("status_counts"), json!([["200", 1], ["502", 2]]));
        assert_eq!(rows("formats"), json!([["alb", 3]]));
        assert_eq!(rows("finding_scope"), json!([[1, "targets", "10.0.0.1:80"]]));
        assert_eq!(rows("finding_remedies"), json!([[1, "Wait."]]));
        assert_eq!(rows("finding_evidence"), json!([[1, "for", "s", 2]]));
        assert_eq!(rows("timeline_signatures"), json!([["a", "x", 4], ["b", "x", 5]]));
        assert_eq!(rows("latency"), json!([]));
        assert_eq!(rows("summary")[0][1], json!(3));
        assert_eq!(rows("findings")[0][11], json!("deploy"));
    }

    #[test]
    fn names_are_told_apart() {
        let mut names: Vec<_> = CATALOGUE.iter().map(|(name, ..)| *name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CATALOGUE.len());
    }
}
