//! Every text of a summary that may hold what a log held, for whoever has to look at all of them.
//!
//! Structures are taken apart by all their fields: a field that is added does not compile before it
//! was decided here what it holds.

use why502_rulebook::Language;

use super::{
    AccountSummary, BrokenDocument, ContrastPart, CoverageGap, CoverageNode, CoverageSummary,
    Dimension, Evidence, FailedObject, Finding, FindingContrast, HeatMap, HeatRow, Impact,
    Incident, InputSummary, LadderViolation, LimitNote, NextCheck, RejectedPlace, Rung, Said,
    Scope, SkippedObject, Summary, Timeouts, Trigger,
};

/// What a text of a summary holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Name of a file or object.
    Source,
    /// What went wrong with one, in words that may name it.
    Problem,
    /// Load balancer, distribution, target group, function, rung of time-outs: infrastructure.
    Name,
    /// `ip:port`, address of a node, subnet of targets.
    Target,
    /// Host name.
    Host,
    /// Shaped path.
    Path,
    /// Client's network or address.
    Client,
    /// Beginning of a user agent.
    UserAgent,
    /// Method, protocol, edge location: a word of a short list, unless a client made it up.
    Word,
    /// Sentence in one language; what the texts above hold may stand in it.
    Sentence(Language),
    /// Command; as sentences.
    Command,
}

type Each<'e> = &'e mut dyn FnMut(Holds, &mut String);

impl Holds {
    /// What the values of a dimension hold.
    pub(crate) fn dimension(name: &str) -> Self {
        match name {
            "target" | "node" | "subnet" => Self::Target,
            "target_group" | "load_balancer" => Self::Name,
            "host" => Self::Host,
            "path" => Self::Path,
            "client" => Self::Client,
            "user_agent" => Self::UserAgent,
            _ => Self::Word,
        }
    }
}

fn all(holds: Holds, texts: &mut [String], each: Each<'_>) {
    texts.iter_mut().for_each(|text| each(holds, text));
}

impl Summary {
    /// Calls `each` with every text that may hold something of a log. Ids, grades and other words
    /// of the rulebook are none of them.
    pub fn each_text(&mut self, each: Each<'_>) {
        let Self {
            schema_version: _,
            is_summary: _,
            input,
            requests: _,
            status_counts: _,
            status_pairs: _,
            bad_gateways: _,
            failed: _,
            signatures: _,
            evidence,
            incidents,
            findings,
            timeouts,
            timeline: _,
            heat_map,
            dimensions,
            latency: _,
            coverage,
            not_visible,
            account,
            redacted: _,
        } = self;
        input.each_text(each);
        evidence.iter_mut().for_each(|one| one.meaning.each_text(each));
        for incident in incidents {
            incident.each_text(each);
        }
        for finding in findings {
            finding.each_text(each);
        }
        timeouts.each_text(each);
        if let Some(HeatMap { bucket_seconds: _, starts: _, rows, targets_left_out: _ }) = heat_map
        {
            for HeatRow { target, requests: _, failed: _ } in rows {
                each(Holds::Target, target);
            }
        }
        for Dimension { name, distinct: _, values } in dimensions {
            let holds = Holds::dimension(name);
            values.iter_mut().for_each(|value| each(holds, &mut value.value));
        }
        coverage.each_text(each);
        not_visible.iter_mut().for_each(|check| check.each_text(each));
        account.each_text(each);
    }
}

impl InputSummary {
    /// As [`Summary::each_text`].
    pub fn each_text(&mut self, each: Each<'_>) {
        let Self { rejected_places, failed_objects, skipped_objects, limits, .. } = self;
        for RejectedPlace { reason: _, source, line: _ } in rejected_places {
            each(Holds::Source, source);
        }
        for FailedObject { source, error, records_before_failure: _ } in failed_objects {
            each(Holds::Source, source);
            each(Holds::Problem, error);
        }
        for SkippedObject { source, reason } in skipped_objects {
            each(Holds::Source, source);
            each(Holds::Problem, reason);
        }
        for LimitNote { table: _, note } in limits {
            note.each_text(each);
        }
    }
}

impl Incident {
    fn each_text(&mut self, each: Each<'_>) {
        let Self {
            start: _,
            end: _,
            peak_at: _,
            ongoing: _,
            requests: _,
            failed: _,
            share: _,
            findings: _,
            impact,
            phases: _,
        } = self;
        let Impact {
            client_networks: _,
            hosts,
            distinct_hosts: _,
            paths,
            distinct_paths: _,
            distinct_targets: _,
            masked: _,
        } = impact;
        all(Holds::Host, hosts, each);
        all(Holds::Path, paths, each);
    }
}

