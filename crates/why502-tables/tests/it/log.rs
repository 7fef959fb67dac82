//! Parquet logs as lines.

use std::io::{BufRead, Read};

use polars::prelude::{Column, DataFrame, ParquetWriter};
use why502_parse::{Format, Framer, Options, Parsed, Reader, Unit};
use why502_tables::{ParquetLog, TableErrorKind};

fn stored(columns: Vec<Column>, group_rows: usize) -> Vec<u8> {
    let mut table = DataFrame::new_infer_height(columns).unwrap();
    let mut bytes = Vec::new();
    let writer = ParquetWriter::new(&mut bytes).with_row_group_size(Some(group_rows));
    writer.finish(&mut table).unwrap();
    bytes
}

fn text(stored: Vec<u8>) -> String {
    let mut text = String::new();
    ParquetLog::open(stored).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_row_is_an_object_under_the_names_of_the_same_log_as_json() {
    let columns = vec![
        Column::new("date".into(), ["2026-11-22"]),
        Column::new("x_edge_location".into(), ["FRA60-P2"]),
        Column::new("cs_user_agent".into(), [r#"a "b" \ c"#]),
        Column::new("sc_status".into(), ["502"]),
        Column::new("cs_host".into(), [None::<&str>]),
    ];
    assert_eq!(
        text(stored(columns, 10)),
        "{\"date\":\"2026-11-22\",\"x-edge-location\":\"FRA60-P2\",\
         \"cs(User-Agent)\":\"a \\\"b\\\" \\\\ c\",\"sc-status\":\"502\",\"cs(Host)\":null}\n"
    );
}

#[test]
fn numbers_stay_numbers_over_all_row_groups() {
    let numbers: Vec<i64> = (0..2_500).collect();
    let columns = vec![Column::new("srcport".into(), &numbers)];
    let text = text(stored(columns, 1_000));
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2_500);
    assert_eq!((lines[0], lines[2_499]), ("{\"srcport\":0}", "{\"srcport\":2499}"));
}

#[test]
fn what_is_no_parquet_file_is_damage() {
    let whole = stored(vec![Column::new("a".into(), ["b"; 100])], 10);
    for bytes in [&b"PAR1"[..], b"PAR1PAR1", &whole[..whole.len() - 1], b""] {
        let error = ParquetLog::open(bytes.to_vec()).err().unwrap();
        assert_eq!(error.kind(), TableErrorKind::Damaged);
    }
}

#[test]
fn every_byte_may_be_wrong_and_nothing_panics() {
    let texts: Vec<String> = (0..40).map(|number| format!("text {number}")).collect();
    let whole = stored(vec![Column::new("a".into(), &texts)], 20);
    let mut ends = 0;
    for place in 4..whole.len() {
        let mut bytes = whole.clone();
        bytes[place] ^= 0xff;
        let Ok(mut log) = ParquetLog::open(bytes) else { continue };
        loop {
            let count = match log.fill_buf() {
                Ok([]) | Err(_) => break,
                Ok(text) => text.len(),
            };
            log.consume(count);
        }
        ends += 1;
    }
    assert!(ends > 0);
}

/// Format, time and status of the records that the parser finds in a delivery.
fn records(stored: Vec<u8>) -> Vec<(Format, i64, Option<u16>)> {
    let mut found = Vec::new();
    let mut take = |unit: Unit<'_>| match unit.parsed {
        Parsed::Record(record) => {
            found.push((record.format(), record.time().micros(), record.status()));
        }
        other => panic!("{other:?}"),
    };
    let mut reader = Reader::new(Framer::DEFAULT_LINE_LIMIT, None, Options::default());
    reader.push(text(stored).as_bytes(), &mut take);
    reader.finish(&mut take);
    found
}

fn texts(columns: &[(&str, &str)]) -> Vec<Column> {
    columns.iter().map(|(name, value)| Column::new((*name).into(), [*value])).collect()
}

#[test]
fn a_delivery_of_a_load_balancer_is_its_records() {
    let alb = texts(&[
        ("type", "http"),
        ("time", "2026-11-22T14:00:01.000123Z"),
        ("elb", "app/web/0123456789abcdef"),
        ("client_port", "192.0.2.7:40312"),
        ("target_port", "10.0.3.17:8080"),
        ("request_processing_time", "0.001"),
        ("target_processing_time", "-1"),
        ("response_processing_time", "-1"),
        ("elb_status_code", "502"),
        ("target_status_code", "-"),
        ("received_bytes", "214"),
        ("sent_bytes", "277"),
        ("request_line", "GET http://www.example.com:80/a HTTP/1.1"),
    ]);
    assert_eq!(records(stored(alb, 10)), [(Format::Alb, 1_795_356_001_000_123, Some(502))]);
}

#[test]
fn a_delivery_of_cloudfront_is_its_records() {
    let edge = texts(&[
        ("date", "2026-11-22"),
        ("time", "14:00:01"),
        ("x_edge_location", "FRA60-P2"),
        ("sc_bytes", "512"),
        ("c_ip", "192.0.2.7"),
        ("cs_method", "GET"),
        ("cs_host", "d111111abcdef8.cloudfront.net"),
        ("cs_uri_stem", "/a"),
        ("sc_status", "502"),
        ("cs_user_agent", "curl/8.5.0"),
        ("x_edge_result_type", "Error"),
    ]);
    assert_eq!(records(stored(edge, 10)), [(Format::CloudFront, 1_795_356_001_000_000, Some(502))]);
}

#[test]
fn a_delivery_of_flows_is_its_records_with_numbers_as_numbers() {
    let mut flows = texts(&[
        ("account_id", "123456789012"),
        ("interface_id", "eni-0a1b2c3d"),
        ("srcaddr", "10.0.0.1"),
        ("dstaddr", "10.0.3.17"),
        ("action", "REJECT"),
        ("log_status", "OK"),
    ]);
    let numbers = [("version", 2_i32), ("srcport", 41_000), ("dstport", 8_080), ("protocol", 6)];
    flows.extend(numbers.map(|(name, value)| Column::new(name.into(), [value])));
    let longs =
        [("packets", 4_i64), ("bytes", 320), ("start", 1_795_355_990), ("end", 1_795_356_001)];
    flows.extend(longs.map(|(name, value)| Column::new(name.into(), [value])));
    assert_eq!(records(stored(flows, 10)), [(Format::VpcFlow, 1_795_356_001_000_000, None)]);
}
