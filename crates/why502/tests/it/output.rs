//! Where the result goes and in what form.

use std::io::Write;
use std::process::Stdio;

use crate::logs::alb;
use crate::program::{Folder, finished};

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("logs/alb.log", alb(0));
    folder
}

#[test]
fn a_file_gets_what_stdout_would_and_no_trace_is_left_beside_it() {
    let folder = folder();
    let stdout = folder.run(&["logs", "--format", "json"]).stdout;
    let run = folder.run(&["logs", "-o", "result.json"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    assert_eq!(folder.text("result.json"), stdout);
    assert_eq!(folder.run(&["logs", "-o", "result.json"]).status, 0);
    folder.run(&["logs", "--output", "result.txt"]);
    assert_eq!(folder.text("result.txt"), folder.run(&["logs", "-o", "-"]).stdout);
    let mut names: Vec<_> = walked(&folder);
    names.sort();
    assert_eq!(names, ["logs", "result.json", "result.txt"]);
}

#[test]
fn the_name_of_the_file_makes_it_a_page_of_its_own() {
    let folder = folder();
    let run = folder.run(&["logs", "-o", "incident.html", "--slo", "99.9"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    let page = folder.text("incident.html");
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
    assert!(page.contains("content=\"default-src &#39;none&#39;; style-src"));
    let arguments = ["logs", "--format", "html", "--slo", "99.9"];
    assert_eq!(folder.run(&arguments).stdout, page);
    assert!(
        folder.run(&["logs", "--format", "html", "--lang", "ja"]).stdout.contains("lang=\"ja\"")
    );
}

#[expect(clippy::disallowed_methods, reason = "a test looks at what the program left behind")]
fn walked(folder: &Folder) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn no_log_is_replaced_by_a_result() {
    let folder = folder();
    for arguments in
        [&["logs/alb.log", "-o", "logs/alb.log"][..], &["logs", "-o", "./logs/alb.log"]]
    {
        let run = folder.run(arguments);
        assert_eq!(run.status, 2);
        run.said(&["alb.log", "Give another name"]);
    }
    assert_eq!(folder.text("logs/alb.log"), alb(0));
}

#[test]
fn a_log_is_spared_whatever_its_first_line_is() {
    let folder = folder();
    let text = format!("Nov 22 14:00:00 collector restarted\n{}", alb(0));
    folder.put("logs/odd.log", &text);
    let run = folder.run(&["logs", "-o", "logs/odd.log"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.said(&["-o logs/odd.log would replace logs/odd.log", "Give another name"]);
    assert_eq!(folder.text("logs/odd.log"), text);
}

#[cfg(unix)]
#[test]
fn a_log_is_spared_whatever_links_lead_to_it() {
    use std::os::unix::fs::symlink;
    let folder = folder();
    let log = folder.path().join("logs/alb.log");
    symlink(&log, folder.path().join("result.json")).unwrap();
    folder.put("elsewhere/real.log", alb(1));
    symlink(folder.path().join("elsewhere/real.log"), folder.path().join("logs/link.log")).unwrap();
    symlink("elsewhere", folder.path().join("other")).unwrap();
    for (output, replaced) in [("result.json", "logs/alb.log"), ("other/real.log", "logs/link.log")]
    {
        let run = folder.run(&["logs", "-o", output]);
        assert_eq!(run.status, 2, "{output}");
        run.said(&[&format!("-o {output} would replace {replaced}")]);
    }
    assert_eq!(folder.text("logs/alb.log"), alb(0));
    assert_eq!(folder.text("elsewhere/real.log"), alb(1));
}

#[test]
fn a_log_that_is_not_read_is_not_replaced_either() {
    let folder = Folder::new();
    folder.put("read.log", alb(0));
    folder.put_gzip("first.gz", alb(1));
    folder.put("notes.txt", "nothing of value\n");
    let run = folder.run(&["analyze", "read.log", "-o", "first.gz"]);
    assert_eq!(run.status, 2, "{}", run.stderr);
    run.said(&["-o first.gz is a log", "Give another name"]);
    assert_eq!(folder.run(&["analyze", "first.gz"]).status, 0, "it is still there");
    assert_eq!(folder.run(&["analyze", "read.log", "-o", "notes.txt"]).status, 0);
}

#[test]
fn an_earlier_result_among_the_logs_is_not_replaced_and_one_beside_them_is() {
    let folder = folder();
    assert_eq!(folder.run(&["logs", "-o", "logs/result.json"]).status, 0);
    let run = folder.run(&["logs", "-o", "logs/result.json"]);
    assert_eq!(run.status, 2);
    run.said(&["an earlier result has to be removed first"]);
    for _ in 0..2 {
        assert_eq!(folder.run(&["logs/alb.log", "-o", "logs/result.json"]).status, 0);
    }
}

#[test]
fn a_run_without_a_record_leaves_no_earlier_result_behind() {
    let folder = folder();
    folder.put("notes.txt", "no log");
    for name in ["result.txt", "result.json"] {
        assert_eq!(folder.run(&["logs", "-o", name]).status, 0);
        assert!(folder.text(name).contains("target-down"));
        assert_eq!(folder.run(&["notes.txt", "-o", name]).status, 4);
    }
    assert_eq!(folder.text("result.txt"), "");
    let run = crate::program::Run {
        status: 4,
        stdout: folder.text("result.json"),
        stderr: String::new(),
    };
    assert_eq!(run.json()["input"]["records"], 0);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder();
    let mut child =
        folder.command(&["--format", "json", "-"]).stdin(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(alb(0).as_bytes()).unwrap();
    drop(stdin);
    let run = finished(child);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
}

#[test]
fn colour_is_for_terminals_unless_forced() {
    let folder = folder();
    assert!(!folder.run(&["logs"]).stdout.contains('\u{1b}'));
    assert!(folder.run(&["logs", "--color", "always"]).stdout.contains("\u{1b}["));
    assert!(!folder.run(&["logs", "--color", "never"]).stdout.contains('\u{1b}'));
}

#[test]
fn text_is_laid_out_for_80_columns_but_for_commands() {
    let run = folder().run(&["logs"]);
    let is_command = |line: &str| line.starts_with("          ");
    for line in run.stdout.lines().filter(|line| !is_command(line)) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(run.stdout.lines().all(|line| line == line.trim_end()), "{}", run.stdout);
    assert!(run.stdout.ends_with(".\n"), "{}", run.stdout);
}

#[test]
fn text_shows_the_zone_asked_for_and_json_always_utc() {
    let folder = folder();
    assert!(folder.run(&["logs", "--tz", "Asia/Tokyo"]).stdout.contains("2026-11-22 23:12:01"));
    let mut command = folder.command(&["logs", "--tz", "local"]);
    let local = finished(command.env("TZ", "America/New_York").spawn().unwrap());
    assert!(local.stdout.contains("2026-11-22 09:12:01–09:16:58 EST"), "{}", local.stdout);
    let json = folder.run(&["logs", "--tz", "Asia/Tokyo", "--format", "json"]).stdout;
    assert_eq!(json, folder.run(&["logs", "--format", "json"]).stdout);
}
