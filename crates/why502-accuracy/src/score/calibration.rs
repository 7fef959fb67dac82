//! Is 0.8 right eight times in ten?

use serde::Serialize;

use super::judge::Claim;

/// Findings whose confidence lies in one tenth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Bin {
    /// Findings.
    pub findings: u32,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share that is right.
    pub right: f64,
}

/// How far confidence is from the truth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Ten bins from 0 to 1.
    pub bins: Vec<Bin>,
    /// Mean distance of confidence from the share right, over bins by their findings.
    pub expected_error: f64,
    /// Mean square of confidence minus 1 or 0.
    pub brier: f64,
}

impl Calibration {
    /// Of these findings.
    #[must_use]
    pub fn of(claims: &[Claim]) -> Self {
        let mut bins = vec![Bin::default(); 10];
        let mut brier = 0.0;
        for claim in claims {
            let bin = &mut bins[((claim.confidence * 10.0) as usize).min(9)];
            let right = f64::from(u8::from(claim.right));
            bin.findings += 1;
            bin.confidence += claim.confidence;
            bin.right += right;
            brier += (claim.confidence - right).powi(2);
        }
        let total = claims.len().max(1) as f64;
        let mut expected_error = 0.0;
        for bin in bins.iter_mut().filter(|bin| bin.findings > 0) {
            let findings = f64::from(bin.findings);
            expected_error += (bin.confidence - bin.right).abs() / total;
            (bin.confidence, bin.right) = (bin.confidence / findings, bin.right / findings);
        }
        Self { bins, expected_error, brier: brier / total }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_of_ten_at_four_fifths_is_no_error() {
        let claim = |right| Claim { cause: "overload", confidence: 0.8, uncalibrated: 0.8, right };
        let mut claims = vec![claim(true); 8];
        claims.extend([claim(false); 2]);
        let found = Calibration::of(&claims);
        assert!(found.expected_error < 1e-9, "{found:?}");
        assert!((found.brier - 0.16).abs() < 1e-9);
        claims.truncate(8);
        assert!((Calibration::of(&claims).expected_error - 0.2).abs() < 1e-9);
    }
}
