//! The JSON form: one object a request, values strings or numbers.

use super::legacy::{Draft, Escapes, field_of};
use crate::error::RejectReason;
use crate::json::{NameRoom, Token, decode, members};
use memchr::memmem;

/// Whether this is, or begins like, a request in JSON: names that only this log has together.
pub(crate) fn is_typical_json(line: &[u8]) -> bool {
    let names: [&[u8]; 2] = [b"\"elb_status_code\"", b"\"target_processing_time\""];
    line.first() == Some(&b'{') && names.iter().all(|name| has_member(line, name))
}

/// Whether the first place of this name, quotes included, is that of a member.
fn has_member(line: &[u8], name: &[u8]) -> bool {
    memmem::find(line, name).is_some_and(|at| {
        let behind = line[at + name.len()..].trim_ascii_start();
        behind.first().is_none_or(|&byte| byte == b':')
    })
}

/// Takes an object's members. `null` is as if it were not there; a member that is no field stands
/// behind them as `name=value`.
pub(super) fn read(line: &[u8], draft: &mut Draft) -> Result<(), RejectReason> {
    draft.begin();
    let mut room = NameRoom::of_line(line.len());
    members(line, &mut |name, token| {
        let decoded;
        let value = match token {
            Token::Null => return,
            Token::Text(text) => {
                decoded = decode(text);
                &decoded[..]
            }
            Token::Number(text) | Token::Bool(text) | Token::Array(text) => text,
        };
        match field_of(name) {
            Some(field) => draft.set(field, value, Escapes::Hexadecimal),
            None if room.take(name) => draft.add(name, value, Escapes::Hexadecimal),
            None => {}
        }
    })
    .map_err(|_| RejectReason::UnrecognisedLine)?;
    draft.finish();
    Ok(())
}
