//! What can be done to one answer.

use std::time::Duration;

/// One thing done to one answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// 503 `SlowDown`, the server is not asked.
    SlowDown,
    /// 500 `InternalError`, the server is not asked.
    InternalError,
    /// 403 `AccessDenied`, the server is not asked.
    AccessDenied,
    /// 404 `NoSuchKey`, the server is not asked.
    NoSuchKey,
    /// 412 `PreconditionFailed`, the server is not asked.
    PreconditionFailed,
    /// Any other refusal in the words of S3, the server is not asked.
    Refusal {
        /// HTTP status, 400 to 599.
        status: u16,
        /// `Code` of the error.
        code: &'static str,
        /// `Message` of the error, sent as it is: no XML in it.
        message: &'static str,
    },
    /// The connection is reset once the request has been read.
    ResetBeforeAnswer,
    /// The connection is reset after so many bytes of the body.
    ResetInBody {
        /// Bytes sent before.
        after_bytes: usize,
    },
    /// The connection is closed properly after so many bytes of the body, though the head
    /// promised more.
    FinInBody {
        /// Bytes sent before.
        after_bytes: usize,
    },
    /// The body ends after so many bytes, and `Content-Length` says so too.
    ShortLength {
        /// Bytes sent.
        bytes: usize,
    },
    /// One bit of this byte of the body is flipped; of the last byte, if there are fewer.
    FlippedByte {
        /// Which byte, from 0.
        at: usize,
    },
    /// Nothing is sent for so long, then the answer.
    StallBeforeHead {
        /// How long.
        pause: Duration,
    },
    /// The body pauses for so long, then goes on.
    StallInBody {
        /// Bytes sent before.
        after_bytes: usize,
        /// How long.
        pause: Duration,
    },
    /// The body comes in small pieces with a pause after each.
    Drip {
        /// Bytes of a piece, at least 1.
        bytes: usize,
        /// Pause after each.
        pause: Duration,
    },
    /// A listing is answered with the page that was given before in the same listing. Due only
    /// where there is one; until then the rule counts nothing.
    RepeatedPage,
}
