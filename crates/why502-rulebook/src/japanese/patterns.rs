//! What group rules ask of a group, by id.

/// In the order of the tables in English.
pub(super) static PATTERNS: &[(&str, &str)] = &[
    (
        "alb-malformed-response",
        "送信されて応答のないリクエストが、あるメソッドとパスの90%以上、2台以上のターゲット、5件以上にあり、グループのほかのパスは応答している",
    ),
    (
        "alb-worker-timeout-kill",
        "1秒より後に応答なしで終わったリクエストの60%以上（かつ5件以上、事象の10分の1以上）が、1つの値の0.25秒または1%以内に集まる",
    ),
    (
        "alb-drain-expired",
        "2台以上のターゲットが順に失敗してその後応答しない、3台以上がほぼ重ならない時間帯に順に失敗する、または唯一失敗したターゲットがリセットの後に消え、その前の10分間に新しいターゲットが現れている",
    ),
    (
        "alb-tls-handshake-error",
        "ポート443または8443で接続が失敗し、グループのリクエストがほとんど成功しない",
    ),
    ("alb-not-listening-yet", "現れてから10分未満で、その後は応答するターゲットだけが拒否する"),
    (
        "alb-target-crash",
        "開始時刻が3秒を超えて異なるのに、1台のターゲットの3件以上のリクエストが1秒以内に終わる",
    ),
    (
        "alb-target-down",
        "グループの1台または少数のターゲットがほぼすべての拒否を占め、その間ほぼ常に失敗する",
    ),
    ("alb-all-targets-refused", "グループの（ほぼ）すべてのターゲットで拒否が起きる"),
    ("alb-host-unreachable-group", "失敗した接続の多くが1秒より長く、接続タイムアウトより短い"),
    (
        "alb-request-dependent-reset",
        "あるメソッド、パス、ユーザーエージェントのリクエストが2台以上のターゲットで5件以上失敗し、そのユーザーエージェントのリクエストの5分の1を超え、ほかの失敗は2%未満",
    ),
    (
        "alb-thin",
        "0.1秒以内の失敗がリクエストの1%未満で、公平な割り当ての2倍を超えるターゲットがない",
    ),
    ("alb-504", "同じターゲットの拒否とリセットよりタイムアウトが多い"),
    (
        "alb-lambda-timeout",
        "LambdaUnhandled の target_processing_time が0.9秒以上の1つの値に集まる（60%以上、5件以上）",
    ),
    (
        "cf-host-sni-mismatch",
        "ディストリビューションのほかが応答する一方、一部の x-host-header（またはhttpsのみ）で、主に2秒以内に OriginConnectError が起きる",
    ),
    ("cf-error-cached-amplified", "キャッシュされたエラー。元のオリジンの失敗と並べて数える"),
];
