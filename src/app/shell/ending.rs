//! The system's wish that the program ends: SIGTERM at a shutdown, SIGINT from a terminal.
//!
//! Both close the window as its cross does, so that what was typed is saved.

use futures_util::stream::{self, BoxStream, StreamExt};
use iced::Subscription;

/// Each time the system wishes it.
pub(super) fn wished() -> Subscription<()> {
    Subscription::run(wishes)
}

#[cfg(unix)]
fn wishes() -> BoxStream<'static, ()> {
    use tokio::signal::unix::{Signal, SignalKind, signal};

    fn each(signal: Signal) -> BoxStream<'static, ()> {
        stream::unfold(signal, |mut signal| async move { Some((signal.recv().await?, signal)) })
            .boxed()
    }

    // The handlers need the runtime, which is there once the stream is listened to.
    let listen = async {
        let kinds = [SignalKind::terminate(), SignalKind::interrupt()];
        let signals = kinds.into_iter().filter_map(|kind| {
            signal(kind)
                .inspect_err(|error| tracing::warn!(%error, "signals end the window at once"))
                .ok()
        });
        stream::select_all(signals.map(each))
    };
    stream::once(listen).flatten().boxed()
}

#[cfg(not(unix))]
fn wishes() -> BoxStream<'static, ()> {
    stream::empty().boxed()
}
