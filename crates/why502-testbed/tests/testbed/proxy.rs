use std::io::ErrorKind;
use std::time::{Duration, Instant};

use why502_testbed::{Fault, Options, Proxy, Rule, Server};

use crate::wire::{Answer, Client};

const CONTENT: &[u8] = b"the quick brown fox jumps over the lazy dog";

struct Bed {
    server: Server,
    proxy: Proxy,
}

fn bed(rules: impl IntoIterator<Item = Rule>) -> Bed {
    let server = Server::start(Options::new().open().page_size(2)).unwrap();
    server.put("logs", "fox", CONTENT);
    let mut builder = Proxy::before(&server.endpoint());
    for rule in rules {
        builder = builder.rule(rule);
    }
    let proxy = builder.start().unwrap();
    Bed { server, proxy }
}

impl Bed {
    fn client(&self) -> Client {
        Client::connect(&self.proxy.endpoint()).unwrap()
    }
}

/// The first answer, which the fault befalls once, after the second has been seen to be right.
fn befallen_once(fault: Fault) -> std::io::Result<Answer> {
    let bed = bed([Rule::new(fault.clone()).path("/logs/fox").times(1)]);
    let first = bed.client().get("/logs/fox");
    let second = bed.client().get("/logs/fox").unwrap();
    assert_eq!((second.status, second.body.as_slice(), second.broken), (200, CONTENT, None));
    let faults: Vec<_> = bed.proxy.acts().into_iter().map(|act| act.fault).collect();
    assert_eq!(faults, [Some(fault), None]);
    assert_eq!(bed.proxy.faults(), 1);
    first
}

#[test]
fn without_rules_all_goes_through_on_kept_connections() {
    let bed = bed([]);
    let mut client = bed.client();
    for _ in 0..5 {
        assert_eq!(client.get("/logs/fox").unwrap().body, CONTENT);
    }
    assert_eq!(client.put("/logs/new", b"abc").unwrap().status, 200);
    assert_eq!(client.get("/logs/new").unwrap().body, b"abc");
    assert_eq!(client.ask("HEAD", "/logs", "").unwrap().status, 200);
    assert_eq!(client.get("/logs/none").unwrap().status, 404);
    assert_eq!((bed.proxy.connections(), bed.server.counts().connections), (1, 1));
    assert_eq!(bed.proxy.acts().len(), 9);
    assert_eq!(bed.proxy.acts()[5].method, "PUT");
}

#[test]
fn refusals_are_made_without_asking_the_server() {
    let refusals = [
        (Fault::SlowDown, 503, "SlowDown"),
        (Fault::InternalError, 500, "InternalError"),
        (Fault::AccessDenied, 403, "AccessDenied"),
        (Fault::NoSuchKey, 404, "NoSuchKey"),
        (Fault::PreconditionFailed, 412, "PreconditionFailed"),
        (
            Fault::Refusal { status: 400, code: "ExpiredToken", message: "expired" },
            400,
            "ExpiredToken",
        ),
    ];
    for (fault, status, code) in refusals {
        let bed = bed([Rule::new(fault).times(1)]);
        let mut client = bed.client();
        let answer = client.get("/logs/fox").unwrap();
        assert_eq!((answer.status, answer.elements("Code")), (status, vec![code.to_owned()]));
        assert_eq!(answer.elements("RequestId"), [answer.header("x-amz-request-id").unwrap()]);
        assert_eq!(bed.server.counts().requests, 0);
        // The connection is kept.
        assert_eq!(client.get("/logs/fox").unwrap().body, CONTENT);
        assert_eq!(bed.proxy.connections(), 1);
    }
}

#[test]
fn a_reset_comes_before_the_answer() {
    assert_eq!(
        befallen_once(Fault::ResetBeforeAnswer).unwrap_err().kind(),
        ErrorKind::ConnectionReset
    );
}

#[test]
fn a_reset_comes_inside_the_body() {
    let answer = befallen_once(Fault::ResetInBody { after_bytes: 10 }).unwrap();
    assert_eq!((answer.status, answer.body.as_slice()), (200, &CONTENT[..10]));
    assert_eq!(answer.broken, Some(ErrorKind::ConnectionReset));
}

#[test]
fn the_connection_is_closed_inside_the_body() {
    let answer = befallen_once(Fault::FinInBody { after_bytes: 10 }).unwrap();
    assert_eq!(answer.body, &CONTENT[..10]);
    assert_eq!(answer.broken, Some(ErrorKind::UnexpectedEof));
}

#[test]
fn a_short_body_has_a_length_that_fits() {
    let answer = befallen_once(Fault::ShortLength { bytes: 10 }).unwrap();
    assert_eq!((answer.body.as_slice(), answer.broken), (&CONTENT[..10], None));
    assert_eq!(answer.header("content-length"), Some("10"));
}

#[test]
fn one_bit_is_flipped() {
    for (at, flipped) in [(4, 4), (1000, CONTENT.len() - 1)] {
        let answer = befallen_once(Fault::FlippedByte { at }).unwrap();
        let mut expected = CONTENT.to_vec();
        expected[flipped] ^= 1;
        assert_eq!(answer.body, expected);
    }
}

