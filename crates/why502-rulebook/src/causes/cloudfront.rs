//! CloudFront and its origins.

use super::pages::{
    CLOUDFRONT_502, CLOUDFRONT_503, CLOUDFRONT_504, CLOUDFRONT_ERROR_CACHING, CLOUDFRONT_LOGS,
};
use crate::cause::{Cause, Check, System};
use crate::words::Words;
use crate::{english, japanese};

pub(super) const DISTRIBUTION: Check = Check {
    statement: Words::new(
        "Which origins the distribution has, and how it speaks to them",
        "ディストリビューションのオリジンと接続のプロトコル",
    ),
    command: "aws cloudfront list-distributions --query \"DistributionList.Items[?DomainName=='{distribution_bare}'].[Id,Origins.Items[].[DomainName,CustomOriginConfig.OriginProtocolPolicy]]\" --output json",
};
const CERTIFICATE: Check = Check {
    statement: Words::new(
        "Does the origin show a valid certificate for that name (put the origin's domain in)",
        "オリジンがその名前の有効な証明書を提示するか（オリジンのドメインを入れる）",
    ),
    command: "openssl s_client -connect ORIGIN_DOMAIN:443 -servername {host} </dev/null 2>/dev/null | openssl x509 -noout -subject -ext subjectAltName -dates",
};
const CONNECT: Check = Check {
    statement: Words::new(
        "Does the origin accept connections (put the origin's domain in)",
        "オリジンが接続を受け入れるか（オリジンのドメインを入れる）",
    ),
    command: "curl -sv --globoff --path-as-is --max-time 10 -o /dev/null https://ORIGIN_DOMAIN{path}",
};

