//! Sentences about what the account says.

use why502_account::{Event, EventKind, FixedResponse, TargetHealth, TaskStop};

use super::super::clock::to_the_second;
use crate::summary::Said;

/// Names and reasons from documents are cut there, characters.
const MOST_CHARACTERS: usize = 80;

/// A name or reason, not longer than a reader wants it.
fn cut(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What happened, as a trigger: `DeregisterTargets by deployer`.
pub(super) fn event(event: &Event) -> Said {
    let name = cut(&event.name);
    let of_service = |english: &str, japanese: &str| {
        Said::new(
            format!("ECS service {name} {english}"),
            format!("ECS サービス {name} が{japanese}"),
        )
    };
    match event.kind {
        EventKind::Deployment => of_service("began a deployment", "デプロイを開始した"),
        EventKind::Registered => of_service("registered targets", "ターゲットを登録した"),
        EventKind::Deregistered => of_service("deregistered targets", "ターゲットを登録解除した"),
        EventKind::Started => of_service("started tasks", "タスクを開始した"),
        EventKind::Stopped => of_service("stopped tasks", "タスクを停止した"),
        EventKind::Unhealthy => of_service(
            "saw a task fail its health checks",
            "ヘルスチェックに失敗したタスクを検出した",
        ),
        EventKind::FunctionModified => Said::new(
            format!("Lambda function {name} was changed"),
            format!("Lambda 関数 {name} が変更された"),
        ),
        EventKind::DistributionModified => Said::new(
            format!("distribution {name} was changed"),
            format!("ディストリビューション {name} が変更された"),
        ),
        _ => match &event.who {
            Some(who) => {
                let who = cut(who);
                Said::new(format!("{name} by {who}"), format!("{name}（実行者: {who}）"))
            }
            None => name.into(),
        },
    }
}

/// The change that is taken for the trigger.
pub(super) fn change(event: &Event, is_named: bool, earlier: f64) -> Said {
    let what = self::event(event);
    let at = to_the_second(event.time);
    let (english, japanese) = if is_named {
        ("", "")
    } else {
        (
            "; it does not say what it touched, only that it was in this region",
            "（対象は記録されておらず、同じリージョンであることだけがわかる）",
        )
    };
    let (when, when_ja) = if earlier >= 1.0 {
        (
            format!("{earlier:.0} s before the first failure"),
            format!("最初の失敗の {earlier:.0} 秒前"),
        )
    } else {
        ("as the first request failed".to_owned(), "最初の失敗と同時".to_owned())
    };
    Said::new(
        format!("{} at {at}, {when}{english}", english_of(&what)),
        format!("{at}、{when_ja}に {}{japanese}", japanese_of(&what)),
    )
}

/// Other changes near the onset.
pub(super) fn further(events: &[&Event], more: usize) -> Said {
    let one = |text: fn(&Said) -> &str| {
        let each = events
            .iter()
            .map(|event| format!("{} ({})", text(&self::event(event)), to_the_second(event.time)));
        each.collect::<Vec<_>>().join(", ")
    };
    let (english, japanese) = (one(english_of), one(japanese_of));
    match more {
        0 => Said::new(
            format!("also changed near the onset: {english}"),
            format!("発生の直前には次の変更もあった: {japanese}"),
        ),
        more => Said::new(
            format!("also changed near the onset: {english}, and {more} more"),
            format!("発生の直前には次の変更もあった: {japanese}、ほか {more} 件"),
        ),
    }
}

/// Taken out of service only after it had stopped.
pub(super) fn too_late(event: &Event, later: f64) -> Said {
    let what = self::event(event);
    let at = to_the_second(event.time);
    Said::new(
        format!(
            "{} at {at}, {later:.0} s after the first failure: the target was stopped before it \
             was taken out of service",
            english_of(&what)
        ),
        format!(
            "{at}、最初の失敗の {later:.0} 秒後に {}: ターゲットは登録解除より前に停止していた",
            japanese_of(&what)
        ),
    )
}

fn english_of(said: &Said) -> &str {
    said.text(why502_rulebook::Language::English)
}

fn japanese_of(said: &Said) -> &str {
    said.text(why502_rulebook::Language::Japanese)
}

/// HTTPS to targets.
pub(super) fn speaks_tls() -> Said {
    Said::new(
        "the target group's protocol is HTTPS: the load balancer does speak TLS to these targets",
        "ターゲットグループのプロトコルは HTTPS で、ロードバランサーはターゲットと TLS で通信する",
    )
}

/// HTTPS to targets, where refusals are assumed.
pub(super) fn may_be_tls() -> Said {
    Said::new(
        "the target group's protocol is HTTPS: a failed TLS handshake looks the same as a refusal",
        "ターゲットグループのプロトコルは HTTPS で、TLS ハンドシェイクの失敗は接続拒否と区別できない",
    )
}

/// HTTP to targets.
pub(super) fn speaks_no_tls() -> Said {
    Said::new(
        "the target group's protocol is HTTP: no TLS handshake can have failed",
        "ターゲットグループのプロトコルは HTTP で、TLS ハンドシェイクの失敗ではない",
    )
}

/// The group's protocol version.
pub(super) fn takes_version(version: &str) -> Said {
    let version = cut(version);
    Said::new(
        format!("the target group's protocol version is {version}"),
        format!("ターゲットグループのプロトコルバージョンは {version}"),
    )
}

/// A rule that answers by itself.
pub(super) fn answers_by_itself(fixed: &FixedResponse) -> Said {
    let status = fixed.status;
    match fixed.priority {
        Some(priority) => Said::new(
            format!("the listener rule of priority {priority} answers {status} by itself"),
            format!("優先度 {priority} のリスナールールは固定レスポンス {status} を返す設定です"),
        ),
        None => Said::new(
            format!("the listener's default rule answers {status} by itself"),
            format!("リスナーのデフォルトルールは固定レスポンス {status} を返す設定です"),
        ),
    }
}

/// What health checks said when the facts were collected.
pub(super) fn states(targets: &[&TargetHealth], all: usize) -> Said {
    let each = targets.iter().map(|one| {
        let port = one.port.map(|port| format!(":{port}")).unwrap_or_default();
        let reason = one.reason.as_deref().map(|text| format!(", {}", cut(text)));
        format!("{}{port} ({}{})", cut(&one.id), cut(&one.state), reason.unwrap_or_default())
    });
    let names = each.collect::<Vec<_>>().join(", ");
    match all - targets.len() {
        0 => Said::new(
            format!("health checks when the account was asked: {names}"),
            format!("アカウント情報の取得時のヘルスチェック: {names}"),
        ),
        more => Said::new(
            format!("health checks when the account was asked: {names} and {more} more"),
            format!("アカウント情報の取得時のヘルスチェック: {names}、ほか {more} 件"),
        ),
    }
}

/// The idle time-out against where durations gather.
pub(super) fn idle_timeout(set: u32, ceiling: f64) -> Said {
    Said::new(
        format!(
            "the load balancer's idle time-out is {set} s; the requests ended at {ceiling:.1} s"
        ),
        format!(
            "ロードバランサーのアイドルタイムアウトは {set} 秒、リクエストの終了は {ceiling:.1} 秒"
        ),
    )
}

/// A function's time-out against where durations gather.
pub(super) fn function_timeout(set: u32, ceiling: f64) -> Said {
    Said::new(
        format!("the function's time-out is {set} s; the requests ended at {ceiling:.1} s"),
        format!("Lambda 関数のタイムアウトは {set} 秒、リクエストの終了は {ceiling:.1} 秒"),
    )
}

/// An origin's time-out against where durations gather.
pub(super) fn origin_timeout(set: u32, ceiling: f64) -> Said {
    Said::new(
        format!("the origin's response time-out is {set} s; the requests ended at {ceiling:.1} s"),
        format!("オリジンの応答タイムアウトは {set} 秒、リクエストの終了は {ceiling:.1} 秒"),
    )
}

/// The idle time-out that a target's keep-alive has to exceed.
pub(super) fn keepalive(idle: u32) -> Said {
    Said::new(
        format!(
            "the load balancer keeps idle connections for {idle} s: the targets' keep-alive time \
             must be longer than that"
        ),
        format!(
            "ロードバランサーはアイドル接続を {idle} 秒間保持するため、ターゲットの keep-alive は \
             {idle} 秒より長くする必要があります"
        ),
    )
}

/// A worker's ceiling against the idle time-out.
pub(super) fn worker(idle: u32, ceiling: f64) -> Said {
    if ceiling + 1.0 <= f64::from(idle) {
        Said::new(
            format!(
                "the load balancer would have waited {idle} s: whatever ended these requests at \
                 {ceiling:.1} s is behind it"
            ),
            format!(
                "ロードバランサーのアイドルタイムアウトは {idle} 秒のため、{ceiling:.1} 秒での終了は \
                 ターゲット側のタイムアウトによる"
            ),
        )
    } else {
        Said::new(
            format!(
                "the load balancer's idle time-out is {idle} s, no longer than the {ceiling:.1} s \
                 at which these requests ended"
            ),
            format!(
                "ロードバランサーのアイドルタイムアウト {idle} 秒は、リクエストが終了した {ceiling:.1} 秒より長くない"
            ),
        )
    }
}

/// The deregistration delay against the longest request.
pub(super) fn deregistration(delay: u32, longest: f64) -> Said {
    if longest >= f64::from(delay) {
        Said::new(
            format!(
                "the deregistration delay is {delay} s, and requests took up to {longest:.1} s: it \
                 is too short for them"
            ),
            format!(
                "登録解除の遅延は {delay} 秒、リクエストは最長 {longest:.1} 秒で、遅延が短すぎます"
            ),
        )
    } else {
        Said::new(
            format!(
                "the deregistration delay of {delay} s would have been enough for the longest \
                 request ({longest:.1} s): targets were stopped before it was over"
            ),
            format!(
                "登録解除の遅延 {delay} 秒は最長のリクエスト（{longest:.1} 秒）に十分で、ターゲットは \
                 遅延の終了前に停止していた"
            ),
        )
    }
}

/// One task that ended, as a trigger.
pub(super) fn task(stop: &TaskStop) -> Said {
    let whose = stop.group.as_deref().map(|group| format!(" ({})", cut(group))).unwrap_or_default();
    let task = cut(&stop.task);
    let ending = ending(stop);
    Said::new(
        format!("ECS task {task}{whose} ended{ending}"),
        format!("ECS タスク {task}{whose} が終了した{ending}"),
    )
}

/// The tasks that ended on failing targets.
pub(super) fn tasks(stops: &[&TaskStop]) -> Said {
    let Some(first) = stops.first() else { return Said::default() };
    let address = first.addresses.first().map(|one| cut(one)).unwrap_or_default();
    let (at, task, ending) = (to_the_second(first.at), cut(&first.task), ending(first));
    let more = stops.len() - 1;
    let (also, also_ja) = match more {
        0 => (String::new(), String::new()),
        more => (format!(", and {more} more at the time"), format!("、同じ時間帯にほか {more} 件")),
    };
    Said::new(
        format!("ECS task {task} on {address} ended at {at}{ending}{also}"),
        format!("{at} に {address} の ECS タスク {task} が終了した{ending}{also_ja}"),
    )
}

/// `: exit code 137, OutOfMemoryError: …`.
fn ending(stop: &TaskStop) -> String {
    let code = stop.exit_code.map(|code| format!("exit code {code}"));
    let reason = stop.container_reason.as_deref().or(stop.reason.as_deref()).map(cut);
    let parts: Vec<String> = code.into_iter().chain(reason).collect();
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) }
}
