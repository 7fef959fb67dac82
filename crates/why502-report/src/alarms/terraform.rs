//! Alarms as resources of Terraform.

use std::fmt::Write;

use super::alarm::{Alarm, Kind, Known, Measure, Plan, Source, harmless, plain};

/// Of whom all names in the file are.
const PREFIX: &str = "why502";

/// The whole file.
pub(super) fn render(plan: &Plan) -> String {
    let mut out = Text(plan.remarks.iter().map(|line| format!("# {}\n", harmless(line))).collect());
    if plan.alarms.is_empty() {
        return out.0;
    }
    out.open(0, &format!("\nvariable \"{PREFIX}_alarm_actions\""));
    out.set(1, "type", "list(string)");
    out.set(1, "default", "[]");
    out.set(1, "description", &quoted("ARNs of SNS topics to be told; empty: nobody is told"));
    out.close(0);
    for (_, name, meaning) in &plan.parameters {
        out.open(0, &format!("\nvariable \"{name}\""));
        out.set(1, "type", "string");
        out.set(1, "description", &quoted(meaning));
        out.close(0);
    }
    if plan.alarms.iter().any(|alarm| alarm.is_global) {
        out.open(0, "\nprovider \"aws\"");
        out.set(1, "alias", &quoted(&format!("{PREFIX}_us_east_1")));
        out.set(1, "region", &quoted("us-east-1"));
        out.close(0);
    }
    plan.alarms.iter().for_each(|alarm| resource(&mut out, alarm));
    out.0
}

/// Blocks and attributes, a line each.
struct Text(String);

impl Text {
    fn line(&mut self, depth: usize, text: &str) {
        writeln!(self.0, "{}{text}", "  ".repeat(depth))
            .expect("writing to a String does not fail");
    }

    fn open(&mut self, depth: usize, head: &str) {
        self.line(depth, &format!("{head} {{"));
    }

    fn close(&mut self, depth: usize) {
        self.line(depth, "}");
    }

    fn set(&mut self, depth: usize, name: &str, value: &str) {
        self.line(depth, &format!("{name} = {value}"));
    }
}

fn resource(out: &mut Text, alarm: &Alarm) {
    let kind = match alarm.kind {
        Kind::Metric { .. } => "aws_cloudwatch_metric_alarm",
        Kind::All(_) => "aws_cloudwatch_composite_alarm",
    };
    out.open(0, &format!("\nresource \"{kind}\" \"{}\"", id(&alarm.key)));
    if alarm.is_global {
        out.set(1, "provider", &format!("aws.{PREFIX}_us_east_1"));
    }
    out.set(1, "alarm_name", &quoted(&alarm.name));
    out.set(1, "alarm_description", &quoted(&alarm.description));
    let notifies = match &alarm.kind {
        Kind::Metric { measure, threshold, or_equal, datapoints, notifies } => {
            measured(out, measure);
            out.set(1, "threshold", &plain(*threshold));
            let operator =
                if *or_equal { "GreaterThanOrEqualToThreshold" } else { "GreaterThanThreshold" };
            out.set(1, "comparison_operator", &quoted(operator));
            out.set(1, "evaluation_periods", &datapoints.1.to_string());
            out.set(1, "datapoints_to_alarm", &datapoints.0.to_string());
            out.set(1, "treat_missing_data", &quoted("notBreaching"));
            *notifies
        }
        Kind::All(parts) => {
            let rule = parts.iter().map(|(name, _)| format!("ALARM(\"{name}\")"));
            out.set(1, "alarm_rule", &quoted(&rule.collect::<Vec<_>>().join(" AND ")));
            let parts =
                parts.iter().map(|(_, key)| format!("aws_cloudwatch_metric_alarm.{}", id(key)));
            out.set(1, "depends_on", &format!("[{}]", parts.collect::<Vec<_>>().join(", ")));
            true
        }
    };
    if notifies {
        out.set(1, "alarm_actions", &format!("var.{PREFIX}_alarm_actions"));
    }
    out.close(0);
}

fn measured(out: &mut Text, measure: &Measure) {
    match measure {
        Measure::Metric(source) => {
            let statistic =
                if source.statistic.starts_with('p') { "extended_statistic" } else { "statistic" };
            named(out, 1, source);
            out.set(1, statistic, &quoted(source.statistic));
            out.set(1, "period", &source.period_seconds.to_string());
        }
        Measure::Math(expression, label, sources) => {
            out.open(1, "metric_query");
            out.set(2, "id", &quoted("result"));
            out.set(2, "label", &quoted(label));
            out.set(2, "expression", &quoted(expression));
            out.set(2, "return_data", "true");
            out.close(1);
            for (id, source) in sources {
                out.open(1, "metric_query");
                out.set(2, "id", &quoted(id));
                out.open(2, "metric");
                named(out, 3, source);
                out.set(3, "stat", &quoted(source.statistic));
                out.set(3, "period", &source.period_seconds.to_string());
                out.close(2);
                out.close(1);
            }
        }
    }
}

fn named(out: &mut Text, depth: usize, source: &Source) {
    out.set(depth, "namespace", &quoted(source.namespace));
    out.set(depth, "metric_name", &quoted(source.name));
    out.open(depth, "dimensions =");
    for (name, value) in &source.dimensions {
        let value = match value {
            Known::Value(value) => quoted(value),
            Known::Parameter(_, name) => format!("var.{name}"),
        };
        out.set(depth + 1, name, &value);
    }
    out.close(depth);
}

/// A text in double quotes, in which nothing is a template of Terraform's own.
fn quoted(text: &str) -> String {
    let text = harmless(text).replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", text.replace("${", "$${").replace("%{", "%%{"))
}

/// `why502_alb1_httpcodeelb502count`
fn id(words: &[String]) -> String {
    let words: Vec<_> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    format!("{PREFIX}_{}", words.join("_"))
}
