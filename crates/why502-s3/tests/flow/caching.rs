//! What was fetched once is not fetched again.

use std::fs;
use std::path::{Path, PathBuf};

use why502_s3::client::{Fault, FaultyClient, Rule};
use why502_s3::{Arrival, Config, Content, S3};

use crate::scene::{BUCKET, REGION, config, content, hour, key, next, run, take, wish};

fn files(folder: &Path) -> Vec<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "a test looks at the cache")]
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let nested = entries.map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    nested.collect::<Vec<_>>().concat()
}

#[test]
fn a_second_run_asks_for_nothing() {
    for memory_bytes in [128 << 20, 128 << 10] {
        let folder = tempfile::tempdir().unwrap();
        let (client, truth) = hour();
        let cache = Some(folder.path().join("cache"));
        let config = Config { cache, memory_bytes, ..config() };
        assert!(run(client.clone(), config.clone(), wish(&[REGION])).objects == truth);
        let gets = client.requests().gets;
        assert!(gets > 0);
        assert!(run(client.clone(), config.clone(), wish(&[REGION])).objects == truth);
        let again = client.requests().keys.split_off(usize::try_from(gets).unwrap());
        // Streams do not go through the cache.
        let is_stream = |key: &String| {
            let size = truth[&format!("s3://{BUCKET}/{key}")].len() as u64;
            size > memory_bytes / 4 - 1024
        };
        assert!(again.iter().all(is_stream), "{again:?}");
        assert_eq!(again.is_empty(), memory_bytes > 1 << 20);
        let gets = client.requests().gets;

        // Another content is another entry.
        client.put(BUCKET, &key(5, "n0"), content(99, 1000));
        let taken = run(client.clone(), config, wish(&[REGION]));
        assert_eq!(taken.objects[&format!("s3://{BUCKET}/{}", key(5, "n0"))], content(99, 1000));
        assert_eq!(client.requests().gets, gets + again.len() as u64 + 1);
    }
}

#[test]
fn a_damaged_stream_is_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (memory, truth) = hour();
    let cache = Some(folder.path().to_owned());
    let config = Config { cache, memory_bytes: 128 << 10, ..config() };
    let rule = Rule::get(Fault::FlipByte(500)).on("_n2.").times(1);
    let client = FaultyClient::new(memory.clone(), [rule]);
    assert!(run(client.clone(), config.clone(), wish(&[REGION])).objects != truth);
    assert_eq!(client.faults(), 1);
    assert!(run(memory, config, wish(&[REGION])).objects == truth);
}

#[test]
fn damaged_entries_are_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let (client, truth) = hour();
    let config = Config { cache: Some(folder.path().to_owned()), ..config() };
    run(client.clone(), config.clone(), wish(&[REGION]));
    for file in files(folder.path()) {
        fs::write(file, b"short").unwrap();
    }
    assert!(run(client.clone(), config.clone(), wish(&[REGION])).objects == truth);
    assert_eq!(client.requests().gets, 24);

    // Of the right size, but other bytes: who finds out asks again.
    for file in files(folder.path()) {
        let length = usize::try_from(file.metadata().unwrap().len()).unwrap();
        fs::write(file, vec![0; length]).unwrap();
    }
    let s3 = S3::with_client(config.clone(), client.clone()).unwrap();
    let arrivals = s3.objects(wish(&[REGION]));
    while let Some(Arrival::Object(object)) = next(&arrivals) {
        let source = object.source().to_owned();
        let Content::Whole(bytes) = object.into_content() else { panic!("no whole object") };
        assert_ne!(bytes.as_ref(), truth[&source]);
        assert_eq!(bytes.again().unwrap().as_ref(), truth[&source]);
    }
    assert_eq!(client.requests().gets, 36);
    assert!(run(client.clone(), config, wish(&[REGION])).objects == truth);
    assert_eq!(client.requests().gets, 36);
}

#[test]
fn a_cache_that_cannot_be_written_is_one_warning() {
    let folder = tempfile::tempdir().unwrap();
    let blocked = folder.path().join("file");
    fs::write(&blocked, b"").unwrap();
    let (client, truth) = hour();
    let config = Config { cache: Some(blocked.join("cache")), ..config() };
    let s3 = S3::with_client(config, client).unwrap();
    let arrivals = s3.objects(wish(&[REGION]));
    let taken = take(&arrivals, 2);
    assert!(taken.objects == truth && taken.failed.is_empty());
    assert_eq!(arrivals.warnings().len(), 1, "{:?}", arrivals.warnings());
}
