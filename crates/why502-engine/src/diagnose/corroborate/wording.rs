//! What other logs say of a case, in sentences.

use why502_parse::{Format, Timestamp};
use why502_rulebook::Evidence as Rule;

use super::super::clock::to_the_second;
use super::super::context::Window;
use crate::summary::{Said, thousands};

/// Lines of one rule that were seen where and while requests failed.
pub(super) struct Sighting {
    pub(super) rule: &'static Rule,
    /// Of whom, in order; empty where the lines name nobody.
    pub(super) names: Vec<String>,
    pub(super) lines: u64,
    pub(super) span: Option<Window>,
}

/// How an invocation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// It ran into the function's own time-out.
    TimedOut,
    /// It was killed for want of memory.
    OutOfMemory,
    /// It ended in an error.
    Failed,
    /// It went on after its caller had given up.
    RanOn,
    /// It gave an answer.
    Returned,
}

/// How the invocations behind failing requests ended, most of them alike.
pub(super) struct Fates {
    pub(super) fate: Fate,
    /// How many ended so, of those that were found.
    pub(super) count: usize,
    pub(super) found: usize,
    /// Requests that log an id, where every invocation was looked at.
    pub(super) asked: Option<usize>,
    /// Failing requests.
    pub(super) requests: usize,
    /// How long they ran, as a rule.
    pub(super) seconds: Option<f64>,
}

/// `the health-check log of 10.0.3.17:8080: …; 27 lines from … to …`.
pub(super) fn sighting(seen: &Sighting) -> Said {
    let (log, log_ja) = log(seen.rule.format);
    let (what, what_ja) = what(seen.rule);
    let (of, of_ja) = match names(&seen.names) {
        Some((names, names_ja)) => (format!(" of {names}"), format!("（{names_ja}）")),
        None => Default::default(),
    };
    let (inner, inner_ja) = match seen.rule.proxy_error() {
        Some(error) => (
            format!(" (inside the target, {error} in terms of RFC 9209)"),
            format!("（ターゲット内部、RFC 9209 の {error}）"),
        ),
        None => Default::default(),
    };
    let lines = thousands(seen.lines);
    let (during, during_ja) = match seen.span {
        Some(span) => (
            format!(" from {} to {}", to_the_second(span.start), end_of(span)),
            format!("{} から {} まで", to_the_second(span.start), end_of(span)),
        ),
        None => Default::default(),
    };
    Said::new(
        format!("the {log}{of}: {what}{inner}; {lines} lines{during}"),
        format!("{log_ja}{of_ja}: {what_ja}{inner_ja}。{during_ja} {lines} 行"),
    )
}

/// Every failing target was healthy all the while.
pub(super) fn health_checks_passed(targets: &[String], checks: u64) -> Said {
    let checks = thousands(checks);
    let (names, names_ja) = names(targets).unwrap_or_default();
    Said::new(
        format!(
            "the health-check log: {names} passed every health check while the requests failed ({checks} checks)"
        ),
        format!(
            "ヘルスチェックログ: リクエストが失敗している間も、{names_ja} はすべてのヘルスチェックに合格していた（{checks} 回）"
        ),
    )
}

/// `41 of 44 failing requests have their Lambda invocation in these logs; all timed out …`.
pub(super) fn invocations_joined(fates: &Fates) -> Said {
    let (how, how_ja) = ending(fates);
    let found = thousands(fates.found as u64);
    let requests = thousands(fates.requests as u64);
    let (id, id_ja) = match fates.asked.filter(|asked| *asked < fates.requests) {
        Some(asked) => (
            format!(" ({} log an id to find it by)", thousands(asked as u64)),
            format!("（照合できる ID を記録しているのは {} 件）", thousands(asked as u64)),
        ),
        None => Default::default(),
    };
    let (part, part_ja) = if fates.count == fates.found {
        ("all".to_owned(), "すべて".to_owned())
    } else {
        let count = thousands(fates.count as u64);
        (format!("{count} of them"), format!("そのうち {count} 件が"))
    };
    Said::new(
        format!(
            "{found} of {requests} failing requests{id} have their Lambda invocation in these logs; {part} {how}"
        ),
        format!(
            "失敗したリクエスト {requests} 件{id_ja}のうち {found} 件は、対応する Lambda の呼び出しがログにある。{part_ja}{how_ja}"
        ),
    )
}

