//! What a predicate may ask a record for: documented fields and a few values derived from them.

/// A value of a record that predicates compare.
///
/// Times are microseconds, sizes bytes, statuses plain numbers. A processing time that AWS logged
/// as `-1` ("not measured") is the number `-1`; a field that is `-` or absent has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Operand {
    /// ALB `type`.
    Type,
    /// ALB `elb_status_code`: what the client saw. `000` is 0.
    ElbStatusCode,
    /// ALB `target_status_code`: what the target answered, if it answered.
    TargetStatusCode,
    /// ALB `target:port`.
    TargetPort,
    /// ALB `request_processing_time`.
    RequestProcessingTime,
    /// ALB `target_processing_time`.
    TargetProcessingTime,
    /// ALB `response_processing_time`.
    ResponseProcessingTime,
    /// ALB `received_bytes`.
    ReceivedBytes,
    /// ALB `actions_executed`.
    ActionsExecuted,
    /// ALB `error_reason`.
    ErrorReason,
    /// Method of ALB `request`, or CloudFront `cs-method`.
    Method,
    /// Derived: ALB `time` − `request_creation_time`.
    Elapsed,
    /// Derived: how long the target had the request: `target_processing_time`, or `Elapsed` −
    /// `request_processing_time` where the former is `-1`.
    TargetTime,
    /// CloudFront `sc-status`; `000` is 0.
    ScStatus,
    /// CloudFront `x-edge-result-type`.
    XEdgeResultType,
    /// CloudFront `x-edge-response-result-type`.
    XEdgeResponseResultType,
    /// CloudFront `x-edge-detailed-result-type`.
    XEdgeDetailedResultType,
    /// CloudFront `time-taken`.
    TimeTaken,
}

impl Operand {
    /// The name used in documents: the record's key, or the expression it is derived by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::ElbStatusCode => "elb_status_code",
            Self::TargetStatusCode => "target_status_code",
            Self::TargetPort => "target_port",
            Self::RequestProcessingTime => "request_processing_time",
            Self::TargetProcessingTime => "target_processing_time",
            Self::ResponseProcessingTime => "response_processing_time",
            Self::ReceivedBytes => "received_bytes",
            Self::ActionsExecuted => "actions_executed",
            Self::ErrorReason => "error_reason",
            Self::Method => "method",
            Self::Elapsed => "(time - request_creation_time)",
            Self::TargetTime => "(target_processing_time, or elapsed - request_processing_time)",
            Self::ScStatus => "sc_status",
            Self::XEdgeResultType => "x_edge_result_type",
            Self::XEdgeResponseResultType => "x_edge_response_result_type",
            Self::XEdgeDetailedResultType => "x_edge_detailed_result_type",
            Self::TimeTaken => "time_taken",
        }
    }

    /// True where the value is a time in microseconds.
    #[must_use]
    pub const fn is_time(self) -> bool {
        matches!(
            self,
            Self::RequestProcessingTime
                | Self::TargetProcessingTime
                | Self::ResponseProcessingTime
                | Self::Elapsed
                | Self::TargetTime
                | Self::TimeTaken
        )
    }
}
