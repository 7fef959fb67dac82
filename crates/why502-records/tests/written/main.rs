//! Records through the engine's workers into bytes, held against plain code.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod given;
mod layouts;
mod order;
