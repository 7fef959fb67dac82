//! A case as a finding: scope, evidence, confidence, commands.

use std::collections::BTreeMap;

use why502_rulebook::Grade;
use why502_rulebook::causes::target;

use super::case::{Case, by_value};
use super::command;
use super::context::{Context, group_name};
use super::contrast::{Contrast, contrast};
use super::statement;
use super::targets::Targets;
use crate::aggregate::NO_VALUE;
use crate::observe::DimensionKind::{
    self, Client, EdgeLocation, Host, LoadBalancer, Method, Path, Target, TargetGroup, UserAgent,
};
use crate::summary::{Evidence, Finding, FindingSignature, Scope};

/// A finding's confidence never reaches certainty: one log source alone can mislead.
const MOST_CONFIDENT: f64 = 0.97;
/// Background is below one half whatever its grade.
const MOST_CONFIDENT_BACKGROUND: f64 = 0.45;

/// Makes the finding; its rank is given later.
pub(super) fn finding(context: &Context<'_>, case: &Case<'_>) -> Finding {
    let contrasts = contrasts(context, case);
    let scope = scope(context, case, &contrasts);
    let factor = context.aggregates.factor;
    let requests = case.rows.len() as u64 * factor;
    let window = case.window();
    Finding {
        rank: 0,
        cause: case.cause.name,
        title: statement::title(case, &scope),
        grade: case.grade.name(),
        confidence: confidence(case, &contrasts),
        requests,
        share: requests as f64 / context.aggregates.counts.failed.max(1) as f64,
        first_seen: window.start,
        last_seen: window.end,
        background: case.excess.is_none(),
        signatures: signatures(context, case),
        evidence: evidence(context, case, &contrasts),
        next_checks: command::next_checks(context, case),
        remedies: case.cause.remedies.iter().map(|&remedy| remedy.to_owned()).collect(),
        references: case.cause.references.to_vec(),
        trigger: case.trigger.clone(),
        scope,
    }
}

/// What sets the case apart, the most telling dimension first. Others are kept only where they
/// are about as narrow: a path that lives on one host makes that host stand out too. The scope
/// names the first alone: the shortest list that explains.
fn contrasts(context: &Context<'_>, case: &Case<'_>) -> Vec<Contrast> {
    let window = case.window();
    let mut found: Vec<Contrast> = [Target, Host, Path, Method, Client, UserAgent, EdgeLocation]
        .into_iter()
        .filter_map(|kind| {
            let most = if kind == Target { 64 } else { 4 };
            contrast(context, kind, &case.rows, &case.scopes, window, most)
        })
        .collect();
    let narrowest = found.iter().map(|contrast| contrast.exposure).fold(1.0, f64::min);
    found.retain(|contrast| contrast.exposure <= narrowest * 1.5 + 0.01);
    // Of about equally narrow ones the shortest list, then the order above.
    found.sort_by_key(|contrast| contrast.values.len());
    found
}

fn confidence(case: &Case<'_>, contrasts: &[Contrast]) -> f64 {
    let prior: f64 = match case.grade {
        Grade::Deterministic => 0.95,
        Grade::Strong => 0.70,
        Grade::Weak => 0.40,
    };
    let telling = if contrasts.is_empty() { 0.0 } else { 0.3 };
    let log_odds = (prior / (1.0 - prior)).ln() + case.log_odds + telling;
    let of_cause = 1.0 / (1.0 + (-log_odds).exp());
    let confidence = match case.excess {
        Some(excess) => (of_cause * (1.0 - 0.5 * (-excess).exp())).min(MOST_CONFIDENT),
        None => (of_cause * 0.5).min(MOST_CONFIDENT_BACKGROUND),
    };
    (confidence * 100.0).round() / 100.0
}

fn signatures(context: &Context<'_>, case: &Case<'_>) -> Vec<FindingSignature> {
    let mut counts: BTreeMap<&'static str, u64> = BTreeMap::new();
    for row in &case.rows {
        *counts.entry(context.signature(row).id).or_default() += context.aggregates.factor;
    }
    let mut rows: Vec<FindingSignature> =
        counts.into_iter().map(|(id, requests)| FindingSignature { id, requests }).collect();
    rows.sort_by(|a, b| (b.requests, a.id).cmp(&(a.requests, b.id)));
    rows
}

fn evidence(context: &Context<'_>, case: &Case<'_>, contrasts: &[Contrast]) -> Vec<Evidence> {
    let mut evidence = vec![main_signature(context, case)];
    evidence.extend(case.evidence.iter().filter(|one| one.kind == "for").cloned());
    for contrast in contrasts {
        evidence.push(statement::risk(contrast, &texts(context, contrast.kind, &contrast.values)));
    }
    evidence.extend(case.evidence.iter().filter(|one| one.kind == "against").cloned());
    evidence.push(Evidence {
        kind: "against",
        statement: format!("not visible in these logs: {}", case.cause.not_visible),
        value: 0.0,
    });
    evidence
}

