//! Starting and stopping a relay.

use std::future::Future;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::config::{Config, Data};
use super::error::ServerError;
use super::hub::Hub;
use super::info;
use super::intake::Intake;
use super::listener;
use super::shared::Shared;
use super::slots::Slots;
use super::store::{self, Readers};
use super::sync::SyncRoom;
use crate::model::RelayAddress;

/// How long a stop waits for events to be answered, and then for connections to close.
const STOP_TIME: Duration = Duration::from_secs(10);

/// A running relay. [`stop`](Self::stop) ends it cleanly; dropping it ends it too, without waiting.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    shared: Option<Arc<Shared>>,
    threads: Vec<JoinHandle<()>>,
}

impl Relay {
    /// Opens the database and listens. Port 0 takes a free one.
    ///
    /// Runs on the current Tokio runtime, with a few threads of its own for SQLite and signatures.
    ///
    /// # Errors
    /// [`ServerError`]: the address is taken, or the data cannot be used.
    pub async fn start(
        config: Config,
        listen: SocketAddr,
        data: Data,
    ) -> Result<Self, ServerError> {
        let listener = TcpListener::bind(listen)
            .await
            .map_err(|source| ServerError::Listen { address: listen, source })?;
        let address = listener.local_addr().map_err(ServerError::Start)?;
        let opened = tokio::task::spawn_blocking(move || build(config, &data)).await;
        let (shared, threads) =
            opened.map_err(|error| ServerError::Start(std::io::Error::other(error)))??;
        shared.tasks.spawn(listener::serve(listener, Arc::clone(&shared)));
        Ok(Self { address, shared: Some(shared), threads })
    }

    /// Where it listens.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// The address that a client on this machine dials.
    pub fn url(&self) -> RelayAddress {
        let mut address = self.address;
        match address {
            SocketAddr::V4(v4) if v4.ip().is_unspecified() => {
                address.set_ip(Ipv4Addr::LOCALHOST.into());
            }
            SocketAddr::V6(v6) if v6.ip().is_unspecified() => {
                address.set_ip(Ipv6Addr::LOCALHOST.into());
            }
            _ => {}
        }
        format!("ws://{address}")
            .parse()
            .unwrap_or_else(|_| unreachable!("a socket address makes a relay address"))
    }

    /// How many connections are open.
    pub fn connections(&self) -> usize {
        self.shared.as_ref().map_or(0, |shared| shared.slots.taken())
    }

    /// Serves until `shutdown` comes, then stops cleanly.
    pub async fn serve_until(self, shutdown: impl Future<Output = ()>) {
        shutdown.await;
        self.stop().await;
    }

    /// Stops cleanly: nothing new is accepted, what was taken in is committed and answered, every
    /// connection gets a WebSocket close, the database is written out and closed.
    pub async fn stop(mut self) {
        let Some(shared) = self.shared.take() else { return };
        shared.draining.cancel();
        let answered = timeout(STOP_TIME, shared.intake.drained()).await.is_ok();
        shared.closing.cancel();
        shared.tasks.close();
        let closed = timeout(STOP_TIME, shared.tasks.wait()).await.is_ok();
        // The threads end when the last way to them is gone.
        drop(shared);
        if !(answered && closed) {
            tracing::warn!("the relay stopped without waiting for everything to end");
            return;
        }
        let threads = std::mem::take(&mut self.threads);
        let joined = tokio::task::spawn_blocking(move || {
            threads.into_iter().all(|thread| thread.join().is_ok())
        });
        if !joined.await.unwrap_or(false) {
            tracing::error!("a thread of the relay failed");
        }
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            shared.draining.cancel();
            shared.closing.cancel();
        }
    }
}

fn build(config: Config, data: &Data) -> Result<(Arc<Shared>, Vec<JoinHandle<()>>), ServerError> {
    let limits = &config.limits;
    let database = store::open(data, limits.database_bytes)?;
    let hub = Arc::new(Hub::default());
    let (readers, mut threads) = Readers::start(&database, limits.query_time)?;
    let (depositor, writer) =
        store::start_writer(database, Arc::clone(&hub), config.clock.clone())?;
    let (intake, verifiers) = Intake::start(Arc::clone(&hub), depositor)?;
    threads.extend(verifiers);
    threads.push(writer);
    let document = info::document(&config).to_string();
    let slots = Arc::new(Slots::new(limits.connections, limits.connections_per_address));
    let shared = Shared {
        config,
        hub,
        intake,
        readers,
        sync_room: SyncRoom::default(),
        slots,
        draining: CancellationToken::new(),
        closing: CancellationToken::new(),
        tasks: TaskTracker::new(),
        document,
    };
    Ok((Arc::new(shared), threads))
}
