//! How a server is set up, before it starts.

/// Settings of a server. By default: pages of 1,000, region `us-east-1`, signatures of
/// `testkey` / `testsecret` demanded.
#[derive(Clone, Debug)]
pub struct Options {
    pub(super) page_size: usize,
    pub(super) region: String,
    pub(super) users: Vec<(String, String)>,
    pub(super) is_open: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            page_size: 1000,
            region: "us-east-1".to_owned(),
            users: vec![("testkey".to_owned(), "testsecret".to_owned())],
            is_open: false,
        }
    }
}

impl Options {
    /// The defaults.
    pub fn new() -> Options {
        Options::default()
    }

    /// Entries a page holds at most, whatever `max-keys` asks; at least 1.
    #[must_use]
    pub fn page_size(mut self, entries: usize) -> Options {
        self.page_size = entries.max(1);
        self
    }

    /// What HeadBucket says in `x-amz-bucket-region`.
    #[must_use]
    pub fn region(mut self, region: &str) -> Options {
        region.clone_into(&mut self.region);
        self
    }

    /// One more user whose signatures are taken.
    #[must_use]
    pub fn user(mut self, access_key: &str, secret_key: &str) -> Options {
        self.users.push((access_key.to_owned(), secret_key.to_owned()));
        self
    }

    /// Also answers requests without a signature; a wrong one is still refused.
    #[must_use]
    pub fn open(mut self) -> Options {
        self.is_open = true;
        self
    }
}
