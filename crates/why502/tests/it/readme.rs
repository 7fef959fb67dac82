//! What the README prints is what the program prints.

use std::path::Path;

use crate::program::Folder;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
const README: &str = include_str!("../../../../README.md");

/// The blocks of the README without a language, in order.
fn blocks() -> Vec<&'static str> {
    README.split("\n```\n").skip(1).step_by(2).collect()
}

fn printed_by(arguments: &[&str]) -> String {
    let mut command = Folder::new().command(arguments);
    let output = command.current_dir(Path::new(ROOT)).env("COLUMNS", "80").output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_first_example_is_real() {
    let (command, output) = blocks()[0].split_once('\n').unwrap();
    assert_eq!(command, "$ why502 sample-logs/rolling-deploy");
    assert_eq!(printed_by(&["sample-logs/rolling-deploy"]).trim_end(), output.trim_end());
}

#[test]
fn the_first_question_to_jq_has_the_answer_printed() {
    let asked = "$ why502 analyze sample-logs --format json | jq '.findings[0].cause'\n";
    let answer = README.split(asked).nth(1).unwrap().lines().next().unwrap();
    let found: serde_json::Value =
        serde_json::from_str(&printed_by(&["analyze", "sample-logs", "--format", "json"])).unwrap();
    assert_eq!(found["findings"][0]["cause"].to_string(), answer);
}

#[test]
fn the_two_commands_of_a_newcomer_stand_there() {
    let commands = blocks().into_iter().find(|block| block.starts_with("cargo run")).unwrap();
    let lines: Vec<&str> =
        commands.lines().map(|line| line.split('#').next().unwrap().trim()).collect();
    let run = "cargo run --release --no-default-features -- sample-logs/";
    assert_eq!(lines, [run, "cargo test --release --workspace"]);
}
