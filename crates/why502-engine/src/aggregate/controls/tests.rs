use super::*;

fn observation(time: i64, client: &[u8]) -> Observation<'_> {
    Observation::of_values(Timestamp::from_micros(time), [b"", b"", client, b"", b""])
}

fn sampled(times: &[i64]) -> Controls {
    let mut controls = Controls::default();
    for &time in times {
        let seen = observation(time, b"203.0.113.0/24");
        if let Some(hash) = controls.keeps(&seen) {
            controls.push(&seen, hash, 7, [0; DIMENSIONS.len()]);
        }
    }
    controls
}

#[test]
fn a_small_log_is_kept_whole() {
    let (kept, one_in) = sampled(&(0..1_000).collect::<Vec<_>>()).finish();
    assert_eq!((kept.len(), one_in), (1_000, 1.0));
}

#[test]
fn any_split_and_order_keep_the_same_requests() {
    let times: Vec<i64> = (0..300_000).map(|n| n * 1_003).collect();
    let (whole, one_in) = sampled(&times).finish();
    assert!(whole.len() <= MOST_CONTROLS && whole.len() > MOST_CONTROLS / 3, "{}", whole.len());
    // Each stands for as many as were dropped for it.
    let stood_for = whole.len() as f64 * one_in;
    assert!((stood_for - 300_000.0).abs() < 12_000.0, "{stood_for}");
    let backwards: Vec<i64> = times.iter().rev().copied().collect();
    assert!(sampled(&backwards).finish().0 == whole);
    let (left, right) = times.split_at(70_000);
    let mut parts = sampled(right);
    parts.absorb(sampled(left));
    assert!(parts.finish().0 == whole);
}

#[test]
fn requests_of_one_instant_are_told_apart_by_their_clients() {
    let clients: Vec<String> =
        (0..20_000).map(|n| format!("10.{}.{}.9", n / 256, n % 256)).collect();
    let hash = |client: &String| request_hash(&observation(5, client.as_bytes()));
    let mut hashes: Vec<u64> = clients.iter().map(hash).collect();
    let high = hashes.iter().filter(|hash| hash.leading_zeros() >= 1).count();
    assert!((9_000..11_000).contains(&high), "{high}");
    hashes.sort_unstable();
    hashes.dedup();
    assert_eq!(hashes.len(), clients.len());
}

#[test]
fn a_flood_of_equal_requests_stays_bounded() {
    let controls = sampled(&[42; 200_000]);
    assert!(controls.kept.len() <= 2 * MOST_CONTROLS);
    assert!(controls.finish().0.len() <= MOST_CONTROLS);
}
