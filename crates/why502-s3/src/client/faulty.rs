//! Any client with faults at given requests: a network's bad days, played by script.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::refusal::{Asked, Caller, Operation, Refusal};
use super::{Answer, Body, GetRequest, ListPage, ListRequest, ObjectClient};
use crate::error::{S3Error, S3ErrorKind};

/// What goes wrong with a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `503 SlowDown`.
    Throttled,
    /// `500 InternalError`.
    ServerFault,
    /// The connection is reset before an answer.
    ResetBefore,
    /// The body breaks after so many bytes.
    BreakAfter(u64),
    /// The body, and its stated length, end so many bytes early.
    ShortBy(u64),
    /// One bit is wrong in the byte at this place of the body.
    FlipByte(u64),
    /// No answer ever.
    StallHead,
    /// The body stops coming after so many bytes, without an end.
    StallAfter(u64),
    /// The body comes in parts of so many bytes with a pause before each.
    Drip {
        /// Bytes of a part.
        bytes: usize,
        /// Pause before it.
        every: Duration,
    },
    /// `403 AccessDenied`.
    AccessDenied,
    /// `404 NoSuchKey`.
    Deleted,
    /// `412 PreconditionFailed`.
    Replaced,
    /// A page given before is given again; the first page of all is given as it is.
    RepeatPage,
}

/// Which requests a fault befalls.
#[derive(Clone, Debug)]
pub struct Rule {
    fault: Fault,
    operation: Operation,
    part_of_key: String,
    skip: u64,
    times: u64,
    every: u64,
    met: u64,
    done: u64,
}

/// A client whose answers are spoiled by rules. Clones share the script.
#[derive(Clone, Debug)]
pub struct FaultyClient<C> {
    inner: C,
    script: Arc<Mutex<Script>>,
}

#[derive(Debug, Default)]
struct Script {
    rules: Vec<Rule>,
    last_page: Option<ListPage>,
    faults: u64,
}

/// A body that may be spoiled.
#[derive(Debug)]
pub struct FaultyBody<B> {
    inner: B,
    fault: Option<Fault>,
    rest: Bytes,
    at: u64,
    end: Option<u64>,
    place: (String, String),
}

impl Rule {
    /// Every request for an object.
    #[must_use]
    pub fn get(fault: Fault) -> Self {
        Self::new(Operation::Get, fault)
    }

    /// Every page of a listing.
    #[must_use]
    pub fn list(fault: Fault) -> Self {
        Self::new(Operation::List, fault)
    }

    /// Only where the key, or the prefix of a listing, contains this.
    #[must_use]
    pub fn on(mut self, part_of_key: &str) -> Self {
        part_of_key.clone_into(&mut self.part_of_key);
        self
    }

    /// Leaves the first so many matching requests alone.
    #[must_use]
    pub fn skip(mut self, requests: u64) -> Self {
        self.skip = requests;
        self
    }

    /// At most so many times in all.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = times;
        self
    }

    /// Only each so-many-th matching request, beginning with the first.
    #[must_use]
    pub fn every(mut self, requests: u64) -> Self {
        self.every = requests.max(1);
        self
    }

    fn new(operation: Operation, fault: Fault) -> Self {
        let part_of_key = String::new();
        Self { fault, operation, part_of_key, skip: 0, times: u64::MAX, every: 1, met: 0, done: 0 }
    }

    fn strikes(&mut self, operation: Operation, key: &str) -> bool {
        if operation != self.operation || !key.contains(&self.part_of_key) {
            return false;
        }
        self.met += 1;
        let strikes = self.met > self.skip
            && (self.met - self.skip - 1).is_multiple_of(self.every)
            && self.done < self.times;
        self.done += u64::from(strikes);
        strikes
    }
}

impl<C> FaultyClient<C> {
    /// A client with these rules; the first that strikes decides.
    pub fn new(inner: C, rules: impl IntoIterator<Item = Rule>) -> Self {
        let script = Script { rules: rules.into_iter().collect(), ..Script::default() };
        Self { inner, script: Arc::new(Mutex::new(script)) }
    }

    /// The client behind the faults.
    pub fn inner(&self) -> &C {
        &self.inner
    }

    /// Faults that struck so far.
    #[must_use]
    pub fn faults(&self) -> u64 {
        self.script().faults
    }

    fn script(&self) -> std::sync::MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fault(&self, operation: Operation, key: &str) -> Option<Fault> {
        let mut script = self.script();
        let fault = script.rules.iter_mut().find_map(|rule| {
            let strikes = rule.strikes(operation, key);
            strikes.then_some(rule.fault)
        });
        script.faults += u64::from(fault.is_some());
        fault
    }
}

impl<C: ObjectClient> ObjectClient for FaultyClient<C> {
    type Body = FaultyBody<C::Body>;

    async fn prepare(&self) -> Result<(), S3Error> {
        self.inner.prepare().await
    }

