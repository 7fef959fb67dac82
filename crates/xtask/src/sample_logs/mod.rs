//! The committed sample logs and the traffic they are made of.
//!
//! Seeded: the same seed gives the same lines on every machine. Nothing in them is
//! real; addresses and names come from the ranges kept for documentation.
//!
//! Modules, each using only those to its left: `random → clock → labels → packing → client → alb → cloudfront → objects → neighbours → scenarios → neighbour_scenarios → folder`.

pub mod alb;
pub mod client;
pub mod clock;
pub mod cloudfront;
pub mod folder;
pub mod labels;
pub mod neighbour_scenarios;
pub mod neighbours;
pub mod objects;
pub mod packing;
pub mod random;
pub mod scenarios;
