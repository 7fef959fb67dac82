//! What every documented column of every log holds. A column that stands in no row here fails a test.

use why502_parse::Format;

use crate::sensitivity::Sensitivity::{
    self, Address, Agent, Arn, Client, Cookie, Figure, Headers, Host, Json, Plain, Port, Query,
    Secret, Target, Text, Trace, Url, User,
};
use crate::sensitivity::of_name;

/// Where a key means something else than in the other logs.
const APART: &[(Format, &str, Sensitivity)] = &[
    (Format::AlbConnection, "client_port", Port),
    (Format::CloudFrontConnection, "client_port", Port),
    (Format::ApacheAccess, "host", Client),
    (Format::VpcFlow, "type", Plain),
    (Format::Lambda, "type", Text),
];

/// The columns, by what they hold.
#[rustfmt::skip]
const COLUMNS: &[(Sensitivity, &[&str])] = &[
    (Plain, &[
        // Load balancers.
        "type", "elb", "ssl_cipher", "ssl_protocol", "actions_executed", "error_reason",
        "classification", "classification_reason", "request_transform_status", "version", "listener",
        "tls_cipher", "tls_protocol", "tls_protocol_version", "tls_keyexchange", "alpn_fe_protocol",
        "alpn_be_protocol", "tls_verify_status", "alb_health_check_status", "reason_code",
        "leaf_client_cert_validity",
        // CloudFront.
        "x_edge_location", "x_edge_result_type", "x_edge_response_result_type",
        "x_edge_detailed_result_type", "cs_protocol", "cs_protocol_version", "fle_status",
        "c_country", "cache_behavior_path_pattern", "distribution_tenant_id",
        "primary_distribution_id", "sr_reason", "c_ip_version", "distribution_id",
        "connection_status", "client_leaf_cert_validity", "sc_content_type",
        // API Gateway.
        "protocol", "resource_path", "route_key", "error_response_type",
        "integration_response_transfer_mode", "waf_response_code", "identity_api_key_id",
        "identity_cognito_authentication_type", "identity_cognito_identity_pool_id",
        "identity_principal_org_id", "identity_vpc_id", "identity_vpce_id", "api_id",
        "cipher_suite", "custom_domain_base_path_matched", "deployment_id", "domain_prefix",
        "endpoint_type", "event_type", "message_direction", "resource_id",
        "route_response_selection_expression", "stage", "tls_version", "is_canary_request",
        "identity_client_cert_validity_not_after", "identity_client_cert_validity_not_before",
        // Lambda.
        "event", "lambda_status", "outcome", "level", "runtime_version", "phase",
        "initialization_type", "sampled",
        // VPC flow logs.
        "interface_id", "action", "log_status", "vpc_id", "subnet_id", "instance_id", "region",
        "az_id", "sublocation_type", "sublocation_id", "pkt_src_aws_service", "pkt_dst_aws_service",
        "flow_direction", "ecs_cluster_name", "ecs_container_instance_id", "ecs_container_id",
        "ecs_second_container_id", "ecs_service_name", "ecs_task_id", "reject_reason",
        "encryption_status", "instance_tag", "instance_tag_2", "interface_tag",
        "interface_tag_2", "asg_tag", "asg_tag_2", "interface_type",
        // AWS WAF.
        "terminating_rule_id", "terminating_rule_type", "http_source_name", "http_source_id",
        "http_request_country", "http_request_http_version", "http_request_scheme",
        "captcha_response_failure_reason", "challenge_response_failure_reason", "ja3_fingerprint",
        "ja4_fingerprint",
        // nginx and Apache.
        "upstream_cache_status", "proxy_upstream_name", "module", "error_code",
        "source_file",
    ]),
    (Figure, &[
        "time", "request_processing_time", "target_processing_time", "response_processing_time",
        "backend_processing_time", "elb_status_code", "target_status_code", "backend_status_code",
        "target_status_code_list", "received_bytes", "sent_bytes", "matched_rule_priority",
        "request_creation_time", "clb_timestamp", "connection_time", "tls_handshake_time",
        "incoming_tls_alert", "tls_connection_creation_time", "alb_connection_timestamp",
        "listener_port", "tls_handshake_latency", "latency", "status_code",
        "date", "sc_bytes", "sc_status", "cs_bytes", "time_taken", "time_to_first_byte",
        "sc_content_len", "sc_range_start", "sc_range_end", "cloudfront_timestamp", "timestamp_ms",
        "origin_fbl", "origin_lbl", "asn", "x_edge_mqcs", "cmcd_encoded_bitrate",
        "cmcd_buffer_length", "cmcd_object_duration", "cmcd_deadline", "cmcd_measured_throughput",
        "cmcd_playback_rate", "cmcd_requested_maximum_throughput", "cmcd_top_bitrate",
        "cs_headers_count", "fle_encrypted_fields", "event_timestamp",
        "cloudfront_connection_timestamp", "tls_handshake_duration",
        "request_time", "apigateway_status", "response_length", "response_latency",
        "integration_latency", "integration_status", "apigateway_integration_status",
        "request_time_epoch", "integration_time_to_all_headers",
        "integration_time_to_first_content", "waf_latency", "waf_status", "authenticate_latency",
        "authenticate_status", "authorize_latency", "authorize_status",
        "authorizer_integration_latency", "authorizer_integration_status", "authorizer_latency",
        "authorizer_status", "connected_at", "data_processed", "disconnect_status_code",
        "response_override_status",
        "lambda_timestamp", "duration", "billed_duration", "memory_size_mb", "max_memory_used_mb",
        "init_duration", "restore_duration",
        "srcport", "dstport", "packets", "bytes", "start", "end", "tcp_flags", "traffic_path",
        "waf_timestamp", "format_version", "response_code_sent", "captcha_response_response_code",
        "captcha_response_solve_timestamp", "challenge_response_response_code",
        "challenge_response_solve_timestamp", "client_asn", "forwarded_asn", "request_body_size",
        "request_body_size_inspected_by_waf",
        "time_local", "nginx_access_status", "body_bytes_sent", "upstream_status",
        "upstream_response_time", "upstream_connect_time", "upstream_header_time",
        "upstream_response_length", "request_length", "bytes_sent", "time_iso8601", "msec", "pid",
        "tid", "connection", "errno", "bytes_from_to_client", "bytes_from_to_upstream",
        "apache_access_status",
    ]),
    (Target, &[
        "target_port", "target_port_list", "backend_port", "destination_port", "ip_address",
        "target_addr", "s_ip", "server_ip", "upstream_addr",
    ]),
    (Host, &[
        "domain_name", "transformed_host", "cs_host", "x_host_header", "r_host",
        "primary_distribution_dns_name", "tls_sni", "http_request_host", "server_name", "host",
        "virtual_host", "server",
    ]),
    (Arn, &[
        "target_group_arn", "chosen_cert_arn", "target_group_id", "webacl_arn", "webacl_id",
        "account_id", "runtime_version_arn", "ecs_cluster_arn", "ecs_container_instance_arn",
        "ecs_task_definition_arn", "ecs_task_arn",
    ]),
    (Client, &[
        "client_port", "client_ip", "c_ip", "x_forwarded_for", "identity_source_ip",
        "http_request_client_ip", "remote_addr", "http_x_forwarded_for", "client", "remote",
    ]),
    (Port, &["c_port"]),
    (Address, &["srcaddr", "dstaddr", "pkt_srcaddr", "pkt_dstaddr"]),
    (Url, &[
        "request", "redirect_url", "transformed_uri", "cs_uri_stem", "cs_referer", "path",
        "http_request_uri", "http_referer", "request_uri", "subrequest", "upstream", "referrer",
        "referer", "cmcd_next_object_request",
    ]),
    (Query, &["cs_uri_query", "http_request_args", "http_request_fragment"]),
    (User, &[
        "leaf_client_cert_subject", "leaf_client_cert_serial_number", "client_leaf_cert_subject",
        "client_leaf_cert_serial_number", "authorizer_principal_id", "identity_account_id",
        "identity_caller", "identity_client_cert_serial_number",
        "identity_client_cert_subject_dn", "identity_cognito_authentication_provider",
        "identity_cognito_identity_id", "identity_user", "identity_user_arn", "principal_id",
        "remote_user", "user", "ident",
    ]),
    (Cookie, &["cs_cookie"]),
    (Secret, &["identity_api_key", "identity_client_cert_client_cert_pem"]),
    (Trace, &[
        "trace_id", "conn_trace_id", "x_edge_request_id", "connection_id", "cmcd_session_id",
        "request_id", "extended_request_id", "xray_trace_id", "aws_endpoint_request_id",
        "aws_endpoint_request_id2", "authorizer_request_id", "message_id", "segment_id",
        "http_request_request_id",
    ]),
    (Agent, &["user_agent", "cs_user_agent", "identity_user_agent", "http_user_agent"]),
    (Text, &[
        "alpn_client_preference_list", "chosen_cert_serial", "cs_method", "viewer_request_log_data",
        "viewer_response_log_data", "cmcd_buffer_starvation", "cmcd_content_id",
        "cmcd_next_range_request", "cmcd_object_type", "cmcd_streaming_format", "cmcd_stream_type",
        "cmcd_startup", "cmcd_version", "cs_accept_encoding", "cs_accept", "cs_header_names",
        "client_leaf_cert_issuer", "connection_log_custom_data", "http_method",
        "integration_error", "error_message", "error_message_string",
        "error_validation_error_string", "waf_error", "authenticate_error", "authorize_error",
        "authorizer_error", "identity_client_cert_issuer_dn", "disconnect_reason", "error_type",
        "message", "http_request_http_method", "request_method", "errno_text", "extra",
    ]),
    (Headers, &["cs_headers", "http_request_headers"]),
    (Json, &[
        "terminating_rule_match_details", "rule_group_list", "rate_based_rule_list",
        "non_terminating_matching_rules", "request_headers_inserted", "labels", "oversize_fields",
    ]),
];

