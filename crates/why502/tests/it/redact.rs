//! `--redact` through the program: on stdout, in files and on stderr.

use serde_json::Value;

use crate::logs::alb;
use crate::program::Folder;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("logs/alb.log", alb(0).replace("/cart ", "/cart/jane@example.com?q=jane "));
    folder.put("key", "0123456789abcdef0123456789abcdef\n");
    folder
}

#[test]
fn every_output_is_without_users_and_says_how_much_was_hidden() {
    let folder = folder();
    for arguments in [
        &["logs", "--redact", "--details"][..],
        &["logs", "--redact", "--format", "json"],
        &["records", "logs", "--redact"],
        &["records", "logs", "--redact", "--raw", "--format", "csv"],
        &["records", "logs", "--redact", "--sort", "time", "--format", "tsv"],
    ] {
        let run = folder.run(arguments);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let all = run.stdout + &run.stderr;
        for hidden in ["jane", "192.0.2.7", "1-6745a1b2"] {
            assert!(!all.contains(hidden), "{arguments:?}: {hidden}");
        }
        assert!(all.contains("10.0.1.12:8080"), "{arguments:?}");
        assert!(all.contains("Hidden by --redact: ") || all.contains("\"redacted\""));
    }
    let plain: Value =
        serde_json::from_str(&folder.run(&["logs", "--format", "json"]).stdout).unwrap();
    assert_eq!(plain.get("redacted"), None);
}

#[test]
fn with_a_key_a_client_has_the_same_name_in_every_run() {
    let folder = folder();
    let fields = ["--fields", "client_port", "--format", "csv", "--limit", "1"];
    let run = |key: &str| {
        let arguments =
            [&["records", "logs", "--redact", "--redact-key", key][..], &fields].concat();
        folder.run(&arguments)
    };
    let (one, other) = (run("key"), run("key"));
    assert_eq!((one.status, &one.stdout), (0, &other.stdout));
    assert!(one.stdout.contains("client."), "{}", one.stdout);
    folder.put("short", "short");
    for (key, wanted) in
        [("short", "16 bytes"), ("nowhere", "could not be read"), ("env:", "not set")]
    {
        let refused = run(key);
        assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains(wanted), "{}", refused.stderr);
    }
    assert_eq!(folder.run(&["logs", "--redact-key", "key"]).status, 2);
}

#[test]
fn what_a_message_quotes_is_without_users() {
    let folder = Folder::new();
    folder.put("logs/notes.txt", "mail to jane@example.com from 203.0.113.9\n");
    let run = folder.run(&["logs", "--redact"]);
    assert_eq!(run.status, 4);
    assert!(run.stderr.contains("REDACTED_EMAIL"), "{}", run.stderr);
    assert!(!run.stderr.contains("jane@") && !run.stderr.contains("113.9"), "{}", run.stderr);
}
