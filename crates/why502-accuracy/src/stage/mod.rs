//! A scenario in the making: a site, its traffic, and what goes wrong in it.
//!
//! Modules, each using only those to its left: `window → scenario → plan`

mod plan;
mod scenario;
mod window;

pub use plan::Stage;
pub use scenario::Scenario;
pub use window::{Shape, Window};
