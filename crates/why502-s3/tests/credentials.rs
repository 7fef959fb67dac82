//! What a user is told when the credentials, the configuration or the way to the server are
//! wrong. Each question is asked in a process of its own, since it depends on variables.

#![expect(clippy::unwrap_used, reason = "a test stops where its means fail")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use why502_s3::Config;
use why502_s3::client::{AwsClient, ListRequest, ObjectClient};

/// A home with these files below `.aws`.
fn home(files: &[(&str, &str)]) -> TempDir {
    let home = TempDir::new().unwrap();
    for (name, content) in files {
        let path = home.path().join(".aws").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    home
}

/// Lists a bucket in another process and returns "Kind: message".
fn told(home: &Path, variables: &[(&str, &str)]) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "asks_as_the_variables_say", "--nocapture"])
        .env_clear()
        .env("HOME", home)
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let line = text.lines().find_map(|line| line.split_once("told: ")).map(|(_, told)| told);
    line.unwrap_or_else(|| panic!("{text}")).to_owned()
}

#[tokio::test]
#[ignore = "run by the other tests of this file, with variables of their own"]
async fn asks_as_the_variables_say() {
    let variable = |name| std::env::var(name).ok();
    let config = Config {
        profile: variable("ASK_PROFILE"),
        endpoint_url: variable("ASK_ENDPOINT"),
        region: variable("ASK_REGION"),
        no_sign_request: variable("ASK_ANONYMOUS").is_some(),
        ..Config::default()
    };
    let request = ListRequest { bucket: "logs".to_owned(), ..ListRequest::default() };
    let result = match AwsClient::new(&config) {
        Ok(client) => {
            let result = client.list(&request).await;
            let shown = format!("{client:?} {config:?}");
            assert!(!shown.contains("HUSH") && !shown.contains("AKID"), "{shown}");
            result
        }
        Err(error) => Err(error),
    };
    let error = result.unwrap_err();
    println!("\ntold: {:?}: {error}", error.kind);
}

#[track_caller]
fn assert_told(told: &str, kind: &str, parts: &[&str]) {
    assert!(told.starts_with(&format!("{kind}: ")), "{told}");
    for part in parts {
        assert!(told.contains(part), "{part} is missing: {told}");
    }
}

#[test]
fn without_credentials_the_ways_to_some_are_named() {
    let told = told(home(&[]).path(), &[("ASK_REGION", "eu-west-1")]);
    assert_told(&told, "NoCredentials", &["`aws configure`", "--profile", "--no-sign-request"]);
}

#[test]
fn an_unknown_profile_is_named_whether_by_flag_or_variable() {
    let home = home(&[("config", "[default]\nregion = eu-west-1\n")]);
    let flag = told(home.path(), &[("ASK_PROFILE", "prod\u{7}uction")]);
    assert_told(&flag, "Configuration", &["no profile prod", "list-profiles"]);
    let variable = told(home.path(), &[("AWS_PROFILE", "production")]);
    assert_told(&variable, "Configuration", &["AWS_PROFILE"]);
}

const SSO: &str = "[profile ops]
region = eu-west-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = ReadOnly
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://example.invalid/start
sso_registration_scopes = sso:account:access
";

/// Named after the SHA-1 of `corp`.
const TOKEN_FILE: &str = "sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

#[test]
fn an_sso_session_that_never_began_names_the_command() {
    let home = home(&[("config", SSO)]);
    // The profile of the flag goes before keys in the environment.
    let keys = [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "HUSH")];
    let told = told(home.path(), &[("ASK_PROFILE", "ops"), keys[0], keys[1]]);
    assert_told(&told, "SsoExpired", &["`aws sso login --profile ops`"]);
}

#[test]
fn an_sso_session_past_its_end_names_the_command() {
    let token = r#"{"accessToken":"HUSH","expiresAt":"2020-01-01T00:00:00Z","region":"eu-west-1","startUrl":"https://example.invalid/start"}"#;
    let home = home(&[("config", SSO), (TOKEN_FILE, token)]);
    let told = told(home.path(), &[("ASK_PROFILE", "ops")]);
    assert_told(&told, "SsoExpired", &["`aws sso login --profile ops`"]);
    assert!(!told.contains("HUSH"), "{told}");
}

