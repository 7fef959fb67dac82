//! Pretty-printed JSON, but for arrays of numbers, which stand on one line: a timeline is a few
//! lines of figures and not a thousand lines of one figure each.

use std::io::{self, Write};

use serde_json::ser::Formatter;

const INDENT: &[u8] = b"  ";

/// Where an array or object of the output stands.
#[derive(Debug, Default)]
pub(super) struct Layout {
    depth: usize,
    /// An element begins, and what it is will decide where: is it the first?
    begins: Option<bool>,
    /// The array or object that ends now ends on a line of its own.
    has_lines: bool,
}

impl Layout {
    fn line<W: ?Sized + Write>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        (0..self.depth).try_for_each(|_| out.write_all(INDENT))
    }

    /// A number or a null begins: beside its neighbours.
    fn beside<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.begins.take() {
            Some(false) => out.write_all(b", "),
            _ => Ok(()),
        }
    }

    /// Anything else begins: on a line of its own, if it is in an array.
    fn below<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        let Some(is_first) = self.begins.take() else { return Ok(()) };
        if !is_first {
            out.write_all(b",")?;
        }
        self.has_lines = true;
        self.line(out)
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if self.has_lines {
            self.line(out)?;
        }
        out.write_all(bracket)
    }
}

macro_rules! beside {
    ($($name:ident: $number:ty;)*) => {
        $(fn $name<W: ?Sized + Write>(&mut self, out: &mut W, value: $number) -> io::Result<()> {
            self.beside(out)?;
            serde_json::ser::CompactFormatter.$name(out, value)
        })*
    };
}

impl Formatter for Layout {
    beside! {
        write_i8: i8;
        write_i16: i16;
        write_i32: i32;
        write_i64: i64;
        write_u8: u8;
        write_u16: u16;
        write_u32: u32;
        write_u64: u64;
        write_f32: f32;
        write_f64: f64;
    }

    fn write_null<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.beside(out)?;
        out.write_all(b"null")
    }

    fn write_bool<W: ?Sized + Write>(&mut self, out: &mut W, value: bool) -> io::Result<()> {
        self.below(out)?;
        out.write_all(if value { b"true" } else { b"false" })
    }

    fn begin_string<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.below(out)?;
        out.write_all(b"\"")
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.below(out)?;
        self.depth += 1;
        self.has_lines = false;
        out.write_all(b"[")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, _: &mut W, first: bool) -> io::Result<()> {
        if first {
            self.has_lines = false;
        }
        self.begins = Some(first);
        Ok(())
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"]")?;
        self.has_lines = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.below(out)?;
        self.depth += 1;
        self.has_lines = false;
        out.write_all(b"{")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        if !first {
            out.write_all(b",")?;
        }
        self.line(out)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.has_lines = true;
        Ok(())
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b"}")?;
        self.has_lines = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Serializer, Value, json};

    use super::*;

    fn laid_out(value: &Value) -> String {
        let mut out = Vec::new();
        value.serialize(&mut Serializer::with_formatter(&mut out, Layout::default())).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn numbers_of_an_array_stand_on_one_line() {
        let value = json!({ "a": [1, 2.5, null], "b": [[], [3], ["x", 1]], "c": {} });
        let wanted = "{\n  \"a\": [1, 2.5, null],\n  \"b\": [\n    [],\n    [3],\n    [\n      \"x\", 1\n    ]\n  ],\n  \"c\": {}\n}";
        assert_eq!(laid_out(&value), wanted);
    }

    #[test]
    fn without_numbers_in_arrays_it_is_as_serde_json_lays_it_out() {
        for value in [
            json!([]),
            json!({ "a": [{ "b": "c", "d": [true, { "e": 1 }] }, "f"], "g": { "h": [] } }),
            json!([[["a"]], { "b": {} }]),
            json!("a"),
        ] {
            assert_eq!(laid_out(&value), serde_json::to_string_pretty(&value).unwrap());
        }
    }
}
