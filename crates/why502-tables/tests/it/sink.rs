//! Rows into files: which, how many, and the same whatever the pieces.

use std::io::{self, Write};

use polars::prelude::{DataFrame, DataType, ParquetReader, SerReader};
use why502_parse::Format;
use why502_tables::{FileKind, Layout, Limits, TableOptions, TableSink};

use crate::written::{FLOW, alb, files, rows};

fn options(layout: Layout) -> TableOptions {
    let kind = FileKind::Parquet;
    TableOptions { kind, layout, fields: None, limits: Limits::of(kind), empty_as: None }
}

fn table(bytes: &[u8]) -> DataFrame {
    ParquetReader::new(std::io::Cursor::new(bytes)).finish().unwrap()
}

#[test]
fn values_have_the_types_of_their_columns() {
    let text = alb(22, 1, "502") + &alb(22, 2, "200");
    let (files, report) = files(options(Layout::OneFile), &[rows(&text, None)]).unwrap();
    assert_eq!(report.tables.into_iter().collect::<Vec<_>>(), [("alb", 2)]);
    let table = table(&files[""]);
    let column = |name: &str| table.column(name).unwrap().clone();
    assert_eq!(column("status").i32().unwrap().get(0), Some(502));
    assert_eq!(column("target_processing_time").f64().unwrap().get(1), Some(0.036));
    assert_eq!(column("response_processing_time").null_count(), 2);
    assert_eq!(column("elb_status_code").i64().unwrap().get(0), Some(502));
    assert_eq!(column("line").i64().unwrap().get(1), Some(2));
    assert!(matches!(column("timestamp").dtype(), DataType::Datetime(_, Some(_))));
    let micros = column("timestamp").cast(&DataType::Int64).unwrap();
    assert_eq!(micros.i64().unwrap().get(0), Some(1_795_356_001_000_123));
    assert_eq!(column("signature").null_count(), 1);
}

#[test]
fn rows_of_two_formats_do_not_fit_one_file_and_each_has_a_folder() {
    let mixed = [rows(&alb(22, 1, "502"), None), rows(FLOW, None)];
    let error = files(options(Layout::OneFile), &mixed).unwrap_err();
    assert!(error.to_string().contains("records of alb and of vpc_flow"), "{error}");
    let (files, report) = files(options(Layout::Folder), &mixed).unwrap();
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    assert_eq!(names, ["alb/part-00000.parquet", "vpc_flow/part-00000.parquet"]);
    assert_eq!(report.files, 2);
}

#[test]
fn chosen_columns_make_one_table_of_any_formats() {
    let fields = ["format", "timestamp", "bytes"];
    let mixed = [rows(&alb(22, 1, "502"), Some(&fields)), rows(FLOW, Some(&fields))];
    let options = TableOptions {
        fields: Some(fields.map(str::to_owned).to_vec()),
        ..options(Layout::OneFile)
    };
    let (files, _) = files(options, &mixed).unwrap();
    let table = table(&files[""]);
    assert_eq!(table.shape(), (2, 3));
    assert_eq!(table.column("bytes").unwrap().i64().unwrap().get(1), Some(320));
}

#[test]
fn a_day_has_a_folder() {
    let day = |day| rows(&alb(day, 1, "200"), None);
    let (made, _) = files(options(Layout::FolderByDay), &[day(22), day(21), day(22)]).unwrap();
    let names: Vec<_> = made.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        ["alb/day=2026-11-21/part-00000.parquet", "alb/day=2026-11-22/part-00000.parquet"]
    );
    assert_eq!(table(&made["alb/day=2026-11-22/part-00000.parquet"]).height(), 2);
}

#[test]
fn the_bytes_do_not_depend_on_the_pieces() {
    let text: String = (0..60).map(|second| alb(22, second, "502")).collect();
    let pieces: Vec<Vec<u8>> = (0..60).map(|second| rows(&alb(22, second, "502"), None)).collect();
    let whole = files(options(Layout::Folder), &[rows(&text, None)]).unwrap().0;
    let joined = files(options(Layout::Folder), &pieces).unwrap().0;
    let heights = |bytes: &[u8]| table(bytes).height();
    let name = "alb/part-00000.parquet";
    assert_eq!((heights(&whole[name]), heights(&joined[name])), (60, 60));
    let again = files(options(Layout::Folder), &[rows(&text, None)]).unwrap().0;
    assert_eq!(whole, again);
}

