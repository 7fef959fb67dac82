//! `--fail-on` and `--junit`: the status, what is said, and what is written.

use crate::logs::alb;
use crate::program::Folder;

fn folder() -> Folder {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    folder
}

#[test]
fn a_condition_that_holds_makes_the_status_1_and_says_its_value() {
    let folder = folder();
    let plain = folder.run(&["alb.log"]);
    let run = folder.run(&["alb.log", "--fail-on", "bad_gateways > 0", "--fail-on", "p99 > 2s"]);
    assert_eq!((run.status, &run.stdout), (1, &plain.stdout));
    run.said(&["why502: --fail-on 'bad_gateways > 0' holds: bad_gateways is 100."]);
    assert!(!run.stderr.contains("p99"), "{}", run.stderr);
    let quiet = folder.run(&["alb.log", "-q", "--fail-on", "rate(status=502) > 5%"]);
    assert_eq!(quiet.status, 1);
    quiet.said(&["rate(status=502) is 5.556 % (100 of 1,800 requests)"]);
    let run = folder.run(&["alb.log", "--fail-on", "bad_gateways > 100 or incidents = 0"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let run = folder.run(&["alb.log", "--fail-on", "count(cause=target-down) = 100"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
}

#[test]
fn counts_are_judged_without_causes_and_causes_are_not_guessed() {
    let folder = folder();
    let run = folder.run(&["alb.log", "--summary", "--fail-on", "count(status=502) >= 100"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    let run = folder.run(&["alb.log", "--summary", "--fail-on", "incidents > 0"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.said(&["--fail-on: incidents needs causes"]);
}

#[test]
fn input_that_was_not_read_weighs_more() {
    let folder = folder();
    let run = folder.run(&["alb.log", "absent.log", "--fail-on", "bad_gateways > 0"]);
    assert_eq!(run.status, 3);
    run.said(&["'bad_gateways > 0' holds", "absent.log"]);
    folder.put("empty/none.log", "");
    let arguments = ["empty", "--fail-on", "bad_gateways = 0", "--junit", "j.xml"];
    let run = folder.run(&arguments);
    assert_eq!((run.status, run.stdout.as_str()), (4, ""));
    assert!(!run.stderr.contains("holds"), "{}", run.stderr);
    assert!(folder.text("j.xml").contains("tests=\"2\" failures=\"0\" errors=\"2\""));
}

#[test]
fn a_mistake_is_told_before_anything_is_read() {
    let folder = folder();
    for (condition, words) in [
        ("bad_gatways > 0", "at byte 1, before `bad_gatways > 0`"),
        ("bad_gatways > 0", "the nearest is bad_gateways"),
        ("rate(cause=keepalive-rce) > 0", "the nearest is keepalive-race"),
        ("failed > 1%", "a number of things, without a unit"),
        ("", "expected a condition such as"),
    ] {
        let run = folder.run(&["alb.log", "-o", "result.json", "--fail-on", condition]);
        assert_eq!(run.status, 2, "{condition}");
        run.said(&["--fail-on: ", words, "docs/CONDITIONS.md"]);
        assert!(!folder.path().join("result.json").exists());
    }
}

#[test]
fn junit_has_a_test_for_each_condition_or_for_each_cause() {
    let folder = folder();
    let conditions = ["--fail-on", "failed > 1 and p99 < 5s", "--fail-on", "requests < 2"];
    let run = folder.run(&[&["alb.log", "--junit", "j.xml"][..], &conditions[..]].concat());
    assert_eq!(run.status, 1, "{}", run.stderr);
    let xml = folder.text("j.xml");
    assert!(xml.contains("tests=\"3\" failures=\"1\" errors=\"0\""), "{xml}");
    assert!(xml.contains("name=\"failed &gt; 1 and p99 &lt; 5s\""), "{xml}");
    let run = folder.run(&["alb.log", "--junit", "j.xml"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let xml = folder.text("j.xml");
    assert!(xml.contains("<testcase name=\"no incident of target-down\""), "{xml}");
    assert!(xml.contains("failures=\"1\" errors=\"0\""), "{xml}");
    let again = folder.run(&["alb.log", "--junit", "again.xml", "--jobs", "1"]);
    assert_eq!((again.status, folder.text("again.xml")), (0, xml));
}

#[test]
fn junit_replaces_neither_logs_nor_the_result() {
    let folder = folder();
    for (arguments, words) in [
        (&["alb.log", "--junit", "alb.log"][..], "--junit alb.log would replace alb.log"),
        (&["alb.log", "-o", "x", "--junit", "x"], "--junit x is also the file of -o"),
        (&["alb.log", "--junit", "no/such/j.xml"], "there is no folder no/such"),
        (&["alb.log", "--junit", "."], "is a folder. Give the name of a file"),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        run.said(&[words]);
    }
    assert_eq!(folder.text("alb.log"), alb(0));
}
