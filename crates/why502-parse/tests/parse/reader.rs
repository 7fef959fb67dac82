//! The reader against the framer and the parser that it is made of.

use crate::{describe, lines};
use proptest::prelude::*;
use why502_parse::{
    AlbRecord, CloudFrontRecord, Format, Framer, Line, Options, Parsed, Parser, Reader, Record,
    Released, Take, Unit,
};

/// A unit in words: what it is, and what is told beside it.
type Told = (String, bool, bool, Option<Released>);

fn read(chunks: &[&[u8]], limit: usize, format: Option<Format>) -> (Vec<Told>, Option<Released>) {
    let mut reader = Reader::new(limit, format, Options::default());
    let mut units = Vec::new();
    let mut each = |unit: Unit<'_>| {
        let told = describe(&unit.parsed);
        units.push((told, unit.is_too_long, unit.is_format_known, unit.released));
    };
    for chunk in chunks {
        reader.push(chunk, &mut each);
    }
    let released = reader.finish(&mut each);
    (units, released)
}

/// The same by [`Take`], and how many records came many at once.
#[derive(Default)]
struct Taken {
    units: Vec<Told>,
    at_once: usize,
}

impl Taken {
    fn record(&mut self, record: Record<'_>) {
        self.units.push((describe(&Parsed::Record(record)), false, true, None));
        self.at_once += 1;
    }
}

impl Take for Taken {
    fn alb(&mut self, record: &AlbRecord<'_>) {
        self.record(Record::Alb(*record));
    }

    fn cloudfront(&mut self, record: &CloudFrontRecord<'_>) {
        self.record(Record::CloudFront(*record));
    }

    fn unit(&mut self, unit: Unit<'_>) {
        let told = describe(&unit.parsed);
        self.units.push((told, unit.is_too_long, unit.is_format_known, unit.released));
    }
}

fn take(chunks: &[&[u8]], limit: usize, format: Option<Format>) -> (Vec<Told>, Option<Released>) {
    let mut reader = Reader::new(limit, format, Options::default());
    let mut taken = Taken::default();
    for chunk in chunks {
        reader.push_to(chunk, &mut taken);
    }
    let released = reader.finish(&mut |unit: Unit<'_>| taken.unit(unit));
    (taken.units, released)
}

fn read_in_two_steps(
    chunks: &[&[u8]],
    limit: usize,
    format: Option<Format>,
) -> (Vec<Told>, Option<Released>) {
    let mut framer = Framer::new(limit);
    let mut parser = Parser::new(format);
    let mut units = Vec::new();
    let mut each = |line: Line<'_>| {
        let told = describe(&parser.parse(line));
        let is_too_long = matches!(line, Line::TooLong(_));
        units.push((told, is_too_long, parser.format().is_some(), parser.take_released()));
    };
    for chunk in chunks {
        framer.push(chunk, &mut each);
    }
    framer.finish(&mut each);
    parser.finish();
    (units, parser.take_released())
}

