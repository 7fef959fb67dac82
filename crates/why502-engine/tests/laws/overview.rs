//! A summary: the figures of a whole analysis, as far as it has them, and the same promises.

use serde_json::Value;
use why502_engine::{
    Analysis, End, Filter, LoadErrorKind, Settings, Summary, WorkItem, WorkList, analyze,
};
use why502_parse::{Format, Timestamp};
use xtask::sample_logs::folder::{Folder, SEED};

use crate::given::{flood, in_pieces, item, line, neighbours, shuffled, whole};
use crate::rounds::{Budget, json};

fn overview(items: Vec<WorkItem<'_>>, workers: usize) -> Summary {
    analyze(&Settings { workers, is_summary: true, ..Settings::default() }, items, &())
}

/// A summary holds these as the whole analysis does.
const SHARED: [&str; 10] = [
    "requests",
    "status_counts",
    "status_pairs",
    "bad_gateways",
    "failed",
    "signatures",
    "evidence",
    "timeline",
    "latency",
    "schema_version",
];

fn assert_agrees(part: &Summary, all: &Summary) {
    assert!(part.is_summary && !all.is_summary);
    assert!(part.heat_map.is_none() && part.timeline.signatures.is_empty());
    let (part, mut all) = (value(part), value(all));
    // No failing request is kept whose course could be told.
    all["timeline"]["signatures"] = serde_json::json!([]);
    for key in SHARED {
        assert_eq!(part[key], all[key], "{key}");
    }
    let input = |whole: &Value| {
        let mut input = whole["input"].clone();
        // What tables of the other dimensions left out.
        input.as_object_mut().expect("an object").remove("limits");
        input
    };
    assert_eq!(input(&part), input(&all));
    assert_eq!(part["dimensions"], serde_json::json!([all["dimensions"][0]]));
    assert_eq!(part["dimensions"][0]["name"], "target");
    for key in ["incidents", "findings"] {
        assert_eq!(part[key], serde_json::json!([]), "{key}");
    }
    assert_eq!((&part["is_summary"], &all["is_summary"]), (&Value::Bool(true), &Value::Null));
}

fn value(summary: &Summary) -> Value {
    serde_json::to_value(summary).expect("a summary serialises")
}

#[test]
fn its_figures_are_those_of_the_whole_analysis() {
    let folder = Folder::generate(SEED);
    let items = || whole(&folder, 1 << 16);
    let all = analyze(&Settings::default(), items(), &());
    assert!(!all.findings.is_empty() && all.signatures.len() > 5 && all.status_pairs.len() > 5);
    assert_agrees(&overview(items(), 1), &all);
    let all = analyze(&Settings::default(), neighbours(1 << 16), &());
    assert!(!all.evidence.is_empty());
    assert_agrees(&overview(neighbours(1 << 16), 1), &all);
}

#[test]
fn windows_and_filters_leave_out_the_same_records() {
    let folder = Folder::generate(SEED);
    let since = Timestamp::parse(b"2026-11-09T08:30:00.000000Z");
    let filter = |text| Filter::parse(text, &|_| None).ok();
    for (since, filter) in
        [(since, None), (None, filter("status = 502")), (since, filter("target_status_code = 200"))]
    {
        let of = |is_summary| {
            let settings =
                Settings { since, filter: filter.clone(), is_summary, ..Settings::default() };
            analyze(&settings, whole(&folder, 1 << 16), &())
        };
        let (part, all) = (of(true), of(false));
        assert!(
            all.requests > 0
                && all.input.records
                    < all.input.records_outside_window
                        + all.input.records_filtered_out
                        + all.input.records
        );
        assert_agrees(&part, &all);
    }
}

#[test]
fn pairs_are_sorted_and_add_up_to_the_statuses() {
    let folder = Folder::generate(SEED);
    let found = analyze(&Settings::default(), whole(&folder, 1 << 16), &());
    let pairs = &found.status_pairs;
    assert!(pairs.windows(2).all(|two| {
        let key = |at: usize| (two[at].elb_status, two[at].target_status);
        two[0].requests > two[1].requests || two[0].requests == two[1].requests && key(0) < key(1)
    }));
    for (status, requests) in &found.status_counts {
        let of_it = pairs.iter().filter(|pair| match pair.elb_status {
            Some(code) => format!("{code:03}") == *status,
            None => status == "-",
        });
        assert_eq!(of_it.map(|pair| pair.requests).sum::<u64>(), *requests, "{status}");
    }
    let text = line(0, 1, false).repeat(3) + &line(0, 2, true);
    let found = analyze(&Settings::default(), vec![item("a", &text, None, None, 1 << 16)], &());
    let pairs: Vec<_> =
        found.status_pairs.iter().map(|p| (p.elb_status, p.target_status, p.requests)).collect();
    assert_eq!(pairs, [(Some(200), Some(200), 3), (Some(502), None, 1)]);
}

