use bytes::Bytes;
use why502_testbed::{Object, Options, Server};

use crate::wire::Client;

fn open_server() -> (Server, Client) {
    let server = Server::start(Options::new().open().page_size(3)).unwrap();
    let client = Client::connect(&server.endpoint()).unwrap();
    (server, client)
}

#[test]
fn listings_come_in_pages_of_the_size_set() {
    let (server, mut client) = open_server();
    for n in 0..8 {
        server.put("logs", &format!("a/{n}"), "x");
    }
    let mut keys = Vec::new();
    let mut next = String::new();
    for page in 0..3 {
        let answer = client.get(&format!("/logs/?list-type=2&prefix=a%2F{next}")).unwrap();
        assert_eq!(answer.status, 200, "{}", answer.text());
        keys.extend(answer.elements("Key"));
        assert_eq!(answer.elements("IsTruncated"), [(page < 2).to_string()]);
        let tokens = answer.elements("NextContinuationToken");
        next = tokens.first().map(|t| format!("&continuation-token={t}")).unwrap_or_default();
    }
    assert_eq!(keys, (0..8).map(|n| format!("a/{n}")).collect::<Vec<_>>());
    let entries: Vec<usize> = server.listings().iter().map(|listing| listing.entries).collect();
    assert_eq!(entries, [3, 3, 2]);
    assert!(server.listings()[1].is_continued);
    assert_eq!(server.counts().lists, 3);
    assert_eq!(server.counts().connections, 1);
}

#[test]
fn listings_know_delimiter_start_after_max_keys_and_encoding() {
    let (server, mut client) = open_server();
    for key in ["a b", "f/1", "f/2", "g+/1", "z"] {
        server.put("logs", key, "x");
    }
    let answer = client.get("/logs/?list-type=2&delimiter=%2F&encoding-type=url").unwrap();
    assert_eq!(answer.elements("Key"), ["a+b"]);
    assert_eq!(answer.elements("Prefix"), ["", "f/", "g%2B/"]);
    assert_eq!(answer.elements("EncodingType"), ["url"]);
    let answer = client.get("/logs/?list-type=2&start-after=f%2F1&max-keys=2").unwrap();
    assert_eq!(answer.elements("Key"), ["f/2", "g+/1"]);
    let answer = client.get("/logs/?list-type=2&max-keys=0").unwrap();
    assert_eq!(answer.elements("IsTruncated"), ["false"]);
    assert_eq!(client.get("/nobody/?list-type=2").unwrap().elements("Code"), ["NoSuchBucket"]);
    let answer = client.get("/logs/?list-type=2&continuation-token=made-up").unwrap();
    assert_eq!(answer.elements("Code"), ["InvalidArgument"]);
}

#[test]
fn objects_are_given_whole_in_ranges_and_on_a_condition() {
    let (server, mut client) = open_server();
    server.put("logs", "k", "0123456789");
    server.put("logs", "empty", "");
    let whole = client.get("/logs/k").unwrap();
    assert_eq!((whole.status, whole.text().as_str()), (200, "0123456789"));
    let etag = whole.header("etag").unwrap().to_owned();
    let listed = client.get("/logs/?list-type=2&prefix=k").unwrap();
    assert_eq!(listed.elements("ETag"), [etag.as_str()]);
    let part = client.ask("GET", "/logs/k", "Range: bytes=3-5\r\n").unwrap();
    assert_eq!((part.status, part.text().as_str()), (206, "345"));
    assert_eq!(part.header("content-range"), Some("bytes 3-5/10"));
    let end = client.ask("GET", "/logs/k", "Range: bytes=8-100\r\n").unwrap();
    assert_eq!(end.header("content-range"), Some("bytes 8-9/10"));
    let beyond = client.ask("GET", "/logs/k", "Range: bytes=10-\r\n").unwrap();
    assert_eq!((beyond.status, beyond.elements("Code")), (416, vec!["InvalidRange".to_owned()]));
    let met = client.ask("GET", "/logs/k", &format!("If-Match: {etag}\r\n")).unwrap();
    assert_eq!(met.status, 200);
    server.put("logs", "k", "replaced");
    let failed = client.ask("GET", "/logs/k", &format!("If-Match: {etag}\r\n")).unwrap();
    assert_eq!(failed.status, 412);
    assert_eq!(failed.elements("Code"), ["PreconditionFailed"]);
    assert_eq!(client.get("/logs/empty").unwrap().body, b"");
    let missing = client.get("/logs/none").unwrap();
    assert_eq!((missing.status, missing.elements("Code")), (404, vec!["NoSuchKey".to_owned()]));
    assert_eq!(missing.elements("RequestId"), [missing.header("x-amz-request-id").unwrap()]);
    assert_eq!(server.fetched()[1].range, Some(3..6));
    assert_eq!(server.fetched().iter().filter(|fetch| fetch.is_given).count(), 5);
    assert_eq!(server.counts().sent_bytes, 10 + 3 + 2 + 10);
    server.forget();
    assert_eq!(server.counts().requests, 0);
}

