//! A stretch of time without logs, and what kind of absence that is.

use why502_parse::{Format, Timestamp};

/// What kind of absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum GapKind {
    /// Objects of it are there and could not be read, or not to the end.
    Unread,
    /// No object of any node, though many requests were to be expected.
    NoObject,
    /// No request, in logs whose names claim no time, far longer than chance.
    NoRequest,
    /// No object of one node that had some before and after.
    NodeNotSeen,
    /// No object of any node, at a time of so few requests that there may have been none.
    Quiet,
    /// After the last object: it may still be delivered.
    NotDelivered,
}

impl GapKind {
    /// As the summary names it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::NoObject => "no_object",
            Self::NoRequest => "no_request",
            Self::NodeNotSeen => "node_not_seen",
            Self::Quiet => "quiet",
            Self::NotDelivered => "not_delivered",
        }
    }

    /// Is it likely that requests of this time are missing, whatever the node?
    pub(crate) const fn hides_requests(self) -> bool {
        matches!(self, Self::Unread | Self::NoObject | Self::NoRequest)
    }
}

/// A stretch of time without logs.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gap {
    pub(crate) kind: GapKind,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
    /// Of which log, where names told it.
    pub(crate) format: Option<Format>,
    /// Whose, as records name it.
    pub(crate) owner: Option<String>,
    pub(crate) node: Option<String>,
    /// About how many records were to be expected, from the time around.
    pub(crate) expected: Option<u64>,
}
