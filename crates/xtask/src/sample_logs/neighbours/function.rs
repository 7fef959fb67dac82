//! Lines of a Lambda function's log.

use crate::sample_logs::clock::Moment;
use crate::sample_logs::neighbours::envelope::exported;
use crate::sample_logs::neighbours::log::{Log, millis};

/// One invocation.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// When it began.
    pub at: Moment,
    /// Its request id.
    pub id: String,
    /// Milliseconds it ran.
    pub duration_ms: u64,
    /// Set where it ran into its own time limit.
    pub timed_out: bool,
    /// What the function logged, lines and all.
    pub message: Option<String>,
}

impl Invocation {
    fn end(&self) -> Moment {
        self.at + self.duration_ms as i64 * 1_000
    }

    /// The lines as an export from CloudWatch Logs has them; lines behind the first of a message
    /// have no time.
    pub fn write_export(&self, log: &mut Log) {
        log.record(&exported(self.at, &format!("START RequestId: {} Version: 42", self.id)));
        if let Some(message) = &self.message {
            for (place, line) in message.lines().enumerate() {
                if place == 0 {
                    log.record(&exported(
                        self.at,
                        &format!("{}\t{}\tINFO\t{line}", millis(self.at), self.id),
                    ));
                } else {
                    log.record(line);
                }
            }
        }
        if self.timed_out {
            let seconds = self.duration_ms as f64 / 1_000.0;
            log.record(&exported(
                self.end(),
                &format!(
                    "{} {} Task timed out after {seconds:.2} seconds",
                    millis(self.end()),
                    self.id
                ),
            ));
        }
        log.record(&exported(self.end(), &format!("END RequestId: {}", self.id)));
        let status = if self.timed_out { "Status: timeout" } else { "" };
        log.record(&exported(
            self.end(),
            &format!(
                "REPORT RequestId: {}\tDuration: {}.00 ms\tBilled Duration: {} ms\tMemory Size: 512 MB\tMax Memory Used: 187 MB\t{status}",
                self.id, self.duration_ms, self.duration_ms
            ),
        ));
    }

    /// The platform's events as JSON.
    pub fn write_json(&self, log: &mut Log) {
        let status = if self.timed_out { "timeout" } else { "success" };
        log.record(&format!(
            "{{\"time\":\"{}\",\"type\":\"platform.start\",\"record\":{{\"requestId\":\"{}\",\"version\":\"42\"}}}}",
            millis(self.at),
            self.id
        ));
        log.record(&format!(
            "{{\"time\":\"{}\",\"type\":\"platform.report\",\"record\":{{\"requestId\":\"{}\",\"metrics\":{{\"durationMs\":{}.5,\"billedDurationMs\":{},\"memorySizeMB\":512,\"maxMemoryUsedMB\":187}},\"status\":\"{status}\"}}}}",
            millis(self.end()),
            self.id,
            self.duration_ms,
            self.duration_ms + 1,
        ));
    }
}
