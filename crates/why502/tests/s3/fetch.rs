//! `fetch`: a window copied to a folder.

use std::path::Path;

use why502_testbed::{Fault, Proxy, Rule};

use crate::bucket::{BUCKET, command, key, objects, server, url};
use crate::program::{Folder, Run, finished};

fn fetch(folder: &Folder, endpoint: &str, flags: &[&str]) -> Run {
    let source = url("");
    let arguments = [&["fetch", &source, "logs"], flags].concat();
    finished(command(folder, endpoint, &arguments).spawn().unwrap())
}

#[expect(clippy::disallowed_methods, reason = "a test looks at what the program wrote")]
fn content(folder: &Folder, key: &str) -> Vec<u8> {
    std::fs::read(folder.path().join("logs").join(key)).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test looks at what the program wrote")]
fn names_in(folder: &Folder) -> Vec<String> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
    let entries = std::fs::read_dir(folder.path()).unwrap();
    entries.map(|entry| name(entry).into_string().unwrap()).collect()
}

#[test]
fn the_copy_is_the_bucket_and_is_not_made_twice() {
    let (server, folder) = (server(), Folder::new());
    let run = fetch(&folder, &server.endpoint(), &[]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    run.said(&["Copied 12 objects"]);
    for (key, stored) in objects() {
        assert_eq!(content(&folder, &key), stored, "{key}");
    }
    let run = fetch(&folder, &server.endpoint(), &[]);
    assert_eq!(run.status, 0);
    run.said(&["Copied 0 objects", "12 were there already."]);
    assert_eq!(server.counts().gets, 12, "{:?}", server.fetched());
}

#[test]
fn only_the_window_is_copied() {
    let (server, folder) = (server(), Folder::new());
    let window = ["--since", "2026-11-22T14:25", "--until", "2026-11-22T14:30"];
    let run = fetch(&folder, &server.endpoint(), &window);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(folder.path().join("logs").join(key(0, 30)).exists());
    assert!(!folder.path().join("logs").join(key(0, 15)).exists());
}

#[test]
fn a_key_never_leaves_the_folder() {
    let (server, folder) = (server(), Folder::new());
    let hostile = ["../../outside.log", "/etc/absolute.log", "a/../../../b.log", "c\\..\\d.log"];
    for key in hostile {
        server.put(BUCKET, key, "content");
    }
    let run = fetch(&folder, &server.endpoint(), &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.said(&["Copied 16 objects"]);
    assert_eq!(names_in(&folder), ["logs"]);
    assert!(!Path::new("/etc/absolute.log").exists());
}

#[test]
fn what_could_not_be_copied_is_named_and_comes_the_next_time() {
    let (server, folder) = (server(), Folder::new());
    let proxy = Proxy::before(&server.endpoint())
        .rule(Rule::new(Fault::AccessDenied).path(&key(0, 5)))
        .rule(Rule::new(Fault::ResetInBody { after_bytes: 500 }).objects().every(2))
        .start()
        .unwrap();
    let run = fetch(&folder, &proxy.endpoint(), &[]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    run.said(&[&url(&key(0, 5)), "s3:GetObject", "Copied 11 objects"]);
    let run = fetch(&folder, &server.endpoint(), &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    for (key, stored) in objects() {
        assert_eq!(content(&folder, &key), stored, "{key}");
    }
}

#[test]
fn it_copies_from_s3_to_a_folder_and_nothing_else() {
    let folder = Folder::new();
    for (arguments, words) in [
        (&["fetch", "logs/", "copy"][..], "fetch copies from S3, and logs/ is not there"),
        (&["fetch", "s3://bucket/a", "s3://bucket/b"], "the last argument is in S3"),
        (&["fetch", "s3://bucket/a"], "fetch needs a place in S3 and a folder"),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        run.said(&[words]);
    }
}