    async fn list(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        let asked = asked(Operation::List, &request.bucket, &request.prefix);
        let fault = self.fault(Operation::List, &request.prefix);
        refuse(&asked, fault).await?;
        if fault == Some(Fault::RepeatPage)
            && let Some(page) = self.script().last_page.clone()
        {
            return Ok(page);
        }
        let page = self.inner.list(request).await?;
        self.script().last_page = Some(page.clone());
        if breaks_a_page(fault) {
            return Err(asked.error(S3ErrorKind::BadAnswer, "the page broke off".to_owned()));
        }
        Ok(page)
    }

    async fn get(&self, request: &GetRequest) -> Result<Answer<Self::Body>, S3Error> {
        let asked = asked(Operation::Get, &request.bucket, &request.key);
        let fault = self.fault(Operation::Get, &request.key);
        refuse(&asked, fault).await?;
        let answer = self.inner.get(request).await?;
        let shown = match fault {
            Some(Fault::ShortBy(bytes)) => {
                answer.content_length.map(|length| length.saturating_sub(bytes))
            }
            _ => answer.content_length,
        };
        Ok(Answer {
            content_length: shown,
            offset: answer.offset,
            etag: answer.etag,
            request_id: answer.request_id,
            body: FaultyBody {
                inner: answer.body,
                fault,
                rest: Bytes::new(),
                at: 0,
                end: matches!(fault, Some(Fault::ShortBy(_))).then_some(shown).flatten(),
                place: (request.bucket.clone(), request.key.clone()),
            },
        })
    }
}

impl<B: Body> Body for FaultyBody<B> {
    async fn next(&mut self) -> Result<Option<Bytes>, S3Error> {
        if self.rest.is_empty() {
            match self.inner.next().await? {
                Some(bytes) => self.rest = bytes,
                None => return Ok(None),
            }
        }
        let mut part = self.part().await?;
        if let Some(Fault::FlipByte(place)) = self.fault
            && let Some(at) = place.checked_sub(self.at).and_then(|at| usize::try_from(at).ok())
            && at < part.len()
        {
            let mut spoiled = part.to_vec();
            spoiled[at] ^= 0x10;
            part = spoiled.into();
        }
        self.at += part.len() as u64;
        if part.is_empty() {
            self.rest = Bytes::new();
            return Ok(None);
        }
        Ok(Some(part))
    }
}

impl<B> FaultyBody<B> {
    /// The next part of what is at hand, or the fault where it strikes.
    async fn part(&mut self) -> Result<Bytes, S3Error> {
        let most = self.rest.len();
        let until = |end: u64| usize::try_from(end.saturating_sub(self.at)).unwrap_or(most);
        let length = match self.fault {
            Some(Fault::BreakAfter(end)) if until(end) == 0 => {
                let (bucket, key) = self.place.clone();
                let asked = asked(Operation::Get, &bucket, &key);
                let message = "the connection broke inside the body".to_owned();
                return Err(asked.error(S3ErrorKind::BrokenBody, message));
            }
            Some(Fault::StallAfter(end)) if until(end) == 0 => std::future::pending().await,
            Some(Fault::BreakAfter(end) | Fault::StallAfter(end)) => until(end).min(most),
            Some(Fault::Drip { bytes, every }) => {
                tokio::time::sleep(every).await;
                bytes.clamp(1, most)
            }
            _ => self.end.map_or(most, |end| until(end).min(most)),
        };
        Ok(self.rest.split_to(length))
    }
}

/// The faults in whose place no answer comes.
async fn refuse(asked: &Asked<'_>, fault: Option<Fault>) -> Result<(), S3Error> {
    let (status, code) = match fault {
        Some(Fault::Throttled) => (503, "SlowDown"),
        Some(Fault::ServerFault) => (500, "InternalError"),
        Some(Fault::AccessDenied) => (403, "AccessDenied"),
        Some(Fault::Deleted) => (404, "NoSuchKey"),
        Some(Fault::Replaced) => (412, "PreconditionFailed"),
        Some(Fault::StallHead) => std::future::pending().await,
        Some(Fault::ResetBefore) => {
            let message = "the connection was reset before an answer".to_owned();
            return Err(asked.error(S3ErrorKind::Unreachable, message));
        }
        _ => return Ok(()),
    };
    let request_id = Some("faulty");
    Err(asked.refused(&Refusal { status, code: Some(code), request_id, ..Refusal::default() }))
}

/// A page is read as a whole, so that a fault of its body is one of the page.
fn breaks_a_page(fault: Option<Fault>) -> bool {
    matches!(fault, Some(Fault::BreakAfter(_) | Fault::ShortBy(_) | Fault::FlipByte(_)))
}

fn asked<'a>(operation: Operation, bucket: &'a str, key: &'a str) -> Asked<'a> {
    Asked { operation, bucket, key, caller: Caller::default() }
}
