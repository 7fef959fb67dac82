//! What CloudWatch Logs puts around lines that were sent to it.

use crate::sample_logs::clock::{Moment, SECOND_US};
use crate::sample_logs::neighbours::log::{Log, millis};
use crate::sample_logs::objects::ACCOUNT;

/// One subscription envelope on one line; each event has its time and its message.
#[must_use]
pub fn subscription(group: &str, stream: &str, events: &[(Moment, String)]) -> String {
    let events: Vec<String> = events
        .iter()
        .enumerate()
        .map(|(place, (at, message))| {
            let ms = at / 1_000;
            // Ids of events are 56 decimal digits.
            let id = format!("{:026}{:030}", 39_000_000_000_000_u64 + place as u64, ms);
            let message = serde_json::Value::from(message.as_str());
            format!("{{\"id\":\"{id}\",\"timestamp\":{ms},\"message\":{message}}}")
        })
        .collect();
    format!(
        "{{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"{ACCOUNT}\",\"logGroup\":\"{group}\",\"logStream\":\"{stream}\",\"subscriptionFilters\":[\"to-firehose\"],\"logEvents\":[{}]}}",
        events.join(",")
    )
}

/// The envelope by which CloudWatch Logs tries the destination.
#[must_use]
pub fn control_message(at: Moment) -> String {
    format!(
        "{{\"messageType\":\"CONTROL_MESSAGE\",\"owner\":\"CloudwatchLogs\",\"logGroup\":\"\",\"logStream\":\"\",\"subscriptionFilters\":[],\"logEvents\":[{{\"id\":\"\",\"timestamp\":{},\"message\":\"CWL CONTROL MESSAGE: Checking health of destination Firehose.\"}}]}}",
        at / 1_000
    )
}

/// Puts every line of a log into envelopes of at most `size` events, one envelope a line.
#[must_use]
pub fn in_subscriptions(log: &Log, times: &[Moment], group: &str, size: usize) -> Log {
    let lines: Vec<&str> = log.text.lines().collect();
    let mut wrapped = Log { text: String::new(), ..log.clone() };
    for (lines, times) in lines.chunks(size).zip(times.chunks(size)) {
        let events: Vec<(Moment, String)> =
            lines.iter().zip(times).map(|(line, &at)| (at, (*line).to_owned())).collect();
        wrapped.text.push_str(&subscription(group, "stream-1", &events));
        wrapped.text.push('\n');
    }
    wrapped
}

/// One line of an export object: the event's time, then the message.
#[must_use]
pub fn exported(at: Moment, message: &str) -> String {
    format!("{} {message}", millis(at))
}

/// Name of the object that Firehose writes for the seconds from `at` on; it has no extension.
#[must_use]
pub fn firehose_key(stream: &str, at: Moment, unique: &str) -> String {
    let text = millis(at.div_euclid(SECOND_US) * SECOND_US);
    let folders = text[..13].replace(['-', 'T'], "/");
    let stamp = text[..19].replace(['T', ':'], "-");
    format!("logs/firehose/{folders}/{stream}-1-{stamp}-{unique}")
}
