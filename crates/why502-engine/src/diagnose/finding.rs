//! A case as a finding: scope, evidence, confidence, commands.

use std::collections::BTreeMap;

use why502_rulebook::Grade;
use why502_rulebook::causes::{self, target};

use super::calibration::calibrated;
use super::case::{Case, Census, text};
use super::context::{Context, Kinds, group_name};
use super::contrast::{Contrast, contrast};
use super::logs::beside_gaps;
use super::survey::{Difference, described, survey};
use super::targets::Targets;
use super::wording;
use crate::observe::DimensionKind::{
    self, Client, EdgeLocation, Host, LoadBalancer, Method, Path, Target, TargetGroup, UserAgent,
};
use crate::summary::{Evidence, Finding, FindingSignature, Scope, Trigger};

/// A finding's confidence never reaches certainty: one log source alone can mislead.
const MOST_CONFIDENT: f64 = 0.97;
/// Two that agree hardly do.
const MOST_CONFIDENT_OF_TWO: f64 = 0.99;
/// Background is below one half whatever its grade.
const MOST_CONFIDENT_BACKGROUND: f64 = 0.45;

/// Makes the finding; its rank is given later.
pub(super) fn finding<'a>(context: &Context<'a>, case: &Case<'_>, census: &Census<'a>) -> Finding {
    let contrasts = contrasts(context, case, census);
    let differences = differences(context, case, census);
    let newcomers = newcomers(context, case, &differences);
    let scope = scope(context, case, census, &contrasts);
    let signatures = signatures(context, census);
    let uncalibrated = uncalibrated(case, &contrasts);
    let requests = context.requests_of(census.kinds().clone());
    let window = case.window();
    Finding {
        rank: 0,
        cause: case.cause.name,
        title: wording::title(case, census.kinds(), &scope),
        grade: case.grade.name(),
        confidence: confidence(case, uncalibrated),
        uncalibrated,
        requests,
        share: requests as f64 / context.aggregates.counts.failed.max(1) as f64,
        first_seen: window.start,
        last_seen: window.end,
        background: case.excess.is_none(),
        statuses: statuses(context, census),
        evidence: evidence(
            context,
            case,
            (census, signatures.first()),
            &contrasts,
            further(&contrasts, &differences, &newcomers),
        ),
        signatures,
        contrasts: differences.iter().map(described).collect(),
        next_checks: wording::next_checks(context, case, census),
        remedies: [wording::remedies(case.cause), case.remedies.clone()].concat(),
        references: case.cause.references.to_vec(),
        trigger: case.trigger.clone().or(newcomers.map(|(_, trigger)| trigger)),
        scope,
    }
}

/// What sets the case apart, the most telling dimension first. Others are kept only where they
/// are about as narrow: a path that lives on one host makes that host stand out too. The scope
/// names the first alone: the shortest list that explains.
fn contrasts<'a>(context: &Context<'a>, case: &Case<'_>, census: &Census<'a>) -> Vec<Contrast<'a>> {
    if case.excess.is_none() {
        // What a thin background gathers at is chance.
        return Vec::new();
    }
    let mut found: Vec<Contrast<'a>> =
        [Target, Host, Path, Method, Client, UserAgent, EdgeLocation]
            .into_iter()
            .filter_map(|kind| {
                let most = match kind {
                    Target => 64,
                    Method => 1,
                    _ => 4,
                };
                contrast(context, kind, census, case.rows.len(), most)
            })
            .collect();
    let narrowest = found.iter().map(|contrast| contrast.exposure).fold(1.0, f64::min);
    found.retain(|contrast| contrast.exposure <= narrowest * 1.5 + 0.01);
    // Of about equally narrow ones the shortest list, then the order above.
    found.sort_by_key(|contrast| contrast.values.len());
    found
}

/// Everything that its requests have more often; of a thin background it would be chance.
fn differences<'a>(context: &Context<'a>, case: &Case<'_>, census: &Census<'a>) -> Vec<Difference> {
    if case.excess.is_none() {
        return Vec::new();
    }
    survey(context, case, census)
}

/// Targets first seen just before that hold nearly all failures while older ones serve: what a
/// deploy of a bad build looks like.
fn newcomers(
    context: &Context<'_>,
    case: &Case<'_>,
    differences: &[Difference],
) -> Option<(Evidence, Trigger)> {
    let one = differences.iter().find(|one| one.is_new_targets())?;
    let window = case.window();
    let mut appeared = Targets::appeared(context, &case.scopes, window);
    appeared.retain(|target| target.life.start <= window.end);
    let at = appeared.first()?.life.start;
    let evidence = wording::new_targets(one, appeared.len(), at);
    Some((evidence, wording::new_targets_trigger(appeared.len(), at)))
}

