use aws_sdk_s3::primitives::SdkBody;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;

use super::*;

/// What a request asked: method, URI, and the headers these tests look at.
#[derive(Clone, Debug)]
struct Seen {
    line: String,
    payer: Option<String>,
    owner: Option<String>,
    is_signed: bool,
}

type Answering = fn(&str) -> (u16, &'static [(&'static str, &'static str)], &'static str);

/// AWS as a function from "METHOD URI" to an answer, with a record of what it was asked.
#[derive(Clone, Debug)]
struct Cloud {
    seen: Arc<Mutex<Vec<Seen>>>,
    answering: Answering,
}

impl HttpConnector for Cloud {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let header = |name| request.headers().get(name).map(str::to_owned);
        let line = format!("{} {}", request.method(), request.uri());
        if line.contains("169.254.169.254") {
            return HttpConnectorFuture::ready(Err(ConnectorError::io("no such service".into())));
        }
        let (status, headers, body) = (self.answering)(&line);
        self.seen.lock().unwrap().push(Seen {
            line,
            payer: header("x-amz-request-payer"),
            owner: header("x-amz-expected-bucket-owner"),
            is_signed: header("authorization").is_some(),
        });
        let status = StatusCode::try_from(status).unwrap();
        let mut answer = HttpResponse::new(status, SdkBody::from(body));
        for (name, value) in headers {
            answer.headers_mut().insert(*name, *value);
        }
        HttpConnectorFuture::ready(Ok(answer))
    }
}

const PAGE: &str = "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType><Contents><Key>a+b</Key><Size>3</Size><ETag>&quot;e&quot;</ETag></Contents></ListBucketResult>";

fn client(config: &Config, answering: Answering) -> (AwsClient, Cloud) {
    let cloud = Cloud { seen: Arc::default(), answering };
    let connector = SharedHttpConnector::new(cloud.clone());
    let http = http_client_fn(move |_, _| connector.clone());
    let keys = Credentials::new("AKIDEXAMPLE", "HUSH", None, None, "test");
    let keys = (!config.no_sign_request).then_some(keys);
    (AwsClient::build(config, keys, Some(http)).unwrap(), cloud)
}

async fn list(client: &AwsClient, bucket: &str) -> Result<ListPage, S3Error> {
    client.list(&ListRequest { bucket: bucket.to_owned(), ..ListRequest::default() }).await
}

impl Cloud {
    fn lines(&self) -> Vec<String> {
        self.seen.lock().unwrap().iter().map(|seen| seen.line.clone()).collect()
    }
}

fn by_region(line: &str) -> (u16, &'static [(&'static str, &'static str)], &'static str) {
    const HOME: &[(&str, &str)] = &[("x-amz-bucket-region", "ap-southeast-2")];
    match line {
        line if line.contains("ap-southeast-2") => (200, &[("x-amz-request-id", "R1")], PAGE),
        line if line.starts_with("HEAD") && line.contains("denied") => (403, HOME, ""),
        line if line.starts_with("HEAD") && line.contains("silent") => (403, &[], ""),
        line if line.starts_with("HEAD") => (301, HOME, ""),
        line if line.contains("silent") => (
            400,
            &[("x-amz-request-id", "R2")],
            "<Error><Code>AuthorizationHeaderMalformed</Code><Message>the region is wrong</Message><Region>ap-southeast-2</Region></Error>",
        ),
        _ => {
            (301, HOME, "<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>")
        }
    }
}

#[tokio::test]
async fn a_bucket_s_region_is_asked_for_once_and_whoever_answers_tells_it() {
    for bucket in ["moved-bucket", "denied-bucket"] {
        let (client, cloud) = client(&Config::default(), by_region);
        for _ in 0..3 {
            let page = list(&client, bucket).await.unwrap();
            assert_eq!(page.objects[0].key, "a b");
        }
        let lines = cloud.lines();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(lines[0].starts_with("HEAD"), "{lines:?}");
        assert!(lines[1].contains("ap-southeast-2"), "{lines:?}");
    }
}

#[tokio::test]
async fn a_refused_request_that_names_the_region_is_asked_again_there() {
    let (client, cloud) = client(&Config::default(), by_region);
    list(&client, "silent-bucket").await.unwrap();
    list(&client, "silent-bucket").await.unwrap();
    let lines = cloud.lines();
    assert_eq!(lines.len(), 4, "head, refused, and twice at the right place: {lines:?}");
}

