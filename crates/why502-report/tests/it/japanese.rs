//! The text report in Japanese.

use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;
use why502_engine::summary::{Said, Summary};
use why502_report::text::{TextOptions, render};
use why502_rulebook::Language;

use crate::fixture::{healthy, incident, minute};

fn shown(mut summary: Summary, width: usize, details: bool) -> String {
    let language = Language::Japanese;
    summary.speak(language);
    render(
        &summary,
        &TextOptions { zone: TimeZone::UTC, width, color: false, details, slo: None, language },
    )
}

/// The fixture with sentences as long as they come.
fn told() -> Summary {
    let mut summary = incident();
    let (first, rest) = summary.findings.split_at_mut(1);
    first[0].title = Said::new(
        "502s came from a rolling deploy.",
        "502 エラー: ローリングデプロイ中に、ターゲットグループ web の 3 台のターゲットがリクエストの送信先のまま停止されました。",
    );
    rest[0].title =
        Said::new("About 16 an hour.", "12 台のターゲットすべてで 1 時間に約 16 件です。");
    for finding in &mut summary.findings {
        finding.evidence[0].statement = Said::new(
            "912 requests ended together",
            "912 件のリクエストが、ターゲットの最後のログ行から 1 秒以内に終了し、残りは同じターゲットに拒否されました",
        );
        finding.evidence[1].statement = Said::new("not shown", "停止した人はログに現れません");
        finding.next_checks[0].statement = Said::new("Who:", "ターゲットの登録を解除した人:");
        finding.remedies = vec![
            Said::new(
                "Now: nothing.",
                "Now: 対応は不要です。デプロイが実行中であれば一時停止してください。",
            ),
            Said::new("Fix: wait.", "Fix: 登録を解除し、待ってから SIGTERM を送信してください。"),
        ];
    }
    summary
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [50, 60, 80, 100] {
        for text in [shown(told(), width, false), shown(healthy(), width, false)] {
            let is_command = |line: &&str| !line.contains("Attribute");
            for line in text.lines().filter(is_command) {
                assert!(line.width() <= width, "{width}, not {}: {line}", line.width());
            }
        }
    }
}

#[test]
fn the_words_of_the_report_are_japanese() {
    let mut summary = told();
    summary.incidents.push(summary.incidents[0].clone());
    summary.input.interrupted = true;
    (summary.input.records_outside_window, summary.input.records_filtered_out) = (5, 6);
    let japanese = shown(summary.clone(), 80, true);
    let options = TextOptions {
        zone: TimeZone::UTC,
        width: 80,
        color: false,
        details: true,
        slo: None,
        language: Language::English,
    };
    let english = render(&summary, &options);
    for word in [
        "confidence",
        "failed",
        "ended",
        "incidents",
        "minute",
        "peak",
        "When",
        "Where",
        "After",
        "Check",
        "Now",
        "Fix",
        "Signs",
        "Read",
        "failures",
        "background",
        "strong",
        "Status",
        "Latency",
        "median",
        "values",
        "risk",
        "least",
        "target group",
        "objects",
        "lines",
        "unpacked",
        "Rejected",
        "outside",
        "--where, counted",
        "early",
        "sources",
        "before",
        "file was",
    ] {
        assert!(english.contains(word), "{word} in {english}");
        assert!(!japanese.contains(word), "{word} in {japanese}");
    }
}

#[test]
fn labels_line_up_though_their_characters_are_wide() {
    let text = shown(told(), 80, true);
    for label in [
        "日時   2026",
        "範囲   ターゲットグループ web",
        "契機   2026",
        "確認   ターゲット",
        "応急   対応は不要",
        "恒久   登録を解除",
        "兆候   alb-502",
        "参照   https",
    ] {
        assert!(text.contains(&format!("\n   {label}")), "{label} in {text}");
    }
}

#[test]
fn a_healthy_window_gets_one_sentence_and_its_accounting() {
    assert_eq!(
        shown(healthy(), 80, false),
        "インシデントはありません: リクエスト 412,903 件のうち 502 エラーは 3 件です\n\
         (0.0007 %、3 分間に分散)。\n\
         \n\
         読み込み: オブジェクト 214 個、231 MB (展開後 1.7 GB)、412,903 行: レコード\n\
         412,900 件 (alb 412,900)、不正な行 2、制御行 1、2026-11-22 13:20:00–15:20:00\n\
         UTC。\n\
         不正な行: bad_timestamp 2 行 (最初は logs/a.log.gz:12)。\n"
    );
}

#[test]
fn hostile_names_are_escaped_in_japanese_too() {
    let hostile = "x\x1b[2J\u{202e}y";
    let mut summary = told();
    summary.input.failed_objects[0].error = hostile.to_owned();
    summary.findings[0].title =
        Said::new("x", format!("502 エラー: ホスト {hostile} が応答しません。"));
    summary.findings[0].scope.hosts.push(hostile.to_owned());
    summary.findings[0].last_seen = minute(47);
    let text = shown(summary, 80, false);
    assert!(!text.chars().any(|c| c.is_control() && c != '\n') && !text.contains('\u{202e}'));
    assert_eq!(text.matches("x\\u{1b}[2J\\u{202e}y").count(), 3, "{text}");
}
