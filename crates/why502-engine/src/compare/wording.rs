//! The sentences of a comparison.

use super::comparison::{Comparison, Group, Measure, ValueChange, Verdict};
use super::groups::formats;
use super::side::Side;
use crate::observe::DIMENSIONS;
use crate::summary::{Said, thousands};

/// Causes that the first sentence names.
const MOST_NAMED: usize = 3;

/// The answer.
pub(super) fn statement(comparison: &Comparison) -> Said {
    if comparison.before.requests == 0 || comparison.after.requests == 0 {
        return Said::new(
            "There is nothing to compare: one side holds no request.",
            "比較できません。片方にリクエストがありません。",
        );
    }
    let Some(failed) = comparison.figure("failed") else { return Said::default() };
    let (mut english, mut japanese) = match failed.verdict {
        Verdict::Higher | Verdict::Lower => changed(failed),
        Verdict::TooFew => (
            "No request failed on either side.".to_owned(),
            "どちらの側でも失敗したリクエストはありません。".to_owned(),
        ),
        Verdict::WithinNoise => unchanged(failed),
    };
    let causes = comparison.groups.iter().find(|group| group.name == "cause");
    for (said, verdict) in [(MORE, Verdict::Higher), (LESS, Verdict::Lower)] {
        let names = causes.map(|group| named(group, verdict)).unwrap_or_default();
        if !names.is_empty() {
            english.push_str(&format!(" {}: {}.", said.0, names.join(", ")));
            japanese.push_str(&format!("{}: {}。", said.1, names.join("、")));
        }
    }
    let others = comparison.changed - u64::from(failed.is_changed());
    let shown = thousands(others);
    if others == 0 && !failed.is_changed() {
        english.push_str(" Nothing differs beyond noise.");
        japanese.push_str("ノイズを超える違いはありません。");
    } else if others == 1 {
        english.push_str(" One more figure differs beyond noise.");
        japanese.push_str("ほかに 1 件の数値がノイズを超えて違います。");
    } else if others > 1 {
        english.push_str(&format!(" {shown} more figures differ beyond noise."));
        japanese.push_str(&format!("ほかに {shown} 件の数値がノイズを超えて違います。"));
    }
    Said::new(english, japanese)
}

const MORE: (&str, &str) = ("More, or new", "増加または新規");
const LESS: (&str, &str) = ("Less, or gone", "減少または消滅");

fn named(group: &Group, verdict: Verdict) -> Vec<String> {
    let is_meant = |value: &&ValueChange| value.traffic.verdict == verdict;
    let mut names: Vec<String> =
        group.values.iter().filter(is_meant).map(|value| value.value.clone()).collect();
    names.truncate(MOST_NAMED);
    names
}

fn changed(failed: &Measure) -> (String, String) {
    let (from, to) = (per_cent(failed.before.value), per_cent(failed.after.value));
    let (times, japanese_times) = times(failed);
    let (verb, japanese_verb) = match failed.verdict {
        Verdict::Higher => ("rose", "増えました"),
        _ => ("fell", "減りました"),
    };
    (
        format!("Failures {verb} from {from} to {to} of requests ({times})."),
        format!("失敗の割合は {from} から {to} に{japanese_verb} ({japanese_times})。"),
    )
}

fn unchanged(failed: &Measure) -> (String, String) {
    let (from, to) = (per_cent(failed.before.value), per_cent(failed.after.value));
    let (times, japanese_times) = times(failed);
    (
        format!("Failures are within noise: {from} of requests before, {to} after ({times})."),
        format!("失敗の割合の差はノイズの範囲内です: 前 {from}、後 {to} ({japanese_times})。"),
    )
}

/// The ratio with its interval.
fn times(measure: &Measure) -> (String, String) {
    match (measure.ratio, measure.ratio_high) {
        (Some(ratio), Some(high)) => {
            let [ratio, low, high] = [ratio, measure.ratio_low, high].map(factor);
            (
                format!("{ratio} times as many; 95 %: {low} to {high}"),
                format!("{ratio} 倍、95 % 区間 {low}–{high}"),
            )
        }
        _ => {
            let low = factor(measure.ratio_low);
            (format!("at least {low} times as many, 95 %"), format!("95 % で {low} 倍以上"))
        }
    }
}

