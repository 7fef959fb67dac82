//! The generator and the committed folder: the same lines every time, lines as AWS
//! writes them, labels that are true.
#![expect(clippy::disallowed_methods, reason = "the test reads the committed folder")]
#![expect(clippy::unwrap_used, reason = "helpers of tests, too, fail by panicking")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use xtask::sample_logs::clock::{MINUTE_US, Moment, moment};
use xtask::sample_logs::folder::{Folder, SEED};
use xtask::sample_logs::labels::Label;
use xtask::sample_logs::packing::{Packing, write_gzip};

static FRESH: LazyLock<Folder> = LazyLock::new(|| Folder::generate(SEED));

fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../sample-logs")
}

fn files(folder: &Path, found: &mut BTreeMap<String, Vec<u8>>, prefix: &str) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            files(&entry.path(), found, &format!("{name}/"));
        } else {
            found.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}

fn gunzip(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes).read_to_end(&mut text).unwrap();
    text
}

/// What a stored object holds; envelopes that lie in a gzip member each have no line feed between
/// them, so that those of `content` count for nothing.
fn unpacked(key: &str, bytes: &[u8]) -> (String, bool) {
    let (text, joined) = match Packing::of(key) {
        Packing::Plain => (bytes.to_vec(), false),
        Packing::Gzip => (gunzip(bytes), false),
        Packing::GzipTwice => (gunzip(&gunzip(bytes)), true),
        Packing::Zstd => (zstd::stream::decode_all(bytes).unwrap(), false),
    };
    (String::from_utf8(text).unwrap(), joined)
}

/// Fields of an ALB line by the plainest rule: quotes hold, backslash escapes.
fn fields(line: &str) -> Vec<String> {
    let (mut found, mut field, mut quoted, mut escaped) = (Vec::new(), String::new(), false, false);
    for letter in line.chars() {
        match letter {
            _ if escaped => {
                field.push(letter);
                escaped = false;
            }
            '\\' if quoted => {
                field.push(letter);
                escaped = true;
            }
            '"' => quoted = !quoted,
            ' ' if !quoted => found.push(std::mem::take(&mut field)),
            _ => field.push(letter),
        }
    }
    assert!(!quoted, "unbalanced quote: {line}");
    found.push(field);
    found
}

fn number(text: &str) -> i64 {
    text.parse().unwrap()
}

/// `2026-11-22T14:05:09.000042Z` or its first 19 characters.
fn time(text: &str) -> Moment {
    let part = |from: usize, to: usize| number(&text[from..to]);
    let micros = if text.len() > 19 { part(20, 26) } else { 0 };
    moment((part(0, 4), part(5, 7), part(8, 10)), (part(11, 13), part(14, 16), part(17, 19)))
        + micros
}

fn alb_lines(folder: &str) -> impl Iterator<Item = (&'static str, Vec<String>)> {
    let prefix = format!("{folder}/AWSLogs/");
    FRESH
        .objects
        .iter()
        .filter(move |(key, _)| key.starts_with(&prefix) && key.contains("/123456789012_elastic"))
        .filter(|(key, _)| key.contains("_app."))
        .flat_map(|(key, content)| content.lines().map(|line| (key.as_str(), fields(line))))
}

fn edge_lines(folder: &str) -> impl Iterator<Item = Vec<&'static str>> {
    let prefix = format!("{folder}/cloudfront/");
    FRESH
        .objects
        .iter()
        .filter(move |(key, _)| key.starts_with(&prefix))
        .flat_map(|(_, content)| content.lines().skip(2).map(|line| line.split('\t').collect()))
}

fn label(folder: &str) -> &'static Label {
    FRESH.labels.iter().find(|label| label.folder == folder).unwrap()
}

#[test]
fn two_runs_give_the_same_bytes() {
    let again = Folder::generate(SEED);
    assert!(again == *FRESH);
    let gzip = |text: &str| {
        let mut bytes = Vec::new();
        write_gzip(text.as_bytes(), &mut bytes).unwrap();
        bytes
    };
    for (key, content) in FRESH.objects.iter().take(8) {
        assert_eq!(gzip(content), gzip(&again.objects[key]), "{key}");
    }
    assert!(Folder::generate(SEED + 1) != *FRESH);
}

