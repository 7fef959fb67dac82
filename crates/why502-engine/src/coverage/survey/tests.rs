use why502_parse::{Format, Timestamp};

use super::*;
use crate::coverage::ledger::Fate;

const ALB: &str = "app/shop/50dc";

fn at(text: &str) -> Timestamp {
    Timestamp::parse(format!("2026-11-22T{text}:00.000000Z").as_bytes()).unwrap()
}

/// An object of a node for the five minutes that end at `end`, minutes of the day.
fn alb(node: u8, end: usize) -> String {
    format!(
        "123456789012_elasticloadbalancing_eu-west-1_app.shop.50dc_20261122T{:02}{:02}Z_10.0.0.{node}_x{end}.log.gz",
        end / 60,
        end % 60
    )
}

/// The objects of a node for all intervals from one minute to another, but for some.
fn node(
    ledger: &mut Ledger,
    node: u8,
    ends: std::ops::RangeInclusive<usize>,
    records: u64,
    but: &[usize],
) {
    for end in ends.step_by(5).filter(|end| !but.contains(end)) {
        ledger.enter(&alb(node, end), Fate::Read, None, records);
    }
}

fn found(ledger: &Ledger, asked: Asked) -> Vec<(GapKind, Option<String>, Timestamp, Timestamp)> {
    let gaps = Coverage::new(ledger, &[], asked).gaps;
    gaps.into_iter().map(|gap| (gap.kind, gap.node, gap.from, gap.to)).collect()
}

#[test]
fn whole_logs_have_no_gap() {
    let mut ledger = Ledger::default();
    // Several objects per interval are normal; nodes come and go.
    node(&mut ledger, 1, 5..=600, 1_000, &[]);
    node(&mut ledger, 1, 5..=600, 1_000, &[]);
    node(&mut ledger, 2, 5..=300, 1_000, &[]);
    node(&mut ledger, 3, 300..=600, 1_000, &[]);
    let coverage = Coverage::new(&ledger, &[], Asked::default());
    assert_eq!(coverage.gaps, []);
    assert_eq!(
        coverage.nodes.iter().map(|node| (node.objects, node.missing)).max(),
        Some((240, 0))
    );
    assert_eq!(coverage.covers(Format::Alb, ALB, at("03:01"), at("03:02")), Covered::Yes);
    assert_eq!(coverage.covers(Format::Alb, ALB, at("09:58"), at("10:02")), Covered::Unknown);
    assert_eq!(
        coverage.covers(Format::Alb, "app/other/1", at("03:01"), at("03:02")),
        Covered::Unknown
    );
    assert_eq!(coverage.covers(Format::Clb, ALB, at("03:01"), at("03:02")), Covered::Unknown);
}

#[test]
fn an_interval_without_an_object_of_any_node_is_a_gap() {
    let mut ledger = Ledger::default();
    for one in [1, 2] {
        node(&mut ledger, one, 5..=600, 1_000, &[305, 310]);
    }
    let gaps = found(&ledger, Asked::default());
    assert_eq!(gaps, [(GapKind::NoObject, None, at("05:00"), at("05:10"))]);
    let coverage = Coverage::new(&ledger, &[], Asked::default());
    assert_eq!(coverage.gaps[0].expected, Some(4_000));
    assert_eq!(coverage.covers(Format::Alb, ALB, at("05:09"), at("05:12")), Covered::Gap);
    assert_eq!(coverage.covers(Format::Alb, ALB, at("05:11"), at("05:12")), Covered::Yes);
}

#[test]
fn one_node_missing_is_said_of_that_node_only() {
    let mut ledger = Ledger::default();
    node(&mut ledger, 1, 5..=600, 1_000, &[]);
    node(&mut ledger, 2, 5..=600, 1_000, &[305]);
    let gaps = found(&ledger, Asked::default());
    assert_eq!(gaps, [(GapKind::NodeNotSeen, Some("10.0.0.2".into()), at("05:00"), at("05:05"))]);
    let coverage = Coverage::new(&ledger, &[], Asked::default());
    assert_eq!(coverage.covers(Format::Alb, ALB, at("05:01"), at("05:02")), Covered::Unknown);
}

