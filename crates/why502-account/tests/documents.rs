//! Each kind of document, as the AWS CLI prints it, with made-up names.

#![expect(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use why502_account::{Event, EventKind, Facts, FixedResponse, Reader, Resource};
use why502_parse::Timestamp;

const BALANCER: &str =
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/shop/50dc6c495c0c9188";
const GROUP: &str =
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/943f017f100becff";

fn read(documents: &[&str]) -> Facts {
    let mut reader = Reader::default();
    for (number, document) in documents.iter().enumerate() {
        let document = document.replace("BALANCER", BALANCER).replace("GROUP", GROUP);
        reader.read(&format!("{number}.json"), document.as_bytes());
    }
    reader.finish()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text.as_bytes()).unwrap()
}

#[test]
fn a_load_balancer_with_its_attributes_and_rules() {
    let facts = read(&[
        r#"{"LoadBalancers": [{"LoadBalancerArn": "BALANCER", "Type": "application",
            "Scheme": "internet-facing", "SecurityGroups": ["sg-0a"]}]}"#,
        r#"{"Attributes": [{"Key": "idle_timeout.timeout_seconds", "Value": "120"}]}"#,
        r#"{"Listeners": [{"LoadBalancerArn": "BALANCER", "DefaultActions":
            [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}]}]}"#,
        r#"{"Rules": [{"RuleArn": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/shop/50dc6c495c0c9188/01/02",
            "Priority": "7", "Actions": [{"FixedResponseConfig": {"StatusCode": "503"}}]}]}"#,
    ]);
    assert_eq!(facts.load_balancers.len(), 1);
    let shop = facts.load_balancer("app/shop/50dc6c495c0c9188").unwrap();
    assert_eq!(shop.scheme.as_deref(), Some("internet-facing"));
    assert_eq!(shop.security_groups, ["sg-0a"]);
    assert_eq!(facts.idle_timeout("app/shop/50dc6c495c0c9188"), Some(120));
    let fixed = |priority, status| FixedResponse { priority, status };
    assert_eq!(shop.fixed_responses, [fixed(None, 404), fixed(Some(7), 503)]);
    assert_eq!(facts.idle_timeout("app/other/50dc6c495c0c9188"), None);
}

#[test]
fn attributes_belong_to_whom_they_name_or_to_the_only_one() {
    let idle = r#"{"Attributes": [{"Key": "idle_timeout.timeout_seconds", "Value": "75"}]}"#;
    let named = idle.replacen('{', r#"{"LoadBalancerArn": "BALANCER","#, 1);
    let other = BALANCER.replace("shop", "other");
    let two = format!(
        r#"{{"LoadBalancers": [{{"LoadBalancerArn": "BALANCER"}}, {{"LoadBalancerArn": "{other}"}}]}}"#
    );
    let facts = read(&[idle, &two]);
    assert_eq!(facts.unowned, ["0.json"]);
    assert_eq!(facts.idle_timeout("app/shop/50dc6c495c0c9188"), None);
    let facts = read(&[&named, &two]);
    assert!(facts.unowned.is_empty());
    assert_eq!(facts.idle_timeout("app/shop/50dc6c495c0c9188"), Some(75));
    assert_eq!(facts.idle_timeout("app/other/50dc6c495c0c9188"), None);
    assert_eq!(read(&[idle]).unowned, ["0.json"]);
}

#[test]
fn a_classic_load_balancer() {
    let facts = read(&[
        r#"{"LoadBalancerDescriptions": [{"LoadBalancerName": "old-shop", "Scheme": "internal"}]}"#,
        r#"{"LoadBalancerAttributes": {"ConnectionSettings": {"IdleTimeout": 90}}}"#,
    ]);
    assert_eq!(facts.idle_timeout("old-shop"), Some(90));
    assert_eq!(facts.load_balancers[0].kind.as_deref(), Some("classic"));
}

#[test]
fn a_target_group_with_its_attributes_and_the_health_of_its_targets() {
    let facts = read(&[
        r#"{"TargetGroups": [{"TargetGroupArn": "GROUP", "Protocol": "HTTP", "ProtocolVersion": "GRPC",
            "Port": 8080, "TargetType": "ip", "HealthCheckPath": "/health", "Matcher": {"GrpcCode": "0-5"},
            "HealthCheckIntervalSeconds": 30, "HealthCheckTimeoutSeconds": 5, "HealthyThresholdCount": 5,
            "UnhealthyThresholdCount": 2, "LoadBalancerArns": ["BALANCER"]}]}"#,
        r#"{"Attributes": [{"Key": "deregistration_delay.timeout_seconds", "Value": "15"},
            {"Key": "slow_start.duration_seconds", "Value": "0"}]}"#,
        r#"{"TargetGroupArn": "GROUP", "TargetHealthDescriptions": [{"Target": {"Id": "10.0.12.15", "Port": 8080},
            "TargetHealth": {"State": "unhealthy", "Reason": "Target.FailedHealthChecks"}}]}"#,
    ]);
    let group = facts.target_group(GROUP).unwrap();
    assert_eq!(group.protocol_version.as_deref(), Some("GRPC"));
    assert_eq!(group.health_check_matcher.as_deref(), Some("0-5"));
    assert_eq!(group.unhealthy_threshold, Some(2));
    assert_eq!(facts.deregistration_delay(GROUP), Some(15));
    assert_eq!(group.slow_start_seconds, Some(0));
    let health = &facts.target_health[0];
    assert!(health.is("10.0.12.15:8080") && !health.is("10.0.12.15:9090"));
    assert_eq!(health.state, "unhealthy");
}

