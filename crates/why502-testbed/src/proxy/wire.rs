//! One connection: heads and bodies read from it in bounded pieces, bytes written to it.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::head::{Head, Length};

/// Longer heads are an error.
const HEAD_BYTES: usize = 64 * 1024;
/// Longer bodies are an error where they are held whole.
const WHOLE_BYTES: usize = 512 * 1024 * 1024;

pub(super) struct Wire {
    stream: TcpStream,
    ahead: BytesMut,
}

/// The body that follows a head.
pub(super) struct Body {
    rest: Rest,
}

#[derive(Clone, Copy)]
enum Rest {
    Bytes(u64),
    UntilClose,
    /// The line with the size of a chunk comes next.
    ChunkSize,
    /// Bytes of a chunk, then a line end.
    Chunk(u64),
    ChunkEnd,
    Trailers,
    Nothing,
}

/// Bytes as they came, and whether they are content and not framing.
pub(super) struct Piece {
    pub(super) bytes: Bytes,
    pub(super) is_content: bool,
}

impl Body {
    pub(super) fn new(length: Length) -> Body {
        let rest = match length {
            Length::Known(bytes) => Rest::Bytes(bytes),
            Length::Chunked => Rest::ChunkSize,
            Length::UntilClose => Rest::UntilClose,
        };
        Body { rest }
    }
}

impl Wire {
    pub(super) fn new(stream: TcpStream) -> Wire {
        // Else pieces wait for the acknowledgement of those before.
        let _ = stream.set_nodelay(true);
        Wire { stream, ahead: BytesMut::new() }
    }

    /// The next head; nothing where the other side has closed before its first byte.
    pub(super) async fn head(&mut self) -> io::Result<Option<Head>> {
        loop {
            if let Some(end) = find(&self.ahead, b"\r\n\r\n") {
                return Ok(Some(Head::new(self.ahead.split_to(end).to_vec())));
            }
            if self.ahead.len() > HEAD_BYTES {
                return Err(io::Error::other("a head that does not end"));
            }
            if self.fill().await? == 0 {
                return if self.ahead.is_empty() { Ok(None) } else { Err(cut()) };
            }
        }
    }

    /// The next piece of the body; nothing after its end.
    pub(super) async fn piece(&mut self, body: &mut Body) -> io::Result<Option<Piece>> {
        let (bytes, is_content) = match body.rest {
            Rest::Nothing | Rest::Bytes(0) => return Ok(None),
            Rest::Bytes(left) => {
                let bytes = self.some(left).await?;
                body.rest = Rest::Bytes(left - bytes.len() as u64);
                (bytes, true)
            }
            Rest::UntilClose => {
                if self.ahead.is_empty() && self.fill().await? == 0 {
                    return Ok(None);
                }
                (self.ahead.split().freeze(), true)
            }
            Rest::ChunkSize => {
                let line = self.line().await?;
                let size = chunk_size(&line)?;
                body.rest = if size == 0 { Rest::Trailers } else { Rest::Chunk(size) };
                (line, false)
            }
            Rest::Chunk(left) => {
                let bytes = self.some(left).await?;
                let left = left - bytes.len() as u64;
                body.rest = if left == 0 { Rest::ChunkEnd } else { Rest::Chunk(left) };
                (bytes, true)
            }
            Rest::ChunkEnd => {
                body.rest = Rest::ChunkSize;
                (self.line().await?, false)
            }
            Rest::Trailers => {
                let line = self.line().await?;
                body.rest = if line.len() <= 2 { Rest::Nothing } else { Rest::Trailers };
                (line, false)
            }
        };
        Ok(Some(Piece { bytes, is_content }))
    }

    /// The whole body, with its framing or only its content.
    pub(super) async fn whole(&mut self, length: Length, framed: bool) -> io::Result<Vec<u8>> {
        let mut body = Body::new(length);
        let mut whole = Vec::new();
        while let Some(piece) = self.piece(&mut body).await? {
            if framed || piece.is_content {
                whole.extend_from_slice(&piece.bytes);
            }
            if whole.len() > WHOLE_BYTES {
                return Err(io::Error::other("a body too long to be held"));
            }
        }
        Ok(whole)
    }

    pub(super) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// Ends the connection as one does that has nothing more to say.
    pub(super) async fn close(mut self) {
        let _ = self.stream.shutdown().await;
    }

    /// Ends the connection with a reset.
    pub(super) fn reset(self) {
        let _ = self.stream.set_zero_linger();
    }

    async fn fill(&mut self) -> io::Result<usize> {
        self.ahead.reserve(64 * 1024);
        self.stream.read_buf(&mut self.ahead).await
    }

    async fn some(&mut self, most: u64) -> io::Result<Bytes> {
        if self.ahead.is_empty() && self.fill().await? == 0 {
            return Err(cut());
        }
        let length =
            usize::try_from(most).map_or(self.ahead.len(), |most| most.min(self.ahead.len()));
        Ok(self.ahead.split_to(length).freeze())
    }

    async fn line(&mut self) -> io::Result<Bytes> {
        loop {
            if let Some(end) = find(&self.ahead, b"\r\n") {
                return Ok(self.ahead.split_to(end).freeze());
            }
            if self.ahead.len() > HEAD_BYTES {
                return Err(io::Error::other("a line that does not end"));
            }
            if self.fill().await? == 0 {
                return Err(cut());
            }
        }
    }
}

fn cut() -> io::Error {
    io::Error::from(io::ErrorKind::UnexpectedEof)
}

/// Where the first `wanted` ends.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted).map(|at| at + wanted.len())
}

fn chunk_size(line: &[u8]) -> io::Result<u64> {
    let text = std::str::from_utf8(line).unwrap_or_default();
    let digits = text.split(';').next().unwrap_or_default().trim();
    u64::from_str_radix(digits, 16).map_err(|_| io::Error::other("a chunk of no size"))
}
