//! Defaults from the configuration file, and what is made from the flags: completions, manual pages.

use std::process::{Command, Stdio};

use crate::logs::alb;
use crate::program::{Folder, Run, finished};

fn run_with(folder: &Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Run {
    let mut command = folder.command(arguments);
    finished(command.envs(variables.iter().copied()).spawn().unwrap())
}

#[test]
fn flags_go_before_variables_and_those_before_the_file() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    folder.put("c.toml", "tz = \"Asia/Tokyo\"\n[aliases]\nprod = \"alb.log\"\n");
    let file = [("WHY502_CONFIG", "c.toml")];
    let tokyo = run_with(&folder, &["@prod"], &file);
    assert_eq!(tokyo.status, 0, "{}", tokyo.stderr);
    assert!(tokyo.stdout.contains(" JST"), "{}", tokyo.stdout);
    let named = folder.run(&["--config", "c.toml", "analyze", "@prod"]);
    assert_eq!(named.stdout, tokyo.stdout);
    let variable = [("WHY502_CONFIG", "c.toml"), ("WHY502_TZ", "Europe/Berlin")];
    let berlin = run_with(&folder, &["@prod"], &variable);
    assert!(berlin.stdout.contains(" CET"), "{}", berlin.stdout);
    let utc = run_with(&folder, &["@prod", "--tz", "UTC"], &variable);
    assert_eq!(utc.stdout, folder.run(&["alb.log"]).stdout);
    let records = run_with(&folder, &["records", "@prod", "--limit", "1"], &file);
    assert_eq!(records.status, 0, "{}", records.stderr);
}

#[test]
fn the_file_of_the_home_folder_is_read_unless_an_empty_name_turns_it_off() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    folder.put("why502/config.toml", "lang = \"ja\"\n");
    let home = folder.path().to_str().unwrap();
    let mut command = folder.command(&["alb.log"]);
    let japanese =
        finished(command.env_remove("WHY502_CONFIG").env("XDG_CONFIG_HOME", home).spawn().unwrap());
    assert_eq!(japanese.stdout, folder.run(&["alb.log", "--lang", "ja"]).stdout);
    let off = run_with(&folder, &["alb.log"], &[("XDG_CONFIG_HOME", home)]);
    assert_eq!(off.stdout, folder.run(&["alb.log"]).stdout);
}

#[test]
fn a_mistake_in_the_file_is_told_with_its_line() {
    let folder = Folder::new();
    folder.put("alb.log", alb(0));
    folder.put("c.toml", "slo = 99.9\nregoin = \"eu-west-1\"\n");
    for (arguments, words) in [
        (&["alb.log", "--config", "c.toml"][..], "c.toml:2: there is no key `regoin`; the nearest"),
        (&["alb.log", "--config", "absent.toml"], "absent.toml cannot be read"),
        (&["@prod"], "`@prod`: no such file, and no alias"),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        run.said(&[words]);
    }
    let help = folder.run(&["analyze", "--config", "c.toml", "--help"]);
    assert_eq!((help.status, help.stderr.as_str()), (0, ""));
}

#[test]
fn completions_name_every_verb_and_bash_can_read_its_own() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = folder.run(&["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["analyze", "records", "alarms", "fail-on"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    let run = folder.run(&["completions", "tcsh"]);
    assert_eq!(run.status, 2);
    run.said(&["`tcsh` is no value of it", "bash"]);
    folder.put("why502.bash", folder.run(&["completions", "bash"]).stdout);
    let mut bash = Command::new("bash");
    let bash = bash.args(["-n", "why502.bash"]).current_dir(folder.path()).stderr(Stdio::piped());
    // Where there is no bash, nobody can say.
    if let Ok(output) = bash.output() {
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn manual_pages_are_printed_one_by_one_or_written_into_a_folder() {
    let folder = Folder::new();
    let page = folder.run(&["man"]);
    assert_eq!(page.status, 0);
    assert!(page.stdout.contains(".TH why502 1"), "{}", page.stdout);
    folder.put("man/keep", "");
    assert_eq!(folder.run(&["man", "--dir", "man"]).status, 0);
    assert_eq!(folder.text("man/why502.1"), page.stdout);
    assert_eq!(folder.text("man/why502-records.1"), folder.run(&["man", "records"]).stdout);
    for (arguments, words) in [
        (&["man", "recrods"][..], "`recrods` is no verb; the nearest is `records`"),
        (&["man", "--dir", "absent"], "--dir absent: there is no such folder"),
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        run.said(&[words]);
    }
}
