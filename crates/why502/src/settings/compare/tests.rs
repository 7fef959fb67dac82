use clap::Parser;

use super::*;
use crate::command_line::args::{Arguments, Verb};
use crate::command_line::choice::ComparisonFormat;

fn resolved(line: &[&str]) -> Result<CompareSettings, String> {
    let words = ["why502", "compare"].iter().chain(line);
    let Verb::Compare(arguments) = Arguments::try_parse_from(words).unwrap().verb else {
        panic!("another verb");
    };
    let environment =
        Environment { now: "2026-11-22T17:30:05Z".parse().unwrap(), ..Environment::of_process() };
    CompareSettings::resolve(arguments, &environment).map_err(|error| error.to_string())
}

fn windows(line: &[&str]) -> [String; 2] {
    resolved(line).unwrap().sides.map(|side| side.window.text().unwrap_or_default())
}

#[test]
fn with_a_source_they_are_windows() {
    let both =
        windows(&["logs", "--before", "2026-11-22T10:00/2026-11-22T11:00", "--after", "2h/1h"]);
    assert_eq!(both[0], "from 2026-11-22 10:00:00 UTC until before 2026-11-22 11:00:00 UTC");
    assert_eq!(both[1], "from 2026-11-22 15:30:05 UTC until before 2026-11-22 16:30:05 UTC");
    let days =
        windows(&["logs", "--before", "yesterday", "--after", "today", "--tz", "Asia/Tokyo"]);
    assert_eq!(days[0], "from 2026-11-22 00:00:00 JST until before 2026-11-23 00:00:00 JST");
    let settings = resolved(&["logs", "--before", "4h..3h", "--after", "1h..now"]).unwrap();
    assert_eq!(settings.sides.map(|side| side.places), [vec!["logs"], vec!["logs"]]);
}

#[test]
fn without_one_they_are_sources() {
    let line = ["--before", "a", "b", "--after", "c", "-o", "diff.md", "--details"];
    let settings = resolved(&line).unwrap();
    assert_eq!(settings.format, ComparisonFormat::Markdown);
    let [before, after] = settings.sides;
    assert_eq!((before.places, after.places), (vec!["a".into(), "b".into()], vec!["c".into()]));
    assert!(before.window.text().is_none() && before.text.details && after.text.details);
}

#[test]
fn an_instant_has_equal_sides() {
    let line = ["logs", "--at", "2026-11-22T14:00", "--each", "30m"];
    let both = windows(&line);
    assert_eq!(both[0], "from 2026-11-22 13:30:00 UTC until before 2026-11-22 14:00:00 UTC");
    assert_eq!(both[1], "from 2026-11-22 14:00:00 UTC until before 2026-11-22 14:30:00 UTC");
    assert_eq!(resolved(&line).unwrap().fitted_at, None);
    let fitted = resolved(&["logs", "--at", "2026-11-22T14:00"]).unwrap();
    assert_eq!(fitted.fitted_at, fitted.sides[1].window.since);
}

#[test]
fn what_makes_no_sense_is_refused_with_what_does() {
    for (line, words) in [
        (&["--at", "now"][..], "no logs were named"),
        (
            &["--before", "3h/2h", "--after", "1h/now", "logs"],
            "Every SOURCE stands before the flags",
        ),
        (&["logs", "--before", "3h/1h", "--after", "2h/now"], "overlap"),
        (&["logs", "--before", "1h/2h", "--after", "2h/now"], "is empty"),
        (&["logs", "--before", "soon", "--after", "2h/now"], "no time that can be read"),
        (&["logs", "--before", "3h", "--after", "2h/now"], "an instant, and no window"),
        (&["logs", "--before", "4h/3h", "3h/2h", "--after", "2h/now"], "several values"),
        (&["-", "--before", "3h/2h", "--after", "2h/now"], "comes only once"),
        (&["logs", "--at", "now", "--each", "0s"], "a second is the least"),
    ] {
        let error = resolved(line).unwrap_err();
        assert!(error.contains(words), "{line:?}: {error}");
    }
}
