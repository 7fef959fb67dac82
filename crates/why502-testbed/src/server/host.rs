//! Connections: accepted, counted, served with keep-alive, each answer given a request id.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use s3s::service::S3Service;
use tokio::net::{TcpListener, TcpStream};

use super::record::Record;
use super::service::RequestId;

/// Serves until it is dropped.
pub(super) async fn accept(listener: TcpListener, service: S3Service, record: Arc<Record>) {
    let numbers = Arc::new(AtomicU64::new(1));
    // A failed accept is a client that has left already; the next one may do better.
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        record.count(|counts| counts.connections += 1);
        // Without it answers wait for the client's delayed acknowledgement.
        let _ = stream.set_nodelay(true);
        tokio::spawn(serve(stream, service.clone(), Arc::clone(&record), Arc::clone(&numbers)));
    }
}

async fn serve(
    stream: TcpStream,
    service: S3Service,
    record: Arc<Record>,
    numbers: Arc<AtomicU64>,
) {
    let answer = service_fn(move |mut request: hyper::Request<Incoming>| {
        let id = format!("{:016X}", numbers.fetch_add(1, Ordering::Relaxed));
        record.count(|counts| counts.requests += 1);
        let value = HeaderValue::from_str(&id).expect("hexadecimal digits make a header value");
        request.extensions_mut().insert(RequestId(id));
        let answered = Service::call(&service, request);
        let record = Arc::clone(&record);
        async move {
            let mut response = answered.await?;
            if response.status().as_u16() >= 400 {
                record.count(|counts| counts.refused += 1);
            }
            response.headers_mut().insert("x-amz-request-id", value);
            Ok::<_, s3s::HttpError>(response)
        }
    });
    // A connection that ends in an error has lost its client.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
}
