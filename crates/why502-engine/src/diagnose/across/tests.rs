//! The join on lines made by hand.

use why502_parse::Format;

use super::lines::{Line, Lines, Role, System};
use super::pairs::{Candidate, Pairs};
use super::shift::links;

const SECOND: i64 = 1_000_000;

/// Numbers that look random and are the same each time.
fn random(seed: &mut u64, below: i64) -> i64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) as i64 % below
}

fn front(path: u64, start_us: i64, end_us: i64) -> Line {
    Line {
        place: 0,
        system: 0,
        format: Format::CloudFront,
        role: Role::Relays,
        status: 502,
        path,
        path_tail: 0,
        method: 7,
        host: 0,
        start_us,
        end_us: Some(end_us),
        from_cloudfront: false,
    }
}

fn back(path: u64, start_us: i64, end_us: i64) -> Line {
    Line { system: 1, format: Format::Alb, role: Role::Own, ..front(path, start_us, end_us) }
}

fn lines(mut all: Vec<Line>) -> Lines<'static> {
    all.sort_by_key(|line| (line.end_us, line.start_us, line.system, line.path));
    all.iter_mut().enumerate().for_each(|(place, line)| line.place = place);
    let system = |format, name: &'static [u8]| System { format, name };
    let systems = vec![
        system(Format::CloudFront, &b"d1"[..]),
        system(Format::Alb, b"app/a"),
        system(Format::Alb, b"app/b"),
    ];
    Lines { all, systems, sampled: false }
}

/// The second that CloudFront logs.
fn second(at_us: i64) -> i64 {
    at_us.div_euclid(SECOND) * SECOND
}

#[test]
fn the_window_finds_what_comparing_all_with_all_finds() {
    let mut seed = 502;
    for round in 0..30 {
        let mut all = Vec::new();
        for number in 0..150 {
            let path = 1 + random(&mut seed, 4) as u64;
            let start = random(&mut seed, 120 * SECOND);
            let end = start + random(&mut seed, 12 * SECOND);
            let mut line = if number % 2 == 0 {
                front(path, start, second(end))
            } else {
                back(path, start, end)
            };
            line.status = [502, 504, 460][random(&mut seed, 3) as usize];
            line.method = random(&mut seed, 3) as u64;
            line.path_tail = random(&mut seed, 5) as u64;
            if line.system == 0 {
                line.role = [Role::Relays, Role::GaveUp, Role::Left, Role::Own]
                    [random(&mut seed, 4) as usize];
            } else if random(&mut seed, 9) == 0 {
                (line.format, line.end_us) = (Format::Clb, None);
            }
            all.push(line);
        }
        let lines = lines(all);
        let pairs = Pairs::new(&lines);
        for front in lines.all.iter().filter(|line| line.is_front()) {
            let mut found: Vec<Candidate> = pairs.candidates(front, 0).collect();
            let mut expected = Vec::new();
            for (at, back) in lines.all.iter().enumerate() {
                for (path, prefixed) in [(back.path, false), (back.path_tail, true)] {
                    let possible =
                        path == front.path && matches!(back.role, Role::Own | Role::Relays);
                    if let Some(score) = pairs.fit(front, back).filter(|_| possible) {
                        expected.push(Candidate { at, prefixed, score });
                    }
                }
            }
            let key = |one: &Candidate| (one.at, one.prefixed);
            found.sort_by_key(key);
            expected.sort_by_key(key);
            assert_eq!(found, expected, "round {round}");
        }
    }
}

