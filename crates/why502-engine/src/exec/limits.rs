//! What the caps of the engine left out, in sentences.

use crate::summary::Said;

/// A table is full. `are_scopes`: its values are what failures are judged by.
pub(super) fn values_left_out(kept: usize, other_requests: u64, are_scopes: bool) -> Said {
    let (english, japanese) = if are_scopes {
        (
            "; failures of target groups that were not kept are counted, and not judged",
            "。保持されていないターゲットグループの失敗は、集計されますが診断されません",
        )
    } else {
        ("", "")
    };
    Said::new(
        format!(
            "{kept} values are kept with exact counts; {other_requests} requests of further \
             values are counted under (other){english}"
        ),
        format!(
            "{kept} 個の値を正確な件数で保持しています。それ以外の値の {other_requests} 件のリクエストは (other) に集計されます{japanese}"
        ),
    )
}

/// Failing requests were sampled: one in `scale`.
pub(super) fn judged_on_a_sample(scale: f64) -> Said {
    Said::new(
        format!(
            "groups were judged on a sample of about one in {scale:.0}; counts of findings are \
             estimates, totals are exact"
        ),
        format!(
            "診断は約 {scale:.0} 件に 1 件の標本に基づきます。所見の件数は推定値、合計は正確な値です"
        ),
    )
}
