//! Where the records go: standard output, a file, or a table of one or more files.

use std::io;

use crate::output::{Draft, Out};
use crate::settings::Destination;
#[cfg(feature = "tables")]
use crate::settings::records::RecordsSettings;

#[cfg(feature = "tables")]
use super::table::{TableDraft, begin};

/// What is being written, and appears when it is complete.
pub(super) enum Target {
    Stdout,
    File(Draft),
    #[cfg(feature = "tables")]
    Table(Box<TableDraft>),
}

impl Target {
    /// Text as it comes.
    pub(super) fn text(destination: &Destination) -> io::Result<(Self, Out)> {
        match destination {
            Destination::Stdout => Ok((Self::Stdout, Box::new(io::stdout()))),
            Destination::File(path) => {
                let draft = Draft::begin(path)?;
                let writer = draft.writer()?;
                Ok((Self::File(draft), Box::new(writer)))
            }
        }
    }

    /// What the settings ask for.
    #[cfg(feature = "tables")]
    pub(super) fn open(settings: &RecordsSettings) -> io::Result<(Self, Out)> {
        let Some(wish) = &settings.table else { return Self::text(&settings.input.destination) };
        let (draft, out) = begin(wish, &settings.input, settings.options.fields.clone())?;
        Ok((Self::Table(Box::new(draft)), out))
    }

    /// Is something to appear that does not, where it is not completed?
    pub(super) fn is_drafted(&self) -> bool {
        !matches!(self, Self::Stdout)
    }

    /// Lets it appear.
    pub(super) fn complete(self) -> io::Result<()> {
        match self {
            Self::Stdout => Ok(()),
            Self::File(draft) => draft.complete(),
            #[cfg(feature = "tables")]
            Self::Table(draft) => draft.complete(),
        }
    }
}
