//! The pages as text for a terminal.

use why502_rulebook::{Check, Language, Signature, System, Words, causes, template};

use super::subject::Subject;
use crate::command;
use crate::page::{Page, Tone};

/// How a page is laid out, and its language.
#[derive(Debug, Clone, Copy)]
pub struct ExplainOptions {
    /// The language of everything but names and commands.
    pub language: Language,
    /// Columns of a line; words that are longer, and commands, may exceed it.
    pub width: usize,
    /// Whether to write ANSI colours.
    pub color: bool,
}

const INDENT: &str = "  ";
const MORE: Words = Words::new(
    "`why502 explain NAME` shows one of them; NAME may also be a signature.",
    "`why502 explain NAME` で1つを表示します。NAME にはシグネチャも使えます。",
);
const SIGNATURE: Words = Words::new("Signature of", "シグネチャ:");
const CONDITION: Words = Words::new("Condition:", "条件:");
const SHAPE: Words = Words::new("In the logs", "ログでの見え方");
const SIGNATURES: Words = Words::new("Signatures that lead to it", "この原因を示すシグネチャ");
const PATTERNS: Words = Words::new("Group rules that decide it", "この原因と判断するグループ規則");
const EVIDENCE: Words =
    Words::new("What speaks for it (+) and against it (–)", "裏付け（+）と反証（–）");
const OTHER_LOGS: Words =
    Words::new("Lines of other logs that speak for it", "裏付けとなるほかのログの行");
const CHECKS: Words = Words::new("What decides it", "確認コマンド");
const REMEDIES: Words = Words::new("What to do", "対応");
const NOW: Words = Words::new("Now: ", "当面の対応: ");
const FIX: Words = Words::new("Fix: ", "恒久対策: ");
const PREVENT: Words = Words::new("Prevent: ", "予防: ");
const NOT_VISIBLE: Words =
    Words::new("Not visible in access logs", "アクセスログからは分からないもの");
const PROXY_ERROR: Words = Words::new("RFC 9209 error type: ", "RFC 9209のエラータイプ: ");
const REFERENCES: Words = Words::new("Read", "参考資料");

/// Every cause with its title, by system; ends in a newline.
#[must_use]
pub fn list(options: &ExplainOptions) -> String {
    let mut page = Page::new(options.width.max(20), options.color);
    let widest = causes::ALL.iter().map(|cause| cause.name.len()).max().unwrap_or(0);
    let mut system: Option<System> = None;
    for cause in causes::ALL {
        if system != Some(cause.system) {
            if system.is_some() {
                page.blank();
            }
            page.line(Tone::Strong, cause.system.title().text(options.language));
            system = Some(cause.system);
        }
        let title = cause.texts(options.language).title;
        page.line(Tone::Plain, &format!("{INDENT}{:widest$}  {title}", cause.name));
    }
    page.blank();
    page.paragraph(Tone::Quiet, "", MORE.text(options.language));
    page.finish()
}

/// All that the rulebook says of one cause; ends in a newline.
#[must_use]
pub fn page(subject: Subject, options: &ExplainOptions) -> String {
    let mut page = Page::new(options.width.max(20), options.color);
    let language = options.language;
    let texts = subject.cause.texts(language);
    if let Some(one) = subject.signature {
        write_signature(&mut page, one, language);
    }
    page.row(Tone::Alarm, subject.cause.name, subject.cause.system.title().text(language));
    page.line(Tone::Strong, texts.title);
    page.blank();
    page.paragraph(Tone::Plain, "", texts.meaning);
    page.blank();
    page.paragraph(Tone::Plain, "", texts.explanation);
    heading(&mut page, SHAPE, language);
    page.paragraph(Tone::Plain, INDENT, texts.shape);
    if let Some(error) = subject.cause.proxy_error {
        page.paragraph(Tone::Plain, INDENT, &format!("{}{error}", PROXY_ERROR.text(language)));
    }
    write_origins(&mut page, subject, language);
    heading(&mut page, EVIDENCE, language);
    for (sign, statements) in [("  + ", texts.supports), ("  – ", texts.opposes)] {
        for statement in statements {
            page.paragraph(Tone::Plain, sign, statement);
        }
    }
    heading(&mut page, CHECKS, language);
    for check in subject.cause.checks {
        write_check(&mut page, check, language);
    }
    heading(&mut page, REMEDIES, language);
    for (label, text) in [(NOW, texts.now), (FIX, texts.fix), (PREVENT, texts.prevent)] {
        page.paragraph(Tone::Plain, INDENT, &format!("{}{text}", label.text(language)));
    }
    heading(&mut page, NOT_VISIBLE, language);
    page.paragraph(Tone::Plain, INDENT, texts.not_visible);
    heading(&mut page, REFERENCES, language);
    for reference in subject.cause.references {
        page.line(Tone::Plain, &format!("{INDENT}{reference}"));
    }
    page.finish()
}

fn heading(page: &mut Page, words: Words, language: Language) {
    page.blank();
    page.line(Tone::Strong, words.text(language));
}

fn write_signature(page: &mut Page, signature: &Signature, language: Language) {
    let of = format!("{} {}", SIGNATURE.text(language), signature.format);
    page.row(Tone::Alarm, signature.id, &of);
    let meaning = signature.words().text(language);
    page.paragraph(Tone::Plain, "", &format!("{meaning} ({})", signature.grade.name()));
    let condition = format!("{} {}", CONDITION.text(language), signature.predicate);
    page.paragraph(Tone::Plain, "", &condition);
    page.blank();
}

/// What leads to the cause: lines, groups of lines, lines of other logs. Lists without an entry
/// have no heading.
fn write_origins(page: &mut Page, subject: Subject, language: Language) {
    let entry = |id: &str, note: String, text: &str| format!("{id}{note}: {text}");
    let signatures = subject.signatures().map(|one| {
        let note = format!(" ({}, {})", one.format, one.grade.name());
        entry(one.id, note, one.words().text(language))
    });
    let patterns =
        subject.patterns().map(|one| entry(one.id, String::new(), one.words().text(language)));
    let others = subject.evidence().map(|one| {
        let note = format!(" ({}, {})", one.format, one.grade.name());
        entry(one.id, note, one.words().text(language))
    });
    for (words, entries) in [
        (SIGNATURES, signatures.collect::<Vec<_>>()),
        (PATTERNS, patterns.collect()),
        (OTHER_LOGS, others.collect()),
    ] {
        if !entries.is_empty() {
            heading(page, words, language);
        }
        for entry in entries {
            page.paragraph(Tone::Plain, INDENT, &entry);
        }
    }
}

fn write_check(page: &mut Page, check: &Check, language: Language) {
    let unfilled = |text| template::fill(text, |_| None);
    page.paragraph(Tone::Plain, INDENT, &unfilled(check.statement.text(language)));
    let shown = unfilled(check.command);
    for line in command::wrapped(&shown, page.width().saturating_sub(4)) {
        page.line(Tone::Quiet, &format!("    {line}"));
    }
}
