//! The words of a postmortem that no other report has.

use why502_rulebook::{Language, Words};

macro_rules! words {
    ($($name:ident: $english:expr, $japanese:expr;)*) => {
        $(pub(super) const $name: Words = Words::new($english, $japanese);)*
    };
}

// Headings.
words! {
    TITLE: "Postmortem (draft)", "ポストモーテム（草案）";
    TITLE_WELL: "Report", "レポート";
    IMPACT: "Impact", "影響";
    TIMELINE: "Timeline", "タイムライン";
    LATENCY: "Response times", "応答時間";
    HEAT_MAP: "Targets over time", "ターゲットごとの推移";
    PHASES: "Before, during and after", "発生前・発生中・発生後";
    FINDINGS: "Causes", "原因";
    CONTRASTS: "What sets failing requests apart", "失敗したリクエストの特徴";
    TRIGGER: "Trigger", "契機";
    SLO: "Error budget", "エラーバジェット";
    FIGURES: "Figures", "集計";
    COVERAGE: "Coverage and data quality", "ログの網羅性とデータの品質";
    NOT_VISIBLE: "What these logs cannot show", "これらのログからは分からないこと";
    COLLECT: "Facts of the account worth collecting", "収集するとよいアカウントの情報";
    ACTIONS: "Action items", "アクションアイテム";
    DETECTION: "Detection", "検知";
    RESPONSE: "Response and resolution", "対応と解決";
    BUSINESS: "Effect on users and business", "利用者と事業への影響";
    LESSONS: "Lessons learned", "教訓";
    WENT_WELL: "What went well", "うまくいったこと";
    WENT_WRONG: "What went wrong", "うまくいかなかったこと";
    LUCKY: "Where we got lucky", "幸運だったこと";
    PEOPLE: "Authors and status", "作成者と状態";
}

// Labels of facts and columns.
words! {
    WHEN: "When", "日時";
    DURATION: "Duration", "継続時間";
    REQUESTS: "Requests", "リクエスト";
    CLIENT_ERRORS: "Status 4xx", "ステータス 4xx";
    FAILED: "Failed", "失敗";
    SHARE: "Share", "割合";
    STATE: "State", "状態";
    PEAK: "Peak", "最大";
    PEAK_OF_IT: "Peak of the incident", "インシデントの最大";
    CLIENTS: "Client networks", "クライアントネットワーク";
    HOSTS: "Hosts", "ホスト";
    PATHS: "Paths", "パス";
    TARGETS: "Targets", "ターゲット";
    MASKED: "Masked", "利用者に見えなかった失敗";
    CAUSES: "Causes", "原因";
    OF_ALL: "Of all requests read", "読み込んだ全リクエストに対して";
    TIME: "Time", "時刻";
    EVENT: "Event", "出来事";
    MEASURE: "Measure", "指標";
    BEFORE: "Before", "発生前";
    DURING: "During", "発生中";
    AFTER: "After", "発生後";
    PER_SECOND: "Requests per second", "毎秒リクエスト数";
    MEDIAN: "Median response time", "応答時間の中央値";
    P95: "95th percentile", "95 パーセンタイル";
    P99: "99th percentile", "99 パーセンタイル";
    ACTIVE_TARGETS: "Targets with requests", "リクエストのあったターゲット";
    CONFIDENCE: "Confidence", "確信度";
    SIGNATURES: "Signatures", "シグネチャ";
    SIGNATURE: "Signature", "シグネチャ";
    MEANING: "Meaning", "意味";
    STATUS: "Status", "ステータス";
    VALUE: "Value", "値";
    RISK: "Risk", "リスク";
    FOR: "Evidence for", "支持する証拠";
    AGAINST: "Evidence against, and what is not known", "反証と、分からないこと";
    CHECKS: "What decides it", "確認方法";
    REMEDIES: "What to do", "対処";
    REFERENCES: "Read more", "参照";
    NOW: "Now", "応急";
    FIX: "Fix", "恒久";
    PREVENT: "Prevent", "予防";
    KIND: "Type", "種類";
    ACTION: "Action", "内容";
    VERIFY: "Verified by", "完了の確認";
    OWNER: "Owner", "担当";
    DUE: "Due", "期限";
    OBJECTIVE: "Objective", "目標";
    ALLOWED: "Failures allowed", "許容される失敗";
    USED: "Budget used", "使用したバジェット";
    BURN_RATE: "Burn rate", "バーンレート";
    BUDGET_OF_IT: "Of the budget", "バジェットに対して";
    INCIDENT: "Incident", "インシデント";
    OTHER: "other signatures", "その他のシグネチャ";
    OTHER_STATUS: "other failures", "その他の失敗";
}

