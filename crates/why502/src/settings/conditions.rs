//! Conditions on the result, compiled before anything is read.

use std::path::PathBuf;

use why502_engine::Condition;

use crate::command_line::conditions::ConditionArguments;
use crate::command_line::usage::UsageError;

use super::destination::{Destination, writable};

/// What is asked of the result, beside showing it.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    pub(crate) fail_on: Vec<Condition>,
    pub(crate) junit: Option<PathBuf>,
}

impl Conditions {
    pub(super) fn read(
        arguments: ConditionArguments,
        is_summary: bool,
        destination: &Destination,
    ) -> Result<Self, UsageError> {
        let compile = |text: &String| {
            Condition::parse(text).map_err(|error| {
                UsageError::new(format!("--fail-on: {error}. docs/CONDITIONS.md explains it."))
            })
        };
        let fail_on = arguments.fail_on.iter().map(compile).collect::<Result<Vec<_>, _>>()?;
        if is_summary && let Some(figure) = fail_on.iter().find_map(Condition::needs_causes) {
            return Err(UsageError::new(format!(
                "--fail-on: {figure} needs causes, and --summary does not look for them. Leave \
                 --summary out, or ask for statuses and signatures, as in `count(status=502) > 0`."
            )));
        }
        let junit = arguments.junit.map(|path| writable("--junit", &path, "junit.xml"));
        let junit = junit.transpose()?;
        if let (Some(path), Destination::File(result)) = (&junit, destination)
            && path == result
        {
            return Err(UsageError::new(format!(
                "--junit {} is also the file of -o. Give another name.",
                path.display()
            )));
        }
        Ok(Self { fail_on, junit })
    }

    #[cfg(feature = "s3")]
    pub(super) fn are_asked_for(&self) -> bool {
        !self.fail_on.is_empty() || self.junit.is_some()
    }
}