/// The same, of invocations that only happened meanwhile.
pub(super) fn invocations_meanwhile(fates: &Fates) -> Said {
    let (how, how_ja) = ending(fates);
    let count = thousands(fates.count as u64);
    Said::new(
        format!(
            "{count} Lambda invocations meanwhile {how}, and that is how long the failing requests took"
        ),
        format!(
            "同じ時間帯に Lambda の呼び出し {count} 件が{how_ja}。失敗したリクエストの所要時間もこれと一致する"
        ),
    )
}

fn ending(fates: &Fates) -> (String, String) {
    let seconds = fates.seconds.map(|seconds| format!("{seconds:.1}"));
    let after = seconds.as_ref().map(|s| format!(" after {s} s")).unwrap_or_default();
    let after_ja = seconds.as_ref().map(|s| format!(" {s} 秒で")).unwrap_or_default();
    match fates.fate {
        Fate::TimedOut => (format!("timed out{after}"), format!("{after_ja}タイムアウトした")),
        Fate::OutOfMemory => {
            (format!("ran out of memory{after}"), format!("{after_ja}メモリ不足で終了した"))
        }
        Fate::Failed => {
            (format!("ended in an error{after}"), format!("{after_ja}エラーで終了した"))
        }
        Fate::RanOn => (
            match &seconds {
                Some(s) => format!("ran on after the caller had given up ({s} s at the median)"),
                None => "ran on after the caller had given up".to_owned(),
            },
            match &seconds {
                Some(s) => {
                    format!("呼び出し元が待つのをやめた後も実行を続けていた（中央値 {s} 秒）")
                }
                None => "呼び出し元が待つのをやめた後も実行を続けていた".to_owned(),
            },
        ),
        Fate::Returned => (
            format!("returned without an error{after}"),
            format!("{after_ja}エラーなしで応答を返していた"),
        ),
    }
}

/// Up to three names, then how many more.
fn names(names: &[String]) -> Option<(String, String)> {
    const MOST: usize = 3;
    let shown = names.get(..names.len().min(MOST))?;
    if shown.is_empty() {
        return None;
    }
    let more = names.len() - shown.len();
    let (english, japanese) = (shown.join(", "), shown.join("、"));
    Some(match more {
        0 => (english, japanese),
        more => (format!("{english} and {more} more"), format!("{japanese} ほか {more} 件")),
    })
}

/// The end of a span: without the date where that of the start is the same.
fn end_of(span: Window) -> String {
    let whole = |at: Timestamp| to_the_second(at);
    let (start, end) = (whole(span.start), whole(span.end));
    match (start.split_once(' '), end.split_once(' ')) {
        (Some((day, _)), Some((same, rest))) if day == same => rest.to_owned(),
        _ => end,
    }
}

fn log(format: Format) -> (&'static str, &'static str) {
    match format {
        Format::AlbHealthCheck => ("health-check log", "ヘルスチェックログ"),
        Format::AlbConnection => ("connection log", "接続ログ"),
        Format::VpcFlow => ("VPC flow log", "VPC フローログ"),
        Format::Waf => ("AWS WAF log", "AWS WAF ログ"),
        Format::Lambda => ("Lambda log", "Lambda ログ"),
        Format::NginxError => ("nginx error log", "nginx エラーログ"),
        Format::NginxAccess => ("nginx access log", "nginx アクセスログ"),
        Format::ApacheError => ("Apache error log", "Apache エラーログ"),
        Format::ApacheAccess => ("Apache access log", "Apache アクセスログ"),
        _ => ("other log", "ほかのログ"),
    }
}

