//! Which segments of a path vary: numbers, UUIDs, hashes, tokens.

/// A segment longer than this is a token, a hash or a signature, not a word of a route.
pub(super) const LONGEST_WORD: usize = 40;
/// A token without a digit, or with few of them, is at least this long.
pub(super) const SHORTEST_TOKEN: usize = 16;
/// A hash is at least this long.
pub(super) const SHORTEST_HASH: usize = 8;

/// Does a segment vary?
pub(super) fn is_variable(segment: &[u8]) -> bool {
    if segment.len() > LONGEST_WORD {
        return true;
    }
    if segment.len() < SHORTEST_TOKEN && !segment.iter().any(u8::is_ascii_digit) {
        return false;
    }
    let stem = stem(segment);
    Traits::of(stem).are_those_of_an_id(stem)
}

/// Of a file name the part before the extension decides.
pub(super) fn stem(segment: &[u8]) -> &[u8] {
    let dot = segment.iter().rposition(|&byte| byte == b'.').filter(|&dot| dot > 0);
    dot.map_or(segment, |dot| &segment[..dot])
}

/// What one pass over a stem tells.
#[derive(Default)]
struct Traits {
    digits: usize,
    longest_digit_run: usize,
    /// All of it is hexadecimal digits and hyphens.
    is_hexadecimal: bool,
    /// A part between two of `.` and `-` is a hash.
    has_hash: bool,
    has_separator: bool,
    /// A part between separators is a number of two digits or more.
    has_number: bool,
}

/// What has been read of a part.
#[derive(Default)]
struct Part {
    bytes: usize,
    digits: usize,
    others: usize,
}

impl Part {
    /// `037c231f`: hexadecimal, eight or more, with a digit among them.
    fn is_hash(&self) -> bool {
        self.digits > 0 && self.bytes >= SHORTEST_HASH && self.others == 0
    }

    fn is_number(&self) -> bool {
        self.bytes >= 2 && self.digits == self.bytes
    }
}

impl Traits {
    fn of(stem: &[u8]) -> Self {
        let mut traits = Self { is_hexadecimal: true, ..Self::default() };
        // Between `.` and `-`, and between any separators.
        let (mut token, mut word) = (Part::default(), Part::default());
        let mut run = 0;
        for &byte in stem {
            let is_digit = byte.is_ascii_digit();
            run = if is_digit { run + 1 } else { 0 };
            traits.longest_digit_run = traits.longest_digit_run.max(run);
            traits.digits += usize::from(is_digit);
            traits.is_hexadecimal &= byte.is_ascii_hexdigit() || byte == b'-';
            if matches!(byte, b'-' | b'_' | b'.' | b':' | b'=') {
                traits.has_separator = true;
                traits.has_number |= std::mem::take(&mut word).is_number();
            } else {
                word.bytes += 1;
                word.digits += usize::from(is_digit);
            }
            if matches!(byte, b'-' | b'.') {
                traits.has_hash |= std::mem::take(&mut token).is_hash();
            } else {
                token.bytes += 1;
                token.digits += usize::from(is_digit);
                token.others += usize::from(!byte.is_ascii_hexdigit());
            }
        }
        traits.has_number |= word.is_number();
        traits.has_hash |= token.is_hash();
        traits
    }

    /// Numbers, UUIDs, hashes, mixed tokens and anything with four digits in a row vary; `v2`,
    /// `oauth2` and `s3` do not; `order-42` does.
    fn are_those_of_an_id(&self, stem: &[u8]) -> bool {
        if self.digits == 0 {
            return stem.len() >= SHORTEST_TOKEN && is_token_without_digits(stem);
        }
        self.digits == stem.len()
            || self.longest_digit_run >= 4
            || self.has_hash
            || (self.is_hexadecimal && stem.len() >= SHORTEST_HASH)
            || (stem.len() >= SHORTEST_TOKEN && self.digits >= 3 && !stem.contains(&b'.'))
            || (self.has_separator && self.has_number)
    }
}

/// Hexadecimal or mixed-case base64 without a digit by chance.
pub(super) fn is_token_without_digits(stem: &[u8]) -> bool {
    let hex = stem.iter().all(u8::is_ascii_hexdigit);
    let upper = stem.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    let letters = stem.iter().all(u8::is_ascii_alphabetic);
    hex || (letters && stem.len() >= 20 && upper * 4 >= stem.len() && upper < stem.len())
}
