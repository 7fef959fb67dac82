//! One prefix, page by page: every entry once, whatever the server does with its pages.
//!
//! S3 lists in bytewise order, and jumping over what the window does not need rests on it. A page
//! that does not go on after the last entry is asked for again from that entry. If that does not
//! help, or a page is out of order in itself, the server sorts otherwise (directory buckets do):
//! the prefix is then listed anew from its beginning by continuation tokens alone, without jumps,
//! and hashes tell what was handed on before.
//!
//! In bytewise order a scan remembers the hashes of its first [`REMEMBERED`] entries only, so its
//! memory does not grow with the prefix; a server that sorts well for so long and then does not
//! is an error. Out of order there is no way round remembering all.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::mem;
use std::sync::Arc;

use crate::client::{ListPage, ListRequest, Listed, ObjectClient};
use crate::error::{S3Error, S3ErrorKind};
use crate::layout::{Jump, Window, jump, past_folder};
use crate::reach::Reach;

/// Entries whose order is checked before it is believed for good: 1 MiB of hashes.
const REMEMBERED: usize = 1 << 17;
/// Pages without anything new before the server is taken to turn in circles.
const MOST_BARREN_PAGES: u32 = 1_000;

/// A listing under way.
#[derive(Debug)]
pub(super) struct Scan {
    pub(super) bucket: Arc<str>,
    pub(super) prefix: String,
    by_folder: bool,
    cursor: Cursor,
    /// All entries to come sort after this one.
    last: Option<String>,
    order: Order,
    hasher: RandomState,
    was_asked_again: bool,
    barren_pages: u32,
}

/// Fresh entries.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) objects: Vec<Listed>,
    pub(super) folders: Vec<String>,
}

#[derive(Clone, Debug)]
enum Cursor {
    Begin,
    Token(String),
    After(String),
    Ended,
}

#[derive(Debug)]
enum Order {
    Bytewise { given: Vec<u64> },
    Unknown { given: HashSet<u64>, tokens: HashSet<u64> },
}

impl Scan {
    /// Lists all keys below a prefix, or with `by_folder` one level of them.
    pub(super) fn new(bucket: Arc<str>, prefix: String, by_folder: bool) -> Self {
        Self {
            bucket,
            prefix,
            by_folder,
            cursor: Cursor::Begin,
            last: None,
            order: Order::Bytewise { given: Vec::new() },
            hasher: RandomState::new(),
            was_asked_again: false,
            barren_pages: 0,
        }
    }

    /// Is there another page to ask for?
    pub(super) fn is_ended(&self) -> bool {
        matches!(self.cursor, Cursor::Ended)
    }

    /// Asks for one page. It may hold nothing although more pages follow.
    pub(super) async fn next<C: ObjectClient>(
        &mut self,
        reach: &Reach<C>,
        window: &Window,
    ) -> Result<Page, S3Error> {
        let answer = reach.page(&self.request()).await?;
        let page = match &self.order {
            Order::Bytewise { .. } => self.take_in_order(answer, window)?,
            Order::Unknown { .. } => self.take_unknown(answer)?,
        };
        if !page.objects.is_empty() || !page.folders.is_empty() {
            self.barren_pages = 0;
        } else {
            self.barren_pages += 1;
            if self.barren_pages > MOST_BARREN_PAGES {
                return Err(self.bad("the listing goes on without end and names nothing new"));
            }
        }
        Ok(page)
    }

    fn request(&self) -> ListRequest {
        let mut request = ListRequest {
            bucket: self.bucket.to_string(),
            prefix: self.prefix.clone(),
            by_folder: self.by_folder,
            ..ListRequest::default()
        };
        match &self.cursor {
            Cursor::Begin | Cursor::Ended => {}
            Cursor::Token(token) => request.continuation = Some(token.clone()),
            Cursor::After(key) => request.start_after = Some(key.clone()),
        }
        request
    }