/// What lines of a rule say, without the point at the end.
fn what(rule: &'static Rule) -> (&'static str, &'static str) {
    match rule.id {
        "alb-health-check-timeout" => (
            "health checks got no connection or no answer in time",
            "ヘルスチェックが時間内に接続または応答を得られなかった",
        ),
        "alb-health-check-reset" => (
            "health checks' connections were refused, reset or closed",
            "ヘルスチェックの接続が拒否、リセットまたは切断された",
        ),
        "alb-health-check-mismatch" => (
            "the target answered health checks, with another answer than asked for",
            "ターゲットはヘルスチェックに応答したが、期待された応答ではなかった",
        ),
        "alb-health-check-failed" => ("health checks failed", "ヘルスチェックが失敗した"),
        "alb-connection-tls-failed" => (
            "clients' TLS connections to the load balancer failed",
            "ロードバランサーへのクライアントの TLS 接続が失敗した",
        ),
        "vpc-flow-reject" => (
            "a security group or network ACL rejected packets",
            "セキュリティグループまたはネットワーク ACL がパケットを拒否した",
        ),
        "waf-block" => ("AWS WAF blocked requests", "AWS WAF がリクエストをブロックした"),
        "lambda-timeout" => (
            "invocations ran into the function's time-out",
            "関数の呼び出しが関数のタイムアウトに達した",
        ),
        "lambda-out-of-memory" => (
            "invocations were killed for want of memory",
            "関数の呼び出しがメモリ不足で強制終了された",
        ),
        "lambda-response-size" => (
            "the function's answers were larger than Lambda takes",
            "関数の応答が Lambda の上限サイズを超えた",
        ),
        "lambda-import-error" => {
            ("the function's code could not be loaded", "関数のコードを読み込めなかった")
        }
        "lambda-runtime-exit" => (
            "the function's process ended in the middle of requests",
            "関数のプロセスがリクエストの処理中に終了した",
        ),
        "lambda-function-error" => {
            ("invocations ended in an error", "関数の呼び出しがエラーで終了した")
        }
        id => of_proxy(id).unwrap_or((rule.meaning.trim_end_matches('.'), rule.meaning)),
    }
}

/// The same of the proxies that stand inside targets.
fn of_proxy(id: &str) -> Option<(&'static str, &'static str)> {
    let (_, what) = id.split_once('-')?;
    Some(match what {
        "upstream-header-too-big" => (
            "the upstream's answers had headers larger than the buffers",
            "アップストリームの応答ヘッダーがバッファーより大きかった",
        ),
        "no-live-upstreams" | "no-live-backends" => {
            ("no upstream was left to ask", "利用できるアップストリームがなかった")
        }
        "connect-refused" => {
            ("the upstream refused connections", "アップストリームが接続を拒否した")
        }
        "upstream-timeout" => {
            ("the upstream did not answer in time", "アップストリームが時間内に応答しなかった")
        }
        "upstream-unreachable" => {
            ("the upstream's host was unreachable", "アップストリームのホストに到達できなかった")
        }
        "upstream-closed" => (
            "the upstream closed connections before it had answered",
            "アップストリームが応答前に接続を切断した",
        ),
        "upstream-invalid-response" => (
            "the upstream's answers were not valid HTTP",
            "アップストリームの応答が正しい HTTP ではなかった",
        ),
        "upstream-tls" => (
            "TLS handshakes with the upstream failed",
            "アップストリームとの TLS ハンドシェイクが失敗した",
        ),
        "upstream-unresolved" => {
            ("the upstream's name did not resolve", "アップストリームの名前を解決できなかった")
        }
        "worker-connections" => (
            "the proxy was out of connections or open files",
            "プロキシの接続数またはオープンファイル数が上限に達した",
        ),
        "max-workers" => ("every worker was busy", "すべてのワーカーが使用中だった"),
        "client-closed" => (
            "the proxy's clients left before the answer",
            "プロキシのクライアントが応答前に切断した",
        ),
        "request-timeout" => (
            "the proxy gave up waiting for requests (408)",
            "プロキシがリクエストの受信待ちを打ち切った（408）",
        ),
        "answered-5xx" => ("the proxy answered with 5xx", "プロキシが 5xx で応答した"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use why502_rulebook::{Language, evidence};

    use super::*;

    #[test]
    fn every_rule_that_weighs_is_said_in_both_languages() {
        for rule in evidence::all().filter(|rule| !rule.supports.is_empty()) {
            let said = sighting(&Sighting { rule, names: Vec::new(), lines: 7, span: None });
            let japanese = said.text(Language::Japanese);
            assert!(!japanese.contains(rule.meaning), "{japanese}");
            assert!(!said.text(Language::English).contains(rule.meaning), "{}", rule.id);
        }
    }
}
