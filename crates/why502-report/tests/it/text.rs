//! What a person reads.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use why502_engine::summary::{NextCheck, StatusPair, Summary};
use why502_report::text::{TextOptions, render};
use why502_rulebook::Language;

use crate::fixture::{healthy, incident, minute};

fn options() -> TextOptions {
    TextOptions {
        zone: TimeZone::UTC,
        width: 80,
        color: false,
        details: false,
        slo: None,
        language: Language::English,
    }
}

fn shown(summary: &Summary) -> String {
    render(summary, &options())
}

#[test]
fn the_first_line_is_the_answer_and_the_second_says_when_how_many_and_how_sure() {
    let text = shown(&incident());
    let mut lines = text.lines();
    assert!(lines.next().unwrap().starts_with("502s came from a rolling deploy: three targets"));
    let second = lines.by_ref().skip(1).take(2).collect::<Vec<_>>().join(" · ");
    assert_eq!(
        second,
        "2026-11-22 14:02:00–14:06:00 UTC · 1,251 of 111,690 requests failed (1.1 %) · ended \
         · confidence 0.93"
    );
}

#[test]
fn a_summary_says_that_causes_are_not_looked_for_and_shows_its_counts() {
    let pair = |elb_status, target_status, requests| StatusPair {
        elb_status: Some(elb_status),
        target_status,
        requests,
    };
    let summary = Summary {
        is_summary: true,
        status_pairs: vec![pair(200, Some(200), 412_900), pair(502, None, 3)],
        ..healthy()
    };
    let text = shown(&summary);
    let begin = "Counts only: 3 of 412,903 requests got a 502 (0.0007 %), spread over 3 minutes.\n\
                 Causes are not looked for with --summary; the same command without it finds\n\
                 them.\n\n  502s per minute ";
    assert!(text.starts_with(begin), "{text}");
    assert!(text.contains("\nPairs    200 200: 412,900 · 502 -: 3\n"), "{text}");
    assert!(!text.contains("No incident"), "{text}");
    let japanese = TextOptions { language: Language::Japanese, ..options() };
    assert!(render(&summary, &japanese).contains("--summary では原因を調べません"));
}

#[test]
fn a_healthy_window_gets_one_sentence_and_its_accounting() {
    assert_eq!(
        shown(&healthy()),
        "No incident: 3 of 412,903 requests got a 502 (0.0007 %), spread over 3 minutes.\n\
         \n\
         Read 214 objects, 231 MB (1.7 GB unpacked), 412,903 lines: 412,900 records (alb\n\
         412,900), 2 rejected, 1 control, 2026-11-22 13:20:00–15:20:00 UTC.\n\
         Rejected lines: 2 bad_timestamp, first at logs/a.log.gz:12.\n"
    );
}

#[test]
fn no_clean_bill_for_what_could_not_be_read() {
    let mut summary = healthy();
    summary.input.failed_objects = incident().input.failed_objects;
    let text = shown(&summary);
    assert!(text.starts_with("No incident in what could be read: 3 of"), "{text}");
    assert!(text.contains("7 sources were not read, or not to the end"), "{text}");
    assert!(text.contains("  logs/cut-4.gz: gzip stream is cut short (312 records before it"));
    assert!(text.contains("  and 2 more (--details names all)"), "{text}");
}

#[test]
fn no_clean_bill_for_a_run_that_was_ended_early() {
    let mut summary = healthy();
    summary.input.interrupted = true;
    let text = shown(&summary);
    assert!(text.starts_with("No incident in what was read: 3 of"), "{text}");
    assert!(
        text.contains(
            "UTC.\n! The run was ended early: every figure above covers what was read until then,\n"
        ),
        "{text}"
    );
    assert!(!shown(&healthy()).contains("ended early"));
}

#[test]
fn many_failures_among_few_requests_are_not_passed_over_as_healthy() {
    let summary = Summary { requests: 9, ..healthy() };
    assert!(shown(&summary).starts_with("No incident, yet 3 of 9 requests got a 502 (33.3 %)"));
}

#[test]
fn the_sparkline_names_its_ends_and_its_peak() {
    let text = shown(&incident());
    let line = text.lines().find(|line| line.contains("502s per minute")).unwrap();
    assert!(line.starts_with("  502s per minute  13:20 ▁▁▁▁"), "{line}");
    assert!(line.ends_with("▁▁ 15:20   peak 412 at 14:02"), "{line}");
    assert_eq!(line.chars().count(), 80, "{line}");
}

