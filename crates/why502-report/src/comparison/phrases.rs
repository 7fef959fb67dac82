//! The words of a comparison, in each language.

use why502_rulebook::Language;

/// The words of one language.
pub(super) struct Phrases {
    pub(super) title: &'static str,
    pub(super) before: &'static str,
    pub(super) after: &'static str,
    pub(super) as_a_whole: &'static str,
    pub(super) what: &'static str,
    pub(super) times: &'static str,
    pub(super) scale: &'static str,
    pub(super) verdict: &'static str,
    pub(super) higher: &'static str,
    pub(super) lower: &'static str,
    pub(super) within_noise: &'static str,
    pub(super) too_few: &'static str,
    pub(super) new: &'static str,
    pub(super) gone: &'static str,
    pub(super) traffic: &'static str,
    pub(super) failing: &'static str,
    pub(super) no_record: &'static str,
    pub(super) notes: &'static str,
    pub(super) method: &'static str,
    language: Language,
}

const ENGLISH: Phrases = Phrases {
    title: "Before and after",
    before: "Before",
    after: "After",
    as_a_whole: "As a whole",
    what: "What",
    times: "times (95 %)",
    scale: "¹⁄₁₆ to × 16",
    verdict: "Verdict",
    higher: "higher",
    lower: "lower",
    within_noise: "within noise",
    too_few: "too few to tell",
    new: "new",
    gone: "gone",
    traffic: "traffic",
    failing: "failing",
    no_record: "no record",
    notes: "Notes",
    method: "The interval behind each ratio says how large a change could hide in what is within \
             noise. Of all that is called higher or lower, one in twenty at most is so by chance.",
    language: Language::English,
};

const JAPANESE: Phrases = Phrases {
    title: "前後の比較",
    before: "前",
    after: "後",
    as_a_whole: "全体",
    what: "項目",
    times: "倍率 (95 %)",
    scale: "¹⁄₁₆ ～ × 16",
    verdict: "判定",
    higher: "増加",
    lower: "減少",
    within_noise: "ノイズの範囲内",
    too_few: "件数不足",
    new: "新規",
    gone: "消滅",
    traffic: "トラフィック",
    failing: "失敗",
    no_record: "レコードなし",
    notes: "注意",
    method: "倍率の区間は、ノイズの範囲内とした値に隠れうる変化の大きさを示します。増加または減少とした\
             もののうち、偶然によるものは多くても 20 件に 1 件です。",
    language: Language::Japanese,
};

/// The words of a language.
pub(super) fn phrases(language: Language) -> &'static Phrases {
    match language {
        Language::English => &ENGLISH,
        Language::Japanese => &JAPANESE,
    }
}

impl Phrases {
    fn pick<'a>(&self, english: &'a str, japanese: &'a str) -> &'a str {
        match self.language {
            Language::English => english,
            Language::Japanese => japanese,
        }
    }

    /// A figure of a side.
    pub(super) fn figure<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "requests" => self.pick("requests", "リクエスト"),
            "failed" => self.pick("failed", "失敗"),
            "bad_gateways" => "502",
            "unavailable" => "503",
            "gateway_timeouts" => "504",
            "p50" => self.pick("response time, p50", "応答時間 p50"),
            "p90" => self.pick("response time, p90", "応答時間 p90"),
            "p99" => self.pick("response time, p99", "応答時間 p99"),
            other => other,
        }
    }

    /// What a group is of.
    pub(super) fn group(&self, name: &str) -> String {
        let japanese = match name {
            "cause" => "原因",
            "signature" => "シグネチャ",
            "status" => "ステータス",
            "host_status" => "ホストと失敗のステータス",
            "target" => "ターゲット",
            "target_group" => "ターゲットグループ",
            "load_balancer" => "ロードバランサー",
            "node" => "ノード",
            "host" => "ホスト",
            "method" => "メソッド",
            "path" => "パス",
            "client" => "クライアント",
            "user_agent" => "ユーザーエージェント",
            "protocol" => "プロトコル",
            "tls_version" => "TLS バージョン",
            "edge_location" => "エッジロケーション",
            other => other,
        };
        let english = match name {
            "host_status" => "host and status of failing requests".to_owned(),
            "tls_version" => "TLS version".to_owned(),
            other => other.replace('_', " "),
        };
        self.pick(&english, japanese).to_owned()
    }

    /// A group's heading: its name, how many values it has, and how many of them changed.
    pub(super) fn heading(&self, name: &str, changed: &str, distinct: &str) -> String {
        let group = self.group(name);
        match self.language {
            Language::English => format!("By {group}: {changed} of {distinct} beyond noise"),
            Language::Japanese => {
                format!("{group}別: {distinct} 件中 {changed} 件がノイズを超えています")
            }
        }
    }

    /// Values that changed and are not shown.
    pub(super) fn more_changed(&self, count: &str) -> String {
        match self.language {
            Language::English => format!("and {count} more beyond noise"),
            Language::Japanese => format!("ほかに {count} 件がノイズを超えています"),
        }
    }

    /// Values that are not shown because nothing changed.
    pub(super) fn others(&self, within: &str, too_few: &str) -> String {
        match self.language {
            Language::English => match (within, too_few) {
                (within, "0") => format!("{within} within noise"),
                ("0", too_few) => format!("{too_few} seen too little to tell"),
                _ => format!("{within} within noise, {too_few} seen too little to tell"),
            },
            Language::Japanese => match (within, too_few) {
                (within, "0") => format!("ノイズの範囲内 {within} 件"),
                ("0", too_few) => format!("件数不足 {too_few} 件"),
                _ => format!("ノイズの範囲内 {within} 件、件数不足 {too_few} 件"),
            },
        }
    }

    /// Values that fail more or less often, but only as all requests do.
    pub(super) fn alike(&self, count: &str) -> String {
        match self.language {
            Language::English => format!("{count} changed only as failures did as a whole"),
            Language::Japanese => format!("{count} 件は全体の失敗と同じように変わっただけです"),
        }
    }

    /// Groups of which no value stands out.
    pub(super) fn all_alike(&self, groups: &[String]) -> String {
        match self.language {
            Language::English => {
                format!("Changed only as failures did as a whole, by {}", groups.join(", "))
            }
            Language::Japanese => {
                format!("次の別では全体の失敗と同じように変わっただけです: {}", groups.join("、"))
            }
        }
    }

    /// Groups of which nothing changed.
    pub(super) fn unchanged(&self, groups: &[String]) -> String {
        match self.language {
            Language::English => format!("Within noise by {}", groups.join(", ")),
            Language::Japanese => {
                format!("次の別ではノイズを超える違いはありません: {}", groups.join("、"))
            }
        }
    }

    /// Requests and failures of a side.
    pub(super) fn requests(&self, requests: &str, failed: &str) -> String {
        match self.language {
            Language::English => format!("{requests} requests · {failed} failed"),
            Language::Japanese => format!("リクエスト {requests} 件 · 失敗 {failed} 件"),
        }
    }

    /// What was read of a side.
    pub(super) fn read(&self, objects: &str, records: &str, rejected: &str) -> String {
        match self.language {
            Language::English => {
                format!("read {objects} objects, {records} records, {rejected} lines rejected")
            }
            Language::Japanese => format!(
                "オブジェクト {objects} 件、レコード {records} 件、読めない行 {rejected} 件"
            ),
        }
    }
}
