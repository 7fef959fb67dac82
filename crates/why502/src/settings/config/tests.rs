use clap::{CommandFactory, FromArgMatches};

use super::*;
use crate::command_line::args::{Arguments, Verb};

const FILE: &str = "lang = \"ja\"\ntz = 'Asia/Tokyo'\njobs = 3\nslo = 99.95\nregion = \"eu-west-1\"\n\n\
    [aliases]\nprod = \"s3://logs/AWSLogs/\"\nhere = \"./logs\"\n";

fn fault(text: &str) -> (usize, String) {
    let (at, fault) = Config::parse(text).unwrap_err();
    (text[..at].matches('\n').count() + 1, fault)
}

fn analysis(config: Config, line: &str) -> crate::command_line::args::AnalyzeArguments {
    let (command, _) = config.applied(Arguments::command()).unwrap();
    let words = ["why502", "analyze"].into_iter().chain(line.split(' '));
    let matches = command.try_get_matches_from(words).unwrap();
    let Verb::Analyze(arguments) = Arguments::from_arg_matches(&matches).unwrap().verb else {
        panic!("another verb")
    };
    arguments
}

#[test]
fn values_are_defaults_of_flags() {
    let typed = analysis(Config::parse(FILE).unwrap(), "logs");
    assert_eq!((typed.window.tz.as_str(), typed.jobs.map(u16::from)), ("Asia/Tokyo", Some(3)));
    assert_eq!(typed.lang, crate::command_line::choice::Lang::Ja);
    let typed = analysis(Config::parse(FILE).unwrap(), "logs --tz UTC --lang en --jobs 1");
    assert_eq!((typed.window.tz.as_str(), typed.jobs.map(u16::from)), ("UTC", Some(1)));
    assert_eq!(analysis(Config::default(), "logs").window.tz, "UTC");
}

#[test]
fn variables_go_before_the_file_and_flags_before_both() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("c.toml");
    std::fs::write(&path, FILE).unwrap();
    let line = |words: &str| words.split(' ').map(OsString::from).collect::<Vec<_>>();
    let none = |_: &str| None;
    let with = line(&format!("why502 --config {}", path.display()));
    let config = Config::found(&with, none).unwrap();
    assert_eq!(config, Config::parse(FILE).unwrap());
    let variable = |name: &str| match name {
        "WHY502_TZ" => Some(OsString::from("Europe/Berlin")),
        "AWS_REGION" => Some(OsString::from("us-east-1")),
        _ => None,
    };
    let config = Config::found(&with, variable).unwrap();
    assert_eq!(config.defaults.get("region"), None);
    assert_eq!(analysis(config, "logs").window.tz, "Europe/Berlin");
    let by_variable = |name: &str| (name == VARIABLE).then(|| path.clone().into_os_string());
    let flag = line("why502 analyze x --config=/no/such.toml");
    assert!(Config::found(&flag, by_variable).is_err());
    assert!(Config::found(&line("why502 x"), by_variable).unwrap().aliases.contains_key("prod"));
    assert_eq!(Config::found(&line("why502 x -- --config y"), none).unwrap(), Config::default());
    let bad = |name: &str| (name == "WHY502_JOBS").then(|| OsString::from("many"));
    let error = Config::found(&line("why502 x"), bad).unwrap_err().to_string();
    assert!(error.contains("the variable WHY502_JOBS: `many`"), "{error}");
}

#[test]
fn a_mistake_is_told_with_its_line_and_the_nearest_key() {
    for (text, line, words) in [
        ("lang = 'en'\nregoin = 'x'\n", 2, "there is no key `regoin`; the nearest is `region`."),
        ("\n\nlang = 'fr'", 3, "lang: `fr` is no language"),
        ("jobs = 0", 1, "jobs: `0` is no number of threads"),
        ("jobs = []", 1, "jobs: this takes one value"),
        ("slo = 100", 1, "slo: `100` is no objective"),
        ("tz = 'Mars/Olympus'", 1, "is no time zone"),
        ("region = ''", 1, "the value is empty"),
        ("tz = 'UTC'\nlang =", 2, "this is no TOML"),
        ("tz = 'UTC'\ntz = 'UTC'", 2, "this is no TOML"),
        ("aliases = 'x'", 1, "aliases is a table"),
        ("[aliases]\nprod = 3", 2, "prod: an alias is a place"),
        ("[aliases]\n'a/b' = 'c'", 2, "holds no slash"),
        ("[alias]\nprod = 'x'", 1, "there is no key `alias`; the nearest is `aliases`"),
    ] {
        let (at, fault) = fault(text);
        assert_eq!(at, line, "{text}: {fault}");
        assert!(fault.contains(words), "{text}: {fault}");
    }
}

#[test]
fn an_alias_stands_for_a_place_and_what_is_below_it() {
    let (_, aliases) = Config::parse(FILE).unwrap().applied(Arguments::command()).unwrap();
    let place = |text: &str| aliases.place(text.into()).map(|place| place.into_string().unwrap());
    for (typed, meant) in [
        ("@prod", "s3://logs/AWSLogs/"),
        ("@prod/123456789012/", "s3://logs/AWSLogs/123456789012/"),
        ("@here", "./logs"),
        ("@here/a.gz", "./logs/a.gz"),
        ("prod", "prod"),
        ("-", "-"),
    ] {
        assert_eq!(place(typed).unwrap(), meant, "{typed}");
    }
    let error = place("@pord").unwrap_err().to_string();
    assert!(error.contains("the nearest is `@prod`"), "{error}");
}

#[test]
fn what_cannot_be_redacted_is_not_passed_over() {
    let asks = Config::parse("redact = true").unwrap();
    let has_flag = Arguments::command()
        .get_subcommands()
        .any(|verb| verb.get_arguments().any(|flag| flag.get_id() == "redact"));
    assert_eq!(asks.applied(Arguments::command()).is_ok(), has_flag);
    let (_, fault) = Config::parse("redact = 'much'").unwrap_err();
    assert!(fault.contains("users, all, true, false"), "{fault}");
    assert!(Config::parse("redact = false").unwrap().applied(Arguments::command()).is_ok());
}

#[test]
fn who_asks_for_help_gets_it() {
    for line in ["why502 --help", "why502 help analyze", "why502 analyze x -h"] {
        assert!(asks_for_help(&line.split(' ').map(OsString::from).collect::<Vec<_>>()), "{line}");
    }
    assert!(!asks_for_help(&["why502", "x", "--", "-h"].map(OsString::from)));
}
