//! S3 through the AWS SDK, and servers that speak like it.

use std::collections::HashMap;
use std::error::Error;
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::http::HttpResponse;
use aws_sdk_s3::config::{Credentials, SharedHttpClient};
use aws_sdk_s3::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_s3::operation::RequestId;
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::types::{ChecksumMode, EncodingType, OptionalObjectAttributes, RequestPayer};
use tokio::sync::OnceCell;

use super::account::{self, Account};
use super::body::AwsBody;
use super::listing;
use super::quoting::plain;
use super::ready::{self, Ready};
use super::refusal::{Asked, Caller, Operation, Refusal};
use super::region::{in_element, named};
use super::unanswered::{late_credentials, unanswered};
use super::{Answer, GetRequest, ListPage, ListRequest, ObjectClient};
use crate::config::Config;
use crate::error::{S3Error, S3ErrorKind};

/// Regions of buckets as far as they are known. A cell is filled once for all who wait for it.
type Homes = Mutex<HashMap<String, Arc<OnceCell<String>>>>;

/// S3 as the user configured it. Clones share connections, credentials and known regions.
#[derive(Clone)]
pub struct AwsClient {
    shared: Arc<Shared>,
}

struct Shared {
    config: Config,
    keys: Option<Credentials>,
    page: Option<i32>,
    /// Another way to send requests, for tests.
    http: Option<SharedHttpClient>,
    account: OnceCell<Account>,
    ready: Ready,
    homes: Homes,
}

impl Shared {
    fn new(config: Config, keys: Option<Credentials>, http: Option<SharedHttpClient>) -> Self {
        let (account, homes) = (OnceCell::new(), Mutex::default());
        Self { config, keys, page: None, http, account, ready: Ready::default(), homes }
    }
}

impl fmt::Debug for AwsClient {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("AwsClient").field("config", &self.shared.config).finish_non_exhaustive()
    }
}

impl AwsClient {
    /// A client that asks nobody before its first request.
    ///
    /// # Errors
    /// `Configuration` where a setting could never work.
    pub fn new(config: &Config) -> Result<Self, S3Error> {
        Self::build(config, None, None)
    }

    /// A client with these keys in place of the chain of providers, for servers of tests.
    ///
    /// # Errors
    /// As [`AwsClient::new`].
    pub fn with_keys(config: &Config, access_key_id: &str, secret: &str) -> Result<Self, S3Error> {
        let keys = Credentials::new(access_key_id, secret, None, None, "given");
        Self::build(config, Some(keys), None)
    }

    /// The same client with at most so many keys and folders in a page. The configuration is
    /// loaded anew.
    #[must_use]
    pub fn with_page(&self, keys: i32) -> Self {
        let Shared { config, keys: credentials, http, .. } = &*self.shared;
        let mut shared = Shared::new(config.clone(), credentials.clone(), http.clone());
        shared.page = Some(keys.max(1));
        Self { shared: Arc::new(shared) }
    }

    fn build(
        config: &Config,
        keys: Option<Credentials>,
        http: Option<SharedHttpClient>,
    ) -> Result<Self, S3Error> {
        account::check(config)?;
        Ok(Self { shared: Arc::new(Shared::new(config.clone(), keys, http)) })
    }

    async fn account(&self) -> Result<&Account, S3Error> {
        let shared = &self.shared;
        let load = || Account::load(&shared.config, shared.keys.as_ref(), shared.http.as_ref());
        shared.account.get_or_try_init(load).await
    }

