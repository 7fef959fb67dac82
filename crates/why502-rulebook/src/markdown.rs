//! The rulebook as the pages `docs/CAUSES.md` and `docs/CAUSES.ja.md`.

use std::fmt::Write as _;

use why502_parse::Format;

use crate::cause::{Cause, System};
use crate::causes;
use crate::evidence;
use crate::language::Language;
use crate::not_visible;
use crate::pattern::PATTERNS;
use crate::signatures;
use crate::words::Words;

const HEAD: Words = Words::new(
    "# Causes and signatures

[日本語](CAUSES.ja.md)

This page is generated from the rulebook (`cargo xtask docs`); change
`crates/why502-rulebook`, not this file. `why502 explain NAME` shows an entry at the terminal.

A *signature* is what one log line says about its own failure. It is decided by the line alone,
so a record, the counts and a query agree. A *cause* explains a group of failing requests: most
follow from the signature, some need the requests around it (*group rules*). Grades:
`deterministic` (the field names it), `strong` (documented, one other cause can look the same),
`weak` (needs a second source).

Times in conditions are seconds; `-` means that the field is empty. `elapsed` is
`time - request_creation_time`. `status` is the status that the client got. CloudFront's
real-time log has the signatures of its standard log.
",
    "# 原因とシグネチャ

[English](CAUSES.md)

このページはルールブックから生成されます（`cargo xtask docs`）。変更するときはこのファイルではなく
`crates/why502-rulebook` を編集してください。`why502 explain --lang ja NAME` で端末に表示できます。

*シグネチャ* は、1行のログがそれ自身の失敗について示す内容です。その行だけで決まるため、
レコード、件数、問い合わせの結果が一致します。*原因* は失敗したリクエストのまとまりを説明します。
多くはシグネチャから決まり、一部は前後のリクエストが必要です（*グループ規則*）。等級は
`deterministic`（フィールドに明記）、`strong`（文書化されているが、同じに見える原因がほかに1つある）、
`weak`（別の情報源が必要）です。

条件の時間の単位は秒で、`-` はフィールドが空であることを示します。`elapsed` は
`time - request_creation_time`、`status` はクライアントが受け取ったステータスです。CloudFrontの
リアルタイムログのシグネチャは標準ログと同じです。
",
);
const SIGNATURES: Words = Words::new(
    "\n## Signatures\n\nThe first whose condition holds is the request's.\n",
    "\n## シグネチャ\n\n条件が最初に成り立つものが、そのリクエストのシグネチャです。\n",
);
const SIGNATURE_ROW: Words = Words::new(
    "| id | grade | cause | side | condition |\n| --- | --- | --- | --- | --- |\n",
    "| id | 等級 | 原因 | 側 | 条件 |\n| --- | --- | --- | --- | --- |\n",
);
const EVIDENCE: Words = Words::new(
    "\n## Evidence in other logs\n\nLines that are no requests. They are tallied by themselves; the \
     causes are those they make likelier.\n",
    "\n## ほかのログの証拠\n\nリクエストではない行です。別に集計され、可能性を高める原因を示します。\n",
);
const EVIDENCE_ROW: Words = Words::new(
    "| id | grade | supports | side | condition |\n| --- | --- | --- | --- | --- |\n",
    "| id | 等級 | 裏付ける原因 | 側 | 条件 |\n| --- | --- | --- | --- | --- |\n",
);
const GROUP_RULES: Words = Words::new(
    "\n## Group rules\n\n| id | cause | rule |\n| --- | --- | --- |\n",
    "\n## グループ規則\n\n| id | 原因 | 規則 |\n| --- | --- | --- |\n",
);
const NOT_VISIBLE: Words = Words::new(
    "\n## Never in an access log\n\nA report names what applies to the logs it read, with the \
     values filled in.\n",
    "\n## アクセスログに現れないもの\n\nレポートは、読み取ったログに当てはまるものを値を埋めて示します。\n",
);

