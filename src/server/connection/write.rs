//! Writes what waits in the outbox, and pings where nothing does.

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::SinkExt;
use futures_util::stream::SplitSink;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

use super::Session;
use crate::server::config::Limits;
use crate::server::outbox::Outgoing;
use crate::server::reply;

/// Bytes that are written before they are flushed and their room is given back.
const BATCH: usize = 64 * 1024;

type Sink = SplitSink<WebSocket, Message>;

/// Writes until the connection is closed, gone or silent for too long.
pub(super) async fn run(
    mut sink: Sink,
    mut queue: UnboundedReceiver<Outgoing>,
    session: &Session,
    limits: &Limits,
) {
    let mut silent = 0;
    loop {
        let Ok(first) = timeout(limits.ping_interval, queue.recv()).await else {
            silent = if session.was_heard() { 0 } else { silent + 1 };
            let ping = sink.send(Message::Ping(Default::default()));
            match timeout(limits.write_time, ping).await {
                Ok(Ok(())) if silent < 2 => continue,
                _ => return,
            }
        };
        let Some(first) = first else { return };
        let batch = write(&mut sink, first, &mut queue);
        match timeout(limits.write_time, batch).await {
            Ok(Ok(Written { weight, closed: false })) => session.outbox.written(weight),
            _ => return,
        }
    }
}

struct Written {
    weight: usize,
    closed: bool,
}

async fn write(
    sink: &mut Sink,
    first: Outgoing,
    queue: &mut UnboundedReceiver<Outgoing>,
) -> Result<Written, axum::Error> {
    let mut weight = 0;
    let mut closed = false;
    let mut next = Some(first);
    while let Some(item) = next {
        weight += item.weight();
        let message = match item {
            Outgoing::Text(text) => Message::Text(text.into()),
            Outgoing::Live(subscription, record) => {
                Message::Text(reply::event(&subscription.quoted_id, &record.json).into())
            }
            Outgoing::Close(code, reason) => {
                closed = true;
                Message::Close(Some(CloseFrame { code, reason: reason.into() }))
            }
        };
        sink.feed(message).await?;
        next = if closed || weight >= BATCH { None } else { queue.try_recv().ok() };
    }
    sink.flush().await?;
    Ok(Written { weight, closed })
}
