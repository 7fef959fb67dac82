//! Sentences about load, response times, and when failures come back.

use crate::summary::{Said, thousands};

fn a_minute(requests: f64) -> String {
    thousands(requests.round() as u64)
}

pub(in super::super) fn load_rose(before: f64, now: f64) -> Said {
    let (times, before, now) = (now / before.max(1.0), a_minute(before), a_minute(now));
    Said::new(
        format!(
            "requests rose to {times:.1} × the usual as it began: {now} a minute instead of {before}"
        ),
        format!("発生時のリクエスト数は通常の {times:.1} 倍に増加: 毎分 {before} 件から {now} 件"),
    )
}

pub(in super::super) fn pace_rose(times: f64) -> Said {
    Said::new(
        format!(
            "response times rose to {times:.1} × the usual on the requests that were still served"
        ),
        format!("処理できたリクエストの応答時間も通常の {times:.1} 倍に増加"),
    )
}

pub(in super::super) fn goes_with_load(load: f64, pace: f64) -> Said {
    Said::new(
        format!(
            "minutes with more requests and longer response times fail more (rank correlation {load:.1} and {pace:.1}); the logs begin too late to show what came first"
        ),
        format!(
            "リクエスト数と応答時間が増えた時間帯ほど失敗が多い（順位相関 {load:.1} と {pace:.1}）。ログの開始が遅く、どちらが先かは不明"
        ),
    )
}

pub(in super::super) fn all_alike(failing: usize, all: usize) -> Said {
    Said::new(
        format!("{failing} of {all} targets failed alike"),
        format!("{all} 台中 {failing} 台のターゲットが同様に失敗"),
    )
}

pub(in super::super) fn clients_retry(times: f64) -> Said {
    Said::new(
        format!(
            "requests rose to {times:.1} × only after failures had begun: clients retry, which keeps an overload going"
        ),
        format!(
            "リクエスト数は失敗が始まった後に {times:.1} 倍に増加: クライアントの再試行が過負荷を長引かせている"
        ),
    )
}

pub(in super::super) fn comes_back(period_us: i64, times: usize) -> Said {
    let seconds = period_us / 1_000_000;
    let (english, japanese) = if seconds >= 90 {
        let minutes = period_us as f64 / 60e6;
        (format!("{minutes:.1} minutes"), format!("{minutes:.1} 分"))
    } else {
        (format!("{seconds} s"), format!("{seconds} 秒"))
    };
    Said::new(
        format!(
            "it came {times} times, every {english}: look for what runs at that interval (a schedule, a connection's maximum age)"
        ),
        format!(
            "{japanese}ごとに {times} 回発生: その周期で動くもの（定期実行、接続の最大寿命など）を確認してください"
        ),
    )
}
