//! Logs to be cut, shuffled and counted in many ways.

use std::io::{self, BufRead, Cursor, Read};

use why502_engine::{Stream, WorkItem};
use why502_parse::Format;
use xtask::sample_logs::folder::Folder;

/// Text in chunks of a fixed size.
struct Chunks {
    text: Cursor<Vec<u8>>,
    size: usize,
}

impl Read for Chunks {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.text.read(buffer)
    }
}

impl BufRead for Chunks {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        let size = self.size;
        self.text.fill_buf().map(|rest| &rest[..rest.len().min(size)])
    }
    fn consume(&mut self, amount: usize) {
        self.text.consume(amount);
    }
}

impl Stream for Chunks {
    fn bytes_read(&self) -> u64 {
        self.text.position()
    }
    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        true
    }
}

/// Gives its text, then an error.
pub(crate) struct Broken(Cursor<Vec<u8>>);

impl Broken {
    pub(crate) fn after(text: String) -> Self {
        Self(Cursor::new(text.into_bytes()))
    }
}

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl BufRead for Broken {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self.0.fill_buf()? {
            [] => Err(io::Error::other("the connection was reset")),
            rest => Ok(rest),
        }
    }
    fn consume(&mut self, amount: usize) {
        self.0.consume(amount);
    }
}

impl Stream for Broken {
    fn bytes_read(&self) -> u64 {
        self.0.position()
    }
    fn ends_cleanly(&self, _error: &io::Error) -> bool {
        false
    }
}

pub(crate) fn item(
    source: &str,
    text: &str,
    piece: Option<u32>,
    format: Option<Format>,
    chunk: usize,
) -> WorkItem<'static> {
    let (source, text) = (source.to_owned(), text.as_bytes().to_vec());
    let size = text.len() as u64;
    let open =
        move || Ok(Box::new(Chunks { text: Cursor::new(text), size: chunk }) as Box<dyn Stream>);
    WorkItem { source, size, format, piece, mark: None, open: Box::new(open) }
}

pub(crate) fn whole(folder: &Folder, chunk: usize) -> Vec<WorkItem<'static>> {
    folder.objects.iter().map(|(source, text)| item(source, text, None, None, chunk)).collect()
}

/// Every object of the plain ALB access log in pieces of a few lines; what a header, an envelope or
/// the lines before give a meaning to stays whole.
pub(crate) fn in_pieces(folder: &Folder, lines: usize) -> Vec<WorkItem<'static>> {
    let mut items = Vec::new();
    for (source, text) in &folder.objects {
        if !source.contains("/123456789012_elastic") || !source.contains("_app.") {
            items.push(item(source, text, None, None, 1 << 16));
            continue;
        }
        let all: Vec<&str> = text.split_inclusive('\n').collect();
        for (piece, part) in all.chunks(lines).enumerate() {
            let piece = u32::try_from(piece).expect("few pieces");
            items.push(item(source, &part.concat(), Some(piece), Some(Format::Alb), 1 << 16));
        }
    }
    items
}

/// A fixed shuffle: every `step`-th, with wrap-around.
pub(crate) fn shuffled(mut items: Vec<WorkItem<'static>>, step: usize) -> Vec<WorkItem<'static>> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|at| at * step % 1009);
    let mut slots: Vec<Option<WorkItem<'static>>> = items.drain(..).map(Some).collect();
    order.into_iter().filter_map(|at| slots[at].take()).collect()
}

/// A line of `group`, second `second`: refused where `failed`.
pub(crate) fn line(group: usize, second: i64, failed: bool) -> String {
    let (minute, second) = (second / 60, second % 60);
    let outcome = if failed { "-1 -1 -1 502 -" } else { "0.001 0.010 0.000 200 200" };
    format!(
        "https 2026-11-22T14:{minute:02}:{second:02}.000000Z app/shop/50dc6c495c0c9188 203.0.113.9:50000 \
         10.0.{}.{}:8080 {outcome} 150 277 \"GET https://www.example.com:443/cart HTTP/1.1\" \"curl/8.5.0\" - - \
         arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/g{group}/943f017f100becff \
         \"Root=1-6921c0de-{:024x}\" \"-\" \"-\" 1 2026-11-22T14:{minute:02}:{second:02}.000000Z \"forward\" \"-\" \"-\"\n",
        group / 250,
        group % 250,
        group * 10_000 + second as usize
    )
}

/// A word of letters for a number: a path that no shape makes fewer.
pub(crate) fn word(mut number: usize) -> String {
    let mut text = String::from("w");
    while number > 0 {
        text.push(char::from(b'a' + (number % 23) as u8));
        number /= 23;
    }
    text
}

/// More of everything than any table keeps: minutes, seconds, paths, clients, failures.
pub(crate) fn flood() -> Vec<String> {
    let line = |n: usize| {
        let second = n * 7 % 260_000;
        let (day, hour, minute, second) =
            (1 + second / 86_400, second / 3_600 % 24, second / 60 % 60, second % 60);
        let outcome =
            if n.is_multiple_of(5) { "0.001 0.010 0.000 200 200" } else { "-1 -1 -1 502 -" };
        format!(
            "https 2026-11-{day:02}T{hour:02}:{minute:02}:{second:02}.{:06}Z app/shop/50dc6c495c0c9188 \
             203.{}.{}.9:50000 10.0.0.{}:8080 {outcome} 150 277 \"GET https://www.example.com:443/{} HTTP/1.1\" \
             \"curl/8.5.0\" - - arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/web/943f017f100becff\n",
            n % 1_000_000,
            n * 31 % 20_011 / 250,
            n * 31 % 20_011 % 250,
            n % 8,
            word(n * 13 % 9_973)
        )
    };
    (0..190_000).map(line).collect()
}

/// Twelve logs of a Classic Load Balancer, with a record over two lines, a record that never ends
/// and a failure at the end; and twelve times the logs of what stands behind it.
pub(crate) fn neighbours(chunk: usize) -> Vec<WorkItem<'static>> {
    let classic = |n: usize, second: usize, outcome: &str, agent: &str| {
        format!(
            "2026-11-22T14:{n:02}:{second:02}.500000Z shop-classic 203.0.113.9:40312 {outcome} 0 0 \
             \"GET http://www.example.com:80/cart HTTP/1.1\" \"{agent}\" - -\n"
        )
    };
    let (good, bad) = ("10.0.3.9:80 0.001 0.012 0.001 200 200", "- -1 -1 -1 502 -");
    (0..12)
        .flat_map(|n| {
            let endless = classic(n, 3, bad, "x\ny");
            let endless = endless.split('\n').next().unwrap_or_default();
            let requests = classic(n, 1, good, "a\nb")
                + endless
                + "\n"
                + &classic(n, 5, good, "curl/8.5.0")
                + &classic(n, 7, bad, "c\nd");
            let proxy = format!(
                "2026/11/22 14:{n:02}:02 [error] 31#31: *1 no live upstreams while connecting to upstream\n\
                 2026/11/22 14:{n:02}:01 [notice] 31#31: signal process started\n"
            );
            let checks = format!("http 2026-11-22T14:{n:02}:11.0Z 5.0 10.0.3.9:80 web FAIL - TimedOut\n");
            let flows = format!("2 123456789012 eni-0a1b2c3d 10.0.1.9 10.0.3.9 40312 80 6 4 240 {} {} REJECT OK\n", 1_795_356_000 + n, 1_795_356_060 + n);
            [("clb", requests), ("proxy", proxy), ("checks", checks), ("flows", flows)]
                .map(|(name, text)| item(&format!("{name}-{n}.log"), &text, None, None, chunk))
        })
        .collect()
}
