//! Lines of VPC flow logs and objects of AWS WAF logs.

use super::tree::{self, Node};
use super::{Record, Seen, flat, said, valid};
use std::sync::LazyLock;

const FLOW_COLUMNS: &[(&str, char)] = &[
    ("version", 'n'),
    ("account_id", 't'),
    ("interface_id", 't'),
    ("srcaddr", 't'),
    ("dstaddr", 't'),
    ("srcport", 'n'),
    ("dstport", 'n'),
    ("protocol", 'n'),
    ("packets", 'n'),
    ("bytes", 'n'),
    ("start", 'n'),
    ("end", 'n'),
    ("action", 't'),
    ("log_status", 't'),
    ("vpc_id", 't'),
    ("subnet_id", 't'),
    ("instance_id", 't'),
    ("tcp_flags", 'n'),
    ("type", 't'),
    ("pkt_srcaddr", 't'),
    ("pkt_dstaddr", 't'),
    ("region", 't'),
    ("az_id", 't'),
    ("sublocation_type", 't'),
    ("sublocation_id", 't'),
    ("pkt_src_aws_service", 't'),
    ("pkt_dst_aws_service", 't'),
    ("flow_direction", 't'),
    ("traffic_path", 'n'),
    ("ecs_cluster_arn", 't'),
    ("ecs_cluster_name", 't'),
    ("ecs_container_instance_arn", 't'),
    ("ecs_container_instance_id", 't'),
    ("ecs_container_id", 't'),
    ("ecs_second_container_id", 't'),
    ("ecs_service_name", 't'),
    ("ecs_task_definition_arn", 't'),
    ("ecs_task_arn", 't'),
    ("ecs_task_id", 't'),
    ("reject_reason", 't'),
    ("resource_id", 't'),
    ("encryption_status", 't'),
    ("instance_tag", 't'),
    ("instance_tag_2", 't'),
    ("interface_tag", 't'),
    ("interface_tag_2", 't'),
    ("asg_tag", 't'),
    ("asg_tag_2", 't'),
    ("interface_type", 't'),
];

/// A line of a VPC flow log whose columns have these names, lower case and hyphenated, each of them
/// once; or an object, whose members name themselves. `None`: no record.
pub(crate) fn vpc_flow(names: &[&str], line: &[u8]) -> Option<Seen> {
    let record = if line.starts_with(b"{") { flow_object(line)? } else { flow_line(names, line)? };
    let is_odd = |(key, kind): &(&str, char)| {
        let value = record.get(key).unwrap_or_default();
        *kind == 'n' && value != b"-" && !value.iter().all(u8::is_ascii_digit)
    };
    if FLOW_COLUMNS.iter().any(is_odd) {
        return None;
    }
    let second = |key: &str| match record.get(key).unwrap_or_default() {
        b"" | b"-" => Some(None),
        text => {
            let seconds = std::str::from_utf8(text).ok()?.parse::<i64>().ok()?;
            Some(Some(valid(seconds.checked_mul(1_000_000)?)?))
        }
    };
    let (start, end) = (second("start")?, second("end")?);
    Some(record.seen(Some(end.or(start)?), start))
}

fn flow_line(names: &[&str], line: &[u8]) -> Option<Record> {
    let mut record = Record::new("vpc_flow", FLOW_COLUMNS);
    let values: Vec<&[u8]> = line.split(|&b| b == b' ').filter(|value| !value.is_empty()).collect();
    for (place, value) in values.iter().enumerate() {
        let name =
            names.get(place).map_or(format!("field_{}", place + 1), |name| (*name).to_owned());
        match flow_column(name.as_bytes()) {
            Some(key) => record.put(key, value),
            None => record.add(name.as_bytes(), 't', value),
        }
    }
    (values.len() >= names.len()).then_some(record)
}

