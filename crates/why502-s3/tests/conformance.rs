//! One suite for every server: the one in the process, those of others, and the bucket in memory
//! that stands for them in all other tests, so that it cannot drift from them.

#![expect(clippy::unwrap_used, reason = "a test stops where its means fail")]

#[path = "conformance/suite.rs"]
mod suite;

use aws_sdk_s3::error::DisplayErrorContext;
use why502_s3::Config;
use why502_s3::client::{AwsClient, MemoryClient};
use why502_testbed::{Options, Server, real};

const KEY: &str = "testkey";
const SECRET: &str = "testsecret";

fn judge((passed, failed): (u32, Vec<String>)) {
    assert!(failed.is_empty(), "{passed} checks passed, these failed:\n{}", failed.join("\n"));
    assert!(passed > 60, "only {passed} checks were made");
}

fn client(endpoint: &str) -> AwsClient {
    let config = Config { endpoint_url: Some(endpoint.to_owned()), ..Config::default() };
    AwsClient::with_keys(&config, KEY, SECRET).unwrap()
}

/// Runs the suite in a new bucket of a server, with signed requests.
async fn check_server(endpoint: &str) -> (u32, Vec<String>) {
    let client = client(endpoint);
    let filler = real::filler(endpoint, KEY, SECRET);
    let bucket = format!("why502-{}", std::process::id());
    filler.create_bucket().bucket(&bucket).send().await.unwrap();
    suite::check(&client, &client.with_page(3), &bucket, async |key, bytes| {
        let request = filler.put_object().bucket(&bucket).key(key).body(bytes.into());
        let result = request.send().await;
        result.map(|_| ()).map_err(|error| DisplayErrorContext(error).to_string())
    })
    .await
}

#[tokio::test]
async fn the_bucket_in_memory_conforms() {
    let client = MemoryClient::new();
    client.create("logs");
    let paged = client.with_page(3);
    judge(
        suite::check(&client, &paged, "logs", async |key, bytes| {
            client.put("logs", key, bytes);
            Ok(())
        })
        .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_server_in_the_process_conforms() {
    let server = Server::start(Options::new()).unwrap();
    server.make_bucket("logs");
    let client = client(&server.endpoint());
    judge(
        suite::check(&client, &client.with_page(3), "logs", async |key, bytes| {
            server.put("logs", key, bytes);
            Ok(())
        })
        .await,
    );
}

#[tokio::test]
#[ignore = "needs WHY502_MINISTACK, the path of the program; .ci/run runs it"]
async fn ministack_conforms() {
    let server = real::ministack(&real::ministack_program().unwrap()).unwrap();
    judge(check_server(&server.endpoint()).await);
}

#[tokio::test]
#[ignore = "needs WHY502_CEPH_ENDPOINT, a gateway with the user testkey/testsecret; .ci/run runs it"]
async fn ceph_conforms() {
    judge(check_server(&real::ceph_endpoint().unwrap()).await);
}
