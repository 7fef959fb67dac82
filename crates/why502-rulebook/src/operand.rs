//! What a predicate may ask a record for: documented fields and a few values derived from them.

macro_rules! operands {
    ($($(#[$doc:meta])+ $variant:ident $name:literal $kind:ident;)*) => {
        /// A value of a record that predicates compare.
        ///
        /// Times are microseconds, sizes bytes, statuses plain numbers. A processing time that AWS
        /// logged as `-1` ("not measured") is the number `-1`; a field that is `-` or absent has no
        /// value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Operand {
            $($(#[$doc])+ $variant,)*
        }

        impl Operand {
            /// Every operand.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name used in documents: the record's key, or the expression it is derived by.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// True where the value is a time in microseconds.
            #[must_use]
            pub const fn is_time(self) -> bool {
                match self {
                    $(Self::$variant => operands!(@time $kind),)*
                }
            }
        }
    };
    (@time time) => { true };
    (@time number) => { false };
    (@time text) => { false };
}

operands! {
    /// The status that the client got, of any log; `000` is 0.
    Status "status" number;
    /// ALB `type`.
    Type "type" text;
    /// ALB `elb_status_code`: what the client saw. `000` is 0.
    ElbStatusCode "elb_status_code" number;
    /// ALB `target_status_code`: what the target answered, if it answered.
    TargetStatusCode "target_status_code" number;
    /// ALB `target:port`.
    TargetPort "target_port" text;
    /// ALB `request_processing_time`.
    RequestProcessingTime "request_processing_time" time;
    /// ALB `target_processing_time`.
    TargetProcessingTime "target_processing_time" time;
    /// ALB `response_processing_time`.
    ResponseProcessingTime "response_processing_time" time;
    /// `received_bytes` of a load balancer.
    ReceivedBytes "received_bytes" number;
    /// ALB `actions_executed`.
    ActionsExecuted "actions_executed" text;
    /// ALB `error_reason`.
    ErrorReason "error_reason" text;
    /// Method of ALB `request`, or CloudFront `cs-method`.
    Method "method" text;
    /// Derived: ALB `time` − `request_creation_time`.
    Elapsed "(time - request_creation_time)" time;
    /// Derived: how long the target had the request: `target_processing_time`, or `Elapsed` −
    /// `request_processing_time` where the former is `-1`.
    TargetTime "(target_processing_time, or elapsed - request_processing_time)" time;
    /// CloudFront `sc-status`; `000` is 0.
    ScStatus "sc_status" number;
    /// CloudFront `x-edge-result-type`.
    XEdgeResultType "x_edge_result_type" text;
    /// CloudFront `x-edge-response-result-type`.
    XEdgeResponseResultType "x_edge_response_result_type" text;
    /// CloudFront `x-edge-detailed-result-type`.
    XEdgeDetailedResultType "x_edge_detailed_result_type" text;
    /// CloudFront `time-taken`.
    TimeTaken "time_taken" time;
    /// Classic ELB `backend_status_code`.
    BackendStatusCode "backend_status_code" number;
    /// API Gateway `integrationStatus`: the status of the Lambda service, or of the backend.
    IntegrationStatus "integration_status" number;
    /// API Gateway `integration.status`: the status that the function returned.
    ApigatewayIntegrationStatus "apigateway_integration_status" number;
    /// API Gateway `integrationLatency`.
    IntegrationLatency "integration_latency" time;
    /// API Gateway `integration.error`, or `integrationErrorMessage`.
    IntegrationError "integration_error" text;
    /// API Gateway `error.message`.
    ErrorMessage "error_message" text;
    /// API Gateway `error.responseType`.
    ErrorResponseType "error_response_type" text;
    /// API Gateway `authorizer.error`.
    AuthorizerError "authorizer_error" text;
    /// API Gateway `resourcePath`: REST APIs have it, HTTP APIs do not.
    ResourcePath "resource_path" text;
    /// API Gateway `eventType`: WebSocket APIs have it.
    EventType "event_type" text;
    /// API Gateway `routeKey`: HTTP and WebSocket APIs have it.
    RouteKey "route_key" text;
    /// `tls_cipher` of a Network Load Balancer or a connection log.
    TlsCipher "tls_cipher" text;
    /// NLB `tls_handshake_time`.
    TlsHandshakeTime "tls_handshake_time" time;
    /// NLB `incoming_tls_alert`.
    IncomingTlsAlert "incoming_tls_alert" number;
    /// `sent_bytes` of a load balancer.
    SentBytes "sent_bytes" number;
    /// ALB connection log `listener_port`.
    ListenerPort "listener_port" number;
    /// ALB connection log `tls_verify_status`.
    TlsVerifyStatus "tls_verify_status" text;
    /// CloudFront connection log `connectionStatus`.
    ConnectionStatus "connection_status" text;
    /// ALB health-check log `status`.
    AlbHealthCheckStatus "alb_health_check_status" text;
    /// ALB health-check log `reason_code`.
    ReasonCode "reason_code" text;
    /// `action` of a VPC flow log or of AWS WAF.
    Action "action" text;
    /// The text of a line of an error log or a Lambda log.
    Message "message" text;
    /// The system's error number in an error log.
    Errno "errno" number;
    /// Apache's number of a message: `AH01114`.
    ErrorCode "error_code" text;
    /// What a line of a Lambda log reports: `report`, `timeout`, `exit`, …
    Event "event" text;
    /// How a Lambda invocation ended: `success`, `failure`, `error`, `timeout`.
    Outcome "outcome" text;
    /// Lambda `errorType`.
    ErrorType "error_type" text;
}