/// Of two members for one column only the first is kept; three columns at least make a flow.
fn flow_object(line: &[u8]) -> Option<Record> {
    let mut record = Record::new("vpc_flow", FLOW_COLUMNS);
    let members = tree::object(line)?;
    let mut all = Vec::new();
    flat(b"", &members, &mut all);
    for (name, node) in all {
        match flow_column(&name) {
            Some(key) => record.put(key, &said(node).1),
            None => record.add_node(&name, node),
        }
    }
    let known = FLOW_COLUMNS.iter().filter(|(key, _)| record.get(key).is_some()).count();
    (known >= 3).then_some(record)
}

fn flow_column(name: &[u8]) -> Option<&'static str> {
    let name = String::from_utf8_lossy(name).replace('-', "_");
    FLOW_COLUMNS.iter().map(|(key, _)| *key).find(|key| *key == name)
}

/// Members that are columns, and their kinds.
const WAF: &[(&str, char)] = &[
    ("timestamp", 'n'),
    ("formatVersion", 'n'),
    ("webaclId", 't'),
    ("terminatingRuleId", 't'),
    ("terminatingRuleType", 't'),
    ("action", 't'),
    ("terminatingRuleMatchDetails", 'j'),
    ("httpSourceName", 't'),
    ("httpSourceId", 't'),
    ("ruleGroupList", 'j'),
    ("rateBasedRuleList", 'j'),
    ("nonTerminatingMatchingRules", 'j'),
    ("requestHeadersInserted", 'j'),
    ("responseCodeSent", 'n'),
    ("httpRequest.clientIp", 't'),
    ("httpRequest.country", 't'),
    ("httpRequest.headers", 'j'),
    ("httpRequest.uri", 't'),
    ("httpRequest.args", 't'),
    ("httpRequest.httpVersion", 't'),
    ("httpRequest.httpMethod", 't'),
    ("httpRequest.requestId", 't'),
    ("httpRequest.fragment", 't'),
    ("httpRequest.scheme", 't'),
    ("httpRequest.host", 't'),
    ("labels", 'j'),
    ("captchaResponse.responseCode", 'n'),
    ("captchaResponse.solveTimestamp", 'n'),
    ("captchaResponse.failureReason", 't'),
    ("challengeResponse.responseCode", 'n'),
    ("challengeResponse.solveTimestamp", 'n'),
    ("challengeResponse.failureReason", 't'),
    ("ja3Fingerprint", 't'),
    ("ja4Fingerprint", 't'),
    ("clientAsn", 'n'),
    ("forwardedAsn", 'n'),
    ("oversizeFields", 'j'),
    ("requestBodySize", 'n'),
    ("requestBodySizeInspectedByWAF", 'n'),
];

static WAF_COLUMNS: LazyLock<Vec<(&'static str, char)>> = LazyLock::new(|| {
    let key = |name: &str| match name {
        "timestamp" => "waf_timestamp".to_owned(),
        name => why502_parse::key_of(name.as_bytes()),
    };
    WAF.iter().map(|(name, kind)| (&*key(name).leak(), *kind)).collect()
});

/// An object of a WAF log. `None`: no record.
pub(crate) fn waf(line: &[u8]) -> Option<Seen> {
    let holds = |name: &str| String::from_utf8_lossy(line).contains(&format!("\"{name}\""));
    if !(holds("webaclId") || holds("terminatingRuleId") && holds("httpSourceName")) {
        return None;
    }
    let members = tree::object(line)?;
    let mut all = Vec::new();
    flat(b"", &members, &mut all);
    let mut record = Record::new("waf", &WAF_COLUMNS);
    for (name, node) in all {
        let (said_kind, value) = said(node);
        let place = WAF.iter().position(|(known, _)| known.as_bytes() == name);
        match place.map(|place| WAF_COLUMNS[place]) {
            Some((key, kind))
                if record.get(key).is_none()
                    && (kind != 'j' || said_kind == 'j' || matches!(node, Node::Null)) =>
            {
                record.put(key, &value);
            }
            _ => record.add_node(&name, node),
        }
    }
    let digits = record.get("waf_timestamp").filter(|text| text.iter().all(u8::is_ascii_digit));
    let millis = std::str::from_utf8(digits?).ok()?.parse::<i64>().ok()?;
    Some(record.seen(Some(valid(millis.checked_mul(1_000)?)?), None))
}