fn trail(record: &str) -> String {
    let text = serde_json::Value::from(record.replace("GROUP", GROUP));
    format!(
        r#"{{"Events": [{{"EventName": "x", "Username": "AROAEXAMPLE:secret-session", "CloudTrailEvent": {text}}}]}}"#
    )
}

#[test]
fn a_call_with_who_made_it_and_what_it_touched() {
    let facts = read(&[&trail(
        r#"{"eventTime": "2026-11-12T14:02:05Z", "eventName": "DeregisterTargets", "awsRegion": "eu-west-1",
            "readOnly": false, "userIdentity": {"type": "AssumedRole", "accessKeyId": "ASIAEXAMPLEEXAMPLE00",
            "arn": "arn:aws:sts::123456789012:assumed-role/deployer/secret-session",
            "sessionContext": {"sessionIssuer": {"userName": "deployer"}}},
            "requestParameters": {"targetGroupArn": "GROUP", "targets": [{"id": "10.0.12.15", "port": 8080}]}}"#,
    )]);
    let expected = Event {
        time: at("2026-11-12T14:02:05Z"),
        kind: EventKind::Call,
        name: "DeregisterTargets".to_owned(),
        region: Some("eu-west-1".to_owned()),
        who: Some("deployer".to_owned()),
        resources: vec![
            Resource::TargetGroup(GROUP.to_owned()),
            Resource::Target("10.0.12.15".to_owned()),
        ],
    };
    assert_eq!(facts.events, [expected]);
    let all = format!("{facts:?}");
    assert!(!all.contains("secret-session") && !all.contains("ASIA"), "{all}");
}

#[test]
fn a_call_that_changed_nothing_is_no_event() {
    for member in [r#""readOnly": true"#, r#""errorCode": "AccessDenied""#] {
        let record = format!(
            r#"{{"eventTime": "2026-11-12T14:02:05Z", "eventName": "ModifyRule", {member}}}"#
        );
        assert_eq!(read(&[&trail(&record)]).events, [], "{member}");
    }
}

#[test]
fn a_key_where_a_name_should_stand_is_not_repeated() {
    let facts = read(&[&trail(
        r#"{"eventTime": "2026-11-12T14:02:05Z", "eventName": "ModifyRule",
            "userIdentity": {"userName": "AKIAEXAMPLEEXAMPLE00"}}"#,
    )]);
    assert_eq!(facts.events[0].who, None);
}

#[test]
fn records_as_cloudtrail_delivers_them() {
    let facts = read(&[
        r#"{"Records": [{"eventTime": "2026-11-12T14:02:05Z", "eventName": "UpdateFunctionCode20150331v2",
            "userIdentity": {"type": "Root"}, "requestParameters": {"functionName":
            "arn:aws:lambda:eu-west-1:123456789012:function:cart:live"}}]}"#,
    ]);
    assert_eq!(facts.events[0].resources, [Resource::Function("cart".to_owned())]);
    assert_eq!(facts.events[0].who.as_deref(), Some("root"));
}

#[test]
fn what_an_ecs_service_did() {
    let facts = read(&[r#"{"services": [{"serviceName": "api",
            "serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/prod/api",
            "loadBalancers": [{"targetGroupArn": "GROUP"}],
            "deployments": [{"createdAt": "2026-11-12T15:01:00+01:00"}],
            "events": [
                {"createdAt": 1794492130.5, "message": "(service api) deregistered 1 targets in (target-group GROUP)"},
                {"createdAt": 1794492131, "message": "(service api) has stopped 1 running tasks: (task 1)."},
                {"createdAt": 1794492132, "message": "(service api) has reached a steady state."}]}]}"#]);
    let kinds: Vec<EventKind> = facts.events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, [EventKind::Deployment, EventKind::Deregistered, EventKind::Stopped]);
    assert_eq!(facts.events[0].time, at("2026-11-12T14:01:00Z"));
    assert!(facts.events[1].resources.contains(&Resource::TargetGroup(GROUP.to_owned())));
    assert_eq!(facts.events[1].region.as_deref(), Some("eu-west-1"));
    assert_eq!(facts.services[0].target_groups, [GROUP]);
}

