//! Where a JSON value ends, told byte by byte, so that it may come in any pieces.
//!
//! Containers, strings, commas and colons must stand where RFC 8259 has them. What stands for a
//! number or a word is any run of the bytes that those are made of: log writers put `-` there. A
//! line feed ends no value between tokens, and cannot stand in a string.

use super::line::is_blank;
use memchr::memchr3;

/// Containers deeper than this are malformed here.
const DEEPEST: u32 = 64;
/// The longest text of interest at depth 1, `CONTROL_MESSAGE`.
const NAME_BYTES: usize = 15;

/// Why the scanner stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// It is at the end of the bytes.
    More,
    /// The next byte is a line feed between tokens.
    LineFeed,
    /// The next byte cannot stand there.
    Failed,
    /// Behind the bracket that opens an envelope's list of events.
    EventsBegin,
    /// Behind the brace that opens an event.
    EventBegin,
    /// Behind the brace that closes an event.
    EventEnd,
    /// Behind the value's closing brace.
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
    /// Within a string, which is a member's name or not.
    Text {
        is_key: bool,
    },
    Escaped {
        is_key: bool,
    },
    Word,
}

/// The place within one value, which is an object.
#[derive(Debug)]
pub(super) struct Scanner {
    expect: Expect,
    depth: u32,
    /// A bit for each container around, the innermost lowest: whether it is an object.
    objects: u64,
    /// The latest string that stands at depth 1.
    name: [u8; NAME_BYTES],
    /// Its length, if it is not longer.
    name_bytes: usize,
    member: Member,
    /// A member was met that only envelopes have before their events.
    is_envelope: bool,
    /// The envelope's events are no log data.
    pub(super) is_control: bool,
    in_events: bool,
    /// Only blanks were read since this was set.
    pub(super) is_fresh: bool,
    /// The latest byte that is no blank is a closing brace.
    pub(super) behind_brace: bool,
}

/// The member at depth 1 whose value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Member {
    Events,
    MessageType,
    Other,
}

impl Scanner {
    pub(super) fn new() -> Self {
        Self {
            expect: Expect::Value,
            depth: 0,
            objects: 0,
            name: [0; NAME_BYTES],
            name_bytes: 0,
            member: Member::Other,
            is_envelope: false,
            is_control: false,
            in_events: false,
            is_fresh: false,
            behind_brace: false,
        }
    }

    /// Reads on until something is to be told; how many bytes were read, and what it is.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> (usize, Step) {
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let step = match self.expect {
                Expect::Text { is_key } => {
                    let found = memchr3(b'"', b'\\', b'\n', &bytes[at..]);
                    let end = found.map_or(bytes.len(), |found| at + found);
                    self.remember(&bytes[at..end]);
                    at = end;
                    match bytes.get(end) {
                        None => return (at, Step::More),
                        Some(b'"') => self.close_text(is_key),
                        Some(b'\\') => self.expect = Expect::Escaped { is_key },
                        Some(_) => return (at, Step::Failed),
                    }
                    Step::More
                }
                Expect::Escaped { .. } if byte == b'\n' => return (at, Step::Failed),
                Expect::Escaped { is_key } => {
                    self.remember(b"\\\\");
                    self.expect = Expect::Text { is_key };
                    Step::More
                }
                Expect::Word if is_of_word(byte) => Step::More,
                _ if is_blank(byte) || byte == b'\n' => {
                    if self.expect == Expect::Word {
                        self.expect = Expect::CommaOrEnd;
                    }
                    if byte == b'\n' {
                        return (at, Step::LineFeed);
                    }
                    Step::More
                }
                _ => {
                    let step = self.token(byte);
                    if step == Step::Failed {
                        return (at, step);
                    }
                    self.is_fresh = false;
                    self.behind_brace = byte == b'}';
                    step
                }
            };
            at += 1;
            if step != Step::More {
                return (at, step);
            }
        }
        (at, Step::More)
    }

    /// A byte outside strings that is no blank.
    fn token(&mut self, byte: u8) -> Step {
        match (self.expect, byte) {
            (Expect::Value | Expect::ValueOrEnd, b'{') => self.open(true),
            (Expect::Value | Expect::ValueOrEnd, b'[') => self.open(false),
            (Expect::Value | Expect::ValueOrEnd, b'"') => self.open_text(false),
            (Expect::Key | Expect::KeyOrEnd, b'"') => self.open_text(true),
            (Expect::Value | Expect::ValueOrEnd, _) if is_of_word(byte) => {
                self.expect = Expect::Word;
                Step::More
            }
            (Expect::Colon, b':') => {
                self.expect = Expect::Value;
                Step::More
            }
            (Expect::CommaOrEnd | Expect::Word, b',') => {
                self.expect = if self.in_object() { Expect::Key } else { Expect::Value };
                Step::More
            }
            (Expect::CommaOrEnd | Expect::Word | Expect::KeyOrEnd, b'}') if self.in_object() => {
                self.close()
            }
            (Expect::CommaOrEnd | Expect::Word | Expect::ValueOrEnd, b']') if !self.in_object() => {
                self.close()
            }
            _ => Step::Failed,
        }
    }

    fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }

    fn open(&mut self, is_object: bool) -> Step {
        if self.depth == DEEPEST {
            return Step::Failed;
        }
        self.depth += 1;
        self.objects = self.objects << 1 | u64::from(is_object);
        self.expect = if is_object { Expect::KeyOrEnd } else { Expect::ValueOrEnd };
        if is_object && self.in_events && self.depth == 3 {
            return Step::EventBegin;
        }
        let begins = !is_object && self.depth == 2 && self.member == Member::Events;
        if begins && self.is_envelope {
            self.in_events = true;
            return Step::EventsBegin;
        }
        Step::More
    }

    fn close(&mut self) -> Step {
        let was_object = self.in_object();
        self.depth -= 1;
        self.objects >>= 1;
        self.expect = Expect::CommaOrEnd;
        match self.depth {
            0 => Step::End,
            1 => {
                self.in_events = false;
                Step::More
            }
            2 if self.in_events && was_object => Step::EventEnd,
            _ => Step::More,
        }
    }

    fn open_text(&mut self, is_key: bool) -> Step {
        self.expect = Expect::Text { is_key };
        self.name_bytes = 0;
        Step::More
    }

    fn remember(&mut self, text: &[u8]) {
        if self.depth == 1 && self.name_bytes <= NAME_BYTES {
            let end = self.name_bytes + text.len();
            if let Some(room) = self.name.get_mut(self.name_bytes..end) {
                room.copy_from_slice(text);
            }
            self.name_bytes = end;
        }
    }

    fn close_text(&mut self, is_key: bool) {
        self.expect = if is_key { Expect::Colon } else { Expect::CommaOrEnd };
        if self.depth != 1 {
            return;
        }
        let name = self.name.get(..self.name_bytes).unwrap_or_default();
        if is_key {
            self.member = match name {
                b"logEvents" => Member::Events,
                b"messageType" => Member::MessageType,
                _ => Member::Other,
            };
            self.is_envelope |= self.member == Member::MessageType || name == b"logGroup";
        } else if self.member == Member::MessageType {
            self.is_control = name == b"CONTROL_MESSAGE";
        }
    }
}

const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
}
