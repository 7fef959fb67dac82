//! The parser as a whole, through its public interface.

mod agree;
mod bounds;
mod chunks;
mod cloudfront;
mod getters;
mod lines;
mod properties;
mod reader;
mod reference;
mod table;

use agree::read_both;
use why502_parse::{
    AlbField, CloudFrontField, Framer, Line, Options, Parsed, Parser, Reader, Record, Unit, View,
};

/// All that a file's lines are, one text for each line, however the file is cut into chunks. The
/// reader and the two that it is made of give the same.
fn outcomes(chunks: &[&[u8]], limit: usize) -> Vec<String> {
    let expected = outcomes_in_two_steps(chunks, limit);
    let mut reader = Reader::new(limit, None, Options::default());
    let mut outcomes = Vec::new();
    let mut each = |unit: Unit<'_>| outcomes.push(describe(&unit.parsed));
    for chunk in chunks {
        reader.push(chunk, &mut each);
    }
    reader.finish(&mut each);
    assert_eq!(outcomes, expected);
    outcomes
}

fn outcomes_in_two_steps(chunks: &[&[u8]], limit: usize) -> Vec<String> {
    let mut framer = Framer::new(limit);
    let mut parser = Parser::new(None);
    let mut outcomes = Vec::new();
    let mut each = |line: Line<'_>| outcomes.push(describe(&parser.parse(line)));
    for chunk in chunks {
        framer.push(chunk, &mut each);
    }
    framer.finish(&mut each);
    outcomes
}

/// Everything in a result that a caller can see.
fn describe(parsed: &Parsed<'_>) -> String {
    let show = |value: &[u8]| value.escape_ascii().to_string();
    match parsed {
        Parsed::Record(record @ Record::Alb(alb)) => {
            let fields: Vec<String> =
                AlbField::ALL.iter().filter_map(|&field| alb.raw(field).map(show)).collect();
            let surplus: Vec<String> = alb.surplus().map(show).collect();
            format!("{:?} {:?} {fields:?} {surplus:?}", record.time(), record.status())
        }
        Parsed::Record(record @ Record::CloudFront(cloudfront)) => {
            let fields: Vec<String> = CloudFrontField::ALL
                .iter()
                .filter_map(|&field| Some(format!("{field:?}={}", show(cloudfront.raw(field)?))))
                .collect();
            let unknown: Vec<String> =
                cloudfront.unknown().map(|(name, value)| format!("{name:?}={value:?}")).collect();
            format!("{:?} {:?} {fields:?} {unknown:?}", record.time(), record.status())
        }
        Parsed::Record(record @ Record::Row(row)) => {
            let mut members = Vec::new();
            row.members(View::Logged, &mut |key, value| members.push(format!("{key}={value:?}")));
            format!("{:?} {:?} {members:?}", record.time(), record.status())
        }
        Parsed::Held => "held".to_owned(),
        Parsed::Control => "control".to_owned(),
        Parsed::Rejected(reason) => reason.to_string(),
        Parsed::Unknown => "unknown".to_owned(),
    }
}
