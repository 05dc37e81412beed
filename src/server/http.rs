//! The relay's one address: WebSocket (NIP-01) or the document about it (NIP-11).

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, State, WebSocketUpgrade};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::connection;
use super::refusal::Refusal;
use super::shared::Shared;
use super::slots::Slot;

/// Bytes that are read at a time. Small: every idle connection holds such a buffer.
const READ_BUFFER: usize = 4 * 1024;
/// Bytes that are gathered before they are written.
const WRITE_BUFFER: usize = 16 * 1024;

/// One connection: from where, to which of our addresses, and its place or why it has none.
#[derive(Debug, Clone)]
pub(crate) struct Peer {
    pub(crate) remote: IpAddr,
    pub(crate) local: IpAddr,
    pub(crate) slot: Result<Arc<Slot>, Refusal>,
}

/// The routes. Only `/` is served (NIP-01).
pub(crate) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(root).options(preflight))
        .fallback(|| async { finished(StatusCode::NOT_FOUND) })
        .method_not_allowed_fallback(|| async { finished(StatusCode::METHOD_NOT_ALLOWED) })
        .with_state(shared)
}

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

async fn root(
    State(shared): State<Arc<Shared>>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Response {
    let slot = match &peer.slot {
        Ok(slot) => Arc::clone(slot),
        Err(why) => {
            let retry = [(header::RETRY_AFTER, HeaderValue::from_static("60"))];
            return finished((StatusCode::SERVICE_UNAVAILABLE, retry, why.to_string()));
        }
    };
    if headers.contains_key(header::UPGRADE) {
        return match upgrade {
            Ok(upgrade) => accept(shared, peer, slot, upgrade),
            Err(rejection) => finished(rejection),
        };
    }
    let mut response = if wants_document(&headers) {
        let json = HeaderValue::from_static("application/nostr+json");
        finished(([(header::CONTENT_TYPE, json)], shared.document.clone()))
    } else {
        finished("This is a Nostr relay. Point a messenger to it, not a browser.\n")
    };
    allow_everyone(response.headers_mut());
    response
}

async fn preflight() -> Response {
    let mut response = finished(StatusCode::NO_CONTENT);
    allow_everyone(response.headers_mut());
    response
}

/// An answer after which the connection is over: only WebSockets stay.
fn finished(answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// NIP-11: web pages of any origin may read the document.
fn allow_everyone(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("*"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, HEAD, OPTIONS"),
    );
}

fn wants_document(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|value| value.contains("application/nostr+json"))
}

fn accept(shared: Arc<Shared>, peer: Peer, slot: Arc<Slot>, upgrade: WebSocketUpgrade) -> Response {
    // Messages somewhat too long are read and refused by name; those beyond end the connection.
    let longest = connection::longest_read(&shared.config.limits);
    let at_work = shared.tasks.token();
    upgrade
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(longest)
        .max_frame_size(longest)
        .on_upgrade(move |socket| async move {
            connection::run(shared, peer.remote, peer.local, socket).await;
            drop((slot, at_work));
        })
}
