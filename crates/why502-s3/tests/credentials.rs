//! What a user is told when the credentials, the configuration or the way to the server are
//! wrong. Each question is asked in a process of its own, since it depends on variables.

#![expect(clippy::unwrap_used, reason = "a test stops where its means fail")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;
use why502_s3::client::{AwsClient, ListRequest, ObjectClient};
use why502_s3::{Arrival, Config, Done, Location, Next, Patience, S3, Window, Wish};

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

/// Does a whole run, with little patience, in this process.
#[test]
#[ignore = "run by another test of this file, with variables of its own"]
fn runs_with_little_patience() {
    let short = Duration::from_millis(300);
    let config = Config {
        profile: Some("ops".to_owned()),
        endpoint_url: std::env::var("ASK_ENDPOINT").ok(),
        patience: Patience { connect: short, silence: short, request: short, endpoint: short },
        ..Config::default()
    };
    let wish = Wish {
        locations: vec![Location::parse("s3://logs/").unwrap()],
        window: Window { since: None, until: None, late_seconds: 0, now: None },
        wants: |_| true,
        is_done: std::sync::Arc::new(|_| Done::No),
        twin_of: std::sync::Arc::new(|_, _, _| None),
    };
    let s3 = S3::connect(config).unwrap();
    let arrivals = s3.objects(wish);
    loop {
        match arrivals.next(Duration::from_secs(30)) {
            Next::Arrival(Arrival::Failed { error, .. }) => {
                println!("\ntold: {:?}: {error}", error.kind);
                return;
            }
            Next::End => panic!("nothing failed"),
            _ => {}
        }
    }
}

/// Lists a bucket in another process and returns "Kind: message".
fn told(home: &Path, variables: &[(&str, &str)]) -> String {
    told_by_test("asks_as_the_variables_say", home, variables)
}

fn told_by_test(name: &str, home: &Path, variables: &[(&str, &str)]) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", name, "--nocapture"])
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
            if variable("ASK_PAUSED").is_some() {
                // Each wait for a process or the network then ends at its limit of time.
                tokio::time::pause();
            }
            if let Some(tries) = variable("ASK_BROKEN_OFF") {
                for _ in 0..tries.parse::<u32>().unwrap() {
                    let asking = client.list(&request);
                    tokio::time::timeout(Duration::from_millis(50), asking).await.unwrap_err();
                }
            }
            let result = match variable("ASK_PREPARES").is_some() {
                true => client.prepare().await.map(|()| None),
                false => client.list(&request).await.map(Some),
            };
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

/// A proxy that refuses every request with S3's words, and hands on what it was asked.
fn proxy(answer: &'static [u8]) -> (u16, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, seen) = mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 4096];
            let length = stream.read(&mut head).unwrap_or(0);
            let _ = asked.send(String::from_utf8_lossy(&head[..length]).into_owned());
            let _ = stream.write_all(answer);
        }
    });
    (port, seen)
}

const REFUSING: &[u8] = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 76\r\n\r\n\
    <Error><Code>InvalidAccessKeyId</Code><Message>no such key</Message></Error>";

#[test]
fn a_request_goes_through_the_proxy_of_the_environment() {
    let (port, seen) = proxy(REFUSING);
    let url = format!("http://HUSHUSER:HUSH@127.0.0.1:{port}");
    let endpoint = ("ASK_ENDPOINT", "http://s3.invalid");
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY"] {
        let told = told(home(&[]).path(), &[KEYS[0], KEYS[1], endpoint, (name, url.as_str())]);
        assert_told(&told, "BadCredentials", &["InvalidAccessKeyId"]);
        let head = seen.try_recv().unwrap();
        assert!(head.starts_with("GET http://s3.invalid/logs"), "{head}");
        assert!(head.to_ascii_lowercase().contains("\r\nproxy-authorization: basic "), "{head}");
    }
}

#[test]
fn a_tunnel_is_asked_for_where_the_server_speaks_https() {
    let (port, seen) = proxy(b"HTTP/1.1 502 Bad Gateway\r\n\r\n");
    let url = format!("http://HUSHUSER:HUSH@127.0.0.1:{port}");
    let variables =
        [KEYS[0], KEYS[1], ("ASK_ENDPOINT", "https://s3.invalid"), ("HTTPS_PROXY", url.as_str())];
    let told = told(home(&[]).path(), &variables);
    assert_told(&told, "Unreachable", &["proxy"]);
    assert!(!told.contains("HUSH"), "{told}");
    let head = seen.try_recv().unwrap();
    assert!(head.starts_with("CONNECT s3.invalid:443 "), "{head}");
}

