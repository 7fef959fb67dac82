//! Saved, loaded and gone on with: the same bytes as never having stopped; and what is refused.

use why502_engine::{Analysis, End, Filter, LoadErrorKind, Settings, WorkItem, WorkList};
use why502_parse::{Format, Options, Timestamp};
use xtask::sample_logs::folder::{Folder, SEED};

use crate::given::{flood, in_pieces, item, line, neighbours, shuffled, whole};
use crate::rounds::{Budget, json, with};
use crate::summary;

fn bytes_of(analysis: &Analysis) -> Vec<u8> {
    let mut bytes = Vec::new();
    analysis.save(&mut bytes).expect("a vector takes everything");
    bytes
}

/// What a later run makes of it.
pub(crate) fn reloaded(analysis: &Analysis) -> Analysis {
    load(&bytes_of(analysis)).unwrap_or_else(|error| panic!("{error}"))
}

fn load(bytes: &[u8]) -> Result<Analysis, why502_engine::LoadError> {
    Analysis::load(bytes, Settings::default())
}

/// The summary of rounds of `objects` items, saved and loaded after each.
fn with_breaks(items: Vec<WorkItem<'static>>, workers: usize, objects: isize) -> (usize, String) {
    let mut analysis = reloaded(&Analysis::new(Settings::default()));
    let work = WorkList::new(items);
    let mut breaks = 0;
    while analysis.run(&work, &Budget::of(objects), &()) != End::Exhausted {
        let bytes = bytes_of(&analysis);
        analysis = Analysis::load(&*bytes, with(workers)).unwrap_or_else(|error| panic!("{error}"));
        breaks += 1;
    }
    (breaks, json(&analysis.into_summary()))
}

#[test]
fn any_number_of_breaks_gives_the_same_bytes() {
    let folder = Folder::generate(SEED);
    let expected = summary(whole(&folder, 1 << 16), 1);
    for (workers, objects) in [(1, 11), (2, 3), (3, 100)] {
        let (breaks, found) = with_breaks(shuffled(whole(&folder, 1 << 16), 7), workers, objects);
        assert!(breaks > 1 && found == expected, "{workers} workers, {objects} a round");
        let (breaks, found) = with_breaks(in_pieces(&folder, 400), workers, objects);
        assert!(breaks > 1 && found == expected, "pieces, {workers} workers, {objects} a round");
    }
}

#[test]
fn evidence_and_held_lines_outlive_a_break() {
    let expected = summary(neighbours(1 << 16), 1);
    assert!(expected.contains("\"alb-health-check-timeout\""));
    for (chunk, workers, objects) in [(1, 1, 1), (17, 2, 3), (1 << 16, 3, 5)] {
        let (breaks, found) = with_breaks(shuffled(neighbours(chunk), 7), workers, objects);
        assert!(breaks > 1 && found == expected, "{workers} workers, {objects} a round");
    }
}

#[test]
fn full_tables_are_saved_as_they_are() {
    let lines = flood();
    let cut = |size: usize| -> Vec<WorkItem<'static>> {
        let object = |(at, part): (usize, &[String])| {
            item(&format!("flood-{at}"), &part.concat(), None, Some(Format::Alb), 1 << 16)
        };
        lines.chunks(size).enumerate().map(object).collect()
    };
    for (size, workers, objects, step) in [(19_000, 2, 3, 7), (40_000, 1, 1, 31)] {
        let expected = summary(cut(size), 1);
        assert!(expected.contains("failing requests"), "the failures must be a sample");
        let (breaks, found) = with_breaks(shuffled(cut(size), step), workers, objects);
        assert!(breaks > 1 && found == expected, "{size} lines, {objects} a round");
    }
}

#[test]
fn damage_outlives_a_break() {
    let bad = "https yesterday app/shop/50dc6c495c0c9188 203.0.113.9:50000\n";
    let text = line(0, 1, true) + bad + &line(0, 2, false) + &bad.repeat(4);
    let items = || -> Vec<WorkItem<'static>> {
        let objects = (0..6).map(|n| item(&format!("{n}.log"), &text, None, None, 1 << 16));
        let pieces = (0..3).map(|n| item("cut.log", &text, Some(n), Some(Format::Alb), 1 << 16));
        let foreign = item("foreign.txt", "no log\n", None, None, 1 << 16);
        objects.chain(pieces).chain([foreign]).collect()
    };
    let expected = summary(items(), 1);
    assert!(expected.contains("\"source\": \"0.log\"") && expected.contains("foreign.txt"));
    for objects in [1, 2, 7] {
        let (_, found) = with_breaks(shuffled(items(), 5), 2, objects);
        assert_eq!(found, expected, "{objects} a round");
    }
}

