//! Input that is missing, foreign, damaged or hostile: each has its status, its name and its
//! message, and the rest is analysed.

use std::io::Write;

use serde_json::json;

use crate::logs::{Alb, alb, cloudfront};
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
    nothing(&folder, &["empty"], &["no log of a known format was found", "empty", "--log-format"]);
}

#[test]
fn a_folder_without_logs_names_what_it_skipped() {
    let folder = Folder::new();
    folder.put("docs/notes.txt", "hello\nworld\n");
    folder.put("docs/photo.jpg", [0xff, 0xd8, 0xff, 0xe0, 0, 16]);
    let run = nothing(
        &folder,
        &["docs"],
        &["no log of a known format was found", "notes.txt", "photo.jpg"],
    );
    let skipped = run.json()["input"]["skipped_objects"].clone();
    assert_eq!(skipped[0]["source"], json!("docs/notes.txt"));
    assert_eq!(skipped[1]["source"], json!("docs/photo.jpg"));
    assert_eq!(run.json()["input"]["lines"], json!(0));
}

#[test]
fn a_file_of_no_known_format() {
    let folder = Folder::new();
    folder.put("syslog.log", "Nov 22 14:00:00 web sshd[1]: hello\n".repeat(50));
    let begins = "syslog.log begins with `Nov 22 14:00:00 web sshd[1]: hello`.";
    nothing(&folder, &["syslog.log"], &["syslog.log (no known log format)", begins]);
}

#[test]
fn a_foreign_file_among_logs_changes_no_status() {
    let folder = Folder::new();
    folder.put("logs/alb.log", alb(0));
    folder.put("logs/README.md", "# these are logs\n\nof the shop\n");
    let run = folder.run(&["logs"]);
    let warning = "why502: warning: 1 source was skipped: logs/README.md (no known log format).\n";
    assert_eq!((run.status, run.stderr.as_str()), (0, warning));
    assert!(run.stdout.contains("  logs/README.md: "), "{}", run.stdout);
    assert_eq!(folder.run(&["logs", "--quiet"]).stderr, "");
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
    let words = [
        "no record lies in the window from 2001-01-01",
        "all 1800 records read",
        "(they run from 2026-11-22 14:00:00 UTC to 2026-11-22 14:29:59 UTC)",
    ];
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
fn a_line_of_100_megabytes_alone_is_told_with_its_length() {
    let folder = Folder::new();
    let line = vec![b'x'; 100 << 20];
    folder.put("alb.log", &line);
    let long = "alb.log begins with a line of more than 64 KiB: its line feeds may have been lost.";
    nothing(&folder, &["alb.log"], &[long]);
    drop(line);
    let words = [
        "the only line that is no header was rejected: 1 line_too_long, first at alb.log:1.",
        "over 1 MiB",
    ];
    nothing(&folder, &["alb.log", "--log-format", "alb"], &words);
}

#[test]
fn a_log_format_that_does_not_fit_is_told_with_what_was_found() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    folder.put("edge.log", cloudfront());
    let given = "--log-format cloudfront does not fit them: leave it out";
    let found = "all 1800 lines that are no header were rejected: 1800 ";
    let words = [found, ", first at alb.log:1.", given];
    nothing(&folder, &["alb.log", "--log-format", "cloudfront"], &words);
    let words = ["all 600 lines", ", first at edge.log:3.", "--log-format alb does not fit them"];
    nothing(&folder, &["edge.log", "--log-format", "alb"], &words);
}

#[test]
fn damaged_lines_alone_are_told_with_their_reasons_and_the_first_place() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0).replace("2026-11-22T14:", "2026-11-22T99:"));
    folder.put("edge.log", "#Version: 1.0\na\tb\n");
    let words = ["rejected: 1800 bad_timestamp, first at alb.log:1.", "fetch the logs again"];
    nothing(&folder, &["alb.log"], &words);
    let words = ["was rejected: 1 no_fields_header, first at edge.log:2.", "`#Fields:` line"];
    nothing(&folder, &["edge.log"], &words);
}

#[test]
fn chosen_columns_of_a_real_time_log_are_asked_for() {
    let folder = Folder::new();
    folder.put("live.log", "1795356131.421\t192.0.2.7\t502\tGET\t/cart\n");
    let rejected = "rejected: 1 no_fields_header, first at live.log:1.";
    nothing(&folder, &["live.log"], &[rejected, "with --log-fields"]);
    let given = ["live.log", "--log-format", "cloudfront_realtime"];
    nothing(&folder, &given, &[rejected, "with --log-fields"]);
}

#[test]
fn many_rejected_lines_are_worth_a_warning() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0) + &"no line of a log\n".repeat(18));
    assert_eq!(folder.run(&["alb.log"]).stderr, "");
    folder.put("alb.log", alb(0) + &"no line of a log\n".repeat(19));
    for format in ["text", "json"] {
        let run = folder.run(&["alb.log", "--format", format]);
        assert_eq!(run.status, 0);
        assert_eq!(
            run.stderr,
            "why502: warning: 19 of 1819 lines (1.0 %) were rejected and are missing from every \
             figure: 19 unrecognised_line, first at alb.log:1801.\n"
        );
        assert_eq!(folder.run(&["alb.log", "--quiet", "--format", format]).stderr, "");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_that_is_named_is_read() {
    let folder = Folder::new();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    folder.put("alb.log", alb(0));
    let file = folder.run(&["--format", "json", "alb.log"]).json();
    for bytes in [alb(0).into_bytes(), gzip(alb(0))] {
        let pipe = pipe.clone();
        let writer = std::thread::spawn(move || std::fs::write(pipe, bytes));
        let run = folder.run(&["--format", "json", "pipe"]);
        // Before the writer is waited for: it would wait for a reader that never comes.
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        writer.join().unwrap().unwrap();
        assert_eq!(run.json()["findings"], file["findings"]);
    }
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
