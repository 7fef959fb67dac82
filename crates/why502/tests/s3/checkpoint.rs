//! An interrupted run goes on where it was, and ends with the same bytes.

use std::path::Path;
use std::process::Child;
use std::time::Duration;

use why502_testbed::{Fault, Proxy, Rule, Server};

use crate::bucket::{self, REGION, key, server, truth, url};
use crate::program::{Folder, finished};

/// The last object stays away, so that the run waits with all others read.
fn stalled(server: &Server) -> Proxy {
    let pause = Duration::from_secs(600);
    let rule = Rule::new(Fault::StallInBody { after_bytes: 100, pause }).path(&key(1, 30));
    Proxy::before(&server.endpoint()).rule(rule).start().unwrap()
}

/// One object may not be read, so that the checkpoint stays.
fn denying(server: &Server) -> Proxy {
    let rule = Rule::new(Fault::AccessDenied).path(&key(0, 20));
    Proxy::before(&server.endpoint()).rule(rule).start().unwrap()
}

fn start(folder: &Folder, endpoint: &str) -> Child {
    let arguments = [&url(REGION), "--checkpoint", "run.ckpt", "--format", "json"];
    bucket::command(folder, endpoint, &arguments).spawn().unwrap()
}

/// Waits until eleven objects are in the checkpoint.
fn wait_for_progress(folder: &Folder, server: &Server, child: &mut Child) {
    let path = folder.path().join("run.ckpt");
    let mut settled = 0;
    for _ in 0..600 {
        assert!(child.try_wait().unwrap().is_none(), "the run ended by itself");
        let fetched = server.fetched().iter().filter(|fetch| fetch.is_given).count();
        // Two saves after the last arrival: they hold all that was read.
        if fetched >= 11 && path.exists() {
            settled += 1;
        }
        if settled > 60 {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("no checkpoint with eleven objects was written");
}

fn goes_on(folder: &Folder, server: &Server, proxy: &Proxy) {
    server.forget();
    proxy.clear();
    let run = finished(start(folder, &proxy.endpoint()));
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.said(&["Going on from run.ckpt: 11 objects are read."]);
    assert_eq!(run.stdout, truth(&[]).stdout);
    let keys: Vec<String> = server.fetched().into_iter().map(|fetch| fetch.key).collect();
    assert_eq!(keys, [key(1, 30)]);
    assert!(!exists(folder, "run.ckpt"), "everything was read");
}

fn exists(folder: &Folder, name: &str) -> bool {
    Path::new(&folder.path().join(name)).exists()
}

#[test]
fn a_killed_run_goes_on() {
    let (server, folder) = (server(), Folder::new());
    let proxy = stalled(&server);
    let mut child = start(&folder, &proxy.endpoint());
    wait_for_progress(&folder, &server, &mut child);
    child.kill().unwrap();
    child.wait().unwrap();
    goes_on(&folder, &server, &proxy);
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_shows_what_is_known_and_goes_on() {
    let (server, folder) = (server(), Folder::new());
    let proxy = stalled(&server);
    let mut child = start(&folder, &proxy.endpoint());
    wait_for_progress(&folder, &server, &mut child);
    interrupt(&child);
    let run = finished(child);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert_eq!(run.json()["input"]["interrupted"], true);
    assert_eq!(run.json()["input"]["records"], 3300);
    goes_on(&folder, &server, &proxy);
}

/// A large object that is read as it comes, and stays away half-way.
#[cfg(unix)]
#[test]
fn a_run_that_waits_for_bytes_can_be_interrupted() {
    let (server, folder) = (server(), Folder::new());
    let line = crate::logs::alb(3);
    let large = line.repeat((20 << 20) / line.len());
    let name = format!("{REGION}2026/11/22/large.log");
    server.put(bucket::BUCKET, &name, large);
    let pause = Duration::from_secs(5);
    let proxy = Proxy::before(&server.endpoint())
        .rule(Rule::new(Fault::Drip { bytes: 1000, pause }).path("large.log"))
        .start()
        .unwrap();
    let arguments = [&url(REGION), "--memory", "32MiB", "--format", "json"];
    let child = bucket::command(&folder, &proxy.endpoint(), &arguments).spawn().unwrap();
    for _ in 0..600 {
        if server.fetched().iter().any(|fetch| fetch.key == name) {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_secs(2));
    interrupt(&child);
    let run = finished(child);
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert_eq!(run.json()["input"]["interrupted"], true);
}

#[cfg(unix)]
fn interrupt(child: &Child) {
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
}

#[test]
fn what_failed_is_tried_again() {
    let (server, folder) = (server(), Folder::new());
    let proxy = denying(&server);
    let run = finished(start(&folder, &proxy.endpoint()));
    assert_eq!(run.status, 3, "{}", run.stderr);
    assert!(exists(&folder, "run.ckpt"));
    server.forget();
    proxy.clear();
    let run = finished(start(&folder, &proxy.endpoint()));
    assert_eq!((run.status, &run.stdout), (0, &truth(&[]).stdout));
    assert_eq!(server.counts().gets, 1);
}

#[test]
fn a_checkpoint_is_good_for_the_same_command_only() {
    let (server, folder) = (server(), Folder::new());
    let proxy = denying(&server);
    finished(start(&folder, &proxy.endpoint()));
    let endpoint = proxy.endpoint();
    let other = |arguments: &[&str]| {
        finished(bucket::command(&folder, &endpoint, arguments).spawn().unwrap())
    };
    let run = other(&[&url(REGION), "--since", "2h", "--checkpoint", "run.ckpt"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.said(&["another command", "--since 2h", "Remove the file"]);
    let run = finished(start(&folder, &server.endpoint()));
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.said(&["another command", "endpoint"]);
    folder.put("run.ckpt", "GIF89a");
    let run = other(&[&url(REGION), "--checkpoint", "run.ckpt"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.said(&["no checkpoint of why502"]);
}

#[test]
fn an_object_that_was_replaced_since_is_named() {
    let (server, folder) = (server(), Folder::new());
    let proxy = denying(&server);
    finished(start(&folder, &proxy.endpoint()));
    server.put(bucket::BUCKET, &key(0, 5), crate::program::gzip("another log\n"));
    proxy.clear();
    let run = finished(start(&folder, &proxy.endpoint()));
    assert_eq!(run.status, 3, "{}", run.stderr);
    let failed = bucket::failed(&run);
    assert_eq!((failed.len(), &failed[0]["source"]), (1, &url(&key(0, 5)).into()));
}
