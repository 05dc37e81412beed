//! The two tasks of a connection: one reads and hands out, one writes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::sink::SinkExt;
use futures_util::stream::{SplitSink, SplitStream, StreamExt};
use nostr::filter::MatchEventOptions;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

use super::open::Socket;
use super::{Item, Lost, NegItem, OkAnswer, PROBE, QUIET, Shared};
use crate::model::Hashed;
use crate::relay::frame::{self, Told};
use crate::relay::refusal::{Refusal, tame};

/// A socket that takes nothing for so long is stalled.
const WRITE: Duration = Duration::from_secs(30);
/// Subscription of the heartbeat; asks for an event that cannot exist.
const HEARTBEAT: &str = "heartbeat";

/// Writes what waits, several messages at a time.
pub(super) async fn write(
    shared: Arc<Shared>,
    mut sink: SplitSink<Socket, Message>,
    mut queue: mpsc::Receiver<Message>,
) {
    loop {
        let message = tokio::select! {
            biased;
            message = queue.recv() => message,
            () = shared.end.cancelled() => queue.try_recv().ok(),
        };
        let Some(message) = message else { break };
        let volley = async {
            let mut next = Some(message);
            while let Some(message) = next {
                sink.feed(message).await?;
                next = queue.try_recv().ok();
            }
            sink.flush().await
        };
        match timeout(WRITE, volley).await {
            Ok(Ok(())) => {}
            // The reader sees why, unless it is already gone.
            Ok(Err(Error::Io(_))) => {
                let _ = timeout(Duration::from_secs(1), shared.end.cancelled()).await;
                shared.lose(Lost::Cut);
                return;
            }
            Ok(Err(_)) => return shared.lose(Lost::Cut),
            Err(_) => return shared.lose(Lost::Stalled),
        }
    }
    // Polite, and bounded: the relay learns at once that nobody reads any more.
    let _ = timeout(Duration::from_secs(1), sink.close()).await;
}

/// Reads until the end, and keeps the watch over silence.
pub(super) async fn read(shared: Arc<Shared>, mut source: SplitStream<Socket>) {
    let mut probing = None;
    let mut alarm = Instant::now() + QUIET;
    let why = loop {
        tokio::select! {
            biased;
            () = shared.end.cancelled() => break Lost::ClosedHere,
            message = source.next() => match message {
                None => break Lost::ClosedThere(String::new()),
                Some(Err(error)) => break why(&error),
                Some(Ok(Message::Text(text))) => {
                    probing = None;
                    shared.heard.send_modify(|n| *n += 1);
                    hand_out(&shared, &text).await;
                    // Waiting for a slow reader on this side is not the relay's silence.
                    alarm = Instant::now() + QUIET;
                }
                Some(Ok(Message::Binary(_))) => {
                    shared.counts.odd.fetch_add(1, Ordering::Relaxed);
                }
                Some(Ok(Message::Close(frame))) => break match frame {
                    Some(frame) if frame.code == CloseCode::Size => {
                        let routes = shared.routes();
                        Lost::TooBig(routes.oks.values().flatten().map(|w| w.size).max().unwrap_or(0))
                    }
                    Some(frame) => Lost::ClosedThere(tame(&frame.reason)),
                    None => Lost::ClosedThere(String::new()),
                },
                // Something on the way may answer pings for a relay that is long gone.
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => {}
            },
            () = shared.suspect.notified(), if probing.is_none() => {
                probing = Some(Probe::Nothing);
                alarm = probe(&shared, Probe::Nothing);
            }
            () = sleep_until(alarm) => {
                let next = match probing {
                    None => Probe::Nothing,
                    Some(Probe::Nothing) => Probe::Something,
                    Some(Probe::Something) => break Lost::Stalled,
                };
                probing = Some(next);
                alarm = probe(&shared, next);
            }
        }
    };
    shared.lose(why);
}

/// What is asked to see whether a relay is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Probe {
    /// An event that cannot exist: EOSE, CLOSED and NOTICE are all answers.
    Nothing,
    /// Any event, for relays that never say EOSE.
    Something,
}

/// Asks, and says until when an answer is awaited.
fn probe(shared: &Shared, probe: Probe) -> Instant {
    ask(shared, probe);
    Instant::now() + PROBE / 2
}

/// Asks for a word, which nobody has to wait for.
pub(super) fn ask_for_a_word(shared: &Shared) {
    ask(shared, Probe::Something);
}

