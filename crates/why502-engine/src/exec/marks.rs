//! Which objects are finished, by their marks: 16 bytes each.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::saved::{BlockReader, BlockWriter, LoadError};
use crate::work::Mark;

/// The marks of finished objects, as they were when this was asked for. Clones share them.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    versions: Arc<HashMap<u64, u64, FixedState>>,
}

impl Marks {
    /// The version of the object of this name that is finished, if one is.
    #[must_use]
    pub fn done(&self, name: u64) -> Option<u64> {
        self.versions.get(&name).copied()
    }

    /// How many objects are finished.
    #[must_use]
    pub fn len(&self) -> usize {
        self.versions.len()
    }

    /// True where none is finished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.versions.is_empty()
    }

    /// Adds some; copies all once where somebody else holds them.
    pub(super) fn extend(&mut self, marks: impl IntoIterator<Item = Mark>) {
        let mut marks = marks.into_iter().peekable();
        if marks.peek().is_some() {
            let versions = Arc::make_mut(&mut self.versions);
            versions.extend(marks.map(|mark| (mark.name, mark.version)));
        }
    }

    pub(super) fn save(&self, out: &mut BlockWriter<'_>) -> io::Result<()> {
        let mut all: Vec<(u64, u64)> = self.versions.iter().map(|(n, v)| (*n, *v)).collect();
        all.sort_unstable();
        // Hashes as they are: a varint of one takes ten bytes.
        out.put_all(
            all.into_iter().map(|(name, version)| (name.to_le_bytes(), version.to_le_bytes())),
        )
    }

    pub(super) fn load(from: &mut BlockReader<'_>) -> Result<Self, LoadError> {
        let all: Vec<([u8; 8], [u8; 8])> = from.get_all(usize::MAX)?;
        let mark = |(name, version)| (u64::from_le_bytes(name), u64::from_le_bytes(version));
        Ok(Self { versions: Arc::new(all.into_iter().map(mark).collect()) })
    }
}
