//! In which region a bucket lives, as answers say it, good or bad.
//!
//! `HeadBucket` names the region in `x-amz-bucket-region` to anybody, also where it refuses. A
//! refused request names it in the same header, in `<Region>` of the body, or in its words.

use aws_sdk_s3::config::http::HttpResponse;

/// Header of answers that name the region of the bucket.
const HEADER: &str = "x-amz-bucket-region";

/// The region that an answer names as the bucket's.
pub(super) fn named(answer: &HttpResponse, message: Option<&str>) -> Option<String> {
    let in_header = answer.headers().get(HEADER);
    let in_body = || answer.body().bytes().and_then(|body| in_element(body, "Region"));
    let found = in_header.map(str::to_owned).or_else(in_body);
    found.or_else(|| message.and_then(in_words)).filter(|region| is_region(region))
}

/// `eu-west-1` of `<Region>eu-west-1</Region>` in an error's body.
pub(super) fn in_element(body: &[u8], name: &str) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, rest) = text.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(text, _)| text.to_owned())
}

/// "the region 'us-east-1' is wrong; expecting 'eu-west-1'".
fn in_words(message: &str) -> Option<String> {
    let (_, rest) = message.split_once("expecting '")?;
    rest.split_once('\'').map(|(region, _)| region.to_owned())
}

/// Fit to be part of a host name, which it becomes.
pub(super) fn is_region(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=40).contains(&name.len()) && name.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_read_from_a_body_and_from_words() {
        let body =
            b"<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>";
        assert_eq!(in_element(body, "Region").as_deref(), Some("eu-west-1"));
        let words = "the region 'us-east-1' is wrong; expecting 'eu-central-1'";
        assert_eq!(in_words(words).as_deref(), Some("eu-central-1"));
        assert_eq!(in_words("expecting 'x"), None);
    }

    #[test]
    fn what_cannot_be_a_region_does_not_become_a_host_name() {
        assert!(is_region("ap-southeast-2"));
        for name in ["", "evil.example/", "EU", "a b", "eu-west-1\n"] {
            assert!(!is_region(name), "{name}");
        }
    }
}