#[test]
fn stalls_end_and_the_answer_is_whole() {
    let pause = Duration::from_millis(50);
    for fault in [
        Fault::StallBeforeHead { pause },
        Fault::StallInBody { after_bytes: 10, pause },
        Fault::Drip { bytes: 20, pause },
    ] {
        let start = Instant::now();
        let answer = befallen_once(fault).unwrap();
        assert_eq!((answer.body.as_slice(), answer.broken), (CONTENT, None));
        assert!(start.elapsed() >= pause);
    }
}

#[test]
fn a_client_without_patience_gives_up_on_a_stall() {
    let pause = Duration::from_secs(3600);
    let patience = Duration::from_millis(100);
    let bed = bed([
        Rule::new(Fault::StallBeforeHead { pause }).times(1),
        Rule::new(Fault::StallInBody { after_bytes: 10, pause }).skip(1).times(1),
    ]);
    let given_up = bed.client().patience(patience).get("/logs/fox").unwrap_err();
    assert_eq!(given_up.kind(), ErrorKind::WouldBlock);
    let answer = bed.client().patience(patience).get("/logs/fox").unwrap();
    assert_eq!(
        (answer.body.as_slice(), answer.broken),
        (&CONTENT[..10], Some(ErrorKind::WouldBlock))
    );
    // Dropping the bed does not wait for the hour.
}

#[test]
fn rules_count_per_target_and_by_kind() {
    let bed = bed([
        Rule::new(Fault::SlowDown).objects().times(2).per_target(),
        Rule::new(Fault::InternalError).listings().every(2),
    ]);
    bed.server.put("logs", "b", "b");
    let mut client = bed.client();
    let mut statuses = |target: &str| {
        let answers = (0..4).map(|_| client.get(target).unwrap().status);
        answers.collect::<Vec<_>>()
    };
    assert_eq!(statuses("/logs/fox"), [503, 503, 200, 200]);
    assert_eq!(statuses("/logs/b"), [503, 503, 200, 200]);
    assert_eq!(statuses("/logs/?list-type=2"), [200, 500, 200, 500]);
    bed.proxy.clear();
    bed.proxy.add(Rule::new(Fault::AccessDenied).path("/b"));
    assert_eq!(client.get("/logs/b").unwrap().status, 403);
    assert_eq!(client.get("/logs/?list-type=2").unwrap().status, 200);
}

#[test]
fn a_page_is_given_twice() {
    let bed = bed([Rule::new(Fault::RepeatedPage).listings().times(1)]);
    for key in ["a", "b", "c"] {
        bed.server.put("logs", key, "x");
    }
    let mut client = bed.client();
    let first = client.get("/logs/?list-type=2").unwrap();
    assert_eq!(first.elements("Key"), ["a", "b"]);
    let token = first.elements("NextContinuationToken").remove(0);
    let target = format!("/logs/?continuation-token={token}&list-type=2");
    assert_eq!(client.get(&target).unwrap().body, first.body);
    assert_eq!(client.get(&target).unwrap().elements("Key"), ["c", "fox"]);
    // Another listing has no page to repeat.
    assert_eq!(client.get("/logs/?list-type=2&prefix=f").unwrap().elements("Key"), ["fox"]);
    assert_eq!(bed.server.counts().lists, 3);
}

#[test]
fn listings_can_be_cut_and_damaged_too() {
    let bed = bed([Rule::new(Fault::FinInBody { after_bytes: 40 }).listings().times(1)]);
    let answer = bed.client().get("/logs/?list-type=2").unwrap();
    assert_eq!((answer.body.len(), answer.broken), (40, Some(ErrorKind::UnexpectedEof)));
    assert_eq!(bed.client().get("/logs/?list-type=2").unwrap().elements("Key"), ["fox"]);
}

#[test]
fn connections_are_refused_until_it_goes_on() {
    let bed = bed([]);
    let mut before = bed.client();
    assert_eq!(before.get("/logs/fox").unwrap().status, 200);
    bed.proxy.refuse();
    assert!(before.get("/logs/fox").is_err());
    let refused = Client::connect(&bed.proxy.endpoint()).err().unwrap();
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    bed.proxy.resume();
    assert_eq!(bed.client().get("/logs/fox").unwrap().body, CONTENT);
}

#[test]
fn a_silent_proxy_accepts_and_answers_nothing() {
    let bed = bed([]);
    let mut before = bed.client().patience(Duration::from_millis(100));
    assert_eq!(before.get("/logs/fox").unwrap().status, 200);
    bed.proxy.silence();
    assert_eq!(before.get("/logs/fox").unwrap_err().kind(), ErrorKind::WouldBlock);
    let mut after = bed.client().patience(Duration::from_millis(100));
    assert_eq!(after.get("/logs/fox").unwrap_err().kind(), ErrorKind::WouldBlock);
    assert_eq!(bed.server.counts().gets, 1);
    bed.proxy.resume();
    assert_eq!(bed.client().get("/logs/fox").unwrap().body, CONTENT);
}

#[test]
fn a_server_that_is_gone_resets_and_comes_back() {
    let bed = bed([]);
    let mut client = bed.client();
    assert_eq!(client.get("/logs/fox").unwrap().status, 200);
    let Bed { server, proxy } = bed;
    drop(server);
    assert_eq!(client.get("/logs/fox").unwrap_err().kind(), ErrorKind::ConnectionReset);
    assert_eq!(proxy.acts().len(), 2);
}

#[test]
fn only_the_loopback_interface_is_served() {
    let error = Proxy::before("http://192.0.2.1:80").start().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}
