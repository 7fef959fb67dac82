//! `decompress SOURCE...`: reads logs as the program does and prints how many bytes they hold.
//! The yardstick of `cargo xtask bench-table`; not for users.

#![forbid(unsafe_code)]

use std::io::{self, Write as _};

fn main() -> io::Result<()> {
    let sources: Vec<_> = std::env::args_os().skip(1).collect();
    let counted = why502_bench::decode_all(&sources)?;
    writeln!(
        io::stdout(),
        "{} objects, {} stored bytes, {} decoded bytes",
        counted.objects,
        counted.stored_bytes,
        counted.decoded_bytes
    )
}
