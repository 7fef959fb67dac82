//! What lines of other logs mean, by the id of the rule.

/// In the order of the tables in English.
pub(super) static EVIDENCE: &[(&str, &str)] = &[
    (
        "nginx-upstream-header-too-big",
        "ヘッダーがバッファより大きいため、ターゲット内のnginxが上流の応答を拒否しました。",
    ),
    ("nginx-no-live-upstreams", "ターゲット内のnginxに、利用できる上流が残っていませんでした。"),
    (
        "nginx-connect-refused",
        "ターゲット内のnginxが上流に接続を拒否されました。そこで待ち受けるものがありません。",
    ),
    ("nginx-upstream-timeout", "ターゲット内のnginxの上流が時間内に応答しませんでした。"),
    ("nginx-upstream-unreachable", "ターゲット内のnginxが上流のホストに到達できませんでした。"),
    (
        "nginx-upstream-closed",
        "ターゲット内のnginxの上流が、応答の前に接続を閉じたかリセットしました。",
    ),
    (
        "nginx-upstream-invalid-response",
        "ターゲット内のnginxの上流が、正しいHTTPではない応答を返しました。",
    ),
    ("nginx-upstream-tls", "ターゲット内のnginxと上流の間でTLS接続が確立しませんでした。"),
    ("nginx-upstream-unresolved", "ターゲット内のnginxが上流の名前を解決できませんでした。"),
    ("nginx-worker-connections", "ターゲット内のnginxの接続数またはファイル数が上限に達しました。"),
    (
        "nginx-client-closed",
        "ターゲット内のnginxのクライアント（通常はロードバランサー）が応答の前に離れました（499）。",
    ),
    ("nginx-request-timeout", "ターゲット内のnginxがリクエストを待つのをやめました（408）。"),
    ("nginx-answered-5xx", "ターゲット内のnginxが5xxのステータスを返しました。"),
    ("apache-connect-refused", "ターゲット内のApacheがバックエンドに接続できませんでした。"),
    ("apache-upstream-timeout", "ターゲット内のApacheのバックエンドが時間内に応答しませんでした。"),
    (
        "apache-upstream-closed",
        "ターゲット内のApacheのバックエンドが、応答の前に接続を閉じました。",
    ),
    (
        "apache-no-live-backends",
        "ターゲット内のApacheに、利用できるバックエンドが残っていませんでした。",
    ),
    ("apache-max-workers", "ターゲット内のApacheのワーカーがすべて使用中でした。"),
    ("apache-request-timeout", "ターゲット内のApacheがリクエストを待つのをやめました（408）。"),
    ("apache-answered-5xx", "ターゲット内のApacheが5xxのステータスを返しました。"),
    ("lambda-timeout", "関数が自身のタイムアウトに達しました。"),
    ("lambda-out-of-memory", "メモリ不足により、関数のプロセスが強制終了または中断しました。"),
    ("lambda-response-size", "関数の応答がLambdaの上限を超えています。"),
    ("lambda-import-error", "関数のコードを読み込めませんでした。"),
    ("lambda-runtime-exit", "リクエストの途中で関数のプロセスが終了しました。"),
    ("lambda-function-error", "呼び出しが関数のエラーで終わりました。"),
    ("alb-health-check-timeout", "ヘルスチェックが時間内に接続または応答を得られませんでした。"),
    (
        "alb-health-check-reset",
        "有効な応答の前に、ターゲットがヘルスチェックの接続をリセットしたか閉じました。",
    ),
    ("alb-health-check-mismatch", "ヘルスチェックが期待と異なる応答を受け取りました。"),
    ("alb-health-check-internal-error", "ロードバランサーの内部でヘルスチェックが失敗しました。"),
    ("alb-health-check-failed", "ヘルスチェックが失敗しました。"),
    (
        "alb-connection-tls-failed",
        "クライアントとロードバランサーのTLS接続が確立しなかったか、クライアントの証明書が拒否されました。",
    ),
    ("cf-connection-failed", "視聴者とCloudFrontの相互TLS接続が拒否されました。"),
    (
        "vpc-flow-reject",
        "セキュリティグループまたはネットワークACLがこのフローのパケットを破棄しました。",
    ),
    (
        "waf-block",
        "AWS WAFがリクエストをブロックしました。クライアントにはルールの応答（既定403）が返っています。",
    ),
];
