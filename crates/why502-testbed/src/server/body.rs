//! The body of an answer, handed out in pieces and counted as the connection takes them.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::record::Record;

/// As much as a socket takes at once; so a client that leaves early is seen in the count.
const PIECE_BYTES: usize = 64 * 1024;

pub(super) struct Counted {
    rest: Bytes,
    record: Arc<Record>,
}

impl Counted {
    pub(super) fn new(content: Bytes, record: Arc<Record>) -> Counted {
        Counted { rest: content, record }
    }
}

impl Body for Counted {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let length = self.rest.len().min(PIECE_BYTES);
        let piece = self.rest.split_to(length);
        self.record.count(|counts| counts.sent_bytes += length as u64);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}
