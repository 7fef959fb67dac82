//! The rulebook as the page `docs/CAUSES.md`.

use std::fmt::Write as _;

use why502_parse::Format;

use crate::cause::{Cause, System};
use crate::causes;
use crate::evidence;
use crate::pattern::PATTERNS;
use crate::signatures;

const HEAD: &str = "# Causes and signatures

This page is generated from the rulebook (`cargo xtask docs`); change
`crates/why502-rulebook`, not this file.

A *signature* is what one log line says about its own failure. It is decided by the line alone,
so a record, the counts and a query agree. A *cause* explains a group of failing requests: most
follow from the signature, some need the requests around it (*group rules*). Grades:
`deterministic` (the field names it), `strong` (documented, one other cause can look the same),
`weak` (needs a second source).

Times in conditions are seconds; `-` means that the field is empty. `elapsed` is
`time - request_creation_time`. `status` is the status that the client got. CloudFront's
real-time log has the signatures of its standard log.

";

/// The whole page.
#[must_use]
pub fn markdown() -> String {
    let mut page = String::from(HEAD);
    page.push_str("## Signatures\n\nThe first whose condition holds is the request's.\n");
    for format in [Format::Alb, Format::CloudFront, Format::ApiGateway, Format::Clb, Format::Nlb] {
        let _ = write!(
            page,
            "\n### `{}`\n\n| id | grade | cause | side | condition |\n| --- | --- | --- | --- | --- |\n",
            format.name()
        );
        for signature in signatures::of(format) {
            let _ = writeln!(
                page,
                "| `{}` | {} | `{}` | {} | {} {} |",
                signature.id,
                signature.grade.name(),
                signature.cause.name,
                signature.side.name(),
                signature.meaning,
                cell(&signature.predicate.to_string()),
            );
        }
    }
    evidence_tables(&mut page);
    page.push_str("\n## Group rules\n\n| id | cause | rule |\n| --- | --- | --- |\n");
    for pattern in PATTERNS {
        let _ =
            writeln!(page, "| `{}` | `{}` | {} |", pattern.id, pattern.cause.name, pattern.rule);
    }
    let mut system: Option<System> = None;
    for cause in causes::ALL {
        if system != Some(cause.system) {
            let _ = write!(page, "\n## {}\n", cause.system.title());
            system = Some(cause.system);
        }
        entry(&mut page, cause);
    }
    page
}

fn evidence_tables(page: &mut String) {
    page.push_str(
        "\n## Evidence in other logs\n\nLines that are no requests. They are tallied by \
         themselves; the causes are those they make likelier.\n",
    );
    for format in Format::ALL.iter().filter(|format| !evidence::of(**format).is_empty()) {
        let _ = write!(
            page,
            "\n### `{}`\n\n| id | grade | supports | side | condition |\n| --- | --- | --- | --- | --- |\n",
            format.name()
        );
        for rule in evidence::of(*format) {
            let supports: Vec<String> =
                rule.supports.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} {} |",
                rule.id,
                rule.grade.name(),
                if supports.is_empty() { "-".to_owned() } else { supports.join(", ") },
                rule.side.map_or("-", |side| side.name()),
                rule.meaning,
                cell(&rule.predicate.to_string()),
            );
        }
    }
}

fn cell(text: &str) -> String {
    format!("`{}`", text.replace('`', "").replace('|', "\\|"))
}

fn entry(page: &mut String, cause: &Cause) {
    let _ = write!(
        page,
        "\n### {}\n\n{}\n\n**In the logs:** {}\n\n",
        cause.name, cause.meaning, cause.shape
    );
    if let Some(error) = cause.proxy_error {
        let _ = write!(page, "**RFC 9209 error type:** `{error}`\n\n");
    }
    for remedy in cause.remedies {
        let _ = writeln!(page, "- {remedy}");
    }
    let _ = write!(page, "\n**Not visible here:** {}\n", cause.not_visible);
    for check in cause.checks {
        let _ = write!(page, "\n{}:\n\n```sh\n{}\n```\n", check.statement, check.command);
    }
    page.push('\n');
    for reference in cause.references {
        let _ = writeln!(page, "<{reference}>  ");
    }
}
