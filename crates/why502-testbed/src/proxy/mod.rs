//! An HTTP/1.1 proxy that stands between a client and any server on the loopback interface and
//! does to answers what networks do: refusals, resets, cuts, damage, silence, slowness.
//!
//! Bytes and the `Host` header go through unchanged, so signatures stay valid. What no rule asks
//! for is not touched, connections are kept alive on both sides.
//!
//! Modules, each using only those to its left: `fault → rule → head → wire → ledger → refusal → spoil → exchange → door`

mod door;
mod exchange;
mod fault;
mod head;
mod ledger;
mod refusal;
mod rule;
mod spoil;
mod wire;

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use tokio::sync::mpsc;

use crate::background::Background;

use door::{Command, Door};
pub use fault::Fault;
pub use ledger::Act;
use ledger::Ledger;
pub use rule::Rule;

/// A running proxy; stops when dropped, with all connections cut.
#[derive(Debug)]
pub struct Proxy {
    background: Background,
    ledger: Arc<Ledger>,
    commands: mpsc::UnboundedSender<Command>,
}

/// Sets up a proxy.
#[derive(Debug)]
pub struct Builder {
    upstream: String,
    rules: Vec<Rule>,
}

impl Builder {
    /// Adds a rule; where several match a request, the first that is due acts.
    #[must_use]
    pub fn rule(mut self, rule: Rule) -> Builder {
        self.rules.push(rule);
        self
    }

    /// Starts the proxy on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// The server's address cannot be read or is not on the loopback interface; no port; no
    /// thread.
    pub fn start(self) -> io::Result<Proxy> {
        let upstream = loopback(&self.upstream)?;
        let ledger = Arc::new(Ledger::new(self.rules));
        let (commands, orders) = mpsc::unbounded_channel();
        let kept = Arc::clone(&ledger);
        let background = Background::start("testbed-proxy", move |listener| {
            door::keep(listener, upstream, kept, orders)
        })?;
        Ok(Proxy { background, ledger, commands })
    }
}

impl Proxy {
    /// A proxy before the server at `http://127.0.0.1:port` (or without `http://`).
    pub fn before(upstream: &str) -> Builder {
        Builder { upstream: upstream.to_owned(), rules: Vec::new() }
    }

    /// `http://127.0.0.1:port`, to be used in place of the server's.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.background.address())
    }

    /// Adds a rule after the others.
    pub fn add(&self, rule: Rule) {
        self.ledger.add(rule);
    }

    /// Takes all rules away.
    pub fn clear(&self) {
        self.ledger.clear();
    }

    /// Requests so far with what was done to each, in the order they came.
    pub fn acts(&self) -> Vec<Act> {
        self.ledger.acts()
    }

    /// How many requests had something done to them.
    pub fn faults(&self) -> usize {
        self.ledger.acts().iter().filter(|act| act.fault.is_some()).count()
    }

    /// Connections accepted so far.
    pub fn connections(&self) -> u64 {
        self.ledger.connections()
    }

    /// Refuses connections from now on and resets those that are open.
    pub fn refuse(&self) {
        self.command(Door::Shut);
    }

    /// Accepts connections and reads requests, but answers nothing any more; answers under
    /// way stop where they are.
    pub fn silence(&self) {
        self.command(Door::Silent);
    }

    /// Goes on after [`refuse`](Proxy::refuse) or [`silence`](Proxy::silence).
    pub fn resume(&self) {
        self.command(Door::Open);
    }

    fn command(&self, door: Door) {
        let (done, wait) = std::sync::mpsc::channel();
        if self.commands.send(Command { door, done }).is_ok() {
            let _ = wait.recv();
        }
    }
}

fn loopback(upstream: &str) -> io::Result<SocketAddr> {
    let address = upstream.strip_prefix("http://").unwrap_or(upstream).trim_end_matches('/');
    let found = address.to_socket_addrs()?.find(|address| address.ip().is_loopback());
    found.ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, format!("{upstream} is not on loopback"))
    })
}