#[test]
fn a_narrow_terminal_gets_labels_and_bars_on_two_lines() {
    let text = render(&incident(), &TextOptions { width: 44, ..options() });
    assert!(text.contains("\n  502s per minute, peak 412 at 14:02\n  13:20 ▁▁"), "{text}");
    for line in text.lines().filter(|line| !line.contains("Attribute")) {
        assert!(line.chars().count() <= 44, "{line}");
    }
}

#[test]
fn what_is_drawn_are_the_failures_of_the_first_finding() {
    for (status, drawn) in
        [("502", "502s"), ("503", "503s"), ("504", "504s"), ("500", "failures"), ("-", "failures")]
    {
        let mut summary = incident();
        summary.findings[0].statuses =
            BTreeMap::from([(status.to_owned(), 9), ("502".to_owned(), 8)]);
        if status == "502" {
            summary.findings[0].statuses =
                BTreeMap::from([("502".to_owned(), 9), ("504".to_owned(), 8)]);
        }
        for bucket in &mut summary.timeline.buckets {
            (bucket.unavailable, bucket.gateway_timeouts) =
                (bucket.bad_gateways, bucket.bad_gateways);
        }
        assert!(shown(&summary).contains(&format!("  {drawn} per minute  13:20 ")), "{status}");
    }
}

#[test]
fn evidence_and_what_to_do_stand_apart() {
    let mut summary = incident();
    summary.input.failed_objects.clear();
    let text = shown(&summary);
    let block = text.split("\n\n").find(|block| block.starts_with("1  rolling-deploy")).unwrap();
    let heads: Vec<_> = block.lines().map(|line| line.chars().skip(3).take(7).collect()).collect();
    for head in
        ["When   ", "Where  ", "After  ", "+ 912 r", "– nothi", "Check  ", "Now    ", "Fix    "]
    {
        assert!(heads.contains(&head.to_owned()), "{head} in {block}");
    }
    assert!(block.lines().next().unwrap().ends_with("1,251 of 1,284 failures"));
    assert!(block.contains("Where  target group web; targets 10.0.3.17:8080, 10.0.3.22:8080,"));
    assert!(!block.contains("Now:") && !block.contains("Fix:"), "{block}");
}

#[test]
fn a_command_is_continued_so_that_it_can_be_pasted() {
    let text = shown(&incident());
    let command: Vec<_> = text
        .lines()
        .skip_while(|line| !line.contains("aws cloudtrail"))
        .take_while(|line| !line.contains("Now "))
        .map(str::trim)
        .collect();
    assert!(command.len() > 1, "{text}");
    let pasted = command.join("\n").replace("\\\n", "");
    assert_eq!(pasted, incident().findings[0].next_checks[0].command);
}

#[test]
fn background_comes_last_and_is_called_background() {
    let text = shown(&incident());
    assert!(text.contains("\n2  keepalive-race (background)"), "{text}");
    let block = text.split("\n\n").find(|block| block.starts_with("2  keepalive")).unwrap();
    assert!(!block.contains("Check"), "{block}");
}

#[test]
fn two_incidents_are_listed_with_their_times_and_findings() {
    let mut summary = incident();
    let mut second = summary.incidents[0].clone();
    (second.start, second.end, second.ongoing) = (minute(110), minute(119), true);
    summary.incidents.push(second);
    let text = shown(&summary);
    assert!(text.contains("2 incidents, in order of time\n  2026-11-22 14:02:00–"), "{text}");
    assert!(text.contains("\n  2026-11-22 15:10:00–15:19:00 UTC"), "{text}");
    assert!(text.contains("still going on at the end of the logs"), "{text}");
}

