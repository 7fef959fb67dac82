//! The `$context` variables that AWS documents for access logs of REST, HTTP and WebSocket APIs.
//!
//! A key is that of the variable's name, but for `status`, which every record has, and for
//! `integration.status`, whose key is that of `integrationStatus`, another variable.

use crate::row::{Column, Kind};

/// The documented columns: first those that every record has.
pub(super) static COLUMNS: &[Column] = &ALL;

const fn always(key: &'static str, name: &'static str, kind: Kind) -> Column {
    Column { key, name, kind, always: true }
}

const fn present(key: &'static str, name: &'static str, kind: Kind) -> Column {
    Column { key, name, kind, always: false }
}

const ALL: [Column; 88] = {
    use Kind::{Bool, Millis, Number, Text};
    [
        always("request_id", "requestId", Text),
        always("extended_request_id", "extendedRequestId", Text),
        always("identity_source_ip", "identity.sourceIp", Text),
        always("request_time", "requestTime", Text),
        always("http_method", "httpMethod", Text),
        always("resource_path", "resourcePath", Text),
        always("route_key", "routeKey", Text),
        always("protocol", "protocol", Text),
        always("apigateway_status", "status", Number),
        always("response_length", "responseLength", Number),
        always("response_latency", "responseLatency", Millis),
        always("integration_latency", "integrationLatency", Millis),
        always("integration_status", "integrationStatus", Number),
        always("apigateway_integration_status", "integration.status", Number),
        always("integration_error", "integration.error", Text),
        always("error_message", "error.message", Text),
        always("error_response_type", "error.responseType", Text),
        always("xray_trace_id", "xrayTraceId", Text),
        present("request_time_epoch", "requestTimeEpoch", Number),
        present("path", "path", Text),
        present("error_message_string", "error.messageString", Text),
        present("error_validation_error_string", "error.validationErrorString", Text),
        present("aws_endpoint_request_id", "awsEndpointRequestId", Text),
        present("aws_endpoint_request_id2", "awsEndpointRequestId2", Text),
        present("integration_response_transfer_mode", "integration.responseTransferMode", Text),
        present("integration_time_to_all_headers", "integration.timeToAllHeaders", Millis),
        present("integration_time_to_first_content", "integration.timeToFirstContent", Millis),
        present("waf_error", "waf.error", Text),
        present("waf_latency", "waf.latency", Millis),
        present("waf_status", "waf.status", Number),
        present("waf_response_code", "wafResponseCode", Text),
        present("webacl_arn", "webaclArn", Text),
        present("authenticate_error", "authenticate.error", Text),
        present("authenticate_latency", "authenticate.latency", Millis),
        present("authenticate_status", "authenticate.status", Number),
        present("authorize_error", "authorize.error", Text),
        present("authorize_latency", "authorize.latency", Millis),
        present("authorize_status", "authorize.status", Number),
        present("authorizer_error", "authorizer.error", Text),
        present("authorizer_integration_latency", "authorizer.integrationLatency", Millis),
        present("authorizer_integration_status", "authorizer.integrationStatus", Number),
        present("authorizer_latency", "authorizer.latency", Millis),
        present("authorizer_principal_id", "authorizer.principalId", Text),
        present("authorizer_request_id", "authorizer.requestId", Text),
        present("authorizer_status", "authorizer.status", Number),
        present("identity_account_id", "identity.accountId", Text),
        present("identity_api_key", "identity.apiKey", Text),
        present("identity_api_key_id", "identity.apiKeyId", Text),
        present("identity_caller", "identity.caller", Text),
        present("identity_client_cert_client_cert_pem", "identity.clientCert.clientCertPem", Text),
        present("identity_client_cert_issuer_dn", "identity.clientCert.issuerDN", Text),
        present("identity_client_cert_serial_number", "identity.clientCert.serialNumber", Text),
        present("identity_client_cert_subject_dn", "identity.clientCert.subjectDN", Text),
        present(
            "identity_client_cert_validity_not_after",
            "identity.clientCert.validity.notAfter",
            Text,
        ),
        present(
            "identity_client_cert_validity_not_before",
            "identity.clientCert.validity.notBefore",
            Text,
        ),
        present(
            "identity_cognito_authentication_provider",
            "identity.cognitoAuthenticationProvider",
            Text,
        ),
        present("identity_cognito_authentication_type", "identity.cognitoAuthenticationType", Text),
        present("identity_cognito_identity_id", "identity.cognitoIdentityId", Text),
        present("identity_cognito_identity_pool_id", "identity.cognitoIdentityPoolId", Text),
        present("identity_principal_org_id", "identity.principalOrgId", Text),
        present("identity_user", "identity.user", Text),
        present("identity_user_agent", "identity.userAgent", Text),
        present("identity_user_arn", "identity.userArn", Text),
        present("identity_vpc_id", "identity.vpcId", Text),
        present("identity_vpce_id", "identity.vpceId", Text),
        present("account_id", "accountId", Text),
        present("api_id", "apiId", Text),
        present("cipher_suite", "cipherSuite", Text),
        present("connected_at", "connectedAt", Number),
        present("connection_id", "connectionId", Text),
        present("custom_domain_base_path_matched", "customDomain.basePathMatched", Text),
        present("data_processed", "dataProcessed", Number),
        present("deployment_id", "deploymentId", Text),
        present("disconnect_reason", "disconnectReason", Text),
        present("disconnect_status_code", "disconnectStatusCode", Number),
        present("domain_name", "domainName", Text),
        present("domain_prefix", "domainPrefix", Text),
        present("endpoint_type", "endpointType", Text),
        present("event_type", "eventType", Text),
        present("is_canary_request", "isCanaryRequest", Bool),
        present("message_direction", "messageDirection", Text),
        present("message_id", "messageId", Text),
        present("principal_id", "principalId", Text),
        present("resource_id", "resourceId", Text),
        present("response_override_status", "responseOverride.status", Number),
        present("route_response_selection_expression", "routeResponseSelectionExpression", Text),
        present("stage", "stage", Text),
        present("tls_version", "tlsVersion", Text),
    ]
};

