//! Getters of the columns that are text. Each gives the bytes as logged, percent-encoding kept, and
//! `None` for `-`, for nothing between the tabs, and where the header or the line lacks the column.

use super::fields::CloudFrontField;
use super::record::CloudFrontRecord;

impl<'a> CloudFrontRecord<'a> {
    /// Edge location: airport code and a number, as `SOF50-P2`.
    #[must_use]
    pub fn x_edge_location(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XEdgeLocation)
    }

    /// Address of the viewer, or of the proxy before it.
    #[must_use]
    pub fn c_ip(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CIp)
    }

    /// Method.
    #[must_use]
    pub fn cs_method(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CsMethod)
    }

    /// The viewer's `Referer`.
    #[must_use]
    pub fn cs_referer(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CsReferer)
    }

    /// The viewer's `User-Agent`; percent-encoded twice in older logs.
    #[must_use]
    pub fn cs_user_agent(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CsUserAgent)
    }

    /// The query, without `?`.
    #[must_use]
    pub fn cs_uri_query(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CsUriQuery)
    }

    /// The viewer's cookies, where the distribution logs them.
    #[must_use]
    pub fn cs_cookie(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CsCookie)
    }

    /// What the edge made of the request, after the last byte.
    #[must_use]
    pub fn x_edge_result_type(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XEdgeResultType)
    }

    /// Opaque identifier of the request.
    #[must_use]
    pub fn x_edge_request_id(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XEdgeRequestId)
    }

    /// The viewer's `Host`.
    #[must_use]
    pub fn x_host_header(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XHostHeader)
    }

    /// `http`, `https`, `ws`, `wss`, `grpcs`.
    #[must_use]
    pub fn cs_protocol(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CsProtocol)
    }

    /// The viewer's `X-Forwarded-For`; any text, spaces included. Since 2016.
    #[must_use]
    pub fn x_forwarded_for(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XForwardedFor)
    }

    /// TLS version between viewer and edge. Since 2016.
    #[must_use]
    pub fn ssl_protocol(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::SslProtocol)
    }

    /// Cipher between viewer and edge. Since 2016.
    #[must_use]
    pub fn ssl_cipher(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::SslCipher)
    }

    /// As x-edge-result-type, but just before the response was sent. Since 2016.
    #[must_use]
    pub fn x_edge_response_result_type(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XEdgeResponseResultType)
    }

    /// `HTTP/1.1`, `HTTP/2.0`, `HTTP/3.0`, ... Since 2017-12.
    #[must_use]
    pub fn cs_protocol_version(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CsProtocolVersion)
    }

    /// Outcome of field-level encryption. Since 2018-01.
    #[must_use]
    pub fn fle_status(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::FleStatus)
    }

    /// As x-edge-result-type; on an error, which. Since 2019-12.
    #[must_use]
    pub fn x_edge_detailed_result_type(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XEdgeDetailedResultType)
    }

    /// The response's `Content-Type`. Since 2019-12.
    #[must_use]
    pub fn sc_content_type(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::ScContentType)
    }

    /// Country code of the viewer's address.
    #[must_use]
    pub fn c_country(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CCountry)
    }

    /// Path pattern of the cache behaviour that matched.
    #[must_use]
    pub fn cache_behavior_path_pattern(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::CacheBehaviorPathPattern)
    }

    /// Identifier of the distribution tenant.
    #[must_use]
    pub fn distribution_tenant_id(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::DistributionTenantId)
    }

    /// Identifier of the viewer's TLS connection.
    #[must_use]
    pub fn connection_id(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::ConnectionId)
    }

    /// What a function logged for the viewer's request.
    #[must_use]
    pub fn viewer_request_log_data(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::ViewerRequestLogData)
    }

    /// What a function logged for the response to the viewer.
    #[must_use]
    pub fn viewer_response_log_data(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::ViewerResponseLogData)
    }

    /// Address of the server that answered.
    #[must_use]
    pub fn s_ip(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::SIp)
    }

    /// Identifier of the primary distribution of a staging one.
    #[must_use]
    pub fn primary_distribution_id(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::PrimaryDistributionId)
    }

    /// Domain name of the primary distribution of a staging one.
    #[must_use]
    pub fn primary_distribution_dns_name(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::PrimaryDistributionDnsName)
    }

    /// The origin that was tried last.
    #[must_use]
    pub fn r_host(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::RHost)
    }

    /// Why that origin was chosen, as `Failover:502`.
    #[must_use]
    pub fn sr_reason(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::SrReason)
    }

    /// Media quality score.
    #[must_use]
    pub fn x_edge_mqcs(&self) -> Option<&'a [u8]> {
        self.value(CloudFrontField::XEdgeMqcs)
    }
}