#[test]
fn the_committed_folder_is_what_the_generator_writes() {
    let mut found = BTreeMap::new();
    files(&committed(), &mut found, "");
    let size: usize = found.values().map(Vec::len).sum();
    assert!(size < 3_000_000, "{size} bytes");
    assert_eq!(found.remove("labels.json").unwrap(), FRESH.labels_json().unwrap().into_bytes());
    assert_eq!(found.remove("README.md").unwrap(), FRESH.readme().into_bytes());
    let keys = |names: Vec<&String>| names.into_iter().cloned().collect::<Vec<_>>();
    assert_eq!(keys(found.keys().collect()), keys(FRESH.objects.keys().collect()));
    for (key, bytes) in found {
        let (text, joined) = unpacked(&key, &bytes);
        let fresh = &FRESH.objects[&key];
        let same = if joined { text == fresh.replace('\n', "") } else { text == *fresh };
        assert!(same, "{key} differs: run cargo xtask sample-logs");
    }
}

#[test]
fn every_alb_line_has_its_fields_and_lies_in_its_object() {
    for label in &FRESH.labels {
        let expected = if label.folder == "mixed-day" { 30 } else { 34 };
        for (key, line) in alb_lines(&label.folder) {
            assert_eq!(line.len(), expected, "{key}: {line:?}");
            let stamp = &key[key.rfind("_2026").unwrap() + 1..][..14];
            let day = (number(&stamp[..4]), number(&stamp[4..6]), number(&stamp[6..8]));
            let end = moment(day, (number(&stamp[9..11]), number(&stamp[11..13]), 0));
            let sent = time(&line[1]);
            assert!((end - 5 * MINUTE_US..end).contains(&sent), "{key}: {line:?}");
        }
    }
}

#[test]
fn phases_add_up_to_no_more_than_the_whole() {
    for label in &FRESH.labels {
        for (key, line) in alb_lines(&label.folder) {
            let whole = time(&line[1]) - time(&line[21]);
            let phase = |text: &str| number(&text.replace('.', "")) * 1_000;
            let phases: i64 =
                line[5..8].iter().filter(|text| *text != "-1").map(|text| phase(text)).sum();
            assert!(phases <= whole, "{key}: {line:?}");
        }
    }
}

#[test]
fn every_cloudfront_line_has_the_columns_of_its_header() {
    let lines: Vec<_> =
        ["healthy-hour", "origin-certificate"].into_iter().flat_map(edge_lines).collect();
    assert!(lines.len() > 3_000, "{}", lines.len());
    assert!(lines.iter().all(|line| line.len() == 33));
}

/// Records of logs that are neither: lines, less headers and the second lines of user agents;
/// in envelopes messages, in concatenated JSON objects.
fn other_records(folder: &str) -> u64 {
    let prefix = format!("{folder}/");
    let others = FRESH.objects.iter().filter(|(key, _)| {
        let own = key.contains("/cloudfront/E2EXAMPLE") || key.contains("/123456789012_elastic");
        key.starts_with(&prefix)
            && !(own && !key.contains("_net.") && !key.contains("_shop-classic"))
    });
    let count = |(key, text): (&String, &String)| match Packing::of(key) {
        Packing::GzipTwice => {
            text.matches("\"message\":").count() - text.matches("CWL CONTROL").count()
        }
        _ if text.contains("}{") => text.matches("}{").count() + 1,
        _ => text.lines().filter(|line| !is_no_record(line)).count(),
    };
    others.map(count).sum::<usize>() as u64
}

fn is_no_record(line: &str) -> bool {
    ["#Fields:", "version ", "srcaddr ", "build 77"].iter().any(|start| line.starts_with(start))
}

#[test]
fn labels_count_what_is_in_the_lines() {
    for label in &FRESH.labels {
        let alb = alb_lines(&label.folder).map(|(_, line)| line[8].clone());
        let edge = edge_lines(&label.folder).map(|line| line[8].to_owned());
        let statuses: Vec<String> = alb.chain(edge).collect();
        let bad = statuses.iter().filter(|status| *status == "502").count() as u64;
        let others = other_records(&label.folder);
        assert_eq!(label.records, statuses.len() as u64 + others, "{label:?}");
        if others == 0 {
            assert_eq!(label.bad_gateways, bad, "{label:?}");
        }
        for incident in &label.incidents {
            assert!(incident.failed >= 25 && incident.start < incident.end, "{incident:?}");
        }
    }
}

