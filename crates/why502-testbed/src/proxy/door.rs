//! The listener: opens, shuts and falls silent as it is told.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

use super::exchange::Exchange;
use super::ledger::Ledger;
use super::spoil::Fate;
use super::wire::Wire;

/// How the proxy as a whole behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    Open,
    Shut,
    Silent,
}

/// A change of behaviour; `done` hears when it holds.
#[derive(Debug)]
pub(super) struct Command {
    pub(super) door: Door,
    pub(super) done: std::sync::mpsc::Sender<()>,
}

/// Keeps the door until the proxy is dropped.
pub(super) async fn keep(
    listener: TcpListener,
    upstream: SocketAddr,
    ledger: Arc<Ledger>,
    mut orders: mpsc::UnboundedReceiver<Command>,
) {
    let Ok(address) = listener.local_addr() else { return };
    let mut listener = Some(listener);
    let (is_silent, hear) = watch::channel(false);
    // Dropping the sender cuts all connections made while it lived.
    let (mut alive, mut life) = watch::channel(());
    loop {
        tokio::select! {
            stream = accept(listener.as_ref()) => {
                let number = ledger.connection();
                let (ledger, is_silent) = (Arc::clone(&ledger), hear.clone());
                let exchange = Exchange { number, upstream, ledger, is_silent, server: None };
                tokio::spawn(serve(stream, exchange, life.clone()));
            }
            order = orders.recv() => {
                let Some(order) = order else { return };
                if order.door == Door::Shut {
                    listener = None;
                    (alive, life) = watch::channel(());
                } else if listener.is_none() {
                    listener = bind(address).await;
                }
                is_silent.send_replace(order.door == Door::Silent);
                let _ = order.done.send(());
            }
        }
        // Keeps the sender alive: it is only ever dropped to be replaced.
        let _ = &alive;
    }
}

async fn accept(listener: Option<&TcpListener>) -> TcpStream {
    let Some(listener) = listener else { return std::future::pending().await };
    loop {
        if let Ok((stream, _)) = listener.accept().await {
            return stream;
        }
        tokio::task::yield_now().await;
    }
}

/// Listens again where it did before; somebody may hold the port for a moment.
async fn bind(address: SocketAddr) -> Option<TcpListener> {
    for _ in 0..100 {
        if let Ok(listener) = TcpListener::bind(address).await {
            return Some(listener);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    None
}

async fn serve(stream: TcpStream, mut exchange: Exchange, mut life: watch::Receiver<()>) {
    let mut client = Wire::new(stream);
    let fate = tokio::select! {
        fate = exchange.run(&mut client) => fate,
        _ = life.changed() => Fate::Reset,
    };
    match fate {
        Fate::Reset => client.reset(),
        Fate::Kept | Fate::Closed => client.close().await,
    }
}
