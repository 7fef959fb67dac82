//! Random lines, with both parsers.

use crate::lines;
use crate::reference::Reference;
use crate::{outcomes, read_both};
use proptest::prelude::*;
use why502_parse::{
    Endpoint, Format, Line, Parser, RequestLine, Timestamp, percent_decode_once, unescape,
};

/// A known line with a few bytes replaced, put in or taken out; or two lines grown together.
fn mutated(samples: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(&b"\"\" \\\t-0129TZ:.x#\r\0\xff"[..]);
    let change = (any::<prop::sample::Index>(), byte, 0..3);
    let sample = prop::sample::select(samples);
    let changes = prop::collection::vec(change, 0..6);
    (sample.clone(), sample, changes, 0..8).prop_map(|(mut line, other, changes, join)| {
        if join == 0 {
            let cut = other.len() / 2;
            line.extend_from_slice(&other[cut..]);
        }
        for (place, byte, kind) in changes {
            let place = place.index(line.len());
            match kind {
                0 => line[place] = byte,
                1 => line.insert(place, byte),
                _ if line.len() > 1 => drop(line.remove(place)),
                _ => {}
            }
        }
        line
    })
}

fn alb_samples() -> Vec<Vec<u8>> {
    let rejected = lines::alb_rejected().into_iter().map(|pair| pair.0);
    let lines = lines::alb().into_iter().chain(rejected);
    // The reference knows no log of a Network Load Balancer.
    lines.filter(|line| !line.starts_with(b"tls ")).collect()
}

/// A header of known and unknown names, some of them twice.
fn header() -> impl Strategy<Value = Vec<u8>> {
    let mut names: Vec<&str> = lines::COLUMNS.split_whitespace().collect();
    names.extend(["timestamp", "timestamp(ms)", "asn", "c-country", "x-new", "CS(HOST)"]);
    let names = prop::sample::subsequence(names, 0..12).prop_shuffle();
    (names, any::<bool>()).prop_map(|(names, twice)| {
        let names = names.join(" ");
        let again = if twice { names.clone() } else { String::new() };
        format!("#Fields: {names} {again}").into_bytes()
    })
}

fn columns() -> impl Strategy<Value = Vec<u8>> {
    let value = prop::sample::select(vec![
        "2026-11-22",
        "14:02:11",
        "502",
        "000",
        "-",
        "",
        "1763820131",
        "1763820131421",
        "253402300800000",
        "1763820131.123",
        "x y",
    ]);
    prop::collection::vec(value, 1..20).prop_map(|values| values.join("\t").into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, ..ProptestConfig::default() })]

    #[test]
    fn both_parsers_agree_on_mutated_load_balancer_lines(
        lines in prop::collection::vec(mutated(alb_samples()), 1..4)
    ) {
        let (mut parser, mut reference) = (Parser::new(None), Reference::default());
        for line in lines {
            read_both(&mut parser, &mut reference, &line);
        }
    }

    #[test]
    fn both_parsers_agree_on_structural_bytes_behind_a_good_beginning(
        rest in prop::collection::vec(prop::sample::select(&b"\"\"\"  \\\\ax-\xff"[..]), 0..300)
    ) {
        let (mut parser, mut reference) = (Parser::new(None), Reference::default());
        let mut line = lines::FIELDS[..12].join(" ").into_bytes();
        line.push(b' ');
        line.extend(rest);
        read_both(&mut parser, &mut reference, &line);
    }

    #[test]
    fn both_parsers_agree_on_mutated_cloudfront_lines(
        lines in prop::collection::vec(mutated(lines::cloudfront()), 1..4)
    ) {
        let (mut parser, mut reference) = (Parser::new(None), Reference::default());
        for line in lines {
            read_both(&mut parser, &mut reference, &line);
        }
    }

    #[test]
    fn both_parsers_agree_under_any_headers(
        parts in prop::collection::vec((header(), columns(), columns()), 1..4)
    ) {
        let (mut parser, mut reference) = (Parser::new(None), Reference::default());
        for (header, first, second) in parts {
            for line in [header, first, second] {
                read_both(&mut parser, &mut reference, &line);
            }
        }
    }

    #[test]
    fn any_cuts_into_chunks_give_the_same_records(
        lines in prop::collection::vec(mutated(alb_samples()), 1..6),
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
        limit in prop::sample::select(vec![0, 1, 300, 600, 1 << 20]),
    ) {
        let file = lines.join(&b'\n');
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(file.len() + 1)).collect();
        cuts.extend([0, file.len()]);
        cuts.sort_unstable();
        let chunks: Vec<&[u8]> = cuts.windows(2).map(|pair| &file[pair[0]..pair[1]]).collect();
        prop_assert_eq!(outcomes(&chunks, limit), outcomes(&[&file], limit));
    }

    #[test]
    fn no_bytes_make_a_parser_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        format in prop::sample::select(vec![None, Some(Format::Alb), Some(Format::CloudFront)]),
    ) {
        let mut parser = Parser::new(format);
        let _ = parser.parse(Line::Complete(&bytes));
        let _ = parser.parse(Line::TooLong(&bytes));
        let request = RequestLine::parse(&bytes);
        let _ = (request.scheme(), request.host(), request.port(), request.path(), request.query());
        let _ = (Endpoint::parse(&bytes), Timestamp::parse(&bytes));
        prop_assert!(unescape(&bytes).len() <= bytes.len());
        prop_assert!(percent_decode_once(&bytes).len() <= bytes.len());
    }

    #[test]
    fn civil_dates_survive_the_way_there_and_back(
        micros in Timestamp::MIN.micros()..=Timestamp::MAX.micros()
    ) {
        let time = Timestamp::from_micros(micros);
        let (date, of_day) = (time.civil_date(), time.micros_of_day());
        let (seconds, fraction) = (of_day / 1_000_000, of_day % 1_000_000);
        let text = format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{fraction:06}",
            date.year, date.month, date.day, seconds / 3600, seconds / 60 % 60, seconds % 60
        );
        prop_assert_eq!(crate::reference::seconds_of(&text), Some(micros));
        prop_assert_eq!(Timestamp::parse(format!("{text}Z").as_bytes()), Some(time));
    }
}
