//! From a dialed stream to a WebSocket, or a sentence why this is no relay.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::stream::StreamExt;
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::timeout;
use tokio_tungstenite::client_async_with_config;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, http};
use tokio_util::sync::CancellationToken;

use super::{Connection, Counts, OUTGOING, Routes, Shared, reader};
pub use crate::model::OpenError;
use crate::model::{Clock, RelayAddress};
use crate::relay::dialer::{Dialer, Stream};
use crate::relay::frame::MAX_MESSAGE;

/// Longest wait for the WebSocket handshake.
const HANDSHAKE: Duration = Duration::from_secs(8);

impl OpenError {
    fn from_status(status: u16) -> Self {
        match status {
            401 | 402 | 403 | 407 | 429 | 451 => Self::TurnedAway(status),
            500..=599 => Self::InTrouble(status),
            _ => Self::NotARelay(status),
        }
    }
}

impl Connection {
    /// Dials and shakes hands.
    pub(crate) async fn open(
        dialer: &Dialer,
        address: &RelayAddress,
        clock: &Clock,
    ) -> Result<Self, OpenError> {
        let stream = dialer.dial(address).await?;
        let mut config = WebSocketConfig::default();
        config.max_message_size = Some(MAX_MESSAGE);
        config.max_frame_size = Some(MAX_MESSAGE);
        config.read_buffer_size = 16 * 1024;
        config.write_buffer_size = 0;
        let handshake = client_async_with_config(address.as_str(), stream, Some(config));
        let socket = match timeout(HANDSHAKE, handshake).await {
            Err(_) => return Err(OpenError::Silent),
            Ok(Err(error)) => return Err(read_error(error)),
            Ok(Ok((socket, _))) => socket,
        };
        let (outgoing, queue) = mpsc::channel(OUTGOING);
        let end = CancellationToken::new();
        let shared = Arc::new(Shared {
            address: address.clone(),
            clock: clock.clone(),
            outgoing,
            routes: Mutex::new(Routes::default()),
            challenge: watch::Sender::new(None),
            proofs: Mutex::default(),
            proving: tokio::sync::Mutex::new(()),
            heard: watch::Sender::new(0),
            answers: watch::Sender::new(0),
            owed: watch::Sender::new(None),
            suspect: Notify::new(),
            notice: watch::Sender::new(None),
            lost: watch::Sender::new(None),
            end: end.clone(),
            counts: Counts::default(),
            latency_ms: AtomicU32::new(u32::MAX),
            waiting: AtomicUsize::new(0),
            names_nothing: AtomicBool::new(false),
            held_up: AtomicBool::new(false),
        });
        let (sink, source) = socket.split();
        tokio::spawn(reader::write(shared.clone(), sink, queue));
        tokio::spawn(reader::read(shared.clone(), source));
        Ok(Self { shared, _last_one_closes: Arc::new(end.drop_guard()) })
    }
}

/// The socket as the two tasks see it.
pub(super) type Socket = tokio_tungstenite::WebSocketStream<Stream>;

fn read_error(error: Error) -> OpenError {
    match error {
        Error::Http(response) => OpenError::from_status(response.status().as_u16()),
        Error::Io(_) | Error::ConnectionClosed | Error::AlreadyClosed => OpenError::Cut,
        Error::Protocol(
            tokio_tungstenite::tungstenite::error::ProtocolError::HandshakeIncomplete,
        ) => OpenError::Cut,
        // Answered 101 and then broke the handshake's rules: an odd web server, no relay.
        Error::Protocol(
            tokio_tungstenite::tungstenite::error::ProtocolError::SecWebSocketAcceptKeyMismatch
            | tokio_tungstenite::tungstenite::error::ProtocolError::MissingUpgradeWebSocketHeader
            | tokio_tungstenite::tungstenite::error::ProtocolError::MissingConnectionUpgradeHeader,
        ) => OpenError::NotARelay(http::StatusCode::SWITCHING_PROTOCOLS.as_u16()),
        _ => OpenError::NotHttp,
    }
}
