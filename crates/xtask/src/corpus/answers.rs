//! What becomes of a request: an ordinary answer, or a 502 of one of several kinds.

use crate::sample_logs::random::Random;

use super::sites::Route;

/// What the load balancer wrote of an answer.
#[derive(Debug)]
pub(super) struct Answer {
    /// Fields 6 to 8 in milliseconds.
    pub(super) times_ms: [Option<u64>; 3],
    /// From the request to the last byte of the answer.
    pub(super) elapsed_ms: u64,
    pub(super) elb_status: u16,
    pub(super) target_status: Option<u16>,
    pub(super) sent_bytes: u64,
    /// Field 23.
    pub(super) actions: &'static str,
    /// Field 25.
    pub(super) error_reason: &'static str,
    /// A target was chosen.
    pub(super) has_target: bool,
}

impl Answer {
    /// The load balancer's own answer.
    fn own(elb_status: u16, times_ms: [Option<u64>; 3]) -> Self {
        Self {
            times_ms,
            elapsed_ms: times_ms.iter().flatten().sum(),
            elb_status,
            target_status: None,
            sent_bytes: 679,
            actions: "forward",
            error_reason: "-",
            has_target: true,
        }
    }

    /// The target's answer.
    fn of_target(status: u16, took_ms: u64, sent_bytes: u64, random: &mut Random) -> Self {
        let [before, behind] = [12, 15].map(|slow| u64::from(random.chance(1, slow)));
        let times_ms = [Some(before), Some(took_ms), Some(behind)];
        Self { target_status: Some(status), sent_bytes, ..Self::own(status, times_ms) }
    }
}

/// A day like any other: mostly served, some redirects, some that nobody answered.
pub(super) fn ordinary(route: &Route, random: &mut Random) -> Answer {
    let took_ms = random.curve(route.speed);
    let body = random.between(route.body / 2, route.body) + random.between(130, 460);
    let status = match random.weighted(&[9_300, 260, 190, 90, 60, 40, 25, 20, 15]) {
        0 => 200,
        1 => 304,
        2 => 404,
        3 => 401,
        4 => {
            let fixed = Answer::own(301, [Some(0), Some(0), Some(0)]);
            return Answer { actions: "redirect", has_target: false, sent_bytes: 321, ..fixed };
        }
        5 => 500,
        6 => {
            let gone = Answer::own(460, [Some(0), None, None]);
            return Answer { elapsed_ms: random.between(40, 9_500), sent_bytes: 0, ..gone };
        }
        7 => {
            let forbidden = Answer::own(403, [None; 3]);
            return Answer { actions: "waf", has_target: false, sent_bytes: 274, ..forbidden };
        }
        _ => {
            let silent = Answer::own(504, [Some(0), None, None]);
            return Answer { elapsed_ms: 60_000 + random.between(0, 9), ..silent };
        }
    };
    let sent_bytes = if status == 200 { body } else { random.between(130, 1_200) };
    Answer::of_target(status, took_ms, sent_bytes, random)
}

/// A target that refuses the connection.
pub(super) fn refused() -> Answer {
    Answer::own(502, [None; 3])
}

/// A 502: closed before the answer, the target's own, refused, a function's, a firewall's.
pub(super) fn failure(route: &Route, random: &mut Random) -> Answer {
    if route.group == 3 {
        let times_ms = [Some(0), Some(random.curve(route.speed)), Some(0)];
        let reason = *random.pick(&["LambdaInvalidResponse", "LambdaUnhandled"]);
        return Answer { error_reason: reason, ..Answer::own(502, times_ms) };
    }
    match random.weighted(&[40, 25, 12, 12, 8, 3]) {
        0 => Answer::own(502, [Some(0), Some(random.below(3)), None]),
        1 => {
            let took_ms = random.curve(route.speed);
            Answer::of_target(502, took_ms, random.between(150, 700), random)
        }
        2 => Answer::own(502, [Some(0), Some(random.curve(route.speed)), None]),
        3 => refused(),
        4 => Answer { has_target: false, ..Answer::own(502, [None; 3]) },
        _ => {
            let firewall = Answer::own(502, [None; 3]);
            Answer { error_reason: "WAFConnectionError", has_target: false, ..firewall }
        }
    }
}
