//! What is prepared for a load balancer's records, held against what writes records of any format.

use proptest::prelude::*;
use why502_parse::{Parsed, Reader, Unit};

use super::*;

/// What a field may be: mostly what load balancers write, and what nobody would expect of one.
fn token() -> impl Strategy<Value = Vec<u8>> {
    let usual = prop_oneof![
        "[a-z0-9/:.-]{0,70}",
        "\"[ !#-~]{0,90}\"".prop_map(|text| text.replace('\\', "/")),
        "-?[0-9]{1,21}",
        "-?[0-9]{1,4}\\.[0-9]{0,7}",
    ];
    let odd = prop_oneof![
        Just("-"),
        Just("\"\""),
        Just("\"-\""),
        Just("-1"),
        Just("-0.250"),
        Just("007"),
        Just("00.125"),
        Just("1e5"),
        Just("\"say \\\"so\\\" \\x22\\x0A\\\\\""),
        Just("\"caf\\xC3\\xA9 café\""),
        Just("a\"b"),
        Just("\"=1+1, and more\""),
        Just("\"tab\there \u{7f}\""),
    ];
    prop_oneof![
        8 => usual.prop_map(String::into_bytes),
        3 => odd.prop_map(|text| text.as_bytes().to_vec()),
        1 => Just(b"\"\xff not UTF-8\"".to_vec()),
    ]
}

/// A line whose fields may be anything but for those that make it a record.
fn line() -> impl Strategy<Value = Vec<u8>> {
    let fields = prop::collection::vec(token(), 12..37);
    (fields, "[0-5][0-9]\\.[0-9]{0,9}", any::<bool>()).prop_map(|(mut fields, second, is_late)| {
        let minute = if is_late { "14:59" } else { "14:00" };
        let second = second.trim_end_matches('.');
        fields[0] = b"https".to_vec();
        fields[1] = format!("2026-11-22T{minute}:{second}Z").into_bytes();
        fields[2] = b"app/shop/0123456789abcdef".to_vec();
        fields[8] = b"502".to_vec();
        fields.join(&b' ')
    })
}

fn each_record(lines: &[Vec<u8>], mut each: impl FnMut(&Record<'_>, u64)) -> u64 {
    let mut number = 0;
    let mut reader = Reader::new(1 << 20, None, why502_parse::Options::default());
    reader.push(&(lines.join(&b'\n')), &mut |unit: Unit<'_>| {
        if let Parsed::Record(record) = unit.parsed {
            number += 1;
            each(&record, number);
        }
    });
    number
}

fn writer(layout: Layout, view: View, fields: Option<&[&str]>) -> RowWriter {
    let fields = fields.map(|fields| fields.iter().map(|key| (*key).to_owned()).collect());
    let mut writer = RowWriter::new(&Options { layout, view, fields, ..Options::default() });
    writer.begin("a \"b\".log");
    writer
}

const CHOSEN: [&str; 9] = [
    "status",
    "no_such_key",
    "user_agent",
    "cs_uri_stem",
    "extra",
    "line",
    "signature",
    "target_processing_time",
    "start_timestamp",
];

/// Of all layouts: the same record by both ways.
fn check(lines: &[Vec<u8>], view: View) {
    let (mut quick, mut slow) =
        (writer(Layout::Ndjson, view, None), writer(Layout::Ndjson, view, None));
    each_record(lines, |record, line| {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        quick.write_object(&mut one, record, line);
        slow.write_common(&mut other, record, line);
        slow.write_members(&mut other, record);
        other.push(b'}');
        assert_eq!(one.escape_ascii().to_string(), other.escape_ascii().to_string());
    });
    let all = Columns::of_first(b"alb", &[]);
    let chosen = Columns::new(CHOSEN.map(str::to_owned));
    let single = Columns::new(["error_reason".to_owned()]);
    for columns in [all, chosen, single].map(Arc::new) {
        let keys: Vec<&str> = columns.keys().iter().map(String::as_str).collect();
        for layout in [Layout::Csv, Layout::Tsv, Layout::Json] {
            for fields in [None, Some(&keys[..])] {
                let (mut quick, mut slow) =
                    (writer(layout, view, fields), writer(layout, view, fields));
                each_record(lines, |record, line| {
                    let (mut one, mut other) = (Vec::new(), Vec::new());
                    quick.write_columns(&mut one, record, line, &columns);
                    slow.write_slots(&mut other, record, line, &columns);
                    assert_eq!(one.escape_ascii().to_string(), other.escape_ascii().to_string());
                });
                let (quick, slow) = (quick.into_missing(), slow.into_missing());
                if fields.is_none() {
                    assert_eq!((quick.records, quick.keys), (slow.records, slow.keys));
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn both_ways_write_the_same(
        lines in prop::collection::vec(line(), 1..6),
        is_meant in any::<bool>(),
    ) {
        check(&lines, if is_meant { View::Meant } else { View::Logged });
    }
}

#[test]
fn both_ways_write_the_same_of_every_odd_byte_in_every_field() {
    let fields = [
        "https 2026-11-22T14:00:01.000123Z app/shop/0123456789abcdef 192.0.2.7:40312",
        " 10.0.1.11:8080 0.001 12.021 123.004 502 - 341 51201 \"GET https://h:443/ HTTP/2.0\"",
        " \"curl/8.5\" - TLSv1.3 arn \"Root=1\" \"h\" \"-\" 0 2026-11-22T14:00:00.900000Z \"forward\"",
        " \"-\" \"-\" \"10.0.1.11:8080\" \"-\" \"-\" \"-\" TID_1 \"-\" \"-\" \"-\" 10.0.0.7",
    ];
    let usual = fields.concat().into_bytes();
    let mut lines = Vec::new();
    for odd in [b'"', b'\\', b'\t', 0x1f, 0x7f, 0x80, 0xff, b'-', b'0', b','] {
        for place in 40..usual.len() {
            let mut line = usual.clone();
            line[place] = odd;
            lines.push(line);
        }
    }
    let records = each_record(&lines, |_, _| {});
    assert!(records > 2_500, "{records} of {}", lines.len());
    check(&lines, View::Meant);
    check(&lines, View::Logged);
}

#[test]
fn usual_records_are_written_as_prepared() {
    let line =
        b"h2 2026-11-22T14:00:01.000123Z app/shop/0123456789abcdef 192.0.2.7:40312 - -1 -1 -1 \
                 503 - 34 512 \"GET https://h:443/ HTTP/2.0\" \"curl/8.5\" - - arn \"Root=1\"\n";
    let records = each_record(&[line.to_vec()], |record, _| {
        let Record::Alb(record) = record else { panic!("another format") };
        for view in [View::Meant, View::Logged] {
            let mut out = Vec::new();
            assert!(Prepared::default().write(&mut out, record, view));
            assert!(out.ends_with(b",\"ip_address\":null"));
        }
    });
    assert_eq!(records, 1);
}
