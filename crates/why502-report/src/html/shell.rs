//! What every page has around its content: policy, style, script, the words of its buttons.

use why502_rulebook::Language;

use super::policy::content_security_policy;
use super::words::{PageWords, words};

/// The style of every page.
const STYLE: &str = include_str!("../../templates/page.css");
/// What a page does on its own: copying, sorting, telling the numbers of a plot.
const SCRIPT: &str = include_str!("../../templates/page.js");

/// The fields that `templates/page.html` asks for.
#[derive(Debug)]
pub(crate) struct Shell {
    pub(crate) words: &'static PageWords,
    pub(crate) policy: String,
    pub(crate) style: &'static str,
    pub(crate) script: &'static str,
}

impl Shell {
    pub(crate) fn new(language: Language) -> Self {
        Self {
            words: words(language),
            policy: content_security_policy(STYLE, SCRIPT),
            style: STYLE,
            script: SCRIPT,
        }
    }
}
