//! Records of a log as typed rows, and files in memory.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use why502_engine::Receivers;
use why502_parse::{Framer, Options as ParseOptions, Parsed, Reader, Unit};
use why502_records::{Layout, Options, Records};
use why502_tables::{Create, TableOptions, TableReport, TableSink};

/// A line of a load balancer's log.
pub(crate) fn alb(day: u32, second: u32, status: &str) -> String {
    format!(
        "http 2026-11-{day:02}T14:00:{second:02}.000123Z app/web/0123456789abcdef 192.0.2.7:40312 \
         10.0.3.17:8080 0.001 0.036 -1 {status} - 214 277 \"GET http://www.example.com:80/a HTTP/1.1\"\n"
    )
}

/// A line of a VPC flow log.
pub(crate) const FLOW: &str = "2 123456789012 eni-0a1b2c3d 10.0.0.1 10.0.3.17 41000 8080 6 4 320 \
    1795356131 1795356190 ACCEPT OK\n";

/// What the records of the text are as typed rows.
pub(crate) fn rows(text: &str, fields: Option<&[&str]>) -> Vec<u8> {
    let out = Shared::default();
    let options = Options {
        layout: Layout::Typed,
        fields: fields.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect()),
        ..Options::default()
    };
    let records = Records::new(options, Box::new(out.clone()));
    let mut receiver = records.begin(0, "a.log");
    let mut line = 0;
    let mut reader = Reader::new(Framer::DEFAULT_LINE_LIMIT, None, ParseOptions::default());
    let mut take = |unit: Unit<'_>| {
        line += 1;
        if let Parsed::Record(record) = unit.parsed {
            receiver.take(&record, line);
        }
    };
    reader.push(text.as_bytes(), &mut take);
    reader.finish(&mut take);
    drop(receiver);
    records.finish().unwrap();
    let written = out.0.lock().unwrap();
    written.clone()
}

/// Bytes in two hands.
#[derive(Clone, Default)]
pub(crate) struct Shared(pub(crate) Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The files that a sink made, by name.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Gives the rows to a sink, a piece at a time.
pub(crate) fn files(options: TableOptions, pieces: &[Vec<u8>]) -> io::Result<(Files, TableReport)> {
    let made: Arc<Mutex<Vec<(String, Shared)>>> = Arc::default();
    let makes = Arc::clone(&made);
    let create: Create = Box::new(move |name| {
        let file = Shared::default();
        makes.lock().unwrap().push((name.to_owned(), file.clone()));
        Ok(Box::new(file))
    });
    let mut sink = TableSink::new(options, create);
    for piece in pieces {
        sink.write_all(piece)?;
    }
    let report = sink.finish().map_err(io::Error::other)?;
    let made = made.lock().unwrap();
    let bytes = |file: &Shared| file.0.lock().unwrap().clone();
    Ok((made.iter().map(|(name, file)| (name.clone(), bytes(file))).collect(), report))
}
