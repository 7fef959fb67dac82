//! CloudWatch alarms that would have caught what a summary shows, as a template to deploy.
//!
//! Thresholds come from the quiet time in the same logs, and each alarm is played against the timeline:
//! its description says whether and when it would have fired. Nothing here asks AWS; what the logs
//! do not name is a parameter of the template.
//!
//! Modules, each using only those to its left: `alarm → place → metric → course → level → burn → scene → plan → tree → cloudformation → terraform`

mod alarm;
mod burn;
mod cloudformation;
mod course;
mod level;
mod metric;
mod place;
mod plan;
mod scene;
mod terraform;
mod tree;

use why502_engine::summary::Summary;

/// What is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// A template of CloudFormation, in YAML.
    CloudFormation,
    /// Resources of Terraform, in HCL.
    Terraform,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlarmOptions {
    /// What is written.
    pub template: Template,
    /// The part of the requests that is not to fail, such as 0.999; more than 0.5 and less than 1.
    pub objective: f64,
}

/// The whole template, and a final newline. The same summary gives the same bytes.
#[must_use]
pub fn render(summary: &Summary, options: &AlarmOptions) -> String {
    let plan = plan::plan(summary, options.objective);
    match options.template {
        Template::CloudFormation => cloudformation::render(&plan),
        Template::Terraform => terraform::render(&plan),
    }
}
