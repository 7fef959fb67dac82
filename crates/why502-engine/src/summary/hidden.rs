//! Characters that no reader of a report would see for what they are.

/// True for characters that a terminal acts on or a reader cannot see: controls (C0, DEL, C1),
/// soft hyphens, line and paragraph separators, bidirectional and zero-width formatting, byte
/// order marks, annotation marks and tags.
///
/// A value that holds one is shown escaped, and is never put into a command.
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}
