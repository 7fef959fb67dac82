//! What a request can have: the counted dimensions, and what follows from its target.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::super::context::{Context, Window, group_name};
use super::super::targets;
use crate::aggregate::Entry;
use crate::observe::{DimensionKind, subnet};

/// One attribute of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) enum Attribute {
    Dimension(DimensionKind),
    /// The /24 or /64 of the target.
    Subnet,
    /// Was the target first seen just before the failures, or during them?
    TargetAge,
}

/// What the value of a target's age is, by itself.
pub(super) const NEW: &str = "new";
const OLD: &str = "old";

impl Attribute {
    /// All that are looked at, in the order of reports.
    pub(super) const ALL: [Self; 14] = [
        Self::Dimension(DimensionKind::Target),
        Self::Subnet,
        Self::TargetAge,
        Self::Dimension(DimensionKind::TargetGroup),
        Self::Dimension(DimensionKind::LoadBalancer),
        Self::Dimension(DimensionKind::Node),
        Self::Dimension(DimensionKind::Host),
        Self::Dimension(DimensionKind::Path),
        Self::Dimension(DimensionKind::Method),
        Self::Dimension(DimensionKind::Client),
        Self::Dimension(DimensionKind::UserAgent),
        Self::Dimension(DimensionKind::Protocol),
        Self::Dimension(DimensionKind::TlsVersion),
        Self::Dimension(DimensionKind::EdgeLocation),
    ];

    /// Its name in reports.
    pub(in super::super) const fn name(self) -> &'static str {
        match self {
            Self::Dimension(kind) => kind.name(),
            Self::Subnet => "subnet",
            Self::TargetAge => "target_age",
        }
    }

    /// The dimension it is read from.
    pub(super) const fn kind(self) -> DimensionKind {
        match self {
            Self::Dimension(kind) => kind,
            Self::Subnet | Self::TargetAge => DimensionKind::Target,
        }
    }

    /// True where several values of the dimension may be one of the attribute.
    pub(super) const fn is_derived(self) -> bool {
        matches!(self, Self::Subnet | Self::TargetAge | Self::Dimension(DimensionKind::TargetGroup))
    }

    /// So many values together may explain.
    pub(super) const fn most(self) -> usize {
        match self {
            Self::Dimension(DimensionKind::Target) => 64,
            Self::Dimension(
                DimensionKind::Method | DimensionKind::Protocol | DimensionKind::TlsVersion,
            )
            | Self::TargetAge
            | Self::Subnet => 1,
            Self::Dimension(_) => 4,
        }
    }

    /// Its value where the dimension has `entry`, as it is shown.
    pub(super) fn value<'e>(self, id: u32, entry: &'e Entry, targets: &Targets) -> Cow<'e, [u8]> {
        match self {
            Self::Dimension(DimensionKind::TargetGroup) => {
                group_name(&entry.value).into_bytes().into()
            }
            Self::Dimension(_) => Cow::Borrowed(&*entry.value),
            Self::Subnet => {
                let colon = entry.value.iter().rposition(|byte| *byte == b':');
                let address = &entry.value[..colon.unwrap_or(entry.value.len())];
                subnet(address, &mut Vec::new()).to_vec().into()
            }
            Self::TargetAge => {
                let age = if targets.new.contains(&id) { NEW } else { OLD };
                Cow::Borrowed(age.as_bytes())
            }
        }
    }
}

/// What is known of targets beside their requests.
pub(super) struct Targets {
    /// First seen from ten minutes before the window to its end.
    new: BTreeSet<u32>,
}

impl Targets {
    pub(super) fn new(context: &Context<'_>, scopes: &[u64], window: Window) -> Self {
        let appeared = targets::Targets::appeared(context, scopes, window);
        let meanwhile = appeared.iter().filter(|target| target.life.start <= window.end);
        Self { new: meanwhile.map(|target| target.id).collect() }
    }
}
