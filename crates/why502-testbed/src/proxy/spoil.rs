//! A held answer sent on, with its fault.

use std::io;
use std::time::Duration;

use super::fault::Fault;
use super::head::Head;
use super::wire::Wire;

/// What becomes of the client's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Kept,
    Closed,
    Reset,
}

/// Bytes sent last are on their way before the reset overtakes them.
const BEFORE_RESET: Duration = Duration::from_millis(20);

/// Sends the answer, spoilt in its body. Faults of other kinds send it as it is.
pub(super) async fn send(
    client: &mut Wire,
    head: &Head,
    content: &[u8],
    fault: &Fault,
) -> io::Result<Fate> {
    let upto = |bytes: usize| bytes.min(content.len());
    let shown = match *fault {
        Fault::ShortLength { bytes } => &content[..upto(bytes)],
        _ => content,
    };
    client.send(head.with_length(shown.len()).bytes()).await?;
    match *fault {
        Fault::ResetInBody { after_bytes } => {
            client.send(&content[..upto(after_bytes)]).await?;
            tokio::time::sleep(BEFORE_RESET).await;
            return Ok(Fate::Reset);
        }
        Fault::FinInBody { after_bytes } => {
            client.send(&content[..upto(after_bytes)]).await?;
            return Ok(Fate::Closed);
        }
        Fault::FlippedByte { at } => {
            let mut spoilt = content.to_vec();
            if let Some(last) = spoilt.len().checked_sub(1) {
                spoilt[at.min(last)] ^= 1;
            }
            client.send(&spoilt).await?;
        }
        Fault::StallInBody { after_bytes, pause } => {
            client.send(&content[..upto(after_bytes)]).await?;
            tokio::time::sleep(pause).await;
            client.send(&content[upto(after_bytes)..]).await?;
        }
        Fault::Drip { bytes, pause } => {
            for piece in content.chunks(bytes.max(1)) {
                client.send(piece).await?;
                tokio::time::sleep(pause).await;
            }
        }
        _ => client.send(shown).await?,
    }
    Ok(Fate::Kept)
}
