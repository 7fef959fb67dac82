//! From the odds that the evidence adds up to, to how often such findings are right.
//!
//! The knots are fitted on labelled incidents (`cargo xtask accuracy --fit`): an isotonic
//! regression (Ayer et al., Ann. Math. Statist. 26, 1955) of "right" on the uncalibrated
//! probability, on the half of the scenarios that rules may be tuned on, half way between the
//! share found there and the probability itself, since generator and rules have one author.
//! docs/ACCURACY.md shows how well it holds on the other half.

/// Uncalibrated and calibrated probability, both rising; straight lines in between.
const KNOTS: &[(f64, f64)] =
    &[(0.0, 0.0), (0.482, 0.674), (0.601, 0.778), (0.841, 0.912), (0.961, 0.980), (1.0, 1.0)];

/// How often findings of this uncalibrated probability are right.
pub(super) fn calibrated(probability: f64) -> f64 {
    let at = KNOTS.partition_point(|knot| knot.0 <= probability).clamp(1, KNOTS.len() - 1);
    let ((x0, y0), (x1, y1)) = (KNOTS[at - 1], KNOTS[at]);
    (y0 + (y1 - y0) * (probability - x0) / (x1 - x0)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_evidence_never_lowers_confidence() {
        assert!(KNOTS.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1));
        assert_eq!((KNOTS[0], KNOTS[KNOTS.len() - 1].0), ((0.0, 0.0), 1.0));
        let steps: Vec<f64> = (0..=1_000).map(|n| calibrated(f64::from(n) / 1_000.0)).collect();
        assert!(steps.is_sorted() && steps.iter().all(|step| (0.0..=1.0).contains(step)));
        for (x, y) in KNOTS {
            assert!((calibrated(*x) - y).abs() < 1e-12);
        }
    }
}
