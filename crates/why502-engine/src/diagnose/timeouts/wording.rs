//! Sentences of the ladder of time-outs.

use crate::summary::{Said, thousands};

/// `60 s`, `29.5 s`.
fn seconds(value_us: i64) -> String {
    let tenths = (value_us as f64 / 1e5).round() as i64;
    if tenths % 10 == 0 {
        format!("{} s", tenths / 10)
    } else {
        format!("{}.{} s", tenths / 10, tenths % 10)
    }
}

/// What a time-out was inferred from, by the name of its rung.
pub(super) fn inferred_from(rung: &str, requests: u64, all: u64, value_us: i64) -> Said {
    let (what, what_ja) = match rung {
        "client" => {
            ("requests that clients gave up (460)", "クライアントが打ち切ったリクエスト (460)")
        }
        "cloudfront_origin" => (
            "requests that CloudFront gave up waiting for",
            "CloudFront が待機を打ち切ったリクエスト",
        ),
        "load_balancer_idle" => ("time-outs of responses (504)", "応答のタイムアウト (504)"),
        "load_balancer_connect" => ("time-outs of connections (504)", "接続のタイムアウト (504)"),
        "api_gateway" => ("time-outs of integrations (504)", "統合のタイムアウト (504)"),
        "worker" => (
            "slow requests that targets dropped without an answer (502)",
            "ターゲットが応答せずに切断した遅いリクエスト (502)",
        ),
        "lambda" => ("failed invocations", "失敗した関数呼び出し"),
        _ => (
            "requests reset at once, counted by the pause before them",
            "直後にリセットされたリクエスト (直前の無通信時間で集計)",
        ),
    };
    let (requests, all, at) = (thousands(requests), thousands(all), seconds(value_us));
    Said::new(
        format!("{requests} of {all} {what} gather at {at}"),
        format!("{what_ja} {all} 件のうち {requests} 件が {at} に集中"),
    )
}

/// Ceilings by rung, seconds: whose they are, in both languages.
const CEILINGS: [(&str, f64, &str, &str); 28] = [
    (
        "cloudfront_origin",
        10.0,
        "one attempt of CloudFront to connect",
        "CloudFront の接続試行 1 回分です",
    ),
    (
        "cloudfront_origin",
        20.0,
        "two attempts of CloudFront to connect",
        "CloudFront の接続試行 2 回分です",
    ),
    (
        "cloudfront_origin",
        30.0,
        "CloudFront's default response time-out (three attempts to connect take as long)",
        "CloudFront のデフォルトの応答タイムアウトです (接続試行 3 回分と同じ長さ)",
    ),
    (
        "cloudfront_origin",
        60.0,
        "CloudFront's longest response time-out without a higher quota, or two attempts at the default",
        "クォータを引き上げない場合の CloudFront の応答タイムアウトの上限、またはデフォルト値 2 回分です",
    ),
    (
        "cloudfront_origin",
        90.0,
        "three attempts at CloudFront's default response time-out of 30 s",
        "CloudFront のデフォルトの応答タイムアウト (30 s) 3 回分です",
    ),
    (
        "load_balancer_idle",
        60.0,
        "the default idle time-out",
        "デフォルトのアイドルタイムアウトです",
    ),
    (
        "load_balancer_connect",
        10.0,
        "the load balancer's fixed limit for connecting",
        "ロードバランサーの接続の固定上限です",
    ),
    ("api_gateway", 29.0, "the default of REST APIs", "REST API のデフォルトです"),
    ("api_gateway", 30.0, "the limit of HTTP APIs", "HTTP API の上限です"),
    ("worker", 10.0, "a default of uWebSockets", "uWebSockets のデフォルトです"),
    (
        "worker",
        30.0,
        "gunicorn's default worker time-out",
        "gunicorn のデフォルトのワーカータイムアウトです",
    ),
    (
        "worker",
        60.0,
        "Puma's default worker time-out",
        "Puma のデフォルトのワーカータイムアウトです",
    ),
    ("worker", 120.0, "the default of IIS and http.sys", "IIS と http.sys のデフォルトです"),
    ("lambda", 3.0, "Lambda's default time-out", "Lambda のデフォルトのタイムアウトです"),
    ("lambda", 900.0, "the longest time-out of Lambda", "Lambda のタイムアウトの上限です"),
    (
        "target_keep_alive",
        2.0,
        "gunicorn's default keep-alive",
        "gunicorn のデフォルトのキープアライブです",
    ),
    (
        "target_keep_alive",
        5.0,
        "the default keep-alive of Node.js (up to 25), uvicorn and Apache",
        "Node.js (25 まで)、uvicorn、Apache のデフォルトのキープアライブです",
    ),
    ("target_keep_alive", 10.0, "Bun's default keep-alive", "Bun のデフォルトのキープアライブです"),
    (
        "target_keep_alive",
        20.0,
        "the default keep-alive of Tomcat and of Puma up to 6",
        "Tomcat と Puma (6 まで) のデフォルトのキープアライブです",
    ),
    (
        "target_keep_alive",
        30.0,
        "Jetty's default idle time-out",
        "Jetty のデフォルトのアイドルタイムアウトです",
    ),
    (
        "target_keep_alive",
        65.0,
        "the default keep-alive of Node.js from 26 on and of Puma 7",
        "Node.js (26 以降) と Puma 7 のデフォルトのキープアライブです",
    ),
    (
        "target_keep_alive",
        72.0,
        "Fastify's default keep-alive",
        "Fastify のデフォルトのキープアライブです",
    ),
    (
        "target_keep_alive",
        75.0,
        "nginx's default keep-alive",
        "nginx のデフォルトのキープアライブです",
    ),
    (
        "client",
        5.0,
        "a usual limit of client libraries",
        "クライアントライブラリでよく使われる上限です",
    ),
    (
        "client",
        10.0,
        "a usual limit of client libraries",
        "クライアントライブラリでよく使われる上限です",
    ),
    (
        "client",
        15.0,
        "a usual limit of client libraries",
        "クライアントライブラリでよく使われる上限です",
    ),
    (
        "client",
        30.0,
        "a usual limit of client libraries",
        "クライアントライブラリでよく使われる上限です",
    ),
    (
        "client",
        60.0,
        "a usual limit of client libraries",
        "クライアントライブラリでよく使われる上限です",
    ),
];

