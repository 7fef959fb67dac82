//! Which format a scope belongs to, told by its key.
//!
//! Names of Classic Load Balancers, APIs and distributions are alike, and two systems of one name
//! must not be taken for one; so scopes of formats that name their systems freely carry the format.

use why502_parse::Format;

/// Formats whose scopes carry their name.
const MARKED: [Format; 3] = [Format::Clb, Format::Nlb, Format::ApiGateway];

/// Writes the key of the scope `name` of a format into `buffer`.
pub(super) fn marked<'a>(format: Format, name: &[u8], buffer: &'a mut Vec<u8>) -> &'a [u8] {
    buffer.clear();
    buffer.extend_from_slice(format.name().as_bytes());
    buffer.push(0);
    buffer.extend_from_slice(name);
    buffer
}

/// The format of a scope's requests, by the scope's key; both logs of a distribution are
/// CloudFront's.
pub(crate) fn system_of(key: &[u8]) -> Format {
    let is_marked = |format: &&Format| {
        key.strip_prefix(format.name().as_bytes()).is_some_and(|rest| rest.starts_with(&[0]))
    };
    if let Some(format) = MARKED.iter().find(is_marked) {
        return *format;
    }
    let is_load_balancer =
        key.starts_with(b"app/") || key.windows(13).any(|part| part == b":targetgroup/");
    if is_load_balancer { Format::Alb } else { Format::CloudFront }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_of_one_name_stay_apart() {
        let mut buffer = Vec::new();
        for format in MARKED {
            assert_eq!(system_of(marked(format, b"shop", &mut buffer)), format);
        }
        assert_eq!(system_of(b"app/shop/50dc6c495c0c9188"), Format::Alb);
        assert_eq!(
            system_of(b"arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/web/9"),
            Format::Alb
        );
        assert_eq!(system_of(b"d111111abcdef8.cloudfront.net"), Format::CloudFront);
        assert_eq!(system_of(b"clb"), Format::CloudFront);
    }
}
