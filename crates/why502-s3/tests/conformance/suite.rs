//! What a server must do for the listings and readings of this crate to be right. Each check is
//! named; a failure tells the name and what was seen.

use why502_s3::client::{Body, GetRequest, ListPage, ListRequest, Listed, ObjectClient};
use why502_s3::{S3Error, S3ErrorKind};

/// Keys whose order tells bytes from letters, folders and UTF-16.
const ORDER: [&str; 8] = [
    "order/A",
    "order/a",
    "order/a-b",
    "order/a/b",
    "order/a0b",
    "order/ä",
    "order/\u{fb01}",
    "order/\u{1f600}",
];

/// Keys that a careless encoding changes.
const ODD: [&str; 14] = [
    "odd//double",
    "odd/100%",
    "odd/%41",
    "odd/a+b",
    "odd/a&b=c;d",
    "odd/back\\slash",
    "odd/colon:at@",
    "odd/question?mark#hash",
    "odd/quote'\"<x>",
    "odd/star*~(x)!",
    "odd/trailing/",
    "odd/two  spaces ",
    "odd/ünï/日本",
    "odd/…/dots.../..x",
];

/// Keys that some servers refuse, or cannot write into XML.
const CONTROL: [&str; 3] = ["control/a\tb", "control/a\nb", "control/a\u{1}b"];

/// The bucket under test, and what failed so far.
struct Check<'a, C> {
    client: &'a C,
    paged: &'a C,
    bucket: &'a str,
    passed: u32,
    failed: Vec<String>,
}

/// Fills an empty bucket through `put` and asks `client` about it; `paged` is the same client
/// with three entries a page. Returns how many checks passed, and the failures.
pub(crate) async fn check<C: ObjectClient>(
    client: &C,
    paged: &C,
    bucket: &str,
    put: impl AsyncFn(&str, Vec<u8>) -> Result<(), String>,
) -> (u32, Vec<String>) {
    let mut check = Check { client, paged, bucket, passed: 0, failed: Vec::new() };
    for key in ORDER.iter().chain(&ODD) {
        let stored = put(key, key.as_bytes().to_vec()).await;
        check.that(&format!("put {key}"), stored, &Ok(()));
    }
    for key in ["fold/a/1", "fold/a/2", "fold/b/1", "fold/c", "fold/c/", "fold/c/1", "fold/d/1"] {
        put(key, b"x".to_vec()).await.unwrap();
    }
    put("read/ten", b"0123456789".to_vec()).await.unwrap();
    put("read/empty", Vec::new()).await.unwrap();
    put("read/large", large()).await.unwrap();
    check.order().await;
    check.pages().await;
    check.folders().await;
    check.start_after().await;
    check.odd_keys().await;
    check.ranges().await;
    check.conditions().await;
    check.nothing().await;
    let mut allowed = Vec::new();
    for key in CONTROL {
        if put(key, key.as_bytes().to_vec()).await.is_ok() {
            allowed.push(key);
        }
    }
    check.control(&allowed).await;
    (check.passed, check.failed)
}

fn large() -> Vec<u8> {
    (0..300_000_u32).map(|at| (at % 253) as u8).collect()
}

