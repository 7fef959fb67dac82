//! Alarms as a template of CloudFormation.

use super::alarm::{Alarm, Kind, Known, Measure, Plan, Source, harmless, plain};
use super::tree::Tree;

const TOPIC: &str = "AlarmTopicArn";
const HAS_TOPIC: &str = "HasTopic";
const IN_VIRGINIA: &str = "InNorthernVirginia";

/// The whole template.
pub(super) fn render(plan: &Plan) -> String {
    let mut out: String =
        plan.remarks.iter().map(|line| format!("# {}\n", harmless(line))).collect();
    let topic = Tree::map([
        ("Type", Tree::text("String")),
        ("Default", Tree::text("")),
        ("Description", Tree::text("ARN of the SNS topic to be told; empty: nobody is told")),
    ]);
    let mut parameters = vec![(TOPIC.to_owned(), topic)];
    parameters.extend(plan.parameters.iter().map(|(name, _, meaning)| {
        let members =
            [("Type", Tree::text("String")), ("Description", Tree::text(harmless(meaning)))];
        (name.clone(), Tree::map(members))
    }));
    let equals = |left, right| Tree::map([("Fn::Equals", Tree::List(vec![left, right]))]);
    let has_topic = equals(reference(TOPIC), Tree::text(""));
    let mut conditions =
        vec![(HAS_TOPIC.to_owned(), Tree::map([("Fn::Not", Tree::List(vec![has_topic]))]))];
    if plan.alarms.iter().any(|alarm| alarm.is_global) {
        let here = equals(reference("AWS::Region"), Tree::text("us-east-1"));
        conditions.push((IN_VIRGINIA.to_owned(), here));
    }
    let mut members = vec![
        ("AWSTemplateFormatVersion".to_owned(), Tree::text("2010-09-09")),
        ("Description".to_owned(), Tree::text("Alarms on failing requests")),
    ];
    if !plan.alarms.is_empty() {
        members.push(("Parameters".to_owned(), Tree::Map(parameters)));
        members.push(("Conditions".to_owned(), Tree::Map(conditions)));
        let resources = plan.alarms.iter().map(|alarm| (id(&alarm.key), resource(alarm)));
        members.push(("Resources".to_owned(), Tree::Map(resources.collect())));
    }
    for (key, value) in members {
        out.push_str(&key);
        out.push(':');
        value.write(&mut out, 1);
    }
    out
}

fn resource(alarm: &Alarm) -> Tree {
    let mut properties = vec![
        ("AlarmName".to_owned(), Tree::text(&*alarm.name)),
        ("AlarmDescription".to_owned(), Tree::text(&*alarm.description)),
    ];
    let mut members = Vec::new();
    let (kind, notifies) = match &alarm.kind {
        Kind::Metric { measure, threshold, or_equal, datapoints, notifies } => {
            properties.extend(properties_of(measure));
            let operator =
                if *or_equal { "GreaterThanOrEqualToThreshold" } else { "GreaterThanThreshold" };
            let number = |number: u64| Tree::Number(number.to_string());
            properties.extend([
                ("Threshold".to_owned(), Tree::Number(plain(*threshold))),
                ("ComparisonOperator".to_owned(), Tree::text(operator)),
                ("EvaluationPeriods".to_owned(), number(datapoints.1)),
                ("DatapointsToAlarm".to_owned(), number(datapoints.0)),
                ("TreatMissingData".to_owned(), Tree::text("notBreaching")),
            ]);
            ("AWS::CloudWatch::Alarm", *notifies)
        }
        Kind::All(parts) => {
            let rule = parts.iter().map(|(name, _)| format!("ALARM(\"{name}\")"));
            let rule = rule.collect::<Vec<_>>().join(" AND ");
            properties.push(("AlarmRule".to_owned(), Tree::text(rule)));
            let keys = parts.iter().map(|(_, key)| Tree::text(id(key))).collect();
            members.push(("DependsOn".to_owned(), Tree::List(keys)));
            ("AWS::CloudWatch::CompositeAlarm", true)
        }
    };
    if notifies {
        let told = Tree::List(vec![reference(TOPIC)]);
        let choice = vec![Tree::text(HAS_TOPIC), told, reference("AWS::NoValue")];
        properties.push(("AlarmActions".to_owned(), Tree::map([("Fn::If", Tree::List(choice))])));
    }
    members.insert(0, ("Type".to_owned(), Tree::text(kind)));
    if alarm.is_global {
        members.push(("Condition".to_owned(), Tree::text(IN_VIRGINIA)));
    }
    members.push(("Properties".to_owned(), Tree::Map(properties)));
    Tree::Map(members)
}

fn properties_of(measure: &Measure) -> Vec<(String, Tree)> {
    match measure {
        Measure::Metric(source) => {
            let statistic =
                if source.statistic.starts_with('p') { "ExtendedStatistic" } else { "Statistic" };
            vec![
                ("Namespace".to_owned(), Tree::text(source.namespace)),
                ("MetricName".to_owned(), Tree::text(source.name)),
                ("Dimensions".to_owned(), dimensions(source)),
                (statistic.to_owned(), Tree::text(source.statistic)),
                ("Period".to_owned(), Tree::Number(source.period_seconds.to_string())),
            ]
        }
        Measure::Math(expression, label, sources) => {
            let mut queries = vec![Tree::map([
                ("Id", Tree::text("result")),
                ("Label", Tree::text(*label)),
                ("Expression", Tree::text(&**expression)),
                ("ReturnData", Tree::Number("true".to_owned())),
            ])];
            queries.extend(sources.iter().map(|(id, source)| query(id, source)));
            vec![("Metrics".to_owned(), Tree::List(queries))]
        }
    }
}

fn query(id: &str, source: &Source) -> Tree {
    let metric = Tree::map([
        ("Namespace", Tree::text(source.namespace)),
        ("MetricName", Tree::text(source.name)),
        ("Dimensions", dimensions(source)),
    ]);
    let statistic = Tree::map([
        ("Metric", metric),
        ("Period", Tree::Number(source.period_seconds.to_string())),
        ("Stat", Tree::text(source.statistic)),
    ]);
    Tree::map([
        ("Id", Tree::text(id)),
        ("MetricStat", statistic),
        ("ReturnData", Tree::Number("false".to_owned())),
    ])
}

fn dimensions(source: &Source) -> Tree {
    let one = |(name, value): &(&str, Known)| {
        let value = match value {
            Known::Value(value) => Tree::text(harmless(value)),
            Known::Parameter(name, _) => reference(name),
        };
        Tree::map([("Name", Tree::text(*name)), ("Value", value)])
    };
    Tree::List(source.dimensions.iter().map(one).collect())
}

fn reference(name: &str) -> Tree {
    Tree::map([("Ref", Tree::text(name))])
}

/// `Alb1HTTPCodeELB502Count`
fn id(words: &[String]) -> String {
    let capital = |word: &String| {
        let mut word = word.clone();
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        word
    };
    words.iter().map(capital).collect()
}
