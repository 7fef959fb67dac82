//! Credentials and flags, as users of the AWS CLI know them.

use why502_testbed::{Options, Server};

use crate::bucket::{self, BUCKET, REGION, SECRET, analyze, key, server, server_with, truth, url};
use crate::program::{Folder, Run, finished};

fn with_environment(endpoint: &str, variables: &[(&str, &str)], flags: &[&str]) -> Run {
    let folder = Folder::new();
    let source = url(REGION);
    let arguments = [&[&source, "--format", "json"], flags].concat();
    let mut command = bucket::command(&folder, endpoint, &arguments);
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let run = finished(command.envs(variables.iter().copied()).spawn().unwrap());
    for text in [&run.stdout, &run.stderr] {
        assert!(!text.contains(SECRET) && !text.contains("hidden"), "a secret was told: {text}");
    }
    run
}

#[test]
fn a_profile_is_used_by_flag_and_by_variable() {
    let server = server();
    let folder = Folder::new();
    let config = folder.put(
        "credentials",
        format!("[logs]\naws_access_key_id = testkey\naws_secret_access_key = {SECRET}\n"),
    );
    let file = ("AWS_SHARED_CREDENTIALS_FILE", config.to_str().unwrap());
    for (variables, flags) in
        [(vec![file], &["--profile", "logs"][..]), (vec![file, ("AWS_PROFILE", "logs")], &[])]
    {
        let run = with_environment(&server.endpoint(), &variables, flags);
        assert_eq!((run.status, &run.stdout), (0, &truth(&[]).stdout), "{}", run.stderr);
    }
    let run = with_environment(&server.endpoint(), &[file], &["--profile", "absent"]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["absent"]);
}

#[test]
fn wrong_missing_and_expired_credentials_say_what_to_do() {
    let server = server();
    let wrong = [("AWS_ACCESS_KEY_ID", "testkey"), ("AWS_SECRET_ACCESS_KEY", "hidden")];
    let run = with_environment(&server.endpoint(), &wrong, &[]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["SignatureDoesNotMatch"]);
    let run = with_environment(&server.endpoint(), &[], &[]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["aws configure", "--profile", "--no-sign-request"]);
}

#[test]
fn an_ended_sso_session_names_the_command_that_renews_it() {
    let server = server();
    let folder = Folder::new();
    let config = folder.put(
        "config",
        "[profile work]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Reader\n\
         region = eu-west-1\n[sso-session corp]\nsso_region = eu-west-1\n\
         sso_start_url = https://example.awsapps.com/start\nsso_registration_scopes = sso:account:access\n",
    );
    let variables = [("AWS_CONFIG_FILE", config.to_str().unwrap())];
    let run = with_environment(&server.endpoint(), &variables, &["--profile", "work"]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["aws sso login --profile work"]);
}

#[test]
fn public_buckets_need_no_signature() {
    let server = server_with(Options::new().open());
    let run = with_environment(&server.endpoint(), &[], &["--no-sign-request"]);
    assert_eq!((run.status, &run.stdout), (0, &truth(&[]).stdout), "{}", run.stderr);
}

#[test]
fn a_bucket_whose_requester_pays() {
    let server = server();
    server.require_payer(BUCKET);
    let run = analyze(&server.endpoint(), REGION, &[]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&["--request-payer"]);
    for flags in [&["--request-payer"][..], &["--request-payer", "requester"]] {
        let run = analyze(&server.endpoint(), REGION, flags);
        assert_eq!((run.status, &run.stdout), (0, &truth(&[]).stdout), "{}", run.stderr);
    }
}

#[test]
fn an_archived_object_says_how_to_restore_it() {
    let server = server();
    server.archive(BUCKET, &key(0, 10));
    let run = analyze(&server.endpoint(), REGION, &[]);
    assert_eq!(run.status, 3, "{}", run.stderr);
    run.said(&["aws s3api restore-object"]);
}

#[test]
fn a_bucket_that_does_not_exist() {
    let server = Server::start(Options::new()).unwrap();
    let run = analyze(&server.endpoint(), REGION, &[]);
    assert_eq!(run.status, 4, "{}", run.stdout);
    run.said(&[BUCKET, "there is no bucket"]);
}

#[test]
fn a_second_question_is_answered_from_the_cache() {
    let (server, folder) = (server(), Folder::new());
    let arguments = [&url(REGION), "--format", "json", "--cache", "cache"];
    for gets in [12, 12] {
        let command = bucket::command(&folder, &server.endpoint(), &arguments).spawn();
        let run = finished(command.unwrap());
        assert_eq!((run.status, &run.stdout), (0, &truth(&[]).stdout), "{}", run.stderr);
        assert_eq!(server.counts().gets, gets);
    }
}

#[test]
fn connections_are_used_again() {
    let server = server();
    analyze(&server.endpoint(), REGION, &["--s3-concurrency", "2"]);
    assert!(server.counts().connections <= 4, "{:?}", server.counts());
}

#[test]
fn flags_that_make_no_sense_are_refused() {
    let folder = Folder::new();
    for (flags, words) in [
        (&["s3://Bad!/x"][..], "only letters, digits"),
        (&["s3://bucket/*.gz"], "is not understood in S3"),
        (&["s3://bucket/", "--memory", "1k"], "--memory: 1k is too little"),
        (&["s3://bucket/", "--late", "soon"], "--late: `soon` is no span"),
        (&["s3://bucket/", "--endpoint-url", "localhost:9000"], "http://"),
        (&["s3://bucket/", "--expected-bucket-owner", "me"], "twelve digits"),
        (&["s3://bucket/", "--s3-concurrency", "0"], "--s3-concurrency"),
        (&["s3://bucket/", "--follow", "--until", "now"], "--until"),
        (&["logs/", "--dry-run"], "no SOURCE is in S3"),
        (&["logs/", "s3://bucket/", "--dry-run"], "logs/ is not there"),
        (&["-", "--checkpoint", "a"], "standard input comes only once"),
    ] {
        let run = folder.run(flags);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{flags:?}: {}", run.stderr);
        run.said(&[words]);
    }
}
