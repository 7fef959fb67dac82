//! The members of records as they are to be shown: all of each, or without what is to be hidden.

use std::borrow::Cow;

use why502_parse::{Record, Value, View};
use why502_redact::{Fields, Tally};

use crate::options::Options;

/// Gives the members of one record after another.
#[derive(Debug)]
pub(crate) struct Members {
    view: View,
    fields: Option<Fields>,
}

impl Members {
    pub(crate) fn new(options: &Options) -> Self {
        Self { view: options.view, fields: options.redactor.clone().map(Fields::new) }
    }

    /// The name of the object that holds the records.
    pub(crate) fn source<'s>(&self, source: &'s str) -> Cow<'s, str> {
        match &self.fields {
            None => source.into(),
            Some(fields) => fields.source(source),
        }
    }

    /// Every member of the record.
    pub(crate) fn each(&mut self, record: &Record<'_>, each: &mut dyn FnMut(&str, Value<'_>)) {
        match &mut self.fields {
            None => record.members(self.view, each),
            Some(fields) => fields.members(record, self.view, each),
        }
    }

    /// How values are given, where nothing is hidden.
    pub(crate) fn view_of_all(&self) -> Option<View> {
        self.fields.is_none().then_some(self.view)
    }

    /// How much was hidden.
    pub(crate) fn hidden(&self) -> Tally {
        self.fields.as_ref().map(Fields::tally).unwrap_or_default()
    }

    /// What was hidden since then is shown nowhere.
    pub(crate) fn forget_since(&mut self, then: Tally) {
        if let Some(fields) = &mut self.fields {
            fields.set_tally(then);
        }
    }
}
