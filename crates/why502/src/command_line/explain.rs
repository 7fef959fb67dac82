//! The flags of `explain`.

use clap::Args;

use super::choice::{ColorWish, Lang, PageFormat};

pub(crate) const EXPLAIN_EXIT_STATUS: &str = "\
Exit status:
  0  the page was written
  2  there is no cause or signature of that name; the nearest are named";

#[derive(Debug, Args)]
pub(crate) struct ExplainArguments {
    /// A cause, as in `findings[].cause`, or a signature; without it, the list of all causes
    #[arg(value_name = "NAME")]
    pub(crate) name: Option<String>,

    /// Language of the page
    #[arg(long, value_enum, value_name = "LANG", default_value = "en")]
    pub(crate) lang: Lang,

    /// How to write the page
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: PageFormat,

    /// Colour the text; auto: on a terminal, unless NO_COLOR is set or TERM is dumb
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorWish,
}
