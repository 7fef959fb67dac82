//! Japanese.

use why502_engine::summary::{Impact, InputSummary};

use super::{Drawn, Label, NoIncident, Opening, OtherLog, Phrases, Spread};
use crate::figures::{percent, ratio, size, thousands};

pub(super) struct Japanese;

impl Phrases for Japanese {
    fn list(&self, names: &[String]) -> String {
        names.join("、")
    }

    fn list_cut(&self, names: &[String], left_out: usize) -> String {
        format!("{} ほか {left_out} 件", self.list(names))
    }

    fn confidence(&self, confidence: f64) -> String {
        format!("確信度 {confidence:.2}")
    }

    fn failed_of(&self, failed: u64, requests: u64) -> String {
        format!(
            "リクエスト {} 件中 {} 件が失敗 ({})",
            thousands(requests),
            thousands(failed),
            share(failed, requests)
        )
    }

    fn course(&self, is_ongoing: bool) -> &'static str {
        if is_ongoing { "ログの終わりでも継続中" } else { "終息" }
    }

    fn hit(&self, impact: &Impact) -> Vec<String> {
        let parts = [
            (impact.client_networks, "クライアントネットワーク"),
            (impact.distinct_hosts, "ホスト"),
            (impact.distinct_paths, "パス"),
            (impact.distinct_targets, "ターゲット"),
            (impact.masked, "CloudFront により見えなかった失敗"),
        ];
        parts
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .enumerate()
            .map(|(place, (number, what))| {
                let hit = if place == 0 { "影響: " } else { "" };
                format!("{hit}{what} {}", thousands(number))
            })
            .collect()
    }

    fn budget(&self, objective: &str, allowed: &str, failed: u64, used: &str) -> String {
        format!(
            "失敗 {} 件、{objective} で許容される件数は {allowed}: このログの期間のエラーバジェットの {used}",
            thousands(failed)
        )
    }

    fn incidents(&self, count: usize) -> String {
        format!("{count} 件のインシデント (時刻順)")
    }

    fn no_request(&self) -> &'static str {
        "リクエストの記録がありません: これらのログが示すのはリクエストの周辺の出来事だけで、\
         502 エラーを数えることはできません。応答した側のアクセスログを追加してください。"
    }

    fn without_causes(&self) -> &'static str {
        "--summary では原因を調べません。同じコマンドを --summary なしで実行すると調べます。"
    }

    fn no_incident(&self, figures: &NoIncident<'_>) -> String {
        let opening = match figures.opening {
            Opening::NoIncident => "インシデントはありません",
            Opening::InWhatCouldBeRead => "読み込めた範囲にインシデントはありません",
            Opening::InWhatWasRead => "読み込んだ範囲にインシデントはありません",
            Opening::CountsOnly => "件数のみ",
            Opening::WithoutFinding => "所見のないインシデントがあります",
        };
        let link = if figures.is_alarming { "。ただし、" } else { ": " };
        let requests = thousands(figures.requests);
        let got = if figures.bad_gateways == 0 {
            format!("リクエスト {requests} 件のうち 502 エラーは 0 件です")
        } else {
            let spread = match figures.spread {
                Spread::Targets(targets) => format!("、{targets} 台のターゲットに分散"),
                Spread::Minutes(minutes) => format!("、{minutes} 分間に分散"),
                Spread::Unsaid => String::new(),
            };
            format!(
                "リクエスト {requests} 件のうち 502 エラーは {} 件です ({}{spread})",
                thousands(figures.bad_gateways),
                share(figures.bad_gateways, figures.requests)
            )
        };
        let others = match figures.others {
            0 => String::new(),
            others => format!(
                "。ほかに {} 件が別の形で失敗しました ({})",
                thousands(others),
                share(others, figures.requests)
            ),
        };
        let missing = figures.missing.map_or_else(String::new, |missing| format!("。{missing}"));
        format!("{opening}{link}{got}{others}{missing}。")
    }

    fn timeouts(&self) -> &'static str {
        "所要時間から推定したタイムアウト"
    }

    fn should_be_longer(&self, longer: &str, shorter: &str) -> String {
        format!("{longer} は {shorter} より長くする必要があります")
    }

    fn not_inferred(&self, names: &str) -> String {
        format!("推定できなかったもの: {names}")
    }

    fn and_more(&self, count: u64) -> String {
        format!("  ほか {} 件（--details ですべて表示）", thousands(count))
    }

    fn drawn(&self, drawn: Drawn) -> String {
        let what = drawn.status.map_or_else(|| "失敗".to_owned(), |code| format!("{code} エラー"));
        let period = match drawn.seconds {
            0 | 1 => "1 秒".to_owned(),
            s if s.is_multiple_of(86_400) => format!("{} 日", s / 86_400),
            s if s.is_multiple_of(3600) => format!("{} 時間", s / 3600),
            s if s.is_multiple_of(60) => format!("{} 分", s / 60),
            s => format!("{s} 秒"),
        };
        format!("{what} ({period}ごと)")
    }

    fn peak(&self, count: u64, at: &str) -> String {
        format!("最大 {} ({at})", thousands(count))
    }

    fn drawn_with_peak(&self, drawn: &str, peak: &str) -> String {
        format!("{drawn}、{peak}")
    }

    fn gap(&self) -> &'static str {
        "· は、これらのログにリクエストがまったくない時間です"
    }

    fn label(&self, label: Label) -> &'static str {
        match label {
            Label::When => "日時",
            Label::Where => "範囲",
            Label::After => "契機",
            Label::Check => "確認",
            Label::Now => "応急",
            Label::Fix => "恒久",
            Label::Later => "予防",
            Label::Signs => "兆候",
            Label::Read => "参照",
        }
    }

    fn background(&self) -> &'static str {
        " (平常時のノイズ)"
    }

    fn failures_of(&self, requests: u64, failed: u64) -> String {
        format!("失敗 {} 件中 {} 件", thousands(failed), thousands(requests))
    }

    fn grade(&self, grade: &'static str) -> &'static str {
        match grade {
            "deterministic" => "確定的",
            "strong" => "強い",
            "weak" => "弱い",
            other => other,
        }
    }

    fn dimension(&self, name: &str, _values: usize) -> String {
        let name = match name {
            "target" => "ターゲット",
            "target_group" => "ターゲットグループ",
            "load_balancer" => "ロードバランサー",
            "node" => "ロードバランサーのノード",
            "subnet" => "サブネット",
            "function" => "関数",
            "edge_location" => "エッジロケーション",
            "host" => "ホスト",
            "path" => "パス",
            "method" => "メソッド",
            "client" => "クライアント",
            "user_agent" => "ユーザーエージェント",
            "protocol" => "プロトコル",
            "tls_version" => "TLS バージョン",
            "target_age" => "ターゲットの新旧",
            other => other,
        };
        name.to_owned()
    }

    fn more_evidence(&self, count: usize) -> String {
        format!("ほか {count} 件は --details で表示")
    }

    fn other_logs(&self) -> &'static str {
        "他のログにある証拠"
    }

    fn other_log(&self, kind: &OtherLog<'_>) -> String {
        let OtherLog { format, records, id, range, meaning, supports } = kind;
        let records = thousands(*records);
        let supports = match supports {
            [] => String::new(),
            causes => format!(" 支持する原因: {}。", causes.join("、")),
        };
        format!("{format} {records} 件 ({id})、{range}: {meaning}{supports}")
    }

    fn more_kinds(&self, count: usize) -> String {
        format!("ほか {count} 種類 (--details ですべて表示)")
    }

    fn status_label(&self) -> &'static str {
        "ステータス  "
    }

    fn pairs_label(&self) -> &'static str {
        "組み合わせ  "
    }

    fn signatures_label(&self) -> &'static str {
        "兆候        "
    }

    fn latency_label(&self) -> &'static str {
        "応答時間    "
    }

    fn latency_names(&self) -> [&'static str; 5] {
        ["中央値", "p90", "p95", "p99", "最大"]
    }

    fn by_dimension(&self, name: &str, listed: u64, distinct: u64) -> String {
        let name = self.dimension(name, 1);
        if listed < distinct {
            format!("{name}別 (値 {} 個中 {} 個)", thousands(distinct), thousands(listed))
        } else {
            format!("{name}別")
        }
    }

    fn value_failed(&self, failed: u64, requests: u64, risk: Option<(f64, f64)>) -> String {
        let risk = risk
            .map(|(risk, low)| format!("、リスク × {} (少なくとも {})", ratio(risk), ratio(low)))
            .unwrap_or_default();
        format!("{} 件中 {} 件が失敗{risk}", thousands(requests), thousands(failed))
    }

    fn read(&self, input: &InputSummary, span: Option<String>) -> String {
        let unpacked = if input.bytes == input.bytes_read {
            String::new()
        } else {
            format!(" (展開後 {})", size(input.bytes))
        };
        let formats: Vec<_> =
            input.formats.iter().map(|(name, n)| format!("{name} {}", thousands(*n))).collect();
        let formats =
            if formats.is_empty() { String::new() } else { format!(" ({})", self.list(&formats)) };
        let span = span.map(|span| format!("、{span}")).unwrap_or_default();
        format!(
            "読み込み: オブジェクト {} 個、{}{unpacked}、{} 行: レコード {} 件{formats}、不正な行 {}、制御行 {}{span}。",
            thousands(input.objects),
            size(input.bytes_read),
            thousands(input.lines),
            thousands(input.records),
            thousands(input.rejected_lines),
            thousands(input.control_lines),
        )
    }

    fn interrupted(&self) -> &'static str {
        "実行は途中で終了しました: 上の数値はすべてそれまでに読み込んだ分のもので、全体ではありません。"
    }

    fn rejected(&self, input: &InputSummary) -> String {
        let reason = |(reason, lines): (&String, &u64)| {
            let place = input.rejected_places.iter().find(|place| &place.reason == reason);
            let first = place.map(|at| format!(" (最初は {}:{})", at.source, at.line));
            format!("{reason} {} 行{}", thousands(*lines), first.unwrap_or_default())
        };
        let reasons: Vec<_> = input.rejected.iter().map(reason).collect();
        format!("不正な行: {}。", reasons.join("、"))
    }

    fn outside_window(&self, records: u64) -> String {
        let records = thousands(records);
        format!("{records} 件のレコードは指定の時間範囲の外にあり、他の数値には含まれません。")
    }

    fn filtered_out(&self, records: u64) -> String {
        let records = thousands(records);
        format!("{records} 件のレコードは --where により除外され、他の数値には含まれません。")
    }

    fn redacted(&self, kinds: &str) -> String {
        match kinds {
            "" => "--redact により伏せるべき値はありませんでした。".to_owned(),
            kinds => format!("--redact により伏せた値: {kinds}。"),
        }
    }

    fn unread(&self, sources: u64) -> String {
        format!(
            "{} 個のソースを読み込めなかったか、最後まで読み込めませんでした: その内容は上のどの数値にも含まれません。取得し直してから再実行してください。",
            thousands(sources)
        )
    }

    fn read_before(&self, records: u64) -> String {
        format!(" (それより前の {} 件のレコードは集計済み)", thousands(records))
    }

    fn skipped(&self, files: u64) -> String {
        format!("ほかの {} 個のファイルをスキップしました:", thousands(files))
    }

    fn more(&self, count: u64) -> String {
        format!("ほか {} 件 (--details ですべて表示)", thousands(count))
    }
}

fn share(part: u64, whole: u64) -> String {
    percent(part, whole, "99.9 % 超")
}
