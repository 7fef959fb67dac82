//! What a reader may be told of logs that do not say it themselves.

/// What is known of the logs beside their bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Names of the columns of logs without a header (real-time logs of CloudFront, VPC flow logs
    /// and W3C or plain deliveries without one), in order. Empty: the product's default.
    pub fields: Vec<String>,
    /// Pairs of key and variable for access logs of API Gateway: the key that the owner's format
    /// uses, the `$context` variable it stands for (without `$context.`).
    pub apigw_map: Vec<(String, String)>,
}
