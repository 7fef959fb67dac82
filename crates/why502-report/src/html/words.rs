//! The words of a page that are not the postmortem's: of buttons, plots and their tables.

use why502_rulebook::Language;

/// The words of one language.
#[derive(Debug)]
pub(crate) struct PageWords {
    pub(crate) language: &'static str,
    pub(crate) contents: &'static str,
    pub(crate) skip: &'static str,
    pub(crate) copy: &'static str,
    pub(crate) copied: &'static str,
    pub(crate) numbers: &'static str,
    pub(crate) time: &'static str,
    pub(crate) requests: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) target: &'static str,
    pub(crate) percentiles: [&'static str; 3],
    pub(crate) window: &'static str,
    pub(crate) windows: &'static str,
    pub(crate) served: &'static str,
    pub(crate) no_request: &'static str,
    pub(crate) point: &'static str,
    pub(crate) to_fill_in: &'static str,
    pub(crate) shortened: &'static str,
    pub(crate) made_by: &'static str,
}

/// The words of `language`.
pub(crate) fn words(language: Language) -> &'static PageWords {
    match language {
        Language::English => &ENGLISH,
        Language::Japanese => &JAPANESE,
    }
}

const ENGLISH: PageWords = PageWords {
    language: "en",
    contents: "Contents",
    skip: "Skip to the report",
    copy: "Copy",
    copied: "Copied",
    numbers: "The numbers as a table",
    time: "Time",
    requests: "Requests",
    failed: "Failed",
    target: "Target",
    percentiles: ["median", "90th percentile", "99th percentile"],
    window: "Incident",
    windows: "Incidents",
    served: "served without failure",
    no_request: "blank: no request",
    point: "Point at or tap the plot for its numbers.",
    to_fill_in: "to be filled in",
    shortened: "This page was kept short: causes, incidents or tables are left out at the end of their \
                lists. --format json has all of them.",
    made_by: "Written by why502 from logs. This file loads nothing and sends nothing.",
};

const JAPANESE: PageWords = PageWords {
    language: "ja",
    contents: "目次",
    skip: "本文へ移動",
    copy: "コピー",
    copied: "コピーしました",
    numbers: "数値の表",
    time: "時刻",
    requests: "リクエスト",
    failed: "失敗",
    target: "ターゲット",
    percentiles: ["中央値", "90 パーセンタイル", "99 パーセンタイル"],
    window: "インシデント",
    windows: "インシデント数",
    served: "失敗なし",
    no_request: "空白: リクエストなし",
    point: "グラフ上の点を指すかタップすると数値が表示されます。",
    to_fill_in: "記入してください",
    shortened: "ページを小さく保つため、原因・インシデント・表の末尾を省略しています。すべての内容は --format json \
                にあります。",
    made_by: "why502 がログから作成しました。このファイルは何も読み込まず、何も送信しません。",
};
