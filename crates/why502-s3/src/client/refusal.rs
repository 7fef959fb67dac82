//! An answer that refuses, as an error that says what to do.
//!
//! The code in the answer's body decides, and the status only where a body is missing (`HEAD`
//! has none). What the server writes is hostile: it is cut and escaped before it is shown.

use super::quoting::{for_shell, on_one_line, plain};
use crate::error::{S3Error, S3ErrorKind};

/// Which request was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operation {
    /// `ListObjectsV2`.
    List,
    /// `GetObject`.
    Get,
    /// `HeadBucket`, which finds a bucket's region.
    Head,
}

/// What was asked, by whom: what the words of an error need.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked<'a> {
    pub(super) operation: Operation,
    pub(super) bucket: &'a str,
    pub(super) key: &'a str,
    pub(super) caller: Caller<'a>,
}

/// The settings that change what a refusal means.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Caller<'a> {
    pub(super) profile: Option<&'a str>,
    pub(super) is_anonymous: bool,
    pub(super) pays: bool,
    pub(super) names_owner: bool,
    pub(super) region: Option<&'a str>,
    /// Another server than AWS, whose region is never looked for.
    pub(super) has_endpoint: bool,
}

/// A refusing answer in its parts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Refusal<'a> {
    pub(super) status: u16,
    pub(super) code: Option<&'a str>,
    pub(super) message: Option<&'a str>,
    pub(super) request_id: Option<&'a str>,
    /// Region the server says is right.
    pub(super) region: Option<&'a str>,
    /// Storage class that keeps the object from being read.
    pub(super) storage_class: Option<&'a str>,
}

