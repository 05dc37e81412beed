//! What stands at a `wss://` address: TLS in front of a relay, of a web server, of nothing.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use rustls::{ProtocolVersion, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional, duplex};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use crate::model::RelayAddress;

/// A listening port; nothing answers there until it serves. Dropping it ends it.
pub(super) struct Front {
    port: u16,
    listener: Option<TcpListener>,
    task: Option<JoinHandle<()>>,
    agreed: Agreed,
}

/// Version and application protocol of every handshake that succeeded.
pub(super) type Agreed = Arc<Mutex<Vec<(ProtocolVersion, Option<Vec<u8>>)>>>;

impl Front {
    pub(super) async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        Self { port, listener: Some(listener), task: None, agreed: Agreed::default() }
    }

    /// The address by name.
    pub(super) fn address(&self) -> RelayAddress {
        format!("wss://localhost:{}", self.port).parse().unwrap()
    }

    /// The address by number.
    pub(super) fn address_by_number(&self) -> RelayAddress {
        format!("wss://127.0.0.1:{}", self.port).parse().unwrap()
    }

    /// The address without encryption.
    pub(super) fn plain_address(&self) -> RelayAddress {
        format!("ws://localhost:{}", self.port).parse().unwrap()
    }

    pub(super) fn agreed(&self) -> Vec<(ProtocolVersion, Option<Vec<u8>>)> {
        self.agreed.lock().unwrap().clone()
    }

    /// Does this with every connection.
    fn serve(
        mut self,
        with: impl Fn(TcpStream) -> BoxFuture<'static, ()> + Send + 'static,
    ) -> Self {
        let listener = self.listener.take().unwrap();
        self.task = Some(tokio::spawn(async move {
            let mut visitors = JoinSet::new();
            loop {
                let (tcp, _) = listener.accept().await.unwrap();
                visitors.spawn(with(tcp));
            }
        }));
        self
    }

    /// Takes TLS off and passes all on.
    pub(super) fn before(self, inner: SocketAddr, tls: Arc<ServerConfig>) -> Self {
        let agreed = self.agreed.clone();
        let acceptor = TlsAcceptor::from(tls);
        self.serve(move |tcp| {
            let (acceptor, agreed) = (acceptor.clone(), agreed.clone());
            Box::pin(async move {
                // The client may not like what it is shown: then there is nobody to talk to.
                let Ok(mut visitor) = acceptor.accept(tcp).await else { return };
                let session = visitor.get_ref().1;
                agreed.lock().unwrap().push((
                    session.protocol_version().unwrap(),
                    session.alpn_protocol().map(<[u8]>::to_vec),
                ));
                let mut inner = TcpStream::connect(inner).await.unwrap();
                let _ = copy_bidirectional(&mut visitor, &mut inner).await;
            })
        })
    }

    /// Says these words over TLS, whatever it is told.
    pub(super) fn saying(self, words: &'static str, tls: Arc<ServerConfig>) -> Self {
        let acceptor = TlsAcceptor::from(tls);
        self.serve(move |tcp| {
            let acceptor = acceptor.clone();
            Box::pin(async move {
                let Ok(mut visitor) = acceptor.accept(tcp).await else { return };
                let _ = visitor.read(&mut [0; 4096]).await;
                let _ = visitor.write_all(words.as_bytes()).await;
                let _ = visitor.shutdown().await;
                let _ = visitor.read_to_end(&mut Vec::new()).await;
            })
        })
    }

    /// Says these bytes without TLS, and hangs up.
    pub(super) fn saying_plainly(self, bytes: &'static [u8]) -> Self {
        self.serve(move |mut tcp| {
            Box::pin(async move {
                let _ = tcp.read(&mut [0; 4096]).await;
                let _ = tcp.write_all(bytes).await;
                let _ = tcp.shutdown().await;
                let _ = tcp.read_to_end(&mut Vec::new()).await;
            })
        })
    }

    /// Hangs up after so many bytes of the handshake.
    pub(super) fn cut_after(self, bytes: u64, tls: Arc<ServerConfig>) -> Self {
        let acceptor = TlsAcceptor::from(tls);
        self.serve(move |tcp| {
            let acceptor = acceptor.clone();
            Box::pin(async move {
                let (near, far) = duplex(64 * 1024);
                let (mut from_visitor, mut to_visitor) = tcp.into_split();
                let (from_tls, mut to_tls) = tokio::io::split(far);
                let mut first_bytes = from_tls.take(bytes);
                tokio::select! {
                    _ = async {
                        let visitor = acceptor.accept(near).await;
                        std::future::pending::<()>().await;
                        drop(visitor);
                    } => {}
                    _ = async {
                        let _ = tokio::io::copy(&mut from_visitor, &mut to_tls).await;
                        std::future::pending::<()>().await;
                    } => {}
                    sent = tokio::io::copy(&mut first_bytes, &mut to_visitor) => {
                        assert_eq!(sent.unwrap(), bytes, "the handshake is shorter");
                    }
                }
            })
        })
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}
