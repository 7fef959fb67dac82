//! CloudFront's connections to origins.

use crate::summary::Said;

/// Attempts that took long.
pub(in super::super) fn packets_dropped(slow: usize, attempts: usize) -> Said {
    Said::new(
        format!(
            "{slow} of {attempts} attempts took longer than 2 s: packets are dropped rather than \
             refused"
        ),
        format!(
            "{attempts} 件中 {slow} 件の接続試行が 2 秒を超えました: 拒否ではなくパケットが破棄されています"
        ),
    )
}

/// Some host names fail, others do not.
pub(in super::super) fn only_hosts_fail(hosts: &[String]) -> Said {
    Said::new(
        format!(
            "only requests for {} fail; other host names of the distribution are served",
            hosts.join(", ")
        ),
        format!(
            "{} へのリクエストだけが失敗し、同じディストリビューションの他のホスト名は正常に応答しています",
            hosts.join("、")
        ),
    )
}

/// Attempts that failed fast: something answered.
pub(in super::super) fn not_accepted(fast: usize, attempts: usize) -> Said {
    Said::new(
        format!("{fast} of {attempts} failed within 2 s: answered, and not accepted"),
        format!(
            "{attempts} 件中 {fast} 件が 2 秒以内に失敗しました: 応答はありましたが、受け入れられていません"
        ),
    )
}

/// What looks like a certificate that does not fit.
pub(in super::super) fn certificate_not_shown() -> Said {
    Said::new(
        "the log does not show the certificate; an origin used for these names only and refusing \
         looks the same",
        "ログに証明書は現れません。これらの名前専用のオリジンが接続を拒否している場合も同じように見えます",
    )
}

/// Plain HTTP is served.
pub(in super::super) fn only_https_fails() -> Said {
    Said::new(
        "only requests over https fail, those over http are served",
        "https のリクエストだけが失敗し、http のリクエストは正常に応答しています",
    )
}

/// Attempts that failed fast for every name.
pub(in super::super) fn fast_on_all_hosts(fast: usize, attempts: usize) -> Said {
    Said::new(
        format!("{fast} of {attempts} failed within 2 s, on all host names alike"),
        format!("{attempts} 件中 {fast} 件が 2 秒以内に失敗しました (すべてのホスト名で同様)"),
    )
}

/// What looks like a refusal.
pub(in super::super) fn handshake_looks_the_same() -> Said {
    Said::new(
        "a failed TLS handshake looks the same: the certificate decides it",
        "TLS ハンドシェイクの失敗も同じように見えます: 証明書を確認すれば判断できます",
    )
}
