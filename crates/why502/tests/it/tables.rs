//! Tables: where they go, when they appear, and what is said where they cannot be had.

use std::collections::BTreeMap;
use std::path::Path;

use crate::logs::{alb, cloudfront};
use crate::program::Folder;

/// Two nodes, and an edge.
fn shop() -> Folder {
    let folder = Folder::new();
    folder.put_gzip("logs/a.log.gz", alb(0));
    folder.put("logs/b.log", alb(1));
    folder.put_gzip("edge/edge.gz", cloudfront());
    folder
}

#[cfg(not(feature = "tables"))]
#[test]
fn a_program_without_tables_says_how_to_build_one_with_them() {
    let folder = shop();
    for arguments in [
        &["records", "logs", "--format", "parquet"][..],
        &["records", "logs", "-o", "x.arrow"],
        &["records", "logs", "--partition-by", "day", "-o", "tables/"],
        &["logs", "--tables", "tables"],
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        run.said(&["built without tables", "--features tables"]);
    }
    assert_eq!(files(folder.path()).len(), 3);
}

/// The files below a folder, by their path in it.
#[expect(clippy::disallowed_methods, reason = "a test looks at what the program wrote")]
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() {
            let inner = files(&entry.path()).into_iter();
            found.extend(inner.map(|(path, bytes)| (format!("{name}/{path}"), bytes)));
        } else {
            found.insert(name, std::fs::read(entry.path()).unwrap());
        }
    }
    found
}

#[cfg(feature = "tables")]
mod with_tables {
    use super::*;
    use std::process::Stdio;

    fn names(folder: &Folder, within: &str) -> Vec<String> {
        files(&folder.path().join(within)).into_keys().collect()
    }

    #[test]
    fn one_format_is_one_file_by_name_or_by_flag() {
        let folder = shop();
        for (arguments, magic) in [
            (&["records", "logs", "-o", "a.parquet"][..], &b"PAR1"[..]),
            (&["records", "logs", "--format", "parquet", "-o", "a"], b"PAR1"),
            (&["records", "logs", "-o", "a.arrow"], b"ARROW1"),
        ] {
            let run = folder.run(arguments);
            assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
            let made = files(folder.path());
            let bytes = &made[*arguments.last().unwrap()];
            assert!(bytes.starts_with(magic) && bytes.ends_with(magic), "{arguments:?}");
        }
    }

