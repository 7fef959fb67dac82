//! An analysis in rounds: it can be looked at, saved and gone on with between them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Write};

use super::assemble;
use super::count::{Counter, Counting, Summer};
use super::marks::Marks;
use super::worker::{self, Harvest, Round, Stop};
use crate::aggregate::{Aggregates, ObjectReport, Partials, hash};
use crate::compare::Side;
use crate::coverage::Asked;
use crate::crew::Crew;
use crate::diagnose::diagnose;
use crate::saved::{LoadError, read_head, write_head};
use crate::summary::Summary;
use crate::work::{Control, Observer, Settings, Work};

/// How a round ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// All work is done.
    Exhausted,
    /// `Control::takes_more` said no: every object that was begun is read to its end.
    Paused,
    /// `Control::goes_on` said no: objects in hand were broken off and are among the failed ones.
    BrokenOff,
}

/// Everything counted so far, and what is needed to count on.
///
/// However the work is cut into rounds, and however often it is saved and loaded between them,
/// the summary has the same bytes as after one round.
pub struct Analysis {
    settings: Settings,
    crew: Crew,
    /// `None` before the first round.
    partials: Option<Partials>,
    marks: Marks,
    /// Objects that failed before their first record, by the name of their mark.
    unread: BTreeMap<u64, ObjectReport>,
    /// Objects that should not have been cut into pieces.
    mixed: BTreeSet<String>,
    /// The last round left work behind.
    interrupted: bool,
}

