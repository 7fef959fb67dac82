//! Sentences about one failure seen in two logs.

use why502_parse::Format;

use super::super::wording::percent;
use crate::summary::{Said, thousands};

/// What it means that nothing failed behind CloudFront meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nothing {
    /// No request came there.
    NoConnection,
    /// No request came there, or its answer came too late.
    NoAnswer,
    /// The answer was whole there.
    Served,
    /// The failing answer came from somewhere else.
    Elsewhere,
}

/// Requests at the front that a line here explains.
pub(super) fn front(format: Format, requests: u64, edges: usize) -> Said {
    let (requests, edges) = (thousands(requests), thousands(edges as u64));
    let (english, japanese) = match format {
        Format::CloudFront => (
            format!("{requests} requests of CloudFront failed for this, at {edges} edge locations"),
            format!(
                "CloudFront の {requests} 件のリクエストがこの障害で失敗した（エッジロケーション {edges} か所）"
            ),
        ),
        Format::ApiGateway => (
            format!("{requests} requests of API Gateway failed for this"),
            format!("API Gateway の {requests} 件のリクエストがこの障害で失敗した"),
        ),
        _ => (
            format!("{requests} requests of the load balancer in front failed for this"),
            format!("前段のロードバランサーの {requests} 件のリクエストがこの障害で失敗した"),
        ),
    };
    Said::new(
        format!("{english}: the same failures, counted once, where the deepest log shows them"),
        format!("{japanese}。同じ障害であり、最も奥のログに現れた側で一度だけ数えている"),
    )
}

/// Requests whose viewers saw a page with a good status.
pub(super) fn masked(requests: u64) -> Said {
    let requests = thousands(requests);
    Said::new(
        format!(
            "{requests} of them were answered with an error page of a good status: those viewers were protected"
        ),
        format!(
            "うち {requests} 件には正常なステータスのエラーページが返された。これらの閲覧者は保護されていた"
        ),
    )
}

/// Requests that were served the cached failure.
pub(super) fn echoes(requests: u64) -> Said {
    let requests = thousands(requests);
    Said::new(
        format!(
            "{requests} more were served from the edge's error cache, without a request behind it"
        ),
        format!(
            "さらに {requests} 件はエッジのエラーキャッシュから返された。背後へのリクエストは発生していない"
        ),
    )
}

/// How the two logs were found to belong together.
pub(super) fn how_joined(fitting: f64, by_chance: f64, sampled: bool) -> Said {
    let (fitting, by_chance) = (percent(fitting), percent(by_chance));
    if sampled {
        return Said::new(
            format!(
                "joined by kind of request and half minute, for the failures are a sample: {fitting} of the front's failures have such a line, {by_chance} would by chance"
            ),
            format!(
                "障害がサンプルであるため、リクエストの種類と 30 秒単位の時刻で突き合わせた。前段の障害の {fitting} に該当する行があり、偶然なら {by_chance}"
            ),
        );
    }
    Said::new(
        format!(
            "joined by method, path and time, for the logs share no id: {fitting} of the front's failures have such a line, {by_chance} would by chance"
        ),
        format!(
            "共通の ID がないため、メソッド、パス、時刻で突き合わせた。前段の障害の {fitting} に該当する行があり、偶然なら {by_chance}"
        ),
    )
}

/// More than one line fits.
pub(super) fn ambiguous(share: f64) -> Said {
    let share = percent(share);
    Said::new(
        format!(
            "for {share} of those in front more than one line fits about as well: which is whose is not certain"
        ),
        format!(
            "前段のリクエストの {share} には同程度に合う行が複数あり、どの行に対応するかは確定できない"
        ),
    )
}

/// What would make the join exact.
pub(super) fn shared_id() -> Said {
    Said::new(
        "Fix: let a CloudFront Function add the request id to X-Amzn-Trace-Id (Root=…;CfId=ID): the load balancer logs it, and each line is told.",
        "恒久対策: CloudFront Functions でリクエスト ID を X-Amzn-Trace-Id に付け加える（Root=…;CfId=ID）。ロードバランサーのログに残り、行を一対一で特定できる。",
    )
}

/// CloudFront gave up before the load balancer's target had answered.
pub(super) fn gave_up(requests: u64, balancer: &str, taken_us: i64, waited_us: i64) -> Said {
    let (requests, taken, waited) = (thousands(requests), seconds(taken_us), seconds(waited_us));
    let tries = ((taken_us + waited_us / 2) / waited_us.max(1)).max(1);
    let (again, again_ja) = if tries > 1 {
        (format!(" in {tries} tries"), format!("（{tries} 回の試行）"))
    } else {
        (String::new(), String::new())
    };
    Said::new(
        format!(
            "CloudFront gave up after {taken} s{again}, and {balancer} logged {requests} requests as 460 after {waited} s: CloudFront's response time-out is shorter than the application takes"
        ),
        format!(
            "CloudFront は {taken} 秒{again_ja}で打ち切り、{balancer} は {requests} 件のリクエストを {waited} 秒後に 460 と記録した。CloudFront の応答タイムアウトがアプリケーションの処理時間より短い"
        ),
    )
}

/// Viewers left, and CloudFront left the load balancer.
pub(super) fn left(requests: u64, balancer: &str) -> Said {
    let requests = thousands(requests);
    Said::new(
        format!(
            "{requests} requests of {balancer} ended as 460 for the same reason, and are not counted again"
        ),
        format!(
            "{balancer} の {requests} 件のリクエストも同じ理由で 460 となった。重ねて数えてはいない"
        ),
    )
}

/// Nothing failed behind, and the log there was read.
pub(super) fn nothing_behind(nothing: Nothing, balancer: &str) -> Said {
    let (english, japanese) = match nothing {
        Nothing::NoConnection => (
            "it ended before there was a request: the connection, or the TLS handshake",
            "リクエストが成立する前、つまり接続または TLS ハンドシェイクで終わった",
        ),
        Nothing::NoAnswer => (
            "the packets were dropped on the way there, or the answer came after CloudFront had given up",
            "途中でパケットが破棄されたか、CloudFront が打ち切った後に応答した",
        ),
        Nothing::Served => (
            "it answered, and the answer failed at the edge or on the way there",
            "応答は返されており、エッジまたは途中の経路で失敗した",
        ),
        Nothing::Elsewhere => {
            ("another origin may have answered", "別のオリジンが応答した可能性がある")
        }
    };
    Said::new(
        format!(
            "{balancer} shows no failing line for these requests, though its log shows requests throughout: {english}"
        ),
        format!(
            "{balancer} のログにはこの時間帯を通してリクエストがあるが、該当する失敗の行がない。{japanese}"
        ),
    )
}

/// Nothing can be concluded from a missing line.
pub(super) fn not_covered(balancer: &str) -> Said {
    Said::new(
        format!(
            "the log of {balancer} has gaps in this time: that it shows no failing line for these requests means nothing"
        ),
        format!(
            "{balancer} のログにはこの時間帯に欠落がある。失敗の行がないことからは何も判断できない"
        ),
    )
}

fn seconds(micros: i64) -> String {
    format!("{:.1}", micros as f64 / 1e6)
}
