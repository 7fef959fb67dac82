//! The shape of one entry of the closed list of causes.

use crate::language::Language;
use crate::texts::Texts;
use crate::words::Words;

/// Which system a cause belongs to, as the contract groups them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum System {
    /// An application load balancer and its EC2, ECS, EKS or IP targets.
    Target,
    /// An application load balancer and a Lambda function.
    Lambda,
    /// The load balancer itself, its neighbours, and clients.
    LoadBalancer,
    /// CloudFront.
    CloudFront,
    /// API Gateway.
    ApiGateway,
    /// A Classic Load Balancer.
    ClassicLoadBalancer,
    /// A Network Load Balancer.
    NetworkLoadBalancer,
    /// Nothing explains it.
    Unknown,
}

impl System {
    /// A heading.
    #[must_use]
    pub const fn title(self) -> Words {
        match self {
            Self::Target => Words::new(
                "Application Load Balancer and its targets",
                "Application Load Balancerとターゲット",
            ),
            Self::Lambda => Words::new(
                "Application Load Balancer and Lambda",
                "Application Load BalancerとLambda",
            ),
            Self::LoadBalancer => Words::new(
                "The load balancer itself, its neighbours, clients",
                "ロードバランサー自身、その周辺、クライアント",
            ),
            Self::CloudFront => Words::new("CloudFront", "CloudFront"),
            Self::ApiGateway => Words::new("API Gateway", "API Gateway"),
            Self::ClassicLoadBalancer => {
                Words::new("Classic Load Balancer", "Classic Load Balancer")
            }
            Self::NetworkLoadBalancer => {
                Words::new("Network Load Balancer", "Network Load Balancer")
            }
            Self::Unknown => Words::new("Any", "共通"),
        }
    }
}

/// Something that decides the question.
///
/// `command` holds placeholders in braces that the engine fills from the logs, shell-quoted:
/// `{region}`, `{target_group_arn}`, `{load_balancer_arn}`, `{load_balancer_dimension}`,
/// `{target}`, `{target_address}`, `{target_port}`, `{target_url}`, `{target_root}`, `{host}`, `{host_header}`,
/// `{path}`, `{start}`, `{end}` (RFC 3339), `{start_s}`, `{end_s}`, `{start_ms}`, `{end_ms}`, `{rule_priority}`,
/// `{distribution_bare}`, `{load_balancer_name}`, `{api_id}`. A value the logs do not hold stays as an upper-case word to replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Check {
    /// What it decides.
    pub statement: Words,
    /// A command line.
    pub command: &'static str,
}

/// One cause of the closed list.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// The name in JSON; other programs rely on it.
    pub name: &'static str,
    /// Where it belongs.
    pub system: System,
    /// The RFC 9209 error type, where one fits.
    pub proxy_error: Option<&'static str>,
    /// What decides it.
    pub checks: &'static [Check],
    /// What is said of it in English.
    pub english: &'static Texts,
    /// The same in Japanese.
    pub japanese: &'static Texts,
    /// Where this is documented.
    pub references: &'static [&'static str],
}

impl Cause {
    /// What is said of it in one language.
    #[must_use]
    pub const fn texts(&self, language: Language) -> &'static Texts {
        match language {
            Language::English => self.english,
            Language::Japanese => self.japanese,
        }
    }

    /// One of its texts in every language: `cause.words(|texts| texts.meaning)`.
    #[must_use]
    pub fn words(&self, text: impl Fn(&Texts) -> &'static str) -> Words {
        Words::new(text(self.english), text(self.japanese))
    }

    /// What to do, in order: at once, for good, and so that it does not come again. Each begins
    /// with its label (`Now: `, `Fix: `, `Prevent: `), which is the same in every language.
    #[must_use]
    pub fn remedies(&self, language: Language) -> [String; 3] {
        let texts = self.texts(language);
        [("Now", texts.now), ("Fix", texts.fix), ("Prevent", texts.prevent)]
            .map(|(label, text)| format!("{label}: {text}"))
    }
}
