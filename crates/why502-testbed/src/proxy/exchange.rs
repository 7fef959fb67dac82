//! One request after another on a client's connection, each with its answer.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio::sync::watch;

use super::fault::Fault;
use super::head::{Head, Length};
use super::ledger::{GivenPage, Ledger};
use super::refusal::refusal;
use super::spoil::{self, Fate};
use super::wire::{Body, Wire};

/// A client's connection and the one to the server that goes with it.
pub(super) struct Exchange {
    pub(super) number: u64,
    pub(super) upstream: SocketAddr,
    pub(super) ledger: Arc<Ledger>,
    /// Whether nothing may be answered now.
    pub(super) is_silent: watch::Receiver<bool>,
    pub(super) server: Option<Wire>,
}

/// A request read whole: its body is framed as it came.
struct Request {
    head: Head,
    body: Vec<u8>,
}

impl Exchange {
    /// Serves requests until the connection has to end.
    pub(super) async fn run(&mut self, client: &mut Wire) -> Fate {
        loop {
            match self.once(client).await {
                Ok(Fate::Kept) => {}
                Ok(fate) => return fate,
                // One side broke off: so does the other.
                Err(_) => return Fate::Reset,
            }
        }
    }

    async fn once(&mut self, client: &mut Wire) -> io::Result<Fate> {
        let Some(head) = client.head().await? else { return Ok(Fate::Closed) };
        if head.expects_continue() {
            client.send(b"HTTP/1.1 100 Continue\r\n\r\n").await?;
        }
        let body = client.whole(head.request_length()?, true).await?;
        let request = Request { head, body };
        let fault = self.ledger.decide(self.number, &request.head);
        self.wait_for_voice().await;
        let fate = match fault {
            None => self.forward(client, &request).await?,
            Some(fault) => self.befall(client, &request, &fault).await?,
        };
        Ok(if request.head.closes() && fate == Fate::Kept { Fate::Closed } else { fate })
    }

    async fn befall(
        &mut self,
        client: &mut Wire,
        request: &Request,
        fault: &Fault,
    ) -> io::Result<Fate> {
        if let Some(refusal) = refusal(fault, request.head.method()) {
            client.send(&refusal).await?;
            return Ok(Fate::Kept);
        }
        match *fault {
            Fault::ResetBeforeAnswer => return Ok(Fate::Reset),
            Fault::StallBeforeHead { pause } => {
                tokio::time::sleep(pause).await;
                return self.forward(client, request).await;
            }
            Fault::RepeatedPage => {
                if let Some(page) = self.ledger.page(request.head.target()) {
                    return spoil::send(client, &page.head, &page.content, fault).await;
                }
            }
            _ => {}
        }
        let (head, content) = self.held_answer(request).await?;
        spoil::send(client, &head, &content, fault).await
    }

    /// Sends the server's answer on as it comes.
    async fn forward(&mut self, client: &mut Wire, request: &Request) -> io::Result<Fate> {
        let target = request.head.target();
        if self.ledger.wants_page(target) {
            let (head, content) = self.held_answer(request).await?;
            client.send(head.with_length(content.len()).bytes()).await?;
            client.send(&content).await?;
            if head.status() == 200 {
                self.ledger.keep_page(target, GivenPage { head, content });
            }
            return Ok(Fate::Kept);
        }
        let (mut server, head) = self.asked(request).await?;
        client.send(head.bytes()).await?;
        let length = head.answer_length(request.head.method())?;
        let mut body = Body::new(length);
        while let Some(piece) = server.piece(&mut body).await? {
            self.wait_for_voice().await;
            client.send(&piece.bytes).await?;
        }
        if length == Length::UntilClose || head.closes() {
            return Ok(Fate::Closed);
        }
        self.server = Some(server);
        Ok(Fate::Kept)
    }

    /// The server's answer, read whole.
    async fn held_answer(&mut self, request: &Request) -> io::Result<(Head, Vec<u8>)> {
        let (mut server, head) = self.asked(request).await?;
        let length = head.answer_length(request.head.method())?;
        let content = server.whole(length, false).await?;
        if length != Length::UntilClose && !head.closes() {
            self.server = Some(server);
        }
        Ok((head, content))
    }

    /// The head of the server's answer. A connection that was kept may have been closed by the
    /// server meanwhile: then a new one is tried.
    async fn asked(&mut self, request: &Request) -> io::Result<(Wire, Head)> {
        if let Some(kept) = self.server.take()
            && let Ok(answered) = ask(kept, request).await
        {
            return Ok(answered);
        }
        let stream = TcpStream::connect(self.upstream).await?;
        ask(Wire::new(stream), request).await
    }

    async fn wait_for_voice(&mut self) {
        // The sender lives as long as the proxy; without it there is nothing to wait for.
        let _ = self.is_silent.wait_for(|is_silent| !is_silent).await;
    }
}

async fn ask(mut server: Wire, request: &Request) -> io::Result<(Wire, Head)> {
    server.send(request.head.bytes()).await?;
    server.send(&request.body).await?;
    loop {
        let Some(head) = server.head().await? else {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        };
        // `100 Continue`: the body is there already.
        if !(100..200).contains(&head.status()) {
            return Ok((server, head));
        }
    }
}
