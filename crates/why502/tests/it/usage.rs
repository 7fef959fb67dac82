//! Wrong usage: status 2, nothing on stdout, and what to do instead.

use crate::logs::alb;
use crate::program::Folder;

#[track_caller]
fn refused(arguments: &[&str], words: &[&str]) {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    let run = folder.run(arguments);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    run.said(words);
}

#[test]
fn a_misspelt_verb_is_told_the_nearest() {
    let words = "no such file or folder, and no verb; the nearest verb is";
    refused(&["anlyze", "alb.log"], &[&format!("why502: `anlyze`: {words} `analyze`.")]);
    refused(&["helpp"], &[&format!("why502: `helpp`: {words} `help`.")]);
}

#[test]
fn a_verb_without_its_source() {
    refused(&["analyze"], &["why502: no SOURCE was given", "as in `why502 analyze logs/`"]);
    refused(&["records"], &["why502: no SOURCE was given", "as in `why502 records logs/`"]);
    refused(&["--quiet"], &["why502: no SOURCE was given"]);
    refused(&[], &["Usage: why502"]);
}

#[test]
fn a_flag_that_does_not_exist_is_told_the_nearest() {
    let nearest = "why502: there is no flag `--formt`; the nearest is `--format`.";
    refused(&["alb.log", "--formt", "json"], &[nearest]);
    refused(&["alb.log", "--format", "xml"], &["`xml` is no value of it", "text, json"]);
    refused(&["alb.log", "--jobs", "0"], &["--jobs <N>: `0`", "from 1 to 65535"]);
    refused(&["alb.log", "--summary", "--aws-context", "."], &["cannot be used together"]);
    refused(&["alb.log", "--tz"], &["--tz <ZONE>: the value is missing."]);
}

#[test]
fn values_that_make_no_sense() {
    refused(&["alb.log", "--since", "soon"], &["why502: --since: `soon` is no time"]);
    refused(&["alb.log", "--since", "1h", "--until", "2h"], &["the window is empty"]);
    refused(&["alb.log", "--tz", "Mars/Olympus"], &["`Mars/Olympus` is no time zone"]);
    refused(&["alb.log", "--log-format", "nbl"], &["`nbl` is no log format. Did you mean"]);
    refused(&["records", "alb.log", "--limit", "0"], &["`0` is no value", "a whole number from 1"]);
    refused(&["alb.log", "-o", "no/such/folder.json"], &["no folder no/such"]);
}

#[test]
fn help_and_version_go_to_stdout() {
    let folder = Folder::new();
    for (arguments, words) in [
        (&["--help"][..], "Exit status:\n  0  the analysis ran"),
        (&["help", "analyze"], "--since <TIME>"),
        (&["analyze", "--help"], "--log-format <FORMAT>"),
        (&["--version"], "why502 "),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }
}