#[test]
fn rules_of_access_are_kept() {
    let (server, mut client) = open_server();
    for key in ["open", "denied", "old"] {
        server.put("logs", key, "x");
    }
    server.deny("logs", "denied");
    server.archive("logs", "old");
    server.deny_listing("logs", "secret/");
    let mut code = |target: &str, headers: &str| {
        let answer = client.ask("GET", target, headers).unwrap();
        (answer.status, answer.elements("Code").pop().unwrap_or_default())
    };
    assert_eq!(code("/logs/open", "").0, 200);
    assert_eq!(code("/logs/denied", ""), (403, "AccessDenied".to_owned()));
    assert_eq!(code("/logs/old", ""), (403, "InvalidObjectState".to_owned()));
    assert_eq!(code("/logs/?list-type=2", "").0, 200);
    assert_eq!(code("/logs/?list-type=2&prefix=secret%2Fa", "").1, "AccessDenied");
    server.require_payer("logs");
    assert_eq!(code("/logs/open", ""), (403, "AccessDenied".to_owned()));
    assert_eq!(code("/logs/?list-type=2", "").1, "AccessDenied");
    let payer = "x-amz-request-payer: requester\r\n";
    assert_eq!(code("/logs/open", payer).0, 200);
    assert_eq!(code("/logs/?list-type=2", payer).0, 200);
    assert_eq!(server.counts().refused, 5);
}

#[test]
fn archived_objects_are_listed_with_their_class() {
    let (server, mut client) = open_server();
    server.put_object("logs", "a", Object::new("x").storage_class("DEEP_ARCHIVE"));
    server.put_object("logs", "b", Object::new("x").storage_class("GLACIER_IR"));
    server.put("logs", "c", "x");
    let answer = client.get("/logs/?list-type=2").unwrap();
    assert_eq!(answer.elements("StorageClass"), ["DEEP_ARCHIVE", "GLACIER_IR", "STANDARD"]);
    assert_eq!(client.get("/logs/a").unwrap().status, 403);
    assert_eq!(client.get("/logs/b").unwrap().status, 200);
}

#[test]
fn the_region_of_a_bucket_is_told() {
    let server = Server::start(Options::new().open().region("eu-south-2")).unwrap();
    server.make_bucket("logs");
    let mut client = Client::connect(&server.endpoint()).unwrap();
    let answer = client.ask("HEAD", "/logs", "").unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("x-amz-bucket-region"), Some("eu-south-2"));
    assert_eq!(client.ask("HEAD", "/none", "").unwrap().status, 404);
    assert_eq!(server.counts().head_buckets, 2);
}

#[test]
fn objects_can_be_put_over_the_wire() {
    let (server, mut client) = open_server();
    server.make_bucket("logs");
    assert_eq!(client.put("/logs/a%20b%2F%C3%BC", b"content").unwrap().status, 200);
    assert_eq!(client.get("/logs/a%20b/%C3%BC").unwrap().body, b"content");
    assert_eq!(client.put("/none/a", b"content").unwrap().status, 404);
    assert_eq!(server.counts().puts, 2);
}

#[test]
fn who_does_not_sign_is_refused_unless_the_server_is_open() {
    let server = Server::start(Options::new()).unwrap();
    server.put("logs", "k", "x");
    let mut client = Client::connect(&server.endpoint()).unwrap();
    let answer = client.get("/logs/k").unwrap();
    assert_eq!(
        (answer.status, answer.elements("Code").pop().unwrap().as_str()),
        (403, "AccessDenied")
    );
    assert_eq!(server.fetched(), []);
}

#[test]
fn many_objects_are_cheap() {
    let server = Server::start(Options::new().open()).unwrap();
    let content = Bytes::from_static(b"the same for all");
    for n in 0..100_000 {
        server.put("logs", &format!("{n:06}"), content.clone());
    }
    let made = Object::made(1 << 20, 7, || Bytes::from(vec![7; 1 << 20]));
    server.put_object("logs", "made", made);
    let mut client = Client::connect(&server.endpoint()).unwrap();
    let answer = client.get("/logs/?list-type=2&start-after=099998").unwrap();
    assert_eq!(answer.elements("Key"), ["099999", "made"]);
    assert_eq!(answer.elements("Size"), ["16", "1048576"]);
    let answer = client.get("/logs/?list-type=2").unwrap();
    assert_eq!(answer.elements("KeyCount"), ["1000"]);
    assert_eq!(client.get("/logs/made").unwrap().body.len(), 1 << 20);
}

#[test]
fn a_stopped_server_is_gone() {
    let (server, mut client) = open_server();
    let endpoint = server.endpoint();
    server.make_bucket("logs");
    assert_eq!(client.get("/logs/?list-type=2").unwrap().status, 200);
    drop(server);
    assert!(client.get("/logs/?list-type=2").is_err());
    assert!(Client::connect(&endpoint).is_err());
}
