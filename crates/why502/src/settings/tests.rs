use clap::Parser;
use why502_report::Language;

use super::*;
use crate::command_line::args::{Arguments, Verb};

fn environment() -> Environment {
    Environment {
        now: "2026-11-22T17:30:05Z".parse().unwrap(),
        plain_wanted: false,
        stdin_is_terminal: false,
        stdout_is_terminal: true,
        stderr_is_terminal: true,
        stdout_width: Some(60),
        cores: 3,
    }
}

fn resolved(line: &str, environment: &Environment) -> Result<Settings, String> {
    let words = ["why502", "analyze"].into_iter().chain(line.split(' ')).chain(["logs"]);
    let Verb::Analyze(arguments) = Arguments::try_parse_from(words).unwrap().verb else {
        panic!("another verb");
    };
    Settings::resolve(arguments, environment).map_err(|error| error.to_string())
}

fn settings(line: &str) -> Settings {
    resolved(line, &environment()).unwrap()
}

fn refusal(line: &str) -> String {
    resolved(line, &environment()).unwrap_err()
}

#[test]
fn the_window_is_read_in_the_zone_and_said_in_it() {
    let settings = settings("--since 2026-11-22 --until 2026-11-22T02:00 --tz Asia/Tokyo");
    assert_eq!(
        settings.window.text().unwrap(),
        "from 2026-11-22 00:00:00 JST until before 2026-11-22 02:00:00 JST"
    );
    assert_eq!(self::settings("--quiet").window.text(), None);
}

#[test]
fn other_names_of_since_and_until_and_a_leading_minus_are_taken() {
    let settings = settings("--from -3h --to 2h");
    assert_eq!(
        settings.window.text().unwrap(),
        "from 2026-11-22 14:30:05 UTC until before 2026-11-22 15:30:05 UTC"
    );
}

#[test]
fn an_empty_window_is_refused() {
    for line in ["--since 2h --until 3h", "--since now --until now"] {
        assert!(refusal(line).starts_with("the window is empty: --since "), "{line}");
    }
}

#[test]
fn names_that_are_not_known_are_refused_with_one_that_is() {
    assert!(refusal("--log-format cloudfornt").contains("Did you mean cloudfront?"));
    assert!(refusal("--tz Europe/Berlim").contains("`Europe/Berlim` is no time zone"));
    assert!(refusal("--since soon").starts_with("--since: `soon` is no time"));
}

#[test]
fn an_offset_is_a_zone() {
    for (zone, shown) in [
        ("+02:00", "2026-11-21 22:00:00 UTC"),
        ("+0200", "2026-11-21 22:00:00 UTC"),
        ("+2", "2026-11-21 22:00:00 UTC"),
        ("-0530", "2026-11-22 05:30:00 UTC"),
        ("Z", "2026-11-22 00:00:00 UTC"),
    ] {
        let settings = settings(&format!("--since 2026-11-22 --tz {zone}"));
        let since = jiff::Timestamp::from_microsecond(settings.window.since.unwrap().micros());
        let since = since.unwrap().strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
        assert_eq!(since, shown, "{zone}");
        let text = settings.window.text().unwrap();
        assert!(text.starts_with("from 2026-11-22 00:00:00 "), "{text}");
    }
    for zone in ["+", "+2:0", "+24:00", "+02:60", "+02:", "02:00", "+020", "+02:00:00", "+-2"] {
        assert!(refusal(&format!("--tz {zone}")).contains("is no time zone"), "{zone}");
    }
}

#[test]
fn all_formats_of_the_contract_have_an_answer_of_their_own() {
    for format in Format::ALL {
        assert_eq!(settings(&format!("--log-format {format}")).log_format, Some(*format));
    }
    assert_eq!(settings("--log-format auto").log_format, None);
}

#[test]
fn colour_and_width_follow_stdout_unless_told_otherwise() {
    assert!(settings("--color auto").text.color);
    assert_eq!(settings("--color auto").text.width, 60);
    let plain = Environment { plain_wanted: true, ..environment() };
    assert!(!resolved("--color auto", &plain).unwrap().text.color);
    assert!(resolved("--color always", &plain).unwrap().text.color);
    let piped = Environment { stdout_is_terminal: false, ..environment() };
    assert!(!resolved("--color auto", &piped).unwrap().text.color);
    assert_eq!(resolved("--color auto", &piped).unwrap().text.width, 80);
    assert!(!settings("-o out.txt").text.color);
}

#[test]
fn the_extension_decides_the_format_unless_it_is_given() {
    assert_eq!(settings("-o out.json").format, ReportFormat::Json);
    assert_eq!(settings("-o out.json --format text").format, ReportFormat::Text);
    assert_eq!(settings("-o out.txt").format, ReportFormat::Text);
    for name in ["out.md", "out.markdown", "OUT.MD"] {
        assert_eq!(settings(&format!("-o {name}")).format, ReportFormat::Markdown, "{name}");
    }
    for name in ["out.html", "out.htm", "OUT.HTML"] {
        assert_eq!(settings(&format!("-o {name}")).format, ReportFormat::Html, "{name}");
    }
    assert_eq!(settings("-o out.md --format json").format, ReportFormat::Json);
    assert_eq!(settings("--format markdown").format, ReportFormat::Markdown);
    assert_eq!(settings("-o -").destination, Destination::Stdout);
}

#[test]
fn an_objective_is_read_or_refused_before_the_work() {
    assert_eq!(settings("--jobs 1").text.slo, None);
    assert!((settings("--slo 99.9").text.slo.unwrap() - 0.999).abs() < 1e-12);
    assert!(refusal("--slo 100").starts_with("--slo: `100` is no objective."));
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_the_work() {
    assert!(refusal("-o src").contains("is a folder"));
    assert!(refusal("-o no-such-folder/out.json").contains("no folder no-such-folder"));
    assert!(refusal("-o Cargo.toml ./Cargo.toml").contains("is also a SOURCE"));
}

#[test]
fn progress_needs_a_terminal_and_no_wish_for_quiet() {
    assert!(settings("--details").shows_progress);
    assert!(!settings("--quiet").shows_progress);
    let piped = Environment { stderr_is_terminal: false, ..environment() };
    assert!(!resolved("--details", &piped).unwrap().shows_progress);
}

#[test]
fn jobs_default_to_the_cores() {
    assert_eq!(settings("--quiet").workers, 3);
    assert_eq!(settings("--jobs 7").workers, 7);
}

#[test]
fn columns_and_names_are_read_from_lists_and_repetitions() {
    let options = settings(
        "--fields timestamp,c-ip --log-fields sc-status --apigw-map took=$context.responseLatency",
    )
    .options;
    assert_eq!(options.fields, ["timestamp", "c-ip", "sc-status"]);
    assert_eq!(options.apigw_map, [("took".to_owned(), "responseLatency".to_owned())]);
    assert!(refusal("--apigw-map took").contains("no pair KEY=VARIABLE"));
}

#[test]
fn a_filter_is_compiled_before_the_work_and_refused_with_the_place() {
    assert!(settings("--where status=502").filter.is_some());
    assert!(settings("--where timestamp>=2026-11-22 --tz Asia/Tokyo").filter.is_some());
    let text = refusal("--where elb_status_cod=502");
    assert!(text.starts_with("--where: at byte 1, before `elb_status_cod"), "{text}");
    assert!(text.contains("the nearest is elb_status_code"), "{text}");
}

#[test]
fn the_language_is_english_unless_another_is_asked_for() {
    assert_eq!(settings("--quiet").text.language, Language::English);
    assert_eq!(settings("--lang ja").text.language, Language::Japanese);
}
