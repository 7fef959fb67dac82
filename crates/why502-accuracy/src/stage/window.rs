//! When something goes wrong, and how much of what it could hit it hits.

use crate::chance::Chance;
use crate::clock::SECOND;

/// How an incident grows and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// All at once, and over at once.
    Step,
    /// All at once, then less and less.
    Decay,
    /// Grows over the first third.
    Ramp,
    /// Grows to its middle, then goes back.
    Bell,
    /// On and off: two thirds of every 45 seconds.
    Pulses,
}

/// A span of time with a shape.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// First microsecond.
    pub from: i64,
    /// First microsecond after it.
    pub until: i64,
    /// Its shape.
    pub shape: Shape,
}

impl Window {
    /// Is this time inside?
    #[must_use]
    pub fn holds(&self, at: i64) -> bool {
        self.from <= at && at < self.until
    }

    /// From 0, nothing, to 1.
    #[must_use]
    pub fn strength(&self, at: i64) -> f64 {
        if !self.holds(at) {
            return 0.0;
        }
        let part = (at - self.from) as f64 / (self.until - self.from).max(1) as f64;
        match self.shape {
            Shape::Step => 1.0,
            Shape::Decay => (-2.0 * part).exp(),
            Shape::Ramp => (part * 3.0).min(1.0),
            Shape::Bell => (std::f64::consts::PI * part).sin(),
            Shape::Pulses => f64::from(u8::from((at - self.from) % (45 * SECOND) < 30 * SECOND)),
        }
    }

    /// Does it hit a request of this time, at this share of requests?
    pub fn hits(&self, at: i64, share: f64, chance: &mut Chance) -> bool {
        let strength = self.strength(at) * share;
        strength > 0.0 && (strength >= 1.0 || chance.happens(strength))
    }

    /// The same span without its shape.
    #[must_use]
    pub fn whole(&self) -> Self {
        Self { shape: Shape::Step, ..*self }
    }

    /// Its length in microseconds.
    #[must_use]
    pub fn length(&self) -> i64 {
        self.until - self.from
    }
}
