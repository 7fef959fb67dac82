//! An application load balancer and a Lambda function.

use crate::texts::Texts;

pub(crate) static RESPONSE_TOO_LARGE: Texts = Texts {
    title: "Lambdaレスポンスのサイズ超過",
    meaning: "関数のレスポンスが、ロードバランサーの受け入れる1MBを超えています。",
    explanation: "関数は応答を返しましたが、base64を含むJSON全体が1MBを超えるため、ロードバランサーが拒否しました。関数自身にはエラーは見えません。理由はロードバランサーが行に記録するので確実ですが、実際のサイズは記録されません。",
    shape: "error_reason が LambdaResponseTooLarge で、通常は1つのパスで発生します。",
    supports: &[
        "error_reason に記録されています。",
        "負荷に関係なく、同じリソースに対する同じパスが失敗しています。",
    ],
    opposes: &["同じパスで同程度の大きさの応答が成功しています。"],
    now: "応答をページ分割または圧縮するか、クライアントが要求するページサイズを下げます。",
    fix: "大きな結果はS3の署名付きURLで渡します。上限はbase64を含むJSON全体に適用されます。",
    prevent: "関数で応答のサイズを毎回記録し、1MBより十分低い値でアラームを出します。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};

pub(crate) static INVALID_RESPONSE: Texts = Texts {
    title: "不正なLambdaレスポンス",
    meaning: "関数のレスポンスが、ロードバランサーの求める形式ではありません。",
    explanation: "関数はエラーなく終わりましたが、返した内容がロードバランサーの期待する形式ではありません。statusCodeがない、ヘッダーの値が数値や真偽値である、JSONではないなどです。理由はロードバランサーが行に記録します。特定のルートやステータスのコードに依存するため、そのほぼすべてのリクエストが失敗します。",
    shape: "error_reason が LambdaInvalidResponse で、通常は特定のパスのすべてのリクエストで発生します。statusCodeがない、または値が文字列でないヘッダーがあります。",
    supports: &[
        "error_reason に記録されています。",
        "ほかのパスが応答する一方、特定のパスのほぼすべてのリクエストが失敗しています。",
    ],
    opposes: &["同じバージョンで同じパスが成功することもあります。"],
    now: "関数を前のバージョンにロールバックします。",
    fix: "statusCodeを数値で、すべてのヘッダーの値を文字列で返し（Content-LengthやCORSのフラグも）、ハンドラーの出力をテストします。",
    prevent: "エラー時のルートも含め、すべてのルートでハンドラーの出力をロードバランサーの形式と照合するテストを用意します。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};

pub(crate) static TIMEOUT: Texts = Texts {
    title: "Lambdaのタイムアウト",
    meaning: "関数が自身のタイムアウトに達しました。",
    explanation: "関数自身のタイムアウト（既定3秒）が過ぎたため、Lambdaが関数を終了しました。ロードバランサーは例外、メモリ不足、タイムアウトをすべて LambdaUnhandled と記録します。タイムアウトであることは、所要時間が1つの値に集まることからの推定です。関数のログには `Task timed out` と記録されます。",
    shape: "error_reason が LambdaUnhandled で、target_processing_time が1つの値、つまり関数のタイムアウトに集まります。",
    supports: &[
        "所要時間が1つの値に集まっています。",
        "同じ時刻に関数のログにタイムアウトがあります。",
    ],
    opposes: &["所要時間が大きくばらついています。その場合は別の失敗です。"],
    now: "当面、関数のタイムアウトを引き上げます（メモリを増やすとCPUも増えます）。",
    fix: "遅い呼び出しを高速化または非同期化します。関数より先にその呼び出しをタイムアウトさせ、応答を返します。",
    prevent: "関数の Duration がタイムアウトの80%に達したらアラームを出します。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};

pub(crate) static ERROR: Texts = Texts {
    title: "Lambda関数のエラー",
    meaning: "関数が例外、メモリ不足、起動の失敗のいずれかのエラーで終わりました。",
    explanation: "関数が例外を投げた、メモリ不足でプロセスが強制終了された、またはコードを読み込めませんでした。ロードバランサーは LambdaUnhandled とだけ記録します。所要時間が1つの値に集まらないため、タイムアウトの可能性は低くなります。どれなのかは関数のログで分かります。",
    shape: "error_reason が LambdaUnhandled で、所要時間がばらついています。",
    supports: &[
        "error_reason が LambdaUnhandled で、所要時間がまちまちです。",
        "同じ時刻に関数のログにエラーがあります。",
    ],
    opposes: &["所要時間が1つの値に集まっています。その場合はタイムアウトです。"],
    now: "エラーがリリースとともに始まった場合は関数をロールバックします。",
    fix: "ハンドラーでエラーを捕捉してステータスを返します。ログに `signal: killed` があればメモリを増やします。",
    prevent: "関数の Errors にアラームを設定し、エイリアスによる段階的な切り替えでリリースします。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};

pub(crate) static THROTTLED: Texts = Texts {
    title: "Lambdaのスロットリング",
    meaning: "同時実行数を使い切ったため、Lambdaが関数の実行を拒否しました。",
    explanation: "ロードバランサーは関数の実行を要求しましたが、関数の予約済み同時実行数またはアカウントの同時実行数が使い切られていたため、Lambdaが拒否しました。呼び出しは行われていないので、関数のログにこれらのリクエストの行はありません。理由はロードバランサーが記録します。",
    shape: "error_reason が LambdaThrottling で、同時リクエスト数が一定を超えたときだけ発生します。",
    supports: &[
        "error_reason に記録されています。",
        "多くのリクエストが同時に実行されている間だけ失敗しています。",
    ],
    opposes: &[
        "トラフィックが少ない時間にも失敗しています。その場合はほかの関数が同時実行数を占めています。",
    ],
    now: "関数の予約済み同時実行数を増やすか、ほかの関数が占める同時実行数を空けます。",
    fix: "ピークに合わせてプロビジョニング済みまたは予約済みの同時実行数を設定し、実行時間を短くします。",
    prevent: "Throttles、および上限の80%に達した ConcurrentExecutions にアラームを設定します。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};

pub(crate) static MISCONFIGURED: Texts = Texts {
    title: "Lambdaの呼び出し設定の誤り",
    meaning: "権限、ネットワークインターフェイス、キー、ランタイムのいずれかのため、ロードバランサーが関数を呼び出せません。",
    explanation: "コードが実行される前に呼び出しが失敗しました。ロードバランサーに権限がない、関数が存在しない、ネットワークインターフェイス、キー、アーカイブ、ランタイムが使えないなどです。どれなのかは error_reason に記録されます。変更の時点から、ターゲットグループのすべてのリクエストが失敗します。",
    shape: "グループのすべてのリクエストで、error_reason に該当する設定が記録されます。",
    supports: &[
        "error_reason に該当する設定が記録されています。",
        "ある時点からターゲットグループのすべてのリクエストが失敗しています。",
    ],
    opposes: &["同じターゲットグループで成功しているリクエストがあります。"],
    now: "関数の権限、VPC、キー、ランタイムに対する直前の変更を元に戻します。",
    fix: "関数、権限、ターゲットグループを1つのテンプレートで管理します。",
    prevent: "関数、権限、ターゲットグループをまとめてデプロイし、トラフィックを移す前にロードバランサー経由で一度呼び出します。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};

pub(crate) static SERVICE_ERROR: Texts = Texts {
    title: "Lambdaサービスのエラー",
    meaning: "Lambdaサービス、またはロードバランサーからの呼び出しが失敗しました。",
    explanation: "ロードバランサーがLambdaサービスに到達できなかったか、サービス自身がエラーを返しました。コードや設定に問題があるとは限りません。種類は error_reason に記録されますが、AWS内部で何が起きたかは利用者のログには現れません。",
    shape: "error_reason が LambdaServiceException、LambdaConnectionError、LambdaConnectionTimeout、LambdaUnhandledException のいずれかです。",
    supports: &[
        "error_reason にサービスまたはその呼び出しが記録されています。",
        "ほかのターゲットグループの関数も同時に失敗しています。",
    ],
    opposes: &["1つの関数だけが、その変更の時点から失敗しています。"],
    now: "再試行します。続く場合はAWSサポートに問い合わせます。",
    fix: "冪等なリクエストをクライアントが再試行できるようにします。",
    prevent: "クライアントと呼び出し元が冪等なリクエストを間隔を空けて再試行するようにし、AWS Healthのイベントを購読します。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};

pub(crate) static BAD_REQUEST: Texts = Texts {
    title: "Lambdaに渡せないリクエスト",
    meaning: "サイズ超過、UTF-8でない、WebSocketのいずれかのため、リクエストを関数に渡せません。",
    explanation: "ロードバランサーがリクエストをイベントに変換できません。ボディが1MBを超える、UTF-8であるべき部分がUTF-8でない、WebSocketを要求しているなどです。関数は呼び出されません。理由は error_reason に記録されます。クライアントに起因し、仕様として拒否されています。",
    shape: "error_reason が LambdaBadRequest、LambdaRequestTooLarge（413）、LambdaWebsocketNotSupported（400）のいずれかです。",
    supports: &["error_reason に記録されています。", "毎回同じクライアントまたはパスです。"],
    opposes: &[
        "同じ種類のリクエストが以前は通っていました。その場合はルートが関数に移されています。",
    ],
    now: "対応は不要です。仕様として拒否されています。",
    fix: "1MBを超えるボディはS3にアップロードし、WebSocketは別の種類のターゲットに送ります。",
    prevent: "クライアントでアップロードのサイズを制限して文書化し、関数が応答するルートにアップロードを置かないようにします。",
    not_visible: "関数名と関数自身のエラー。関数のCloudWatch Logsで確認します。",
};
