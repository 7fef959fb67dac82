//! Sentences on the logs themselves: which times they hold, and which they do not.

use why502_parse::{Format, Timestamp};

use crate::coverage::{Coverage, Gap, GapKind};
use crate::summary::{Said, rfc3339, thousands};

/// What a gap is.
pub(in super::super) fn gap(gap: &Gap) -> Said {
    let (from_to, span) = spans(gap.from, gap.to);
    let (of, no) = whose(gap);
    match gap.kind {
        GapKind::Unread => Said::new(
            format!("objects of {of} {from_to} could not be read, or not to the end"),
            format!("{span}: {no}のオブジェクトを読み取れないか、途中までしか読み取れませんでした"),
        ),
        GapKind::NoObject => {
            let records = thousands(gap.expected.unwrap_or_default());
            Said::new(
                format!(
                    "no object of {of} {from_to}, where about {records} records were to be expected: \
                     logs are missing, or nothing reached it"
                ),
                format!(
                    "{span}: {no}のオブジェクトがありません。前後の時間帯からは約 {records} 件の\
                     レコードが見込まれるため、ログが欠けているか、リクエストが届いていません"
                ),
            )
        }
        GapKind::NoRequest => Said::new(
            format!(
                "no request {from_to}, far longer than chance explains at the rate around: logs are \
                 missing, or nothing was asked"
            ),
            format!(
                "{span}: リクエストがありません。前後の頻度から見て偶然とは言えないため、ログが欠けて\
                 いるか、リクエストが届いていません"
            ),
        ),
        GapKind::NodeNotSeen => Said::new(
            format!("no object of {of} {from_to} (a node without requests writes no object)"),
            format!(
                "{span}: {no}のオブジェクトがありません（リクエストのないノードはオブジェクトを\
                 書き込みません）"
            ),
        ),
        GapKind::Quiet => Said::new(
            format!(
                "no object of {of} {from_to}, at a time of few requests (without requests none is \
                 written)"
            ),
            format!(
                "{span}: {no}のオブジェクトがありません。リクエストの少ない時間帯です（リクエストが\
                 なければオブジェクトは書き込まれません）"
            ),
        ),
        GapKind::NotDelivered => Said::new(
            format!(
                "no object of {of} {from_to}: it may not have been delivered yet ({})",
                delay(gap).0
            ),
            format!(
                "{span}: {no}のオブジェクトがありません。未配信の可能性があります（{}）",
                delay(gap).1
            ),
        ),
    }
}

fn delay(gap: &Gap) -> (&'static str, &'static str) {
    match gap.format {
        Some(Format::CloudFront | Format::CloudFrontConnection) => {
            ("CloudFront takes up to 24 hours", "CloudFront では最大 24 時間かかります")
        }
        _ => ("that takes minutes after the end of an interval", "区間の終了から数分かかります"),
    }
}

/// Whose objects, in both languages.
fn whose(gap: &Gap) -> (String, String) {
    let owner = gap.owner.as_deref().unwrap_or("?");
    let (log, japanese_log) = match gap.format {
        Some(Format::AlbConnection | Format::CloudFrontConnection) => {
            (" (connection log)", "（接続ログ）")
        }
        Some(Format::AlbHealthCheck) => (" (health check log)", "（ヘルスチェックログ）"),
        _ => ("", ""),
    };
    let has_nodes = !matches!(
        gap.format,
        Some(Format::CloudFront | Format::CloudFrontConnection | Format::Nlb)
    );
    match &gap.node {
        Some(node) => (
            format!("node {node} of {owner}{log}"),
            format!("{owner}{japanese_log} のノード {node} "),
        ),
        None if has_nodes => {
            (format!("any node of {owner}{log}"), format!("{owner}{japanese_log} のどのノード"))
        }
        None => (format!("{owner}{log}"), format!("{owner}{japanese_log} ")),
    }
}

