//! The SDK as the user configured it: credentials, endpoint, region, timeouts, one pool of
//! connections. Loaded at the first request, since it may ask other services.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::RegionProviderChain;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileRegionProvider};
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{
    Builder, Credentials, IdentityCache, ResponseChecksumValidation, RuntimeComponents,
    SharedCredentialsProvider, SharedHttpClient,
};
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::{Connector, tls};
use aws_types::service_config::ServiceConfigKey;

use super::region::is_region;
use crate::config::Config;
use crate::error::{S3Error, S3ErrorKind};

/// Region of requests where neither the user nor a bucket names one.
const FALLBACK: &str = "us-east-1";

/// Idle connections are kept so long; S3 closes its side after about 20 s.
const IDLE: Duration = Duration::from_secs(15);

/// Longest wait of the SDK for credentials: longer than ours, so that ours has the words.
const LOAD: Duration = Duration::from_secs(60);

/// A user's way to S3.
pub(super) struct Account {
    sdk: SdkConfig,
    endpoint: Option<String>,
    region: Option<String>,
    is_anonymous: bool,
    clients: Mutex<HashMap<String, Client>>,
}

impl fmt::Debug for Account {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Account").field("region", &self.region).finish_non_exhaustive()
    }
}

/// Refuses settings that could never work, before anything is asked.
pub(super) fn check(config: &Config) -> Result<(), S3Error> {
    if let Some(endpoint) = &config.endpoint_url {
        check_endpoint(endpoint, "--endpoint-url")?;
    }
    match &config.region {
        Some(region) if !is_region(region) => {
            Err(configuration("--region is not the name of a region, such as eu-west-1".to_owned()))
        }
        _ => Ok(()),
    }
}

/// An endpoint may hold a password: its text is not repeated.
fn check_endpoint(endpoint: &str, source: &str) -> Result<(), S3Error> {
    let rest = endpoint.strip_prefix("https://").or_else(|| endpoint.strip_prefix("http://"));
    let Some(rest) = rest else {
        return Err(configuration(format!("{source} must begin with http:// or https://")));
    };
    let host = rest.split('/').next().unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"@?#\\\"<>".contains(&byte);
    if host.is_empty() || !rest.bytes().all(is_plain) {
        return Err(configuration(format!(
            "{source} must be a scheme, a host and a port, without user name, password or query"
        )));
    }
    Ok(())
}

fn configuration(message: String) -> S3Error {
    let (bucket, key) = (String::new(), String::new());
    S3Error { kind: S3ErrorKind::Configuration, bucket, key, request_id: None, message }
}

impl Account {
    /// Loads profiles and variables. Asks nobody yet, except IMDS for a region if it must.
    pub(super) async fn load(
        config: &Config,
        keys: Option<&Credentials>,
        http: Option<&SharedHttpClient>,
    ) -> Result<Self, S3Error> {
        let http = http.cloned().unwrap_or_else(|| connections(config.concurrency));
        let mut loader = loader(config, &http);
        if let Some(keys) = keys {
            loader = loader.credentials_provider(keys.clone());
        }
        let mut sdk = loader.load().await;
        if let (Some(profile), false, None) = (&config.profile, config.no_sign_request, keys) {
            sdk = with_profile(sdk, profile, http);
        }
        let endpoint = endpoint(config, &sdk);
        if let Some(endpoint) = &endpoint {
            check_endpoint(endpoint, "the endpoint of the AWS configuration (AWS_ENDPOINT_URL)")?;
        }
        let region = sdk.region().map(ToString::to_string).filter(|region| is_region(region));
        let is_anonymous = config.no_sign_request;
        Ok(Self { sdk, endpoint, region, is_anonymous, clients: Mutex::default() })
    }

    /// Is it another server than AWS? It then has no regions to look for.
    pub(super) fn has_endpoint(&self) -> bool {
        self.endpoint.is_some()
    }

    /// Does the profile name a program that prints credentials?
    pub(super) fn has_credential_process(&self) -> bool {
        setting(&self.sdk, "AWS_CREDENTIAL_PROCESS", "credential_process").is_some()
    }