impl Asked<'_> {
    /// An error of this request without an answer.
    pub(super) fn error(&self, kind: S3ErrorKind, message: String) -> S3Error {
        S3Error {
            kind,
            bucket: self.bucket.to_owned(),
            key: self.key.to_owned(),
            request_id: None,
            message,
        }
    }

    /// The error of a refusing answer.
    pub(super) fn refused(&self, refusal: &Refusal<'_>) -> S3Error {
        let kind = kind(self.operation, refusal);
        let mut error = self.error(kind, self.words(kind, refusal));
        error.request_id = refusal.request_id.map(plain).filter(|id| !id.is_empty());
        error
    }

    fn words(&self, kind: S3ErrorKind, refusal: &Refusal<'_>) -> String {
        let bucket = on_one_line(self.bucket);
        match kind {
            S3ErrorKind::AccessDenied => self.denied(refusal),
            S3ErrorKind::KeyAccessDenied => format!(
                "the object's AWS KMS key refuses: the caller needs kms:Decrypt on it, and the key must be enabled{}",
                said(refusal)
            ),
            S3ErrorKind::Archived => self.archived(refusal),
            S3ErrorKind::NoSuchBucket => format!("there is no bucket {bucket} at this endpoint"),
            S3ErrorKind::NoSuchKey => "the object was deleted since it was listed".to_owned(),
            S3ErrorKind::Replaced => "the object was overwritten since it was listed".to_owned(),
            S3ErrorKind::ExpiredCredentials => self.expired(),
            S3ErrorKind::BadCredentials => format!(
                "the server does not accept the credentials ({}): check the access key and secret of {}",
                code_of(refusal),
                self.credentials()
            ),
            S3ErrorKind::ClockSkew => {
                "the clock of this machine differs by more than 15 minutes from the server's: set it right".to_owned()
            }
            S3ErrorKind::WrongRegion => self.elsewhere(refusal.region),
            S3ErrorKind::WrongLength => "the object is shorter than the part that was asked for".to_owned(),
            S3ErrorKind::BadAnswer => "the answer cannot be understood".to_owned(),
            S3ErrorKind::Throttled => format!("the server asks for fewer requests ({})", code_of(refusal)),
            S3ErrorKind::ServerFault => format!("the server failed ({}){}", code_of(refusal), said(refusal)),
            S3ErrorKind::Configuration if refusal.status == 407 => {
                "the proxy wants a user name and a password, which HTTP_PROXY may hold".to_owned()
            }
            S3ErrorKind::Other => self.other(refusal),
            _ => format!("the server refused ({}){}", code_of(refusal), said(refusal)),
        }
    }

    fn denied(&self, refusal: &Refusal<'_>) -> String {
        let bucket = on_one_line(self.bucket);
        let right = match self.operation {
            Operation::Get => {
                format!("s3:GetObject on arn:aws:s3:::{bucket}/{}", on_one_line(self.key))
            }
            Operation::List | Operation::Head => {
                format!("s3:ListBucket on arn:aws:s3:::{bucket}")
            }
        };
        let mut text = if self.caller.is_anonymous {
            format!("access denied: {right} is not public; leave --no-sign-request out")
        } else {
            format!("access denied: the caller needs {right}")
        };
        if !self.caller.pays && !self.caller.is_anonymous {
            text += " (where the requester pays, add --request-payer)";
        }
        if self.caller.names_owner {
            text += " (or the bucket has another owner than --expected-bucket-owner)";
        }
        text + &said(refusal)
    }

    fn archived(&self, refusal: &Refusal<'_>) -> String {
        // What comes back from an archive tier stays: a number of days is refused there.
        let request = match refusal.storage_class {
            Some("INTELLIGENT_TIERING") => "{}",
            _ => "Days=3",
        };
        format!(
            "the object is archived; restore it first: aws s3api restore-object --bucket {} --key {} --restore-request {}",
            for_shell(self.bucket),
            for_shell(self.key),
            for_shell(request)
        )
    }

    /// Two refusals with general codes that are about the object's encryption, known by words.
    fn other(&self, refusal: &Refusal<'_>) -> String {
        let is_general = matches!(refusal.code, Some("InvalidArgument" | "InvalidRequest"));
        let message = refusal.message.unwrap_or_default().to_ascii_lowercase();
        let cause = if !is_general || self.operation != Operation::Get {
            None
        } else if message.contains("kms") && self.caller.is_anonymous {
            Some(
                "the object is encrypted with an AWS KMS key, which needs a signed request: leave --no-sign-request out",
            )
        } else if message.contains("kms") {
            Some(
                "the object is encrypted with an AWS KMS key, which needs a signed request over https",
            )
        } else if message.contains("server side encryption") {
            Some(
                "the object is encrypted with a key of its writer's own (SSE-C), which cannot be given",
            )
        } else {
            None
        };
        let cause = cause.unwrap_or("the server refused");
        format!("{cause} ({}){}", code_of(refusal), said(refusal))
    }

    fn expired(&self) -> String {
        let source = self.credentials();
        format!(
            "the temporary credentials of {source} are past their end: get new ones and run again"
        )
    }

    /// Where the credentials came from, as far as the user said.
    pub(super) fn credentials(&self) -> String {
        match self.caller.profile {
            Some(profile) => format!("profile {}", plain(profile)),
            None => "the environment or the default profile".to_owned(),
        }
    }

    fn elsewhere(&self, region: Option<&str>) -> String {
        let bucket = on_one_line(self.bucket);
        let asked = match self.caller.region {
            Some(asked) => format!(", not in {}", plain(asked)),
            None => String::new(),
        };
        match region.map(plain) {
            Some(region) => {
                let can_leave_out = self.caller.region.is_some() && !self.caller.has_endpoint;
                let or = if can_leave_out { ", or leave --region out" } else { "" };
                format!("the bucket {bucket} is in {region}{asked}: give --region {region}{or}")
            }
            None => {
                format!("the bucket {bucket} is in another region{asked}: give the right --region")
            }
        }
    }
}

fn kind(operation: Operation, refusal: &Refusal<'_>) -> S3ErrorKind {
    match refusal.code {
        Some(code) if !code.is_empty() => by_code(operation, code, refusal)
            .unwrap_or_else(|| by_status(operation, refusal.status)),
        _ => by_status(operation, refusal.status),
    }
}