/// `from 2026-11-22 14:00 to 14:20 UTC`, and `2026-11-22 14:00〜14:20 UTC`.
pub(in super::super) fn spans(from: Timestamp, to: Timestamp) -> (String, String) {
    let (from_text, to_text) = (rfc3339(from), rfc3339(to));
    let (from_day, from_time) = from_text.split_once('T').unwrap_or((&from_text, ""));
    let (to_day, to_time) = to_text.split_once('T').unwrap_or((&to_text, ""));
    let is_to_the_minute = [from, to].iter().all(|at| at.micros() % 60_000_000 == 0);
    let clock =
        |time: &str| time.get(..if is_to_the_minute { 5 } else { 8 }).unwrap_or(time).to_owned();
    let end =
        if from_day == to_day { clock(to_time) } else { format!("{to_day} {}", clock(to_time)) };
    let start = format!("{from_day} {}", clock(from_time));
    (format!("from {start} to {end} UTC"), format!("{start}〜{end} UTC"))
}

/// `no logs from … to …`, for the headline.
pub(in super::super) fn missing(gap: &Gap, more: usize) -> Said {
    let (from_to, span) = spans(gap.from, gap.to);
    let (what, japanese_what) = match gap.kind {
        GapKind::NoRequest => ("requests", "リクエスト"),
        _ => ("logs", "ログ"),
    };
    let (and_more, japanese_more) = match more {
        0 => (String::new(), String::new()),
        more => (format!(" and in {more} further stretches"), format!("、ほか {more} 区間")),
    };
    Said::new(
        format!("no {what} {from_to}{and_more}"),
        format!("{span}{japanese_more}の{japanese_what}なし"),
    )
}

/// All of it, in a few sentences.
pub(in super::super) fn statement(coverage: &Coverage) -> Said {
    if coverage.is_interrupted {
        return Said::new(
            "Whether logs are missing was not judged: the run was ended early.",
            "途中で終了したため、ログの欠落は判定していません。",
        );
    }
    let mut said = opening(coverage);
    let count = |kind| coverage.gaps.iter().filter(|gap| gap.kind == kind).count();
    for (kind, english, japanese) in [
        (
            GapKind::NodeNotSeen,
            "without an object of one node",
            "1 つのノードのオブジェクトがない区間",
        ),
        (
            GapKind::Quiet,
            "without any object at times of few requests",
            "リクエストが少なくオブジェクトがない区間",
        ),
    ] {
        let stretches = count(kind);
        if stretches > 0 {
            said = and(
                said,
                format!("{} {english}.", counted(stretches, "stretch", "stretches")),
                format!("{japanese}: {stretches}。"),
            );
        }
    }
    said = and_undelivered(said, coverage);
    if coverage.late > 0 {
        let objects = counted(coverage.late as usize, "object holds", "objects hold");
        said = and(
            said,
            format!("{objects} records of another time than the name says."),
            format!("名前と異なる時間帯のレコードを含むオブジェクト: {}。", coverage.late),
        );
    }
    if coverage.is_cut {
        said = and(
            said,
            "There are more nodes than are kept track of: the further ones were not judged."
                .to_owned(),
            "記録できる数を超えたノードは判定していません。".to_owned(),
        );
    }
    said
}

fn opening(coverage: &Coverage) -> Said {
    let gaps: Vec<&Gap> = coverage.gaps.iter().filter(|gap| gap.kind.hides_requests()).collect();
    if !gaps.is_empty() {
        let seconds: i64 =
            gaps.iter().map(|gap| gap.to.saturating_since(gap.from) / 1_000_000).sum();
        let minutes = (seconds + 59) / 60;
        return Said::new(
            format!(
                "Logs seem to be missing: {}, {minutes} min in all.",
                counted(gaps.len(), "gap", "gaps")
            ),
            format!("ログが欠けているようです（{} 区間、計 {minutes} 分）。", gaps.len()),
        );
    }
    let span = coverage.nodes.iter().map(|node| (node.first, node.last));
    let Some((from, to)) = span.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))) else {
        return Said::new(
            "No gap seen in the times of the requests; the names of these logs tell no time.",
            "リクエストの時刻に欠落は見られません。ログの名前からは時間帯がわかりません。",
        );
    };
    let (from_to, japanese_span) = spans(from, to);
    let (nodes, japanese_nodes) = nodes(coverage);
    let is_clean =
        !coverage.gaps.iter().any(|gap| matches!(gap.kind, GapKind::NodeNotSeen | GapKind::Quiet));
    if is_clean {
        Said::new(
            format!("No gap seen for {nodes} {from_to}."),
            format!("{japanese_nodes}: {japanese_span} に欠落は見られません。"),
        )
    } else {
        Said::new(
            format!("No gap that must hide requests for {nodes} {from_to}."),
            format!("{japanese_nodes}: {japanese_span} にリクエストを隠す欠落は見られません。"),
        )
    }
}

