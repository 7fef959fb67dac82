//! Which requests are counted: those of one cause, signature or status.

use why502_rulebook::{causes, signatures};

use crate::summary::Summary;

/// Some of all requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Selector {
    /// What the findings of a cause explain, background included.
    Cause(&'static str),
    Signature(&'static str),
    /// Keys of `status_counts` that begin so: all of `502`, or the first digit of `5xx`.
    Status(String),
}

/// What a selector begins with.
pub(super) const KINDS: [&str; 3] = ["cause", "signature", "status"];

impl Selector {
    /// How many requests they are.
    pub(super) fn requests(&self, summary: &Summary) -> u64 {
        match self {
            Self::Cause(name) => {
                let found = summary.findings.iter().filter(|finding| finding.cause == *name);
                found.map(|finding| finding.requests).sum()
            }
            Self::Signature(id) => {
                let found = summary.signatures.iter().filter(|one| one.id == *id);
                found.map(|one| one.requests).sum()
            }
            Self::Status(digits) => {
                let found = summary.status_counts.iter();
                found.filter(|(status, _)| status.starts_with(digits)).map(|(_, n)| n).sum()
            }
        }
    }

    /// As it is written.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Cause(name) => format!("cause={name}"),
            Self::Signature(id) => format!("signature={id}"),
            Self::Status(class) if class.len() == 1 && class != "-" => {
                format!("status={class}xx")
            }
            Self::Status(status) => format!("status={status}"),
        }
    }
}

/// All causes.
pub(super) fn cause_names() -> Vec<&'static str> {
    let mut names: Vec<_> = causes::ALL.iter().map(|cause| cause.name).collect();
    names.dedup();
    names
}

/// All signatures of requests.
pub(super) fn signature_ids() -> Vec<&'static str> {
    signatures::all().map(|one| one.id).chain([signatures::UNATTRIBUTED_ID]).collect()
}

/// The digits of a status, one digit of a class of them, or `-`.
pub(super) fn status(text: &str) -> Option<String> {
    let digits = text.strip_suffix("xx").filter(|digit| digit.len() == 1).unwrap_or(text);
    let is_status = matches!(digits.len(), 1 | 3) && digits.bytes().all(|b| b.is_ascii_digit());
    let is_class = digits.len() == 1 && text.len() == 3;
    (text == "-" || is_status && (digits.len() == 3 || is_class)).then(|| digits.to_owned())
}
