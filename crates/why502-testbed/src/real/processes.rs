//! Ends a child process with all it started, also what was started in a group of its own or has
//! lost its parent since.
//!
//! Whatever belongs to the child is known by a mark in its environment, which children inherit
//! and `/proc` shows. Where there is no `/proc`, only the child itself is ended.

use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// Holds the mark; a process without it is never touched.
const VARIABLE: &str = "WHY502_TESTBED_FAMILY";
/// A server that is told to end has so long for it.
const GRACE: Duration = Duration::from_secs(3);
/// A look at all processes, more may start meanwhile: so many looks at most.
const LOOKS: u32 = 5;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A child process; dropping it ends the family.
#[derive(Debug)]
pub(super) struct Family {
    child: Child,
    mark: String,
}

impl Family {
    /// Starts the command, marked.
    ///
    /// # Errors
    /// The program cannot be started.
    pub(super) fn start(command: &mut Command) -> io::Result<Family> {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let nanos = now.map_or(0, |time| time.as_nanos());
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let mark = format!("{VARIABLE}={}-{number}-{nanos}", std::process::id());
        let value = &mark[VARIABLE.len() + 1..];
        let child = command.env(VARIABLE, value).spawn()?;
        Ok(Family { child, mark })
    }

    /// Whether the child itself has ended.
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// Ids of the processes that carry the mark.
    pub(super) fn members(&self) -> Vec<u32> {
        #[expect(clippy::disallowed_methods, reason = "the system's list of processes")]
        let Ok(entries) = std::fs::read_dir("/proc") else { return Vec::new() };
        let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        ids.filter(|id| self.is_member(*id)).collect()
    }

    fn is_member(&self, id: u32) -> bool {
        // Empty for a process that has ended, refused for those of other users.
        #[expect(clippy::disallowed_methods, reason = "the environment of a process")]
        let environment = std::fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        environment.split(|&byte| byte == 0).any(|entry| entry == self.mark.as_bytes())
    }
}

impl Drop for Family {
    fn drop(&mut self) {
        if !self.has_ended() {
            signal("-TERM", &[self.child.id()]);
        }
        let start = Instant::now();
        while !self.has_ended() && start.elapsed() < GRACE {
            std::thread::sleep(Duration::from_millis(20));
        }
        // Has no effect once the child has been waited for.
        let _ = self.child.kill();
        let _ = self.child.wait();
        for _ in 0..LOOKS {
            let members = self.members();
            if members.is_empty() {
                return;
            }
            signal("-KILL", &members);
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn signal(name: &str, ids: &[u32]) {
    let ids = ids.iter().map(u32::to_string);
    let mut kill = Command::new("kill");
    // It complains where a process has gone meanwhile.
    let _ = kill.arg(name).args(ids).stderr(Stdio::null()).status();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grandchildren_end_with_the_child_even_outside_its_group() {
        let script = "setsid sleep 300 & (sleep 300 & ) ; sleep 300";
        let family = Family::start(Command::new("sh").args(["-c", script])).unwrap();
        let start = Instant::now();
        while family.members().len() < 4 {
            assert!(start.elapsed() < Duration::from_secs(30), "{:?}", family.members());
            std::thread::sleep(Duration::from_millis(5));
        }
        let ids = family.members();
        drop(family);
        for id in ids {
            #[expect(clippy::disallowed_methods, reason = "the state of a process")]
            let state = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            assert!(state.is_empty() || state.contains(") Z "), "{state}");
        }
    }
}