/// Whose default or limit a value is: `60 s is the default idle time-out`.
pub(super) fn known_ceiling(rung: &str, value_us: i64) -> Option<Said> {
    let value = value_us as f64 / 1e6;
    let near = |ceiling: f64| (value - ceiling).abs() <= (ceiling / 100.0).max(0.25);
    CEILINGS.iter().find(|(of, ceiling, ..)| *of == rung && near(*ceiling)).map(
        |(_, ceiling, english, japanese)| {
            Said::new(format!("{ceiling} s is {english}"), format!("{ceiling} s は{japanese}"))
        },
    )
}

/// 504 at the idle time-out.
pub(super) fn idle_reached(value_us: i64) -> Said {
    let at = seconds(value_us);
    Said::new(
        format!(
            "Requests were still being worked on when the load balancer gave up after {at}: the \
             application's own limit seems to be longer than that, or there is none. Let it end \
             requests earlier, or raise the idle time-out."
        ),
        format!(
            "ロードバランサーが {at} で打ち切った時点で、リクエストはまだ処理中でした。アプリケーション側の上限は\
             それより長いか、設定されていないと考えられます。アプリケーション側でより早く終了させるか、\
             アイドルタイムアウトを延長します。"
        ),
    )
}

/// 460 at one duration.
pub(super) fn client_gives_up(value_us: i64, idle_us: Option<i64>) -> Said {
    let at = seconds(value_us);
    let (idle, idle_ja) = match idle_us.map(seconds) {
        Some(idle) => (format!(" ({idle})"), format!(" ({idle})")),
        None => (String::new(), String::new()),
    };
    Said::new(
        format!(
            "Clients gave up after {at} while the load balancer was still waiting: their time-out \
             seems to be shorter than its idle time-out{idle}. Let clients wait longer, or end slow \
             requests earlier."
        ),
        format!(
            "ロードバランサーがまだ待機している間に、クライアントが {at} で打ち切りました。クライアントの\
             タイムアウトはアイドルタイムアウト{idle_ja} より短いと考えられます。クライアントの待機時間を延ばすか、\
             遅いリクエストをより早く終了させます。"
        ),
    )
}

