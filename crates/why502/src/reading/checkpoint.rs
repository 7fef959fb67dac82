//! The checkpoint of a run: what is counted so far, so that an interrupted run goes on from there.
//!
//! The file is one line of JSON (what was asked, with its window resolved: `--since 2h` stays the
//! two hours before the run began) and the engine's saved state. It is replaced as a whole, so a
//! loss of power leaves the one before.

use std::fs;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tempfile::Builder;
use why502_engine::Analysis;
use why502_parse::Timestamp;

use crate::command_line::usage::UsageError;
use crate::settings::Settings;

/// Saving takes at most one part in so many of the run.
const RUN_PER_SAVE: u32 = 20;
const SHORTEST_INTERVAL: Duration = Duration::from_secs(2);
/// A head is a few hundred bytes; sources may be many.
const LONGEST_HEAD_BYTES: u64 = 1 << 20;

/// What the first line of the file holds.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Head {
    why502_checkpoint: u32,
    asked: Vec<String>,
    since_us: Option<i64>,
    until_us: Option<i64>,
}

const VERSION: u32 = 1;

/// Where progress is noted, and when next.
#[derive(Debug)]
pub(crate) struct Checkpoint {
    path: PathBuf,
    head: Head,
    due: Instant,
}

impl Checkpoint {
    /// The checkpoint at `path` for a run of these settings, and what an earlier run left in it;
    /// then the window of the settings becomes that of the earlier run.
    ///
    /// # Errors
    ///
    /// When the file is there and is no checkpoint, a damaged one, or one of another command.
    pub(crate) fn open(
        path: &Path,
        settings: &mut Settings,
    ) -> Result<(Self, Option<Analysis>), UsageError> {
        let refused = |what: String| {
            UsageError::new(format!(
                "--checkpoint {}: {what} Remove the file to start anew, or name another.",
                path.display()
            ))
        };
        let unreadable = |error: io::Error| refused(format!("the file cannot be read: {error}."));
        let mut head = Head {
            why502_checkpoint: VERSION,
            asked: settings.typed.clone(),
            since_us: settings.window.since.map(Timestamp::micros),
            until_us: settings.window.until.map(Timestamp::micros),
        };
        let mut analysis = None;
        match opened(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(unreadable(error)),
            Ok(mut file) => {
                let earlier = read_head(&mut file)
                    .ok_or_else(|| refused("it is no checkpoint of why502.".to_owned()))?;
                if earlier.why502_checkpoint != VERSION {
                    return Err(refused("it was written by another version of why502.".to_owned()));
                }
                if earlier.asked != head.asked {
                    return Err(refused(difference(&earlier.asked, &head.asked)));
                }
                settings.window.since = earlier.since_us.map(Timestamp::from_micros);
                settings.window.until = earlier.until_us.map(Timestamp::from_micros);
                head = earlier;
                let loaded = Analysis::load(file, settings.engine());
                analysis = Some(loaded.map_err(|error| refused(format!("{error}.")))?);
            }
        }
        let checkpoint = Self { path: path.to_owned(), head, due: Instant::now() };
        Ok((checkpoint, analysis))
    }

    /// When the next save is due.
    pub(crate) fn due(&self) -> Instant {
        self.due
    }

    /// Writes what is counted so far. The next time is due so much later that saving stays a
    /// small part of the run.
    pub(crate) fn save(&mut self, analysis: &Analysis) -> io::Result<()> {
        let began = Instant::now();
        let saved = self.write(analysis);
        self.due = Instant::now() + (began.elapsed() * RUN_PER_SAVE).max(SHORTEST_INTERVAL);
        saved
    }

    /// Everything was read: nothing is left to go on with.
    pub(crate) fn remove(self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn write(&self, analysis: &Analysis) -> io::Result<()> {
        let folder =
            self.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = Builder::new().prefix(".why502-").tempfile_in(folder)?;
        let mut out = BufWriter::new(file.as_file_mut());
        serde_json::to_writer(&mut out, &self.head)?;
        out.write_all(b"\n")?;
        analysis.save(&mut out)?;
        out.flush()?;
        drop(out);
        file.as_file().sync_all()?;
        file.persist(&self.path).map_err(|error| error.error)?;
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the checkpoint is the program's own file, no log")]
fn opened(path: &Path) -> io::Result<BufReader<fs::File>> {
    fs::File::open(path).map(BufReader::new)
}

fn read_head(file: &mut impl BufRead) -> Option<Head> {
    let mut line = Vec::new();
    io::Read::take(file, LONGEST_HEAD_BYTES).read_until(b'\n', &mut line).ok()?;
    serde_json::from_slice(&line).ok()
}

/// What the command of the checkpoint said, and this one does not.
fn difference(earlier: &[String], now: &[String]) -> String {
    let only_in = |one: &[String], other: &[String]| {
        let only = one.iter().find(|part| !other.contains(part)).cloned();
        only.unwrap_or_else(|| "nothing more".to_owned())
    };
    format!(
        "it was written by another command: with `{}`, and now there is `{}`.",
        only_in(earlier, now),
        only_in(now, earlier)
    )
}
