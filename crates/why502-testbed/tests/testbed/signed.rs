//! The SDK of AWS as a client: signatures are verified, also behind the proxy.

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_s3::error::ProvideErrorMetadata;
use aws_sdk_s3::primitives::ByteStream;
use aws_smithy_http_client::Builder;
use why502_testbed::{Fault, Options, Proxy, Rule, Server};

pub(crate) fn client(endpoint: &str, access_key: &str, secret_key: &str) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(endpoint)
        .force_path_style(true)
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new(access_key, secret_key, None, None, "made up"))
        .retry_config(RetryConfig::disabled())
        .http_client(Builder::new().build_http());
    Client::from_conf(config.build())
}

/// Puts objects, lists them in pages and gets them, all signed.
pub(crate) async fn round_trip(client: &Client, bucket: &str) {
    let keys = ["a-b", "a/b c+%", "a/ü", "b"];
    for key in keys {
        let content = ByteStream::from(key.as_bytes().to_vec());
        client.put_object().bucket(bucket).key(key).body(content).send().await.unwrap();
    }
    let mut pages = client.list_objects_v2().bucket(bucket).max_keys(3).into_paginator().send();
    let mut found = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        found.extend(page.contents().iter().filter_map(|object| object.key().map(str::to_owned)));
    }
    assert_eq!(found, keys);
    for key in keys {
        let answer = client.get_object().bucket(bucket).key(key).send().await.unwrap();
        assert_eq!(answer.body.collect().await.unwrap().to_vec(), key.as_bytes());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn signatures_are_verified_also_behind_the_proxy() {
    let server = Server::start(Options::new().user("other", "secret").page_size(2)).unwrap();
    server.make_bucket("logs");
    let proxy = Proxy::before(&server.endpoint()).start().unwrap();
    round_trip(&client(&server.endpoint(), "testkey", "testsecret"), "logs").await;
    round_trip(&client(&proxy.endpoint(), "other", "secret"), "logs").await;
    assert_eq!(server.counts().refused, 0);

    let wrong = client(&proxy.endpoint(), "testkey", "wrong");
    let error = wrong.list_objects_v2().bucket("logs").send().await.unwrap_err();
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"));
    let nobody = client(&proxy.endpoint(), "nobody", "wrong");
    let error = nobody.get_object().bucket("logs").key("b").send().await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAccessKeyId"));
    assert_eq!(server.counts().refused, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pays_is_served_where_the_requester_must() {
    let server = Server::start(Options::new()).unwrap();
    server.put("logs", "k", "x");
    server.require_payer("logs");
    let client = client(&server.endpoint(), "testkey", "testsecret");
    let get = || client.get_object().bucket("logs").key("k");
    let error = get().send().await.unwrap_err();
    assert_eq!(error.code(), Some("AccessDenied"));
    let payer = aws_sdk_s3::types::RequestPayer::Requester;
    let answer = get().request_payer(payer).send().await.unwrap();
    assert_eq!(answer.request_charged().map(|charged| charged.as_str()), Some("requester"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sdk_reads_refusals_of_the_proxy() {
    let server = Server::start(Options::new()).unwrap();
    server.put("logs", "k", "x");
    let proxy = Proxy::before(&server.endpoint()).rule(Rule::new(Fault::SlowDown).times(2)).start();
    let proxy = proxy.unwrap();
    let client = client(&proxy.endpoint(), "testkey", "testsecret");
    let error = client.list_objects_v2().bucket("logs").send().await.unwrap_err();
    assert_eq!(error.code(), Some("SlowDown"));
    let error = client.get_object().bucket("logs").key("k").send().await.unwrap_err();
    assert_eq!(error.code(), Some("SlowDown"));
    assert!(client.get_object().bucket("logs").key("k").send().await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_body_is_taken_through_the_proxy() {
    let server = Server::start(Options::new()).unwrap();
    server.make_bucket("logs");
    let proxy = Proxy::before(&server.endpoint()).start().unwrap();
    let client = client(&proxy.endpoint(), "testkey", "testsecret");
    // Above 2 MiB the SDK waits for `100 Continue`.
    let content: Vec<u8> = (0..5_000_000_u32).map(|n| (n % 251) as u8).collect();
    let body = ByteStream::from(content.clone());
    client.put_object().bucket("logs").key("large").body(body).send().await.unwrap();
    let answer = client.get_object().bucket("logs").key("large").send().await.unwrap();
    assert!(answer.body.collect().await.unwrap().to_vec() == content);
}
