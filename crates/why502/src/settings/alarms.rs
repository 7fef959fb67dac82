//! Settings of the verb `alarms`: those of an analysis of the same logs, and how alarms are written.

use why502_report::alarms::{AlarmOptions, Template};

use crate::command_line::alarms::{AlarmsArguments, AlarmsFormat};
use crate::command_line::args::AnalyzeArguments;
use crate::command_line::choice::ReportFormat;
use crate::command_line::usage::UsageError;

use super::slo::slo;
use super::{Destination, Environment, Settings};

impl Settings {
    /// An analysis whose result is told as alarms.
    pub(crate) fn of_alarms(
        arguments: AlarmsArguments,
        environment: &Environment,
    ) -> Result<Self, UsageError> {
        let objective =
            slo(&arguments.slo).map_err(|error| UsageError::new(format!("--slo: {error}")))?;
        let format = arguments.format;
        let mut settings = Self::resolve(as_analysis(arguments)?, environment)?;
        let is_terraform = match (&settings.destination, format) {
            (_, Some(format)) => format == AlarmsFormat::Terraform,
            (Destination::File(path), None) => path.extension().is_some_and(|end| end == "tf"),
            (Destination::Stdout, None) => false,
        };
        let template = if is_terraform { Template::Terraform } else { Template::CloudFormation };
        settings.alarms = Some(AlarmOptions { template, objective });
        Ok(settings)
    }
}

/// The analysis of the same records.
fn as_analysis(arguments: AlarmsArguments) -> Result<AnalyzeArguments, UsageError> {
    Ok(AnalyzeArguments {
        window: arguments.window,
        filter: arguments.filter,
        log_format: arguments.log_format,
        logs: arguments.logs,
        redact: arguments.redact,
        jobs: arguments.jobs,
        output: arguments.output,
        quiet: arguments.quiet,
        format: Some(ReportFormat::Text),
        #[cfg(feature = "s3")]
        bucket: arguments.bucket,
        ..AnalyzeArguments::plain(arguments.sources)?
    })
}
