use super::*;

fn asked(operation: Operation) -> Asked<'static> {
    Asked { operation, bucket: "logs", key: "a/it's.gz", caller: Caller::default() }
}

fn refused(operation: Operation, status: u16, code: &str, message: &str) -> S3Error {
    asked(operation).refused(&Refusal {
        status,
        code: (!code.is_empty()).then_some(code),
        message: Some(message),
        request_id: Some("R1"),
        ..Refusal::default()
    })
}

#[test]
fn a_code_decides_before_the_status() {
    use S3ErrorKind as Kind;
    for (status, code, message, kind) in [
        (503, "SlowDown", "", Kind::Throttled),
        (503, "ServiceUnavailable", "", Kind::ServerFault),
        (503, "", "", Kind::ServerFault),
        (429, "", "", Kind::Throttled),
        (400, "RequestTimeout", "", Kind::ServerFault),
        (404, "NoSuchBucket", "", Kind::NoSuchBucket),
        (404, "NoSuchKey", "", Kind::NoSuchKey),
        (404, "", "", Kind::NoSuchKey),
        (412, "PreconditionFailed", "", Kind::Replaced),
        (416, "InvalidRange", "", Kind::WrongLength),
        (403, "AccessDenied", "Access Denied", Kind::AccessDenied),
        (403, "AccessDenied", "not authorized to perform: kms:Decrypt", Kind::KeyAccessDenied),
        (400, "KMS.DisabledException", "", Kind::KeyAccessDenied),
        (403, "InvalidObjectState", "", Kind::Archived),
        (400, "ExpiredToken", "", Kind::ExpiredCredentials),
        (403, "InvalidAccessKeyId", "", Kind::BadCredentials),
        (403, "SignatureDoesNotMatch", "", Kind::BadCredentials),
        (403, "RequestTimeTooSkewed", "", Kind::ClockSkew),
        (301, "PermanentRedirect", "", Kind::WrongRegion),
        (400, "AuthorizationHeaderMalformed", "", Kind::BadCredentials),
        (400, "SomethingNew", "", Kind::Other),
    ] {
        assert_eq!(refused(Operation::Get, status, code, message).kind, kind, "{status} {code}");
    }
    assert_eq!(refused(Operation::List, 404, "", "").kind, Kind::NoSuchBucket);
}

#[test]
fn a_denied_request_names_the_missing_permission_and_the_request_id() {
    let error = refused(Operation::Get, 403, "AccessDenied", "Access Denied");
    let text = error.to_string();
    assert!(text.contains("s3:GetObject on arn:aws:s3:::logs/a/it's.gz"), "{text}");
    assert!(text.contains("--request-payer"), "{text}");
    assert!(text.contains("(request id R1)"), "{text}");
    let text = refused(Operation::List, 403, "AccessDenied", "").to_string();
    assert!(text.contains("s3:ListBucket on arn:aws:s3:::logs"), "{text}");
}

#[test]
fn hints_follow_the_flags() {
    let mut asked = asked(Operation::Get);
    asked.caller = Caller { is_anonymous: true, names_owner: true, ..Caller::default() };
    let refusal = Refusal { status: 403, code: Some("AccessDenied"), ..Refusal::default() };
    let text = asked.refused(&refusal).to_string();
    assert!(text.contains("leave --no-sign-request out"), "{text}");
    assert!(text.contains("--expected-bucket-owner"), "{text}");
    asked.caller = Caller { pays: true, ..Caller::default() };
    assert!(!asked.refused(&refusal).to_string().contains("--request-payer"));
}

#[test]
fn an_archived_object_comes_with_the_command_that_restores_it() {
    let text = refused(Operation::Get, 403, "InvalidObjectState", "").to_string();
    assert!(
        text.contains(
            r"aws s3api restore-object --bucket logs --key 'a/it'\''s.gz' --restore-request Days=3"
        ),
        "{text}"
    );
}

#[test]
fn an_object_of_intelligent_tiering_is_restored_without_a_number_of_days() {
    let error = asked(Operation::Get).refused(&Refusal {
        status: 403,
        code: Some("InvalidObjectState"),
        storage_class: Some("INTELLIGENT_TIERING"),
        ..Refusal::default()
    });
    assert!(error.message.ends_with("--restore-request '{}'"), "{error}");
}

#[test]
fn an_argument_refused_for_one_object_is_no_fault_of_the_settings() {
    use S3ErrorKind as Kind;
    const KMS: &str = "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.";
    const CUSTOMER: &str = "The object was stored using a form of Server Side Encryption. The correct parameters must be provided to retrieve the object.";
    let mut asked = asked(Operation::Get);
    asked.caller.is_anonymous = true;
    for (code, message, part) in [
        ("InvalidArgument", KMS, "leave --no-sign-request out"),
        ("InvalidRequest", KMS, "AWS KMS key"),
        ("InvalidRequest", CUSTOMER, "SSE-C"),
        ("InvalidArgument", "something else", "the server refused (400 InvalidArgument)"),
    ] {
        let (code, message) = (Some(code), Some(message));
        let refusal = Refusal { status: 400, code, message, ..Refusal::default() };
        let error = asked.refused(&refusal);
        assert_eq!(error.kind, Kind::Other, "{error}");
        assert!(error.message.contains(part), "{error}");
        asked.operation = Operation::List;
        let is_settings = asked.refused(&refusal).kind == Kind::Configuration;
        assert_eq!(is_settings, code == Some("InvalidArgument"), "of a listing it is");
        asked.operation = Operation::Get;
    }
    asked.caller.is_anonymous = false;
    let (code, message) = (Some("InvalidArgument"), Some(KMS));
    let error = asked.refused(&Refusal { status: 400, code, message, ..Refusal::default() });
    assert!(!error.message.contains("--no-sign-request"), "{error}");
}

#[test]
fn a_region_is_to_be_left_out_only_where_one_was_given_and_can_be_found() {
    let mut asked = asked(Operation::List);
    let mut words = |given: Option<&'static str>, has_endpoint, region| {
        asked.caller = Caller { region: given, has_endpoint, ..Caller::default() };
        let code = Some("PermanentRedirect");
        asked.refused(&Refusal { status: 301, code, region, ..Refusal::default() }).message
    };
    let eu = Some("eu-west-1");
    assert!(
        words(Some("us-east-1"), false, eu).ends_with("--region eu-west-1, or leave --region out")
    );
    assert!(words(Some("us-east-1"), true, eu).ends_with("give --region eu-west-1"));
    assert!(words(None, true, eu).ends_with("is in eu-west-1: give --region eu-west-1"));
    assert!(words(None, true, None).ends_with("in another region: give the right --region"));
}

#[test]
fn a_redirect_names_the_right_region() {
    let mut asked = asked(Operation::List);
    asked.caller.region = Some("us-east-1");
    let error = asked.refused(&Refusal {
        status: 400,
        code: Some("AuthorizationHeaderMalformed"),
        region: Some("eu-west-1"),
        ..Refusal::default()
    });
    assert_eq!(error.kind, S3ErrorKind::WrongRegion);
    assert!(error.message.contains("is in eu-west-1, not in us-east-1"), "{}", error.message);
}

#[test]
fn a_hostile_answer_stays_on_one_short_line() {
    let message = format!("a\x1b[2J\r\n{}", "b ".repeat(4000));
    let mut error = refused(Operation::Get, 400, "Bad\nCode", &message);
    error.request_id = None;
    let text = error.to_string();
    assert!(!text.chars().any(char::is_control), "{text:?}");
    assert!(text.chars().count() < 300, "{text}");
}