#[tokio::test]
async fn a_region_that_was_given_is_kept_and_the_right_one_named() {
    let config = Config { region: Some("eu-west-1".to_owned()), ..Config::default() };
    let (client, cloud) = client(&config, by_region);
    let error = list(&client, "silent-bucket").await.unwrap_err();
    assert_eq!(error.kind, S3ErrorKind::WrongRegion);
    assert_eq!(error.request_id.as_deref(), Some("R2"));
    assert!(error.message.contains("is in ap-southeast-2, not in eu-west-1"), "{error}");
    assert_eq!(cloud.lines().len(), 1);
}

#[tokio::test]
async fn a_bucket_with_dots_goes_into_the_path_so_that_tls_fits() {
    let config = Config { region: Some("ap-southeast-2".to_owned()), ..Config::default() };
    let (client, cloud) = client(&config, by_region);
    list(&client, "logs.example.com").await.unwrap();
    list(&client, "plain-logs").await.unwrap();
    let lines = cloud.lines();
    assert!(lines[0].contains("//s3.ap-southeast-2.amazonaws.com/logs.example.com"), "{lines:?}");
    assert!(lines[1].contains("//plain-logs.s3.ap-southeast-2.amazonaws.com/"), "{lines:?}");
}

#[tokio::test]
async fn the_storage_class_of_a_refused_object_decides_how_it_is_restored() {
    fn archived(line: &str) -> (u16, &'static [(&'static str, &'static str)], &'static str) {
        let body = match line {
            line if line.contains("tiered") => {
                "<Error><Code>InvalidObjectState</Code><StorageClass>INTELLIGENT_TIERING</StorageClass><AccessTier>ARCHIVE_ACCESS</AccessTier></Error>"
            }
            _ => {
                "<Error><Code>InvalidObjectState</Code><StorageClass>GLACIER</StorageClass></Error>"
            }
        };
        (403, &[], body)
    }
    let config = Config { region: Some("eu-west-1".to_owned()), ..Config::default() };
    let (client, _) = client(&config, archived);
    for (key, part) in [("tiered", "--restore-request '{}'"), ("cold", "--restore-request Days=3")]
    {
        let (bucket, key) = ("logs".to_owned(), key.to_owned());
        let request = GetRequest { bucket, key, ..GetRequest::default() };
        let error = client.get(&request).await.unwrap_err();
        assert_eq!(error.kind, S3ErrorKind::Archived);
        assert!(error.message.ends_with(part), "{error}");
    }
}

#[tokio::test]
async fn payer_and_owner_are_sent_where_they_were_given() {
    let config = Config {
        region: Some("ap-southeast-2".to_owned()),
        request_payer: true,
        expected_bucket_owner: Some("123456789012".to_owned()),
        ..Config::default()
    };
    let (client, cloud) = client(&config, by_region);
    list(&client, "logs").await.unwrap();
    let request = GetRequest { bucket: "logs".into(), key: "k".into(), ..GetRequest::default() };
    client.get(&request).await.unwrap();
    for seen in cloud.seen.lock().unwrap().iter() {
        assert_eq!(seen.payer.as_deref(), Some("requester"), "{seen:?}");
        assert_eq!(seen.owner.as_deref(), Some("123456789012"), "{seen:?}");
        assert!(seen.is_signed, "{seen:?}");
    }
}

#[tokio::test]
async fn an_anonymous_request_has_no_signature() {
    let region = Some("ap-southeast-2".to_owned());
    let config = Config { region, no_sign_request: true, ..Config::default() };
    let (client, cloud) = client(&config, by_region);
    list(&client, "logs").await.unwrap();
    let seen = cloud.seen.lock().unwrap();
    assert!(!seen[0].is_signed && seen[0].payer.is_none(), "{seen:?}");
}

#[tokio::test]
async fn a_stored_checksum_is_checked_for_a_whole_object() {
    fn summed(_: &str) -> (u16, &'static [(&'static str, &'static str)], &'static str) {
        (200, &[("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-request-id", "R3")], "0123456789")
    }
    let config = Config { region: Some("eu-west-1".to_owned()), ..Config::default() };
    let (client, _) = client(&config, summed);
    let request = GetRequest { bucket: "logs".into(), key: "k".into(), ..GetRequest::default() };
    let mut body = client.get(&request).await.unwrap().body;
    let error = loop {
        match super::super::Body::next(&mut body).await {
            Ok(Some(_)) => {}
            Ok(None) => panic!("the sum was not checked"),
            Err(error) => break error,
        }
    };
    assert_eq!(error.kind, S3ErrorKind::ChecksumMismatch, "{error}");
    assert_eq!(error.request_id.as_deref(), Some("R3"));
}

#[test]
fn ranges_are_written_and_read_as_http_has_them() {
    assert_eq!(range(&(0..100)), "bytes=0-99");
    assert_eq!(first_byte("bytes 100-199/1000"), Some(100));
    assert_eq!(first_byte("items 1-2/3"), None);
}
