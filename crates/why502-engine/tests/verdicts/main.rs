//! Lines and hours of traffic, and what they must be called.

mod across;
mod across_given;
mod alb;
mod causes;
mod cloudfront;
mod contrasts;
mod evidence;
mod impact;
mod ladder;
mod load;
mod other_logs;

use std::io::{self, BufReader, Cursor};

use why502_engine::{Settings, Stream, Summary, WorkItem, analyze};

struct Text(BufReader<Cursor<String>>);

impl io::Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl io::BufRead for Text {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.0.fill_buf()
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Stream for Text {
    fn bytes_read(&self) -> u64 {
        0
    }
    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        true
    }
}

/// The analysis of one object.
pub(crate) fn analysed(text: String) -> Summary {
    analysed_together(vec![text], 1)
}

/// The analysis of several objects.
pub(crate) fn analysed_together(texts: Vec<String>, workers: usize) -> Summary {
    let item = |(number, text): (usize, String)| {
        let open = move || Ok(Box::new(Text(BufReader::new(Cursor::new(text)))) as Box<dyn Stream>);
        WorkItem {
            source: format!("text {number}"),
            size: 0,
            format: None,
            piece: None,
            mark: None,
            open: Box::new(open),
        }
    };
    let items = texts.into_iter().enumerate().map(item).collect();
    analyze(&Settings { workers, ..Settings::default() }, items, &())
}

/// The signature of the one record in `text`; `None` where it has none.
pub(crate) fn signature_of(text: String) -> Option<&'static str> {
    let found = analysed(text);
    assert_eq!(found.input.records, 1, "{:?}", found.input);
    found.signatures.first().map(|one| one.id)
}
