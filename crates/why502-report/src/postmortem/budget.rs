//! How much of an error budget was used.

use super::content::{Column, Fact, Shown, Table, prose};
use super::frame::Frame;
use super::words;
use crate::figures::{allowed, objective as objective_text, percent_used, thousands};

/// The error budget.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetPart {
    /// Its heading.
    pub heading: &'static str,
    /// Objective, failures it allows, failures there were, part of the budget that they used.
    pub facts: Vec<Fact>,
    /// One row for each incident: its part of the budget, its burn rate.
    pub incidents: Table,
    /// What these figures are of, and how burn rates are read.
    pub notes: [&'static str; 2],
}

/// `objective`: the part of requests that has to succeed, 0.5 to 1.
pub(super) fn budget(frame: &Frame<'_>, objective: f64) -> Option<BudgetPart> {
    let summary = frame.summary;
    let budget = (1.0 - objective) * summary.requests as f64;
    let is_objective = objective > 0.0 && objective < 1.0;
    if !is_objective || summary.requests == 0 {
        return None;
    }
    let fact = |label, shown| Fact { label: frame.say(label).to_owned(), shown };
    let used = summary.failed as f64 / budget;
    let row = |incident: &why502_engine::summary::Incident| {
        let burn_rate =
            incident.failed as f64 / incident.requests.max(1) as f64 / (1.0 - objective);
        let part = incident.failed as f64 / budget;
        vec![
            Shown::Prose(prose(frame.name(incident))),
            Shown::count(incident.failed),
            Shown::number(percent_used(part), part),
            Shown::number(factor(burn_rate), burn_rate),
        ]
    };
    let column = |heading, is_number| Column { heading: frame.say(heading), is_number };
    Some(BudgetPart {
        heading: frame.say(words::SLO),
        facts: vec![
            fact(words::OBJECTIVE, Shown::number(objective_text(objective), objective)),
            fact(words::REQUESTS, Shown::count(summary.requests)),
            fact(words::ALLOWED, Shown::number(allowed(budget), budget)),
            fact(words::FAILED, Shown::count(summary.failed)),
            fact(words::USED, Shown::number(percent_used(used), used)),
        ],
        incidents: Table {
            caption: frame.say(words::BURN_RATE).to_owned(),
            columns: vec![
                column(words::INCIDENT, false),
                column(words::FAILED, true),
                column(words::BUDGET_OF_IT, true),
                column(words::BURN_RATE, true),
            ],
            rows: summary.incidents.iter().take(20).map(row).collect(),
        },
        notes: [frame.say(words::OF_THE_PERIOD), frame.say(words::BURN_RATES)],
    })
}

fn factor(rate: f64) -> String {
    if rate >= 10.0 { thousands(rate.round() as u64) } else { format!("{rate:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn burn_rates_have_the_digits_that_say_something() {
        assert_eq!([0.52, 52.06].map(factor), ["0.5", "52"]);
    }
}
