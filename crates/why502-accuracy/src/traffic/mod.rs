//! Who asks for what, and what comes of it: requests without a log's form.
//!
//! Modules, each using only those to its left: `outcome → request → site → flow`

mod flow;
mod outcome;
mod request;
mod site;

pub use flow::{Flow, Noise, scans};
pub use outcome::{Outcome, System};
pub use request::Request;
pub use site::{Group, Route, Site, Target};
