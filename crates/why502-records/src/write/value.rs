//! A record's value as JSON or as a cell.

use why502_parse::{Number, Value};

use super::text::{cell, json_as_logged, json_string};
use crate::options::Layout;

/// Appends the value as the layout writes it; nothing where a table has no value.
#[inline]
pub(crate) fn write_value(out: &mut Vec<u8>, value: &Value<'_>, layout: Layout) {
    match value {
        Value::Null if layout.is_table() => {}
        Value::Null => out.extend_from_slice(b"null"),
        Value::Text(text) => write_text(out, text, layout),
        Value::Number(Number::Literal(literal)) => out.extend_from_slice(literal),
        Value::Number(Number::Integer(integer)) => write_integer(out, *integer),
        Value::Number(Number::Micros(micros)) => write_seconds(out, *micros),
        Value::Bool(true) => out.extend_from_slice(b"true"),
        Value::Bool(false) => out.extend_from_slice(b"false"),
        Value::Json(json) if layout.is_table() => cell(out, json, layout),
        Value::Json(json) => json_as_logged(out, json),
    }
}

/// Appends text that is a value.
#[inline]
pub(crate) fn write_text(out: &mut Vec<u8>, text: &[u8], layout: Layout) {
    if layout.is_table() { cell(out, text, layout) } else { json_string(out, text) }
}

/// Appends a whole number.
pub(crate) fn write_integer(out: &mut Vec<u8>, integer: i64) {
    let mut digits = [0; 20];
    let mut begin = digits.len();
    let mut rest = integer.unsigned_abs();
    loop {
        begin -= 1;
        digits[begin] = b'0' + u8::try_from(rest % 10).expect("one digit");
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if integer < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[begin..]);
}

/// Appends microseconds as seconds: `1500000` → `1.5`.
fn write_seconds(out: &mut Vec<u8>, micros: i64) {
    if micros < 0 {
        out.push(b'-');
    }
    let micros = micros.unsigned_abs();
    write_integer(out, i64::try_from(micros / 1_000_000).unwrap_or(i64::MAX));
    let mut fraction = micros % 1_000_000;
    let mut power = 100_000;
    if fraction > 0 {
        out.push(b'.');
    }
    while fraction > 0 {
        out.push(b'0' + u8::try_from(fraction / power).expect("one digit"));
        fraction %= power;
        power /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(value: &Value<'_>) -> String {
        let mut out = Vec::new();
        write_value(&mut out, value, Layout::Json);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_are_exact() {
        for (number, text) in [
            (Number::Integer(i64::MIN), "-9223372036854775808"),
            (Number::Integer(0), "0"),
            (Number::Literal(b"0.10"), "0.10"),
            (Number::Micros(1_500_000), "1.5"),
            (Number::Micros(1), "0.000001"),
            (Number::Micros(20_000_000), "20"),
            (Number::Micros(-250), "-0.00025"),
        ] {
            assert_eq!(json(&Value::Number(number)), text);
        }
    }

    #[test]
    fn nothing_is_null_in_json_and_an_empty_cell() {
        assert_eq!(json(&Value::Null), "null");
        let mut out = Vec::new();
        write_value(&mut out, &Value::Null, Layout::Csv);
        assert_eq!(out, b"");
    }

    #[test]
    fn an_array_of_the_log_stays_on_one_line() {
        assert_eq!(json(&Value::Json(b"[1,\n\"a\xff\"]")), "[1, \"a\u{fffd}\"]");
    }
}
