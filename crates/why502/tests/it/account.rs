//! Facts from the account beside the logs: what they change, and what they leave alone.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Folder, Run};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const CONTEXT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/aws-context");

fn analyzed(logs: &str, context: Option<&Path>, more: &[&str]) -> Run {
    let logs = PathBuf::from(ROOT).join("sample-logs").join(logs);
    let mut line = vec!["analyze".as_ref(), logs.as_os_str()];
    if let Some(context) = context {
        line.extend(["--aws-context".as_ref(), context.as_os_str()]);
    }
    line.extend(more.iter().map(|word| std::ffi::OsStr::new(*word)));
    Folder::new().run(&line)
}

fn found(logs: &str, context: Option<&Path>) -> Value {
    let run = analyzed(logs, context, &["--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.json()
}

/// A folder with one document.
fn with(name: &str, document: &str) -> Folder {
    let folder = Folder::new();
    folder.put(name, document);
    folder
}

fn main_finding(found: &Value) -> &Value {
    &found["findings"][0]
}

fn says(finding: &Value, kind: &str, words: &str) -> bool {
    let evidence = finding["evidence"].as_array().unwrap();
    let is = |one: &&Value| {
        one["kind"] == kind && one["statement"].as_str().is_some_and(|text| text.contains(words))
    };
    evidence.iter().any(|one| is(&one))
}

#[test]
fn the_nearest_change_of_the_same_group_is_the_trigger() {
    let (without, with) =
        (found("rolling-deploy", None), found("rolling-deploy", Some(Path::new(CONTEXT))));
    let finding = main_finding(&with);
    assert_eq!(finding["cause"], "rolling-deploy");
    assert_eq!(finding["trigger"]["at"], "2026-11-12T14:02:05.000000Z");
    assert_eq!(finding["trigger"]["what"], "DeregisterTargets by deployer");
    let confidence = |found: &Value| main_finding(found)["confidence"].as_f64().unwrap();
    assert!(confidence(&with) >= confidence(&without));
    assert!(says(
        finding,
        "for",
        "DeregisterTargets by deployer at 2026-11-12 14:02:05 UTC, 7 s before"
    ));
    assert!(says(finding, "for", "RegisterTargets by deployer"), "{:#}", finding["evidence"]);
    assert!(says(finding, "for", "deregistration delay is 5 s"));
    assert!(says(finding, "for", "10.0.12.48:8080 (draining, Target.DeregistrationInProgress)"));
}

#[test]
fn no_figure_changes_and_nobody_s_session_or_key_is_shown() {
    let (mut without, mut with) =
        (found("rolling-deploy", None), found("rolling-deploy", Some(Path::new(CONTEXT))));
    let all = with.to_string();
    assert!(
        !all.contains("private-session") && !all.contains("ASIA") && !all.contains("198.51.100.9:")
    );
    for summary in [&mut without, &mut with] {
        let summary = summary.as_object_mut().unwrap();
        summary.remove("findings");
        summary.remove("account");
    }
    assert_eq!(without, with);
}

#[test]
fn what_was_read_and_what_to_run_is_told() {
    let with = found("rolling-deploy", Some(Path::new(CONTEXT)));
    let account = &with["account"];
    assert_eq!(account["files"], 7);
    // The refused call is none; the service's deployment is one.
    assert_eq!(account["facts"]["events"], 7);
    assert_eq!(account["facts"]["target_groups"], 1);
    let commands = account["collect"].as_array().unwrap();
    let has = |words: &str| commands.iter().any(|one| one.as_str().unwrap().contains(words));
    assert!(has(
        "describe-target-health --region eu-west-1 --target-group-arn arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/943f017f100becff"
    ));
    assert!(has("lookup-events --region eu-west-1") && has("--start-time 2026-11-12T13:5"));
    assert_eq!(found("healthy-hour", None)["account"]["collect"], Value::Array(Vec::new()));
    let text = analyzed("rolling-deploy", None, &["--details"]).stdout;
    assert!(text.contains("aws elbv2 describe-load-balancer-attributes"), "{text}");
    let text = analyzed("rolling-deploy", Some(Path::new(CONTEXT)), &[]).stdout;
    assert!(
        text.contains("After  2026-11-12 14:02:05 UTC: DeregisterTargets by deployer"),
        "{text}"
    );
    assert!(text.contains("Account: 7 files"), "{text}");
}

#[test]
fn a_file_that_is_none_or_broken_is_named_and_the_analysis_runs() {
    let folder = with("notes.txt", "remember the milk");
    folder.put("cut.json", r#"{"TargetGroups": ["#);
    folder.put("hostile.json", r#"{"Buckets": "\u001b[2J"}"#);
    let run = analyzed("rolling-deploy", Some(folder.path()), &["--format", "json"]);
    assert_eq!(run.status, 0);
    run.said(&["cut.json: it is no valid JSON", "left aside", "notes.txt", "hostile.json"]);
    let account = &run.json()["account"];
    assert_eq!(account["files"], 3);
    assert_eq!(account["unknown"].as_array().unwrap().len(), 2);
    assert!(account["broken"][0]["source"].as_str().unwrap().ends_with("cut.json"));
    assert_eq!(main_finding(&run.json())["cause"], "rolling-deploy");
}

#[test]
fn a_folder_that_is_not_there_or_empty_is_wrong_usage() {
    let folder = Folder::new();
    for place in [folder.path().join("nowhere"), folder.path().to_owned()] {
        let run = analyzed("rolling-deploy", Some(&place), &[]);
        assert_eq!(run.status, 2, "{}", run.stderr);
        run.said(&["--aws-context", "docs/AWS_CONTEXT.md"]);
    }
}

#[test]
fn documents_that_lie_among_the_logs_are_no_logs() {
    let folder = Folder::new();
    let log = "http 2026-11-22T14:02:11.000123Z app/web/0123456789abcdef 192.0.2.7:40312 \
        10.0.3.17:8080 0.001 0.002 0.000 200 200 214 277 \"GET http://www.example.com:80/ HTTP/1.1\"\n";
    folder.put("logs/a.log", log);
    folder.put("logs/context/group.json", r#"{"TargetGroups": []}"#);
    let run = folder.run(&["analyze", "logs", "--aws-context", "logs/context", "--format", "json"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(run.json()["input"]["skipped_objects"], Value::Array(Vec::new()));
    assert_eq!(run.json()["account"]["files"], 1);
}

#[test]
fn hostile_names_are_escaped_in_text_and_cut() {
    let group =
        "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/943f017f100becff";
    let name = "A\\u001b[2J\\u202e".to_owned() + &"x".repeat(3000);
    let record = format!(
        r#"{{"Records": [{{"eventTime": "2026-11-12T14:02:05Z", "eventName": "DeregisterTargets",
            "userIdentity": {{"userName": "{name}"}}, "requestParameters": {{"targetGroupArn": "{group}"}}}}]}}"#
    );
    let text = analyzed("rolling-deploy", Some(with("t.json", &record).path()), &[]).stdout;
    assert!(text.contains(r"A\u{1b}[2J\u{202e}xxx"), "{text}");
    assert!(
        !text.contains('\u{1b}') && !text.contains('\u{202e}') && !text.contains(&"x".repeat(200))
    );
}

#[test]
fn a_task_that_was_killed_on_the_failing_target_is_what_set_it_off() {
    let document = r#"{"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:123456789012:task/prod/0b1c",
        "stopCode": "EssentialContainerExited", "executionStoppedAt": "2026-11-18T09:22:15Z",
        "containers": [{"exitCode": 137, "reason": "OutOfMemoryError: killed",
        "networkInterfaces": [{"privateIpv4Address": "10.0.12.37"}]}]}]}"#;
    let with = found("target-down", Some(with("tasks.json", document).path()));
    let finding = main_finding(&with);
    assert_eq!(finding["cause"], "target-down");
    assert_eq!(finding["trigger"]["at"], "2026-11-18T09:22:15.000000Z");
    assert!(says(
        finding,
        "for",
        "ECS task 0b1c on 10.0.12.37 ended at 2026-11-18 09:22:15 UTC: exit code 137"
    ));
}