    /// The region that the environment or the profile names, or the fallback.
    pub(super) fn region(&self) -> &str {
        self.region.as_deref().unwrap_or(FALLBACK)
    }

    /// The client of a region; all of them share the connections.
    pub(super) fn client(&self, region: &str) -> Client {
        let mut clients = self.clients.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(client) = clients.get(region) {
            return client.clone();
        }
        let mut builder = Builder::from(&self.sdk)
            .region(Region::new(region.to_owned()))
            .force_path_style(self.endpoint.is_some())
            // Asking again is judged above, over all requests. Services that issue credentials
            // keep the SDK's own retries.
            .retry_config(RetryConfig::disabled());
        if self.is_anonymous {
            builder = builder.allow_no_auth();
        }
        let client = Client::from_conf(builder.build());
        clients.insert(region.to_owned(), client.clone());
        client
    }
}

fn loader(config: &Config, http: &SharedHttpClient) -> ConfigLoader {
    let patience = &config.patience;
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(patience.connect)
        .read_timeout(patience.silence)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http.clone())
        .timeout_config(timeouts)
        .identity_cache(IdentityCache::lazy().load_timeout(LOAD).build())
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        // Asked for one by one, for whole objects: some servers send the sum of the whole with
        // a part of it.
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
    if let Some(profile) = &config.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = &config.region {
        loader = loader.region(Region::new(region.clone()));
    } else if names_endpoint(config) {
        // The region only becomes part of signatures: the metadata service is not asked for it.
        let mut profile = ProfileFileRegionProvider::builder();
        if let Some(name) = &config.profile {
            profile = profile.profile_name(name);
        }
        let named = RegionProviderChain::first_try(EnvironmentVariableRegionProvider::new());
        loader =
            loader.region(named.or_else(profile.build()).or_else(Region::from_static(FALLBACK)));
    }
    if let Some(endpoint) = &config.endpoint_url {
        loader = loader.endpoint_url(endpoint);
    }
    if config.no_sign_request {
        loader = loader.no_credentials();
    }
    loader
}

fn names_endpoint(config: &Config) -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    config.endpoint_url.is_some() || is_set("AWS_ENDPOINT_URL_S3") || is_set("AWS_ENDPOINT_URL")
}

/// A profile that the user names on the command line goes before keys in the environment, as
/// with the AWS command line.
fn with_profile(sdk: SdkConfig, profile: &str, http: SharedHttpClient) -> SdkConfig {
    let providers = ProviderConfig::default()
        .with_http_client(http)
        .with_region(Some(sdk.region().cloned().unwrap_or(Region::from_static(FALLBACK))));
    let provider = ProfileFileCredentialsProvider::builder()
        .configure(&providers)
        .profile_name(profile)
        .build();
    sdk.into_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build()
}

/// One pool for each pair of time limits. What `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and
/// `NO_PROXY` say holds for every request, also for those that get credentials.
fn connections(concurrency: usize) -> SharedHttpClient {
    let connector = move |settings: Option<&_>, components: Option<&RuntimeComponents>| {
        let mut builder = Connector::builder()
            .proxy_config(ProxyConfig::from_env())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(concurrency.max(8));
        builder.set_connector_settings(settings.cloned());
        builder.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
        builder.tls_provider(tls::Provider::Rustls(tls::rustls_provider::CryptoMode::Ring)).build()
    };
    aws_smithy_http_client::Builder::new().build_with_connector_fn(connector)
}

/// Where requests go, if not to AWS: the flag, then S3's own setting, then the one of all
/// services.
fn endpoint(config: &Config, sdk: &SdkConfig) -> Option<String> {
    let of_s3 = || setting(sdk, "AWS_ENDPOINT_URL", "endpoint_url");
    let of_all = || sdk.endpoint_url().map(str::to_owned);
    config.endpoint_url.clone().or_else(of_s3).or_else(of_all)
}

/// What a variable or the profile in use says, for S3 alone or for all services.
fn setting(sdk: &SdkConfig, variable: &str, of_profile: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id("S3")
        .env(variable)
        .profile(of_profile)
        .build()
        .ok()?;
    sdk.service_config()?.load_config(key)
}