/// The origin's name does not resolve.
pub static ORIGIN_DNS: Cause = Cause {
    name: "origin-dns",
    system: System::CloudFront,
    proxy_error: Some("dns_error"),
    checks: &[
        DISTRIBUTION,
        Check {
            statement: Words::new(
                "Does the name resolve in public DNS",
                "名前がパブリックDNSで解決できるか",
            ),
            command: "dig +trace ORIGIN_DOMAIN",
        },
    ],
    english: &english::cloudfront::ORIGIN_DNS,
    japanese: &japanese::cloudfront::ORIGIN_DNS,
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// No connection to the origin.
pub static ORIGIN_CONNECT: Cause = Cause {
    name: "origin-connect",
    system: System::CloudFront,
    proxy_error: Some("connection_refused"),
    checks: &[DISTRIBUTION, CONNECT, CERTIFICATE],
    english: &english::cloudfront::ORIGIN_CONNECT,
    japanese: &japanese::cloudfront::ORIGIN_CONNECT,
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// Certificate or host name.
pub static ORIGIN_TLS_OR_HOST: Cause = Cause {
    name: "origin-tls-or-host",
    system: System::CloudFront,
    proxy_error: Some("tls_certificate_error"),
    checks: &[CERTIFICATE, DISTRIBUTION],
    english: &english::cloudfront::ORIGIN_TLS_OR_HOST,
    japanese: &japanese::cloudfront::ORIGIN_TLS_OR_HOST,
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// The origin is too slow, or unreachable.
pub static ORIGIN_TIMEOUT: Cause = Cause {
    name: "origin-timeout",
    system: System::CloudFront,
    proxy_error: Some("http_response_timeout"),
    checks: &[DISTRIBUTION, CONNECT],
    english: &english::cloudfront::ORIGIN_TIMEOUT,
    japanese: &japanese::cloudfront::ORIGIN_TIMEOUT,
    references: &[CLOUDFRONT_504, CLOUDFRONT_LOGS],
};

/// Broken in mid-transfer.
pub static ORIGIN_CONNECTION_BROKEN: Cause = Cause {
    name: "origin-connection-broken",
    system: System::CloudFront,
    proxy_error: Some("connection_terminated"),
    checks: &[DISTRIBUTION, CONNECT],
    english: &english::cloudfront::ORIGIN_CONNECTION_BROKEN,
    japanese: &japanese::cloudfront::ORIGIN_CONNECTION_BROKEN,
    references: &[CLOUDFRONT_502, CLOUDFRONT_LOGS],
};

/// Response headers over the limit.
pub static ORIGIN_HEADER_TOO_BIG: Cause = Cause {
    name: "origin-header-too-big",
    system: System::CloudFront,
    proxy_error: Some("http_response_header_section_size"),
    checks: &[Check {
        statement: Words::new(
            "How large the response headers are (put the origin's domain in)",
            "レスポンスヘッダーの大きさ（オリジンのドメインを入れる）",
        ),
        command: "curl -s --globoff --path-as-is -D- -o /dev/null https://ORIGIN_DOMAIN{path} | wc -c",
    }],
    english: &english::cloudfront::ORIGIN_HEADER_TOO_BIG,
    japanese: &japanese::cloudfront::ORIGIN_HEADER_TOO_BIG,
    references: &[CLOUDFRONT_LOGS],
};

/// No valid answer.
pub static ORIGIN_INVALID_RESPONSE: Cause = Cause {
    name: "origin-invalid-response",
    system: System::CloudFront,
    proxy_error: Some("http_protocol_error"),
    checks: &[CONNECT],
    english: &english::cloudfront::ORIGIN_INVALID_RESPONSE,
    japanese: &japanese::cloudfront::ORIGIN_INVALID_RESPONSE,
    references: &[CLOUDFRONT_LOGS, CLOUDFRONT_502],
};

/// The origin's own failure.
pub static ORIGIN_PASSTHROUGH: Cause = Cause {
    name: "origin-passthrough",
    system: System::CloudFront,
    proxy_error: None,
    checks: &[DISTRIBUTION, CONNECT],
    english: &english::cloudfront::ORIGIN_PASSTHROUGH,
    japanese: &japanese::cloudfront::ORIGIN_PASSTHROUGH,
    references: &[CLOUDFRONT_LOGS, CLOUDFRONT_502],
};

/// Lambda@Edge and CloudFront Functions.
pub static EDGE_FUNCTION_ERROR: Cause = Cause {
    name: "edge-function-error",
    system: System::CloudFront,
    proxy_error: Some("proxy_internal_response"),
    checks: &[Check {
        statement: Words::new(
            "What the function logged (Lambda@Edge logs in the region of the edge location)",
            "関数が記録したログ（Lambda@Edgeはエッジロケーションのリージョンに記録する）",
        ),
        command: "aws logs filter-log-events --region EDGE_REGION --log-group-name /aws/lambda/us-east-1.FUNCTION_NAME --start-time {start_ms} --end-time {end_ms} --filter-pattern '?ERROR ?\"Task timed out\"'",
    }],
    english: &english::cloudfront::EDGE_FUNCTION_ERROR,
    japanese: &japanese::cloudfront::EDGE_FUNCTION_ERROR,
    references: &[CLOUDFRONT_502, CLOUDFRONT_503],
};

/// Failures served again from the cache.
pub static ERROR_CACHED: Cause = Cause {
    name: "error-cached",
    system: System::CloudFront,
    proxy_error: Some("proxy_internal_response"),
    checks: &[Check {
        statement: Words::new(
            "How long failures are cached (ErrorCachingMinTTL, 10 s unless set)",
            "失敗がキャッシュされる時間（ErrorCachingMinTTL、既定10秒）",
        ),
        command: "aws cloudfront list-distributions --query \"DistributionList.Items[?DomainName=='{distribution_bare}'].[Id,CustomErrorResponses]\" --output json",
    }],
    english: &english::cloudfront::ERROR_CACHED,
    japanese: &japanese::cloudfront::ERROR_CACHED,
    references: &[CLOUDFRONT_ERROR_CACHING, CLOUDFRONT_LOGS],
};

/// The edge is full.
pub static EDGE_CAPACITY: Cause = Cause {
    name: "edge-capacity",
    system: System::CloudFront,
    proxy_error: Some("connection_limit_reached"),
    checks: &[
        Check {
            statement: Words::new(
                "How many requests failed at the edge, hour by hour (put the distribution in)",
                "エッジでの失敗の割合（1時間ごと。ディストリビューションを入れる）",
            ),
            command: "aws cloudwatch get-metric-statistics --region us-east-1 --namespace AWS/CloudFront --metric-name 5xxErrorRate --dimensions Name=DistributionId,Value=DISTRIBUTION_ID Name=Region,Value=Global --start-time {start} --end-time {end} --period 3600 --statistics Average",
        },
        Check {
            statement: Words::new("Which quotas the account has", "アカウントのクォータ"),
            command: "aws service-quotas list-service-quotas --region us-east-1 --service-code cloudfront",
        },
    ],
    english: &english::cloudfront::EDGE_CAPACITY,
    japanese: &japanese::cloudfront::EDGE_CAPACITY,
    references: &[CLOUDFRONT_503, CLOUDFRONT_LOGS],
};

/// The viewer left.
pub static VIEWER_ABORT: Cause = Cause {
    name: "viewer-abort",
    system: System::CloudFront,
    proxy_error: None,
    checks: &[Check {
        statement: Words::new(
            "How slow the origin was, minute by minute (where additional metrics are on; put the distribution in)",
            "オリジンのレイテンシー（1分ごと。追加メトリクスが有効な場合。ディストリビューションを入れる）",
        ),
        command: "aws cloudwatch get-metric-statistics --region us-east-1 --namespace AWS/CloudFront --metric-name OriginLatency --dimensions Name=DistributionId,Value=DISTRIBUTION_ID Name=Region,Value=Global --start-time {start} --end-time {end} --period 60 --extended-statistics p90",
    }],
    english: &english::cloudfront::VIEWER_ABORT,
    japanese: &japanese::cloudfront::VIEWER_ABORT,
    references: &[CLOUDFRONT_LOGS],
};
