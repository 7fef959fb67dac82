//! MiniStack, which answers as many services of AWS do, S3 among them, with pages, ranges,
//! conditions and archived objects. It does not verify signatures.

use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::processes::Family;

/// It answers within half a second on an idle machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// A free port may be taken by another before the server has it.
const TRIES: u32 = 3;

/// A running MiniStack; ends with all its children when dropped.
#[derive(Debug)]
pub struct MiniStack {
    // Before the folder: fields are dropped in this order.
    family: Family,
    address: SocketAddr,
    folder: TempDir,
}

impl MiniStack {
    /// `http://127.0.0.1:port`; path style, any keys.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Starts the program on a free port of 127.0.0.1 and waits until it is healthy.
///
/// # Errors
/// It cannot be started, ends at once, or is not healthy after a minute; the last lines it wrote
/// are in the message.
pub fn ministack(program: &Path) -> io::Result<MiniStack> {
    let mut tries = 1;
    loop {
        match start(program) {
            Err(error) if tries < TRIES && error.kind() == io::ErrorKind::BrokenPipe => tries += 1,
            result => return result,
        }
    }
}

fn start(program: &Path) -> io::Result<MiniStack> {
    let folder = tempfile::tempdir()?;
    let log = File::create(folder.path().join("log"))?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let mut command = Command::new(program);
    command
        .env("BIND_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", port.to_string())
        .env("TMPDIR", folder.path())
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log);
    let family = Family::start(&mut command)?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut started = MiniStack { family, address, folder };
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if started.family.has_ended() {
            return Err(started.failure(io::ErrorKind::BrokenPipe, "ended before it was healthy"));
        }
        if is_healthy(address).unwrap_or(false) {
            return Ok(started);
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    Err(started.failure(io::ErrorKind::TimedOut, "is not healthy after a minute"))
}

impl MiniStack {
    fn failure(&self, kind: io::ErrorKind, what: &str) -> io::Error {
        #[expect(clippy::disallowed_methods, reason = "the child's own output")]
        let log = std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(10).collect();
        let lines: Vec<&str> = lines.into_iter().rev().collect();
        io::Error::new(kind, format!("MiniStack {what}:\n{}", lines.join("\n")))
    }
}

fn is_healthy(address: SocketAddr) -> io::Result<bool> {
    let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let request = "GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    stream.write_all(request.as_bytes())?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    Ok(status.ends_with(b" 200"))
}