// Sentences.
words! {
    TIME_UNIT: "Response time in seconds", "応答時間（秒）";
    HEAT_UNIT: "Failing part of the requests of each target", "各ターゲットのリクエストのうち失敗した割合";
    HIGHEST: "Where a column holds several intervals, the highest of them is shown.",
        "1 つの列に複数の区間が含まれる場合は、その最大値を示します。";
    CONTRASTS_ARE: "Part of the failing requests that have a value, beside the part of all requests of the \
        same time that have it. Risk is that of failing with the value, over that without it.",
        "その値を持つものの割合を、失敗したリクエストと、同じ時間帯のリクエスト全体とで比べます。\
         リスクは、その値を持つ場合に失敗する確率の、持たない場合に対する比です。";
    OF_FAILING: "of failing requests", "失敗したリクエスト";
    OF_CONCURRENT: "of requests of that time", "同じ時間帯の全リクエスト";
    FIRST_FAILURE: "First failing request", "最初に失敗したリクエスト";
    LAST_FAILURE: "Last failing request", "最後に失敗したリクエスト";
    STILL_FAILING: "Last failing request in the logs: not over", "ログ内で最後に失敗したリクエスト: 継続中";
    TRIGGER_IS_NOT_CAUSE: "The nearest change before the failures. It set them off; why they could happen is \
        told by the cause.",
        "失敗の直前の変化です。契機であって、失敗が起こり得た理由は原因の項にあります。";
    NO_TRIGGER: "These logs show no change just before the failures. Look at deployments, settings and \
        certificates of that time.",
        "これらのログには、失敗の直前の変化は現れていません。その時刻のデプロイ、設定変更、証明書を確認してください。";
    BEST_EFFORT: "AWS delivers access logs on a best-effort basis: every figure is of the lines that \
        were delivered and read, not of all requests there may have been.",
        "AWS のアクセスログの配信はベストエフォートです。数値はすべて、配信されて読み込まれた行についてのものです。";
    OF_THE_PERIOD: "Of the period that was read, not of the month that an objective is usually set for. Failed \
        is every request with a signature, also where the client gave up.",
        "通常の目標期間（1 か月など）ではなく、読み込んだ期間についての値です。クライアントが中断したものを\
         含め、シグネチャのあるリクエストをすべて失敗と数えます。";
    BURN_RATES: "A burn rate of 1 uses exactly the whole budget in the objective's period. Usual alarms for \
        thirty days: 14.4 over an hour, 6 over six hours.",
        "バーンレート 1 は、目標期間でバジェットをちょうど使い切る速さです。30 日の目標での一般的なアラーム: \
         1 時間で 14.4、6 時間で 6。";
    LOGS_ONLY: "From logs only: people fill in what is empty.", "ログのみから作成しました。空欄は人が記入します。";
    WHO_NOTICED: "Who or what noticed it, and when? Alarms that fired, alarms that should have.",
        "誰が、または何が、いつ気付いたか。発報したアラームと、発報すべきだったアラーム。";
    WHAT_HELPED: "What was done, by which time, and what helped?", "何を、いつ行い、何が効いたか。";
    WHAT_IT_COST: "What could users not do? Orders, money, agreements.", "利用者は何ができなかったか。注文、金額、契約。";
    WHO_WROTE: "Authors, status (draft, reviewed), date of the review.", "作成者、状態（草案・レビュー済み）、レビュー日。";
    SYSTEMS_NOT_PEOPLE: "Describe systems, not people.", "人ではなく、仕組みについて書きます。";
}

/// A length of time in its two largest units.
pub(super) fn duration(us: i64, language: Language) -> String {
    let seconds = us.max(0).saturating_add(500_000) / 1_000_000;
    let units: [(i64, &str, &str); 4] =
        [(86_400, "d", "日"), (3_600, "h", "時間"), (60, "min", "分"), (1, "s", "秒")];
    let at = units.iter().position(|(size, ..)| seconds >= *size).unwrap_or(3);
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (size, english, japanese) in units.iter().skip(at).take(2) {
        let (count, unit) = (rest / size, Words::new(english, japanese).text(language));
        rest %= size;
        if count > 0 || parts.is_empty() && *size == 1 {
            parts.push(format!("{count} {unit}"));
        }
    }
    parts.join(" ")
}

/// `and 3 more`.
pub(super) fn and_more(count: u64, language: Language) -> String {
    let count = why502_engine::summary::thousands(count);
    match language {
        Language::English => format!("and {count} more"),
        Language::Japanese => format!("ほか {count} 件"),
    }
}

/// A sentence ends as the language does.
pub(super) fn ended(parts: &[String], language: Language) -> String {
    match language {
        Language::English => format!("{}.", parts.join("; ")),
        Language::Japanese => format!("{}。", parts.join("、")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_at_most_two_units() {
        let said = [0, 41, 60, 281, 7_500, 180_000]
            .map(|seconds| duration(seconds * 1_000_000, Language::English));
        assert_eq!(said, ["0 s", "41 s", "1 min", "4 min 41 s", "2 h 5 min", "2 d 2 h"]);
        assert_eq!(duration(281_000_000, Language::Japanese), "4 分 41 秒");
    }
}
