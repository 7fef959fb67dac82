//! Sentences of what failing requests have and concurrent ones have not.

use super::super::clock::to_the_second;
use super::super::survey::{Attribute, Difference};
use super::contrast::percent;
use crate::observe::DimensionKind;
use crate::summary::{Evidence, Said, Trigger, thousands};
use why502_parse::Timestamp;

/// The name of an attribute in a sentence.
fn noun(attribute: Attribute) -> (&'static str, &'static str) {
    match attribute {
        Attribute::Subnet => ("a target in", "ターゲットのサブネット"),
        Attribute::TargetAge => ("a target that is", "ターゲットの新旧"),
        Attribute::Dimension(kind) => match kind {
            DimensionKind::Target => ("target", "ターゲット"),
            DimensionKind::TargetGroup => ("target group", "ターゲットグループ"),
            DimensionKind::LoadBalancer => ("load balancer", "ロードバランサー"),
            DimensionKind::Node => ("load balancer node", "ロードバランサーノード"),
            DimensionKind::Host => ("host", "ホスト"),
            DimensionKind::Method => ("method", "メソッド"),
            DimensionKind::Path => ("path", "パス"),
            DimensionKind::Client => ("client network", "クライアントネットワーク"),
            DimensionKind::UserAgent => ("user agent", "ユーザーエージェント"),
            DimensionKind::Protocol => ("protocol", "プロトコル"),
            DimensionKind::TlsVersion => ("TLS version", "TLS バージョン"),
            DimensionKind::EdgeLocation => ("edge location", "エッジロケーション"),
        },
    }
}

/// An attribute with its values: `path /cart`.
fn named(attribute: Attribute, values: &[String]) -> (String, String) {
    let (noun, noun_ja) = noun(attribute);
    let (shown, shown_ja) = if values.len() > 3 {
        let (first, more) = (values[..2].join(", "), values.len() - 2);
        (format!("{first} and {more} more"), format!("{first} ほか {more} 件"))
    } else {
        (values.join(", "), values.join(", "))
    };
    (format!("{noun} {shown}"), format!("{noun_ja} {shown_ja}"))
}

/// One value, or values that together hold nearly all failures.
pub(in super::super) fn difference(one: &Difference) -> Evidence {
    let (what, what_ja) = named(one.attribute, &one.values);
    let (part, exposure) = (percent(one.support), percent(one.exposure));
    let low = format!("{:.1}", one.risk.low);
    let statement = Said::new(
        format!(
            "{part} of them have {what}, as {exposure} of concurrent requests do: at least {low} × the \
             risk of the others"
        ),
        format!(
            "失敗したリクエストの {part} が{what_ja}に該当 (同時間帯の全リクエストでは {exposure}): \
             リスクは他の少なくとも {low} 倍"
        ),
    );
    Evidence { kind: "for", statement, value: (one.risk.ratio * 10.0).round() / 10.0 }
}

/// Two attributes that explain more than either.
pub(in super::super) fn pair(one: &Difference) -> Option<Evidence> {
    let (attribute, values) = one.pair_with.as_ref()?;
    let ((first, first_ja), (second, second_ja)) =
        (named(one.attribute, &one.values), named(*attribute, values));
    let (part, exposure) = (percent(one.support), percent(one.exposure));
    let added = format!("{:.1}", one.added.unwrap_or(1.0));
    let statement = Said::new(
        format!(
            "{part} of them have both {first} and {second}, as about {exposure} of concurrent requests \
             do; among requests with one of the two, the other raises the risk at least {added} ×"
        ),
        format!(
            "失敗したリクエストの {part} が{first_ja}と{second_ja}の両方に該当 (同時間帯の全リクエストでは\
             約 {exposure})。一方に該当するリクエストの中でも、もう一方はリスクを少なくとも {added} 倍にする"
        ),
    );
    Some(Evidence { kind: "for", statement, value: (one.risk.ratio * 10.0).round() / 10.0 })
}

/// Nearly all failures are those of targets that are new.
pub(in super::super) fn new_targets(one: &Difference, targets: usize, at: Timestamp) -> Evidence {
    let (part, exposure, since) = (percent(one.support), percent(one.exposure), to_the_second(at));
    let count = thousands(targets as u64);
    let (noun, verb) = if targets == 1 { ("target", "was") } else { ("targets", "were") };
    let statement = Said::new(
        format!(
            "{part} of them went to the {count} {noun} that {verb} first seen from {since} on, as \
             {exposure} of concurrent requests did; older targets served"
        ),
        format!(
            "失敗したリクエストの {part} が {since} 以降に初めて現れたターゲット {count} 台宛て (同時間帯の\
             全リクエストでは {exposure})。以前からのターゲットは正常に応答"
        ),
    );
    Evidence { kind: "for", statement, value: (one.risk.ratio * 10.0).round() / 10.0 }
}

/// What changed before they failed.
pub(in super::super) fn new_targets_trigger(targets: usize, at: Timestamp) -> Trigger {
    let what = if targets == 1 {
        Said::new(
            "a new target begins to serve, and fails",
            "新しいターゲットがリクエストを受け始め、失敗している",
        )
    } else {
        Said::new(
            format!("{targets} new targets begin to serve, and fail: a deploy is likely"),
            format!(
                "新しいターゲット {targets} 台がリクエストを受け始め、失敗している: デプロイの可能性が高い"
            ),
        )
    };
    Trigger { at, what }
}