    fn take_in_order(&mut self, answer: ListPage, window: &Window) -> Result<Page, S3Error> {
        let is_sorted = is_ascending(answer.objects.iter().map(|object| object.key.as_str()))
            && is_ascending(answer.folders.iter().map(String::as_str));
        if !is_sorted || !self.goes_on(&answer) {
            if let (true, false, Some(last)) = (is_sorted, self.was_asked_again, &self.last) {
                self.was_asked_again = true;
                let is_folder = self.by_folder && last.len() > self.prefix.len();
                self.cursor = Cursor::After(match is_folder && last.ends_with('/') {
                    true => past_folder(last),
                    false => last.clone(),
                });
                return Ok(Page::default());
            }
            self.give_up_order()?;
            return Ok(Page::default());
        }
        self.was_asked_again = false;
        self.remember(&answer);
        let last_key = answer.objects.last().map(|object| object.key.as_str());
        let last = last_key.max(answer.folders.last().map(String::as_str)).map(str::to_owned);
        self.last = last.or(self.last.take());
        self.cursor = match answer.next {
            None => Cursor::Ended,
            Some(token) => self.after(token, window),
        };
        if let Cursor::After(key) = &self.cursor {
            self.last = Some(key.clone());
        }
        Ok(Page { objects: answer.objects, folders: answer.folders })
    }

    /// Where to go on after a page.
    fn after(&self, token: String, window: &Window) -> Cursor {
        let Some(last) = self.last.as_deref() else { return Cursor::Token(token) };
        match jump(&self.prefix, last, window) {
            Jump::To(key) if key.as_str() > last => Cursor::After(key),
            Jump::To(_) | Jump::Next => Cursor::Token(token),
            Jump::End => Cursor::Ended,
        }
    }

    fn goes_on(&self, answer: &ListPage) -> bool {
        let first_key = answer.objects.first().map(|object| object.key.as_str());
        let first_folder = answer.folders.first().map(String::as_str);
        let last = self.last.as_deref();
        [first_key, first_folder]
            .iter()
            .flatten()
            .all(|first| last.is_none_or(|last| *first > last))
    }

    fn remember(&mut self, answer: &ListPage) {
        let Order::Bytewise { given } = &mut self.order else { return };
        let keys = answer.objects.iter().map(|object| &object.key);
        let room = (REMEMBERED + 1).saturating_sub(given.len());
        let entries = keys.chain(&answer.folders).take(room);
        given.extend(entries.map(|entry| self.hasher.hash_one(entry)));
    }

    fn give_up_order(&mut self) -> Result<(), S3Error> {
        let Order::Bytewise { given } = &mut self.order else { return Ok(()) };
        if given.len() > REMEMBERED {
            return Err(self.bad("the pages of the listing contradict each other"));
        }
        let given = mem::take(given).into_iter().collect();
        self.order = Order::Unknown { given, tokens: HashSet::new() };
        self.cursor = Cursor::Begin;
        self.was_asked_again = false;
        Ok(())
    }

    fn take_unknown(&mut self, answer: ListPage) -> Result<Page, S3Error> {
        let Order::Unknown { given, tokens } = &mut self.order else {
            return Ok(Page::default());
        };
        let mut page = Page { objects: answer.objects, folders: answer.folders };
        page.objects.retain(|object| given.insert(self.hasher.hash_one(&object.key)));
        page.folders.retain(|folder| given.insert(self.hasher.hash_one(folder)));
        match answer.next {
            None => self.cursor = Cursor::Ended,
            Some(token) if tokens.insert(self.hasher.hash_one(&token)) => {
                self.was_asked_again = false;
                self.cursor = Cursor::Token(token);
            }
            // The same request once more.
            Some(_) if !self.was_asked_again => self.was_asked_again = true,
            Some(_) => return Err(self.bad("the listing names a page as its next a second time")),
        }
        Ok(page)
    }

    fn bad(&self, message: &str) -> S3Error {
        S3Error {
            kind: S3ErrorKind::BadAnswer,
            bucket: self.bucket.to_string(),
            key: self.prefix.clone(),
            request_id: None,
            message: message.to_owned(),
        }
    }
}

fn is_ascending<'a>(mut entries: impl Iterator<Item = &'a str>) -> bool {
    let Some(mut last) = entries.next() else { return true };
    entries.all(|entry| mem::replace(&mut last, entry) < entry)
}
