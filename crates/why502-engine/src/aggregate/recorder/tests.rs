use why502_parse::Format;
use why502_rulebook::signatures;

use super::super::table::{Cell, Sum, Table};
use super::*;
use crate::crew::Crew;

/// One request after another straight into the tables, as if nothing were added up.
fn straight(tables: &mut [Table], whole: &Partials, seen: &Observation<'_>, bucket: i64) {
    let scope = hash(seen.scope());
    for kind in DIMENSIONS {
        let mut buffer = Vec::new();
        let Some(value) = seen.value(kind, &mut buffer) else { continue };
        let table = &mut tables[kind.index()];
        let id = table.find_or_add(scope, value);
        let bucket = if kind.is_coarse() { whole.coarse_bucket(bucket) } else { bucket };
        let failed = seen.failure.is_some();
        table.add(id, bucket, &Sum::of(bucket, Seen { start: seen.start, failed }));
        if table.is_over_cap() {
            table.shrink();
        }
    }
}

fn failure() -> Failure<'static> {
    Failure {
        signature: (0, &signatures::of(Format::Alb)[0]),
        target_time_us: None,
        elapsed_us: None,
        received_bytes: None,
        rule_priority: None,
        invocation: None,
        raw_path: None,
        line: b"",
    }
}

type Row = (Vec<u8>, u64, u64, Vec<Cell>);

fn rows(table: &Table) -> (Vec<Row>, (u64, u64)) {
    let row = |entry: &super::super::table::Entry| {
        (entry.value.to_vec(), entry.requests, entry.failed, entry.cells.clone())
    };
    (table.entries.iter().map(row).collect(), table.other)
}

#[test]
fn sums_come_to_what_single_requests_would_have() {
    let mut state = 502_u64;
    let mut next = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (state >> 33) % limit
    };
    let mut recorder = Recorder::new();
    let whole = Partials::new();
    let mut tables: Vec<Table> = Partials::new().tables.into_iter().collect();
    for n in 0..150_000_u64 {
        // Minutes that go on, and come back now and then; more clients than a table keeps.
        let minute = n / 400 + next(3) * 40;
        let time = i64::try_from(minute * 60_000_000 + next(60_000_000)).unwrap();
        let [target, path, agent] = [next(90), next(700), next(40)].map(|at| at.to_string());
        let client = format!("{}.{}.{}", next(30), next(40), next(50));
        let name = ["app/a/1", "app/b/2"][next(2) as usize];
        let host = ["a.example", "A.example", "b.example", ""][next(4) as usize];
        let alone = [target.as_bytes(), path.as_bytes(), client.as_bytes(), agent.as_bytes(), b""];
        let mut seen = Observation::of_values(Timestamp::from_micros(time), alone);
        seen.scope_parts = [name.as_bytes(), b""];
        seen.together = [host.as_bytes(), b"GET", b"h2", b"TLSv1.3"];
        seen.failure = (next(9) == 0).then(failure);
        recorder.record(&seen);
        straight(&mut tables, &whole, &seen, time.div_euclid(60_000_000));
    }
    let counted = recorder.into_partials().finish(&Crew::of(1));
    assert_eq!(counted.counts.requests, 150_000);
    assert_eq!(counted.timeline.iter().map(|(_, bucket)| bucket.requests).sum::<u64>(), 150_000);
    for kind in DIMENSIONS {
        let mut table = tables.remove(0);
        table.canonicalise();
        assert!(rows(counted.table(kind)) == rows(&table), "{}", kind.name());
    }
    let clients = counted.table(DimensionKind::Client);
    assert!(!clients.is_whole() && clients.other.1 > 1_000, "a table that samples is tried too");
}