#[test]
fn the_healthy_hour_is_quiet_but_not_spotless() {
    let label = label("healthy-hour");
    assert!(label.quiet && label.incidents.is_empty() && label.background.is_empty());
    assert!((3..=6).contains(&label.bad_gateways), "{}", label.bad_gateways);
    for kind in ["http", "https", "h2", "wss"] {
        assert!(alb_lines("healthy-hour").any(|(_, line)| line[0] == kind), "no {kind}");
    }
    let any = |wanted: &dyn Fn(&[String]) -> bool| {
        alb_lines("healthy-hour").any(|(_, line)| wanted(&line))
    };
    assert!(any(&|line| line[22] == "redirect" && line[5] == "-1" && line[4] == "-"));
    assert!(any(&|line| line[22] == "fixed-response" && line[8] == "404"));
    assert!(any(&|line| line[12] == "- http://203.0.113.80:80- -" && line[8] == "400"));
    assert!(any(&|line| line[12].contains("\\x22")));
    assert!(any(&|line| line[12].matches(' ').count() > 2 && line[28] == "SpaceInUri"));
    assert!(any(&|line| line[3].starts_with("2001:db8:")));
    assert!(any(&|line| line[8] == "460" && line[9] == "-" && line[4] != "-"));
}

#[test]
fn the_dead_target_refuses_everything_and_works_before_and_after() {
    let label = label("target-down");
    let incident = &label.incidents[0];
    let mut before_during_after = [0; 3];
    for (_, line) in alb_lines("target-down") {
        if line[4] != incident.scope.targets[0] {
            continue;
        }
        let when = match line[1].as_str() {
            at if at < incident.start.as_str() => 0,
            at if at <= incident.end.as_str() => 1,
            _ => 2,
        };
        before_during_after[when] += 1;
        let refused = line[5..8] == ["-1", "-1", "-1"] && line[8] == "502" && line[9] == "-";
        assert_eq!(refused, when == 1, "{line:?}");
    }
    let [before, during, after] = before_during_after;
    assert_eq!(during, incident.failed);
    assert!(before > 50 && after > 20, "{before} {after}");
}

#[test]
fn deployed_targets_end_in_a_burst_and_then_refuse() {
    let incident = &label("rolling-deploy").incidents[0];
    for old in &incident.scope.targets {
        let lines: Vec<_> =
            alb_lines("rolling-deploy").filter(|(_, line)| line[4] == *old).collect();
        let ends = |wanted: &dyn Fn(&[String]) -> bool| -> Vec<Moment> {
            lines.iter().filter(|(_, line)| wanted(line)).map(|(_, line)| time(&line[1])).collect()
        };
        let last_good = ends(&|line| line[9] != "-").into_iter().max().unwrap();
        let cut = ends(&|line| line[8] == "502" && line[5] != "-1" && line[7] == "-1");
        assert!(cut.len() >= 3, "{old}: {}", cut.len());
        assert!(cut.iter().all(|end| (end - last_good).abs() < 1_000_000), "{old}");
        let late = ends(&|line| line[5] == "-1" && matches!(line[8].as_str(), "502" | "504"));
        assert!(late.len() >= 3 && late.iter().all(|end| *end < last_good + 26_000_000), "{old}");
    }
}

#[test]
fn cached_errors_follow_an_error_of_the_same_page_and_place() {
    let incident = &label("origin-certificate").incidents[0];
    let failed: Vec<_> = edge_lines("origin-certificate").filter(|line| line[8] == "502").collect();
    let end = |line: &[&str]| time(&format!("{}T{}", line[0], line[1]));
    let mut cached = 0;
    for line in failed.iter().filter(|line| line[28] == "Error") {
        cached += 1;
        assert!(failed.iter().any(|cause| cause[28] == "OriginConnectError"
            && (cause[2], cause[7]) == (line[2], line[7])
            && (0..=10_000_000).contains(&(end(line) - end(cause)))));
    }
    assert_eq!((cached, failed.len() as u64), (incident.cached, incident.failed));
    assert!(failed.iter().all(|line| line[15] == incident.scope.hosts[0]));
    assert!(cached >= 20, "{cached}");
}
