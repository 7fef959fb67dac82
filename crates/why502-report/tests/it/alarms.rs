//! Alarms, read back as a YAML template and as HCL by parsers that know nothing of them.

use std::collections::BTreeSet;

use serde_json::Value;
use why502_engine::summary::{
    Dimension, DimensionValue, Finding, FindingSignature, SignatureCount, SignatureCourse, Summary,
};
use why502_report::alarms::{AlarmOptions, Template, render};

use crate::fixture::{healthy, incident};

const REFUSED: &str = "alb-connection-refused";

fn places(names: &[&str]) -> Vec<Dimension> {
    let value = |name: &&str| DimensionValue {
        value: (*name).to_owned(),
        requests: 9000,
        failed: 10,
        share_of_failed: 0.5,
        risk_ratio: None,
        risk_ratio_low: None,
    };
    let values: Vec<_> = names.iter().map(value).collect();
    vec![Dimension { name: "load_balancer", distinct: values.len() as u64, values }]
}

/// Requests that failed so, minute by minute of two hours; the incident lasts from 42 to 46.
fn refused(per_minute: impl Fn(i64) -> u64) -> Summary {
    let counts: Vec<u64> = (0..120).map(per_minute).collect();
    let total = counts.iter().sum();
    let mut summary = incident();
    for (bucket, count) in summary.timeline.buckets.iter_mut().zip(&counts) {
        (bucket.failed, bucket.bad_gateways) = (*count, *count);
    }
    summary.timeline.signatures = vec![SignatureCourse { id: REFUSED, requests: counts }];
    summary.signatures = vec![SignatureCount {
        id: REFUSED,
        status: Some(502),
        requests: total,
        ..summary.signatures[0].clone()
    }];
    let mut finding = summary.findings[0].clone();
    finding.cause = "target-down";
    finding.title = "502s because target 10.0.3.17:8080 of web refused connections.".into();
    finding.signatures = vec![FindingSignature { id: REFUSED, requests: total }];
    summary.findings = vec![finding];
    summary.dimensions = places(&["app/web/50dc6c495c0c9188"]);
    summary
}

fn storm(at: i64) -> u64 {
    if (42..47).contains(&at) { 400 } else { u64::from(at % 3 == 0) * 4 }
}

fn written(summary: &Summary, template: Template, objective: f64) -> String {
    let text = render(summary, &AlarmOptions { template, objective });
    assert_eq!(text, render(summary, &AlarmOptions { template, objective }));
    assert!(text.ends_with('\n') && !text.contains("\n\n\n"), "{text}");
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text:?}");
    text
}

fn yaml(summary: &Summary) -> Value {
    let text = written(summary, Template::CloudFormation, 0.999);
    let found: Value = serde_saphyr::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    hold_together(&found);
    found
}

/// All `Ref`s and conditions lead somewhere, names are unlike each other, and what CloudWatch
/// limits is within the limits.
fn hold_together(template: &Value) {
    let Some(resources) = template.get("Resources").and_then(Value::as_object) else { return };
    let parameters = template["Parameters"].as_object().unwrap();
    let mut leads = Vec::new();
    references(template, &mut leads);
    for name in leads {
        assert!(parameters.contains_key(&name) || name.starts_with("AWS::"), "{name}");
    }
    let mut names = BTreeSet::new();
    for (id, resource) in resources {
        assert!(id.bytes().all(|b| b.is_ascii_alphanumeric()), "{id}");
        if let Some(condition) = resource.get("Condition") {
            assert!(template["Conditions"].get(condition.as_str().unwrap()).is_some(), "{id}");
        }
        let properties = &resource["Properties"];
        let name = properties["AlarmName"].as_str().unwrap();
        assert!(name.len() <= 255 && names.insert(name.to_owned()), "{name}");
        assert!(properties["AlarmDescription"].as_str().unwrap().chars().count() <= 1024);
        for part in resource.get("DependsOn").and_then(Value::as_array).into_iter().flatten() {
            let part = &resources[part.as_str().unwrap()]["Properties"]["AlarmName"];
            let rule = properties["AlarmRule"].as_str().unwrap();
            assert!(rule.contains(&format!("ALARM(\"{}\")", part.as_str().unwrap())), "{rule}");
        }
        let mut periods = Vec::new();
        periods_of(properties, &mut periods);
        let evaluated = properties["EvaluationPeriods"].as_u64().unwrap_or_default();
        for period in periods {
            // A day for periods below an hour, seven days for the others.
            let most = if period < 3_600 { 86_400 } else { 604_800 };
            assert!(period % 60 == 0 && period * evaluated <= most, "{id}: {period}");
        }
    }
}

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("Ref").and_then(Value::as_str).map(str::to_owned));
            members.values().for_each(|one| references(one, found));
        }
        Value::Array(values) => values.iter().for_each(|one| references(one, found)),
        _ => {}
    }
}

