//! What is read as one piece of work: an object, or 8 MiB of a large plain file.
//!
//! A compressed object cannot be split. A plain file is split where every line stands for itself,
//! which is known of a load balancer's access log alone: nearly any other line changes what the
//! lines below it are, as a header, a line of another log or JSON that goes on. Its first line is
//! looked at beforehand; whether the others are such lines is known when they are read
//! ([`Analysis::mixed`](why502_engine::Analysis::mixed)).

use std::hash::{DefaultHasher, Hash, Hasher};

use why502_engine::{Mark, WorkItem};
use why502_input::{Head, Object};
use why502_parse::{Format, detect};

use super::stream::{KEPT, stream};

/// A plain file up to this size stays one piece.
const WHOLE_BYTES: u64 = 16 << 20;
const PIECE_BYTES: u64 = 8 << 20;
/// Enough for the first line of any log; a longer one means that the file is read whole.
pub(crate) const HEAD_BYTES: usize = 64 << 10;

/// What becomes of a large plain file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Large {
    /// It is cut into pieces.
    Cut,
    /// It stays whole.
    Whole,
    /// It stays whole, and has a mark by which a resumed run knows it again, as all files do then.
    Marked,
}

/// The work, in the order of the objects.
pub(crate) fn work_items(
    objects: Vec<Object>,
    log_format: Option<Format>,
    large: Large,
) -> Vec<WorkItem<'static>> {
    objects.into_iter().flat_map(|object| items_of(object, log_format, large)).collect()
}

fn items_of(object: Object, log_format: Option<Format>, large: Large) -> Vec<WorkItem<'static>> {
    match object.size() {
        Some(size)
            if size > WHOLE_BYTES && large == Large::Cut && can_be_cut(&object, log_format) =>
        {
            pieces(&object, size)
        }
        size => vec![WorkItem {
            source: object.name().to_owned(),
            size: size.unwrap_or(0),
            format: log_format,
            piece: None,
            mark: if large == Large::Marked { mark(&object) } else { None },
            open: Box::new(move || stream(object.open_but(KEPT))),
        }],
    }
}

/// A file is known again by its place, and its version by its size and the time it was modified.
fn mark(object: &Object) -> Option<Mark> {
    let path = object.canonical_path()?;
    let version = (object.size()?, object.modified()?);
    Some(Mark { name: hash(&path), version: hash(&version) })
}

/// The same in every run of one build, which is as far as a saved analysis is good.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// An object that cannot be read is left to the engine, which says so by name.
fn can_be_cut(object: &Object, log_format: Option<Format>) -> bool {
    log_format.is_none_or(|format| format == Format::Alb)
        && object
            .head(HEAD_BYTES)
            .is_ok_and(|head| !head.compressed && format_of(&head) == Some(Format::Alb))
}

/// Does a regular file hold a line of a known log near its beginning?
pub(crate) fn is_log(object: &Object) -> bool {
    object.size().is_some()
        && object.head(HEAD_BYTES).is_ok_and(|head| {
            head.bytes.split(|&byte| byte == b'\n').any(|line| detect(line).is_some())
        })
}

/// The format of the first line, where all of it is there.
fn format_of(head: &Head) -> Option<Format> {
    let end = head.bytes.iter().position(|&byte| byte == b'\n')?;
    let line = &head.bytes[..end];
    detect(line.strip_suffix(b"\r").unwrap_or(line))
}

fn pieces(object: &Object, size: u64) -> Vec<WorkItem<'static>> {
    let piece = |index: u64| {
        let range = index * PIECE_BYTES..size.min((index + 1) * PIECE_BYTES);
        let object = object.clone();
        WorkItem {
            source: object.name().to_owned(),
            size: range.end - range.start,
            format: Some(Format::Alb),
            piece: Some(u32::try_from(index).expect("a file of 2^32 pieces has 2^55 bytes")),
            mark: None,
            open: Box::new(move || stream(object.open_range(range))),
        }
    };
    (0..size.div_ceil(PIECE_BYTES)).map(piece).collect()
}
