use super::*;

fn association(cells: [f64; 4]) -> Association {
    let [failed_with, failed_without, passed_with, passed_without] = cells;
    Association { failed_with, failed_without, passed_with, passed_without }
}

/// By whole numbers: the sum over the tail of C(row, k) C(all - row, column - k) / C(all, column).
fn fisher_twin(with_both: u64, row: u64, column: u64, all: u64) -> f64 {
    let choose = |n: u64, k: u64| -> f64 {
        if k > n { 0.0 } else { (0..k).map(|i| (n - i) as f64 / (i + 1) as f64).product() }
    };
    let tail =
        (with_both..=row.min(column)).map(|k| choose(row, k) * choose(all - row, column - k));
    tail.sum::<f64>() / choose(all, column)
}

#[test]
fn the_lady_tasting_tea() {
    // Fisher's own: three of four cups right by chance has 17/70.
    let found = association([3.0, 1.0, 1.0, 3.0]).chance();
    assert!((found - 17.0 / 70.0).abs() < 1e-9, "{found}");
}

#[test]
fn small_tables_agree_with_counting() {
    for (a, b, c, d) in
        [(3, 7, 2, 90), (6, 1, 3, 40), (12, 4, 30, 400), (5, 0, 5, 30), (2, 60, 1, 900)]
    {
        let found = association([a, b, c, d].map(|n: u64| n as f64)).chance();
        let twin = fisher_twin(a, a + b, a + c, a + b + c + d);
        assert!((found / twin - 1.0).abs() < 1e-6, "{a} {b} {c} {d}: {found} {twin}");
    }
}

#[test]
fn large_tables_agree_with_the_exact_test() {
    for (a, b, c, d) in [(40, 60, 200, 700), (60, 100, 150, 500), (30, 25, 60, 90)] {
        let found = association([a, b, c, d].map(|n: u64| n as f64)).chance();
        let twin = fisher_twin(a, a + b, a + c, a + b + c + d);
        // The exact test of a discrete count is the more careful one.
        assert!(found < twin && found > twin / 4.0, "{a} {b} {c} {d}: {found} {twin}");
    }
    // G = 2 × (15 ln 1.5 + 5 ln 0.5 + 85 ln (85/90) + 95 ln (95/90)) = 5.7883; √G = 2.4059.
    let found = association([15.0, 85.0, 5.0, 95.0]).chance();
    assert!((found - 0.008_066_5).abs() < 1e-6, "{found}");
}

#[test]
fn what_is_not_more_frequent_has_no_small_chance() {
    assert_eq!(association([1.0, 99.0, 500.0, 500.0]).chance(), 1.0);
    assert_eq!(association([50.0, 0.0, 100.0, 0.0]).chance(), 1.0);
    assert_eq!(association([0.0; 4]).chance(), 1.0);
    // Far beyond what a number can hold.
    let sure = association([100_000.0, 0.0, 0.0, 10_000_000.0]).chance();
    assert!((0.0..1e-300).contains(&sure), "{sure}");
}

#[test]
fn rates_of_false_discovery_by_hand() {
    // Sorted: 0.005, 0.01, 0.03, 0.04 of five tests: 0.025, 0.025, 0.05, 0.05.
    let found = false_discovery_rates(&[0.04, 0.005, 0.03, 0.01], 5);
    let expected = [0.05, 0.025, 0.05, 0.025];
    for (one, other) in found.iter().zip(expected) {
        assert!((one - other).abs() < 1e-12, "{found:?}");
    }
    assert_eq!(false_discovery_rates(&[0.9], 1_000), [1.0]);
    assert!(false_discovery_rates(&[], 3).is_empty());
}