#[test]
fn a_table_without_rows_is_written_where_its_columns_are_known() {
    assert_eq!(files(options(Layout::OneFile), &[]).unwrap().1.files, 0);
    let known = TableOptions { empty_as: Some(Format::Nlb), ..options(Layout::OneFile) };
    let (files, report) = files(known, &[]).unwrap();
    assert_eq!(report.files, 1);
    assert_eq!(table(&files[""]).height(), 0);
}

#[test]
fn arrow_files_are_made_of_the_same_rows() {
    let arrow = TableOptions { kind: FileKind::Arrow, ..options(Layout::Folder) };
    let (files, _) = files(arrow, &[rows(&alb(22, 1, "502"), None)]).unwrap();
    assert!(files["alb/part-00000.arrow"].starts_with(b"ARROW1"));
}

/// Two records of each day of two months, in an order that goes through the days twice.
fn days() -> Vec<Vec<u8>> {
    let month = |month: u32| -> Vec<u8> {
        let days = (1..=30).chain(1..=30);
        let line = |day| alb(day, 1, "200").replace("-11-", &format!("-{month:02}-"));
        rows(&days.map(line).collect::<String>(), None)
    };
    vec![month(10), month(11)]
}

#[test]
fn a_day_has_all_its_rows_however_few_may_wait_or_be_open() {
    let roomy = options(Layout::FolderByDay);
    let (made, report) = files(roomy.clone(), &days()).unwrap();
    assert_eq!((report.tables["alb"], report.files, made.len()), (120, 60, 60));
    assert!(made.values().all(|bytes| table(bytes).height() == 2));
    for (waiting_bytes, open_files) in [(0, 1), (4 << 20, 1), (4 << 20, 7)] {
        let limits = Limits { waiting_bytes, open_files, ..roomy.limits };
        let (made, report) = files(TableOptions { limits, ..roomy.clone() }, &days()).unwrap();
        assert_eq!((report.tables["alb"], report.files), (120, made.len() as u64));
        assert!(made.len() > 60, "{}", made.len());
        assert_eq!(made.values().map(|bytes| table(bytes).height()).sum::<usize>(), 120);
    }
}

#[test]
fn a_file_in_a_folder_ends_behind_so_many_row_groups() {
    let text: String = (0..50).map(|second| alb(22, second, "502")).collect();
    let limits = Limits { group_rows: 10, file_groups: 2, ..Limits::of(FileKind::Parquet) };
    let heights = |layout| -> Vec<(String, usize)> {
        let (made, _) =
            files(TableOptions { limits, ..options(layout) }, &[rows(&text, None)]).unwrap();
        made.into_iter().map(|(name, bytes)| (name, table(&bytes).height())).collect()
    };
    let part = |number: u32, rows| (format!("alb/part-{number:05}.parquet"), rows);
    assert_eq!(heights(Layout::Folder), [part(0, 20), part(1, 20), part(2, 10)]);
    assert_eq!(heights(Layout::OneFile), [(String::new(), 50)]);
}

/// Nobody reads it.
struct Left;

impl Write for Left {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_reader_that_left_is_told_as_such_whenever_it_left() {
    let rows = rows(&(alb(22, 1, "502") + &alb(22, 2, "502")), None);
    for (kind, group_rows) in [(FileKind::Parquet, 1), (FileKind::Parquet, 9), (FileKind::Arrow, 1)]
    {
        let limits = Limits { group_rows, ..Limits::of(kind) };
        let options = TableOptions { kind, limits, ..options(Layout::OneFile) };
        let mut sink = TableSink::new(options, Box::new(|_| Ok(Box::new(Left))));
        let written = sink.write_all(&rows);
        let ended = match written {
            Err(error) => error,
            Ok(()) => sink.finish().unwrap_err().into(),
        };
        assert_eq!(ended.kind(), io::ErrorKind::BrokenPipe, "{kind:?} {group_rows}: {ended}");
    }
}
