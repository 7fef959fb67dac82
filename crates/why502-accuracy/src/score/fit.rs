//! What confidence should have been: an isotonic regression of "right" on what the engine's
//! evidence added up to.

use super::judge::Claim;

/// Pools smaller than this are joined with their neighbour: their share is chance.
const FEWEST: f64 = 12.0;
/// Each pool is drawn towards the share of all by as many findings: none is right for certain.
const PRIOR: f64 = 2.0;
/// How far the share counts against what the evidence says by itself. Who wrote the incidents
/// also wrote the rules, so the share is an upper bound of what real logs would show.
const TRUST: f64 = 0.5;

/// One pool of neighbouring findings.
#[derive(Debug, Clone, Copy)]
struct Pool {
    sum: f64,
    right: f64,
    findings: f64,
}

impl Pool {
    fn add(&mut self, other: Self) {
        self.sum += other.sum;
        self.right += other.right;
        self.findings += other.findings;
    }

    fn share(&self) -> f64 {
        self.right / self.findings
    }
}

/// Knots (uncalibrated, share right), both rising, from (0, 0) to 1.
#[must_use]
pub fn knots(claims: &[Claim]) -> Vec<(f64, f64)> {
    let mut sorted: Vec<&Claim> = claims.iter().collect();
    sorted.sort_by(|a, b| a.uncalibrated.total_cmp(&b.uncalibrated));
    let all = sorted.iter().filter(|claim| claim.right).count() as f64 / sorted.len().max(1) as f64;
    let mut pools: Vec<Pool> = Vec::new();
    for claim in sorted {
        let right = f64::from(u8::from(claim.right));
        pools.push(Pool { sum: claim.uncalibrated, right, findings: 1.0 });
        // The pool-adjacent-violators algorithm, with a least size.
        while let [.., before, last] = pools.as_mut_slice()
            && (last.share() <= before.share() || before.findings < FEWEST)
        {
            before.add(*last);
            pools.pop();
        }
    }
    if let [.., before, last] = pools.as_mut_slice()
        && last.findings < FEWEST
    {
        before.add(*last);
        pools.pop();
    }
    let mut knots = vec![(0.0, 0.0)];
    for pool in &pools {
        let share = (pool.right + PRIOR * all) / (pool.findings + PRIOR);
        let uncalibrated = pool.sum / pool.findings;
        knots.push((uncalibrated, TRUST * share + (1.0 - TRUST) * uncalibrated));
    }
    knots.push((1.0, 1.0));
    knots
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_rise_and_follow_the_shares() {
        let claims: Vec<Claim> = (0..400)
            .map(|n| {
                let uncalibrated = f64::from(n) / 400.0;
                let right = if n < 200 { n % 4 == 0 } else { n % 10 != 0 };
                Claim { cause: "overload", confidence: uncalibrated, uncalibrated, right }
            })
            .collect();
        let knots = knots(&claims);
        assert!(knots.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{knots:?}");
        let near = |x: f64| knots.iter().min_by(|a, b| (a.0 - x).abs().total_cmp(&(b.0 - x).abs()));
        assert!((near(0.25).unwrap().1 - 0.25).abs() < 0.1, "{knots:?}");
        assert!((near(0.75).unwrap().1 - 0.825).abs() < 0.1, "{knots:?}");
    }
}