#[test]
fn times_of_few_requests_are_no_gap_that_hides_any() {
    let mut ledger = Ledger::default();
    // One record in each object, every other hour.
    node(&mut ledger, 1, 60..=600, 1, &[305]);
    assert_eq!(found(&ledger, Asked::default())[0].0, GapKind::Quiet);
    // A batch each hour: many records, seldom.
    let mut ledger = Ledger::default();
    (1..=10).for_each(|hour| ledger.enter(&alb(1, hour * 60), Fate::Read, None, 5_000));
    let coverage = Coverage::new(&ledger, &[], Asked::default());
    assert!(coverage.gaps.len() == 9 && coverage.gaps.iter().all(|gap| gap.kind == GapKind::Quiet));
    assert_eq!(coverage.covers(Format::Alb, ALB, at("05:11"), at("05:12")), Covered::Unknown);
}

#[test]
fn an_object_that_could_not_be_read_is_a_gap_though_others_were() {
    let mut ledger = Ledger::default();
    node(&mut ledger, 1, 5..=600, 1_000, &[]);
    ledger.enter(&alb(1, 305).replace("_x", "_y"), Fate::Failed, None, 0);
    let gaps = found(&ledger, Asked::default());
    assert_eq!(gaps, [(GapKind::Unread, Some("10.0.0.1".into()), at("05:00"), at("05:05"))]);
}

#[test]
fn what_follows_the_last_object_may_still_be_delivered() {
    let mut ledger = Ledger::default();
    node(&mut ledger, 1, 5..=600, 1_000, &[]);
    let until = Asked { until: Some(at("10:20")), ..Asked::default() };
    assert_eq!(found(&ledger, until), [(GapKind::NotDelivered, None, at("10:00"), at("10:20"))]);
    // Another load balancer is further on.
    ledger.enter(&alb(1, 610).replace("app.shop", "app.other"), Fate::Read, None, 10);
    let gaps = found(&ledger, Asked::default());
    assert_eq!(gaps, [(GapKind::NotDelivered, None, at("10:00"), at("10:10"))]);
}

#[test]
fn only_the_window_that_was_asked_for_is_judged() {
    let mut ledger = Ledger::default();
    node(&mut ledger, 1, 5..=600, 1_000, &[305, 310, 315]);
    let asked = Asked { since: Some(at("05:07")), until: Some(at("05:12")), ..Asked::default() };
    assert_eq!(found(&ledger, asked), [(GapKind::NoObject, None, at("05:07"), at("05:12"))]);
    let asked = Asked { since: Some(at("06:00")), until: Some(at("07:00")), ..Asked::default() };
    assert_eq!(found(&ledger, asked), []);
    let ended_early = Asked { is_interrupted: true, ..Asked::default() };
    assert_eq!(found(&ledger, ended_early), []);
}

#[test]
fn hours_are_missed_of_a_distribution_and_of_an_hourly_classic_load_balancer() {
    let names: [fn(usize) -> String; 2] = [
        |hour| format!("E2EXAMPLE1ABCD.2026-11-22-{:02}.9763fa{hour:02}.gz", hour - 1),
        |hour| {
            format!(
                "123456789012_elasticloadbalancing_eu-west-1_classic_20261122T{hour:02}00Z_10.0.0.1_x.log"
            )
        },
    ];
    for name in names {
        let mut ledger = Ledger::default();
        for hour in (1..12).filter(|hour| *hour != 6) {
            ledger.enter(&name(hour), Fate::Read, None, 10_000);
        }
        assert_eq!(
            found(&ledger, Asked::default()),
            [(GapKind::NoObject, None, at("05:00"), at("06:00"))],
            "{}",
            name(1)
        );
    }
}

#[test]
fn logs_whose_names_tell_no_time_are_judged_by_their_requests() {
    let ticks: Vec<(i64, i64, f64)> = (0..7_200_i64)
        .filter(|second| !(3_000..3_600).contains(second))
        .map(|second| (second * 1_000_000, (second + 1) * 1_000_000, 5.0))
        .collect();
    let mut ledger = Ledger::default();
    assert_eq!(Coverage::new(&ledger, &ticks, Asked::default()).gaps, []);
    ledger.enter("access.log", Fate::Read, None, 10);
    let gaps = Coverage::new(&ledger, &ticks, Asked::default()).gaps;
    assert_eq!(gaps.iter().map(|gap| gap.kind).collect::<Vec<_>>(), [GapKind::NoRequest]);
    let filtered = Asked { is_filtered: true, ..Asked::default() };
    assert_eq!(Coverage::new(&ledger, &ticks, filtered).gaps, []);
}
