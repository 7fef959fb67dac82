//! What signatures mean, by id.

/// In the order of the tables in English.
pub(super) static SIGNATURES: &[(&str, &str)] = &[
    ("alb-fixed-response-5xx", "リスナールールが5xxのステータスを返しました。"),
    ("alb-waf-call-failed", "AWS WAFの呼び出しが失敗し、リクエストも失敗しました。"),
    ("alb-561-idp-returned-error", "IDプロバイダーがエラーを返しました。"),
    ("alb-auth-idp-error", "記録された理由により、ロードバランサーでの認証が失敗しました。"),
    (
        "alb-weighted-target-group-cookie",
        "重み付けターゲットグループにクライアントを固定するCookieが無効か、その処理が失敗しました。",
    ),
    ("alb-lambda-response-too-large", "関数のレスポンスが1MBを超えています。"),
    ("alb-lambda-invalid-response", "関数のレスポンスの形式が正しくありません。"),
    ("alb-lambda-unhandled", "関数が例外、メモリ不足、タイムアウトのいずれかで失敗しました。"),
    ("alb-lambda-throttled", "同時実行数を使い切ったため、Lambdaが関数の実行を拒否しました。"),
    ("alb-lambda-config-error", "現在の設定では関数を呼び出せません。"),
    ("alb-lambda-service-error", "Lambdaサービス、またはその呼び出しが失敗しました。"),
    ("alb-lambda-bad-request", "リクエストを関数に渡せません。"),
    (
        "alb-target-generated-5xx",
        "ターゲットがこのステータスを返し、ロードバランサーは転送しました。",
    ),
    (
        "alb-504-body-short-of-content-length",
        "ターゲットは応答しましたが、タイムアウトまでにContent-Lengthより少ない量しか送りませんでした。",
    ),
    (
        "alb-response-rewritten",
        "ターゲットが別のステータスで応答し、ロードバランサーが502に置き換えました。",
    ),
    ("alb-460-client-closed", "クライアントが応答の前に接続を閉じました。"),
    ("alb-463-xff-too-long", "X-Forwarded-Forのアドレスが30個を超えました。"),
    (
        "alb-464-protocol-version-mismatch",
        "リクエストのプロトコルバージョンがターゲットグループと異なります。",
    ),
    ("alb-400-408-client-side", "ロードバランサーがリクエストを拒否したか、待つのをやめました。"),
    (
        "alb-503-no-registered-targets",
        "ターゲットグループにリクエストを送るターゲットがありませんでした。",
    ),
    ("alb-504-connect-timeout", "ターゲットへの接続の試行に10秒以内の応答がありませんでした。"),
    (
        "alb-504-response-timeout",
        "ターゲットがリクエストを受け取り、アイドルタイムアウトまでに応答しませんでした。",
    ),
    (
        "alb-host-unreachable",
        "接続が1秒より後に失敗しました。ネットワークがホストを到達不能と報告したか、再試行しました。",
    ),
    ("alb-connection-refused", "ターゲットが接続を拒否しました。"),
    (
        "alb-h2-grpc-stream-reset",
        "gRPCのターゲットがストリームをリセットしたか、接続を閉じました。",
    ),
    (
        "alb-target-408-close",
        "ほとんど届いていないアップロードの約60秒後にターゲットが接続を閉じました。ボディの待機時間が終わっています。",
    ),
    ("alb-keepalive-race", "リクエストの送信から0.1秒以内にターゲットが接続を閉じました。"),
    ("alb-target-closed-mid-request", "ターゲットがリクエストの処理中に接続を閉じました。"),
    (
        "alb-000-no-response",
        "ステータスが送られていません。接続がリクエスト数またはヘッダーの上限で終わりました。",
    ),
    ("unattributed", "行の内容からは説明できない失敗のステータスです。"),
    ("apigw-authorizer-error", "オーソライザーが失敗したか、設定が誤っています。"),
    ("apigw-integration-timeout", "統合が時間内に応答しませんでした。"),
    ("apigw-vpclink-config-error", "VPCリンク、またはその先の証明書が適合していません。"),
    ("apigw-integration-failure", "統合に到達できなかったか、その接続が切れました。"),
    (
        "apigw-lambda-function-error",
        "関数が例外、メモリ不足、タイムアウト、スロットリングのいずれかで失敗しました。",
    ),
    ("apigw-config-error", "現在の設定では統合を呼び出せません。"),
    ("apigw-backend-status-passthrough", "バックエンドがこのステータスを自ら返しました。"),
    (
        "apigw-malformed-proxy-response",
        "Lambdaサービスは200を返しましたが、関数の応答が有効ではありません。",
    ),
    ("apigw-http-api-bad-lambda-response", "関数の応答がHTTP APIの統合の形式に合いません。"),
    (
        "apigw-out-of-order-heavy-load",
        "統合の応答のないREST APIの502です。高負荷時の順序の乱れた呼び出しが理由の1つです。",
    ),
    ("clb-502-backend-generated", "インスタンスが502を返し、ロードバランサーは転送しました。"),
    (
        "clb-backend-generated-5xx",
        "インスタンスがこのステータスを返し、ロードバランサーは転送しました。",
    ),
    ("clb-502-malformed-response", "インスタンスの応答を読み取れませんでした。"),
    (
        "clb-503-no-capacity",
        "リクエストを送れるインスタンスがありませんでした。未登録、異常、またはキューの超過です。",
    ),
    (
        "clb-504-timeout-or-keepalive-race",
        "インスタンスが時間内に応答しなかったか、キープアライブ接続を閉じました。",
    ),
    (
        "cf-edge-function-error",
        "エッジ関数が失敗した、無効な内容を返した、または上限に達しました。",
    ),
    ("cf-503-edge-capacity", "エッジロケーションの容量不足か、クォータの超過です。"),
    ("cf-origin-dns-error", "オリジンの名前を解決できませんでした。"),
    (
        "cf-origin-connect-error",
        "オリジンに接続できませんでした。拒否またはTLSハンドシェイクの失敗です。",
    ),
    ("cf-origin-comm-timeout", "オリジンへの接続または応答待ちがタイムアウトしました。"),
    ("cf-origin-read-error", "オリジンの応答が途中で切れました。"),
    ("cf-origin-write-error", "リクエストをオリジンに完全には送れませんでした。"),
    ("cf-origin-header-too-big", "オリジンのレスポンスヘッダーが大きすぎます。"),
    ("cf-origin-invalid-response", "オリジンの応答が無効です。"),
    ("cf-viewer-abort", "応答が完了する前に視聴者が離れました。"),
    ("cf-aborted-origin", "オリジンとの接続が中断されました。"),
    ("cf-cached-error", "失敗がエッジのキャッシュから再び返されました。"),
    ("cf-origin-status-passthrough", "オリジンがこのステータスを自ら返しました。"),
    (
        "cf-error-page-masked",
        "オリジンが失敗し、正常なステータスのカスタムエラーページがそれを隠しています。",
    ),
    (
        "nlb-tls-handshake-failed",
        "クライアントとのTLSハンドシェイクが完了しなかったか、クライアントがアラートを送りました。",
    ),
    ("nlb-zero-byte-connection", "クライアントへ1バイトも送らずに接続が終わりました。"),
];
