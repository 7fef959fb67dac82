//! What is said of each cause in English, one file per system.
//!
//! Modules, each using only those to its left: `target → lambda → load_balancer → cloudfront → apigateway → elastic`

pub(crate) mod apigateway;
pub(crate) mod cloudfront;
pub(crate) mod elastic;
pub(crate) mod lambda;
pub(crate) mod load_balancer;
pub(crate) mod target;

use crate::texts::Texts;

pub(crate) static UNATTRIBUTED: Texts = Texts {
    title: "Not explained",
    meaning: "The log shows that the request failed, and nothing in it says why.",
    explanation: "The request failed, and neither its line nor the requests around it say why. The fields that would decide are empty, or what they hold fits no rule. This is said rather than guessed: another log, or a field that is not logged yet, decides it.",
    shape: "A failing status that no signature matches, or a group that no rule decides.",
    supports: &["A failing status that no signature matches."],
    opposes: &["Another finding of the same time and scope explains these requests too."],
    now: "look at the application's own log at the times given; no log that was read decides this.",
    fix: "log what decides it next time: trace id in the application's log, all fields in API Gateway's access log, health-check and connection logs of the load balancer.",
    prevent: "keep the logs of every layer for the same period, with a common id.",
    not_visible: "Anything that decides it.",
};
