//! What the corpora promise.

#![expect(clippy::disallowed_methods, reason = "the tests look at what was written")]

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;

use super::*;

const SMALL: u64 = 6 << 20;

fn target(name: &str) -> PathBuf {
    let target = std::env::temp_dir().join(format!("why502-corpus-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&target);
    target
}

/// The lines of a kind as one text, by way of a file of the test that asks for them.
fn lines(kind: Kind, test: &str) -> (String, Written) {
    let path = target(&format!("{test}-{kind:?}.log"));
    let written = write(kind, Form::Plain, &path, SMALL, 7).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(text.len() as u64, written.bytes);
    assert_eq!(text.lines().count() as u64, written.lines);
    (text, written)
}

#[test]
fn every_form_holds_the_same_lines() {
    let (plain, written) = lines(Kind::Alb, "forms");
    let folder = target("objects");
    let objects = write(Kind::Alb, Form::Objects, &folder, SMALL, 7).unwrap();
    assert_eq!((objects.objects, objects.bytes), (written.objects, written.bytes));
    assert!(write(Kind::Alb, Form::Objects, &folder, SMALL, 7).is_err(), "not empty any more");
    let single = folder.join("single.log.gz");
    write(Kind::Alb, Form::Gzip, &single, SMALL, 7).unwrap();
    let compressed = fs::read(&single).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(
        &mut flate2::read::GzDecoder::new(compressed.as_slice()),
        &mut text,
    )
    .unwrap();
    assert!(text == plain);
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn alb_lines_are_as_long_and_compress_as_well_as_real_ones() {
    let folder = target("ratio");
    let written = write(Kind::Alb, Form::Objects, &folder, SMALL, 502).unwrap();
    fs::remove_dir_all(&folder).unwrap();
    assert!((SMALL..SMALL + 2_000).contains(&written.bytes), "{written:?}");
    let line = written.bytes / written.lines;
    assert!((650..=750).contains(&line), "{line} bytes a line");
    let permille = written.bytes * 1000 / written.stored_bytes;
    assert!((7_000..=9_000).contains(&permille), "compresses {permille} : 1000");
}

/// Column 9 of both formats, without CloudFront's header.
fn per_100_000_of_502(text: &str) -> u64 {
    let records = || text.lines().filter(|line| !line.starts_with('#'));
    let failed = records().filter(|line| line.split([' ', '\t']).nth(8) == Some("502")).count();
    failed as u64 * 100_000 / records().count() as u64
}

#[test]
fn failures_are_as_frequent_as_the_kind_says() {
    let ordinary = per_100_000_of_502(&lines(Kind::Alb, "failures").0);
    assert!((200..700).contains(&ordinary), "{ordinary}");
    let storm = per_100_000_of_502(&lines(Kind::Storm, "failures").0);
    assert!((50_000..51_000).contains(&storm), "{storm}");
    let edge = per_100_000_of_502(&lines(Kind::Cloudfront, "failures").0);
    assert!((200..700).contains(&edge), "{edge}");
}

#[test]
fn cardinality_repeats_neither_path_nor_client() {
    let (text, written) = lines(Kind::Cardinality, "cardinality");
    let distinct = |column: usize| {
        let column = move |line| str::split(line, ' ').nth(column);
        text.lines().filter_map(column).collect::<HashSet<&str>>().len() as u64
    };
    // The client's port is in its column, the host in that of the URL.
    assert_eq!(distinct(13), written.lines);
    assert!(distinct(3) > written.lines * 999 / 1000);
}