fn by_code(operation: Operation, code: &str, refusal: &Refusal<'_>) -> Option<S3ErrorKind> {
    let message = refusal.message.unwrap_or_default();
    Some(match code {
        "SlowDown"
        | "Throttling"
        | "ThrottlingException"
        | "ThrottledException"
        | "RequestThrottled"
        | "RequestThrottledException"
        | "RequestLimitExceeded"
        | "BandwidthLimitExceeded"
        | "TooManyRequests"
        | "TooManyRequestsException"
        | "ErrTooManyRequest" => S3ErrorKind::Throttled,
        "InternalError" | "InternalFailure" | "ServiceUnavailable" | "RequestTimeout"
        | "OperationAborted" => S3ErrorKind::ServerFault,
        "NoSuchKey" | "NoSuchVersion" => S3ErrorKind::NoSuchKey,
        "NoSuchBucket" => S3ErrorKind::NoSuchBucket,
        "PreconditionFailed" => S3ErrorKind::Replaced,
        "InvalidObjectState" => S3ErrorKind::Archived,
        "InvalidRange" => S3ErrorKind::WrongLength,
        "AccessDenied"
        | "AccessDeniedException"
        | "Forbidden"
        | "AllAccessDisabled"
        | "AccountProblem" => {
            let names_kms = message.to_ascii_lowercase().contains("kms");
            if names_kms { S3ErrorKind::KeyAccessDenied } else { S3ErrorKind::AccessDenied }
        }
        kms if kms.starts_with("KMS.") => S3ErrorKind::KeyAccessDenied,
        "ExpiredToken" | "ExpiredTokenException" | "TokenRefreshRequired" => {
            S3ErrorKind::ExpiredCredentials
        }
        "InvalidAccessKeyId"
        | "SignatureDoesNotMatch"
        | "InvalidToken"
        | "InvalidSecurity"
        | "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "NotSignedUp" => S3ErrorKind::BadCredentials,
        "RequestTimeTooSkewed" | "RequestExpired" => S3ErrorKind::ClockSkew,
        // Without a region it is the access key that is malformed.
        "AuthorizationHeaderMalformed" if refusal.region.is_none() => S3ErrorKind::BadCredentials,
        "AuthorizationHeaderMalformed"
        | "PermanentRedirect"
        | "TemporaryRedirect"
        | "Redirect"
        | "IllegalLocationConstraintException"
        | "IncorrectEndpoint" => S3ErrorKind::WrongRegion,
        // Of a GET it may be about the one object.
        "InvalidArgument" if operation == Operation::Get => S3ErrorKind::Other,
        "InvalidBucketName" | "InvalidArgument" => S3ErrorKind::Configuration,
        _ => return None,
    })
}

fn by_status(operation: Operation, status: u16) -> S3ErrorKind {
    match status {
        // Called good, and yet not what was asked for.
        200..=299 => S3ErrorKind::BadAnswer,
        301 | 307 | 308 => S3ErrorKind::WrongRegion,
        401 | 403 => S3ErrorKind::AccessDenied,
        404 if operation == Operation::Get => S3ErrorKind::NoSuchKey,
        404 => S3ErrorKind::NoSuchBucket,
        407 => S3ErrorKind::Configuration,
        412 => S3ErrorKind::Replaced,
        416 => S3ErrorKind::WrongLength,
        429 => S3ErrorKind::Throttled,
        408 | 500..=599 => S3ErrorKind::ServerFault,
        _ => S3ErrorKind::Other,
    }
}

fn code_of(refusal: &Refusal<'_>) -> String {
    match refusal.code.map(plain) {
        Some(code) if !code.is_empty() => format!("{} {code}", refusal.status),
        _ => refusal.status.to_string(),
    }
}

fn said(refusal: &Refusal<'_>) -> String {
    match refusal.message.map(plain) {
        Some(message) if !message.is_empty() => format!("; it says: {message}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