fn periods_of(value: &Value, found: &mut Vec<u64>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("Period").map(|period| period.as_u64().unwrap()));
            members.values().for_each(|one| periods_of(one, found));
        }
        Value::Array(values) => values.iter().for_each(|one| periods_of(one, found)),
        _ => {}
    }
}

fn hcl(summary: &Summary) -> hcl::Body {
    let text = written(summary, Template::Terraform, 0.999);
    hcl::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Labels and bodies of the resources.
fn resources(body: &hcl::Body) -> Vec<(String, &hcl::Body)> {
    let blocks = body.blocks().filter(|block| block.identifier() == "resource");
    let label = |block: &hcl::Block| {
        block.labels.iter().map(hcl::BlockLabel::as_str).collect::<Vec<_>>().join(".")
    };
    blocks.map(|block| (label(block), &block.body)).collect()
}

/// A text that is no template: without anything that Terraform would replace.
fn plain(body: &hcl::Body, key: &str) -> Option<String> {
    let attribute = body.attributes().find(|one| one.key() == key)?;
    match attribute.expr() {
        hcl::Expression::String(text) => Some(text.clone()),
        other => panic!("{key} is {other:?}"),
    }
}

#[test]
fn thresholds_stand_above_what_is_usual_and_tell_when_they_would_have_fired() {
    let found = yaml(&refused(storm));
    let alarm = &found["Resources"]["Alb1HTTPCodeELB502Count"];
    assert_eq!(alarm["Type"], "AWS::CloudWatch::Alarm");
    let properties = &alarm["Properties"];
    assert_eq!(properties["Namespace"], "AWS/ApplicationELB");
    assert_eq!(properties["MetricName"], "HTTPCode_ELB_502_Count");
    assert_eq!(properties["Dimensions"][0]["Name"], "LoadBalancer");
    assert_eq!(properties["Dimensions"][0]["Value"], "app/web/50dc6c495c0c9188");
    assert_eq!((&properties["Statistic"], &properties["Period"]), (&"Sum".into(), &60.into()));
    // The quiet minutes have 4 at most.
    assert_eq!(properties["Threshold"], 10);
    assert_eq!(properties["TreatMissingData"], "notBreaching");
    let told = properties["AlarmDescription"].as_str().unwrap();
    for words in [
        "Why: target-down: 502s because target 10.0.3.17:8080 of web refused",
        "quiet periods of 1m 99 of 100 had at most 4.",
        // The second of two whole minutes ends at 44.
        "it would have fired 2 min after the incident of 2026-11-22T14:02:00Z began.",
    ] {
        assert!(told.contains(words), "{told}");
    }
    assert!(!told.contains("without an incident"), "{told}");
    let refused = &found["Resources"]["Alb1TargetConnectionErrorCount"]["Properties"];
    assert_eq!(refused["Threshold"], 10);
    // Response times are not known, so nobody can say what would be slow; nothing rejected.
    for absent in
        ["Alb1TargetResponseTime", "Alb1RejectedConnectionCount", "Alb1HTTPCodeELB504Count"]
    {
        assert!(found["Resources"].get(absent).is_none(), "{absent}");
    }
}

#[test]
fn a_small_incident_lowers_the_threshold_where_all_else_stays_silent() {
    let few = |at: i64| u64::from((42..47).contains(&at)) * 3;
    let threshold = |summary: &Summary| {
        let found = yaml(summary);
        let properties = &found["Resources"]["Alb1HTTPCodeELB502Count"]["Properties"];
        let told = properties["AlarmDescription"].as_str().unwrap().to_owned();
        (properties["Threshold"].as_u64().unwrap(), told)
    };
    let (level, told) = threshold(&refused(few));
    assert_eq!(level, 3);
    assert!(told.contains("it would have fired 2 min after"), "{told}");
    // As many are usual: then it stays above them.
    let (level, told) = threshold(&refused(|at| few(at) + u64::from([90, 91].contains(&at)) * 3));
    assert_eq!(level, 8);
    assert!(told.contains("In these logs it would not have fired"), "{told}");
}

#[test]
fn burn_rates_are_pairs_of_windows_that_both_have_to_exceed() {
    let found = yaml(&refused(storm));
    let resources = found["Resources"].as_object().unwrap();
    for (tier, windows, rate) in [
        ("Fast", [("1h", 3_600), ("5m", 300)], 14.4),
        ("Slow", [("6h", 21_600), ("30m", 1_800)], 6.0),
        ("Ticket", [("3d", 259_200), ("6h", 21_600)], 1.0),
    ] {
        let both = &resources[&format!("Alb1Burn{tier}")];
        assert_eq!(both["Type"], "AWS::CloudWatch::CompositeAlarm");
        assert!(both["Properties"].get("AlarmActions").is_some());
        for (span, seconds) in windows {
            let half = &resources[&format!("Alb1Burn{tier}{span}")]["Properties"];
            assert_eq!(half["Threshold"].as_f64(), Some(rate));
            // Who is told of both is not told of each.
            assert!(half.get("AlarmActions").is_none());
            let queries = half["Metrics"].as_array().unwrap();
            assert!(queries[0]["Expression"].as_str().unwrap().ends_with("/0.001"));
            let returned = queries.iter().filter(|one| one["ReturnData"] == true).count();
            assert_eq!((queries.len(), returned), (4, 1));
            for query in &queries[1..] {
                assert_eq!(query["MetricStat"]["Period"], seconds);
                let id = query["Id"].as_str().unwrap();
                assert!(queries[0]["Expression"].as_str().unwrap().contains(id), "{id}");
            }
        }
    }
    let told = |tier: &str| {
        let properties = &resources[&format!("Alb1Burn{tier}")]["Properties"];
        properties["AlarmDescription"].as_str().unwrap().to_owned()
    };
    // 2,000 of 206,400 requests of an hour are 9.7 times what 99.9 % leave.
    assert!(told("Fast").contains("it would not have fired: both windows"), "{}", told("Fast"));
    // 0.6 % of all since the beginning is exceeded with the third minute.
    let slow = told("Slow");
    assert!(slow.contains("fired 3 min after the incident of 2026-11-22T14:02:00Z"), "{slow}");
    assert!(slow.contains("They hold 120 min of the 6h it looks at"), "{slow}");
    // All of the requests failing burns ten times a budget of a tenth: less than 14.4 times.
    let loose = written(&refused(storm), Template::CloudFormation, 0.9);
    assert!(!loose.contains("burn-fast") && loose.contains("burn-slow"), "{loose}");
    assert!(loose.contains("# Burn rates that this objective cannot reach"), "{loose}");
}

#[test]
fn both_templates_hold_the_same_alarms() {
    let mut everything = refused(storm);
    everything.dimensions = places(&[
        "app/web/50dc6c495c0c9188",
        "net/devices/0011223344556677",
        "d111111abcdef8.cloudfront.net",
        "shop-classic",
        "-",
    ]);
    for format in ["clb", "nlb", "cloudfront", "apigateway"] {
        everything.input.formats.insert(format.to_owned(), 10);
    }
    everything.incidents.clear();
    for summary in [everything, refused(storm), healthy()] {
        let (template, body) = (yaml(&summary), hcl(&summary));
        let name = |one: &Value| one["Properties"]["AlarmName"].as_str().unwrap().to_owned();
        let named = template.get("Resources").and_then(Value::as_object);
        let ours: BTreeSet<_> = named.into_iter().flat_map(|map| map.values()).map(name).collect();
        let found = resources(&body);
        let labels: BTreeSet<_> = found.iter().map(|(label, _)| label.clone()).collect();
        assert_eq!(labels.len(), found.len());
        let theirs = found.iter().map(|(_, body)| plain(body, "alarm_name").unwrap()).collect();
        assert_eq!(ours, theirs);
        let told = |one: &Value| one["Properties"]["AlarmDescription"].as_str().unwrap().to_owned();
        let ours: BTreeSet<_> = named.into_iter().flat_map(|map| map.values()).map(told).collect();
        let theirs =
            found.iter().map(|(_, body)| plain(body, "alarm_description").unwrap()).collect();
        assert_eq!(ours, theirs);
        for (label, body) in &found {
            let depends = body.attributes().find(|one| one.key() == "depends_on");
            if let Some(hcl::Expression::Array(parts)) = depends.map(hcl::Attribute::expr) {
                for part in parts {
                    assert!(labels.contains(&part.to_string()), "{label}: {part}");
                }
            }
        }
    }
}

#[test]
fn what_the_logs_do_not_name_is_asked_for() {
    let mut summary = refused(storm);
    summary.input.formats = [("cloudfront".to_owned(), 10), ("apigateway".to_owned(), 10)].into();
    summary.dimensions = places(&["d111111abcdef8.cloudfront.net", "-"]);
    summary.incidents.clear();
    let found = yaml(&summary);
    let rate = &found["Resources"]["Cdn15xxErrorRate"];
    assert_eq!(rate["Condition"], "InNorthernVirginia");
    let dimensions = &rate["Properties"]["Dimensions"];
    assert_eq!(dimensions[0]["Value"]["Ref"], "Cdn1DistributionId");
    assert_eq!(
        (&dimensions[1]["Name"], &dimensions[1]["Value"]),
        (&"Region".into(), &"Global".into())
    );
    let errors = &found["Resources"]["Api15XXError"]["Properties"];
    assert_eq!(errors["AlarmName"], "why502-api1-5XXError");
    assert_eq!(errors["Dimensions"][0]["Value"]["Ref"], "Api1ApiName");
    let text = written(&summary, Template::Terraform, 0.999);
    for words in [
        "variable \"cdn1_distribution_id\" {",
        "DistributionId = var.cdn1_distribution_id\n",
        "provider = aws.why502_us_east_1\n",
        "ApiName = var.api1_api_name\n",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn without_an_incident_or_a_place_it_says_so() {
    let text = written(&healthy(), Template::CloudFormation, 0.999);
    assert!(text.contains("# No incident was found in them"), "{text}");
    assert!(text.contains("# The logs name no load balancer, distribution or API"), "{text}");
    assert!(!text.contains("Resources:"), "{text}");
    let mut calm = healthy();
    calm.dimensions = places(&["app/web/50dc6c495c0c9188"]);
    let found = yaml(&calm);
    let names: Vec<_> = found["Resources"].as_object().unwrap().keys().cloned().collect();
    assert!(names.contains(&"Alb1HTTPCodeELB502Count".to_owned()), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("Rejected")), "{names:?}");
}

#[test]
fn nothing_from_the_logs_acts_in_a_template() {
    let hostile = "\"${file(\"/etc/passwd\")} %{ if true } {{resolve:ssm:/secret}} {{{x}}} \n# \
                   !Ref X: & * \u{1b}[31m \u{202e} \\";
    let mut summary = refused(storm);
    summary.findings[0].title = hostile.into();
    summary.dimensions = places(&[
        "app/we\"b${x}/50dc6c495c0c9188",
        "app/{{resolve:ssm:x}}/50dc6c495c0c9188",
        "app/we b\n/50dc6c495c0c9188",
        "app/%{if}'/50dc6c495c0c9188",
    ]);
    let found = yaml(&summary);
    assert!(!found.to_string().contains("{{"), "{found}");
    let places: BTreeSet<_> = found["Resources"]
        .as_object()
        .unwrap()
        .values()
        .filter_map(|one| one["Properties"]["Dimensions"][0]["Value"].as_str())
        .collect();
    // What CloudWatch cannot have as a name is left out, and counted.
    assert_eq!(places.len(), 2, "{places:?}");
    assert!(places.contains("app/we\"b${x}/50dc6c495c0c9188"), "{places:?}");
    let text = written(&summary, Template::Terraform, 0.999);
    assert!(text.contains("# 2 more load balancers or distributions are left out."), "{text}");
    let body = hcl(&summary);
    for (label, body) in resources(&body) {
        let told = plain(body, "alarm_description").unwrap();
        assert!(!told.contains("{{"), "{label}: {told}");
        if told.starts_with("Why") {
            assert!(told.contains("\"${file(\"/etc/passwd\")} %{ if true }"), "{label}: {told}");
        }
    }
}

#[test]
fn long_titles_are_cut_to_what_cloudwatch_takes() {
    let mut summary = refused(storm);
    summary.findings[0].title = "長い".repeat(2_000).as_str().into();
    yaml(&summary);
    let several: Vec<Finding> = vec![summary.findings[0].clone(); 3];
    summary.findings = several;
    yaml(&summary);
    assert!(written(&summary, Template::CloudFormation, 0.999).contains('…'));
}
