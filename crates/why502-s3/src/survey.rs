//! What a run would fetch, and what it would cost: lists, and fetches nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::mpsc;

use crate::client::ObjectClient;
use crate::error::S3Error;
use crate::fetch::{Memory, requests};
use crate::layout::{LogKind, Window, read_key};
use crate::list::{Event, Found, Tally, Target, WAITING, Wish, list};
use crate::reach::Reach;

/// 0.005 USD per 1,000 requests.
const USD_PER_LIST: f64 = 0.005 / 1000.0;
/// 0.0004 USD per 1,000 requests.
const USD_PER_GET: f64 = 0.0004 / 1000.0;
/// The first ten terabytes of a month.
const USD_PER_GB_OUT: f64 = 0.09;
/// What the prices rest on.
const ASSUMPTION: &str = "S3 Standard in us-east-1: 0.005 USD per 1,000 LIST, 0.0004 USD per 1,000 GET; \
     transfer within the region is free, to the internet about 0.09 USD per GB";

/// What a wish comes to.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Survey {
    /// Wanted objects by kind and day, in this order; the kinds that no name tells come first.
    pub days: Vec<SurveyDay>,
    /// What was found in all.
    pub found: Found,
    /// `GetObject` requests that fetching all would take, if none is repeated.
    pub get_requests: u64,
    /// What is wanted only because records may come late: named after the window.
    pub late: Amount,
    /// What lies in an archive storage class: it cannot be read unless it was restored.
    pub archived: Amount,
    /// About what it costs.
    pub price: Price,
    /// Folders and kinds left out, with the reason.
    pub left: Vec<(String, String)>,
    /// Places that could not be listed.
    pub failed: Vec<(String, S3Error)>,
}

/// One kind of log on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyDay {
    /// The kind; nothing where no name tells it.
    pub kind: Option<LogKind>,
    /// `2026-11-22`, UTC: of the time in the name, else of the date of writing; empty where
    /// neither is known.
    pub day: String,
    /// How much.
    pub amount: Amount,
}

/// Objects and their stored bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amount {
    /// Objects.
    pub objects: u64,
    /// Stored bytes.
    pub bytes: u64,
}

/// An estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Price {
    /// The listings that were made.
    pub list_usd: f64,
    /// The requests for the objects.
    pub get_usd: f64,
    /// The transfer, if it leaves AWS.
    pub internet_usd: f64,
    /// The prices behind it.
    pub assumption: &'static str,
}

impl Amount {
    fn add(&mut self, bytes: u64) {
        self.objects += 1;
        self.bytes += bytes;
    }
}

/// Lists all that is wished for.
pub(crate) async fn survey<C: ObjectClient>(reach: Arc<Reach<C>>, wish: Wish) -> Survey {
    let memory = Memory::new(reach.config().memory_bytes);
    let tally = Arc::new(Tally::default());
    let (found, mut events) = mpsc::channel(WAITING);
    let window = wish.window;
    let listing = list(Arc::clone(&reach), wish, Arc::clone(&tally), found);
    let counting = async {
        let mut survey = Survey::default();
        let mut days = BTreeMap::new();
        while let Some(event) = events.recv().await {
            match event {
                Event::Object(target) => survey.count(&target, &window, &memory, &mut days),
                Event::Failed { source, error } => survey.failed.push((source, error)),
                Event::Left { source, reason } => survey.left.push((source, reason)),
            }
        }
        let day = |((kind, day), amount)| SurveyDay { kind, day, amount };
        survey.days = days.into_iter().map(day).collect();
        survey
    };
    let ((), mut survey) = tokio::join!(listing, counting);
    survey.found = tally.found(reach.lists());
    survey.price = Price {
        list_usd: survey.found.list_requests as f64 * USD_PER_LIST,
        get_usd: survey.get_requests as f64 * USD_PER_GET,
        internet_usd: survey.found.bytes as f64 / 1e9 * USD_PER_GB_OUT,
        assumption: ASSUMPTION,
    };
    survey
}

impl Survey {
    fn count(
        &mut self,
        target: &Target,
        window: &Window,
        memory: &Memory,
        days: &mut BTreeMap<(Option<LogKind>, String), Amount>,
    ) {
        let listed = &target.listed;
        let facts = read_key(&listed.key);
        let time = facts.as_ref().map_or(listed.last_modified, |facts| facts.named);
        let is_known = facts.is_some() || listed.last_modified != 0;
        let day = if is_known { day_of(time) } else { String::new() };
        days.entry((target.kind, day)).or_default().add(listed.size);
        if facts.is_some_and(|facts| window.is_allowance(&facts)) {
            self.late.add(listed.size);
        }
        if listed.archived {
            self.archived.add(listed.size);
        }
        let is_whole = memory.is_whole(listed.size);
        self.get_requests += requests(listed.size, is_whole, memory.part_bytes());
    }
}

fn day_of(seconds: i64) -> String {
    let time = Timestamp::from_second(seconds);
    time.map_or_else(|_| String::new(), |time| time.to_zoned(TimeZone::UTC).date().to_string())
}
