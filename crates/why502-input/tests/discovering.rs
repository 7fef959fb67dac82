//! What SOURCE arguments lead to: folders, patterns, links, and things that
//! are not there.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use why502_input::{Discovery, discover};

struct Tree(TempDir);

impl Tree {
    /// A folder with one-line files of these names.
    fn with(files: &[&str]) -> Self {
        let tree = Self(tempfile::tempdir().expect("a temporary folder"));
        for file in files {
            let path = tree.path(file);
            let folder = path.parent().expect("it is below the tree");
            fs::create_dir_all(folder).expect("the folder is ours");
            fs::write(path, file).expect("the folder is ours");
        }
        tree
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn discover(&self, sources: &[&str]) -> Discovery {
        let sources: Vec<OsString> =
            sources.iter().map(|source| self.path(source).into()).collect();
        discover(&sources)
    }

    fn short(&self, name: &str) -> String {
        let below = Path::new(name).strip_prefix(self.0.path()).unwrap_or(Path::new(name));
        below.to_str().expect("names are printable").to_owned()
    }

    fn objects(&self, found: &Discovery) -> Vec<String> {
        found.objects.iter().map(|object| self.short(object.name())).collect()
    }

    fn found(&self, sources: &[&str]) -> Vec<String> {
        let found = self.discover(sources);
        assert!(found.failed.is_empty() && found.skipped.is_empty(), "{found:?}");
        self.objects(&found)
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

fn text_of(found: &Discovery) -> String {
    format!("{found:?}")
}

#[test]
fn a_folder_is_walked_to_the_bottom_in_bytewise_order() {
    let tree = Tree::with(&["logs/b/2.gz", "logs/b-1", "logs/b/1", "logs/.hidden", "logs/A", "x"]);
    let expected = ["logs/.hidden", "logs/A", "logs/b-1", "logs/b/1", "logs/b/2.gz"];
    assert_eq!(tree.found(&["logs"]), expected);
    assert_eq!(tree.found(&["logs/"]), expected);
}

#[test]
fn the_order_of_sources_changes_nothing_and_a_file_is_one_object() {
    let tree = Tree::with(&["logs/a", "logs/b", "other/c"]);
    let sources = ["logs", "logs/a", "logs/../logs/b", "other", "logs/*", "missing", "logs/a"];
    let expected = text_of(&tree.discover(&sources));
    assert_eq!(tree.objects(&tree.discover(&sources)), ["logs/../logs/b", "logs/a", "other/c"]);
    for turn in 0..sources.len() {
        let mut turned = sources;
        turned.rotate_left(turn);
        assert_eq!(text_of(&tree.discover(&turned)), expected);
        turned.reverse();
        assert_eq!(text_of(&tree.discover(&turned)), expected);
    }
}

#[test]
fn unfinished_files_of_our_own_are_no_logs() {
    let tree = Tree::with(&["logs/a.log", "logs/.why502-0f3a.part"]);
    let found = tree.discover(&["logs"]);
    assert_eq!(tree.objects(&found), ["logs/a.log"]);
    assert!(found.skipped[0].reason.starts_with("an unfinished file"), "{found:?}");
}

#[test]
fn patterns_match_within_a_level_and_across_levels() {
    let tree =
        Tree::with(&["d/a1.log", "d/a2.log", "d/b.gz", "d/e/a3.log", "d/e/f/a4.log", "d/.h.log"]);
    assert_eq!(tree.found(&["d/a?.log"]), ["d/a1.log", "d/a2.log"]);
    assert_eq!(tree.found(&["d/*.log"]), ["d/.h.log", "d/a1.log", "d/a2.log"]);
    assert_eq!(tree.found(&["d/a[13].log"]), ["d/a1.log"]);
    assert_eq!(tree.found(&["*/e/*.log"]), ["d/e/a3.log"]);
    let all_a = ["d/a1.log", "d/a2.log", "d/e/a3.log", "d/e/f/a4.log"];
    assert_eq!(tree.found(&["d/**/a*.log"]), all_a);
    assert_eq!(tree.found(&["**/a*.log"]), all_a);
    assert_eq!(tree.found(&["d/**"]).len(), 6);
}

#[test]
fn a_folder_that_matches_a_pattern_stands_for_what_it_holds() {
    let tree = Tree::with(&["day1/a", "day1/n/b", "day2/c", "night/d"]);
    assert_eq!(tree.found(&["day*"]), ["day1/a", "day1/n/b", "day2/c"]);
    assert_eq!(tree.found(&["day*/"]), ["day1/a", "day1/n/b", "day2/c"]);
}

#[test]
fn a_name_that_exists_is_no_pattern() {
    let tree = Tree::with(&["a[1].log", "a1.log"]);
    assert_eq!(tree.found(&["a[1].log"]), ["a[1].log"]);
}

#[test]
fn what_is_not_there_fails_with_advice_and_the_rest_goes_on() {
    let tree = Tree::with(&["a.log"]);
    let found = tree.discover(&["missing", "a.log", "a.log/below", "*.gz", "a***b", "no/*.log"]);
    assert_eq!(tree.objects(&found), ["a.log"]);
    let failed: Vec<_> = found
        .failed
        .iter()
        .map(|failed| (tree.short(&failed.source), failed.error.as_str()))
        .collect();
    let sources: Vec<_> = failed.iter().map(|(source, _)| source.as_str()).collect();
    assert_eq!(sources, ["*.gz", "a***b", "a.log/below", "missing", "no/*.log"]);
    for ((_, error), part) in failed.iter().zip([
        "no file matches",
        "not a valid pattern",
        "not a folder",
        "no such file",
        "no file matches",
    ]) {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn s3_fails_with_the_command_that_copies() {
    let found = discover(&["s3://bucket/prefix".into(), "".into()]);
    assert_eq!(found.failed[1].source, "s3://bucket/prefix");
    for part in ["this build", "aws s3 cp --recursive"] {
        assert!(found.failed[1].error.contains(part));
    }
    assert!(found.failed[0].error.contains("empty name"));
}

#[test]
fn standard_input_is_one_object_without_a_size() {
    let found = discover(&["-".into(), "-".into()]);
    assert_eq!(found.objects.len(), 1);
    assert_eq!((found.objects[0].name(), found.objects[0].size()), ("-", None));
    assert!(found.objects[0].head(1).is_err() && found.objects[0].open_range(0..1).is_err());
}

#[test]
fn a_folder_without_files_is_named() {
    let tree = Tree::with(&["a"]);
    fs::create_dir_all(tree.path("empty/inner")).unwrap();
    let found = tree.discover(&["empty", "a"]);
    assert_eq!(tree.objects(&found), ["a"]);
    assert_eq!(tree.short(&found.skipped[0].source), "empty");
}

#[cfg(unix)]
mod links_and_special_files {
    use std::os::unix::ffi::OsStringExt as _;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn links_to_files_are_read_and_links_to_folders_are_not_followed() {
        let tree = Tree::with(&["logs/z.log", "logs/sub/y.log", "away/x.log"]);
        symlink(tree.path("logs/z.log"), tree.path("logs/current")).unwrap();
        symlink(tree.path("away/x.log"), tree.path("logs/x")).unwrap();
        symlink(tree.path("logs"), tree.path("logs/sub/circle")).unwrap();
        symlink(tree.path("away"), tree.path("logs/away")).unwrap();
        for source in ["logs", "logs/**", "log*"] {
            let found = tree.discover(&[source]);
            assert_eq!(tree.objects(&found), ["logs/current", "logs/sub/y.log", "logs/x"]);
            let skipped: Vec<_> = found.skipped.iter().map(|s| tree.short(&s.source)).collect();
            assert_eq!(skipped, ["logs/away", "logs/sub/circle"], "{source}");
        }
        assert_eq!(tree.found(&["logs/away"]), ["logs/away/x.log"]);
    }

    #[test]
    fn a_link_to_nothing_fails_and_a_socket_is_skipped() {
        let tree = Tree::with(&["logs/a"]);
        symlink("nowhere", tree.path("logs/broken")).unwrap();
        let _socket = UnixListener::bind(tree.path("logs/socket")).unwrap();
        for sources in [&["logs"][..], &["logs/broken", "logs/socket", "logs/a"], &["logs/*"]] {
            let found = tree.discover(sources);
            assert_eq!(tree.objects(&found), ["logs/a"]);
            assert_eq!((found.failed.len(), found.skipped.len()), (1, 1), "{found:?}");
            assert!(found.failed[0].error.contains("link to something that does not exist"));
            assert!(found.skipped[0].reason.contains("not a regular file"));
        }
    }

    #[test]
    fn a_pipe_is_read_where_it_is_named_and_skipped_where_it_is_met() {
        let tree = Tree::with(&["logs/a"]);
        let pipe = tree.path("logs/pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
        assert!(made.success());
        for source in ["logs", "logs/*"] {
            let found = tree.discover(&[source]);
            assert_eq!(tree.objects(&found), ["logs/a"]);
            assert!(found.skipped[0].reason.contains("name a pipe as a SOURCE"), "{found:?}");
        }
        let object = tree.discover(&["logs/pipe", "logs/pipe"]).objects.remove(0);
        assert_eq!((object.size(), object.canonical_path()), (None, None));
        assert!(object.head(1).is_err() && object.open_range(0..1).is_err());
        let text = b"a line\n".repeat(90_000);
        for stored in [text.clone(), crate::gzip(&text)] {
            let pipe = pipe.clone();
            let writer = std::thread::spawn(move || fs::write(pipe, stored));
            let mut bytes = Vec::new();
            object.open().unwrap().read_to_end(&mut bytes).unwrap();
            writer.join().unwrap().unwrap();
            assert!(bytes == text);
        }
        let null = discover(&["/dev/null".into()]).objects.remove(0);
        assert_eq!(null.open().unwrap().read_to_end(&mut Vec::new()).unwrap(), 0);
    }

    #[test]
    fn the_canonical_path_is_that_of_the_file_behind_the_links() {
        let tree = Tree::with(&["logs/z.log"]);
        symlink(tree.path("logs/z.log"), tree.path("current")).unwrap();
        let object = tree.discover(&["current"]).objects.remove(0);
        let behind = tree.path("logs/z.log").canonicalize().unwrap();
        assert_eq!(object.canonical_path(), Some(behind));
    }

    #[test]
    fn a_name_that_is_not_utf8_is_found_and_encoded() {
        let tree = Tree::with(&["logs/a.log"]);
        let odd = OsString::from_vec(b"b\xff.log".to_vec());
        fs::write(tree.path("logs").join(&odd), "x").unwrap();
        for source in ["logs", "logs/*.log"] {
            let found = tree.discover(&[source]);
            assert_eq!(tree.objects(&found), ["logs/a.log", "logs/b%FF.log"]);
            assert_eq!(found.objects[1].head(9).unwrap().bytes, b"x");
        }
        let found = discover(&[tree.path("logs").join(odd).into_os_string()]);
        assert_eq!(tree.objects(&found), ["logs/b%FF.log"]);
    }
}
