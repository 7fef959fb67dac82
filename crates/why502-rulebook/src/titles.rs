//! Titles of findings: what failed and why, in one sentence of each language.
//!
//! A template; the engine fills `{status}`, `{targets}`, `{of_group}`, `{on_path}`, `{for_host}`,
//! `{was}`, `{them}` (English), `{of_path}`, `{of_host}` (Japanese) with what the logs know, or
//! with nothing.

use crate::cause::Cause;

/// The title of findings of one cause.
#[derive(Debug, PartialEq, Eq)]
pub struct Title {
    /// Name of the cause.
    pub cause: &'static str,
    /// The title is for failures with this status alone.
    pub status: Option<u16>,
    /// In English; `None` where the cause's meaning says it, behind status and path.
    pub english: Option<&'static str>,
    /// In Japanese.
    pub japanese: &'static str,
}

/// The title of a cause whose findings show `status`, or several where it is `None`.
///
/// Every cause of the closed list has one; a cause from elsewhere has `None`.
#[must_use]
pub fn title(cause: &Cause, status: Option<u16>) -> Option<&'static Title> {
    let mine = || TITLES.iter().filter(|title| title.cause == cause.name);
    mine()
        .find(|title| title.status.is_some() && title.status == status)
        .or_else(|| mine().find(|title| title.status.is_none()))
}

/// A title whose English is the cause's meaning.
const fn meant(cause: &'static str, japanese: &'static str) -> Title {
    Title { cause, status: None, english: None, japanese }
}

const fn worded(cause: &'static str, english: &'static str, japanese: &'static str) -> Title {
    Title { cause, status: None, english: Some(english), japanese }
}

