//! Targets and functions that had the request and gave no valid answer.

use crate::summary::Said;

/// Requests that ended at the load balancer's idle time-out.
pub(in super::super) fn ended_at_idle_timeout(near: usize, all: usize, seconds: f64) -> Said {
    Said::new(
        format!("{near} of {all} ended {seconds:.1} s after the request came: the idle time-out"),
        format!(
            "{all} 件中 {near} 件がリクエスト受信の {seconds:.1} 秒後に終了しました: アイドルタイムアウトです"
        ),
    )
}

/// Time-outs without a common time.
pub(in super::super) fn no_common_duration() -> Said {
    Said::new("the durations gather at no one value", "所要時間が特定の値に集中していません")
}

/// Requests of one target that ended together.
pub(in super::super) fn ended_together(requests: usize, moments: usize) -> Said {
    Said::new(
        format!(
            "{requests} requests of one target ended within a second although they began at \
             different times ({moments} such moments)"
        ),
        format!(
            "1 台のターゲットの {requests} 件のリクエストが、開始時刻が異なるのに 1 秒以内にまとめて終了しました (このような瞬間が {moments} 回)"
        ),
    )
}

/// A target that had requests die refused the next ones.
pub(in super::super) fn refused_afterwards(requests: usize) -> Said {
    Said::new(
        format!("it refused the next {requests} requests: nothing listened there any more"),
        format!(
            "その後の {requests} 件のリクエストは拒否されました: 待ち受けるプロセスがなくなっています"
        ),
    )
}

/// Failing requests that are long without having a body.
pub(in super::super) fn requests_carry_cookies(long: usize, all: usize) -> Said {
    Said::new(
        format!(
            "{long} of {all} failing requests are 4 KB or more without a body: clients with many \
             cookies, to whom answers set more"
        ),
        format!(
            "失敗した {all} 件中 {long} 件は本文がないのに 4 KB 以上です: 多くの Cookie を持つクライアントであり、応答でさらに設定されます"
        ),
    )
}

/// Why the size of an answer's headers is a conclusion.
pub(in super::super) fn answer_is_not_logged() -> Said {
    Said::new(
        "the log holds no response header: another fault of the same answers looks the same",
        "ログには応答ヘッダーが現れません。同じ応答の別の不備も同じように見えます",
    )
}

/// Requests that ended at once, everywhere.
pub(in super::super) fn ended_at_once(requests: usize, targets: usize) -> Said {
    Said::new(
        format!("{requests} ended at most 0.1 s after being sent, spread over {targets} targets"),
        format!(
            "{requests} 件が送信後 0.1 秒以内に終了し、{targets} 台のターゲットに分散しています"
        ),
    )
}

/// What looks like a keep-alive race.
pub(in super::super) fn reload_looks_the_same() -> Said {
    Said::new(
        "the logs show neither keep-alive nor idle time-out; a reload of the server looks the same",
        "ログにはキープアライブやアイドルタイムアウトの設定が現れません。サーバーのリロードも同じように見えます",
    )
}

/// Resets that nothing narrows down.
pub(in super::super) fn nothing_in_common() -> Said {
    Said::new(
        "no burst, no common duration and no single kind of request narrows it down",
        "集中した発生時刻、共通の所要時間、特定の種類のリクエストのいずれも見られず、原因を絞り込めません",
    )
}

/// Slow requests that were ended after one duration.
pub(in super::super) fn killed_at(count: usize, slow: usize, seconds: f64) -> Said {
    Said::new(
        format!(
            "{count} of {slow} slow requests that got no answer ended {seconds:.1} s after being \
             sent"
        ),
        format!(
            "応答のなかった時間のかかるリクエスト {slow} 件中 {count} 件が、送信の {seconds:.1} 秒後に終了しました"
        ),
    )
}

/// Invocations that were ended after one duration.
pub(in super::super) fn function_timed_out(count: usize, failed: usize, seconds: f64) -> Said {
    Said::new(
        format!(
            "{count} of {failed} failed invocations ended after {seconds:.1} s: the function's \
             time-out"
        ),
        format!(
            "失敗した呼び出し {failed} 件中 {count} 件が {seconds:.1} 秒で終了しました: 関数のタイムアウトです"
        ),
    )
}

/// One path fails everywhere.
pub(in super::super) fn path_always_fails(path: &str, count: usize, targets: usize) -> Said {
    Said::new(
        format!(
            "(nearly) every request of {path} failed after being sent, {count} on {targets} \
             targets, while other paths were served"
        ),
        format!(
            "{path} へのリクエストは (ほぼ) すべて送信後に失敗しました ({targets} 台のターゲットで {count} 件)。他のパスは正常に応答しています"
        ),
    )
}

/// One kind of request is dropped everywhere.
pub(in super::super) fn kind_is_dropped(
    (path, agent): (&str, &str),
    (count, targets): (usize, usize),
    share: f64,
) -> Said {
    let percent = share * 100.0;
    Said::new(
        format!(
            "{count} requests of {path} by {agent} were dropped on {targets} targets, \
             {percent:.0} % of what that agent asked for; others were served"
        ),
        format!(
            "{agent} による {path} へのリクエスト {count} 件が {targets} 台のターゲットで切断されました (そのユーザーエージェントのリクエストの {percent:.0} %)。他のリクエストは正常に応答しています"
        ),
    )
}