pub(super) const REQUEST_ID: usize = place("request_id");
pub(super) const EXTENDED_REQUEST_ID: usize = place("extended_request_id");
pub(super) const SOURCE_IP: usize = place("identity_source_ip");
pub(super) const CALLER: usize = place("identity_caller");
pub(super) const USER: usize = place("identity_user");
pub(super) const REQUEST_TIME: usize = place("request_time");
pub(super) const REQUEST_TIME_EPOCH: usize = place("request_time_epoch");
pub(super) const HTTP_METHOD: usize = place("http_method");
pub(super) const RESOURCE_PATH: usize = place("resource_path");
pub(super) const ROUTE_KEY: usize = place("route_key");
pub(super) const PROTOCOL: usize = place("protocol");
pub(super) const STATUS: usize = place("apigateway_status");
pub(super) const RESPONSE_LENGTH: usize = place("response_length");
pub(super) const RESPONSE_LATENCY: usize = place("response_latency");
pub(super) const INTEGRATION_LATENCY: usize = place("integration_latency");
pub(super) const INTEGRATION_STATUS: usize = place("integration_status");
pub(super) const INTEGRATION_DOT_STATUS: usize = place("apigateway_integration_status");
pub(super) const ERROR_MESSAGE_STRING: usize = place("error_message_string");
pub(super) const EVENT_TYPE: usize = place("event_type");
pub(super) const CONNECTION_ID: usize = place("connection_id");

/// The place of the column with that key; no program that asks for another one compiles.
const fn place(key: &str) -> usize {
    let mut place = 0;
    while !is_same(ALL[place].key.as_bytes(), key.as_bytes()) {
        place += 1;
    }
    place
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

#[cfg(test)]
mod tests {
    use super::COLUMNS;
    use crate::key::key_of;
    use std::collections::HashSet;

    #[test]
    fn a_key_is_the_key_of_its_variable_unless_that_is_taken() {
        let keys: HashSet<&str> = COLUMNS.iter().map(|column| column.key).collect();
        assert_eq!(keys.len(), COLUMNS.len());
        for column in COLUMNS {
            match column.name {
                "status" => assert_eq!(column.key, "apigateway_status"),
                "integration.status" => assert_eq!(column.key, "apigateway_integration_status"),
                name => assert_eq!(column.key, key_of(name.as_bytes())),
            }
        }
    }
}
