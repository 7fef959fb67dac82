//! Refused and unanswered connections, and the deploys that cause them.

use why502_parse::Timestamp;

use super::super::clock::to_the_second;
use super::general::{english_list, japanese_list};
use crate::summary::Said;

/// Connection attempts that timed out.
pub(in super::super) fn given_up(attempts: usize) -> Said {
    Said::new(
        format!(
            "{attempts} connection attempts were given up after 10 s: the packets were dropped, \
             not refused"
        ),
        format!(
            "{attempts} 件の接続試行が 10 秒で打ち切られました: パケットは拒否されたのではなく破棄されています"
        ),
    )
}

/// They are those of some targets only.
pub(in super::super) fn only_some(targets: &[String], all: usize) -> Said {
    let count = targets.len();
    Said::new(
        format!("only {count} of {all} targets: {}", english_list(targets)),
        format!("{all} 台中 {count} 台のターゲットのみです: {}", japanese_list(targets)),
    )
}

/// They are those of every target.
pub(in super::super) fn all_unanswered(targets: usize) -> Said {
    Said::new(
        format!("all {targets} targets alike: a security group, network ACL or route, not a host"),
        format!(
            "{targets} 台のターゲットすべてで同様です: ホストではなく、セキュリティグループ、ネットワーク ACL、ルートの問題です"
        ),
    )
}

/// Neither refused at once nor timed out.
pub(in super::super) fn neither_refused_nor_timed_out(connections: usize) -> Said {
    Said::new(
        format!(
            "{connections} connections failed after one to ten seconds: no refusal, no time-out"
        ),
        format!(
            "{connections} 件の接続が 1〜10 秒後に失敗しました: 拒否でもタイムアウトでもありません"
        ),
    )
}

/// Of very many targets only some are kept.
pub(in super::super) fn targets_not_kept() -> Said {
    Said::new(
        "the targets that refused were not kept, so that they cannot be compared",
        "拒否したターゲットの集計が保持されていないため、比較できません",
    )
}

/// Targets that were new.
pub(in super::super) fn refused_while_young(targets: &[String]) -> Said {
    Said::new(
        format!(
            "{} refused only in the first minutes after being first seen, and served afterwards",
            english_list(targets)
        ),
        format!(
            "{} は、ログに初めて現れてから数分間だけ接続を拒否し、その後は正常に応答しました",
            japanese_list(targets)
        ),
    )
}

/// Few refusals everywhere.
pub(in super::super) fn thinly_spread(targets: usize) -> Said {
    Said::new(
        format!("refusals thinly spread over {targets} targets"),
        format!("接続拒否が {targets} 台のターゲットに薄く分散しています"),
    )
}

/// (Nearly) every target refused.
pub(in super::super) fn many_refused(targets: usize, active: usize) -> Said {
    Said::new(
        format!("{targets} of {active} targets refused connections"),
        format!("{active} 台中 {targets} 台のターゲットが接続を拒否しました"),
    )
}

/// How much of what went to them failed.
pub(in super::super) fn failed_meanwhile(share: f64) -> Said {
    let percent = share * 100.0;
    Said::new(
        format!("{percent:.0} % of their requests failed meanwhile"),
        format!("その間、これらのターゲットへのリクエストの {percent:.0} % が失敗しました"),
    )
}

/// Some refused, others of the same group served.
pub(in super::super) fn others_served(targets: &[String], others: usize) -> Said {
    Said::new(
        format!(
            "{} refused connections; the group's other {others} targets served",
            english_list(targets)
        ),
        format!(
            "{} が接続を拒否しました。グループの他の {others} 台は応答しています",
            japanese_list(targets)
        ),
    )
}

/// How much of what went to `targets` targets failed: most of it, or not.
pub(in super::super) fn failed_while_it_lasted(share: f64, targets: usize) -> Said {
    let (percent, much) = (share * 100.0, share >= 0.5);
    let whose = if targets == 1 { "its requests" } else { "their requests" };
    let only = if much { "" } else { "only " };
    let end = if much { "が失敗しました" } else { "しか失敗していません" };
    Said::new(
        format!("{only}{percent:.0} % of {whose} failed while it lasted"),
        format!("その間に、該当ターゲットへのリクエストの {percent:.0} % {end}"),
    )
}

/// No other target to look at.
pub(in super::super) fn only_target() -> Said {
    Said::new(
        "it is the group's only target seen: nothing to compare it with",
        "ログに現れるグループ唯一のターゲットのため、比較対象がありません",
    )
}

/// An HTTPS target group that serves nothing.
pub(in super::super) fn https_hardly_served() -> Said {
    Said::new(
        "the targets listen on an HTTPS port and hardly a request was served",
        "ターゲットは HTTPS のポートを使用しており、ほとんどのリクエストが失敗しました",
    )
}

/// What looks like a failed handshake.
pub(in super::super) fn silence_looks_the_same() -> Said {
    Said::new(
        "a process that does not listen at all looks the same",
        "プロセスがまったく待ち受けていない場合も同じように見えます",
    )
}

/// Targets that ended.
pub(in super::super) fn not_seen_again(targets: &[String]) -> Said {
    Said::new(
        format!("{} not seen again after failing", english_list(targets)),
        format!("{} は失敗した後、ログに現れていません", japanese_list(targets)),
    )
}

/// Targets that failed in turn.
pub(in super::super) fn one_after_another(targets: usize) -> Said {
    Said::new(
        format!("{targets} targets failed one after another"),
        format!("{targets} 台のターゲットが順番に失敗しました"),
    )
}

/// Targets that began.
pub(in super::super) fn first_seen(targets: &[String], at: Timestamp) -> Said {
    let at = to_the_second(at);
    Said::new(
        format!("{} first seen from {at} on", english_list(targets)),
        format!("{} が {at} 以降、ログに初めて現れました", japanese_list(targets)),
    )
}

/// The trigger where targets began.
pub(in super::super) fn new_targets_appear() -> Said {
    Said::new("new targets appear", "新しいターゲットが現れました")
}

/// The trigger where none did.
pub(in super::super) fn first_target_stops() -> Said {
    Said::new("the first target stops answering", "最初のターゲットが応答しなくなりました")
}

/// What looks like a deploy.
pub(in super::super) fn restart_looks_the_same() -> Said {
    Said::new(
        "no new target appeared: a restart in place looks the same",
        "新しいターゲットは現れていません: その場での再起動も同じように見えます",
    )
}