/// Two or three digits.
fn factor(value: f64) -> String {
    match value {
        100.0.. => thousands(value.round() as u64),
        10.0..100.0 => format!("{value:.0}"),
        2.0..10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

fn per_cent(part: f64) -> String {
    let share = part * 100.0;
    match share {
        1.0.. => format!("{share:.1} %"),
        0.01..1.0 => format!("{share:.2} %"),
        0.0 => "0 %".to_owned(),
        _ => format!("{share:.4} %"),
    }
}

/// What stands in the way.
pub(super) fn notes(before: &Side, after: &Side, comparison: &Comparison) -> Vec<Said> {
    let mut notes = Vec::new();
    for (side, name) in [(before, ("Before", "前")), (after, ("After", "後"))] {
        of_side(side, name, &mut notes);
    }
    let both = [before, after].map(formats);
    if both[0] != both[1] && both.iter().all(|names| !names.is_empty()) {
        let [one, other] = both.map(|names| names.join(", "));
        notes.push(Said::new(
            format!(
                "The logs are not of the same formats (before {one}; after {other}): what only one of \
                 them logs looks new or gone"
            ),
            format!(
                "ログの形式が異なります (前 {one}、後 {other})。片方の形式だけが記録する値は、新規または\
                 消滅に見えます"
            ),
        ));
    }
    if comparison.figure("requests").is_some_and(|measure| measure.verdict == Verdict::TooFew) {
        notes.push(Said::new(
            "The time is too short to tell how much traffic varies by itself: traffic as a whole is \
             not judged",
            "時間が短く、トラフィック自体の変動が分からないため、全体のトラフィックは判定していません",
        ));
    }
    let sampled = DIMENSIONS.iter().filter(|&&kind| {
        [before, after].iter().any(|side| !side.aggregates.table(kind).is_whole())
    });
    let sampled: Vec<&str> = sampled.map(|kind| kind.name()).collect();
    if !sampled.is_empty() {
        let names = sampled.join(", ");
        notes.push(Said::new(
            format!(
                "There are more values than are kept of {names}: compared are those that both sides \
                 would keep, with exact counts"
            ),
            format!(
                "{names} の値は保持できる数を超えています。両側で保持される値だけを、正確な件数で比較して\
                 います"
            ),
        ));
    }
    notes
}

fn of_side(side: &Side, (english, japanese): (&str, &str), notes: &mut Vec<Said>) {
    if side.is_cut {
        let minutes = thousands((side.seconds() / 60.0).round() as u64);
        notes.push(Said::new(
            format!(
                "{english}: no request at the beginning or the end of the window, as if there were no \
                 logs; rates are over the {minutes} minutes in which there were requests"
            ),
            format!(
                "{japanese}: 期間の始めまたは終わりにリクエストがなく、ログがないように見えます。毎秒の件数は、\
                 リクエストのあった {minutes} 分間で計算しています"
            ),
        ));
    }
    if let Some(missing) = &side.summary.coverage.missing {
        notes.push(Said::new(
            format!("{english}: {}", missing.english()),
            format!("{japanese}: {}", missing.japanese()),
        ));
    }
    if side.strays > 0 {
        let lie = if side.strays == 1 { "request lies" } else { "requests lie" };
        let strays = thousands(side.strays);
        notes.push(Said::new(
            format!("{english}: {strays} {lie} far outside the time of all others"),
            format!("{japanese}: {strays} 件のリクエストが、他から大きく離れた時刻にあります"),
        ));
    }
    let unread = side.summary.input.failed_objects.len() as u64;
    if unread > 0 || side.summary.input.interrupted {
        let count = thousands(unread);
        notes.push(Said::new(
            format!("{english}: not everything was read (sources that failed: {count})"),
            format!("{japanese}: すべては読み込めていません (失敗 {count} 件)"),
        ));
    }
}
