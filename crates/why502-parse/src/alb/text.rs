//! Getters of the fields that are text. Each gives the bytes as logged, escapes kept, and `None`
//! for `-`, for nothing between the separators, and where an older line ends before the field.

use super::fields::AlbField;
use super::record::AlbRecord;

impl<'a> AlbRecord<'a> {
    /// What was requested over: `http`, `https`, `h2`, `grpcs`, `ws`, `wss`.
    #[must_use]
    #[inline]
    pub fn connection_type(&self) -> Option<&'a [u8]> {
        self.value(AlbField::Type)
    }

    /// The load balancer: `app/NAME/ID`.
    #[must_use]
    #[inline]
    pub fn elb(&self) -> Option<&'a [u8]> {
        self.value(AlbField::Elb)
    }

    /// The client's `User-Agent`, cut at 8 KB.
    #[must_use]
    #[inline]
    pub fn user_agent(&self) -> Option<&'a [u8]> {
        self.value(AlbField::UserAgent)
    }

    /// Cipher between client and load balancer; `-` on a plain listener.
    #[must_use]
    #[inline]
    pub fn ssl_cipher(&self) -> Option<&'a [u8]> {
        self.value(AlbField::SslCipher)
    }

    /// TLS version between client and load balancer; `-` on a plain listener.
    #[must_use]
    #[inline]
    pub fn ssl_protocol(&self) -> Option<&'a [u8]> {
        self.value(AlbField::SslProtocol)
    }

    /// ARN of the target group forwarded to; `-` where nothing was forwarded.
    #[must_use]
    #[inline]
    pub fn target_group_arn(&self) -> Option<&'a [u8]> {
        self.value(AlbField::TargetGroupArn)
    }

    /// The `X-Amzn-Trace-Id` header.
    #[must_use]
    #[inline]
    pub fn trace_id(&self) -> Option<&'a [u8]> {
        self.value(AlbField::TraceId)
    }

    /// Name the client asked for in the TLS handshake; `-` for none or no match. Unquoted at first.
    /// Since before 2018-02.
    #[must_use]
    #[inline]
    pub fn domain_name(&self) -> Option<&'a [u8]> {
        self.value(AlbField::DomainName)
    }

    /// ARN of the certificate shown; `session-reused`; `-`. Unquoted at first. Since before 2018-02.
    #[must_use]
    #[inline]
    pub fn chosen_cert_arn(&self) -> Option<&'a [u8]> {
        self.value(AlbField::ChosenCertArn)
    }

    /// Where a redirect action sent the client; may hold spaces. Since 2018-07.
    #[must_use]
    #[inline]
    pub fn redirect_url(&self) -> Option<&'a [u8]> {
        self.value(AlbField::RedirectUrl)
    }

    /// Code of a failed action (authentication, Lambda, WAF, ...). Since 2018-11.
    #[must_use]
    #[inline]
    pub fn error_reason(&self) -> Option<&'a [u8]> {
        self.value(AlbField::ErrorReason)
    }

    /// Targets that processed the request, between spaces; today at most one. Since 2019-11.
    #[must_use]
    #[inline]
    pub fn target_port_list(&self) -> Option<&'a [u8]> {
        self.value(AlbField::TargetPortList)
    }

    /// Their statuses, between spaces. Since 2019-11.
    #[must_use]
    #[inline]
    pub fn target_status_code_list(&self) -> Option<&'a [u8]> {
        self.value(AlbField::TargetStatusCodeList)
    }

    /// How the request breaks RFC 7230: `Acceptable`, `Ambiguous`, `Severe`; `-` where it does not.
    /// Since 2020-08.
    #[must_use]
    #[inline]
    pub fn classification(&self) -> Option<&'a [u8]> {
        self.value(AlbField::Classification)
    }

    /// Which rule it breaks. Since 2020-08.
    #[must_use]
    #[inline]
    pub fn classification_reason(&self) -> Option<&'a [u8]> {
        self.value(AlbField::ClassificationReason)
    }

    /// Links the request to its line in the connection log: `TID_...`. Since 2024-05.
    #[must_use]
    #[inline]
    pub fn conn_trace_id(&self) -> Option<&'a [u8]> {
        self.value(AlbField::ConnTraceId)
    }

    /// Host after a rewrite; `-` where none was made. Since 2025-08.
    #[must_use]
    #[inline]
    pub fn transformed_host(&self) -> Option<&'a [u8]> {
        self.value(AlbField::TransformedHost)
    }

    /// URI after a rewrite; `-` where none was made. Since 2025-08.
    #[must_use]
    #[inline]
    pub fn transformed_uri(&self) -> Option<&'a [u8]> {
        self.value(AlbField::TransformedUri)
    }

    /// Whether the rewrite worked; `-` where none was asked for. Since 2025-08.
    #[must_use]
    #[inline]
    pub fn request_transform_status(&self) -> Option<&'a [u8]> {
        self.value(AlbField::RequestTransformStatus)
    }

    /// Address of the load balancer's node. Since 2026.
    #[must_use]
    #[inline]
    pub fn ip_address(&self) -> Option<&'a [u8]> {
        self.value(AlbField::IpAddress)
    }
}
