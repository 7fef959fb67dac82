//! What failing requests have that concurrent ones have not.

use super::super::contrast::Contrast;
use crate::observe::DimensionKind;
use crate::summary::{Evidence, Said, thousands};

/// What the contrast with concurrent requests says for the cause.
pub(in super::super) fn risk(contrast: &Contrast<'_>, names: &[String]) -> Evidence {
    let (english, japanese) = dimension(contrast.kind);
    let coverage = format!("{:.0} %", contrast.coverage * 100.0);
    let exposure = percent(contrast.exposure);
    // An interval over orders of magnitude tells a reader nothing but that hardly any other
    // request failed.
    let risk = if contrast.coverage >= 1.0 || contrast.risk.high > 20.0 * contrast.risk.low {
        at_least(contrast.risk.low)
    } else {
        between(contrast.risk.ratio, contrast.risk.low, contrast.risk.high)
    };
    Evidence {
        kind: "for",
        statement: Said::new(
            format!(
                "{coverage} of them have {english} {}, as {exposure} of concurrent requests do: {}",
                shown(names, ", ", " and ", " more"),
                risk.english()
            ),
            format!(
                "失敗の {coverage} は{japanese} {} に該当します (同じ時間帯のリクエスト全体では {exposure}): {}",
                shown(names, "、", " ほか ", " 件"),
                risk.japanese()
            ),
        ),
        value: (contrast.risk.ratio * 10.0).round() / 10.0,
    }
}

fn at_least(low: f64) -> Said {
    let low = figure(low);
    Said::new(
        format!("at least {low} × the risk of the others"),
        format!("失敗のリスクは他の {low} 倍以上です"),
    )
}

fn between(ratio: f64, low: f64, high: f64) -> Said {
    let (ratio, low, high) = (figure(ratio), figure(low), figure(high));
    Said::new(
        format!("{ratio} × the risk of the others (95 %: {low}-{high})"),
        format!("失敗のリスクは他の {ratio} 倍です (95 % 信頼区間: {low}〜{high})"),
    )
}

/// All names, or two and how many more.
fn shown(names: &[String], comma: &str, and: &str, more: &str) -> String {
    if names.len() > 3 {
        format!("{}{and}{}{more}", names[..2].join(comma), names.len() - 2)
    } else {
        names.join(comma)
    }
}

fn dimension(kind: DimensionKind) -> (&'static str, &'static str) {
    match kind {
        DimensionKind::Target => ("target", "ターゲット"),
        DimensionKind::Host => ("host", "ホスト"),
        DimensionKind::Path => ("path", "パス"),
        DimensionKind::Method => ("method", "メソッド"),
        DimensionKind::Client => ("client network", "クライアントのネットワーク"),
        DimensionKind::UserAgent => ("user agent", "ユーザーエージェント"),
        DimensionKind::EdgeLocation => ("edge location", "エッジロケーション"),
        other => (other.name(), other.name()),
    }
}

/// `0.02 %`, `3.4 %`, `41 %`.
pub(in super::super) fn percent(part: f64) -> String {
    let percent = part * 100.0;
    match percent {
        _ if percent >= 10.0 => format!("{percent:.0} %"),
        _ if percent >= 1.0 => format!("{percent:.1} %"),
        _ if percent >= 0.01 => format!("{percent:.2} %"),
        _ => format!("{percent:.4} %"),
    }
}

fn figure(value: f64) -> String {
    if value >= 100.0 { thousands(value.round() as u64) } else { format!("{value:.1}") }
}