#[test]
fn details_show_all_that_the_short_form_leaves_out() {
    let mut summary = incident();
    let evidence = summary.findings[0].evidence[0].clone();
    summary.findings[0].evidence = vec![evidence; 6];
    // Room for all lists of the short form.
    (summary.findings[0].trigger, summary.findings[0].remedies) = (None, vec![]);
    let failed = std::mem::take(&mut summary.input.failed_objects);
    assert!(shown(&summary).contains("\n     2 more with --details\n"));
    summary.input.failed_objects = failed;
    let text = render(&summary, &TextOptions { details: true, ..options() });
    // The seventh is that of the background finding.
    assert_eq!(text.matches("+ 912 requests").count(), 7);
    for part in [
        "logs/cut-6.gz",
        "Read   https://",
        "Signs  alb-502-target-reset",
        "By target (1 of 512 values)\n",
        "risk × 1,201 (at least 75.0)",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn times_are_those_of_the_zone() {
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    let text = render(&incident(), &TextOptions { zone, ..options() });
    assert!(text.contains("2026-11-22 23:02:00–23:06:00 JST"), "{text}");
    assert!(text.contains("peak 412 at 23:02"), "{text}");
}

#[test]
fn nothing_of_a_log_reaches_the_terminal_as_a_command_to_it() {
    let hostile = "x\x1b[2J\u{9b}5m\u{202e}\r\n\x07y".to_owned();
    let mut summary = incident();
    let input = &mut summary.input;
    for object in &mut input.failed_objects {
        (object.source, object.error) = (hostile.clone(), hostile.clone());
    }
    input.skipped_objects[0].source.clone_from(&hostile);
    input.skipped_objects[0].reason.clone_from(&hostile);
    input.rejected_places[0].source.clone_from(&hostile);
    input.limits[0].note = hostile.as_str().into();
    summary.status_counts.insert(hostile.clone(), 1);
    summary.dimensions[0].values[0].value.clone_from(&hostile);
    for finding in &mut summary.findings {
        finding.title = format!("{}{hostile}", finding.title).into();
        finding.evidence[0].statement = hostile.as_str().into();
        finding.next_checks[0].statement = hostile.as_str().into();
        finding.next_checks[0].command.push_str(&hostile);
        finding.remedies.push(hostile.as_str().into());
        for list in
            [&mut finding.scope.hosts, &mut finding.scope.paths, &mut finding.scope.user_agents]
        {
            list.push(hostile.clone());
        }
    }
    for details in [false, true] {
        let text = render(&summary, &TextOptions { details, ..options() });
        let bad: Vec<_> = text.chars().filter(|c| c.is_control() && *c != '\n').collect();
        assert!(bad.is_empty() && !text.contains('\u{202e}'), "{bad:?}");
        assert!(text.contains("x\\u{1b}[2J\\u{9b}5m\\u{202e}\\u{d}\\u{a}\\u{7}y"), "{text}");
    }
}

#[test]
fn colour_changes_no_word() {
    let coloured = render(&incident(), &TextOptions { color: true, ..options() });
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some(at) = rest.find('\x1b') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
    }
    plain.push_str(rest);
    assert_eq!(plain, shown(&incident()));
    assert_ne!(coloured, plain);
}

#[test]
fn what_no_log_can_show_is_said_beside_a_diagnosis_only() {
    let things: Vec<NextCheck> = (1..=7)
        .map(|n| NextCheck {
            statement: format!("thing {n}").as_str().into(),
            command: format!("show {n}"),
        })
        .collect();
    let (mut ill, mut well) = (incident(), healthy());
    (ill.not_visible, well.not_visible) = (things.clone(), things);
    ill.input.failed_objects.clear();
    let short = "Not visible in these logs: thing 1; thing 2; thing 3; thing 4; thing 5; 2 more.";
    assert!(shown(&ill).contains(short), "{}", shown(&ill));
    assert!(!shown(&well).contains("Not visible"));
    let details = render(&well, &TextOptions { details: true, ..options() });
    assert!(details.contains("Not visible in these logs\n  thing 1\n    show 1\n"), "{details}");
    assert!(details.contains("  thing 7\n    show 7\n"), "{details}");
}

#[test]
fn prevention_is_shown_with_the_details() {
    let mut summary = incident();
    summary.findings[0].remedies.push("Prevent: rehearse it.".into());
    assert!(!shown(&summary).contains("rehearse"));
    let details = render(&summary, &TextOptions { details: true, ..options() });
    assert!(details.contains("   Later  rehearse it.\n"), "{details}");
}

#[test]
fn a_long_scope_is_cut_short_and_whole_in_the_details() {
    let mut summary = incident();
    summary.findings[0].scope.targets = (0..9).map(|i| format!("10.0.0.{i}:80")).collect();
    let said = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said(shown(&summary)).contains("10.0.0.2:80, 10.0.0.3:80 and 5 more"));
    let details = render(&summary, &TextOptions { details: true, ..options() });
    assert!(said(details).contains("10.0.0.7:80, 10.0.0.8:80 After"));
}

#[test]
fn the_short_form_cuts_its_lists_until_it_fits_a_screen() {
    let mut summary = incident();
    summary.input.failed_objects.clear();
    summary.input.skipped_objects.clear();
    let second = summary.findings[0].clone();
    for rank in 2..=3 {
        let mut finding = second.clone();
        (finding.rank, finding.background) = (rank, false);
        summary.findings.insert(rank - 1, finding);
    }
    let text = shown(&summary);
    assert!(text.lines().count() <= 40, "{text}");
    for part in ["Check  ", "Now    ", "\n3  rolling-deploy", "\nRead 214 objects"] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let details = render(&summary, &TextOptions { details: true, ..options() });
    assert_eq!(details.matches("Check  ").count(), 4, "{details}");
}
