//! Counts that merge: any split, any order, any number of workers gives the same result.
//!
//! Two rules keep every table bounded without giving that up. *Widths*: a table over its cap
//! moves to the next width of the [`ladder`]; widths nest, so a worker's coarser table is what
//! a single worker would have had. *Samples*: a table over its cap keeps only keys whose hash
//! begins with one more zero bit ([`sampling`], Wegman's adaptive sampling); what one worker
//! drops the whole would have dropped too, so the counts of kept keys stay exact.
//!
//! Modules, each using only those to its left: `span → ladder → sampling → histogram → timeline → ticks → table → combine → failures → controls → counts → evidence → objects → aggregates → partials → recorder → overview`

mod aggregates;
mod combine;
mod controls;
mod counts;
mod evidence;
mod failures;
mod histogram;
mod ladder;
mod objects;
mod overview;
mod partials;
mod recorder;
mod sampling;
mod span;
mod table;
mod ticks;
mod timeline;

pub(crate) use aggregates::Aggregates;
pub(crate) use controls::Control;
pub(crate) use counts::Pair;
pub(crate) use evidence::{EvidenceTally, Invocation};
pub(crate) use failures::FailedRequest;
pub(crate) use ladder::Level;
pub(crate) use objects::{ObjectReport, Outcome, Rejected, Skip};
pub(crate) use overview::Overview;
pub(crate) use partials::Partials;
pub(crate) use recorder::Recorder;
pub(crate) use sampling::hash;
pub(crate) use table::{Cell, Entry, NO_VALUE, STEPS_PER_DOUBLING};
pub(crate) use timeline::Bucket;
