//! A program measured from outside: elapsed time, CPU time, peak of resident memory.
//!
//! All is read from `/proc` of Linux while the child and its own children run. A child that has
//! ended is left unreaped until its CPU time has been read, so that none of it is missed.

use std::io::{Read as _, Seek as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

/// How often a child is looked at: elapsed times are exact to this.
const LOOK: Duration = Duration::from_millis(4);
/// Linux counts CPU time for user space in this unit on every machine (`USER_HZ`).
const TICKS_PER_SECOND: f64 = 100.0;
/// Of the words of `/proc/PID/stat` after the name: user and system time, then the same of
/// children that were waited for.
const TIMES: std::ops::Range<usize> = 11..15;

/// What a run took, and what it printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Seconds from start to end.
    pub wall_s: f64,
    /// User seconds of the child and all its children.
    pub user_s: f64,
    /// System seconds of the same.
    pub system_s: f64,
    /// CPU seconds of the calling process meanwhile, that is of the server in it.
    pub server_s: f64,
    /// The highest sum of the peaks of the processes that ran at the same time.
    pub peak_bytes: u64,
    /// Standard output.
    pub stdout: String,
}

/// Runs a command to its end; `look` is called every few milliseconds with the seconds since it
/// was started, and with its CPU seconds so far.
///
/// # Errors
/// It cannot be started, or fails; then with what it wrote to standard error.
pub fn run(command: &mut Command, mut look: impl FnMut(f64, f64)) -> Result<Run> {
    let mut stdout = tempfile::tempfile()?;
    let mut stderr = tempfile::tempfile()?;
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let [own_user_s, own_system_s] = times("self").context("/proc/self/stat cannot be read")?;
    let start = Instant::now();
    let mut child = command.spawn().with_context(|| format!("{command:?}"))?;
    let (peak_bytes, [user_s, system_s]) =
        watch(&mut child, |cpu_s| look(start.elapsed().as_secs_f64(), cpu_s))?;
    let wall_s = start.elapsed().as_secs_f64();
    let [user_after_s, system_after_s] = times("self").context("/proc/self/stat is gone")?;
    let status = child.wait()?;
    let (mut printed, mut said) = (String::new(), String::new());
    for (file, text) in [(&mut stdout, &mut printed), (&mut stderr, &mut said)] {
        file.rewind()?;
        file.read_to_string(text)?;
    }
    ensure!(status.success(), "{command:?}: {status}\n{said}");
    let server_s = user_after_s + system_after_s - own_user_s - own_system_s;
    Ok(Run { wall_s, user_s, system_s, server_s, peak_bytes, stdout: printed })
}

/// Follows a child to its end, which it does not take from it: its peak and its CPU time.
fn watch(child: &mut Child, mut look: impl FnMut(f64)) -> Result<(u64, [f64; 2])> {
    let process = child.id().to_string();
    let mut peak_bytes = 0;
    loop {
        let stat = text(&format!("/proc/{process}/stat")).context("the child is gone")?;
        let used_s = seconds(&stat).context("/proc/PID/stat is not understood")?;
        if after_name(&stat).starts_with('Z') {
            return Ok((peak_bytes, used_s));
        }
        peak_bytes = peak_bytes.max(high_water(&process));
        look(used_s[0] + used_s[1]);
        std::thread::sleep(LOOK);
    }
}

/// The sum of the peaks of a process and of its children.
fn high_water(process: &str) -> u64 {
    let own = text(&format!("/proc/{process}/status")).and_then(|status| {
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    });
    let children = text(&format!("/proc/{process}/task/{process}/children")).unwrap_or_default();
    own.unwrap_or(0) * 1024 + children.split_whitespace().map(high_water).sum::<u64>()
}

/// User and system seconds of a process.
fn times(process: &str) -> Option<[f64; 2]> {
    let stat = text(&format!("/proc/{process}/stat"))?;
    let words: Vec<&str> = after_name(&stat).split(' ').collect();
    let own = words.get(TIMES)?.first_chunk::<2>()?;
    Some(
        [own[0].parse::<f64>().ok()?, own[1].parse::<f64>().ok()?]
            .map(|ticks| ticks / TICKS_PER_SECOND),
    )
}

/// User and system seconds in a `stat`, with those of children that were waited for.
fn seconds(stat: &str) -> Option<[f64; 2]> {
    let words = after_name(stat).split(' ').collect::<Vec<_>>();
    let ticks = words.get(TIMES)?.iter().map(|word| word.parse::<f64>());
    let ticks = ticks.collect::<Result<Vec<f64>, _>>().ok()?;
    Some([ticks[0] + ticks[2], ticks[1] + ticks[3]].map(|ticks| ticks / TICKS_PER_SECOND))
}

/// What follows the name of the program, which may hold anything, a bracket included.
fn after_name(stat: &str) -> &str {
    stat.rsplit_once(") ").map_or("", |(_, rest)| rest)
}

#[expect(clippy::disallowed_methods, reason = "a page about a process is no log")]
fn text(path: &str) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_any_name() {
        let stat = "7 (a) Z b) Z 1 1 1 0 -1 4 0 0 0 0 150 50 30 20 20 0 1 0";
        assert_eq!(seconds(stat), Some([1.8, 0.7]));
        assert!(after_name(stat).starts_with('Z'));
        assert_eq!(seconds("7 (a) Z 1"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_program_is_followed_to_its_end() {
        let mut looks = 0;
        let mut shell = Command::new("sh");
        let ran = run(shell.args(["-c", "sleep 0.05; echo done"]), |_, _| looks += 1).unwrap();
        assert_eq!(ran.stdout, "done\n");
        assert!(looks > 0 && ran.peak_bytes > 0 && ran.wall_s >= 0.05);
        let error =
            run(Command::new("sh").args(["-c", "echo why >&2; exit 3"]), |_, _| ()).unwrap_err();
        assert!(error.to_string().contains("why"), "{error}");
    }
}
