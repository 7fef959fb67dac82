//! A program run by callgrind: how many instructions it took, its children and threads included.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

/// What a run took, and what it printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) instructions: u64,
    pub(super) printed: Vec<u8>,
}

const MISSING: &str = "valgrind is missing: it counts the instructions (Debian's package valgrind)";

/// `valgrind-3.19.0`
pub(super) fn version() -> Result<String> {
    let output = Command::new("valgrind").arg("--version").output().context(MISSING)?;
    ensure!(output.status.success(), MISSING);
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs the program in a folder.
///
/// The environment is empty but for the kernel, so that its size changes no count.
pub(super) fn count(program: &Path, folder: &Path, arguments: &[&str]) -> Result<Counted> {
    let profile = folder.join("callgrind.out");
    let valgrind = std::env::var_os("PATH").context("no PATH")?;
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(program)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", valgrind)
        .env("WHY502_KERNEL", "avx2")
        .stdin(Stdio::null())
        .output()
        .context(MISSING)?;
    let messages = String::from_utf8_lossy(&output.stderr);
    // Found incidents and empty folders have exit statuses of their own.
    ensure!(output.status.code().is_some(), "the program was killed:\n{messages}");
    let instructions =
        collected(&messages).with_context(|| format!("valgrind counted nothing:\n{messages}"))?;
    Ok(Counted { instructions, printed: output.stdout })
}

/// The sum at the end of what callgrind says: `==7== Collected : 1234`.
fn collected(messages: &str) -> Option<u64> {
    let line = messages.lines().rev().find_map(|line| line.split_once(" Collected :"))?;
    line.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_found_behind_what_the_program_says() {
        let messages = "why502: x\n==7== Events    : Ir\n==7== Collected : 172566320\n==7== \n";
        assert_eq!(collected(messages), Some(172_566_320));
        assert_eq!(collected("==7== Collected : many"), None);
        assert_eq!(collected(""), None);
    }
}