impl Analysis {
    /// Nothing counted yet. Starts no thread.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self {
            crew: Crew::of(settings.workers),
            settings,
            partials: None,
            marks: Marks::default(),
            unread: BTreeMap::new(),
            mixed: BTreeSet::new(),
            interrupted: false,
        }
    }

    /// One round: all workers take work until there is none, or until `control` ends it.
    ///
    /// What they counted is part of the analysis when this returns, and not before.
    pub fn run<'a>(
        &mut self,
        work: &(dyn Work<'a> + '_),
        control: &dyn Control,
        observer: &dyn Observer,
    ) -> End {
        let round = Round { settings: &self.settings, control, observer };
        let work_on = || match self.settings.is_summary {
            true => worker::run(round, Counting::new(work, Summer::new())),
            false => worker::run(round, Counting::new(work, Counter::new())),
        };
        let harvests = self.crew.each(work_on);
        let end = end(harvests.iter().map(|harvest| harvest.stop));
        harvests.into_iter().for_each(|harvest| self.merge(harvest));
        self.interrupted = end != End::Exhausted;
        end
    }

    /// The version of the object of this name that is finished, if one is: `Mark::version` of
    /// the item that was read to its end, skipped, or failed after its first record.
    ///
    /// An object that failed before its first record is not finished. It stands in the summary
    /// until it is given again, and is not saved.
    #[must_use]
    pub fn done(&self, name: u64) -> Option<u64> {
        self.marks.done(name)
    }

    /// All finished objects as they are now, to be asked from elsewhere while a round runs.
    #[must_use]
    pub fn marks(&self) -> Marks {
        self.marks.clone()
    }

    /// Sources that were given in pieces and hold other lines than those of a load balancer's access
    /// log in its plain form. What the lines of such a source are depends on those above them: where
    /// there is one, the analysis is to be made anew, with each source in one piece.
    #[must_use]
    pub fn mixed(&self) -> &BTreeSet<String> {
        &self.mixed
    }

    /// Leaves objects that failed before their first record out of the summary: for a caller that
    /// is about to give anew whatever is still there.
    pub fn forget_unread(&mut self) {
        self.unread.clear();
    }

    /// What was found so far. Costs a copy of the counts beside the diagnosis.
    ///
    /// `input.interrupted` is set where the last round left work behind.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let partials = self.partials.clone().unwrap_or_else(Partials::new);
        let asked = self.asked();
        concluded(partials, self.unread.values().cloned(), asked, &self.settings, &self.crew).0
    }

    /// What was found.
    #[must_use]
    pub fn into_summary(self) -> Summary {
        self.into_concluded().0
    }

    /// What was found, with all that a comparison with another side needs.
    #[must_use]
    pub fn into_side(self) -> Side {
        let asked = (self.settings.since, self.settings.until);
        let (summary, aggregates) = self.into_concluded();
        Side::new(aggregates, summary, asked)
    }

    /// Writes everything that a later run of the same build needs to count on.
    ///
    /// Writes many small pieces: give it a buffered writer. It flushes it.
    ///
    /// # Errors
    /// Those of `out`; what is written then is refused by [`load`](Self::load).
    pub fn save(&self, mut out: impl Write) -> io::Result<()> {
        let mut out = write_head(&mut out, &self.settings, fixed_hash())?;
        out.put(&(self.interrupted, self.partials.is_some()))?;
        self.marks.save(&mut out)?;
        if let Some(partials) = &self.partials {
            partials.save(&mut out)?;
        }
        out.finish()
    }

    /// Reads what [`save`](Self::save) wrote, and nothing behind it. The number of workers may be
    /// another; every other setting must be the one it was saved with.
    ///
    /// # Errors
    /// See [`LoadErrorKind`](crate::LoadErrorKind). Whatever the bytes are, memory grows with
    /// those that are really there, never with what they claim.
    pub fn load(mut from: impl Read, settings: Settings) -> Result<Self, LoadError> {
        let mut from = read_head(&mut from, &settings, fixed_hash())?;
        let (interrupted, has_partials) = from.get()?;
        let marks = Marks::load(&mut from)?;
        let partials = if has_partials { Some(Partials::load(&mut from)?) } else { None };
        from.finish()?;
        Ok(Self { partials, marks, interrupted, ..Self::new(settings) })
    }

    fn asked(&self) -> Asked {
        Asked {
            since: self.settings.since,
            until: self.settings.until,
            is_filtered: self.settings.filter.is_some(),
            is_interrupted: self.interrupted,
        }
    }

    fn into_concluded(self) -> (Summary, Aggregates) {
        let asked = self.asked();
        let partials = self.partials.unwrap_or_else(Partials::new);
        concluded(partials, self.unread.into_values(), asked, &self.settings, &self.crew)
    }

    fn merge(&mut self, harvest: Harvest) {
        match &mut self.partials {
            Some(whole) => whole.merge(harvest.partials, &self.crew),
            None => self.partials = Some(harvest.partials),
        }
        // Given again and finished now, or failed again.
        for mark in &harvest.done {
            self.unread.remove(&mark.name);
        }
        self.marks.extend(harvest.done);
        self.unread.extend(harvest.unread);
        self.mixed.extend(harvest.mixed);
    }
}

fn concluded(
    mut partials: Partials,
    unread: impl Iterator<Item = ObjectReport>,
    asked: Asked,
    settings: &Settings,
    crew: &Crew,
) -> (Summary, Aggregates) {
    unread.for_each(|report| partials.finish_object(report));
    let mut aggregates = partials.finish(crew);
    aggregates.survey(asked);
    let facts = settings.facts.as_deref();
    let mut summary = match settings.is_summary {
        true => assemble::overview(&aggregates, facts),
        false => assemble::summary(&aggregates, diagnose(&aggregates, facts, crew), facts),
    };
    summary.input.interrupted = asked.is_interrupted;
    (summary, aggregates)
}

/// Where one worker was told that there is no more, whatever the others did is all there was.
pub(super) fn end(stops: impl Iterator<Item = Stop> + Clone) -> End {
    let any = |stop: Stop| stops.clone().any(|one| one == stop);
    if any(Stop::BrokenOff) {
        End::BrokenOff
    } else if any(Stop::Exhausted) {
        End::Exhausted
    } else if any(Stop::Idle) {
        End::BrokenOff
    } else {
        End::Paused
    }
}

/// What this build's hash function makes of a fixed key.
fn fixed_hash() -> u64 {
    hash(b"why502")
}