#[test]
fn a_task_that_was_killed() {
    let facts = read(&[
        r#"{"tasks": [{"taskArn": "arn:aws:ecs:eu-west-1:123456789012:task/prod/0b1c",
            "group": "service:api", "stopCode": "EssentialContainerExited",
            "stoppedReason": "Essential container in task exited",
            "executionStoppedAt": "2026-11-12T14:02:09Z", "stoppedAt": "2026-11-12T14:02:40Z",
            "attachments": [{"details": [{"name": "privateIPv4Address", "value": "10.0.12.15"}]}],
            "containers": [{"exitCode": 0}, {"exitCode": 137, "reason": "OutOfMemoryError: killed"}]}]}"#,
    ]);
    let stop = &facts.task_stops[0];
    assert_eq!((stop.task.as_str(), stop.exit_code), ("0b1c", Some(137)));
    assert_eq!(stop.addresses, ["10.0.12.15"]);
    assert_eq!(stop.at, at("2026-11-12T14:02:09Z"));
    assert!(stop.is_crash() && stop.is_out_of_memory());
}

#[test]
fn a_function_with_its_time_out() {
    let facts = read(&[
        r#"{"FunctionName": "cart", "FunctionArn": "arn:aws:lambda:eu-west-1:123456789012:function:cart",
            "Timeout": 3, "MemorySize": 128, "LastModified": "2026-11-12T14:00:00.000+0000"}"#,
        r#"{"TargetGroupArn": "GROUP", "TargetHealthDescriptions": [{"TargetHealth": {"State": "unavailable"},
            "Target": {"Id": "arn:aws:lambda:eu-west-1:123456789012:function:cart:live"}}]}"#,
    ]);
    assert_eq!(facts.function("cart:live").unwrap().timeout_seconds, Some(3));
    assert_eq!(facts.functions_of(GROUP), ["cart"]);
    assert_eq!(facts.events[0].kind, EventKind::FunctionModified);
}

#[test]
fn a_distribution_with_the_time_outs_of_its_origins() {
    let config = r#""DistributionConfig": {"Aliases": {"Items": ["www.example.com"]}, "Origins": {"Items": [
        {"DomainName": "origin.example.com", "ConnectionTimeout": 10, "ConnectionAttempts": 3,
         "CustomOriginConfig": {"OriginReadTimeout": 45, "OriginKeepaliveTimeout": 5}}]}}"#;
    let facts = read(&[
        &format!(r#"{{"ETag": "E2", {config}}}"#),
        &format!(
            r#"{{"Distribution": {{"Id": "E1", "DomainName": "d1.cloudfront.net", {config}}}}}"#
        ),
    ]);
    assert_eq!(facts.origin_read_timeout("www.example.com"), Some(45));
    assert_eq!(facts.origin_read_timeout("d1.cloudfront.net"), Some(45));
    assert_eq!(facts.origin_read_timeout("d2.cloudfront.net"), None);
}

#[test]
fn files_that_are_none_and_files_that_are_broken_are_named() {
    let deep = "[".repeat(100_000);
    let facts = read(&[
        r#"{"Buckets": []}"#,
        "notes",
        r#"{"TargetGroups": ["#,
        "",
        &deep,
        r#"{"TargetGroups": 5}"#,
        r#"[{"TargetGroups": []}]"#,
    ]);
    assert_eq!(facts.files, 7);
    assert_eq!(facts.unknown, ["0.json", "1.json", "5.json", "6.json"]);
    let broken: Vec<&str> = facts.broken.iter().map(|one| one.source.as_str()).collect();
    assert_eq!(broken, ["2.json", "3.json", "4.json"]);
    assert!(facts.broken[0].error.contains("line 1"), "{:?}", facts.broken);
}

#[test]
fn several_documents_in_one_file_all_count() {
    let facts = read(&[r#"{"FunctionName": "a"} {"FunctionName": "b"}"#]);
    assert_eq!(facts.functions.len(), 2);
}

#[test]
fn members_of_other_kinds_do_no_harm() {
    let facts = read(&[
        r#"{"TargetGroups": [5, null, {"TargetGroupArn": 7}, {"TargetGroupArn": "GROUP", "Port": -1}]}"#,
        r#"{"Events": [null, {"CloudTrailEvent": "{not json"}, {"CloudTrailEvent": {"eventTime": 5}}]}"#,
        r#"{"tasks": [{"containers": 3}], "services": 5}"#,
        r#"{"services": [[]]}"#,
    ]);
    assert_eq!(facts.target_groups.len(), 1);
    assert_eq!(facts.target_groups[0].port, None);
    assert!(facts.events.is_empty() && facts.broken.is_empty() && facts.task_stops.is_empty());
}