/// The whole page in one language.
#[must_use]
pub fn markdown(language: Language) -> String {
    let mut page = String::from(HEAD.text(language));
    signature_tables(&mut page, language);
    evidence_tables(&mut page, language);
    page.push_str(GROUP_RULES.text(language));
    for pattern in PATTERNS {
        let rule = pattern.words().text(language);
        let _ = writeln!(page, "| `{}` | `{}` | {rule} |", pattern.id, pattern.cause.name);
    }
    let mut system: Option<System> = None;
    for cause in causes::ALL {
        if system != Some(cause.system) {
            let _ = write!(page, "\n## {}\n", cause.system.title().text(language));
            system = Some(cause.system);
        }
        entry(&mut page, cause, language);
    }
    page.push_str(NOT_VISIBLE.text(language));
    for thing in not_visible::ALL {
        check(&mut page, thing.statement.text(language), thing.command);
    }
    page
}

fn signature_tables(page: &mut String, language: Language) {
    page.push_str(SIGNATURES.text(language));
    for format in [Format::Alb, Format::CloudFront, Format::ApiGateway, Format::Clb, Format::Nlb] {
        let _ = write!(page, "\n### `{}`\n\n{}", format.name(), SIGNATURE_ROW.text(language));
        for signature in signatures::of(format) {
            let _ = writeln!(
                page,
                "| `{}` | {} | `{}` | {} | {} {} |",
                signature.id,
                signature.grade.name(),
                signature.cause.name,
                signature.side.name(),
                signature.words().text(language),
                cell(&signature.predicate.to_string()),
            );
        }
    }
}

fn evidence_tables(page: &mut String, language: Language) {
    page.push_str(EVIDENCE.text(language));
    for format in Format::ALL.iter().filter(|format| !evidence::of(**format).is_empty()) {
        let _ = write!(page, "\n### `{}`\n\n{}", format.name(), EVIDENCE_ROW.text(language));
        for rule in evidence::of(*format) {
            let supports: Vec<String> =
                rule.supports.iter().map(|name| format!("`{name}`")).collect();
            let _ = writeln!(
                page,
                "| `{}` | {} | {} | {} | {} {} |",
                rule.id,
                rule.grade.name(),
                if supports.is_empty() { "-".to_owned() } else { supports.join(", ") },
                rule.side.map_or("-", |side| side.name()),
                rule.words().text(language),
                cell(&rule.predicate.to_string()),
            );
        }
    }
}

fn cell(text: &str) -> String {
    format!("`{}`", text.replace('`', "").replace('|', "\\|"))
}

fn entry(page: &mut String, cause: &Cause, language: Language) {
    let texts = cause.texts(language);
    let label = |english, japanese| Words::new(english, japanese).text(language);
    let _ = write!(
        page,
        "\n### {}\n\n**{}.** {}\n\n{}\n\n**{}** {}\n\n",
        cause.name,
        texts.title,
        texts.meaning,
        texts.explanation,
        label("In the logs:", "ログでの見え方:"),
        texts.shape
    );
    if let Some(error) = cause.proxy_error {
        let name = label("RFC 9209 error type:", "RFC 9209のエラータイプ:");
        let _ = write!(page, "**{name}** `{error}`\n\n");
    }
    for (name, statements) in
        [(label("For:", "裏付け:"), texts.supports), (label("Against:", "反証:"), texts.opposes)]
    {
        for statement in statements {
            let _ = writeln!(page, "- {name} {statement}");
        }
    }
    page.push('\n');
    for (name, text) in [
        (label("Now:", "当面の対応:"), texts.now),
        (label("Fix:", "恒久対策:"), texts.fix),
        (label("Prevent:", "予防:"), texts.prevent),
    ] {
        let _ = writeln!(page, "- **{name}** {text}");
    }
    let _ = write!(
        page,
        "\n**{}** {}\n",
        label("Not visible here:", "ここでは分からないもの:"),
        texts.not_visible
    );
    for one in cause.checks {
        check(page, one.statement.text(language), one.command);
    }
    page.push('\n');
    for reference in cause.references {
        let _ = writeln!(page, "<{reference}>  ");
    }
}

fn check(page: &mut String, statement: &str, command: &str) {
    let _ = write!(page, "\n{statement}:\n\n```sh\n{command}\n```\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::japanese;

    #[test]
    fn no_japanese_text_is_left_of_what_is_gone() {
        for id in japanese::ids() {
            let known = signatures::all().any(|one| one.id == id)
                || evidence::all().any(|one| one.id == id)
                || PATTERNS.iter().any(|one| one.id == id);
            assert!(known, "{id}");
        }
    }
}
