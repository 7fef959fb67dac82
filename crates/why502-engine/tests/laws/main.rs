//! The engine's central promise: any split, any order, any number of workers, any rounds give the
//! same summary, byte for byte.

mod given;
mod marks;
mod overview;
mod pictures;
mod rounds;
mod saved;

use why502_engine::{Settings, WorkItem, analyze};
use why502_parse::{Format, Timestamp};
use xtask::sample_logs::folder::{Folder, SEED};

use given::{flood, in_pieces, item, line, neighbours, shuffled, whole};

fn summary(items: Vec<WorkItem<'_>>, workers: usize) -> String {
    let settings = Settings { workers, ..Settings::default() };
    serde_json::to_string_pretty(&analyze(&settings, items, &())).expect("a summary serialises")
}

#[test]
fn any_number_of_workers_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = summary(whole(&folder, 1 << 16), 1);
    assert!(expected.contains("\"rolling-deploy\""), "the input must show something to differ in");
    for workers in [2, 3, 7, 16] {
        assert!(summary(whole(&folder, 1 << 16), workers) == expected, "{workers} workers");
    }
}

#[test]
fn any_order_of_items_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = summary(whole(&folder, 1 << 16), 1);
    for step in [7, 101, 500] {
        let mut items = shuffled(whole(&folder, 1 << 16), step);
        // Sizes decide what is started first: other sizes, another order of work.
        items.iter_mut().enumerate().for_each(|(at, item)| item.size = (at % 3) as u64);
        assert!(summary(items, 2) == expected, "step {step}");
    }
}

#[test]
fn any_cut_of_objects_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = summary(whole(&folder, 1 << 16), 1);
    for lines in [1, 2, 13] {
        assert!(
            summary(shuffled(in_pieces(&folder, lines), 31), 3) == expected,
            "{lines} lines a piece"
        );
    }
}

#[test]
fn any_size_of_chunks_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = summary(whole(&folder, 1 << 16), 1);
    for chunk in [1, 17, 700] {
        assert!(summary(whole(&folder, chunk), 2) == expected, "chunks of {chunk} bytes");
    }
}

#[test]
fn windows_that_meet_share_no_record_and_lose_none() {
    let folder = Folder::generate(SEED);
    let middle = Timestamp::parse(b"2026-11-09T08:30:00.000000Z").unwrap();
    let run = |since, until| {
        let settings = Settings { since, until, ..Settings::default() };
        analyze(&settings, whole(&folder, 1 << 16), &())
    };
    let (all, before, after) = (run(None, None), run(None, Some(middle)), run(Some(middle), None));
    assert!(before.requests > 0 && after.requests > 0);
    assert_eq!(before.requests + after.requests, all.requests);
    assert_eq!(before.bad_gateways + after.bad_gateways, all.bad_gateways);
    assert_eq!(before.input.records_outside_window, after.input.records);
    assert!(after.input.records > after.requests, "evidence is in the window too");
    assert!(before.input.to < Some(middle) && after.input.from >= Some(middle));
}

#[test]
fn the_accounting_adds_up() {
    let folder = Folder::generate(SEED);
    let found = analyze(&Settings::default(), whole(&folder, 1 << 16), &());
    // Each message of an envelope and each object behind another is a line.
    let lines_of = |text: &String| match text.matches("}{").count() {
        _ if text.contains("\"logEvents\":") => text.matches("\"message\":").count(),
        0 => text.lines().count(),
        joints => joints + 1,
    };
    let lines: usize = folder.objects.values().map(lines_of).sum();
    assert_eq!(found.input.lines, lines as u64);
    assert_eq!(
        found.input.lines,
        found.input.records + found.input.rejected_lines + found.input.control_lines
    );
    let explained: u64 =
        found.signatures.iter().filter(|one| one.status == Some(502)).map(|one| one.requests).sum();
    assert_eq!(explained, found.bad_gateways, "signatures partition the 502s");
    let charted: u64 = found.timeline.buckets.iter().map(|bucket| bucket.bad_gateways).sum();
    assert_eq!(charted, found.bad_gateways);
    assert_eq!(found.status_counts.values().sum::<u64>(), found.requests);
    for incident in &found.incidents {
        assert!(incident.start <= incident.end && !incident.findings.is_empty());
        assert!(incident.findings.iter().all(|rank| !found.findings[rank - 1].background));
    }
}

