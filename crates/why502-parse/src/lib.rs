//! Bytes of AWS access logs in, borrowed and typed records out.
//!
//! Owns: cutting chunks into lines, recognising a line's format, splitting it into fields, and
//! decoding a field on demand. Reads the logs of load balancers, CloudFront and API Gateway, and of
//! what stands around them ([`Format`]), in the envelopes they are delivered in.
//!
//! Refuses: opening or decompressing anything, threads, allocation per line, and opinions on what
//! a line means. A line that cannot be read is a value ([`Parsed::Rejected`]) and never a stop.
//!
//! [`Reader`] does all of it at once, chunk by chunk; [`Framer`] and [`Parser`] are its two steps,
//! for callers that have lines.
//!
//! Separators are found by the fastest instructions that the machine has. For tests, the
//! environment variable `WHY502_KERNEL` asks for others: `avx512`, `avx2`, `sse2`, `neon` or
//! `scalar`. It is read once; a name that is unknown, or that the machine has not, is ignored.
//!
//! Modules, each using only those to its left: `format → error → options → key → lookup → member → scan → frame → value → json → envelope → row → split → alb → vended → cloudfront → elb → apigateway → lambda → network → proxy → detect → record → parsed → readers → dispatch → parser → plain → reader`
//!
//! ```
//! use why502_parse::{AlbField, Framer, Options, Parsed, Reader, Record, Unit};
//!
//! let log = b"http 2026-11-22T14:02:11.000123Z app/web/0123456789abcdef 192.0.2.7:40312 \
//! 10.0.3.17:8080 0.001 -1 -1 502 - 214 277 \"GET http://www.example.com:80/cart HTTP/1.1\"\n";
//! let mut reader = Reader::new(Framer::DEFAULT_LINE_LIMIT, None, Options::default());
//! let mut failed = 0;
//! reader.push(log, &mut |unit: Unit<'_>| {
//!     if let Parsed::Record(Record::Alb(record)) = unit.parsed {
//!         assert_eq!(record.elb_status_code(), Some(502));
//!         assert_eq!(record.request().path(), Some(&b"/cart"[..]));
//!         assert_eq!(record.value(AlbField::UserAgent), None);
//!         failed += 1;
//!     }
//! });
//! assert_eq!(failed, 1);
//! ```
//!
//! ```
//! use why502_parse::{Line, Parsed, Parser, Record};
//!
//! let mut parser = Parser::new(None);
//! parser.parse(Line::Complete(b"#Fields: date time sc-status cs-uri-stem"));
//! let line = Line::Complete(b"2026-11-22\t14:02:11\t502\t/cart");
//! let Parsed::Record(Record::CloudFront(record)) = parser.parse(line) else { panic!() };
//! assert_eq!(record.sc_status(), Some(502));
//! assert_eq!(record.path(), Some(&b"/cart"[..]));
//! ```

mod alb;
mod apigateway;
mod cloudfront;
mod detect;
mod dispatch;
mod elb;
mod envelope;
mod error;
mod format;
mod frame;
mod json;
mod key;
mod lambda;
mod lookup;
mod member;
mod network;
mod options;
mod parsed;
mod parser;
mod plain;
mod proxy;
mod reader;
mod readers;
mod record;
mod row;
mod scan;
mod split;
mod value;
mod vended;

pub use alb::{AlbField, AlbRecord};
pub use cloudfront::{CloudFrontField, CloudFrontRecord};
pub use detect::detect;
pub use error::RejectReason;
pub use format::Format;
pub use frame::{Framer, Line};
pub use key::{COMMON_KEYS, key_of};
pub use member::{Number, Value, View};
pub use options::Options;
pub use parsed::{Parsed, Released, Unit};
pub use parser::Parser;
pub use reader::{Reader, Take};
pub use readers::columns_of;
pub use record::Record;
pub use row::{Column, Kind, Row};
pub use scan::{fetch, places_in_few, places_of, places_of_digits};
pub use value::{
    CivilDate, Endpoint, ProcessingTime, RequestLine, Timestamp, percent_decode_once, unescape,
};
