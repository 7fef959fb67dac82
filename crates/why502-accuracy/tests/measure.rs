//! The generator and the measurement themselves.

use why502_accuracy::kinds::ALL;
use why502_accuracy::label::Half;
use why502_accuracy::run::{Order, analysed, run, scenarios};
use why502_accuracy::score::Score;
use why502_accuracy::stage::Scenario;

const SEED: u64 = 7;

/// The smallest of a few seeds of a kind: tests are not about size.
fn small(name: &str) -> Scenario {
    let kind = ALL.iter().find(|kind| kind.name == name).expect("a kind of this name");
    let all = (0..3).map(|seed| kind.scenario(SEED, seed));
    all.min_by_key(lines).expect("three scenarios")
}

fn lines(scenario: &Scenario) -> usize {
    scenario.objects.iter().map(|(_, text)| text.lines().count()).sum()
}

/// One kind of every system.
const SYSTEMS: [&str; 7] = [
    "target-down",
    "lambda-error",
    "origin-dns",
    "edge-and-alb-refusing",
    "apigw-lambda-error",
    "clb-no-capacity",
    "nlb-tls-handshake",
];

#[test]
fn a_seed_gives_the_same_logs_and_another_gives_others() {
    let kind = ALL.iter().find(|kind| kind.name == "lambda-error").expect("a kind");
    let (one, again, other) = (kind.scenario(1, 4), kind.scenario(1, 4), kind.scenario(2, 4));
    assert!(!one.objects.is_empty());
    assert_eq!(one.objects, again.objects);
    assert_ne!(one.objects, other.objects);
}

#[test]
fn every_line_is_read_and_every_failure_of_the_label_is_found_in_the_logs() {
    for name in SYSTEMS {
        let scenario = small(name);
        let summary = analysed(&scenario, 1);
        assert_eq!(summary.input.rejected_lines, 0, "{name}: {:?}", summary.input.rejected_places);
        assert!(summary.input.skipped_objects.is_empty(), "{name}");
        assert!(summary.requests > 0 && summary.requests <= lines(&scenario) as u64, "{name}");
        let labelled: u64 = scenario.truths.iter().map(|truth| truth.failed).sum();
        assert!(
            labelled >= 8 && summary.failed >= labelled,
            "{name}: {} {labelled}",
            summary.failed
        );
    }
}

#[test]
fn no_label_stands_in_the_logs() {
    for name in ["target-down", "keepalive-race", "origin-dns", "clb-no-capacity"] {
        let scenario = small(name);
        for word in [name, scenario.kind, scenario.truths[0].cause, "incident", "healthy"] {
            assert!(
                scenario
                    .objects
                    .iter()
                    .all(|(key, text)| !text.contains(word) && !key.contains(word)),
                "{word}"
            );
        }
    }
}

#[test]
fn threads_change_nothing() {
    let scenario = small("rolling-deploy-terminated");
    let json =
        |workers| serde_json::to_string(&analysed(&scenario, workers)).expect("a summary is JSON");
    assert_eq!(json(1), json(3));
}

#[test]
fn a_small_run_has_every_figure_in_its_range() {
    let kinds = ["target-down", "lambda-error", "clb-no-capacity", "periodic", "healthy-thin"];
    let kinds: Vec<String> = kinds.map(ToOwned::to_owned).to_vec();
    let order = Order { seed: SEED, incidents: 8, half: None, kinds };
    let judged = run(&order, 2);
    assert_eq!(judged.len(), scenarios(&order).len());
    for half in [Half::Tuned, Half::Reported] {
        let of: Vec<_> = judged.iter().filter(|one| one.half == half).collect();
        let score = Score::of(&of);
        let all = &score.overall;
        let shares = [
            all.top1,
            all.top1_exact,
            all.top3,
            score.false_alarms(),
            score.calibration.expected_error,
            score.calibration.brier,
        ];
        let named = [all.scope_recall, all.scope_precision];
        let bins = score.calibration.bins.iter().flat_map(|bin| [bin.confidence, bin.right]);
        let every = shares.into_iter().chain(named.into_iter().flatten()).chain(bins);
        assert!(every.into_iter().all(|share| (0.0..=1.0).contains(&share)), "{score:?}");
        assert!(
            all.top1_exact <= all.top1 && all.incidents == 4 && score.healthy.0 == 1,
            "{score:?}"
        );
        // The four are the plainest of all; a run that finds none of them compares nothing.
        assert!(all.top1 >= 0.5, "{score:?}");
        assert_eq!(score.rejected_lines, 0);
    }
}

#[test]
fn names_of_kinds_are_unique_and_both_halves_have_all() {
    let names: std::collections::BTreeSet<&str> = ALL.iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), ALL.len());
    let order = Order { seed: SEED, incidents: 400, half: None, kinds: Vec::new() };
    let all = scenarios(&order);
    let ill = all.iter().filter(|(kind, _)| !kind.is_healthy()).count();
    assert!(ill >= 400 && all.len() - ill >= 80);
    let odd = all.iter().filter(|(_, seed)| Half::of(*seed) == Half::Reported).count();
    assert_eq!(odd * 2, all.len());
}
