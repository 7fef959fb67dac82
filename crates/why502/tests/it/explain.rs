//! `explain`: pages of the rulebook, without a log.

use crate::program::Folder;

#[test]
fn without_a_name_every_cause_is_listed() {
    let run = Folder::new().run(&["explain"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("\n  rolling-deploy "), "{}", run.stdout);
    let japanese = Folder::new().run(&["explain", "--lang", "ja"]);
    assert!(japanese.stdout.contains("ローリングデプロイ"), "{}", japanese.stdout);
}

#[test]
fn a_cause_or_a_signature_is_shown_in_the_language_asked_for() {
    let cause = Folder::new().run(&["explain", "overload"]);
    assert_eq!((cause.status, cause.stderr.as_str()), (0, ""));
    assert!(cause.stdout.starts_with("overload "), "{}", cause.stdout);
    assert!(cause.stdout.contains("\n  Prevent: "), "{}", cause.stdout);
    let signature = Folder::new().run(&["explain", "alb-connection-refused", "--lang", "ja"]);
    assert!(signature.stdout.contains("ターゲットが接続を拒否しました。"), "{}", signature.stdout);
    let json = Folder::new().run(&["explain", "overload", "--format", "json"]);
    let page: serde_json::Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(page["cause"]["name"], "overload");
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest() {
    let run = Folder::new().run(&["explain", "crash"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    run.said(&["why502: `crash`: there is no such cause or signature", "`target-crash`"]);
}
