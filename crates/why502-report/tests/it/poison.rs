//! A summary that holds one text of a log in every place that can hold one.

use why502_engine::summary::{
    ContrastPart, CoverageGap, EvidenceCount, FindingContrast, HeatMap, HeatRow, Impact,
    LadderViolation, NextCheck, Phase, PhaseName, Rung, Said, SignatureCourse, Summary,
};

use crate::fixture::{incident, minute};

fn said(value: &str) -> Said {
    format!("before {value} after").as_str().into()
}

fn contrast(value: &str) -> FindingContrast {
    FindingContrast {
        dimension: "path",
        values: vec![value.to_owned()],
        pair_with: Some(ContrastPart { dimension: "host", values: vec![value.to_owned()] }),
        requests: 900,
        failed: 600,
        support: 0.8,
        exposure: 0.2,
        risk_ratio: 12.0,
        low: 9.0,
        high: 15.0,
        q_value: 0.001,
    }
}

fn phase(name: PhaseName) -> Phase {
    Phase {
        name,
        from: minute(42),
        to: minute(46),
        requests: 400,
        failed: 20,
        client_errors: 7,
        requests_per_second: 1.7,
        p50: Some(0.01),
        p95: None,
        p99: Some(0.4),
        active_targets: 3,
    }
}

/// Everything that a report can show, each place that comes from a log holding `value`.
pub(crate) fn poisoned(value: &str) -> Summary {
    let mut summary = incident();
    findings(&mut summary, value);
    input(&mut summary, value);
    let buckets = summary.timeline.buckets.len();
    summary.timeline.signatures =
        vec![SignatureCourse { id: "alb-connection-refused", requests: vec![2; buckets] }];
    summary.heat_map = Some(HeatMap {
        bucket_seconds: 60,
        starts: (40..50).map(minute).collect(),
        rows: vec![HeatRow {
            target: value.to_owned(),
            requests: vec![9; 10],
            failed: (0..10).collect(),
        }],
        targets_left_out: 4,
    });
    for one in &mut summary.incidents {
        one.impact = Impact {
            client_networks: 12,
            hosts: vec![value.to_owned()],
            distinct_hosts: 3,
            paths: vec![value.to_owned()],
            distinct_paths: 1,
            distinct_targets: 3,
            masked: 5,
        };
        one.phases = vec![phase(PhaseName::Before), phase(PhaseName::During)];
    }
    summary.dimensions[0].values[0].value = value.to_owned();
    summary.status_counts.insert("502".to_owned(), 3);
    summary
}

fn findings(summary: &mut Summary, value: &str) {
    for finding in &mut summary.findings {
        finding.title = said(value);
        let scope = &mut finding.scope;
        for list in [
            &mut scope.targets,
            &mut scope.hosts,
            &mut scope.paths,
            &mut scope.clients,
            &mut scope.user_agents,
        ] {
            *list = vec![value.to_owned()];
        }
        finding.evidence.iter_mut().for_each(|one| one.statement = said(value));
        for check in &mut finding.next_checks {
            check.statement = said(value);
            check.command.push_str(value);
        }
        finding.remedies.push(format!("Prevent: {value}").as_str().into());
        finding.trigger.iter_mut().for_each(|trigger| trigger.what = said(value));
        finding.contrasts = vec![contrast(value)];
    }
}

fn input(summary: &mut Summary, value: &str) {
    let input = &mut summary.input;
    for object in &mut input.failed_objects {
        (object.source, object.error) = (value.to_owned(), value.to_owned());
    }
    input.skipped_objects[0].source = value.to_owned();
    input.rejected_places[0].source = value.to_owned();
    input.limits[0].note = said(value);
    summary.coverage.statement = said(value);
    summary.coverage.gaps = vec![CoverageGap {
        format: Some("alb"),
        load_balancer: Some(value.to_owned()),
        node: None,
        from: minute(1),
        to: minute(2),
        kind: "no_object",
        expected_records: None,
        statement: said(value),
    }];
    let check = NextCheck { statement: said(value), command: value.to_owned() };
    summary.not_visible = vec![check.clone(), check];
    summary.account.notes = vec![said(value)];
    summary.account.collect = vec![value.to_owned()];
    summary.evidence = vec![EvidenceCount {
        id: "nginx-answered-5xx",
        format: "nginx_access",
        records: 4,
        grade: "strong",
        meaning: said(value),
        supports: &["target-generated-5xx"],
        first_seen: minute(1),
        last_seen: minute(2),
    }];
    summary.timeouts.rungs = vec![Rung {
        rung: "load_balancer_idle",
        of: value.to_owned(),
        seconds: 60.0,
        requests: 41,
        share: 1.0,
        inferred_from: said(value),
        known_as: Some(said(value)),
        product: "elastic-load-balancing",
        setting: "idle_timeout.timeout_seconds",
    }];
    summary.timeouts.violations = vec![LadderViolation {
        longer: "load_balancer_idle",
        shorter: "worker",
        of: value.to_owned(),
        statement: said(value),
        product: "application",
        setting: "Node server.keepAliveTimeout",
        command: value.to_owned(),
    }];
}
