//! The objective that a service has, as a user writes it.

/// Reads a percentage such as `99.9` or `99.95%` as a share: `0.999`. It lies between 50 and 100,
/// for nobody means less by an objective, and 100 leaves no budget.
///
/// # Errors
///
/// Says what an objective looks like.
pub(crate) fn slo(text: &str) -> Result<f64, String> {
    let percent = text.trim().trim_end_matches('%').trim_end().parse::<f64>();
    match percent {
        Ok(percent) if percent > 50.0 && percent < 100.0 => Ok(percent / 100.0),
        _ => Err(format!(
            "`{text}` is no objective. Give a percentage above 50 and below 100, such as 99.9."
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_objective_is_a_percentage_above_fifty_and_below_a_hundred() {
        for (text, share) in [("99.9", 0.999), ("99.95%", 0.9995), (" 75 % ", 0.75)] {
            assert!((slo(text).unwrap() - share).abs() < 1e-12, "{text}");
        }
        for text in ["", "100", "50", "0.999", "-99", "NaN", "inf", "99,9", "three nines"] {
            assert!(slo(text).unwrap_err().contains("such as 99.9"), "{text}");
        }
    }
}
