//! Two sides: what differs is found, and what does not is not.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod given;

use given::{Hour, side, whole};
use why502_accuracy::kinds;
use why502_engine::compare::{Comparison, Group, Measure, Presence, ValueChange, Verdict, compare};
use why502_parse::Timestamp;

fn group<'a>(comparison: &'a Comparison, name: &str) -> &'a Group {
    let mut all = comparison.groups.iter().chain(&comparison.dimensions);
    all.find(|group| group.name == name).unwrap()
}

fn value<'a>(comparison: &'a Comparison, name: &str, value: &str) -> &'a ValueChange {
    group(comparison, name).values.iter().find(|one| one.value == value).unwrap()
}

fn hours(before: &Hour, after: &Hour) -> Comparison {
    compare(&whole(&before.text()), &whole(&after.text()))
}

/// What differs, for a message.
fn changes(comparison: &Comparison) -> Vec<String> {
    let figures = comparison.figures.iter().chain(&comparison.latency);
    let figures = figures
        .filter(|figure| figure.measure.is_changed())
        .map(|figure| format!("{} {:?}", figure.name, figure.measure.ratio));
    let groups = comparison.groups.iter().chain(&comparison.dimensions);
    let values = groups.flat_map(|group| {
        let changed = group.values.iter().filter(|value| value.is_changed());
        changed.map(|value| format!("{} {}", group.name, value.value))
    });
    figures.chain(values).collect()
}

#[test]
fn two_hours_alike_differ_by_noise_only() {
    let mut found = Vec::new();
    for seed in 0..100 {
        let comparison = hours(&Hour::plain(seed, 9), &Hour::plain(seed, 10));
        assert!(comparison.tested > 20, "{}", comparison.tested);
        if comparison.changed > 0 {
            found.push((seed, changes(&comparison)));
        }
    }
    assert!(found.len() <= 5, "{found:?}");
}

#[test]
fn a_line_of_1970_makes_no_side_longer_and_is_told() {
    let (before, after) = (Hour::plain(1, 9).text(), Hour::plain(2, 10).text());
    let first = before.lines().next().unwrap();
    let reset = first.replace("2026-11-20T", "1970-01-01T");
    assert_ne!(reset, first);
    let with_it = whole(&format!("{reset}\n{before}"));
    // To the bucket of the timeline: the first of the others was not noted by itself.
    let earlier = whole(&before).span().unwrap().0.saturating_since(with_it.span().unwrap().0);
    assert!(earlier < 60_000_000, "{earlier}");
    let comparison = compare(&with_it, &whole(&after));
    assert!(comparison.before.seconds < 3_601.0, "{}", comparison.before.seconds);
    let told = "Before: 1 request lies far outside the time of all others";
    let notes: Vec<_> = comparison.notes.iter().map(|note| note.english()).collect();
    assert!(notes.contains(&told), "{notes:?}");
}

/// Sites as they are, with crowds, clients that leave and keep-alive races: the two halves of a time
/// in which nothing happens. Traffic may change in it, and scanners may pass.
#[test]
fn failures_and_response_times_of_two_halves_of_a_healthy_time_differ_by_noise_only() {
    let mut found = Vec::new();
    let names = ["healthy-alb", "healthy-noisy", "healthy-thin", "healthy-edge"];
    for kind in kinds::ALL.iter().filter(|kind| names.contains(&kind.name)) {
        for seed in 0..10 {
            let scenario = kind.scenario(502, seed);
            let texts: Vec<&str> = scenario.objects.iter().map(|(_, text)| text.as_str()).collect();
            let (from, to) = side(&texts, (None, None), 1).span().unwrap();
            let middle = Timestamp::from_micros(from.micros() / 2 + to.micros() / 2);
            let before = side(&texts, (None, Some(middle)), 1);
            let after = side(&texts, (Some(middle), None), 1);
            let comparison = compare(&before, &after);
            let is_expected = |change: &String| {
                let what = ["failed", "bad_gateways", "cause", "signature", "p50", "p90", "p99"];
                !what.iter().any(|what| change.starts_with(what))
            };
            let changes = changes(&comparison).into_iter().filter(|one| !is_expected(one));
            let changes: Vec<String> = changes.collect();
            if !changes.is_empty() {
                found.push((kind.name, seed, changes));
            }
        }
    }
    assert!(found.len() <= 2, "{} {found:#?}", found.len());
}

#[test]
fn a_target_that_refuses_is_found_with_its_cause_status_and_target() {
    let after = Hour { refuses: Some(("10.0.0.8:8080", 20, 40)), ..Hour::plain(7, 10) };
    let comparison = hours(&Hour::plain(7, 9), &after);
    let failed = comparison.figure("failed").unwrap();
    assert_eq!(failed.verdict, Verdict::Higher);
    assert!(failed.ratio_low > 20.0 && failed.q_value.unwrap() < 1e-6, "{failed:?}");
    for (name, what) in [
        ("cause", "target-down"),
        ("signature", "alb-connection-refused"),
        ("status", "502"),
        ("host_status", "www.example.com 502"),
    ] {
        assert_eq!(value(&comparison, name, what).traffic.verdict, Verdict::Higher, "{what}");
    }
    let targets = group(&comparison, "target");
    assert_eq!((targets.values[0].value.as_str(), targets.changed), ("10.0.0.8:8080", 1));
    let failures = targets.values[0].failures.as_ref().unwrap();
    assert_eq!(failures.verdict, Verdict::Higher);
    let said = comparison.statement.english();
    assert!(said.starts_with("Failures rose from 0.") && said.contains("target-down"), "{said}");
    assert!(comparison.statement.japanese().contains("target-down"));
    // And the other way round.
    let turned = hours(&after, &Hour { number: 11, ..Hour::plain(7, 11) });
    assert_eq!(turned.figure("failed").unwrap().verdict, Verdict::Lower);
    assert!(turned.statement.english().contains("Less, or gone: target-down"));
}

