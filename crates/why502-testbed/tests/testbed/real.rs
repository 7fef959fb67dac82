//! Servers not written here. `.ci/servers` starts them; without them these tests are left out.

use std::collections::BTreeSet;

use why502_testbed::{Fault, Proxy, Rule, real};

use crate::signed::{client, round_trip};
use crate::wire::Client;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs WHY502_MINISTACK: .ci/servers/ministack prints it"]
async fn ministack_runs_and_ends_with_all_it_started() {
    let program = real::ministack_program().expect("WHY502_MINISTACK is set");
    let server = real::ministack(&program).unwrap();
    let endpoint = server.endpoint();
    let proxy = Proxy::before(&endpoint).rule(Rule::new(Fault::SlowDown).path("/late")).start();
    let proxy = proxy.unwrap();
    let client = client(&proxy.endpoint(), "testkey", "testsecret");
    client.create_bucket().bucket("logs").send().await.unwrap();
    round_trip(&client, "logs").await;
    assert!(client.get_object().bucket("logs").key("late").send().await.is_err());
    drop(server);
    assert!(Client::connect(&endpoint).is_err());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs WHY502_CEPH_ENDPOINT: .ci/servers/ceph start DIR prints it"]
async fn ceph_verifies_signatures_behind_the_proxy() {
    let endpoint = real::ceph_endpoint().expect("WHY502_CEPH_ENDPOINT is set");
    let proxy = Proxy::before(&endpoint).start().unwrap();
    let owner = client(&proxy.endpoint(), "testkey", "testsecret");
    let bucket = format!("testbed-{}", std::process::id());
    owner.create_bucket().bucket(&bucket).send().await.unwrap();
    round_trip(&owner, &bucket).await;
    let wrong = client(&proxy.endpoint(), "testkey", "wrong");
    assert!(wrong.list_objects_v2().bucket(&bucket).send().await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs WHY502_CEPH_SLOW_ENDPOINT: .ci/servers/ceph start DIR --throttle prints it"]
async fn throttled_ceph_says_slow_down() {
    let endpoint = real::ceph_slow_endpoint().expect("WHY502_CEPH_SLOW_ENDPOINT is set");
    let client = client(&endpoint, "testkey", "testsecret");
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..200 {
        let client = client.clone();
        asked.spawn(async move {
            let answer = client.list_buckets().send().await;
            answer.err().and_then(|error| error.raw_response().map(|raw| raw.status().as_u16()))
        });
    }
    let statuses: BTreeSet<Option<u16>> = asked.join_all().await.into_iter().collect();
    assert_eq!(statuses, BTreeSet::from([None, Some(503)]));
}