#[test]
fn only_what_the_request_can_have_been_fits() {
    let lines = lines(Vec::new());
    let pairs = Pairs::new(&lines);
    let request = front(1, 10 * SECOND, 12 * SECOND);
    let fits = |back: Line| pairs.fit(&request, &back).is_some();
    let within = back(1, 10_500_000, 11_900_000);
    assert!(fits(within));
    assert!(!fits(back(1, 8_900_000, 11_900_000)), "began before");
    assert!(!fits(back(1, 10_500_000, 13_100_000)), "ended after");
    assert!(!fits(Line { method: 8, ..within }), "another method");
    assert!(fits(Line { method: 0, ..within }), "no method logged");
    assert!(!fits(Line { status: 504, ..within }), "another status was passed on");
    assert!(!fits(Line { status: 460, ..within }), "its client went away");
    let gave_up = Line { role: Role::GaveUp, status: 504, ..request };
    let gone = Line { status: 460, ..within };
    assert!(pairs.fit(&gave_up, &gone).is_some());
    assert!(pairs.fit(&gave_up, &within).is_none(), "a 502 came in time");
    let left = Line { role: Role::Left, status: 0, ..request };
    assert!(pairs.fit(&left, &gone).is_some() && pairs.fit(&left, &within).is_none());
    let masked = Line { role: Role::Masks, status: 200, ..request };
    assert!(pairs.fit(&masked, &within).is_some());
}

#[test]
fn what_only_relays_stands_in_front_of_what_failed() {
    let balancer = Line { role: Role::Relays, ..back(1, 0, SECOND) };
    let api = Line { format: Format::ApiGateway, system: 2, ..back(1, 0, SECOND) };
    let relaying_api = Line { role: Role::Relays, ..api };
    assert!(balancer.is_front() && balancer.may_have_behind(&api));
    assert!(!api.is_front());
    assert!(relaying_api.may_have_behind(&Line { role: Role::Own, ..balancer }));
    assert!(!relaying_api.may_have_behind(&balancer), "else each explained the other");
}

/// Requests of one front and a back that may or may not be the same; `paths` and a second's `rate`.
fn outage(seed: &mut u64, joined: bool, paths: i64, rate: i64, seconds: i64) -> Vec<Line> {
    let mut all = Vec::new();
    for _ in 0..rate * seconds {
        let (path, start) = (1 + random(seed, paths) as u64, random(seed, seconds * SECOND));
        all.push(front(path, start, second(start + 30_000)));
        if joined {
            all.push(back(path, start + 5_000, start + 25_000));
        } else {
            let (path, start) = (1 + random(seed, paths) as u64, random(seed, seconds * SECOND));
            all.push(back(path, start, start + 20_000));
        }
    }
    all
}

#[test]
fn a_link_is_more_than_failing_at_the_same_time() {
    let mut seed = 1;
    let linked = |all: Vec<Line>| {
        let lines = lines(all);
        links(&Pairs::new(&lines)).into_keys().collect::<Vec<_>>()
    };
    for (paths, rate, seconds) in [(400, 3, 180), (1, 1, 900), (40, 1, 600), (3, 40, 20)] {
        let mut found = Vec::new();
        for _ in 0..20 {
            found.extend(linked(outage(&mut seed, false, paths, rate, seconds)));
        }
        assert_eq!(found, [], "{paths} paths, {rate} a second, {seconds} s");
    }
    for (paths, rate, seconds) in [(400, 3, 180), (40, 1, 600), (5_000, 40, 20)] {
        let found = linked(outage(&mut seed, true, paths, rate, seconds));
        assert_eq!(found, [(0, 1, false)], "{paths} paths, {rate} a second, {seconds} s");
    }
    // On one path nothing tells requests apart, but who asked for them does.
    let dense = outage(&mut seed, true, 1, 40, 60);
    assert_eq!(linked(dense.clone()), []);
    let asked = |line: Line| Line { from_cloudfront: line.system == 1, ..line };
    assert_eq!(linked(dense.into_iter().map(asked).collect()), [(0, 1, false)]);
}

#[test]
fn a_few_coincidences_are_no_link() {
    let all: Vec<Line> = (0..4)
        .flat_map(|n| {
            let start = n * 60 * SECOND;
            [front(9, start, start), back(9, start, start + 20_000)]
        })
        .collect();
    assert!(links(&Pairs::new(&lines(all))).is_empty());
}