impl<C: ObjectClient> Check<'_, C> {
    fn that<T: PartialEq + std::fmt::Debug>(&mut self, name: &str, seen: T, wanted: &T) {
        match seen == *wanted {
            true => self.passed += 1,
            false => self.failed.push(format!("{name}: {seen:?}, not {wanted:?}")),
        }
    }

    fn request(&self, prefix: &str, by_folder: bool, after: Option<&str>) -> ListRequest {
        ListRequest {
            bucket: self.bucket.to_owned(),
            prefix: prefix.to_owned(),
            by_folder,
            start_after: after.map(str::to_owned),
            continuation: None,
        }
    }

    /// All pages of a listing, their number, or the error.
    async fn all(
        &self,
        client: &C,
        mut request: ListRequest,
    ) -> Result<(ListPage, usize), S3ErrorKind> {
        let mut all = ListPage::default();
        for pages in 1..100 {
            let page = client.list(&request).await.map_err(|error| error.kind)?;
            all.objects.extend(page.objects);
            all.folders.extend(page.folders);
            match page.next {
                Some(next) => request.continuation = Some(next),
                None => return Ok((all, pages)),
            }
        }
        Err(S3ErrorKind::BadAnswer)
    }

    async fn keys(&self, client: &C, request: ListRequest) -> Result<Vec<String>, S3ErrorKind> {
        let (page, _) = self.all(client, request).await?;
        Ok(page.objects.into_iter().map(|object| object.key).collect())
    }

    async fn read(
        &self,
        key: &str,
        range: Option<std::ops::Range<u64>>,
        if_match: Option<&str>,
    ) -> Result<(u64, Option<u64>, Vec<u8>), S3Error> {
        let request = GetRequest {
            bucket: self.bucket.to_owned(),
            key: key.to_owned(),
            range,
            if_match: if_match.map(str::to_owned),
        };
        let mut answer = self.client.get(&request).await?;
        let mut bytes = Vec::new();
        while let Some(part) = answer.body.next().await? {
            bytes.extend_from_slice(&part);
        }
        Ok((answer.offset, answer.content_length, bytes))
    }

    async fn kind_of(
        &self,
        key: &str,
        range: Option<std::ops::Range<u64>>,
        if_match: Option<&str>,
    ) -> Option<S3ErrorKind> {
        self.read(key, range, if_match).await.err().map(|error| error.kind)
    }

    async fn order(&mut self) {
        let wanted = Ok(owned(&ORDER));
        let seen = self.keys(self.client, self.request("order/", false, None)).await;
        self.that("keys come in bytewise order", seen, &wanted);
        let seen = self.keys(self.paged, self.request("order/", false, None)).await;
        self.that("keys come in bytewise order over pages", seen, &wanted);
        let seen = self.keys(self.client, self.request("order/a", false, None)).await;
        self.that("a prefix need not be a folder", seen, &Ok(owned(&ORDER[1..5])));
    }

    async fn pages(&mut self) {
        let all = self.all(self.paged, self.request("", false, None)).await;
        let wanted = self.all(self.client, self.request("", false, None)).await;
        let (seen, count) = all.unwrap_or_default();
        let (wanted, one) = wanted.unwrap_or_default();
        self.that(
            "pages hold at most what was asked for",
            count,
            &wanted.objects.len().div_ceil(3),
        );
        self.that("all keys fit one page of a thousand", one, &1);
        self.that("pages hold every object once, with the same size and ETag", seen, &wanted);
        let is_dated = wanted.objects.iter().all(|object| object.last_modified > 1_600_000_000);
        self.that("objects have a time", is_dated, &true);
    }

    async fn folders(&mut self) {
        for (name, client) in [("in one page", self.client), ("over pages", self.paged)] {
            let seen = self.all(client, self.request("fold/", true, None)).await;
            let (page, _) = seen.unwrap_or_default();
            let wanted = owned(&["fold/a/", "fold/b/", "fold/c/", "fold/d/"]);
            self.that(&format!("a delimiter gives each folder once {name}"), page.folders, &wanted);
            let keys: Vec<String> = page.objects.into_iter().map(|object| object.key).collect();
            self.that(&format!("and the objects beside them {name}"), keys, &owned(&["fold/c"]));
        }
        let seen = self.keys(self.client, self.request("fold/c/", true, None)).await;
        let wanted = Ok(owned(&["fold/c/", "fold/c/1"]));
        self.that("a folder's marker is an object in it", seen, &wanted);
    }

    async fn start_after(&mut self) {
        for (name, after, from) in [
            ("an existing key", "order/a-b", 3),
            ("a place between keys", "order/a-z", 3),
            ("a place before all", "a", 0),
            ("the end of a jump", "order/a/\u{10ffff}", 4),
            ("a place after all", "orderz", 8),
        ] {
            for client in [self.client, self.paged] {
                let seen = self.keys(client, self.request("order/", false, Some(after))).await;
                self.that(&format!("a listing after {name}"), seen, &Ok(owned(&ORDER[from..])));
            }
        }
        for after in ["fold/a/", "fold/a/1", "fold/a0"] {
            let seen = self.all(self.client, self.request("fold/", true, Some(after))).await;
            let folders = seen.unwrap_or_default().0.folders;
            let wanted = owned(&["fold/b/", "fold/c/", "fold/d/"]);
            self.that(&format!("folders after {after}"), folders, &wanted);
        }
    }

    async fn odd_keys(&mut self) {
        let mut wanted = owned(&ODD);
        wanted.sort();
        for (name, client) in [("one page", self.client), ("pages", self.paged)] {
            let seen = self.keys(client, self.request("odd/", false, None)).await;
            self.that(
                &format!("odd keys are listed as stored, in {name}"),
                seen,
                &Ok(wanted.clone()),
            );
        }
        for key in ODD {
            let seen = self.read(key, None, None).await.map(|(_, _, bytes)| bytes);
            self.that(&format!("read {key:?}"), seen, &Ok(key.as_bytes().to_vec()));
            let seen = self.keys(self.client, self.request(key, false, None)).await;
            self.that(&format!("list {key:?} alone"), seen, &Ok(owned(&[key])));
        }
    }

    async fn ranges(&mut self) {
        let digits = |from: u64, to: u64| {
            let bytes = &b"0123456789"[from as usize..to as usize];
            Ok((from, Some(to - from), bytes.to_vec()))
        };
        for (name, range, wanted) in [
            ("the whole object", None, digits(0, 10)),
            ("a range inside", Some(2..5), digits(2, 5)),
            ("a range of one byte", Some(0..1), digits(0, 1)),
            ("a range to the end", Some(7..10), digits(7, 10)),
            ("a range over the end is cut", Some(7..100), digits(7, 10)),
        ] {
            let seen = self.read("read/ten", range, None).await;
            self.that(name, seen, &wanted);
        }
        let seen = self.kind_of("read/ten", Some(10..20), None).await;
        self.that("a range after the end is refused", seen, &Some(S3ErrorKind::WrongLength));
        let seen = self.read("read/empty", None, None).await;
        self.that("an empty object", seen, &Ok((0, Some(0), Vec::new())));
        let seen = self.read("read/large", None, None).await.map(|(_, _, bytes)| bytes == large());
        self.that("a body of many parts", seen, &Ok(true));
        let seen = self.read("read/large", Some(100_000..250_000), None).await;
        let seen = seen.map(|(offset, _, bytes)| (offset, bytes == large()[100_000..250_000]));
        self.that("a range of many parts", seen, &Ok((100_000, true)));
    }

    async fn conditions(&mut self) {
        let listed = self.all(self.client, self.request("read/", false, None)).await;
        let objects = listed.unwrap_or_default().0.objects;
        let find = |key: &str| objects.iter().find(|object| object.key == key).cloned();
        let Listed { etag, size, archived, .. } = find("read/ten").unwrap();
        self.that("a listed size", size, &10);
        self.that("an object that is not archived", archived, &false);
        let is_quoted = etag.len() > 2 && etag.starts_with('"') && etag.ends_with('"');
        self.that("a listed ETag is quoted", is_quoted, &true);
        let seen = self.read("read/ten", None, Some(&etag)).await.map(|(_, _, bytes)| bytes.len());
        self.that("If-Match of the listed ETag", seen, &Ok(10));
        let seen = self.read("read/ten", Some(3..6), Some(&etag)).await;
        self.that("If-Match with a range", seen.map(|(from, _, _)| from), &Ok(3));
        let other = Some("\"00000000000000000000000000000000\"");
        let replaced = Some(S3ErrorKind::Replaced);
        let seen = self.kind_of("read/ten", None, other).await;
        self.that("If-Match of another ETag", seen, &replaced);
        let seen = self.kind_of("read/ten", Some(3..6), other).await;
        self.that("If-Match of another ETag with a range", seen, &replaced);
    }

    async fn nothing(&mut self) {
        let seen = self.all(self.client, self.request("no/such/", false, None)).await;
        self.that("a prefix without keys", seen, &Ok((ListPage::default(), 1)));
        let error = self.read("no/such", None, None).await.unwrap_err();
        self.that("a missing key", error.kind, &S3ErrorKind::NoSuchKey);
        self.that("a refusal has a request id", error.request_id.is_some(), &true);
        let bucket = format!("{}-missing", self.bucket);
        let request = ListRequest { bucket: bucket.clone(), ..ListRequest::default() };
        let seen = self.client.list(&request).await.map_err(|error| error.kind);
        self.that("a missing bucket listed", seen, &Err(S3ErrorKind::NoSuchBucket));
        let request = GetRequest { bucket, key: "k".to_owned(), ..GetRequest::default() };
        let seen = self.client.get(&request).await.map(|_| ()).map_err(|error| error.kind);
        self.that("a missing bucket read", seen, &Err(S3ErrorKind::NoSuchBucket));
    }

    async fn control(&mut self, allowed: &[&str]) {
        for key in allowed {
            let seen = self.read(key, None, None).await.map(|(_, _, bytes)| bytes);
            self.that(&format!("read {key:?}"), seen, &Ok(key.as_bytes().to_vec()));
        }
        let mut wanted = owned(allowed);
        wanted.sort();
        let seen = self.keys(self.client, self.request("control/", false, None)).await;
        self.that("keys with control characters are listed", seen, &Ok(wanted));
    }
}

fn owned(keys: &[&str]) -> Vec<String> {
    keys.iter().map(|&key| key.to_owned()).collect()
}
