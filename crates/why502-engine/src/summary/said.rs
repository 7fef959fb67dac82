//! A sentence in every language of the reports.

use std::fmt;

use serde::{Serialize, Serializer};
use why502_rulebook::{Language, Words};

/// A sentence in every language, spoken in one of them.
///
/// Which one is chosen at the exit, for the whole summary at once ([`super::Summary::speak`]);
/// the analysis does not depend on it. Values from logs stand in all of them alike.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    english: String,
    /// `None` where the sentence is the same in both: a name, a quotation.
    japanese: Option<String>,
    spoken: Language,
}

impl Said {
    /// The same sentence in English and in Japanese.
    pub fn new(english: impl Into<String>, japanese: impl Into<String>) -> Self {
        Self {
            english: english.into(),
            japanese: Some(japanese.into()),
            spoken: Language::default(),
        }
    }

    /// The sentence in the language chosen.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text(self.spoken)
    }

    /// The sentence in English.
    #[must_use]
    pub fn english(&self) -> &str {
        self.text(Language::English)
    }

    /// The sentence in Japanese, or in English where it has none.
    #[must_use]
    pub fn japanese(&self) -> &str {
        self.text(Language::Japanese)
    }

    /// The sentence in one language.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        match (language, &self.japanese) {
            (Language::Japanese, Some(japanese)) => japanese,
            _ => &self.english,
        }
    }

    /// Its texts, English first.
    pub(super) fn texts(&mut self) -> (&mut String, Option<&mut String>) {
        (&mut self.english, self.japanese.as_mut())
    }

    /// Chooses the language.
    pub(crate) fn speak(&mut self, language: Language) {
        self.spoken = language;
    }
}

impl From<Words> for Said {
    fn from(words: Words) -> Self {
        Self::new(words.english, words.japanese)
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { english: text, japanese: None, spoken: Language::default() }
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Display for Said {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(self.as_str())
    }
}