#[test]
fn the_names_of_healthy_objects_are_not_kept() {
    let mut analysis = Analysis::new(Settings::default());
    let named =
        |n| item(&format!("a-name-of-its-own-{n}"), &line(0, 7, false), None, None, 1 << 16);
    analysis.run(&WorkList::new((0..500).map(named).collect()), &(), &());
    let bytes = bytes_of(&analysis);
    assert_eq!(analysis.into_summary().input.objects, 500);
    assert!(!bytes.windows(8).any(|window| window == b"its-own-"));
}

fn small() -> Analysis {
    let mut analysis = Analysis::new(Settings::default());
    let text: String =
        (0..40).map(|second| line(second as usize % 3, second, second > 30)).collect();
    let work = WorkList::new(vec![item("small", &text, None, None, 1 << 16)]);
    analysis.run(&work, &(), &());
    analysis
}

fn refusal(bytes: &[u8]) -> LoadErrorKind {
    load(bytes).err().expect("a refusal").kind()
}

#[test]
fn what_is_cut_short_is_told_wherever_it_is_cut() {
    let bytes = bytes_of(&small());
    for end in 0..bytes.len() {
        assert_eq!(refusal(&bytes[..end]), LoadErrorKind::Truncated, "{end} of {}", bytes.len());
    }
    let longer = [&bytes[..], b"what stands behind it is not looked at"].concat();
    assert!(load(&longer).is_ok());
}

#[test]
fn every_flipped_byte_is_told() {
    let bytes = bytes_of(&small());
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x41;
        let kind = refusal(&flipped);
        let expected = match at {
            0..8 => &[LoadErrorKind::NotSaved][..],
            8..12 => &[LoadErrorKind::OtherVersion],
            _ => &[LoadErrorKind::Damaged, LoadErrorKind::Truncated],
        };
        assert!(expected.contains(&kind), "byte {at}: {kind:?}");
    }
}

#[test]
fn other_files_and_other_settings_are_refused_in_words() {
    for foreign in [
        &b"{\"schema_version\": 1, \"input\": {}}"[..],
        &[0; 4_096],
        &[0x1f, 0x8b, 8, 0, 0, 0, 0, 0],
    ] {
        assert_eq!(refusal(foreign), LoadErrorKind::NotSaved);
    }
    let bytes = bytes_of(&small());
    let at = Timestamp::parse(b"2026-11-22T14:00:00Z");
    for (settings, words) in [
        (
            Settings { since: at, ..Settings::default() },
            "beginning of the window: none, not 2026-11-22T14:00:00.000000Z",
        ),
        (Settings { until: at, ..Settings::default() }, "end of the window: none"),
        (
            Settings { log_format: Some(Format::CloudFront), ..Settings::default() },
            "log format: auto, not cloudfront",
        ),
        (Settings { line_limit: 77, ..Settings::default() }, "line limit: 1048576, not 77"),
        (
            Settings {
                filter: Filter::parse("status = 502", &|_| None).ok(),
                ..Settings::default()
            },
            "filter: none, not status = 502",
        ),
        (
            Settings {
                options: Options { fields: vec!["c-ip".into()], ..Options::default() },
                ..Settings::default()
            },
            "list of columns: , not c-ip",
        ),
    ] {
        let error = Analysis::load(&*bytes, settings).err().expect("a refusal");
        assert_eq!(error.kind(), LoadErrorKind::OtherSettings);
        assert!(error.to_string().contains(words), "{error}");
    }
    assert!(Analysis::load(&*bytes, with(9)).is_ok(), "workers change no result");
}

/// The checksum, once more.
fn checksum(bytes: &[u8]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    let mut fold = |word: u64| {
        sum = (sum ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    };
    while at + 8 <= bytes.len() {
        fold(u64::from_le_bytes(bytes[at..at + 8].try_into().expect("8 bytes")));
        at += 8;
    }
    bytes[at..].iter().for_each(|&byte| fold(u64::from(byte)));
    fold(bytes.len() as u64);
    sum
}

#[test]
fn bytes_that_somebody_made_up_are_refused_or_loaded_without_harm() {
    let bytes = bytes_of(&small());
    let head = 12 + 12 + u32::from_le_bytes(bytes[12..16].try_into().unwrap()) as usize;
    let payload = head + 12..bytes.len() - 12;
    let sum = bytes[head + 4..head + 12].to_vec();
    assert_eq!(sum, checksum(&bytes[payload.clone()]).to_le_bytes(), "one block holds it all");
    let mut refused = 0;
    for at in payload.clone() {
        for value in [0, 1, 0x7f, 0x80, 0xff, bytes[at].wrapping_add(1)] {
            let mut forged = bytes.clone();
            forged[at] = value;
            let sum = checksum(&forged[payload.clone()]);
            forged[head + 4..head + 12].copy_from_slice(&sum.to_le_bytes());
            refused += usize::from(load(&forged).is_err());
        }
    }
    assert!(refused > 500, "{refused}");
}