/// Sentences of what the contrasts do not say: attributes about as narrow as the narrowest that
/// no scope has a name for, new targets, and the most telling pair.
fn further(
    contrasts: &[Contrast<'_>],
    differences: &[Difference],
    newcomers: &Option<(Evidence, Trigger)>,
) -> Vec<Evidence> {
    let exposures = contrasts.iter().map(|contrast| contrast.exposure);
    let explaining = || differences.iter().filter(|one| one.explains && one.pair_with.is_none());
    let narrowest = exposures.chain(explaining().map(|one| one.exposure)).fold(1.0, f64::min);
    let mut sentences: Vec<Evidence> = explaining()
        .filter(|one| one.is_unnamed() && one.exposure <= narrowest * 1.5 + 0.01)
        .map(wording::difference)
        .collect();
    sentences.extend(newcomers.iter().map(|(evidence, _)| evidence.clone()));
    sentences.extend(differences.iter().find_map(wording::pair));
    sentences
}

/// The probability that grade and evidence add up to.
fn uncalibrated(case: &Case<'_>, contrasts: &[Contrast<'_>]) -> f64 {
    let prior: f64 = match case.grade {
        Grade::Deterministic => 0.95,
        Grade::Strong => 0.70,
        Grade::Weak => 0.40,
    };
    // That nothing explains it is seldom wrong; that this is an incident is judged below.
    let prior = if case.cause.name == causes::UNATTRIBUTED.name { 0.60 } else { prior };
    let telling = if contrasts.is_empty() { 0.0 } else { 0.3 };
    let log_odds = (prior / (1.0 - prior)).ln() + case.log_odds + telling;
    let of_cause = 1.0 / (1.0 + (-log_odds).exp());
    match case.excess {
        Some(excess) => of_cause * (1.0 - 0.5 * (-excess).exp()),
        None => of_cause * 0.5,
    }
}

fn confidence(case: &Case<'_>, uncalibrated: f64) -> f64 {
    let most = if case.is_corroborated { MOST_CONFIDENT_OF_TWO } else { MOST_CONFIDENT };
    let confidence = match case.excess {
        Some(_) => calibrated(uncalibrated).min(most),
        None => uncalibrated.min(MOST_CONFIDENT_BACKGROUND),
    };
    (confidence * 100.0).round() / 100.0
}

fn statuses(context: &Context<'_>, census: &Census<'_>) -> BTreeMap<String, u64> {
    let mut groups: BTreeMap<Option<u16>, Kinds> = BTreeMap::new();
    for (&kind, &count) in census.kinds() {
        groups.entry(kind.1).or_default().insert(kind, count);
    }
    let text =
        |status: Option<u16>| status.map_or_else(|| "-".to_owned(), |code| format!("{code:03}"));
    groups.into_iter().map(|(status, kinds)| (text(status), context.requests_of(kinds))).collect()
}

fn signatures(context: &Context<'_>, census: &Census<'_>) -> Vec<FindingSignature> {
    let mut groups: BTreeMap<&'static str, Kinds> = BTreeMap::new();
    for (&kind, &count) in census.kinds() {
        groups.entry(kind.0).or_default().insert(kind, count);
    }
    let mut rows: Vec<FindingSignature> = groups
        .into_iter()
        .map(|(id, kinds)| FindingSignature { id, requests: context.requests_of(kinds) })
        .collect();
    rows.sort_by(|a, b| (b.requests, a.id).cmp(&(a.requests, b.id)));
    rows
}

fn evidence<'a>(
    context: &Context<'a>,
    case: &Case<'_>,
    (census, main): (&Census<'a>, Option<&FindingSignature>),
    contrasts: &[Contrast<'_>],
    further: Vec<Evidence>,
) -> Vec<Evidence> {
    let mut evidence = vec![main_signature(context, case, main)];
    evidence.extend(case.evidence.iter().filter(|one| one.kind == "for").cloned());
    for contrast in contrasts {
        evidence.push(wording::risk(contrast, &texts(&contrast.values)));
    }
    evidence.extend(further);
    evidence.extend(case.evidence.iter().filter(|one| one.kind == "against").cloned());
    evidence.extend(beside_gaps(context, case, census));
    evidence.push(Evidence {
        kind: "against",
        statement: wording::not_visible_of(case.cause),
        value: 0.0,
    });
    evidence
}

/// What most of the lines say by themselves.
fn main_signature(
    context: &Context<'_>,
    case: &Case<'_>,
    main: Option<&FindingSignature>,
) -> Evidence {
    let row =
        case.rows.iter().find(|row| Some(context.signature(row).id) == main.map(|main| main.id));
    let requests = main.map_or(0, |main| main.requests);
    Evidence {
        kind: "for",
        statement: wording::lines_say(requests, row.map(|row| context.signature(row))),
        value: requests as f64,
    }
}

fn texts(values: &[&[u8]]) -> Vec<String> {
    let mut texts: Vec<String> = values.iter().map(|value| text(value)).collect();
    texts.sort();
    texts
}

fn scope<'a>(
    context: &Context<'a>,
    case: &Case<'_>,
    census: &Census<'a>,
    contrasts: &[Contrast<'_>],
) -> Scope {
    let of = |kind: DimensionKind| {
        let found = contrasts.first().filter(|contrast| contrast.kind == kind);
        found.map_or_else(Vec::new, |contrast| texts(&contrast.values))
    };
    let all = |kind: DimensionKind| {
        let values: Vec<&[u8]> =
            census.by_value(context, kind).into_iter().map(|(value, _)| value).collect();
        texts(&values)
    };
    let mut scope = Scope {
        targets: of(Target),
        hosts: of(Host),
        paths: of(Path),
        methods: of(Method),
        clients: of(Client),
        user_agents: of(UserAgent),
        edge_locations: of(EdgeLocation),
        functions: case.functions.clone(),
        ..Scope::default()
    };
    if names_its_targets(case) {
        let targets = Targets::during(context, &case.rows, &case.scopes, case.window());
        scope.targets = targets.failing().iter().map(|target| target.name.clone()).collect();
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
    if context.load_balancers(case.rows[0].scope) > 1 {
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
        String::from_utf8_lossy(crate::observe::subnet(address.as_bytes(), &mut buffer))
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