    fn asked<'a>(&'a self, operation: Operation, bucket: &'a str, key: &'a str) -> Asked<'a> {
        let config = &self.shared.config;
        let caller = Caller {
            profile: config.profile.as_deref(),
            is_anonymous: config.no_sign_request,
            pays: config.request_payer,
            names_owner: config.expected_bucket_owner.is_some(),
            region: config.region.as_deref(),
            has_endpoint: self.has_endpoint(),
        };
        Asked { operation, bucket, key, caller }
    }

    fn payer(&self) -> Option<RequestPayer> {
        self.shared.config.request_payer.then_some(RequestPayer::Requester)
    }

    fn owner(&self) -> Option<String> {
        self.shared.config.expected_bucket_owner.clone()
    }

    fn has_endpoint(&self) -> bool {
        self.shared.account.get().is_some_and(Account::has_endpoint)
    }

    /// Waits until there are credentials, for all requests together.
    async fn credentials(&self, account: &Account) -> Result<(), S3Error> {
        if self.shared.config.no_sign_request {
            return Ok(());
        }
        let search = || {
            let (this, client) = (self.clone(), account.client(account.region()));
            async move {
                let found = tokio::time::timeout(ready::LIMIT, this.sign(client)).await;
                found.unwrap_or_else(|_| Err(this.late()))
            }
        };
        self.shared.ready.wait(search).await
    }

    /// Signs a request that is never sent: the SDK then has the credentials, and keeps them for
    /// all its clients.
    async fn sign(&self, client: Client) -> Result<(), S3Error> {
        let Ok(limits) = PresigningConfig::expires_in(Duration::from_secs(1)) else {
            return Ok(());
        };
        let signed = client.get_object().bucket("bucket").key("key").presigned(limits).await;
        signed.map(drop).map_err(|error| self.error(&self.asked(Operation::Head, "", ""), &error))
    }

    /// The error of credentials that did not come in time.
    fn late(&self) -> S3Error {
        let has_process = self.shared.account.get().is_some_and(Account::has_credential_process);
        late_credentials(&self.asked(Operation::Head, "", ""), has_process, ready::LIMIT)
    }

    /// The client of the region that a bucket lives in, found out at its first request.
    async fn client(&self, bucket: &str, key: &str) -> Result<Client, S3Error> {
        let account = self.account().await?;
        self.credentials(account).await.map_err(|error| S3Error {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            ..error
        })?;
        if account.has_endpoint() || self.shared.config.region.is_some() {
            return Ok(account.client(account.region()));
        }
        let home = Arc::clone(self.homes().entry(bucket.to_owned()).or_default());
        let region = home.get_or_try_init(|| self.find(account, bucket)).await?;
        Ok(account.client(region))
    }

    /// Asks for a bucket's region. Whoever may not ask for the bucket is told it all the same.
    async fn find(&self, account: &Account, bucket: &str) -> Result<String, S3Error> {
        let client = account.client(account.region());
        let request = client.head_bucket().bucket(bucket).set_expected_bucket_owner(self.owner());
        let error = match request.send().await {
            Ok(answer) => return Ok(answer.bucket_region().unwrap_or(account.region()).to_owned()),
            Err(error) => error,
        };
        if let Some(region) = error.raw_response().and_then(|answer| named(answer, error.message()))
        {
            return Ok(region);
        }
        let asked = self.asked(Operation::Head, bucket, "");
        let error = self.error(&asked, &error);
        match error.kind {
            // The request itself will say more, in a body.
            S3ErrorKind::AccessDenied | S3ErrorKind::WrongRegion | S3ErrorKind::Other => {
                Ok(account.region().to_owned())
            }
            _ => Err(error),
        }
    }

    /// Takes note of the region a refusing answer names. Is it worth to ask again there?
    fn moved(&self, bucket: &str, error: &S3Error, region: Option<&str>) -> bool {
        let is_settled = self.shared.config.region.is_some()
            || self.shared.account.get().is_none_or(Account::has_endpoint);
        let Some(region) = region.filter(|_| error.kind == S3ErrorKind::WrongRegion && !is_settled)
        else {
            return false;
        };
        let mut homes = self.homes();
        let known = homes.get(bucket).and_then(|home| home.get());
        let is_new = known.map(String::as_str) != Some(region);
        homes.insert(bucket.to_owned(), Arc::new(OnceCell::new_with(Some(region.to_owned()))));
        is_new
    }

    fn homes(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<OnceCell<String>>>> {
        self.shared.homes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn error<E>(&self, asked: &Asked<'_>, error: &SdkError<E, HttpResponse>) -> S3Error
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let Some(answer) = error.raw_response() else {
            return unanswered(asked, &self.shared.config.patience, error);
        };
        let request_id = answer.headers().get("x-amz-request-id");
        let SdkError::ServiceError(_) = error else {
            let message = "the answer cannot be understood".to_owned();
            let mut error = asked.error(S3ErrorKind::BadAnswer, message);
            error.request_id = request_id.map(plain);
            return error;
        };
        let region = named(answer, error.message());
        let storage_class = answer.body().bytes().and_then(|body| in_element(body, "StorageClass"));
        asked.refused(&Refusal {
            status: answer.status().as_u16(),
            code: error.code(),
            message: error.message(),
            request_id,
            region: region.as_deref(),
            storage_class: storage_class.as_deref(),
        })
    }

    async fn list_once(
        &self,
        request: &ListRequest,
    ) -> Result<ListPage, (S3Error, Option<String>)> {
        let asked = self.asked(Operation::List, &request.bucket, &request.prefix);
        let client =
            self.client(&request.bucket, &request.prefix).await.map_err(|error| (error, None))?;
        let mut call = client
            .list_objects_v2()
            .bucket(&request.bucket)
            .prefix(&request.prefix)
            .encoding_type(EncodingType::Url)
            .set_delimiter(request.by_folder.then(|| "/".to_owned()))
            .set_start_after(request.start_after.clone())
            .set_continuation_token(request.continuation.clone())
            .set_max_keys(self.shared.page)
            .set_request_payer(self.payer())
            .set_expected_bucket_owner(self.owner());
        if !self.has_endpoint() {
            call = call.optional_object_attributes(OptionalObjectAttributes::RestoreStatus);
        }
        match call.send().await {
            Ok(answer) => listing::page(&asked, &answer).map_err(|mut error| {
                error.request_id = answer.request_id().map(plain);
                (error, None)
            }),
            Err(error) => Err(self.refused(&asked, &error)),
        }
    }

    async fn get_once(
        &self,
        request: &GetRequest,
    ) -> Result<Answer<AwsBody>, (S3Error, Option<String>)> {
        let asked = self.asked(Operation::Get, &request.bucket, &request.key);
        let client =
            self.client(&request.bucket, &request.key).await.map_err(|error| (error, None))?;
        let whole = request.range.is_none().then_some(ChecksumMode::Enabled);
        let call = client
            .get_object()
            .bucket(&request.bucket)
            .key(&request.key)
            .set_range(request.range.as_ref().map(range))
            .set_if_match(request.if_match.clone())
            .set_checksum_mode(whole)
            .set_request_payer(self.payer())
            .set_expected_bucket_owner(self.owner());
        let answer = match call.send().await {
            Ok(answer) => answer,
            Err(error) => return Err(self.refused(&asked, &error)),
        };
        let request_id = answer.request_id().map(plain);
        Ok(Answer {
            content_length: answer.content_length().and_then(|length| u64::try_from(length).ok()),
            offset: answer.content_range().and_then(first_byte).unwrap_or(0),
            etag: answer.e_tag().map(str::to_owned),
            request_id: request_id.clone(),
            body: AwsBody::new(answer.body, request, request_id),
        })
    }

    fn refused<E>(
        &self,
        asked: &Asked<'_>,
        error: &SdkError<E, HttpResponse>,
    ) -> (S3Error, Option<String>)
    where
        E: ProvideErrorMetadata + Error + 'static,
    {
        let region = error.raw_response().and_then(|answer| named(answer, error.message()));
        (self.error(asked, error), region)
    }
}

impl ObjectClient for AwsClient {
    type Body = AwsBody;

    async fn prepare(&self) -> Result<(), S3Error> {
        let account = self.account().await?;
        match self.credentials(account).await {
            // A request that is asked again gets over it.
            Err(error) if error.kind.is_transient() => Ok(()),
            result => result,
        }
    }

    async fn list(&self, request: &ListRequest) -> Result<ListPage, S3Error> {
        match self.list_once(request).await {
            Err((error, region)) if self.moved(&request.bucket, &error, region.as_deref()) => {
                self.list_once(request).await.map_err(|(error, _)| error)
            }
            result => result.map_err(|(error, _)| error),
        }
    }

    async fn get(&self, request: &GetRequest) -> Result<Answer<AwsBody>, S3Error> {
        match self.get_once(request).await {
            Err((error, region)) if self.moved(&request.bucket, &error, region.as_deref()) => {
                self.get_once(request).await.map_err(|(error, _)| error)
            }
            result => result.map_err(|(error, _)| error),
        }
    }
}

/// `bytes=0-99`: the last byte counts.
fn range(range: &Range<u64>) -> String {
    format!("bytes={}-{}", range.start, range.end.saturating_sub(1))
}

/// The first number of `bytes 100-199/1000`.
fn first_byte(content_range: &str) -> Option<u64> {
    content_range.trim().strip_prefix("bytes")?.trim_start().split('-').next()?.parse().ok()
}

#[cfg(test)]
mod tests;
