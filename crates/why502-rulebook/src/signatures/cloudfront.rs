//! CloudFront standard log.

use why502_parse::Format::CloudFront;

use super::conditions::SECOND;
use crate::causes::{self, cloudfront};
use crate::operand::Operand::{
    ScStatus, TimeTaken, XEdgeDetailedResultType, XEdgeResponseResultType, XEdgeResultType,
};
use crate::predicate::Comparison::{AtLeast, Below, Equal};
use crate::predicate::Predicate::{self, Absent, All, Any, Not, Number, Present, Text};
use crate::predicate::TextTest::{Contains, OneOf, StartsWith};
use crate::signature::Class::{Cached, Client, Named, OriginConnection, TargetAnswer, Unknown};
use crate::signature::Grade::{Deterministic, Strong, Weak};
use crate::signature::{FailureSide, Signature};

macro_rules! signature {
    ($id:literal, $grade:ident, $class:ident, $side:ident, $cause:expr, $meaning:literal, $predicate:expr) => {
        Signature {
            id: $id,
            format: CloudFront,
            grade: $grade,
            class: $class,
            side: FailureSide::$side,
            cause: &$cause,
            meaning: $meaning,
            predicate: $predicate,
        }
    };
}

const fn detailed(words: &'static [&'static str]) -> Predicate {
    Text(XEdgeDetailedResultType, OneOf(words))
}

const SERVER_ERROR: Predicate = Number(ScStatus, AtLeast, 500);
const RESULT_IS_ERROR: Predicate = Text(XEdgeResultType, OneOf(&["Error"]));
const EDGE_FUNCTION_FAILED: [Predicate; 2] = [
    Text(XEdgeResultType, StartsWith(&["Lambda", "Function"])),
    Text(XEdgeResultType, Contains(&["Error", "Exceeded", "Throttl"])),
];
const EDGE_FUNCTION_FAILED_IN_RESPONSE: [Predicate; 2] = [
    Text(XEdgeResponseResultType, StartsWith(&["Lambda", "Function"])),
    Text(XEdgeResponseResultType, Contains(&["Error", "Exceeded", "Throttl"])),
];
const EDGE_FUNCTION_FAILED_IN_DETAIL: [Predicate; 2] = [
    Text(XEdgeDetailedResultType, StartsWith(&["Lambda", "Function"])),
    Text(XEdgeDetailedResultType, Contains(&["Error", "Exceeded", "Throttl"])),
];