#[test]
fn a_proxy_that_wants_a_password_is_told() {
    let (port, _seen) =
        proxy(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
    let url = format!("http://127.0.0.1:{port}");
    for (endpoint, variable) in
        [("http://s3.invalid", "HTTP_PROXY"), ("https://s3.invalid", "HTTPS_PROXY")]
    {
        let variables = [KEYS[0], KEYS[1], ("ASK_ENDPOINT", endpoint), (variable, url.as_str())];
        let told = told(home(&[]).path(), &variables);
        assert_told(&told, "Configuration", &["proxy", "password", variable]);
    }
}

#[test]
fn a_server_that_no_proxy_names_is_asked_without_one() {
    let (port, seen) = proxy(REFUSING);
    let url = format!("http://127.0.0.1:{port}");
    let direct = format!("http://127.0.0.1:{}", answering(REFUSING));
    let asked = |no_proxy| {
        let variables = [
            KEYS[0],
            KEYS[1],
            ("ASK_ENDPOINT", direct.as_str()),
            ("HTTP_PROXY", url.as_str()),
            ("NO_PROXY", no_proxy),
        ];
        assert_told(&told(home(&[]).path(), &variables), "BadCredentials", &[]);
        seen.try_recv().is_ok()
    };
    assert!(!asked("example.com,127.0.0.1"));
    assert!(!asked("127.0.0.0/8"));
    assert!(asked("example.com"));
}

#[test]
fn a_proxy_that_is_not_there_is_named_among_the_causes() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("http://user:HUSH@127.0.0.1:{port}");
    let endpoint = ("ASK_ENDPOINT", "http://s3.invalid");
    let told = told(home(&[]).path(), &[KEYS[0], KEYS[1], endpoint, ("HTTP_PROXY", url.as_str())]);
    assert_told(&told, "Unreachable", &["refused", "HTTP_PROXY"]);
    assert!(!told.contains("HUSH"), "{told}");
}

#[test]
fn an_endpoint_of_the_environment_is_not_repeated_either() {
    for endpoint in ["http://user:HUSH@host", "https://host/?X-Amz-Signature=HUSH", "HUSH@host"] {
        for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"] {
            let told = told(home(&[]).path(), &[KEYS[0], KEYS[1], (name, endpoint)]);
            assert_told(&told, "Configuration", &["AWS_ENDPOINT_URL"]);
            assert!(!told.contains("HUSH"), "{told}");
        }
    }
}

#[cfg(unix)]
const SLOW: &str = "[profile ops]\nregion = eu-west-1\n\
        credential_process = sh -c 'echo run >> $HOME/runs; sleep 1; echo \
        {\\\"Version\\\":1,\\\"AccessKeyId\\\":\\\"AKIDEXAMPLE\\\",\\\"SecretAccessKey\\\":\\\"HUSHHUSH\\\"}'\n";

#[cfg(unix)]
#[test]
#[expect(clippy::disallowed_methods, reason = "a file the test itself let write")]
fn a_slow_credential_process_runs_once_though_requests_are_broken_off() {
    let home = home(&[("config", SLOW)]);
    let endpoint = format!("http://127.0.0.1:{}", answering(REFUSING));
    let told = told(
        home.path(),
        &[
            ("ASK_PROFILE", "ops"),
            ("ASK_ENDPOINT", &endpoint),
            ("ASK_BROKEN_OFF", "3"),
            ("PATH", "/usr/bin:/bin"),
        ],
    );
    assert_told(&told, "BadCredentials", &["profile ops"]);
    let runs = fs::read(home.path().join("runs")).unwrap();
    assert_eq!(String::from_utf8(runs).unwrap(), "run\n");
}

#[cfg(unix)]
#[test]
fn a_slow_credential_process_is_no_silence_of_the_server() {
    let home = home(&[("config", SLOW)]);
    let endpoint = format!("http://127.0.0.1:{}", answering(REFUSING));
    let variables = [("ASK_ENDPOINT", endpoint.as_str()), ("PATH", "/usr/bin:/bin")];
    let told = told_by_test("runs_with_little_patience", home.path(), &variables);
    assert_told(&told, "BadCredentials", &["profile ops"]);
}

#[cfg(unix)]
#[test]
fn a_credential_process_that_never_answers_is_named() {
    let config = "[profile ops]\nregion = eu-west-1\ncredential_process = sleep 9\n";
    let home = home(&[("config", config)]);
    let variables = [("ASK_PROFILE", "ops"), ("ASK_PAUSED", "1"), ("PATH", "/usr/bin:/bin")];
    for way in [("ASK_PREPARES", "1"), ("ASK_ENDPOINT", "http://s3.invalid")] {
        let told = told(home.path(), &[&variables[..], &[way]].concat());
        assert_told(
            &told,
            "NoCredentials",
            &["credential_process of profile ops did not answer within 50 s"],
        );
    }
}