/// Which lines are read many at once depends on the chunks.
#[test]
fn a_reason_beside_a_good_status_counts_however_the_bytes_arrive() {
    let strange = line(0, 1, false).replace("\"-\"\n", "\"LambdaUnhandled\"\n");
    let text = strange.repeat(40);
    let of = |chunk| json(&overview(vec![item("strange", &text, None, None, chunk)], 1));
    let expected = of(1 << 16);
    for chunk in [1, 17, 700, 2_000] {
        assert!(of(chunk) == expected, "chunks of {chunk} bytes");
    }
    let found: Value = serde_json::from_str(&expected).expect("JSON");
    assert_eq!((&found["requests"], &found["failed"]), (&Value::from(40), &Value::from(40)));
}

#[test]
fn any_split_order_and_number_of_workers_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = json(&overview(whole(&folder, 1 << 16), 1));
    for (workers, step) in [(2, 7), (7, 101)] {
        let found = overview(shuffled(whole(&folder, 700), step), workers);
        assert!(json(&found) == expected, "{workers} workers");
    }
    for lines in [1, 13] {
        let found = overview(shuffled(in_pieces(&folder, lines), 31), 3);
        assert!(json(&found) == expected, "{lines} lines a piece");
    }
}

#[test]
fn a_wide_time_and_more_targets_than_are_kept_give_the_same_bytes_too() {
    let many = (0..30_000_usize).map(|n| {
        let target = format!(" 10.{}.{}.{}:8080 ", n % 7, n / 250 % 250, n % 250);
        line(0, (n % 3_000) as i64, n % 9 == 0).replace(" 10.0.0.0:8080 ", &target)
    });
    let lines: Vec<String> = many.chain(flood().into_iter().step_by(40)).collect();
    let cut = |size: usize| -> Vec<WorkItem<'static>> {
        let piece = |(at, part): (usize, &[String])| {
            let at = u32::try_from(at).expect("few pieces");
            item("many", &part.concat(), Some(at), Some(Format::Alb), 1 << 16)
        };
        lines.chunks(size).enumerate().map(piece).collect()
    };
    let first = overview(cut(lines.len()), 1);
    let tables: Vec<&str> = first.input.limits.iter().map(|one| one.table.as_str()).collect();
    assert_eq!(tables, ["dimension target"]);
    assert_ne!(first.timeline.bucket_seconds, 60, "more than 2,000 minutes");
    for (size, workers, step) in [(3_000, 2, 7), (500, 3, 101)] {
        let found = overview(shuffled(cut(size), step), workers);
        assert!(json(&found) == json(&first), "{size} lines a piece");
    }
}

#[test]
fn it_outlives_a_break_and_is_not_gone_on_with_as_a_whole_analysis() {
    let folder = Folder::generate(SEED);
    let settings = || Settings { workers: 2, is_summary: true, ..Settings::default() };
    let expected = json(&overview(whole(&folder, 1 << 16), 1));
    let work = WorkList::new(shuffled(whole(&folder, 1 << 16), 7));
    let (mut analysis, mut bytes) = (Analysis::new(settings()), Vec::new());
    while analysis.run(&work, &Budget::of(20), &()) != End::Exhausted {
        bytes.clear();
        analysis.save(&mut bytes).expect("a vector takes everything");
        analysis = Analysis::load(&*bytes, settings()).unwrap_or_else(|error| panic!("{error}"));
    }
    assert!(json(&analysis.into_summary()) == expected);
    let error = Analysis::load(&*bytes, Settings::default()).err().expect("a refusal");
    assert_eq!(error.kind(), LoadErrorKind::OtherSettings);
    assert!(error.to_string().contains("extent: a summary, not everything"), "{error}");
}
