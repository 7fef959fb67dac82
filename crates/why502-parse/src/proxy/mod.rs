//! Logs of a proxy or server inside the target: what it saw of the request, and of the application
//! behind it.
//!
//! Modules, each using only those to its left: `clock → clf → surplus → variables → nginx_access → nginx_error → apache_access → apache_error`

pub(crate) mod apache_access;
pub(crate) mod apache_error;
mod clf;
mod clock;
pub(crate) mod nginx_access;
pub(crate) mod nginx_error;
mod surplus;
mod variables;
