//! The order of the output, whatever the threads do and however little memory there is.

use std::io;

use proptest::prelude::*;
use serde_json::Value;
use why502_records::{Layout, Options, Order, RecordsErrorKind};

use crate::given::{Logs, alb, cloudfront, many, run, run_to, text};

/// Source, line and time of each record, by plain reading.
fn plainly(logs: &Logs) -> Vec<(usize, String, u64, String)> {
    let mut all = Vec::new();
    for (place, (source, text)) in logs.iter().enumerate() {
        for (line, text) in text.lines().enumerate() {
            let time = text.split(' ').nth(1).unwrap().to_owned();
            all.push((place, source.clone(), line as u64 + 1, time));
        }
    }
    all
}

fn written(text: &str) -> Vec<(String, u64, String)> {
    let of = |line: &str| {
        let value: Value = serde_json::from_str(line).unwrap();
        let text = |key: &str| value[key].as_str().unwrap().to_owned();
        (text("source"), value["line"].as_u64().unwrap(), text("timestamp"))
    };
    text.lines().map(of).collect()
}

fn without_place(all: Vec<(usize, String, u64, String)>) -> Vec<(String, u64, String)> {
    all.into_iter().map(|(_, source, line, time)| (source, line, time)).collect()
}

#[test]
fn objects_are_in_the_order_given_and_records_in_that_of_their_lines() {
    let logs = many(40);
    let expected = without_place(plainly(&logs));
    // Little room ahead: threads have to wait for each other all the time.
    for memory_bytes in [0, 5_000, 1 << 30] {
        for workers in [1, 2, 7] {
            let options = Options { workers, memory_bytes, ..Options::default() };
            assert_eq!(written(&text(&logs, &options)), expected, "{workers} {memory_bytes}");
        }
    }
}

#[test]
fn objects_behind_the_listed_ones_are_in_the_order_of_their_names() {
    let logs = many(24);
    for listed in [0, 10] {
        let mut expected = plainly(&logs);
        expected.sort_by_key(|(place, source, line, _)| {
            let key = if *place < listed { (*place, String::new()) } else { (99, source.clone()) };
            (key, *line)
        });
        let order = Order::ByName { listed: listed as u64 };
        for (workers, memory_bytes) in [(1, 1 << 30), (3, 2_000)] {
            let options = Options { workers, memory_bytes, order, ..Options::default() };
            assert_eq!(written(&text(&logs, &options)), without_place(expected.clone()));
        }
    }
}

#[test]
fn a_table_has_the_columns_of_its_first_record_for_any_number_of_threads() {
    let mut logs = many(12);
    logs.insert(0, ("empty".to_owned(), String::new()));
    logs.insert(2, ("edge".to_owned(), cloudfront(50)));
    for order in [Order::AsGiven, Order::ByName { listed: 99 }, Order::ByTime { listed: u64::MAX }]
    {
        let mut options =
            Options { layout: Layout::Csv, order, memory_bytes: 3_000, ..Options::default() };
        let first = run(&logs, options.clone());
        let report = first.report.unwrap();
        assert!(first.text.starts_with("format,source,line,timestamp,status,"), "{}", first.text);
        assert_eq!(report.left_out_records, 50);
        assert!(report.left_out_keys.contains(&"x_new".to_owned()), "{report:?}");
        for workers in [2, 5] {
            options.workers = workers;
            assert_eq!(text(&logs, &options), first.text);
        }
    }
}

#[test]
fn a_limit_gives_the_beginning_of_what_there_is_without_it() {
    let logs = many(20);
    for layout in [Layout::Ndjson, Layout::Csv] {
        for order in [Order::AsGiven, Order::ByTime { listed: u64::MAX }] {
            let all = Options { layout, order, memory_bytes: 9_000, ..Options::default() };
            let whole = text(&logs, &all);
            for limit in [1, 3, 404, 100_000] {
                let options = Options { limit: Some(limit), workers: 3, ..all.clone() };
                let run = run(&logs, options);
                let header = usize::from(layout == Layout::Csv);
                let lines = whole.split_inclusive('\n').take(limit as usize + header);
                assert_eq!(run.text, lines.collect::<String>());
                let report = run.report.unwrap();
                assert_eq!(report.limit_reached, limit < 100_000);
                assert!(report.written <= limit);
            }
        }
    }
}

#[test]
fn reading_stops_where_the_limit_is_reached() {
    let logs = vec![("long".to_owned(), alb(1, 200, "x").repeat(10_000))];
    let run = run(&logs, Options { limit: Some(5), ..Options::default() });
    assert_eq!(run.input.records, 5);
    assert!(run.input.failed_objects.is_empty());
}

#[test]
fn a_reader_that_goes_away_ends_it_and_a_full_disk_is_an_error() {
    let logs = many(60);
    for workers in [1, 4] {
        for order in [Order::AsGiven, Order::ByTime { listed: u64::MAX }] {
            let options = Options { workers, order, memory_bytes: 100_000, ..Options::default() };
            let gone = run_to(&logs, options.clone(), 300_000, io::ErrorKind::BrokenPipe);
            assert!(gone.report.unwrap().reader_left);
            let full = run_to(&logs, options, 300_000, io::ErrorKind::StorageFull);
            assert_eq!(full.report.unwrap_err().kind(), RecordsErrorKind::Output);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn sorting_by_time_is_a_plain_sort(
        seconds in prop::collection::vec(prop::collection::vec(0..40_u64, 0..60), 1..9),
        memory_bytes in 0..60_000_usize,
        workers in 1..5_usize,
    ) {
        let object = |(number, seconds): (usize, &Vec<u64>)| {
            let lines = seconds.iter().map(|second| alb(*second, 502, "x")).collect();
            // Against the order given.
            (format!("log-{}", 9 - number), lines)
        };
        let logs: Logs = seconds.iter().enumerate().map(object).collect();
        let mut expected = plainly(&logs);
        expected.sort_by_key(|(place, _, line, time)| (time.clone(), *place, *line));
        let order = Order::ByTime { listed: u64::MAX };
        let options = Options { workers, memory_bytes, order, ..Options::default() };
        prop_assert_eq!(written(&text(&logs, &options)), without_place(expected));
    }
}