/// What a documented column of that log holds; `None` where no table has it.
#[must_use]
pub fn documented(format: Format, key: &str) -> Option<Sensitivity> {
    let apart = APART.iter().find(|(of, name, _)| *of == format && *name == key);
    apart.map(|(_, _, sensitivity)| *sensitivity).or_else(|| {
        COLUMNS.iter().find(|(_, keys)| keys.contains(&key)).map(|(sensitivity, _)| *sensitivity)
    })
}

/// What a column or member of that log holds: as documented, else by the words of its name.
#[must_use]
pub fn of_column(format: Format, key: &str) -> Sensitivity {
    if let Some(sensitivity) = documented(format, key) {
        return sensitivity;
    }
    // What an authorizer says of the caller; what is documented of it stands above.
    if format == Format::ApiGateway && key.starts_with("authorizer_") {
        return Sensitivity::User;
    }
    of_name(key)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use why502_parse::{AlbField, CloudFrontField, Kind, columns_of};

    use super::*;

    /// Format, key, and whether its values are numbers.
    fn all() -> Vec<(Format, &'static str, bool)> {
        let is_number = |kind| {
            !matches!(
                kind,
                Kind::Text | Kind::Escaped | Kind::Percent | Kind::PercentAgent | Kind::Json
            )
        };
        let alb =
            AlbField::ALL.iter().map(|field| (Format::Alb, field.name(), is_number(field.kind())));
        let cloudfront = CloudFrontField::ALL
            .iter()
            .map(|field| (Format::CloudFront, field.name(), is_number(field.kind())));
        let rows = Format::ALL.iter().flat_map(|&format| {
            columns_of(format)
                .iter()
                .map(move |column| (format, column.key, is_number(column.kind)))
        });
        alb.chain(cloudfront).chain(rows).collect()
    }

    #[test]
    fn every_column_of_every_log_was_decided_on() {
        let undecided: Vec<_> = all()
            .into_iter()
            .filter(|(format, key, _)| documented(*format, key).is_none())
            .collect();
        assert_eq!(undecided, []);
    }

    #[test]
    fn every_row_of_the_table_is_a_column_and_stands_there_once() {
        let known: HashSet<&str> = all().into_iter().map(|(_, key, _)| key).collect();
        let mut met = HashSet::new();
        for key in COLUMNS.iter().flat_map(|(_, keys)| *keys) {
            assert!(known.contains(key), "{key} is no column");
            assert!(met.insert(key), "{key} stands there twice");
        }
        for (format, key, _) in APART {
            assert!(all().iter().any(|(of, name, _)| of == format && name == key), "{key}");
        }
    }

    #[test]
    fn a_number_is_a_figure_or_a_port() {
        for (format, key, is_number) in all() {
            let sensitivity = documented(format, key).unwrap();
            if is_number {
                assert!(matches!(sensitivity, Figure | Port | Plain | Text), "{format} {key}");
            }
        }
    }

    #[test]
    fn members_that_no_table_knows_are_judged_by_their_names() {
        for (key, sensitivity) in [
            ("access_token", Secret),
            ("session_cookie", Cookie),
            ("user_email", User),
            ("real_ip", Client),
            ("upstream_host", Text),
            ("target_url", Url),
            ("http_user_agent_2", Agent),
            ("something", Text),
        ] {
            assert_eq!(of_column(Format::NginxAccess, key), sensitivity, "{key}");
        }
        assert_eq!(of_column(Format::ApiGateway, "authorizer_tenant"), User);
    }
}