/// CloudFront gave up before the load balancer did.
pub(super) fn cloudfront_gives_up(value_us: i64, idle_us: Option<i64>) -> Said {
    let at = seconds(value_us);
    let (idle, idle_ja) = match idle_us.map(seconds) {
        Some(idle) => (format!(" of {idle}"), format!(" ({idle})")),
        None => (String::new(), String::new()),
    };
    Said::new(
        format!(
            "CloudFront gave up after {at} while its origin was still working: its response time-out \
             seems to be shorter than the load balancer's idle time-out{idle}. Raise CloudFront's, or \
             end slow requests earlier."
        ),
        format!(
            "オリジンがまだ処理している間に、CloudFront が {at} で打ち切りました。CloudFront の応答タイムアウトは\
             ロードバランサーのアイドルタイムアウト{idle_ja} より短いと考えられます。CloudFront 側を延長するか、\
             遅いリクエストをより早く終了させます。"
        ),
    )
}

/// API Gateway gave up before its integration did.
pub(super) fn gateway_gives_up(value_us: i64) -> Said {
    let at = seconds(value_us);
    Said::new(
        format!(
            "API Gateway gave up after {at} while the integration was still working: the function's \
             or backend's own time-out seems to be longer. Set it below {at}, or answer \
             asynchronously."
        ),
        format!(
            "統合先がまだ処理している間に、API Gateway が {at} で打ち切りました。関数またはバックエンドの\
             タイムアウトはそれより長いと考えられます。{at} より短く設定するか、非同期で応答します。"
        ),
    )
}

/// The application's limit is not below the idle time-out.
pub(super) fn worker_outlives(value_us: i64, idle_us: i64) -> Said {
    let (at, idle) = (seconds(value_us), seconds(idle_us));
    Said::new(
        format!(
            "The application ends slow requests after {at}, no sooner than the load balancer's idle \
             time-out of {idle}: set its limit below that."
        ),
        format!(
            "アプリケーションは遅いリクエストを {at} で打ち切っており、ロードバランサーのアイドルタイムアウト \
             ({idle}) より短くありません。それより短く設定します。"
        ),
    )
}

/// Idle connections are closed by the target first; the idle time-out is known or the default.
pub(super) fn keep_alive_too_short(value_us: i64, idle_us: Option<i64>) -> Said {
    let at = seconds(value_us);
    let (idle, idle_ja) = match idle_us.map(seconds) {
        Some(idle) => (idle.clone(), idle),
        None => ("60 s unless it was changed".to_owned(), "変更していなければ 60 s".to_owned()),
    };
    Said::new(
        format!(
            "Targets seem to close idle connections after {at}, before the load balancer does \
             ({idle}): keep them longer than its idle time-out."
        ),
        format!(
            "ターゲットは無通信の接続を {at} で閉じており、ロードバランサー ({idle_ja}) より先に閉じていると\
             考えられます。キープアライブをアイドルタイムアウトより長く設定します。"
        ),
    )
}

/// The same where no value is visible.
pub(super) fn keep_alive_race() -> Said {
    Said::new(
        "Targets seem to close idle connections before the load balancer does. Their keep-alive \
         time-out is not visible here: keep it longer than the idle time-out.",
        "ターゲットがロードバランサーより先に無通信の接続を閉じていると考えられます。キープアライブの値は\
         このログからは分かりません。アイドルタイムアウトより長く設定します。",
    )
}

#[cfg(test)]
mod tests {
    use why502_rulebook::Language;

    use super::*;

    #[test]
    fn usual_ceilings_are_named_and_others_are_not() {
        let known = known_ceiling("load_balancer_idle", 60_100_000).unwrap();
        assert_eq!(known.text(Language::English), "60 s is the default idle time-out");
        assert!(known.text(Language::Japanese).starts_with("60 s は"));
        assert!(known_ceiling("load_balancer_idle", 30_000_000).is_none());
    }

    #[test]
    fn seconds_have_a_decimal_only_where_it_says_something() {
        assert_eq!([60_002_000, 29_500_000, 900_000].map(seconds), ["60 s", "29.5 s", "0.9 s"]);
    }
}