#[test]
fn a_fleet_that_fails_alike_is_one_finding_and_every_dimension_counts_all_of_it() {
    let groups = 300;
    let text: String = (0..groups)
        .flat_map(|group| (0..120).map(move |n| line(group, n * 30, n >= 100)))
        .collect();
    let found = analyze(&Settings::default(), vec![item("fleet", &text, None, None, 1 << 16)], &());
    assert_eq!(found.findings.len(), 1, "{:#?}", found.findings);
    assert_eq!(found.findings[0].requests, 300 * 20);
    for dimension in found.dimensions.iter().filter(|dimension| !dimension.values.is_empty()) {
        assert!(found.input.limits.is_empty(), "{:?}", found.input.limits);
        if dimension.distinct == 1 {
            assert_eq!(dimension.values[0].requests, found.requests, "{}", dimension.name);
        }
    }
}

#[test]
fn absurd_times_do_no_harm() {
    let absurd = line(0, 0, true).replace("-1 -1 -1 502 -", "0.000 9223372036854.775 -1 502 -");
    let lambda = absurd.replace("\"-\"\n", "\"LambdaUnhandled\"\n");
    let text = absurd.repeat(8) + &lambda.repeat(8) + &line(1, 5, false);
    let found =
        analyze(&Settings::default(), vec![item("absurd", &text, None, None, 1 << 16)], &());
    assert_eq!((found.requests, found.bad_gateways), (17, 16));
    assert!(found.latency.is_some_and(|latency| latency.max < 1.0));
}

#[test]
fn full_tables_give_the_same_bytes_too() {
    let lines = flood();
    let cut = |size: usize| -> Vec<WorkItem<'static>> {
        let piece = |(at, part): (usize, &[String])| {
            let at = u32::try_from(at).expect("few pieces");
            item("flood", &part.concat(), Some(at), Some(Format::Alb), 1 << 16)
        };
        lines.chunks(size).enumerate().map(piece).collect()
    };
    let expected = summary(cut(lines.len()), 1);
    let limited: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let tables: Vec<&str> = limited["input"]["limits"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|one| one["table"].as_str())
        .collect();
    assert_eq!(tables, ["dimension path", "dimension client", "failing requests"]);
    assert_ne!(limited["timeline"]["bucket_seconds"], 60, "more than 2,000 minutes");
    for (size, workers, step) in [(30_000, 2, 7), (1_000, 7, 31), (50_000, 3, 101)] {
        assert!(
            summary(shuffled(cut(size), step), workers) == expected,
            "{size} lines, {workers} workers"
        );
    }
}

#[test]
fn held_lines_and_evidence_give_the_same_bytes_however_they_are_read() {
    let expected = summary(neighbours(1 << 16), 1);
    let found: serde_json::Value = serde_json::from_str(&expected).unwrap();
    let input = &found["input"];
    assert!(input["control_lines"].as_u64() >= Some(12), "lines that continue a record: {input}");
    assert_eq!(input["rejected"]["unterminated_quote"], 12, "{input}");
    assert_eq!(found["evidence"].as_array().map(Vec::len), Some(3), "{}", found["evidence"]);
    assert_eq!(found["requests"], 12 * 3, "evidence is no request");
    assert_eq!(input["records"], 12 * 3 + 12 * 4);
    for (chunk, workers, step) in [(1, 1, 1), (17, 2, 7), (700, 5, 31), (1 << 16, 3, 101)] {
        let read = summary(shuffled(neighbours(chunk), step), workers);
        assert!(read == expected, "chunks of {chunk} bytes, {workers} workers, step {step}");
    }
}
