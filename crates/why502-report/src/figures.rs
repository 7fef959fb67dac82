//! Numbers as a person reads them: thousands, shares, sizes, counted nouns.

pub(crate) use why502_engine::summary::thousands;

/// `1 object`, `2,000 objects`.
pub(crate) fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", thousands(number), if number == 1 { one } else { many })
}

/// `part` of `whole` in per cent. Never rounds to nothing what is something, nor to everything
/// what is less: that is `nearly_all`, in words.
pub(crate) fn percent(part: u64, whole: u64, nearly_all: &str) -> String {
    if part == 0 || whole == 0 {
        return "0 %".to_owned();
    }
    if part >= whole {
        return "100 %".to_owned();
    }
    let share = part as f64 / whole as f64 * 100.0;
    if share >= 99.95 {
        return nearly_all.to_owned();
    }
    let decimals = match share {
        1.0.. => 1,
        0.01.. => 2,
        _ => (1..12).find(|&d| share * 10_f64.powi(d) >= 1.0).map_or(12, |d| d as usize),
    };
    format!("{share:.decimals$} %")
}

/// A factor: one decimal where that says something.
pub(crate) fn ratio(value: f64) -> String {
    if value.is_finite() && value >= 100.0 {
        thousands(value.round() as u64)
    } else {
        format!("{value:.1}")
    }
}

/// Decimal sizes, two or three digits: `812 B`, `1.7 GB`, `231 MB`.
pub(crate) fn size(bytes: u64) -> String {
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut value = bytes as f64;
    let mut unit = "B";
    for next in ["kB", "MB", "GB", "TB", "PB", "EB"] {
        if value < 999.5 {
            break;
        }
        value /= 1000.0;
        unit = next;
    }
    if value < 9.95 { format!("{value:.1} {unit}") } else { format!("{value:.0} {unit}") }
}

/// `99.9 %`, with as many digits as were given.
pub(crate) fn objective(objective: f64) -> String {
    let text = format!("{:.6}", objective * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// How many failures a budget allows.
pub(crate) fn allowed(allowed: f64) -> String {
    if allowed < 10.0 { format!("{allowed:.1}") } else { thousands(allowed.round() as u64) }
}

/// A budget can be used more than once over.
pub(crate) fn percent_used(used: f64) -> String {
    let percent = used * 100.0;
    if percent >= 10.0 {
        format!("{} %", thousands(percent.round() as u64))
    } else {
        format!("{percent:.1} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_have_the_digits_that_say_something() {
        assert_eq!(
            [0.999, 0.99, 0.9995, 0.75].map(objective),
            ["99.9 %", "99 %", "99.95 %", "75 %"]
        );
        assert_eq!([0.004, 0.5, 12.3].map(percent_used), ["0.4 %", "50 %", "1,230 %"]);
        assert_eq!([3.717, 412.9].map(allowed), ["3.7", "413"]);
    }

    #[test]
    fn thousands_are_parted_by_commas() {
        let shown = [0, 999, 1000, 412_903, 2_903_118].map(thousands);
        assert_eq!(shown, ["0", "999", "1,000", "412,903", "2,903,118"]);
    }

    #[test]
    fn a_small_share_is_not_rounded_to_nothing_nor_a_large_one_to_all() {
        let shown = [(0, 5), (5, 5), (3, 412_903), (1, 300), (1251, 111_690), (99_999, 100_000)];
        let shown = shown.map(|(part, whole)| percent(part, whole, "nearly all"));
        assert_eq!(shown, ["0 %", "100 %", "0.0007 %", "0.33 %", "1.1 %", "nearly all"]);
        assert_eq!(percent(1, u64::MAX, ""), "0.000000000000 %");
    }

    #[test]
    fn a_large_factor_has_no_decimals() {
        assert_eq!([0.06, 1.25, 99.94, 1201.4].map(ratio), ["0.1", "1.2", "99.9", "1,201"]);
    }

    #[test]
    fn sizes_change_unit_before_they_need_four_digits() {
        let shown = [999, 1000, 231_000_000, 999_600_000, 1_700_000_000].map(size);
        assert_eq!(shown, ["999 B", "1.0 kB", "231 MB", "1.0 GB", "1.7 GB"]);
    }
}
