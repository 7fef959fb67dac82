//! The engine's central promise: any split, any order, any number of workers gives the same
//! summary, byte for byte.

use std::io::{self, BufRead, Cursor, Read};

use why502_engine::{Settings, Stream, WorkItem, analyze};
use why502_parse::{Format, Timestamp};
use xtask::sample_logs::folder::{Folder, SEED};

/// Text in chunks of a fixed size.
struct Chunks {
    text: Cursor<Vec<u8>>,
    size: usize,
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.text.read(buffer)
    }
}

impl BufRead for Chunks {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let size = self.size;
        self.text.fill_buf().map(|rest| &rest[..rest.len().min(size)])
    }
    fn consume(&mut self, amount: usize) {
        self.text.consume(amount);
    }
}

impl Stream for Chunks {
    fn bytes_read(&self) -> u64 {
        self.text.position()
    }
    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        true
    }
}

fn item(
    source: &str,
    text: &str,
    piece: u32,
    format: Option<Format>,
    chunk: usize,
) -> WorkItem<'static> {
    let (source, text) = (source.to_owned(), text.as_bytes().to_vec());
    let size = text.len() as u64;
    let open =
        move || Ok(Box::new(Chunks { text: Cursor::new(text), size: chunk }) as Box<dyn Stream>);
    WorkItem { source, size, format, piece, open: Box::new(open) }
}

fn whole(folder: &Folder, chunk: usize) -> Vec<WorkItem<'static>> {
    folder.objects.iter().map(|(source, text)| item(source, text, 0, None, chunk)).collect()
}

/// Every ALB object in pieces of a few lines; a CloudFront object keeps its header.
fn in_pieces(folder: &Folder, lines: usize) -> Vec<WorkItem<'static>> {
    let mut items = Vec::new();
    for (source, text) in &folder.objects {
        if text.starts_with('#') {
            items.push(item(source, text, 0, None, 1 << 16));
            continue;
        }
        let all: Vec<&str> = text.split_inclusive('\n').collect();
        for (piece, part) in all.chunks(lines).enumerate() {
            let piece = u32::try_from(piece).expect("few pieces");
            items.push(item(source, &part.concat(), piece, Some(Format::Alb), 1 << 16));
        }
    }
    items
}

fn summary(items: Vec<WorkItem<'_>>, workers: usize) -> String {
    let settings = Settings { workers, ..Settings::default() };
    serde_json::to_string_pretty(&analyze(&settings, items, &())).expect("a summary serialises")
}

/// A fixed shuffle: every `step`-th, with wrap-around.
fn shuffled(mut items: Vec<WorkItem<'static>>, step: usize) -> Vec<WorkItem<'static>> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| at * step % 1009);
    let mut slots: Vec<Option<WorkItem<'static>>> = items.drain(..).map(Some).collect();
    order.into_iter().filter_map(|at| slots[at].take()).collect()
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
    assert_eq!(before.input.records_outside_window, after.requests);
    assert!(before.input.to < Some(middle) && after.input.from >= Some(middle));
}

#[test]
fn the_accounting_adds_up() {
    let folder = Folder::generate(SEED);
    let found = analyze(&Settings::default(), whole(&folder, 1 << 16), &());
    let lines: usize = folder.objects.values().map(|text| text.lines().count()).sum();
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

/// A line of `group`, second `second`: refused where `failed`.
fn line(group: usize, second: i64, failed: bool) -> String {
    let (minute, second) = (second / 60, second % 60);
    let outcome = if failed { "-1 -1 -1 502 -" } else { "0.001 0.010 0.000 200 200" };
    format!(
        "https 2026-11-22T14:{minute:02}:{second:02}.000000Z app/shop/50dc6c495c0c9188 203.0.113.9:50000 \
         10.0.{}.{}:8080 {outcome} 150 277 \"GET https://www.example.com:443/cart HTTP/1.1\" \"curl/8.5.0\" - - \
         arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/g{group}/943f017f100becff \
         \"Root=1-6921c0de-{:024x}\" \"-\" \"-\" 1 2026-11-22T14:{minute:02}:{second:02}.000000Z \"forward\" \"-\" \"-\"\n",
        group / 250,
        group % 250,
        group * 10_000 + second as usize
    )
}

#[test]
fn a_fleet_that_fails_alike_is_one_finding_and_every_dimension_counts_all_of_it() {
    let groups = 300;
    let text: String = (0..groups)
        .flat_map(|group| (0..120).map(move |n| line(group, n * 30, n >= 100)))
        .collect();
    let found = analyze(&Settings::default(), vec![item("fleet", &text, 0, None, 1 << 16)], &());
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
    let found = analyze(&Settings::default(), vec![item("absurd", &text, 0, None, 1 << 16)], &());
    assert_eq!((found.requests, found.bad_gateways), (17, 16));
    assert!(found.latency.is_some_and(|latency| latency.max < 1.0));
}

/// A word of letters for a number: a path that no shape makes fewer.
fn word(mut number: usize) -> String {
    let mut text = String::from("w");
    while number > 0 {
        text.push(char::from(b'a' + (number % 23) as u8));
        number /= 23;
    }
    text
}

/// More of everything than any table keeps: minutes, seconds, paths, clients, failures.
fn flood() -> Vec<String> {
    let line = |n: usize| {
        let second = n * 7 % 260_000;
        let (day, hour, minute, second) =
            (1 + second / 86_400, second / 3_600 % 24, second / 60 % 60, second % 60);
        let outcome =
            if n.is_multiple_of(5) { "0.001 0.010 0.000 200 200" } else { "-1 -1 -1 502 -" };
        format!(
            "https 2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}.{:06}Z app/shop/50dc6c495c0c9188 \
             203.{}.{}.9:50000 10.0.0.{}:8080 {outcome} 150 277 \"GET https://www.example.com:443/{} HTTP/1.1\" \
             \"curl/8.5.0\" - - arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff\n",
            n % 1_000_000,
            n * 31 % 20_011 / 250,
            n * 31 % 20_011 % 250,
            n % 8,
            word(n * 13 % 9_973)
        )
    };
    (0..190_000).map(line).collect()
}

#[test]
fn full_tables_give_the_same_bytes_too() {
    let lines = flood();
    let cut = |size: usize| -> Vec<WorkItem<'static>> {
        let piece = |(at, part): (usize, &[String])| {
            let at = u32::try_from(at).expect("few pieces");
            item("flood", &part.concat(), at, Some(Format::Alb), 1 << 16)
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
