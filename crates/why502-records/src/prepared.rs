//! Members of a load balancer's record as JSON, from texts that are the same for every record.
//!
//! All is written as if nothing needed an escape; then one look at what was written tells whether
//! that was right. Of some thirty values of a line, hardly one in a hundred lines has one that is
//! not plain, and looking at each of them by itself took longer than copying it.

use why502_parse::{AlbField, AlbRecord, Kind, View};

use crate::write::is_plain_number;

/// So much is copied of a key whatever its length, which takes no call and no loop.
const KEY_BYTES: usize = 32;
/// So much is looked at together; no more quotes than a byte can count.
const BLOCK_BYTES: usize = 128;
/// Room for all keys, with what stands between them and the values, and for a block behind them.
const KEYS_BYTES: usize = AlbField::ALL.len() * (KEY_BYTES + 1) + BLOCK_BYTES;

/// What stands before a value, and in place of a missing one.
#[derive(Clone, Copy)]
struct Key {
    field: AlbField,
    form: Form,
    /// `,"request":"`, or without the last quote before a number.
    before: Text,
    /// `,"request":null`.
    null: Text,
}

/// How a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Number,
    Seconds,
}

#[derive(Clone, Copy)]
struct Text {
    bytes: [u8; KEY_BYTES],
    length: usize,
}

const KEYS: [Key; AlbField::ALL.len()] = {
    let mut keys = [key(AlbField::ALL[0]); AlbField::ALL.len()];
    let mut place = 0;
    while place < keys.len() {
        keys[place] = key(AlbField::ALL[place]);
        place += 1;
    }
    keys
};

const fn key(field: AlbField) -> Key {
    let form = match field.kind() {
        Kind::Number => Form::Number,
        Kind::Seconds => Form::Seconds,
        _ => Form::Text,
    };
    let key = Text { bytes: [0; KEY_BYTES], length: 0 };
    let key = key.and(b",\"").and(field.name().as_bytes()).and(b"\":");
    let before = if matches!(form, Form::Text) { key.and(b"\"") } else { key };
    Key { field, form, before, null: key.and(b"null") }
}

impl Text {
    /// With that behind it; does not compile where a key becomes too long.
    const fn and(mut self, more: &[u8]) -> Self {
        let mut at = 0;
        while at < more.len() {
            self.bytes[self.length] = more[at];
            self.length += 1;
            at += 1;
        }
        self
    }
}

/// Writes members, one record after another.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    /// Room for the longest record so far.
    room: Vec<u8>,
}

impl Prepared {
    /// Appends every member of the record, each behind a comma. `false`, and nothing is appended:
    /// it has a value that is not written as it was logged.
    pub(crate) fn write(&mut self, out: &mut Vec<u8>, record: &AlbRecord<'_>, view: View) -> bool {
        let most = record.line().len() + KEYS_BYTES;
        if self.room.len() < most {
            self.room.resize(most, 0);
        }
        match write(&mut self.room, record, view) {
            Some(end) => {
                out.extend_from_slice(&self.room[..end]);
                true
            }
            None => false,
        }
    }
}

/// Where the members end in the room.
fn write(room: &mut [u8], record: &AlbRecord<'_>, view: View) -> Option<usize> {
    if record.field_count() > KEYS.len() {
        return None;
    }
    let mut room = Room { bytes: room, end: 0 };
    let mut texts = 0_usize;
    for key in &KEYS {
        let logged = match record.raw(key.field) {
            None | Some(b"" | b"-") => {
                room.put_text(&key.null)?;
                continue;
            }
            Some(logged) => logged,
        };
        match key.form {
            Form::Text => {
                room.put_text(&key.before)?;
                room.put(logged)?;
                room.put(b"\"")?;
                texts += 1;
            }
            // Not measured.
            Form::Seconds if view == View::Meant && logged[0] == b'-' => {
                room.put_text(&key.null)?
            }
            _ if is_plain_number(logged) => {
                room.put_text(&key.before)?;
                room.put(logged)?;
            }
            _ => return None,
        }
    }
    let quotes = 2 * (KEYS.len() + texts);
    room.is_plain_but_for(quotes).then_some(room.end)
}

/// What is written of a record.
struct Room<'r> {
    bytes: &'r mut [u8],
    end: usize,
}

impl Room<'_> {
    #[inline]
    fn put_text(&mut self, text: &Text) -> Option<()> {
        let room = self.bytes.get_mut(self.end..)?;
        *room.first_chunk_mut()? = text.bytes;
        self.end = self.end.wrapping_add(text.length);
        Some(())
    }

    #[inline]
    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        let end = self.end.wrapping_add(bytes.len());
        self.bytes.get_mut(self.end..end)?.copy_from_slice(bytes);
        self.end = end;
        Some(())
    }

    /// Is all of it ASCII, with so many quotes and nothing else that JSON or a terminal takes for
    /// more than itself?
    fn is_plain_but_for(&mut self, quotes: usize) -> bool {
        let end = self.end.wrapping_add(BLOCK_BYTES);
        let Some(behind) = self.bytes.get_mut(self.end..end) else { return false };
        behind.fill(b' ');
        let (blocks, _) = self.bytes[..end].as_chunks();
        quotes_of_plain(blocks) == Some(quotes)
    }
}

/// How many quotes there are; `None` where anything else is no plain ASCII.
///
/// A function by itself, of long blocks, each looked at twice: as part of a larger one, or of blocks
/// of 32 bytes, some builds took it byte by byte, which is eight times as long.
#[inline(never)]
fn quotes_of_plain(blocks: &[[u8; BLOCK_BYTES]]) -> Option<usize> {
    let (mut quotes, mut odd) = (0_usize, 0_u8);
    for block in blocks {
        let of_block =
            block.iter().fold(0_u8, |sum, byte| sum.wrapping_add(u8::from(*byte == b'"')));
        quotes = quotes.wrapping_add(usize::from(of_block));
        odd |= block.iter().fold(0, |odd, byte| {
            let is_beyond = byte.wrapping_sub(b' ') > b'~' - b' ';
            odd | u8::from(is_beyond) | u8::from(*byte == b'\\')
        });
    }
    (odd == 0).then_some(quotes)
}
