//! What is said of each cause in Japanese, one file per system.
//!
//! Modules, each using only those to its left: `target → lambda → load_balancer → cloudfront → apigateway → elastic → signatures → evidence → patterns`

pub(crate) mod apigateway;
pub(crate) mod cloudfront;
pub(crate) mod elastic;
pub(crate) mod lambda;
pub(crate) mod load_balancer;
pub(crate) mod target;

mod evidence;
mod patterns;
mod signatures;

use crate::texts::Texts;

pub(crate) static UNATTRIBUTED: Texts = Texts {
    title: "原因不明",
    meaning: "ログはリクエストの失敗を示していますが、理由を示すものがありません。",
    explanation: "リクエストは失敗しましたが、その行からも前後のリクエストからも理由が分かりません。判断に必要なフィールドが空か、どの規則にも当てはまりません。推測せずにそのまま報告します。ほかのログ、またはまだ記録していないフィールドで判断できます。",
    shape: "どのシグネチャにも一致しない失敗のステータス、またはどの規則でも判断できないグループです。",
    supports: &["どのシグネチャにも一致しない失敗のステータスです。"],
    opposes: &["同じ時刻と範囲の別の検出結果がこれらのリクエストも説明しています。"],
    now: "該当時刻のアプリケーション自身のログを確認します。読み取ったログの中に判断できるものはありません。",
    fix: "次回判断できるものを記録します。アプリケーションログのトレースID、API Gatewayのアクセスログの全フィールド、ロードバランサーのヘルスチェックログと接続ログです。",
    prevent: "すべての層のログを共通のIDとともに同じ期間保存します。",
    not_visible: "判断の根拠となるすべて。",
};

/// What a signature means, by its id; empty where nothing is written.
pub(crate) fn signature(id: &str) -> &'static str {
    of(signatures::SIGNATURES, id)
}

/// What a rule for a line that is no request means, by its id; empty where nothing is written.
pub(crate) fn evidence(id: &str) -> &'static str {
    of(evidence::EVIDENCE, id)
}

/// What a group rule asks of the group, by its id; empty where nothing is written.
pub(crate) fn pattern(id: &str) -> &'static str {
    of(patterns::PATTERNS, id)
}

fn of(table: &[(&str, &'static str)], id: &str) -> &'static str {
    table.iter().find(|(key, _)| *key == id).map_or("", |(_, text)| text)
}

/// Every id that has a text here.
#[cfg(test)]
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    let tables = [signatures::SIGNATURES, evidence::EVIDENCE, patterns::PATTERNS];
    tables.into_iter().flatten().map(|(id, _)| *id)
}