fn ask(shared: &Shared, probe: Probe) {
    let filter = match probe {
        Probe::Nothing => format!(r#"{{"ids":["{}"],"limit":1}}"#, "0".repeat(64)),
        Probe::Something => r#"{"kinds":[0,1,3,1059,10002,10050],"limit":1}"#.to_owned(),
    };
    let ask = format!(r#"["REQ","{HEARTBEAT}",{filter}]"#);
    // A full queue means that the socket takes nothing: the alarm rings either way.
    let _ = shared.outgoing.try_send(Message::Text(Utf8Bytes::from(ask)));
}

fn why(error: &Error) -> Lost {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed => Lost::ClosedThere(String::new()),
        Error::Io(_) => Lost::Cut,
        Error::Protocol(
            tokio_tungstenite::tungstenite::error::ProtocolError::ResetWithoutClosingHandshake,
        ) => Lost::Cut,
        _ => Lost::Garbage,
    }
}

async fn hand_out(shared: &Shared, text: &str) {
    let told = match frame::read(text) {
        Ok(told) => told,
        Err(_) => {
            shared.counts.odd.fetch_add(1, Ordering::Relaxed);
            return;
        }
    };
    if !matches!(told, Told::Notice { .. } | Told::Auth { .. }) {
        shared.answers.send_modify(|n| *n += 1);
        shared.owed.send_if_modified(|owed| owed.take().is_some());
    }
    match told {
        // An answer as good as EOSE: whoever sends none would go on for ever.
        Told::Event { sub, .. } if sub == HEARTBEAT => close_heartbeat(shared),
        Told::Event { sub, event } => {
            let Some((filters, sink)) =
                shared.routes().subs.get(&sub).map(|r| (r.filters.clone(), r.sink.clone()))
            else {
                shared.counts.foreign.fetch_add(1, Ordering::Relaxed);
                return;
            };
            let options = MatchEventOptions::new();
            if !filters.iter().any(|filter| filter.match_event(&event, options)) {
                shared.counts.foreign.fetch_add(1, Ordering::Relaxed);
                return;
            }
            match Hashed::check(*event) {
                Ok(event) => pass_on(shared, &sink, Item::Event(event)).await,
                Err(_) => {
                    shared.counts.forged.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
        Told::Ok { id, taken, text } => {
            let mut routes = shared.routes();
            for waiting in routes.oks.remove(&id).into_iter().flatten() {
                let _ = waiting.answer.send(OkAnswer { taken, text: text.clone() });
            }
            routes.settle_nameless();
        }
        Told::Refused { text } => {
            shared.names_nothing.store(true, Ordering::Relaxed);
            let mut routes = shared.routes();
            routes.nameless.push(text);
            routes.settle_nameless();
        }
        Told::Eose { sub } if sub == HEARTBEAT => close_heartbeat(shared),
        Told::Eose { sub } => {
            let sink = shared.routes().subs.get(&sub).map(|r| r.sink.clone());
            if let Some(sink) = sink {
                pass_on(shared, &sink, Item::Eose).await;
            }
        }
        Told::Closed { sub, text } => {
            let route = shared.routes().subs.remove(&sub);
            if let Some(route) = route {
                pass_on(shared, &route.sink, Item::Closed(Refusal::read(&text))).await;
            }
            // Some relays answer a NEG-OPEN that they do not know with CLOSED.
            let negotiation = shared.routes().negotiations.get(&sub).cloned();
            if let Some(sink) = negotiation {
                let _ = sink.try_send(NegItem::Refused(Refusal::read(&text)));
            }
        }
        Told::Notice { text } => {
            shared.counts.notices.fetch_add(1, Ordering::Relaxed);
            shared.notice.send_replace(Some(Refusal::read(&text)));
        }
        Told::Auth { challenge } => {
            shared.challenge.send_replace(Some(challenge.into()));
        }
        Told::NegMsg { sub, message } => {
            let sink = shared.routes().negotiations.get(&sub).cloned();
            // One answer to one question: a second one in a row has no place.
            if sink.is_none_or(|sink| sink.try_send(NegItem::Message(message)).is_err()) {
                shared.counts.foreign.fetch_add(1, Ordering::Relaxed);
            }
        }
        Told::NegErr { sub, text } => {
            let sink = shared.routes().negotiations.get(&sub).cloned();
            if let Some(sink) = sink {
                let _ = sink.try_send(NegItem::Refused(Refusal::read(&text)));
            }
        }
    }
}

fn close_heartbeat(shared: &Shared) {
    let close = format!(r#"["CLOSE","{HEARTBEAT}"]"#);
    let _ = shared.outgoing.try_send(Message::Text(Utf8Bytes::from(close)));
}

/// Waits for a slow reader: the socket is not read meanwhile, which slows the relay down.
async fn pass_on(shared: &Shared, sink: &mpsc::Sender<Item>, item: Item) {
    let Err(TrySendError::Full(item)) = sink.try_send(item) else { return };
    shared.held_up.store(true, Ordering::Relaxed);
    tokio::select! {
        biased;
        _ = sink.send(item) => {}
        () = shared.end.cancelled() => {}
    }
    shared.held_up.store(false, Ordering::Relaxed);
}