    #[test]
    fn two_formats_do_not_fit_a_file_and_each_gets_a_folder() {
        let folder = shop();
        let run = folder.run(&["records", "logs", "edge", "-o", "all.parquet"]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        run.said(&["alb", "cloudfront", "do not fit one file", "--where 'format = alb'"]);
        assert!(!folder.path().join("all.parquet").exists());
        let kept = ["records", "logs", "edge", "-o", "all.parquet", "--where", "format = alb"];
        assert_eq!(folder.run(&kept).status, 0);
        let run = folder.run(&["records", "logs", "edge", "--format", "parquet", "-o", "tables/"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert_eq!(
            names(&folder, "tables"),
            ["alb/part-00000.parquet", "cloudfront/part-00000.parquet"]
        );
    }

    #[test]
    fn a_day_has_a_folder_and_the_bytes_are_the_same_for_any_number_of_threads() {
        let folder = shop();
        for (jobs, into) in [("1", "one"), ("4", "four")] {
            let run = folder.run(&[
                "records",
                "logs",
                "edge",
                "--partition-by",
                "day",
                "-j",
                jobs,
                "-o",
                into,
            ]);
            assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        }
        let one = files(&folder.path().join("one"));
        assert!(one.keys().all(|name| name.contains("/day=2026-11-22/part-00000.")), "{one:?}");
        assert_eq!(one.len(), 2);
        assert_eq!(one, files(&folder.path().join("four")));
    }

    #[test]
    fn a_folder_with_something_in_it_is_left_as_it_is() {
        let folder = shop();
        folder.put("tables/notes.txt", "mine");
        let run = folder.run(&["records", "logs", "--partition-by", "day", "-o", "tables/"]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        run.said(&["-o tables/", "mixed with what is there"]);
        assert_eq!(names(&folder, "tables"), ["notes.txt"]);
        let run = folder.run(&["records", "logs", "--partition-by", "day"]);
        assert_eq!(run.status, 2);
        run.said(&["name the one they go to"]);
    }

    #[test]
    fn what_is_partitioned_is_a_table() {
        let folder = shop();
        let csv = ["records", "logs", "--partition-by", "day", "--format", "csv", "-o", "tables/"];
        let run = folder.run(&csv);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        run.said(&["--partition-by is for --format parquet and arrow"]);
    }

    #[test]
    fn nothing_to_write_leaves_nothing_behind() {
        let folder = shop();
        let none = ["records", "logs", "--where", "status = 599", "--partition-by", "day"];
        let run = folder.run(&[&none[..], &["-o", "tables/"]].concat());
        assert_eq!((run.status, run.stdout.as_str()), (4, ""));
        assert!(!folder.path().join("tables").exists());
        assert_eq!(files(folder.path()).len(), 3);
    }

    #[cfg(unix)]
    #[test]
    fn a_reader_that_goes_away_ends_it_quietly() {
        let folder = shop();
        let mut command = folder.command(&["records", "logs", "--format", "parquet"]);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let run = crate::program::finished(child);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    }

    #[test]
    fn every_table_of_a_summary_is_a_file_and_its_cells_are_safe() {
        let folder = shop();
        let mut text = alb(0);
        text += &crate::logs::Alb {
            minute: 29,
            second: 59,
            target: "10.0.1.12:8080",
            status: "502",
            path: "/",
            user_agent: "=HYPERLINK(0)",
        }
        .line();
        folder.put("logs/c.log", text);
        let result = folder.run(&["logs", "--format", "json", "--tables", "tables"]);
        assert_eq!((result.status, result.stderr.as_str()), (0, ""));
        let summary = result.json();
        let tables = files(&folder.path().join("tables"));
        for name in ["status_counts", "signatures", "findings", "timeline", "dimensions"] {
            assert!(tables.contains_key(&format!("{name}.csv")), "{name}");
        }
        let signatures = folder.text("tables/signatures.csv");
        let rows = summary["signatures"].as_array().unwrap().len();
        assert_eq!(signatures.lines().count(), rows + 1);
        assert!(signatures.starts_with("id,status,requests,grade,first_seen,last_seen\n"));
        for text in tables.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()) {
            assert!(!text.contains(",=") && !text.contains("\n=") && !text.contains(",\"="));
        }
        let typed = ["logs", "--tables", "typed", "--tables-format", "parquet"];
        assert_eq!(folder.run(&typed).status, 0);
        let typed = files(&folder.path().join("typed"));
        assert_eq!(typed.len(), tables.len());
        assert!(typed.values().all(|bytes| bytes.starts_with(b"PAR1")));
    }

    #[test]
    fn no_log_is_replaced_by_a_table() {
        let folder = shop();
        folder.put("logs/timeline.csv", alb(2));
        let run = folder.run(&["logs", "--tables", "logs"]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        run.said(&["--tables logs would replace logs/timeline.csv", "Give another folder"]);
        assert_eq!(folder.text("logs/timeline.csv"), alb(2));
    }

    #[test]
    fn a_damaged_table_is_a_failed_object_beside_logs_that_are_read() {
        let folder = shop();
        folder.put("logs/z.parquet", b"PAR1 and then nothing of the kind PAR1");
        let run = folder.run(&["logs", "--format", "json"]);
        assert_eq!(run.status, 3);
        let failed = &run.json()["input"]["failed_objects"][0];
        assert_eq!(failed["source"], "logs/z.parquet");
        assert!(failed["error"].as_str().unwrap().contains("the Parquet file is damaged"));
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}
