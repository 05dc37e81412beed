//! The only place that opens a connection.
//!
//! A [`Dialer`] hands out ready streams to a relay's address, encrypted where the address says so.
//! What lies between (today nothing, later a proxy) is a [`Route`] behind the same door. It must
//! not know what is spoken over the stream.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;

pub use super::dial_error::DialError;
use crate::model::RelayAddress;

/// Longest wait for a name, for TCP, and for TLS, each.
const STEP: Duration = Duration::from_secs(8);
/// A further address of the same name is tried beside the first after so long (RFC 8305).
const STAGGER: Duration = Duration::from_millis(250);
/// Most addresses of one name that are tried.
const MAX_ADDRESSES: usize = 8;

/// What a connection is read from and written to.
pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// A ready connection, encrypted where the address says so.
pub type Stream = Box<dyn Io>;

/// A way to the relays.
pub trait Route: Send + Sync + 'static {
    /// Opens a connection to the address' host and port, with TLS for `wss://`.
    fn dial<'a>(&'a self, address: &'a RelayAddress) -> BoxFuture<'a, Result<Stream, DialError>>;
}

/// Opens connections. Clones share one route.
#[derive(Clone)]
pub struct Dialer(Arc<dyn Route>);

impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dialer")
    }
}

impl Dialer {
    /// Straight to the relay: TCP, and TLS with the roots that Mozilla trusts.
    pub fn direct() -> Self {
        Self::through(Direct { tls: connector(mozilla()) })
    }

    /// The same, with these roots instead. For tests, which cannot have a certificate that the
    /// world trusts; the program is built without it.
    #[cfg(test)]
    pub(crate) fn trusting(roots: RootCertStore) -> Self {
        Self::through(Direct { tls: connector(roots) })
    }

    /// Through another route.
    pub fn through(route: impl Route) -> Self {
        Self(Arc::new(route))
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// [`DialError`]; every step has a deadline.
    pub async fn dial(&self, address: &RelayAddress) -> Result<Stream, DialError> {
        self.0.dial(address).await
    }
}

fn mozilla() -> RootCertStore {
    RootCertStore::from_iter(webpki_roots::TLS_SERVER_ROOTS.iter().cloned())
}

/// One explicit crypto provider: without it rustls panics where two are compiled in.
fn connector(roots: RootCertStore) -> Option<TlsConnector> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .ok()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Some(TlsConnector::from(Arc::new(config)))
}

struct Direct {
    tls: Option<TlsConnector>,
}

impl Route for Direct {
    fn dial<'a>(&'a self, address: &'a RelayAddress) -> BoxFuture<'a, Result<Stream, DialError>> {
        async move {
            let host = address.host();
            let host = host.trim_start_matches('[').trim_end_matches(']');
            let tcp = connect(resolve(host, address.port()).await?).await?;
            if !address.is_encrypted() {
                return Ok(Box::new(tcp) as Stream);
            }
            encrypt(self.tls.as_ref(), host, tcp).await
        }
        .boxed()
    }
}

async fn resolve(host: &str, port: u16) -> Result<Vec<SocketAddr>, DialError> {
    let found = timeout(STEP, lookup_host((host, port)))
        .await
        .map_err(|_| DialError::NameNotFound)?
        .map_err(|_| DialError::NameNotFound)?;
    let addresses = in_turn(found.collect());
    if addresses.is_empty() { Err(DialError::NameNotFound) } else { Ok(addresses) }
}

/// IPv6 and IPv4 by turns, the resolver's favourite first (RFC 8305, section 4).
fn in_turn(found: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = found.first().is_some_and(SocketAddr::is_ipv6);
    let (favoured, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|a| a.is_ipv6() == first_is_v6);
    let mut others = others.into_iter();
    let mut turns = Vec::new();
    for address in favoured {
        turns.push(address);
        turns.extend(others.next());
    }
    turns.extend(others);
    turns.truncate(MAX_ADDRESSES);
    turns
}

