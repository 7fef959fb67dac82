//! Flags about time.

/// Which records are meant.
#[derive(Debug, clap::Args)]
pub(crate) struct WindowArguments {
    /// Leave out what is before TIME: RFC 3339, a date or time in the zone of --tz
    /// (2026-11-22, 2026-11-22T14:00), a span before now (30m, 2h, 7d), or now, today, yesterday
    #[arg(long, value_name = "TIME", alias = "from", allow_hyphen_values = true)]
    pub(crate) since: Option<String>,

    /// Leave out what is at TIME or later; a date means its midnight at the start, so
    /// `--since 2026-11-22 --until 2026-11-23` is one whole day
    #[arg(long, value_name = "TIME", alias = "to", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,

    /// Zone of times without one, and of all times shown as text: a name such as Europe/Berlin,
    /// an offset such as +02:00, or local
    #[arg(long, value_name = "ZONE", default_value = "UTC", allow_hyphen_values = true)]
    pub(crate) tz: String,
}
