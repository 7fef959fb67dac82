//! Buckets as files.

use std::cell::Cell;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use why502_s3::client::{Fault, FaultyClient, MemoryClient, ObjectClient, Rule};
use why502_s3::{Config, CopyReport, CopyWatch, Found, S3, S3ErrorKind};

use crate::hooked::{Hooked, error};
use crate::scene::{BUCKET, REGION, TEN, config, content, hour, key, wish};

/// Stops after so many objects.
struct Until(Cell<u64>);

impl CopyWatch for Until {
    fn goes_on(&self) -> bool {
        self.0.get() > 0
    }

    fn progress(&self, report: &CopyReport, _: Found) {
        if report.copied >= self.0.get() {
            self.0.set(0);
        }
    }
}

fn copy_to<C: ObjectClient>(client: C, config: Config, prefix: &str, folder: &Path) -> CopyReport {
    let s3 = S3::with_client(config, client).unwrap();
    s3.copy(wish(&[prefix]), folder, &Until(Cell::new(u64::MAX)))
}

fn read(path: &Path) -> Vec<u8> {
    #[expect(clippy::disallowed_methods, reason = "a test looks at the copy")]
    let bytes = fs::read(path).unwrap();
    bytes
}

/// Paths of all files below a folder, hidden ones too.
fn paths(folder: &Path) -> Vec<String> {
    fn below(root: &Path, folder: &Path, found: &mut Vec<String>) {
        #[expect(clippy::disallowed_methods, reason = "a test looks at the copy")]
        let entries = fs::read_dir(folder).unwrap();
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                below(root, &path, found);
            } else {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    let mut found = Vec::new();
    below(folder, folder, &mut found);
    found.sort();
    found
}

#[test]
fn a_window_becomes_files_and_is_not_fetched_twice() {
    for memory_bytes in [128 << 20, 128 << 10] {
        let (client, truth) = hour();
        let folder = tempfile::tempdir().unwrap();
        let config = Config { memory_bytes, ..config() };
        let report = copy_to(client.clone(), config.clone(), REGION, folder.path());
        assert_eq!((report.copied, report.already_there, report.failed.len()), (12, 0, 0));
        assert_eq!(report.bytes, truth.values().map(|bytes| bytes.len() as u64).sum::<u64>());
        for (source, bytes) in &truth {
            let path = folder.path().join(source.strip_prefix("s3://logs/").unwrap());
            assert!(read(&path) == *bytes);
        }
        assert_eq!(paths(folder.path()).len(), 12);
        let gets = client.requests().gets;
        let report = copy_to(client.clone(), config, REGION, folder.path());
        assert_eq!((report.copied, report.already_there), (0, 12));
        assert_eq!(client.requests().gets, gets);
    }
}

#[test]
fn hostile_keys_stay_below_the_folder() {
    let client = MemoryClient::new();
    let keys = [
        "../../escape",
        "/etc/passwd",
        "a/../../b",
        "a//b",
        "a/./b",
        "a",
        "a/b",
        "a/b/c",
        "..",
        ".",
        "c:\\x",
        "nul.log",
        "x\ny",
        "x%0Ay",
        "é",
        "tail.",
        "tail",
        "deep/",
        "-rf",
        "~/x",
    ];
    for (number, key) in keys.iter().enumerate() {
        client.put_at(BUCKET, key, content(number, 50 + number), TEN);
    }
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("one/two");
    let report = copy_to(client.clone(), config(), "", &folder);
    assert_eq!((report.copied, report.failed.len()), (keys.len() as u64, 0), "{report:?}");
    let found = paths(outer.path());
    assert_eq!(found.len(), keys.len());
    assert!(found.iter().all(|path| path.starts_with("one/two/")), "{found:?}");
    let mut sizes: Vec<u64> =
        found.iter().map(|path| outer.path().join(path).metadata().unwrap().len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, (50..50 + keys.len() as u64).collect::<Vec<_>>());
    let again = copy_to(client, config(), "", &folder);
    assert_eq!((again.already_there, again.copied), (keys.len() as u64, 0));
}

#[cfg(unix)]
#[test]
fn links_below_the_folder_are_not_followed() {
    let (outside, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(outside.path(), folder.path().join("a")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("f"), folder.path().join("f")).unwrap();
    let client = MemoryClient::new();
    for key in ["a/b", "f", "g"] {
        client.put_at(BUCKET, key, &b"bytes"[..], TEN);
    }
    let report = copy_to(client, config(), "", folder.path());
    assert_eq!((report.copied, report.failed.len()), (1, 2));
    assert!(report.failed.iter().all(|failed| failed.error.kind == S3ErrorKind::LocalFile));
    assert!(paths(outside.path()).is_empty());
}

#[test]
fn a_copy_cut_off_goes_on_where_it_was() {
    let (memory, name) = (MemoryClient::new(), key(5, "large"));
    let bytes = content(3, 300_000);
    memory.put_at(BUCKET, &name, bytes.clone(), TEN);
    let folder = tempfile::tempdir().unwrap();
    let config = Config { memory_bytes: 128 << 10, ..config() };
    // Later windows are refused, then allowed.
    let client = FaultyClient::new(memory.clone(), [Rule::get(Fault::AccessDenied).skip(20)]);
    let report = copy_to(client, config.clone(), REGION, folder.path());
    assert_eq!((report.copied, report.failed.len()), (0, 1));
    let left = paths(folder.path());
    assert!(left.len() == 1 && left[0].contains("/.why502-"), "{left:?}");

    let report = copy_to(memory.clone(), config.clone(), REGION, folder.path());
    assert_eq!(report.copied, 1);
    assert!(report.bytes > 0 && report.bytes < 300_000, "{}", report.bytes);
    assert_eq!(paths(folder.path()), std::slice::from_ref(&name));
    assert!(read(&folder.path().join(&name)) == bytes);

    // Overwritten: the draft of the old content is of no use to it.
    memory.put_at(BUCKET, &name, content(4, 300_000), TEN + 1);
    copy_to(memory, config, REGION, folder.path());
    assert!(read(&folder.path().join(&name)) == content(4, 300_000));
}

#[test]
fn faults_leave_no_wrong_file() {
    // The same bit flipped twice in one object would look like an `ETag` that is no sum.
    for rule in [
        Rule::get(Fault::BreakAfter(500)).every(3),
        Rule::get(Fault::ShortBy(100)).every(3),
        Rule::get(Fault::FlipByte(400)).times(1),
    ] {
        let fault = format!("{rule:?}");
        let (memory, truth) = hour();
        let client = FaultyClient::new(memory, [rule]);
        let folder = tempfile::tempdir().unwrap();
        let report = copy_to(client, config(), REGION, folder.path());
        assert_eq!((report.copied, report.failed.len()), (12, 0), "{fault}");
        for (source, bytes) in &truth {
            let path = folder.path().join(source.strip_prefix("s3://logs/").unwrap());
            assert!(read(&path) == *bytes, "{fault}");
        }
    }
}

#[test]
fn large_objects_hold_up_no_small_ones() {
    let memory = MemoryClient::new();
    for number in 0..40 {
        let length = if number < 20 { 100_000 } else { 100 };
        memory.put_at(BUCKET, &key(5, &format!("o{number:02}")), content(number, length), TEN);
    }
    let smalls = AtomicU32::new(0);
    let mut client = Hooked::new(memory);
    // Large ones are given only when all small ones have been asked for.
    client.get = Arc::new(move |request| {
        if request.key.contains("_o2") || request.key.contains("_o3") {
            smalls.fetch_add(1, SeqCst);
        }
        let is_large = request.key.contains("_o0") || request.key.contains("_o1");
        (is_large && smalls.load(SeqCst) < 20)
            .then(|| error(S3ErrorKind::ServerFault, &request.key))
    });
    let config = Config { memory_bytes: 128 << 10, ..config() };
    let folder = tempfile::tempdir().unwrap();
    let report = copy_to(client, config, REGION, folder.path());
    assert_eq!((report.copied, report.failed.len()), (40, 0), "{report:?}");
}

#[test]
fn a_bug_at_an_object_is_its_failure_and_the_rest_is_copied() {
    let mut client = Hooked::new(hour().0);
    client.get = Arc::new(|request| {
        assert!(!request.key.contains("_n3."), "a test of what a panic does");
        None
    });
    let folder = tempfile::tempdir().unwrap();
    let report = copy_to(client, config(), REGION, folder.path());
    assert_eq!((report.copied, report.failed.len()), (11, 1), "{report:?}");
    assert!(report.failed[0].source.contains("_n3."));
    assert!(report.failed[0].error.message.contains("a bug in why502"));
}

#[test]
fn a_watch_may_end_it() {
    let (client, _) = hour();
    let folder = tempfile::tempdir().unwrap();
    let s3 = S3::with_client(Config { concurrency: 1, ..config() }, client).unwrap();
    let report = s3.copy(wish(&[REGION]), folder.path(), &Until(Cell::new(2)));
    assert!(report.was_stopped && report.copied >= 2);
    let rest = s3.copy(wish(&[REGION]), folder.path(), &Until(Cell::new(u64::MAX)));
    assert_eq!(rest.copied + rest.already_there, 12);
}

#[test]
fn a_folder_that_cannot_be_made_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let report = copy_to(hour().0, config(), REGION, &file.join("below"));
    assert_eq!(report.failed.len(), 1);
    assert_eq!(report.failed[0].error.kind, S3ErrorKind::LocalFile);
}
