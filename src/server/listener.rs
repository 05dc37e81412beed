//! Accepts connections and speaks HTTP until they become WebSockets.

use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

use super::http::{Peer, router};
use super::shared::Shared;

/// How long a client may take to say what it wants.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// Most bytes of a request's head.
const HEADER_BYTES: usize = 16 * 1024;
/// Connections beyond the limit that are told so, at once; others are just closed.
const TOLD: usize = 64;

/// Accepts until the relay stops.
pub(crate) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    let router = router(Arc::clone(&shared));
    let told = Arc::new(tokio::sync::Semaphore::new(TOLD));
    loop {
        let accepted = tokio::select! {
            () = shared.draining.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        let (stream, remote) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Out of files, most likely: existing connections go on, new ones wait.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::select! {
                    () = shared.draining.cancelled() => return,
                    () = tokio::time::sleep(Duration::from_millis(200)) => {}
                }
                continue;
            }
        };
        let Ok(local) = stream.local_addr() else { continue };
        let slot = shared.slots.take(remote.ip()).map(Arc::new);
        let telling = match &slot {
            Ok(_) => None,
            Err(_) => match Arc::clone(&told).try_acquire_owned() {
                Ok(permit) => Some(permit),
                Err(_) => continue,
            },
        };
        let peer = Peer { remote: remote.ip(), local: local.ip(), slot };
        let (router, draining) = (router.clone(), shared.draining.clone());
        shared.tasks.spawn(async move {
            tokio::select! {
                () = draining.cancelled() => {}
                () = speak(stream, peer, router) => {}
            }
            drop(telling);
        });
    }
}

/// One HTTP request, which may turn the connection into a WebSocket.
async fn speak(stream: TcpStream, peer: Peer, router: Router) {
    // Small messages must not wait for more.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router.layer(Extension(peer)));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(HEADER_BYTES)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    // A client that goes away or speaks no HTTP is no error of ours.
    let _ = connection.await;
}