#[test]
fn new_targets_vanished_paths_and_slower_answers_are_told_apart() {
    let before = Hour::plain(3, 9);
    let after = Hour {
        targets: vec!["10.0.0.7:8080", "10.0.0.8:8080", "10.0.2.2:8080"],
        paths: vec!["/cart", "/", "/search", "/item/17", "/checkout"],
        median_ms: 55.0,
        ..Hour::plain(3, 10)
    };
    let comparison = hours(&before, &after);
    let presence = |name, what| {
        let found = value(&comparison, name, what);
        (found.presence, found.traffic.verdict)
    };
    assert_eq!(presence("target", "10.0.2.2:8080"), (Presence::New, Verdict::Higher));
    assert_eq!(presence("target", "10.0.1.9:8080"), (Presence::Gone, Verdict::Lower));
    assert_eq!(presence("target", "10.0.0.7:8080"), (Presence::Both, Verdict::WithinNoise));
    assert_eq!(presence("path", "/checkout"), (Presence::New, Verdict::Higher));
    assert_eq!(presence("path", "/login"), (Presence::Gone, Verdict::Lower));
    let p50 = comparison.latency.iter().find(|figure| figure.name == "p50").unwrap();
    assert_eq!(p50.measure.verdict, Verdict::Higher);
    let Measure { ratio, ratio_low, ratio_high, .. } = p50.measure;
    assert!(ratio_low < 55.0 / 40.0 && ratio_high.unwrap() > 55.0 / 40.0, "{ratio:?}");
    assert_eq!(comparison.figure("failed").unwrap().verdict, Verdict::WithinNoise);
}

#[test]
fn twice_the_traffic_is_said_once_and_not_of_every_value() {
    let after = Hour { requests: 6_000, ..Hour::plain(5, 10) };
    let comparison = hours(&Hour::plain(5, 9), &after);
    let requests = comparison.figure("requests").unwrap();
    assert_eq!(requests.verdict, Verdict::Higher);
    assert!(requests.ratio_low > 1.8 && requests.ratio_high.unwrap() < 2.2, "{requests:?}");
    assert_eq!(changes(&comparison).len(), 1, "{:?}", changes(&comparison));
    // A flood of one path is of that path, and not of those whose share it takes.
    let paths = |count| [vec!["/flood"; count], Hour::plain(5, 9).paths].concat();
    let [one, other] = [(6_000, 6), (4_000, 2)].map(|(requests, count)| Hour {
        requests,
        paths: paths(count),
        ..Hour::plain(5, 9)
    });
    let found = hours(&other, &Hour { number: 10, ..one });
    let flooded: Vec<&str> = group(&found, "path")
        .values
        .iter()
        .filter(|value| value.is_changed())
        .map(|value| value.value.as_str())
        .collect();
    assert_eq!(flooded, ["/flood"]);
}

#[test]
fn nothing_on_one_side_is_no_comparison() {
    let comparison = compare(&whole(""), &whole(&Hour::plain(1, 9).text()));
    assert!(comparison.statement.english().contains("nothing to compare"));
    assert_eq!(comparison.changed, 0, "{:?}", changes(&comparison));
}

#[test]
fn any_split_and_number_of_workers_gives_the_same_bytes() {
    let texts = [Hour::plain(9, 9), Hour::plain(9, 10)].map(|hour| hour.text());
    let cut = texts[0].lines().count() / 2;
    let (mut head, mut tail) = (String::new(), String::new());
    for (number, line) in texts[0].lines().enumerate() {
        let part = if number % 7 < 3 || number > cut { &mut head } else { &mut tail };
        part.push_str(line);
        part.push('\n');
    }
    let after = whole(&texts[1]);
    let json = |before| {
        let mut comparison = compare(&before, &after);
        // Objects are cut otherwise.
        comparison.before.input = comparison.after.input.clone();
        serde_json::to_string(&comparison).unwrap()
    };
    let one = json(whole(&texts[0]));
    let none = (None, None);
    assert_eq!(json(side(&[&tail, &head], none, 2)), one);
}

#[test]
fn a_window_of_equal_halves_is_compared_by_the_second() {
    let text = Hour::plain(2, 9).text();
    let (from, to) = whole(&text).span().unwrap();
    let at = |minutes: i64| Timestamp::from_micros(to.micros() - minutes * 60_000_000);
    let before = side(&[&text], (Some(at(30)), Some(at(20))), 1);
    let after = side(&[&text], (Some(at(20)), Some(at(10))), 1);
    assert_eq!(before.span(), Some((at(30), at(20))));
    let comparison = compare(&before, &after);
    assert!((comparison.after.seconds - 600.0).abs() < 1e-6);
    assert_eq!(comparison.changed, 0, "{:?}", changes(&comparison));
    // A window that reaches beyond the logs stands for as long as they do.
    let early = Timestamp::from_micros(from.micros() - 3_600_000_000);
    let cut = side(&[&text], (Some(early), Some(at(20))), 1);
    assert_eq!(cut.span(), Some((from, at(20))));
    let notes = compare(&cut, &after).notes;
    assert!(notes.iter().any(|note| note.english().contains("as if there were no logs")));
}
