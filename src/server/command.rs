//! `hushwing relay --listen ADDR --data DIR`.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;

use super::config::{Config, Data};
use super::error::ServerError;
use super::file_limit::raise_file_limit;
use super::relay::Relay;
use crate::model::RelayAddress;

/// What the command line may set beside the address and the folder.
#[derive(Debug, Clone, Default)]
pub struct CommandOptions {
    /// What NIP-11 calls the relay.
    pub name: Option<String>,
    /// Public addresses (`--url`), for clients that prove a key (NIP-42) behind a proxy or a name.
    pub urls: Vec<RelayAddress>,
    /// Log ids, keys and addresses too.
    pub log_content: bool,
    /// Serve gift wraps to everybody.
    pub open: bool,
}

/// Serves until SIGTERM or SIGINT. Prints `listening on ws://ADDR` once it does.
///
/// # Errors
/// [`ServerError`], a sentence for the person who started it.
pub fn command(listen: &str, data: &Path, options: CommandOptions) -> Result<(), ServerError> {
    let address = parse_listen(listen)?;
    let mut config = Config {
        urls: options.urls,
        log_content: options.log_content,
        gate: !options.open,
        ..Config::default()
    };
    if let Some(name) = options.name {
        config.name = name;
    }
    let files = raise_file_limit();
    if !files.is_enough_for(config.limits.connections) {
        let allowed = files.files.unwrap_or_default();
        config.limits.connections =
            usize::try_from(allowed).unwrap_or(usize::MAX).saturating_sub(64).max(16);
        eprintln!(
            "The system allows {allowed} open files, so at most {} connections are taken; raise the \
             limit with `ulimit -n` or LimitNOFILE=.",
            config.limits.connections
        );
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServerError::Start)?;
    runtime.block_on(async {
        let signals = Signals::listen()?;
        let relay = Relay::start(config, address, Data::Dir(data.to_owned())).await?;
        // Whoever started it may have closed the pipe: serving goes on.
        let mut out = std::io::stdout();
        let _ = writeln!(out, "listening on ws://{}", relay.local_addr());
        let _ = out.flush();
        relay.serve_until(signals.come()).await;
        Ok(())
    })
}

/// `ADDR:PORT`, `[ADDR]:PORT`, `localhost:PORT`, `:PORT` or `PORT`; without an address, loopback.
fn parse_listen(text: &str) -> Result<SocketAddr, ServerError> {
    let text = text.trim();
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let port = text.strip_prefix("localhost").unwrap_or(text);
    match port.strip_prefix(':').unwrap_or(port).parse() {
        Ok(port) => Ok(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)),
        Err(_) => Err(ServerError::BadAddress(text.to_owned())),
    }
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// From here on the signals do not kill.
    fn listen() -> Result<Self, ServerError> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate()).map_err(ServerError::Start)?,
            interrupt: signal(SignalKind::interrupt()).map_err(ServerError::Start)?,
        })
    }

    async fn come(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn listen() -> Result<Self, ServerError> {
        Ok(Self)
    }

    async fn come(self) {
        // Without a handler the system ends the process by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_write_it() {
        for (text, address) in [
            ("127.0.0.1:7777", "127.0.0.1:7777"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("[::]:7777", "[::]:7777"),
            ("localhost:7777", "127.0.0.1:7777"),
            (":7777", "127.0.0.1:7777"),
            ("7777", "127.0.0.1:7777"),
        ] {
            assert_eq!(parse_listen(text).unwrap().to_string(), address);
        }
        for text in ["", "relay.example:7777", "127.0.0.1", "ws://127.0.0.1:7777", "99999"] {
            let error = parse_listen(text).unwrap_err().to_string();
            assert!(error.contains("no address to listen on"), "{text}");
        }
    }
}
