//! Runs the program in a folder of its own and takes down all it says.

use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

/// What one run said and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// The object on stdout, held against the schema of an analysis.
    pub(crate) fn json(&self) -> Value {
        self.json_of(include_str!("../../../../docs/schema/analyze.v1.json"))
    }

    /// The object on stdout, held against `schema`.
    pub(crate) fn json_of(&self, schema: &str) -> Value {
        let value: Value = serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}\n{}", self.stdout, self.stderr));
        let schema: Value = serde_json::from_str(schema).unwrap();
        let schema = jsonschema::draft202012::new(&schema).unwrap();
        let errors: Vec<_> = schema
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        value
    }

    /// One paragraph on stderr that says `words`, and no trace of a panic.
    #[track_caller]
    pub(crate) fn said(&self, words: &[&str]) {
        assert!(!self.stderr.contains("panicked"), "{}", self.stderr);
        for word in words {
            assert!(self.stderr.contains(word), "`{word}` is not in: {}", self.stderr);
        }
    }
}

/// A folder that is gone after the test.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Writes `bytes` to the file `name`, making folders on the way.
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn put_gzip(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        self.put(name, gzip(bytes))
    }

    #[expect(clippy::disallowed_methods, reason = "a test looks at what the program wrote")]
    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name)).unwrap()
    }

    pub(crate) fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_why502"));
        command.args(arguments).current_dir(self.path()).env_remove("NO_COLOR");
        // An empty name: no configuration file of whoever runs the tests.
        command.env("WHY502_CONFIG", "");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[impl AsRef<OsStr>]) -> Run {
        finished(self.command(arguments).spawn().unwrap())
    }

    pub(crate) fn run_on_stdin(&self, arguments: &[&str], stdin: Vec<u8>) -> Run {
        let mut child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || pipe.write_all(&stdin));
        let run = finished(child);
        writer.join().unwrap().unwrap();
        run
    }
}

pub(crate) fn finished(child: Child) -> Run {
    let output = child.wait_with_output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

pub(crate) fn gzip(bytes: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes.as_ref()).unwrap();
    encoder.finish().unwrap()
}
