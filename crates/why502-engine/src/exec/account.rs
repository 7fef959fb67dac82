//! What was read about the account, in the summary.

use std::collections::BTreeMap;

use why502_account::Facts;

use crate::summary::{AccountSummary, BrokenDocument, Said};

/// Names that a sentence lists.
const NAMED: usize = 5;

pub(super) fn account(facts: Option<&Facts>, collect: Vec<String>) -> AccountSummary {
    let offer = if collect.is_empty() { Said::default() } else { offer() };
    let Some(facts) = facts else {
        return AccountSummary { collect, offer, ..AccountSummary::default() };
    };
    let counts = [
        ("load_balancers", facts.load_balancers.len()),
        ("target_groups", facts.target_groups.len()),
        ("target_health", facts.target_health.len()),
        ("services", facts.services.len()),
        ("task_stops", facts.task_stops.len()),
        ("functions", facts.functions.len()),
        ("distributions", facts.distributions.len()),
        ("events", facts.events.len()),
    ];
    let broken = facts
        .broken
        .iter()
        .map(|one| BrokenDocument { source: one.source.clone(), error: one.error.clone() });
    AccountSummary {
        files: facts.files,
        facts: counts.map(|(name, count)| (name, count as u64)).into_iter().collect(),
        unknown: facts.unknown.clone(),
        broken: broken.collect(),
        unowned: facts.unowned.clone(),
        collect,
        offer,
        notes: notes(facts, &BTreeMap::from(counts)),
    }
}

fn offer() -> Said {
    Said::new(
        "To collect what the account knows (then add --aws-context why502-context):",
        "アカウント情報を取得するコマンド（取得後に --aws-context why502-context を指定）:",
    )
}

fn notes(facts: &Facts, counts: &BTreeMap<&str, usize>) -> Vec<Said> {
    let found: Vec<String> = counts
        .iter()
        .filter(|(_, count)| **count > 0)
        .map(|(name, count)| format!("{} {count}", name.replace('_', " ")))
        .collect();
    let found = if found.is_empty() { "-".to_owned() } else { found.join(", ") };
    let files = facts.files;
    let mut notes = vec![Said::new(
        format!("Account: {files} files: {found}."),
        format!("アカウント情報: {files} ファイル: {found}。"),
    )];
    if !facts.unknown.is_empty() {
        let names = listed(&facts.unknown);
        notes.push(Said::new(
            format!("Not known as facts about an account, left aside: {names}."),
            format!("アカウント情報として認識できず、使用しなかったファイル: {names}。"),
        ));
    }
    if !facts.broken.is_empty() {
        let names: Vec<String> =
            facts.broken.iter().map(|one| format!("{}: {}", one.source, one.error)).collect();
        let names = listed(&names);
        notes.push(Said::new(
            format!("Could not be read: {names}."),
            format!("読み取れなかったファイル: {names}。"),
        ));
    }
    if !facts.unowned.is_empty() {
        let names = listed(&facts.unowned);
        notes.push(Said::new(
            format!(
                "Attributes that do not say whose they are, left aside: {names}. Add \
                 \"LoadBalancerArn\" or \"TargetGroupArn\" to them, as docs/AWS_CONTEXT.md shows."
            ),
            format!(
                "どのリソースの属性か不明なため使用しなかったファイル: {names}。docs/AWS_CONTEXT.md の \
                 とおり \"LoadBalancerArn\" または \"TargetGroupArn\" を追加してください。"
            ),
        ));
    }
    notes
}

fn listed(names: &[String]) -> String {
    let shown = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown}; +{more}"),
    }
}
