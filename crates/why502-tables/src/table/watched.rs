//! What is written to, and what went wrong there: polars tells of it in a sentence, where others
//! need the kind of the error.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use polars::prelude::PolarsError;

use crate::error::TableError;

use super::file::Out;

/// The first error of an output.
#[derive(Clone, Default)]
pub(super) struct Fault(Arc<Mutex<Option<io::Error>>>);

impl Fault {
    /// The output, watched.
    pub(super) fn watch(&self, out: Out) -> Out {
        Box::new(Watched { out, fault: self.clone() })
    }

    /// Why polars failed: for the output, or by itself.
    pub(super) fn why(&self, error: PolarsError) -> TableError {
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            Some(fault) => TableError::output(fault),
            None => TableError::writing(error),
        }
    }
}

struct Watched {
    out: Out,
    fault: Fault,
}

impl Watched {
    fn seen<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.map_err(|error| {
            let kind = error.kind();
            if kind == io::ErrorKind::Interrupted {
                return error;
            }
            let mut fault = self.fault.0.lock().unwrap_or_else(PoisonError::into_inner);
            fault.get_or_insert(error);
            kind.into()
        })
    }
}

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes);
        self.seen(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        let flushed = self.out.flush();
        self.seen(flushed)
    }
}
