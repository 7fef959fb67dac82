//! Bytes that are written `%HH`, once or more than once.

/// The length of `%3d` and its like (also with `%25` for its `%`) there; 0 where it is none.
pub(crate) fn escaped(text: &[u8], at: usize, digits: [u8; 2]) -> usize {
    let mut place = at + 1;
    while text[place..].starts_with(b"25") {
        place += 2;
    }
    let is_it = text.get(place..place + 2).is_some_and(|two| two.eq_ignore_ascii_case(&digits));
    if is_it { place + 2 - at } else { 0 }
}

/// The byte that `%HH` there stands for (also with `%25` for its `%`), and the length.
pub(crate) fn unescaped(text: &[u8], at: usize) -> Option<(u8, usize)> {
    let mut place = at + 1;
    while text[place..].starts_with(b"25") && text.get(place + 2).is_some_and(u8::is_ascii_hexdigit)
    {
        place += 2;
    }
    let digit = |place: usize| char::from(*text.get(place)?).to_digit(16);
    let byte = digit(place)? << 4 | digit(place + 1)?;
    Some((u8::try_from(byte).ok()?, place + 2 - at))
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn an_escape_is_known_in_every_layer() {
        assert_eq!(escaped(b"a%3Db", 1, *b"3d"), 3);
        assert_eq!(escaped(b"a%253db", 1, *b"3d"), 5);
        assert_eq!(escaped(b"a%25253Db", 1, *b"3d"), 7);
        for text in [&b"a%3"[..], b"a%", b"a%25", b"a%26b"] {
            assert_eq!(escaped(text, 1, *b"3d"), 0);
        }
    }
}