/// The group of the sample whose finding comes first.
fn group_of(logs: &str) -> String {
    let commands = found(logs, None)["account"]["collect"].clone();
    let commands: Vec<String> = serde_json::from_value(commands).unwrap();
    let command = commands.iter().find(|one| one.contains("--target-group-arn")).unwrap();
    let arn = command.split("--target-group-arn ").nth(1).unwrap();
    arn.split(' ').next().unwrap().to_owned()
}

#[test]
fn the_protocol_of_the_group_decides_between_a_refusal_and_a_handshake() {
    let group = group_of("target-down");
    let of = |protocol: &str| {
        let document = format!(
            r#"{{"TargetGroups": [{{"TargetGroupArn": "{group}", "Protocol": "{protocol}"}}]}}"#
        );
        found("target-down", Some(with("g.json", &document).path()))
    };
    let (http, https) = (of("HTTP"), of("HTTPS"));
    assert!(says(main_finding(&http), "for", "no TLS handshake can have failed"));
    assert!(says(main_finding(&https), "against", "a failed TLS handshake looks the same"));
}

#[test]
fn the_idle_time_out_is_filled_in_where_a_worker_was_killed() {
    let balancer = found("worker-timeout", None)["account"]["collect"].clone();
    let commands: Vec<String> = serde_json::from_value(balancer).unwrap();
    let command = commands.iter().find(|one| one.contains("--load-balancer-arns")).unwrap();
    let arn = command.split("--load-balancer-arns ").nth(1).unwrap().split(' ').next().unwrap();
    let of = |seconds: u32| {
        let document = format!(
            r#"{{"LoadBalancerArn": "{arn}", "Attributes": [{{"Key": "idle_timeout.timeout_seconds", "Value": "{seconds}"}}]}}"#
        );
        found("worker-timeout", Some(with("a.json", &document).path()))
    };
    assert!(
        says(main_finding(&of(60)), "for", "would have waited 60 s"),
        "{:#}",
        main_finding(&of(60))["evidence"]
    );
    assert!(says(main_finding(&of(20)), "against", "idle time-out is 20 s"));
}