/// In order of evaluation.
pub(super) static SIGNATURES: &[Signature] = &[
    signature!(
        "cf-edge-function-error",
        Deterministic,
        Named,
        Edge,
        cloudfront::EDGE_FUNCTION_ERROR,
        "An edge function failed, returned something invalid, or met a limit.",
        Any(&[
            All(&EDGE_FUNCTION_FAILED),
            All(&EDGE_FUNCTION_FAILED_IN_RESPONSE),
            All(&EDGE_FUNCTION_FAILED_IN_DETAIL)
        ])
    ),
    signature!(
        "cf-503-edge-capacity",
        Deterministic,
        Named,
        Edge,
        cloudfront::EDGE_CAPACITY,
        "The edge location was out of capacity, or a quota was met.",
        Any(&[
            Text(XEdgeResultType, OneOf(&["CapacityExceeded", "LimitExceeded"])),
            Text(XEdgeResponseResultType, OneOf(&["CapacityExceeded", "LimitExceeded"])),
            detailed(&["CapacityExceeded", "LimitExceeded"])
        ])
    ),
    signature!(
        "cf-origin-dns-error",
        Deterministic,
        Named,
        Edge,
        cloudfront::ORIGIN_DNS,
        "The origin's name did not resolve.",
        detailed(&["OriginDnsError"])
    ),
    signature!(
        "cf-origin-connect-error",
        Deterministic,
        OriginConnection,
        Target,
        cloudfront::ORIGIN_CONNECT,
        "No connection to the origin: refused, or no TLS handshake.",
        detailed(&["OriginConnectError"])
    ),
    signature!(
        "cf-origin-comm-timeout",
        Deterministic,
        Named,
        Target,
        cloudfront::ORIGIN_TIMEOUT,
        "Connecting to the origin, or waiting for it, timed out.",
        detailed(&["OriginCommError"])
    ),
    signature!(
        "cf-origin-read-error",
        Strong,
        Named,
        Target,
        cloudfront::ORIGIN_CONNECTION_BROKEN,
        "The origin's answer broke off.",
        detailed(&["OriginReadError"])
    ),
    signature!(
        "cf-origin-write-error",
        Strong,
        Named,
        Target,
        cloudfront::ORIGIN_CONNECTION_BROKEN,
        "The request could not be sent to the origin completely.",
        detailed(&["OriginWriteError"])
    ),
    signature!(
        "cf-origin-header-too-big",
        Deterministic,
        Named,
        Target,
        cloudfront::ORIGIN_HEADER_TOO_BIG,
        "The origin's response headers are too large.",
        detailed(&["OriginHeaderTooBigError"])
    ),
    signature!(
        "cf-origin-invalid-response",
        Deterministic,
        Named,
        Target,
        cloudfront::ORIGIN_INVALID_RESPONSE,
        "The origin's answer is invalid.",
        detailed(&[
            "OriginInvalidResponseError",
            "OriginError",
            "OriginZeroSizeObjectError",
            "OriginContentRangeLengthError"
        ])
    ),
    signature!(
        "cf-viewer-abort",
        Deterministic,
        Client,
        Client,
        cloudfront::VIEWER_ABORT,
        "The viewer left before the answer was complete.",
        Any(&[
            Number(ScStatus, Equal, 0),
            detailed(&["ClientCommError", "ClientHungUpRequest"]),
            All(&[
                RESULT_IS_ERROR,
                Not(&SERVER_ERROR),
                Present(XEdgeResponseResultType),
                Not(&Text(XEdgeResponseResultType, OneOf(&["Error"]))),
                Not(&detailed(&["AbortedOrigin", "SlowReaderOriginError"]))
            ])
        ])
    ),
    signature!(
        "cf-aborted-origin",
        Weak,
        Named,
        Target,
        cloudfront::ORIGIN_CONNECTION_BROKEN,
        "The connection to the origin was aborted.",
        detailed(&["AbortedOrigin", "SlowReaderOriginError"])
    ),
    // 20 ms is below a round trip to any origin that is not in the same place, and above what
    // serving from the edge's memory takes.
    signature!(
        "cf-cached-error",
        Strong,
        Cached,
        Edge,
        cloudfront::ERROR_CACHED,
        "A failure served again from the edge's cache.",
        All(&[SERVER_ERROR, detailed(&["Error"]), Number(TimeTaken, Below, SECOND / 50)])
    ),
    signature!(
        "cf-origin-status-passthrough",
        Strong,
        TargetAnswer,
        Target,
        cloudfront::ORIGIN_PASSTHROUGH,
        "The origin answered with this status itself.",
        All(&[SERVER_ERROR, detailed(&["Error"])])
    ),
    signature!(
        "cf-error-page-masked",
        Deterministic,
        TargetAnswer,
        Target,
        cloudfront::ORIGIN_PASSTHROUGH,
        "The origin failed and a custom error page with a good status hides it.",
        All(&[
            RESULT_IS_ERROR,
            Number(ScStatus, Below, 400),
            Number(ScStatus, AtLeast, 200),
            Text(XEdgeResponseResultType, OneOf(&["Error"]))
        ])
    ),
    signature!(
        "unattributed",
        Weak,
        Unknown,
        Edge,
        causes::UNATTRIBUTED_CLOUDFRONT,
        "A 5xx status, or none, that nothing in the line explains.",
        Any(&[SERVER_ERROR, Absent(ScStatus)])
    ),
];