/// All titles, in the order of [`crate::causes::ALL`].
pub static TITLES: &[Title] = &[
    worded(
        "target-down",
        "{status} because {targets}{of_group} refused connections.",
        "{status}: {of_group}{targets}が接続を拒否しました。",
    ),
    worded(
        "all-targets-refusing",
        "{status} because every target{of_group} refused connections.",
        "{status}: {of_group}すべてのターゲットが接続を拒否しました。",
    ),
    meant(
        "target-not-listening-yet",
        "{status}: {of_group}新しい{targets}が、待ち受けを始める前にリクエストを受けました。",
    ),
    worded(
        "rolling-deploy",
        "{status} from a rolling deploy: {targets}{of_group} {was} stopped while requests were \
         still sent to {them}.",
        "{status}: ローリングデプロイ中に、{of_group}{targets}がリクエストの送信先のまま停止されました。",
    ),
    meant(
        "target-crash",
        "{status}: {of_group}{targets}のプロセスが異常終了し、処理中のリクエストが失われました。",
    ),
    worded(
        "keepalive-race",
        "{status} where targets{of_group} closed idle connections just as they were reused.",
        "{status}: {of_group}ターゲットがアイドル接続を閉じた瞬間に、その接続が再利用されました。",
    ),
    meant(
        "request-dependent-reset",
        "{status}: {of_group}ターゲットが{of_path}特定の種類のリクエストで接続を即座に切断しました。",
    ),
    worded(
        "worker-timeout",
        "{status} because slow requests{on_path} were killed by the application's own time-out.",
        "{status}: {of_path}時間のかかるリクエストが、アプリケーション自身のタイムアウトで強制終了されました。",
    ),
    meant(
        "target-closed-connection",
        "{status}: {of_group}ターゲットが{of_path}リクエストの処理中に接続を閉じました。",
    ),
    worded(
        "malformed-response",
        "{status} because the answers{on_path} were not valid HTTP.",
        "{status}: {of_path}レスポンスが有効な HTTP ではありませんでした。",
    ),
    meant(
        "response-header-too-large",
        "{status}: {of_path}レスポンスヘッダーが、経路上のプロキシの上限を超えました。",
    ),
    worded(
        "overload",
        "{status} because requests came faster than the targets{of_group} could serve them.",
        "{status}: {of_group}ターゲットの処理能力を超えるリクエストが届きました。",
    ),
    meant(
        "target-tls-handshake",
        "{status}: ロードバランサーと{of_group}{targets}との TLS ハンドシェイクが失敗しました。",
    ),
    meant(
        "host-unreachable",
        "{status}: ネットワークが{of_group}{targets}のホストに到達不能と応答しました。",
    ),
    worded(
        "target-generated-5xx",
        "{status} written by the application itself{of_group}{on_path}.",
        "{status}: {of_group}{of_path}アプリケーション自身がこのステータスを返しました。",
    ),
    meant(
        "lambda-response-too-large",
        "{status}: {of_path}Lambda 関数のリクエストまたはレスポンスがサイズの上限を超えました。",
    ),
    worded(
        "lambda-invalid-response",
        "{status} because a Lambda function{of_group} returned invalid responses{on_path}.",
        "{status}: {of_group}Lambda 関数が{of_path}リクエストに無効なレスポンスを返しました。",
    ),
    meant(
        "lambda-timeout",
        "{status}: {of_path}リクエストで Lambda 関数が自身のタイムアウトに達しました。",
    ),
    meant("lambda-error", "{status}: {of_path}リクエストで Lambda 関数がエラーになりました。"),
    meant("lambda-throttled", "{status}: Lambda 関数の呼び出しがスロットリングされました。"),
    meant(
        "lambda-misconfigured",
        "{status}: 設定に問題があり、ロードバランサーが Lambda 関数を呼び出せませんでした。",
    ),
    meant("lambda-service-error", "{status}: Lambda サービス側でエラーが発生しました。"),
    meant(
        "lambda-bad-request",
        "{status}: ロードバランサーが Lambda 関数に渡せないリクエストでした。",
    ),
    worded(
        "fixed-response",
        "{status}{for_host} because a listener rule answers so on purpose.",
        "{status}: {of_host}リスナールールが意図的にこのステータスを返しています。",
    ),
    meant("waf-call-failed", "{status}: ロードバランサーが AWS WAF の判定を得られませんでした。"),
    meant(
        "auth-provider-error",
        "{status}: ロードバランサーでの認証が失敗しました (ID プロバイダー、その応答、またはセッション)。",
    ),
    meant(
        "no-registered-targets",
        "{status}: {of_group}リクエストを送れるターゲットがありませんでした。",
    ),
    worded(
        "connect-timeout",
        "{status} because connections to {targets}{of_group} got no answer within 10 s.",
        "{status}: {of_group}{targets}への接続に 10 秒以内の応答がありませんでした。",
    ),
    worded(
        "response-timeout",
        "{status} because {targets}{of_group} did not answer{on_path} before the idle time-out.",
        "{status}: {of_group}{targets}が{of_path}リクエストにアイドルタイムアウトまでに応答しませんでした。",
    ),
    meant("client-closed", "{status}: クライアントがレスポンスの前に接続を閉じました。"),
    Title {
        cause: "client-rejected",
        status: Some(464),
        english: Some(
            "464 because requests came in another protocol version than the target group's.",
        ),
        japanese: "464 エラー: リクエストのプロトコルバージョンがターゲットグループのものと異なります。",
    },
    meant(
        "client-rejected",
        "{status}: ロードバランサーが、受け付けられないリクエストを拒否しました。",
    ),
    meant("origin-dns", "{status}: CloudFront がオリジンのドメイン名を解決できませんでした。"),
    meant("origin-connect", "{status}: CloudFront がオリジンに接続できませんでした。"),
    worded(
        "origin-tls-or-host",
        "{status}{for_host}: the origin's certificate or host name was not accepted by CloudFront.",
        "{status}: CloudFront が{of_host}オリジンの証明書またはホスト名を受け入れませんでした。",
    ),
    meant(
        "origin-timeout",
        "{status}: CloudFront からオリジンへの接続、またはその応答待ちがタイムアウトしました。",
    ),
    meant(
        "origin-connection-broken",
        "{status}: CloudFront とオリジンとの接続がリクエストの途中で切れました。",
    ),
    meant(
        "origin-header-too-big",
        "{status}: {of_path}オリジンのレスポンスヘッダーが CloudFront の上限を超えました。",
    ),
    meant(
        "origin-invalid-response",
        "{status}: {of_path}オリジンのレスポンスが CloudFront にとって無効でした。",
    ),
    meant(
        "origin-passthrough",
        "{status}: {of_path}オリジン自身がこのステータスを返し、CloudFront がそのまま渡しました。",
    ),
    meant(
        "edge-function-error",
        "{status}: Lambda@Edge 関数または CloudFront Functions が失敗したか、無効な結果を返しました。",
    ),
    meant(
        "error-cached",
        "{status}: CloudFront がキャッシュした失敗を再び返し、短い障害の影響が広がりました。",
    ),
    meant(
        "edge-capacity",
        "{status}: CloudFront がエッジでリクエストを拒否しました (容量不足またはクォータ超過)。",
    ),
    meant("viewer-abort", "{status}: ビューワーがレスポンスの完了前に接続を閉じました。"),
    meant(
        "apigw-malformed-proxy-response",
        "{status}: {of_path}Lambda 関数のレスポンスが、API Gateway のプロキシ統合の形式ではありませんでした。",
    ),
    meant(
        "apigw-lambda-error",
        "{status}: {of_path}API の Lambda 関数が失敗しました (例外、メモリ不足、タイムアウト、スロットリング)。",
    ),
    meant(
        "apigw-integration-timeout",
        "{status}: {of_path}統合が API Gateway のタイムアウトまでに応答しませんでした。",
    ),
    meant(
        "apigw-integration-failure",
        "{status}: API Gateway が{of_path}統合に到達できないか、統合との接続が切れました。",
    ),
    meant(
        "apigw-backend-passthrough",
        "{status}: {of_path}バックエンド自身がこのステータスを返し、API Gateway がそのまま渡しました。",
    ),
    meant(
        "apigw-misconfigured",
        "{status}: {of_path}統合を設定のとおりに呼び出せません (権限、VPC リンク、証明書の名前、マッピング)。",
    ),
    meant(
        "apigw-authorizer-error",
        "{status}: API のオーソライザーが失敗したか、その設定に問題があります。",
    ),
    meant(
        "clb-malformed-response",
        "{status}: {of_path}インスタンスのレスポンスを Classic Load Balancer が読み取れませんでした。",
    ),
    meant(
        "clb-backend-generated-5xx",
        "{status}: {of_path}インスタンス自身がこのステータスを返し、ロードバランサーがそのまま渡しました。",
    ),
    meant(
        "clb-no-capacity",
        "{status}: Classic Load Balancer にリクエストを送れるインスタンスまたは空き容量がありませんでした。",
    ),
    meant(
        "clb-timeout-or-keepalive-race",
        "{status}: インスタンスがアイドルタイムアウトまでに応答しなかったか、再利用の瞬間に接続を閉じました。",
    ),
    meant(
        "nlb-tls-handshake",
        "{status}: クライアントと Network Load Balancer との TLS ハンドシェイクが失敗しました。",
    ),
    meant(
        "nlb-zero-byte",
        "{status}: Network Load Balancer 経由の接続が、クライアントに 1 バイトも送らずに終わりました。",
    ),
    meant(
        "unattributed",
        "{status}: {of_path}リクエストが失敗しましたが、ログには理由を示すものがありません。",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::causes;

    fn has_japanese(text: &str) -> bool {
        text.chars().any(|one| ('\u{3041}'..='\u{30ff}').contains(&one))
    }

    #[test]
    fn every_cause_has_a_title_in_both_languages() {
        for cause in causes::ALL {
            let title = title(cause, None).unwrap_or_else(|| panic!("no title: {}", cause.name));
            assert!(has_japanese(title.japanese) && title.japanese.ends_with('。'), "{title:?}");
        }
        for title in TITLES {
            assert!(causes::ALL.iter().any(|cause| cause.name == title.cause), "{title:?}");
            let twins = TITLES
                .iter()
                .filter(|other| (other.cause, other.status) == (title.cause, title.status));
            assert_eq!(twins.count(), 1, "{title:?}");
        }
    }

    #[test]
    fn a_status_may_have_a_title_of_its_own() {
        let rejected = &causes::load_balancer::CLIENT_REJECTED;
        assert!(title(rejected, Some(464)).unwrap().japanese.starts_with("464 "));
        assert_eq!(title(rejected, Some(400)), title(rejected, None));
    }

    #[test]
    fn placeholders_are_those_that_the_engine_fills() {
        const BOTH: [&str; 3] = ["status", "targets", "of_group"];
        const ENGLISH: [&str; 4] = ["on_path", "for_host", "was", "them"];
        const JAPANESE: [&str; 2] = ["of_path", "of_host"];
        let names = |text: &'static str| {
            text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap_or_default())
        };
        for title in TITLES {
            for name in names(title.english.unwrap_or_default()) {
                assert!(BOTH.contains(&name) || ENGLISH.contains(&name), "{name} in {title:?}");
            }
            for name in names(title.japanese) {
                assert!(BOTH.contains(&name) || JAPANESE.contains(&name), "{name} in {title:?}");
            }
        }
    }
}