impl Finding {
    fn each_text(&mut self, each: Each<'_>) {
        let Self {
            rank: _,
            cause: _,
            title,
            grade: _,
            confidence: _,
            uncalibrated: _,
            requests: _,
            share: _,
            first_seen: _,
            last_seen: _,
            background: _,
            scope,
            statuses: _,
            signatures: _,
            evidence,
            contrasts,
            next_checks,
            remedies,
            references: _,
            trigger,
        } = self;
        scope.each_text(each);
        for contrast in contrasts {
            contrast.each_text(each);
        }
        title.each_text(each);
        for Evidence { kind: _, statement, value: _ } in evidence {
            statement.each_text(each);
        }
        next_checks.iter_mut().for_each(|check| check.each_text(each));
        remedies.iter_mut().for_each(|remedy| remedy.each_text(each));
        if let Some(Trigger { at: _, what }) = trigger {
            what.each_text(each);
        }
    }
}

impl FindingContrast {
    fn each_text(&mut self, each: Each<'_>) {
        let Self {
            dimension,
            values,
            pair_with,
            requests: _,
            failed: _,
            support: _,
            exposure: _,
            risk_ratio: _,
            low: _,
            high: _,
            q_value: _,
        } = self;
        all(Holds::dimension(dimension), values, each);
        if let Some(ContrastPart { dimension, values }) = pair_with {
            all(Holds::dimension(dimension), values, each);
        }
    }
}

impl Scope {
    fn each_text(&mut self, each: Each<'_>) {
        let Self {
            targets,
            target_groups,
            load_balancers,
            subnets,
            hosts,
            paths,
            methods,
            clients,
            user_agents,
            functions,
            edge_locations,
        } = self;
        for (holds, texts) in [
            (Holds::Target, targets),
            (Holds::Name, target_groups),
            (Holds::Name, load_balancers),
            (Holds::Target, subnets),
            (Holds::Host, hosts),
            (Holds::Path, paths),
            (Holds::Word, methods),
            (Holds::Client, clients),
            (Holds::UserAgent, user_agents),
            (Holds::Name, functions),
            (Holds::Word, edge_locations),
        ] {
            all(holds, texts, each);
        }
    }
}

impl Timeouts {
    fn each_text(&mut self, each: Each<'_>) {
        let Self { rungs, violations, not_inferred: _ } = self;
        for rung in rungs {
            let Rung { of, inferred_from, known_as, .. } = rung;
            each(Holds::Name, of);
            inferred_from.each_text(each);
            known_as.iter_mut().for_each(|said| said.each_text(each));
        }
        for violation in violations {
            let LadderViolation { of, statement, command, .. } = violation;
            each(Holds::Name, of);
            statement.each_text(each);
            each(Holds::Command, command);
        }
    }
}

impl CoverageSummary {
    fn each_text(&mut self, each: Each<'_>) {
        let Self {
            statement,
            missing,
            gaps,
            gaps_left_out: _,
            nodes,
            nodes_left_out: _,
            duplicates: _,
            late: _,
        } = self;
        for CoverageNode { load_balancer, node, .. } in nodes {
            each(Holds::Name, load_balancer);
            node.iter_mut().for_each(|node| each(Holds::Target, node));
        }
        for CoverageGap { load_balancer, node, statement, .. } in gaps {
            load_balancer.iter_mut().for_each(|name| each(Holds::Name, name));
            node.iter_mut().for_each(|node| each(Holds::Target, node));
            statement.each_text(each);
        }
        statement.each_text(each);
        missing.iter_mut().for_each(|said| said.each_text(each));
    }
}

impl AccountSummary {
    fn each_text(&mut self, each: Each<'_>) {
        let Self { files: _, facts: _, unknown, broken, unowned, collect, offer, notes } = self;
        all(Holds::Source, unknown, each);
        all(Holds::Source, unowned, each);
        for BrokenDocument { source, error } in broken {
            each(Holds::Source, source);
            each(Holds::Problem, error);
        }
        all(Holds::Command, collect, each);
        offer.each_text(each);
        notes.iter_mut().for_each(|note| note.each_text(each));
    }
}

impl NextCheck {
    fn each_text(&mut self, each: Each<'_>) {
        let Self { statement, command } = self;
        statement.each_text(each);
        each(Holds::Command, command);
    }
}

impl Said {
    pub(crate) fn each_text(&mut self, each: Each<'_>) {
        let (english, japanese) = self.texts();
        each(Holds::Sentence(Language::English), english);
        if let Some(japanese) = japanese {
            each(Holds::Sentence(Language::Japanese), japanese);
        }
    }
}
