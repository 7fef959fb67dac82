//! Names of columns as a Parquet delivery writes them, and as the JSON of the same log does.

use why502_parse::CloudFrontField;

/// The names that the members of a row are to have.
///
/// Deliveries as Parquet write names in lower case with `_` between their words. The parser takes
/// those of load balancers and of flow logs as they are; CloudFront's are the ones of its JSON
/// again, by which such a line is recognised.
pub(super) fn member_names(columns: &[String]) -> Vec<String> {
    if !columns.iter().any(|name| is_cloudfront(name)) {
        return columns.to_vec();
    }
    let name = |column: &String| match CloudFrontField::from_aws_name(column.as_bytes()) {
        Some(field) => field.aws_name().to_owned(),
        None => column.clone(),
    };
    columns.iter().map(name).collect()
}

/// Begins as only CloudFront's columns do.
fn is_cloudfront(name: &str) -> bool {
    let key = name.to_ascii_lowercase().replace('-', "_");
    ["x_edge_", "sc_status", "sc_bytes", "cs_uri_", "cs_method", "cs_host", "cs(host)", "c_ip"]
        .iter()
        .any(|beginning| key.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(columns: &[&str]) -> Vec<String> {
        member_names(&columns.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn columns_of_cloudfront_get_the_names_of_its_json() {
        assert_eq!(
            names(&["date", "time", "x_edge_location", "cs_user_agent", "timestamp_ms", "odd_one"]),
            ["date", "time", "x-edge-location", "cs(User-Agent)", "timestamp(ms)", "odd_one"]
        );
    }

    #[test]
    fn columns_of_other_logs_stay() {
        let balancer = ["type", "time", "elb", "elb_status_code", "request_line"];
        assert_eq!(names(&balancer), balancer);
        let flow = ["version", "account_id", "srcaddr", "start", "end"];
        assert_eq!(names(&flow), flow);
    }
}