#[test]
fn the_older_form_of_sso_names_the_command_too() {
    let config = "[default]\nregion = eu-west-1\nsso_start_url = https://example.invalid/start\n\
        sso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = ReadOnly\n";
    let told = told(home(&[("config", config)]).path(), &[]);
    assert_told(&told, "SsoExpired", &["`aws sso login`"]);
}

#[test]
fn a_profile_that_is_not_whole_is_a_matter_of_configuration() {
    let config = "[profile ops]\nregion = eu-west-1\nsso_session = gone\n\
        sso_account_id = 123456789012\nsso_role_name = ReadOnly\n";
    let told = told(home(&[("config", config)]).path(), &[("ASK_PROFILE", "ops")]);
    assert_told(&told, "Configuration", &["profile ops", "aws configure list"]);
}

#[cfg(unix)]
#[test]
fn what_a_credential_process_says_is_kept_secret() {
    let config = "[profile ops]\nregion = eu-west-1\n\
        credential_process = sh -c 'echo HUSH >&2; echo HUSH; exit 3'\n";
    let told = told(
        home(&[("config", config)]).path(),
        &[("ASK_PROFILE", "ops"), ("PATH", "/usr/bin:/bin")],
    );
    assert_told(&told, "NoCredentials", &["profile ops"]);
    assert!(!told.contains("HUSH"), "{told}");
}

const KEYS: [(&str, &str); 2] =
    [("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "HUSHHUSH")];

fn told_by(endpoint: &str) -> String {
    told(home(&[]).path(), &[KEYS[0], KEYS[1], ("ASK_ENDPOINT", endpoint)])
}

#[test]
fn a_name_that_does_not_resolve_is_told() {
    let told = told_by("http://no-such-host.invalid:9");
    assert_told(&told, "Unreachable", &["cannot be resolved", "--endpoint-url"]);
}

#[test]
fn a_refused_connection_is_told() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let told = told_by(&format!("http://127.0.0.1:{port}"));
    assert_told(&told, "Unreachable", &["refused the connection"]);
}

/// Answers one connection with these bytes.
fn answering(answer: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(answer);
        }
    });
    port
}

#[test]
fn a_server_without_tls_behind_https_is_told() {
    let port = answering(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    let told = told_by(&format!("https://127.0.0.1:{port}"));
    assert_told(&told, "Configuration", &["TLS", "--endpoint-url"]);
}

#[test]
fn a_connection_closed_before_an_answer_is_worth_another_try() {
    let told = told_by(&format!("http://127.0.0.1:{}", answering(b"")));
    assert_told(&told, "Unreachable", &["before an answer"]);
}

#[test]
fn an_answer_that_is_no_page_is_told() {
    let port =
        answering(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nx-amz-request-id: R7\r\n\r\nnonsense!");
    let told = told_by(&format!("http://127.0.0.1:{port}"));
    assert_told(&told, "BadAnswer", &["(request id R7)"]);
}

#[test]
fn an_endpoint_of_the_environment_is_used_with_the_bucket_in_the_path() {
    let refusing: &[u8] = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 76\r\n\r\n\
        <Error><Code>InvalidAccessKeyId</Code><Message>no such key</Message></Error>";
    let port = answering(refusing);
    let endpoint = format!("http://127.0.0.1:{port}");
    for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"] {
        let told = told(home(&[]).path(), &[KEYS[0], KEYS[1], (name, endpoint.as_str())]);
        assert_told(&told, "BadCredentials", &["InvalidAccessKeyId"]);
        assert!(!told.contains("HUSH"), "{told}");
    }
}

#[test]
fn an_endpoint_that_makes_no_sense_is_refused_without_repeating_it() {
    for endpoint in
        ["ftp://host", "localhost:9000", "http://user:HUSH@host", "http://", "http://a b"]
    {
        let told = told_by(endpoint);
        assert_told(&told, "Configuration", &["--endpoint-url"]);
        assert!(!told.contains("HUSH"), "{told}");
    }
}
