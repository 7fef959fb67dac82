//! How a benchmark runs: bytes per second, and the expected result asserted in every iteration.

use std::fmt::Debug;

use divan::Bencher;
use divan::counter::BytesCount;

/// Measures `work` on `bytes` bytes of input; panics where its result is not `expected`.
pub(crate) fn measure<T: PartialEq + Debug>(
    bencher: Bencher<'_, '_>,
    bytes: usize,
    expected: &T,
    work: impl Fn() -> T,
) {
    bencher.counter(BytesCount::new(bytes)).bench_local(|| assert_eq!(&work(), expected));
}

/// The naive answer to "how many lines, and how many of status 502" that every format shares:
/// the status is the ninth word of an ALB line and, between tabs, of a CloudFront line.
pub(crate) fn count_by_splitting(bytes: &[u8], separator: u8) -> (usize, usize) {
    let (mut records, mut bad_gateways) = (0, 0);
    for line in bytes.split(|&byte| byte == b'\n') {
        if line.is_empty() || line.starts_with(b"#") {
            continue;
        }
        records += 1;
        let status = line.split(|&byte| byte == separator).nth(8);
        bad_gateways += usize::from(status == Some(b"502"));
    }
    (records, bad_gateways)
}
