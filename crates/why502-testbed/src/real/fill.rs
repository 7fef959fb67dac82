//! Filling a server that somebody else wrote.

use std::io;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_s3::error::DisplayErrorContext;
use aws_smithy_http_client::{Builder, tls};

/// A client of the SDK with all its own habits, for what our client does not do: to make buckets
/// and to put objects.
pub fn filler(endpoint: &str, access_key: &str, secret_key: &str) -> Client {
    let ring = tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring);
    let config = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .endpoint_url(endpoint)
        .region(Region::from_static("us-east-1"))
        .force_path_style(true)
        .credentials_provider(Credentials::new(access_key, secret_key, None, None, "test"))
        .http_client(Builder::new().tls_provider(ring).build_https())
        .build();
    Client::from_conf(config)
}

/// Makes a bucket and puts objects into it, with the keys `testkey` / `testsecret`. Blocks.
///
/// # Errors
/// What the server refused, in its words.
pub fn fill(
    endpoint: &str,
    bucket: &str,
    objects: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> io::Result<()> {
    let client = filler(endpoint, "testkey", "testsecret");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let said = |error: String| io::Error::other(error);
    runtime.block_on(async {
        let made = client.create_bucket().bucket(bucket).send().await;
        made.map_err(|error| said(DisplayErrorContext(error).to_string()))?;
        for (key, content) in objects {
            let put = client.put_object().bucket(bucket).key(key).body(content.into()).send().await;
            put.map_err(|error| said(DisplayErrorContext(error).to_string()))?;
        }
        Ok(())
    })
}