/// What most of the lines say by themselves.
fn main_signature(context: &Context<'_>, case: &Case<'_>) -> Evidence {
    let main = signatures(context, case).into_iter().next();
    let row = case
        .rows
        .iter()
        .find(|row| Some(context.signature(row).id) == main.as_ref().map(|main| main.id));
    let meaning = row.map_or("", |row| context.signature(row).meaning);
    let requests = main.map_or(0, |main| main.requests);
    Evidence {
        kind: "for",
        statement: format!("{} lines say: {meaning}", statement::thousands(requests)),
        value: requests as f64,
    }
}

fn texts(context: &Context<'_>, kind: DimensionKind, ids: &[u32]) -> Vec<String> {
    let mut texts: Vec<String> = ids.iter().filter_map(|&id| context.text(kind, id)).collect();
    texts.dedup();
    texts
}

fn scope(context: &Context<'_>, case: &Case<'_>, contrasts: &[Contrast]) -> Scope {
    let of = |kind: DimensionKind| {
        let found = contrasts.first().filter(|contrast| contrast.kind == kind);
        let mut names =
            found.map_or_else(Vec::new, |contrast| texts(context, kind, &contrast.values));
        names.sort();
        names.dedup();
        names
    };
    let all = |kind: DimensionKind| {
        let ids: Vec<u32> = by_value(&case.rows, kind)
            .into_iter()
            .map(|(id, _)| id)
            .filter(|id| *id != NO_VALUE)
            .collect();
        let mut names = texts(context, kind, &ids);
        names.sort();
        names.dedup();
        names
    };
    let mut scope = Scope {
        targets: of(Target),
        hosts: of(Host),
        paths: of(Path),
        methods: of(Method),
        clients: of(Client),
        user_agents: of(UserAgent),
        edge_locations: of(EdgeLocation),
        ..Scope::default()
    };
    if names_its_targets(case) {
        let targets = Targets::during(context, &case.rows, &case.scopes, case.window());
        scope.targets = targets.holding(0.97).iter().map(|target| target.name.clone()).collect();
        scope.targets.sort();
        (scope.hosts, scope.paths, scope.methods) = Default::default();
        (scope.clients, scope.user_agents) = Default::default();
    }
    scope.subnets = subnets(context, case, &scope.targets);
    let groups: Vec<String> = case
        .scopes
        .iter()
        .map(|&scope| context.aggregates.scope_key(scope))
        .filter(|key| key.windows(13).any(|part| part == b":targetgroup/"))
        .map(group_name)
        .collect();
    let neighbours = context
        .neighbours(case.rows[0].scope)
        .into_iter()
        .filter(|&scope| context.is_target_group(scope))
        .count();
    if groups.len() == 1 && (neighbours > 1 || scope.targets.len() > 4) {
        scope.target_groups = groups;
    } else if groups.len() > 1 {
        let mine: Vec<String> =
            all(TargetGroup).iter().map(|arn| group_name(arn.as_bytes())).collect();
        if mine.len() < groups.len() {
            scope.target_groups = mine;
        }
    }
    if context.load_balancers(case.rows[0].format) > 1 {
        scope.load_balancers = all(LoadBalancer);
    }
    scope
}

/// Events of targets name every target that failed, though all of a group's may have.
fn names_its_targets(case: &Case<'_>) -> bool {
    [
        target::ALL_TARGETS_REFUSING.name,
        target::ROLLING_DEPLOY.name,
        target::TARGET_DOWN.name,
        target::TARGET_NOT_LISTENING_YET.name,
        target::TARGET_CRASH.name,
    ]
    .contains(&case.cause.name)
}

/// The one network that all failing targets share, where targets elsewhere served.
fn subnets(context: &Context<'_>, case: &Case<'_>, failing: &[String]) -> Vec<String> {
    if failing.len() < 2 {
        return Vec::new();
    }
    let network = |target: &str| {
        let address = target.rsplit_once(':').map_or(target, |(address, _)| address);
        let mut buffer = Vec::new();
        String::from_utf8_lossy(crate::observe::network(address.as_bytes(), &mut buffer))
            .into_owned()
    };
    let mine = network(&failing[0]);
    let everyone = Targets::during(context, &case.rows, &case.scopes, case.window()).all;
    let alone = failing.iter().all(|target| network(target) == mine)
        && everyone.iter().any(|target| network(&target.name) != mine)
        && everyone
            .iter()
            .filter(|target| network(&target.name) == mine)
            .all(|target| failing.contains(&target.name));
    if alone { vec![mine] } else { Vec::new() }
}
