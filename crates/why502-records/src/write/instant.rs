//! Instants as RFC 3339 text.

use why502_parse::{Record, Timestamp};

const MINUTE_US: i64 = 60_000_000;

/// Writes instants, and remembers the minute of the last one: neighbouring records share it.
#[derive(Debug)]
pub(crate) struct Clock {
    /// Microseconds since 1970 at which the minute in `text` begins.
    minute_us: i64,
    /// `YYYY-MM-DDThh:mm:ss.ffffffZ`.
    text: [u8; 27],
}

impl Clock {
    pub(crate) const fn new() -> Self {
        Self { minute_us: 0, text: *b"1970-01-01T00:00:00.000000Z" }
    }

    /// The instant in UTC, with six decimals: every instant has one spelling, and texts sort as
    /// the instants do.
    #[inline]
    pub(crate) fn text(&mut self, at: Timestamp) -> &[u8; 27] {
        let minute_us = at.micros() - at.micros().rem_euclid(MINUTE_US);
        if minute_us != self.minute_us {
            self.minute_us = minute_us;
            self.write_minute(at);
        }
        // Less than a minute: divisions of 32 bits take a third of the time.
        let micros = (at.micros() - minute_us) as u32;
        let (millis, micros) = (micros / 1_000, micros % 1_000);
        let (seconds, millis) = (millis / 1_000, millis % 1_000);
        let ([_, a, b], [c, d, e], [f, g, h]) = (three(seconds), three(millis), three(micros));
        self.text[17..].copy_from_slice(&[a, b, b'.', c, d, e, f, g, h, b'Z']);
        &self.text
    }

    fn write_minute(&mut self, at: Timestamp) {
        let (date, minutes) = (at.civil_date(), at.micros_of_day() / MINUTE_US);
        let text = &mut self.text;
        put(&mut text[0..4], i64::from(date.year));
        put(&mut text[5..7], i64::from(date.month));
        put(&mut text[8..10], i64::from(date.day));
        put(&mut text[11..13], minutes / 60);
        put(&mut text[14..16], minutes % 60);
    }
}

/// When the request came, where that is known and can be written.
pub(crate) fn start(record: &Record<'_>) -> Option<Timestamp> {
    record.start().filter(|start| (Timestamp::MIN..=Timestamp::MAX).contains(start))
}

/// The digits of a number below a thousand.
#[inline]
fn three(number: u32) -> [u8; 3] {
    [number / 100, number / 10 % 10, number % 10].map(|digit| b'0'.wrapping_add(digit as u8))
}

/// The last digits of the number, as many as there is room for.
#[inline]
fn put(room: &mut [u8], mut number: i64) {
    for place in room.iter_mut().rev() {
        *place = b'0' + u8::try_from(number.rem_euclid(10)).expect("one digit");
        number /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_spelt_as_in_the_analysis() {
        let mut clock = Clock::new();
        for micros in
            [0, 1, 59_999_999, 60_000_000, 1_795_356_131_000_123, -1, -62_135_596_800_000_000]
        {
            let at = Timestamp::from_micros(micros);
            let text = std::str::from_utf8(clock.text(at)).unwrap();
            assert_eq!(text, why502_engine::summary::rfc3339(at));
        }
    }
}
