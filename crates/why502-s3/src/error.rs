//! What S3, the network or the credentials can refuse, in words that say what to do.

use std::fmt;

/// Why a request, or an object, came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum S3ErrorKind {
    /// `503 SlowDown`, `429`, or another answer that asks for fewer requests.
    Throttled,
    /// `500`, `502`, `503 ServiceUnavailable`, `504`: the server's own trouble.
    ServerFault,
    /// No connection, or one that was reset before an answer came.
    Unreachable,
    /// Nothing came for longer than the limit.
    TimedOut,
    /// The body ended before its length, or its connection broke.
    BrokenBody,
    /// The bytes do not fit the object's stored checksum.
    ChecksumMismatch,
    /// Whole answers, but of another length than was listed.
    WrongLength,
    /// An answer that makes no sense: a page that repeats, XML that cannot be read.
    BadAnswer,
    /// `404 NoSuchKey`: deleted since it was listed.
    NoSuchKey,
    /// `412 PreconditionFailed`: overwritten since it was listed.
    Replaced,
    /// `403 AccessDenied`.
    AccessDenied,
    /// `403 AccessDenied` that names AWS KMS: the key of the object may not be used.
    KeyAccessDenied,
    /// `403 InvalidObjectState`: in an archive storage class, and not restored.
    Archived,
    /// `404 NoSuchBucket`.
    NoSuchBucket,
    /// The bucket lives in another region.
    WrongRegion,
    /// No credentials were found.
    NoCredentials,
    /// Temporary credentials are past their end.
    ExpiredCredentials,
    /// The session of IAM Identity Center (SSO) is past its end.
    SsoExpired,
    /// The access key is unknown, or the signature is wrong.
    BadCredentials,
    /// This machine's clock differs by more than 15 minutes.
    ClockSkew,
    /// A flag, a variable or a profile makes no sense.
    Configuration,
    /// A file of the cache or the target folder could not be written or read.
    LocalFile,
    /// Nothing of the window lies at a place that was asked for.
    NothingFound,
    /// The run was ended before this was done.
    Stopped,
    /// Anything else; the text says what.
    Other,
}

impl S3ErrorKind {
    /// Is it worth to ask again?
    #[must_use]
    pub fn is_transient(self) -> bool {
        matches!(
            self,
            Self::Throttled
                | Self::ServerFault
                | Self::Unreachable
                | Self::TimedOut
                | Self::BrokenBody
                | Self::ChecksumMismatch
                | Self::WrongLength
                | Self::BadAnswer
        )
    }
}

/// An error with the place it happened at. Its text is one sentence or two, holds no secret, and
/// names the request id where there is one; the place is not part of it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct S3Error {
    /// What it was.
    pub kind: S3ErrorKind,
    /// The bucket.
    pub bucket: String,
    /// The key or the prefix; empty where the bucket as a whole is meant.
    pub key: String,
    /// `x-amz-request-id` of the answer.
    pub request_id: Option<String>,
    /// What happened and what to do.
    pub message: String,
}

impl S3Error {
    /// The run was ended before an object or a page was here.
    pub(crate) fn stopped(bucket: &str, key: &str) -> Self {
        Self {
            kind: S3ErrorKind::Stopped,
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            request_id: None,
            message: "the run was ended before it was here".to_owned(),
        }
    }
}

impl fmt::Display for S3Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)?;
        match &self.request_id {
            Some(id) => write!(out, " (request id {id})"),
            None => Ok(()),
        }
    }
}
