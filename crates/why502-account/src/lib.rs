//! JSON that the AWS CLI prints about an account in, plain facts out: settings of load balancers,
//! target groups, functions and distributions, and what was changed when and by whom.
//!
//! Owns: which documents are recognised (by their content, whatever the file is called), and what
//! is taken from them. Tolerant: what is missing is `None`, what is unknown is left aside by name.
//! Of an identity only the name of the user, role or service is kept; sessions, keys and account
//! numbers of callers are not.
//!
//! Refuses: opening anything, asking AWS, and opinions on what a fact means for a failure.
//!
//! Modules, each using only those to its left: `value → balancing → runtime → event → facts → read → reader`
//!
//! ```
//! use why502_account::Reader;
//!
//! let mut reader = Reader::default();
//! reader.read("groups.json", br#"{"TargetGroups": [{
//!     "TargetGroupArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0a",
//!     "Protocol": "HTTPS"
//! }]}"#);
//! let facts = reader.finish();
//! let group = facts.target_group(
//!     "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0a");
//! assert_eq!(group.unwrap().protocol.as_deref(), Some("HTTPS"));
//! ```

mod balancing;
mod event;
mod facts;
mod read;
mod reader;
mod runtime;
mod value;

pub use balancing::{FixedResponse, LoadBalancer, TargetGroup, TargetHealth};
pub use event::{Event, EventKind, Resource};
pub use facts::{Broken, Facts};
pub use reader::Reader;
pub use runtime::{Distribution, Function, Origin, Service, TaskStop};
