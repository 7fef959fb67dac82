//! The commands that collect what the logs do not show, for the findings.

use why502_parse::Format;

use super::super::case::{Case, Census};
use super::super::context::Context;
use super::super::wording::fill_commands;

/// Of so many findings the parts are asked for.
const MOST_CASES: usize = 5;

const FOLDER: &str = "mkdir -p why502-context";
/// An owner is added where the CLI prints none.
const BALANCER: [&str; 4] = [
    "aws elbv2 describe-load-balancers --region {region} --load-balancer-arns {load_balancer_arn} > why502-context/load-balancers-{number}.json",
    "aws elbv2 describe-load-balancer-attributes --region {region} --load-balancer-arn {load_balancer_arn} --query \"{LoadBalancerArn: '{load_balancer_arn}', Attributes: Attributes}\" > why502-context/load-balancer-attributes-{number}.json",
    "aws elbv2 describe-listeners --region {region} --load-balancer-arn {load_balancer_arn} > why502-context/listeners-{number}.json",
    "aws elbv2 describe-target-groups --region {region} --load-balancer-arn {load_balancer_arn} > why502-context/target-groups-{number}.json",
];
const GROUP: [&str; 2] = [
    "aws elbv2 describe-target-group-attributes --region {region} --target-group-arn {target_group_arn} --query \"{TargetGroupArn: '{target_group_arn}', Attributes: Attributes}\" > why502-context/target-group-attributes-{number}.json",
    "aws elbv2 describe-target-health --region {region} --target-group-arn {target_group_arn} --query \"{TargetGroupArn: '{target_group_arn}', TargetHealthDescriptions: TargetHealthDescriptions}\" > why502-context/target-health-{number}.json",
];
const TRAIL: &str = "aws cloudtrail lookup-events --region {region} --lookup-attributes AttributeKey=ReadOnly,AttributeValue=false --start-time {start} --end-time {end} > why502-context/cloudtrail-{number}.json";
const ECS: [&str; 2] = [
    "aws ecs describe-services --region {region} --cluster CLUSTER --services SERVICE > why502-context/ecs-services.json",
    "aws ecs describe-tasks --region {region} --cluster CLUSTER --tasks $(aws ecs list-tasks --region {region} --cluster CLUSTER --desired-status STOPPED --query 'taskArns[]' --output text) > why502-context/ecs-tasks.json",
];
const CLASSIC: [&str; 1] = [
    "aws elb describe-load-balancer-attributes --load-balancer-name {load_balancer_name} --query \"{LoadBalancerName: '{load_balancer_name}', LoadBalancerAttributes: LoadBalancerAttributes}\" > why502-context/classic-attributes-{number}.json",
];
const CLOUDFRONT: [&str; 2] = [
    "aws cloudfront get-distribution --id $(aws cloudfront list-distributions --query \"DistributionList.Items[?DomainName=='{distribution_bare}'].Id\" --output text) > why502-context/distribution-{number}.json",
    "aws cloudtrail lookup-events --region us-east-1 --lookup-attributes AttributeKey=EventSource,AttributeValue=cloudfront.amazonaws.com --start-time {start} --end-time {end} > why502-context/cloudfront-trail-{number}.json",
];
const FUNCTION: &str = "aws lambda get-function-configuration --region {region} --function-name FUNCTION > why502-context/function.json";

/// Commands for the first of `cases`, which stand in order of rank; each once.
pub(in super::super) fn commands<'a>(
    context: &Context<'a>,
    cases: &[Case<'_>],
    censuses: &[Census<'a>],
) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (place, (case, census)) in cases.iter().zip(censuses).take(MOST_CASES).enumerate() {
        let filled = fill_commands(context, (case, census), &templates(context, case));
        for command in filled {
            // The same but for the number of the file.
            let bare = |text: &str| {
                text.split(['>'])
                    .next()
                    .unwrap_or_default()
                    .replace(" --output json", "")
                    .trim()
                    .to_owned()
            };
            if !found.iter().any(|other| bare(other) == bare(&command)) {
                let numbered = format!("-{}.json", place + 1);
                let command = command.replace("-NUMBER.json", &numbered);
                // Whatever the user's own default is.
                found.push(command.replace(" > ", " --output json > "));
            }
        }
    }
    if !found.is_empty() {
        found.insert(0, FOLDER.to_owned());
    }
    found
}

fn templates(context: &Context<'_>, case: &Case<'_>) -> Vec<&'static str> {
    let scope = case.rows[0].scope;
    match context.system(scope) {
        Format::Alb => {
            let mut all = BALANCER.to_vec();
            if case.scopes.iter().any(|&scope| context.is_target_group(scope)) {
                all.extend(GROUP);
            }
            all.push(TRAIL);
            if case.cause.name.starts_with("lambda") {
                all.push(FUNCTION);
            } else if case.cause.system == why502_rulebook::System::Target {
                all.extend(ECS);
            }
            all
        }
        Format::Clb => CLASSIC.into_iter().chain([TRAIL]).collect(),
        Format::ApiGateway => vec![FUNCTION, TRAIL],
        Format::Nlb => vec![TRAIL],
        _ => CLOUDFRONT.to_vec(),
    }
}
