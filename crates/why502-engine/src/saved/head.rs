//! The head of a saved analysis: what wrote it, and with which settings.
//!
//! Hashes and places in the rulebook mean the same only to the same build, so another version is
//! refused rather than misread.

use std::io::{self, Read, Write};

use why502_parse::{Format, Timestamp};
use why502_rulebook::{evidence, signatures};

use super::block::{BlockReader, BlockWriter, checksum, read_exactly};
use super::error::{LoadError, LoadErrorKind};
use crate::work::Settings;

const MAGIC: [u8; 8] = *b"why502\0s";
/// Of the form of what follows; raised by every change of it.
const STATE_VERSION: u32 = 6;
const PROGRAM_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Since, until, format, line limit, filter, columns, names and
/// extent: what changes results.
type Kept = (
    Option<i64>,
    Option<i64>,
    Option<String>,
    u64,
    Option<String>,
    Vec<String>,
    Vec<(String, String)>,
    bool,
);

/// Writes the head; the blocks follow. `hash` is what this build makes of a fixed key.
pub(crate) fn write_head<'w>(
    out: &'w mut dyn Write,
    settings: &Settings,
    hash: u64,
) -> io::Result<BlockWriter<'w>> {
    out.write_all(&MAGIC)?;
    out.write_all(&STATE_VERSION.to_le_bytes())?;
    let mut out = BlockWriter::new(out);
    out.put(PROGRAM_VERSION)?;
    out.put(&fingerprint(hash))?;
    out.put(&kept(settings))?;
    // A block of its own, so that a foreign head is refused before anything else is read.
    out.close()?;
    Ok(out)
}

/// Reads and judges the head; the blocks follow.
pub(crate) fn read_head<'r>(
    from: &'r mut dyn Read,
    settings: &Settings,
    hash: u64,
) -> Result<BlockReader<'r>, LoadError> {
    let mut magic = [0; MAGIC.len()];
    read_exactly(from, &mut magic, 0)?;
    if magic != MAGIC {
        let message = "this is no saved analysis of why502";
        return Err(LoadError::new(LoadErrorKind::NotSaved, 0, message));
    }
    let mut version = [0; 4];
    read_exactly(from, &mut version, MAGIC.len() as u64)?;
    let mut from = BlockReader::new(from, (MAGIC.len() + version.len()) as u64);
    let version = u32::from_le_bytes(version);
    if version != STATE_VERSION {
        let message = format!(
            "the analysis was saved in form {version}; this version of why502 reads form {STATE_VERSION}"
        );
        return Err(from.refused(LoadErrorKind::OtherVersion, message));
    }
    let writer: String = from.get()?;
    if writer != PROGRAM_VERSION {
        let message = format!(
            "the analysis was saved by why502 {}, this is {PROGRAM_VERSION}",
            writer.escape_debug()
        );
        return Err(from.refused(LoadErrorKind::OtherVersion, message));
    }
    if from.get::<u64>()? != fingerprint(hash) {
        let message = "the analysis was saved by another build of why502".to_owned();
        return Err(from.refused(LoadErrorKind::OtherVersion, message));
    }
    let saved: Kept = from.get()?;
    match difference(&saved, &kept(settings)) {
        Some(message) => Err(from.refused(LoadErrorKind::OtherSettings, message)),
        None => Ok(from),
    }
}

/// Changes with the hash function and with the rulebook.
fn fingerprint(hash: u64) -> u64 {
    let mut bytes = hash.to_le_bytes().to_vec();
    let signatures = signatures::all().map(|one| (one.format, one.id));
    for (format, id) in signatures.chain(evidence::all().map(|one| (one.format, one.id))) {
        bytes.extend_from_slice(format.name().as_bytes());
        bytes.extend_from_slice(id.as_bytes());
        bytes.push(0);
    }
    checksum(&bytes)
}

fn kept(settings: &Settings) -> Kept {
    (
        settings.since.map(Timestamp::micros),
        settings.until.map(Timestamp::micros),
        settings.log_format.map(|format| Format::name(format).to_owned()),
        settings.line_limit as u64,
        settings.filter.as_ref().map(|filter| filter.text().to_owned()),
        settings.options.fields.clone(),
        settings.options.apigw_map.clone(),
        settings.is_summary,
    )
}

/// The first setting that differs, in words.
fn difference(saved: &Kept, wanted: &Kept) -> Option<String> {
    let at = |micros: Option<i64>| match micros.map(Timestamp::from_micros) {
        Some(at) if (Timestamp::MIN..=Timestamp::MAX).contains(&at) => crate::summary::rfc3339(at),
        Some(_) => "an impossible time".to_owned(),
        None => "none".to_owned(),
    };
    let name = |format: &Option<String>| {
        format.as_deref().map_or("auto".to_owned(), |name| name.escape_debug().to_string())
    };
    let filter = |text: &Option<String>| {
        text.as_deref().map_or("none".to_owned(), |text| text.escape_debug().to_string())
    };
    let names = |pairs: &[(String, String)]| {
        let pair = |(key, variable): &(String, String)| format!("{key}={variable}");
        pairs.iter().map(pair).collect::<Vec<_>>().join(",").escape_debug().to_string()
    };
    let extent = |is_summary| if is_summary { "a summary" } else { "everything" }.to_owned();
    let pairs = [
        ("beginning of the window", at(saved.0), at(wanted.0)),
        ("end of the window", at(saved.1), at(wanted.1)),
        ("log format", name(&saved.2), name(&wanted.2)),
        ("line limit", saved.3.to_string(), wanted.3.to_string()),
        ("filter", filter(&saved.4), filter(&wanted.4)),
        ("list of columns", saved.5.join(",").escape_debug().to_string(), wanted.5.join(",")),
        ("extent", extent(saved.7), extent(wanted.7)),
        ("map of API Gateway's names", names(&saved.6), names(&wanted.6)),
    ];
    pairs.into_iter().find(|(_, saved, wanted)| saved != wanted).map(|(what, saved, wanted)| {
        format!("the analysis was saved with another {what}: {saved}, not {wanted}")
    })
}