/// Tries all addresses, each a little after the one before; the first that answers wins.
async fn connect(addresses: Vec<SocketAddr>) -> Result<TcpStream, DialError> {
    let mut tries: FuturesUnordered<_> = addresses
        .into_iter()
        .zip(0u32..)
        .map(|(address, n)| async move {
            sleep(STAGGER * n).await;
            TcpStream::connect(address).await
        })
        .collect();
    let race = async {
        let mut why = DialError::Unreachable;
        while let Some(outcome) = tries.next().await {
            match outcome {
                Ok(tcp) => return Ok(tcp),
                // A refusal says more than a missing IPv6 route.
                Err(error) => match DialError::from_tcp(&error) {
                    DialError::Unreachable => {}
                    other => why = other,
                },
            }
        }
        Err(why)
    };
    let tcp = timeout(STEP, race).await.map_err(|_| DialError::NoAnswer)??;
    // Small messages go at once; a socket that cannot do that still works.
    let _ = tcp.set_nodelay(true);
    Ok(tcp)
}

async fn encrypt(
    tls: Option<&TlsConnector>,
    host: &str,
    tcp: TcpStream,
) -> Result<Stream, DialError> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| DialError::NameNotFound)?;
    let tls = tls.ok_or(DialError::Tls)?;
    let stream = timeout(STEP, tls.connect(name, tcp))
        .await
        .map_err(|_| DialError::NoAnswer)?
        .map_err(|error| DialError::from_tls(&error))?;
    Ok(Box::new(stream))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    fn addresses(text: &[&str]) -> Vec<SocketAddr> {
        text.iter().map(|a| a.parse().unwrap()).collect()
    }

    #[test]
    fn both_families_are_tried_by_turns() {
        assert_eq!(
            in_turn(addresses(&["[::1]:1", "[::2]:1", "[::3]:1", "1.1.1.1:1"])),
            addresses(&["[::1]:1", "1.1.1.1:1", "[::2]:1", "[::3]:1"])
        );
        assert_eq!(in_turn(addresses(&["1.1.1.1:1"; 50])).len(), MAX_ADDRESSES);
    }

    #[tokio::test]
    async fn a_later_address_is_taken_when_the_first_refuses() {
        let there = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        let tcp = connect(vec![gone, there.local_addr().unwrap()]).await.unwrap();
        assert_eq!(tcp.peer_addr().unwrap(), there.local_addr().unwrap());
        assert!(tcp.nodelay().unwrap());
    }

    #[tokio::test]
    async fn a_closed_port_is_refused() {
        let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
        let address = format!("ws://127.0.0.1:{port}").parse().unwrap();
        assert_eq!(Dialer::direct().dial(&address).await.err(), Some(DialError::Refused));
    }

    #[tokio::test]
    async fn a_name_that_cannot_exist_is_not_found() {
        let address = "ws://no-such-name.invalid".parse().unwrap();
        assert_eq!(Dialer::direct().dial(&address).await.err(), Some(DialError::NameNotFound));
    }

    #[tokio::test]
    async fn a_tls_address_at_a_plain_server_says_so() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut tcp, _) = listener.accept().await.unwrap();
            let mut hello = [0; 64];
            let _ = tcp.read(&mut hello).await;
            tcp.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
            let _ = tcp.read_to_end(&mut Vec::new()).await;
        });
        let address = format!("wss://127.0.0.1:{port}").parse().unwrap();
        assert_eq!(Dialer::direct().dial(&address).await.err(), Some(DialError::NotTls));
        server.await.unwrap();
    }

    #[tokio::test]
    async fn a_server_that_hangs_up_during_tls_is_cut() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let server = tokio::spawn(async move {
            let (mut tcp, _) = listener.accept().await.unwrap();
            let _ = tcp.read(&mut [0; 4096]).await;
        });
        let address = format!("wss://127.0.0.1:{port}").parse().unwrap();
        assert_eq!(Dialer::direct().dial(&address).await.err(), Some(DialError::Cut));
        server.await.unwrap();
    }
}
