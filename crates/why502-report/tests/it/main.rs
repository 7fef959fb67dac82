//! The reports of built summaries, read as a user and as a program would.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

mod alarms;
mod comparison;
mod explain;
mod fixture;
mod html;
mod japanese;
mod json;
mod junit;
mod markdown;
mod poison;
mod text;
