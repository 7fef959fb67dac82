//! The log formats this crate reads, and their names.

use std::fmt;

macro_rules! formats {
    ($($variant:ident $name:literal $requests:literal $text:literal;)*) => {
        /// A log format, as `format` values and `--log-format` name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Format {
            $(#[doc = $text] $variant,)*
        }

        impl Format {
            /// Every format, in the order of the enum.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The name in output and on the command line.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Whether its records are requests. Those of the other formats are evidence: what a
            /// neighbour of the request saw.
            #[must_use]
            pub const fn is_request(self) -> bool {
                match self {
                    $(Self::$variant => $requests,)*
                }
            }

            /// What the log is, in words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

formats! {
    Alb "alb" true "Access log of an Application Load Balancer.";
    AlbConnection "alb_connection" false "Connection log of an Application Load Balancer.";
    AlbHealthCheck "alb_health_check" false "Health-check log of an Application Load Balancer.";
    Clb "clb" true "Access log of a Classic Load Balancer.";
    Nlb "nlb" true "Log of the TLS listeners of a Network Load Balancer.";
    CloudFront "cloudfront" true "Standard access log of CloudFront, legacy or v2.";
    CloudFrontRealtime "cloudfront_realtime" true "Real-time access log of CloudFront.";
    CloudFrontConnection "cloudfront_connection" false "Connection log of CloudFront (mutual TLS).";
    ApiGateway "apigateway" true "Access log of API Gateway, in the form its owner chose.";
    Lambda "lambda" false "Log of a Lambda function, text or JSON.";
    VpcFlow "vpc_flow" false "VPC flow log.";
    Waf "waf" false "AWS WAF log.";
    NginxAccess "nginx_access" false "Access log of nginx.";
    NginxError "nginx_error" false "Error log of nginx.";
    ApacheAccess "apache_access" false "Access log of the Apache HTTP server.";
    ApacheError "apache_error" false "Error log of the Apache HTTP server.";
}

impl Format {
    /// The format of that exact name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name() == name)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