/// What may stand among a log's lines, each with its line feed.
fn documents() -> Vec<Vec<u8>> {
    let mut documents = lines::alb();
    documents.extend(lines::alb_rejected().into_iter().map(|pair| pair.0));
    documents.extend(lines::cloudfront());
    documents.extend(lines::CONTROL.map(<[u8]>::to_vec));
    documents.push(format!("#Version: 1.0\n#Fields: {}", lines::COLUMNS).into_bytes());
    for text in [
        "#Fields: type time elb",
        "{\"type\":\"http\",\n \"time\":\"2026-11-22T14:02:11.000123Z\"}",
        " {\"a\":1} {\"b\":2}",
        "  ",
        "\u{feff}",
        "2026-11-22T14:02:11.421Z x",
        "2018-11-30T22:23:00.186641Z web 192.168.131.39:2817 10.0.0.1:80 0.000073 0.001048 \
         0.000057 200 200 0 29 \"GET http://www.example.com:80/ HTTP/1.1\" \"curl",
        "7.38.0\" - -",
        "\"messageType\":\"DATA_MESSAGE\"",
        "{",
    ] {
        documents.push(text.as_bytes().to_vec());
    }
    let alb = lines::alb()[0].clone();
    documents.push([&alb[..], b"\r"].concat());
    documents.push([&alb[..], b" "].concat());
    documents.push([&alb[..], &b" x".repeat(9000)].concat());
    documents.push([&alb[..], b" \""].concat());
    for document in &mut documents {
        document.push(b'\n');
    }
    documents
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn the_reader_gives_what_framer_and_parser_give(
        common in prop::sample::select(vec![&lines::alb()[0], &lines::cloudfront()[0]].into_iter().cloned().collect::<Vec<_>>()),
        lines in prop::collection::vec(
            prop_oneof![3 => Just(None), 1 => prop::sample::select(documents()).prop_map(Some)],
            1..40,
        ),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        limit in prop::sample::select(vec![0, 1, 300, 600, 1 << 20]),
        format in prop::sample::select(vec![None, None, Some(Format::Alb), Some(Format::CloudFront)]),
        is_cut_off: bool,
    ) {
        let common = [&common[..], b"\n"].concat();
        let mut file: Vec<u8> =
            lines.into_iter().flat_map(|line| line.unwrap_or_else(|| common.clone())).collect();
        if is_cut_off {
            file.pop();
        }
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(file.len() + 1)).collect();
        cuts.extend([0, file.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &file[pair[0]..pair[1]]).collect();
        let expected = read_in_two_steps(&[&file], limit, format);
        prop_assert_eq!(&read(&chunks, limit, format), &expected);
        prop_assert_eq!(&read(&[&file], limit, format), &expected);
        prop_assert_eq!(&take(&chunks, limit, format), &expected);
        prop_assert_eq!(&take(&[&file], limit, format), &expected);
    }

    #[test]
    fn pieces_that_are_not_mixed_are_together_what_the_file_is(
        before in prop::collection::vec(document_among_plain_lines(), 0..12),
        behind in prop::collection::vec(document_among_plain_lines(), 0..12),
    ) {
        let plain = [&lines::alb()[0][..], b"\n"].concat();
        let (first, second) = ([plain, before.concat()].concat(), behind.concat());
        let piece = |text: &[u8]| {
            let mut reader = Reader::new(1 << 20, Some(Format::Alb), Options::default());
            let mut units = Vec::new();
            let mut each = |unit: Unit<'_>| units.push((describe(&unit.parsed), unit.released));
            reader.push(text, &mut each);
            let released = reader.finish(&mut each);
            (reader.is_mixed(), units, released)
        };
        let ((mixed, mut units, released), (mixed_behind, more, _)) = (piece(&first), piece(&second));
        if !mixed && !mixed_behind {
            units.extend(more);
            let (whole, left) = read(&[&first, &second], 1 << 20, None);
            let whole: Vec<_> = whole.into_iter().map(|told| (told.0, told.3)).collect();
            prop_assert_eq!((units, released), (whole, left));
        }
    }
}

/// Seven of eight are a load balancer's.
fn document_among_plain_lines() -> impl Strategy<Value = Vec<u8>> {
    let plain = prop::sample::select(lines::alb()).prop_map(|line| [&line[..], b"\n"].concat());
    prop_oneof![7 => plain, 1 => prop::sample::select(documents())]
}

#[test]
fn a_line_of_another_kind_makes_the_text_mixed() {
    let plain = [&lines::alb()[0][..], b"\n"].concat();
    let is_mixed = |text: &[u8]| {
        let mut reader = Reader::new(1 << 20, Some(Format::Alb), Options::default());
        reader.push(text, &mut |_: Unit<'_>| {});
        reader.finish(&mut |_: Unit<'_>| {});
        reader.is_mixed()
    };
    assert!(!is_mixed(&[&plain[..], b"\n\r\n", &plain].concat()));
    for line in ["#Version: 1.0\n", "{\n", "this is no log line\n", "no end", " \n"] {
        assert!(is_mixed(&[&plain, line.as_bytes()].concat()), "{line}");
    }
    let edge = [&lines::cloudfront()[0][..], b"\n"].concat();
    assert!(is_mixed(&[plain, edge].concat()));
}

#[test]
fn abandoning_drops_the_unfinished_unit_and_nothing_else() {
    let alb = &lines::alb()[0];
    let mut reader = Reader::new(Framer::DEFAULT_LINE_LIMIT, None, Options::default());
    let mut records = 0;
    let mut each = |unit: Unit<'_>| records += u32::from(matches!(unit.parsed, Parsed::Record(_)));
    reader.push(&[alb, &b"\n"[..], alb].concat(), &mut each);
    assert_eq!(reader.abandon(), None);
    assert_eq!(reader.finish(&mut each), None);
    assert_eq!(records, 1);
    assert_eq!(reader.format(), Some(Format::Alb));
}

#[test]
fn plain_records_come_many_at_once() {
    for (line, format) in
        [(&lines::alb()[0], Format::Alb), (&lines::cloudfront()[0], Format::CloudFront)]
    {
        let line = [&line[..], b"\n"].concat();
        let mut reader = Reader::new(Framer::DEFAULT_LINE_LIMIT, Some(format), Options::default());
        let mut taken = Taken::default();
        reader.push_to(&line.repeat(100), &mut taken);
        // No mark may stand before the first line: that one is looked at alone.
        assert_eq!((taken.at_once, taken.units.len()), (99, 100), "{format:?}");
    }
}
