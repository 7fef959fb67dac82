//! Lines of VPC flow logs and of AWS WAF.

use crate::sample_logs::clock::Moment;
use crate::sample_logs::neighbours::log::{Log, epoch};
use crate::sample_logs::objects::{ACCOUNT, REGION};

/// Names of the default fields, as the first line of an object in S3.
pub const FLOW_HEADER: &str = "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n";
/// The same for a format of other fields in another order.
pub const CUSTOM_FLOW_HEADER: &str =
    "srcaddr dstaddr srcport dstport tcp-flags action start end flow-direction reject-reason\n";

/// What was seen between two addresses in a minute.
#[derive(Debug, Clone)]
pub struct Flow {
    /// Beginning of the minute.
    pub at: Moment,
    /// Address and port of the sender.
    pub from: (String, u16),
    /// Address and port of the receiver.
    pub to: (String, u16),
    /// Packets and bytes.
    pub volume: (u64, u64),
    /// OR of the TCP flags.
    pub tcp_flags: u8,
    /// `ACCEPT` or `REJECT`.
    pub action: &'static str,
}

impl Flow {
    /// The default fields.
    #[must_use]
    pub fn line(&self) -> String {
        format!(
            "2 {ACCOUNT} eni-0a1b2c3d4e5f60718 {} {} {} {} 6 {} {} {} {} {} OK",
            self.from.0,
            self.to.0,
            self.from.1,
            self.to.1,
            self.volume.0,
            self.volume.1,
            epoch(self.at),
            epoch(self.at) + 59,
            self.action
        )
    }

    /// The fields of [`CUSTOM_FLOW_HEADER`].
    pub fn write_custom(&self, log: &mut Log) {
        let reason = if self.action == "REJECT" { "EC" } else { "-" };
        log.record(&format!(
            "{} {} {} {} {} {} {} {} ingress {reason}",
            self.from.0,
            self.to.0,
            self.from.1,
            self.to.1,
            self.tcp_flags,
            self.action,
            epoch(self.at),
            epoch(self.at) + 59,
        ));
    }
}

/// One inspection by AWS WAF: of which request, from which address, blocked or not.
pub fn write_waf(
    at: Moment,
    trace_id: &str,
    client: &str,
    (uri, blocked): (&str, bool),
    log: &mut Log,
) {
    let (action, rule) =
        if blocked { ("BLOCK", "rate-limit") } else { ("ALLOW", "Default_Action") };
    log.record(&format!(
        "{{\"timestamp\":{},\"formatVersion\":1,\"webaclId\":\"arn:aws:wafv2:{REGION}:{ACCOUNT}:regional/webacl/shop/11111111-2222-4333-8444-555555555555\",\"terminatingRuleId\":\"{rule}\",\"terminatingRuleType\":\"REGULAR\",\"action\":\"{action}\",\"httpSourceName\":\"ALB\",\"httpSourceId\":\"{ACCOUNT}-app/shop/50dc6c495c0c9188\",\"ruleGroupList\":[],\"rateBasedRuleList\":[],\"nonTerminatingMatchingRules\":[],\"responseCodeSent\":null,\"httpRequest\":{{\"clientIp\":\"{client}\",\"country\":\"IE\",\"headers\":[{{\"name\":\"host\",\"value\":\"www.example.com\"}}],\"uri\":\"{uri}\",\"args\":\"\",\"httpVersion\":\"HTTP/2.0\",\"httpMethod\":\"GET\",\"requestId\":\"{trace_id}\"}},\"labels\":[]}}",
        at / 1_000
    ));
}
