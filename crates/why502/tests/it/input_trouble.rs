//! Input that is missing, foreign, damaged or hostile: each has its status, its name and its
//! message, and the rest is analysed.

use std::io::Write;

use serde_json::json;

use crate::logs::{Alb, alb};
use crate::program::{Folder, Run, gzip};

/// Nothing to analyse: text leaves stdout empty, JSON puts one valid object there.
#[track_caller]
fn nothing(folder: &Folder, arguments: &[&str], words: &[&str]) -> Run {
    let text = folder.run(arguments);
    assert_eq!((text.status, text.stdout.as_str()), (4, ""), "{}", text.stderr);
    let paragraphs = text.stderr.lines().filter(|line| !line.starts_with("Window: "));
    assert_eq!(paragraphs.count(), 1, "{}", text.stderr);
    text.said(words);
    let json = folder.run(&[&["--format", "json", "--quiet"][..], arguments].concat());
    assert_eq!(json.status, 4);
    json.said(words);
    assert_eq!(json.json()["input"]["records"], json!(0));
    json
}

#[test]
fn a_path_that_does_not_exist() {
    nothing(
        &Folder::new(),
        &["./nowhere.log"],
        &["why502: 1 source could not be read", "nowhere.log"],
    );
}

#[test]
fn one_of_two_paths_does_not_exist() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    let text = folder.run(&["alb.log", "nowhere.log"]);
    assert_eq!(text.status, 3);
    assert!(text.stdout.contains("! 1 source was not read"), "{}", text.stdout);
    assert!(text.stdout.contains("  nowhere.log: "), "{}", text.stdout);
    let json = folder.run(&["nowhere.log", "alb.log", "--format", "json"]);
    assert_eq!(json.status, 3);
    json.said(&["nowhere.log"]);
    let input = &json.json()["input"];
    assert_eq!(input["records"], json!(1800));
    assert_eq!(input["failed_objects"][0]["source"], json!("nowhere.log"));
    assert_eq!(input["failed_objects"][0]["records_before_failure"], json!(0));
}

#[test]
fn an_empty_folder() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    nothing(&folder, &["empty"], &["no access log was found", "empty", "--log-format"]);
}

#[test]
fn a_folder_without_logs_names_what_it_skipped() {
    let folder = Folder::new();
    folder.put("docs/notes.txt", "hello\nworld\n");
    folder.put("docs/photo.jpg", [0xff, 0xd8, 0xff, 0xe0, 0, 16]);
    let run = nothing(&folder, &["docs"], &["no access log was found", "notes.txt", "photo.jpg"]);
    let skipped = run.json()["input"]["skipped_objects"].clone();
    assert_eq!(skipped[0]["source"], json!("docs/notes.txt"));
    assert_eq!(skipped[1]["source"], json!("docs/photo.jpg"));
    assert_eq!(run.json()["input"]["lines"], json!(0));
}

#[test]
fn a_file_of_no_known_format() {
    let folder = Folder::new();
    folder.put("syslog.log", "Nov 22 14:00:00 web sshd[1]: hello\n".repeat(50));
    nothing(&folder, &["syslog.log"], &["syslog.log", "--log-format"]);
}

#[test]
fn a_foreign_file_among_logs_changes_no_status() {
    let folder = Folder::new();
    folder.put("logs/alb.log", alb(0));
    folder.put("logs/README.md", "# these are logs\n\nof the shop\n");
    let run = folder.run(&["logs"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("  logs/README.md: "), "{}", run.stdout);
}

#[test]
fn a_damaged_gzip_counts_its_complete_lines() {
    let folder = Folder::new();
    let whole = gzip(alb(0));
    folder.put("logs/cut.gz", &whole[..whole.len() / 2]);
    folder.put("logs/good.log", alb(1));
    let run = folder.run(&["logs", "--format", "json"]);
    assert_eq!(run.status, 3);
    run.said(&["1 source could not be read, or not to the end: logs/cut.gz: "]);
    let input = &run.json()["input"];
    let failed = &input["failed_objects"][0];
    let before = failed["records_before_failure"].as_u64().unwrap();
    assert!((1..1800).contains(&before), "{failed}");
    assert_eq!(input["records"], json!(1800 + before));
    assert_eq!(input["rejected_lines"], json!(0));
    let text = folder.run(&["logs"]);
    assert_eq!(text.status, 3);
    assert!(text.stdout.contains("  logs/cut.gz: "), "{}", text.stdout);
}

#[test]
fn a_window_without_records_says_that_there_are_some_outside() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    let words = ["no record lies in the window from 2001-01-01", "all 1800 records read"];
    nothing(&folder, &["alb.log", "--since", "2001-01-01", "--until", "2001-01-02"], &words);
}

#[test]
fn a_line_of_100_megabytes_is_one_rejected_line() {
    let folder = Folder::new();
    let mut file = std::fs::File::create(folder.path().join("alb.log")).unwrap();
    let line = |minute| {
        let target = "10.0.1.11:8080";
        let (path, user_agent) = ("/", "curl");
        Alb { minute, second: 1, target, status: "200", path, user_agent }.line()
    };
    file.write_all(line(1).as_bytes()).unwrap();
    let chunk = vec![b'x'; 1 << 20];
    for _ in 0..100 {
        file.write_all(&chunk).unwrap();
    }
    file.write_all(format!("\n{}", line(2)).as_bytes()).unwrap();
    drop(file);
    let run = folder.run(&["alb.log", "--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let input = &run.json()["input"];
    assert_eq!((&input["records"], &input["rejected_lines"]), (&json!(2), &json!(1)));
    assert_eq!(input["lines"], json!(3));
    assert_eq!(input["rejected"], json!({ "line_too_long": 1 }));
}

#[test]
fn rejected_lines_alone_do_not_change_the_status() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0) + "no line of a log\n");
    let run = folder.run(&["alb.log"]);
    assert_eq!(run.status, 0);
    assert!(run.stdout.contains("Rejected lines: 1 "), "{}", run.stdout);
    assert!(run.stdout.contains("first at alb.log:1801"), "{}", run.stdout);
}

#[test]
fn what_a_log_holds_cannot_steer_the_terminal() {
    let folder = Folder::new();
    let hostile = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}evil\u{2066}";
    let mut text = alb(0);
    for second in 0..60 {
        let (target, status, minute) = ("10.0.9.9:80", "502", 20 + second / 10);
        let path = format!("/{hostile}");
        text += &Alb { minute, second, target, status, path: &path, user_agent: hostile }
            .line()
            .replace("shop.example.com", &format!("{hostile}.example.com"));
    }
    folder.put("alb.log", &text);
    folder.put(&format!("other-{}", hostile.replace('/', "")), "no log\n");
    for arguments in [&["."][..], &[".", "--details"]] {
        let run = folder.run(arguments);
        assert_eq!(run.status, 0);
        for stream in [&run.stdout, &run.stderr] {
            let bad = |c: &char| c.is_control() && *c != '\n' || "\u{202e}\u{2066}".contains(*c);
            assert_eq!(stream.chars().find(bad), None, "{stream:?}");
        }
        assert!(run.stdout.contains("other-\\u{1b}[2J"), "{}", run.stdout);
    }
}