/// `both nodes of app/shop/50dc6c495c0c9188`, in both languages.
fn nodes(coverage: &Coverage) -> (String, String) {
    let mut owners: Vec<&str> = coverage.nodes.iter().map(|node| node.owner.as_str()).collect();
    owners.sort_unstable();
    owners.dedup();
    let mut all: Vec<(&str, &str)> = coverage
        .nodes
        .iter()
        .filter_map(|node| Some((node.owner.as_str(), node.node.as_deref()?)))
        .collect();
    all.sort_unstable();
    all.dedup();
    let [owner] = owners[..] else {
        let owners = owners.len();
        return (
            format!("{owners} load balancers or distributions"),
            format!("{owners} 個のロードバランサーまたはディストリビューション"),
        );
    };
    match all[..] {
        [] => (owner.to_owned(), owner.to_owned()),
        [(_, node)] => (format!("node {node} of {owner}"), format!("{owner} のノード {node}")),
        [_, _] => (format!("both nodes of {owner}"), format!("{owner} の両ノード")),
        _ => (
            format!("all {} nodes of {owner}", all.len()),
            format!("{owner} の全 {} ノード", all.len()),
        ),
    }
}

fn and_undelivered(said: Said, coverage: &Coverage) -> Said {
    let late: Vec<&Gap> =
        coverage.gaps.iter().filter(|gap| gap.kind == GapKind::NotDelivered).collect();
    let Some(first) = late.first() else { return said };
    let owners = late.iter().filter_map(|gap| gap.owner.as_deref());
    let is_one = owners.clone().all(|owner| Some(owner) == first.owner.as_deref());
    if is_one {
        let (from_to, span) = spans(first.from, first.to);
        and(
            said,
            format!("No object {from_to}: it may not have been delivered yet."),
            format!("{span} は未配信の可能性があります。"),
        )
    } else {
        and(
            said,
            "The last objects of some may not have been delivered yet.".to_owned(),
            "一部の最後のオブジェクトは未配信の可能性があります。".to_owned(),
        )
    }
}

/// Adds what was met twice.
pub(in super::super) fn and_duplicates(said: Said, objects: u64) -> Said {
    and(
        said,
        format!(
            "{} met twice and counted once.",
            counted(objects as usize, "object was", "objects were")
        ),
        format!("重複していたオブジェクト（1 回だけ集計）: {objects}。"),
    )
}

/// Right before the first failure of a case.
pub(in super::super) fn begins_at_a_gap(gap: &Gap) -> Said {
    let (from_to, span) = spans(gap.from, gap.to);
    Said::new(
        format!(
            "there are no logs {from_to}, right before the first failure: it may have begun earlier"
        ),
        format!("最初の失敗の直前（{span}）のログがないため、実際の発生はより早い可能性があります"),
    )
}

/// Right after the last failure of a case.
pub(in super::super) fn ends_at_a_gap(gap: &Gap) -> Said {
    let (from_to, span) = spans(gap.from, gap.to);
    Said::new(
        format!("there are no logs {from_to}, right after the last failure: it may have gone on"),
        format!("最後の失敗の直後（{span}）のログがないため、その後も続いていた可能性があります"),
    )
}

/// Between the first and the last failure of a case.
pub(in super::super) fn holds_a_gap(gap: &Gap) -> Said {
    let (from_to, span) = spans(gap.from, gap.to);
    Said::new(
        format!("there are no logs {from_to}, in the midst of it: more may have failed"),
        format!("途中（{span}）のログがないため、実際の失敗はより多い可能性があります"),
    )
}

fn and(said: Said, english: String, japanese: String) -> Said {
    use why502_rulebook::Language::{English, Japanese};
    Said::new(
        format!("{} {english}", said.text(English)),
        format!("{}{japanese}", said.text(Japanese)),
    )
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number as u64), if number == 1 { one } else { many })
}
