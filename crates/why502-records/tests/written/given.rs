//! Logs in memory, and what is written of them.

use std::io::{self, BufRead, Cursor, Read, Write};
use std::sync::{Arc, Mutex};

use why502_engine::summary::InputSummary;
use why502_engine::{Settings, Stream, WorkItem, WorkList, hand_out};
use why502_records::{Options, Records, RecordsError, Report};

/// Name and text of each object.
pub(crate) type Logs = Vec<(String, String)>;

struct InMemory(Cursor<Vec<u8>>);

impl Read for InMemory {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for InMemory {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        // In pieces, so that threads take turns.
        let chunk = self.0.fill_buf()?;
        Ok(&chunk[..chunk.len().min(4096)])
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Stream for InMemory {
    fn bytes_read(&self) -> u64 {
        self.0.position()
    }
    fn ends_cleanly(&self, _: &io::Error) -> bool {
        true
    }
}

fn items(logs: &Logs) -> Vec<WorkItem<'static>> {
    let item = |(source, text): &(String, String)| {
        let text = text.clone().into_bytes();
        WorkItem {
            source: source.clone(),
            size: text.len() as u64,
            format: None,
            piece: None,
            mark: None,
            open: Box::new(move || Ok(Box::new(InMemory(Cursor::new(text))))),
        }
    };
    logs.iter().map(item).collect()
}

/// Bytes that are kept, until so many are there; then the reader is gone.
#[derive(Clone)]
pub(crate) struct Kept {
    bytes: Arc<Mutex<Vec<u8>>>,
    most: usize,
    then: io::ErrorKind,
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut kept = self.bytes.lock().unwrap();
        if kept.len() + bytes.len() > self.most {
            return Err(self.then.into());
        }
        kept.extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(crate) struct Run {
    pub(crate) text: String,
    pub(crate) input: InputSummary,
    pub(crate) report: Result<Report, RecordsError>,
}

/// What is written of the logs.
pub(crate) fn run(logs: &Logs, options: Options) -> Run {
    run_to(logs, options, usize::MAX, io::ErrorKind::Other)
}

/// As [`run`], to an output that ends after so many bytes.
pub(crate) fn run_to(logs: &Logs, options: Options, most: usize, then: io::ErrorKind) -> Run {
    let kept = Kept { bytes: Arc::default(), most, then };
    let settings = Settings { workers: options.workers, ..Settings::default() };
    let records = Records::new(options, Box::new(kept.clone()));
    let (input, _) = hand_out(&settings, &WorkList::in_order(items(logs)), &(), &(), &records);
    let report = records.finish();
    let bytes = kept.bytes.lock().unwrap().clone();
    Run { text: String::from_utf8(bytes).unwrap(), input, report }
}

/// The text of a run that went well.
pub(crate) fn text(logs: &Logs, options: &Options) -> String {
    let run = run(logs, options.clone());
    run.report.unwrap();
    run.text
}

/// A line of a load balancer.
pub(crate) fn alb(second: u64, status: u16, user_agent: &str) -> String {
    let (minute, second) = (second / 60 % 60, second % 60);
    format!(
        "https 2026-11-22T14:{minute:02}:{second:02}.000000Z app/shop/0123456789abcdef \
         192.0.2.7:40312 10.0.1.11:8080 0.001 0.021 -1 {status} - 341 5120 \
         \"GET https://shop.example.com:443/ HTTP/2.0\" \"{user_agent}\" - -\n"
    )
}

/// A CloudFront log of that many lines.
pub(crate) fn cloudfront(lines: u64) -> String {
    let mut text = "#Version: 1.0\n#Fields: date time sc-status cs-uri-stem x-new\n".to_owned();
    for at in 0..lines {
        text += &format!("2026-11-22\t14:{:02}:{:02}\t200\t/a%20b\tnew\n", at / 60 % 60, at % 60);
    }
    text
}

/// Objects of very different sizes, whose times overlap.
pub(crate) fn many(objects: u64) -> Logs {
    let object = |number: u64| {
        let lines = [3, 400, 0, 90][(number % 4) as usize];
        let text = (0..lines)
            .map(|line| alb((line * 7 + number * 131) % 3600, 200, &format!("agent {number}")))
            .collect();
        (format!("log-{:03}", (number * 37) % 101), text)
    };
    (0..objects).map(object).collect()
}
