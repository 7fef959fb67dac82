//! Refusals the proxy makes itself, in the words of S3.

use super::fault::Fault;

/// The bytes of a refusal to a request of this method; nothing for faults that are none.
pub(super) fn refusal(fault: &Fault, method: &str) -> Option<Vec<u8>> {
    let (status, code, message) = match *fault {
        Fault::SlowDown => (503, "SlowDown", "Please reduce your request rate."),
        Fault::InternalError => {
            (500, "InternalError", "We encountered an internal error. Please try again.")
        }
        Fault::AccessDenied => (403, "AccessDenied", "Access Denied"),
        Fault::NoSuchKey => (404, "NoSuchKey", "The specified key does not exist."),
        Fault::PreconditionFailed => (
            412,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold",
        ),
        Fault::Refusal { status, code, message } => (status, code, message),
        _ => return None,
    };
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
         <Message>{message}</Message><RequestId>{REQUEST_ID}</RequestId></Error>"
    );
    let length = body.len();
    let body = if method == "HEAD" { "" } else { &body };
    let bytes = format!(
        "HTTP/1.1 {status} {code}\r\ncontent-type: application/xml\r\n\
         x-amz-request-id: {REQUEST_ID}\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    Some(bytes.into_bytes())
}

/// Tells in messages that the refusal is the proxy's.
const REQUEST_ID: &str = "TESTBEDPROXY0000";
