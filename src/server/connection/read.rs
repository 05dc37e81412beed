//! Reads what the client says, and does it.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::ws::{Message, WebSocket};
use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use nostr::event::Event;

use super::subscribe::OpenSubscription;
use super::{End, Session};
use crate::server::auth::{self, Expected};
use crate::server::filter::Filter;
use crate::server::intake::Publish;
use crate::server::rate::Bucket;
use crate::server::record::{AUTH, expiration};
use crate::server::refusal::Refusal;
use crate::server::reply;
use crate::server::request::{self, About, Request};
use crate::server::shared::Shared;
use crate::server::sync::SyncSession;

/// A comparison (NIP-77) that is not gone on with for so long is forgotten.
const SYNC_IDLE: Duration = Duration::from_secs(120);

/// The reading side of a connection, with all that lives only as long as it.
pub(super) struct Reader {
    pub(super) shared: Arc<Shared>,
    pub(super) session: Arc<Session>,
    challenge: String,
    local: IpAddr,
    events: Bucket,
    requests: Bucket,
    pub(super) subscriptions: HashMap<String, OpenSubscription>,
    syncs: HashMap<String, Box<SyncSession>>,
}

impl Reader {
    pub(super) fn new(
        shared: Arc<Shared>,
        session: Arc<Session>,
        challenge: String,
        local: IpAddr,
    ) -> Self {
        let now = Instant::now();
        let limits = &shared.config.limits;
        let events = Bucket::full(limits.events_per_second, limits.events_burst, now);
        let requests = Bucket::full(limits.requests_per_second, limits.requests_burst, now);
        Self {
            shared,
            session,
            challenge,
            local,
            events,
            requests,
            subscriptions: HashMap::new(),
            syncs: HashMap::new(),
        }
    }

    /// Reads until the client leaves or breaks the rules of the transport.
    pub(super) async fn run(&mut self, stream: &mut SplitStream<WebSocket>) -> End {
        loop {
            // Whoever does not read the answers is not asked for more.
            self.session.outbox.room().await;
            let message = match stream.next().await {
                None => return End::Gone,
                Some(Err(error)) => return broken(&error),
                Some(Ok(message)) => message,
            };
            self.session.hear();
            match message {
                // Boxed, so that an idle connection does not hold the room for it.
                Message::Text(text) => Box::pin(self.handle(text.as_str())).await,
                Message::Binary(_) => {
                    self.notice(&Refusal::invalid("a message is text, not a binary frame"));
                }
                Message::Ping(_) | Message::Pong(_) => self.session.annoyed(),
                Message::Close(_) => return End::Gone,
            }
            self.syncs.retain(|_, sync| sync.used.elapsed() < SYNC_IDLE);
        }
    }

    async fn handle(&mut self, text: &str) {
        let limits = &self.shared.config.limits;
        if text.len() > limits.message_bytes {
            let why = Refusal::invalid(format!(
                "the message has {} bytes, this relay takes {}",
                text.len(),
                limits.message_bytes
            ));
            return match request::claimed_id(text) {
                Some(id) => self.session.refuse_event(&id, &why),
                None => self.notice(&why),
            };
        }
        let request = match request::read(text, limits.filters) {
            Ok(request) => request,
            Err(misunderstood) => {
                let why = &misunderstood.why;
                return match misunderstood.about {
                    About::Nothing => self.notice(why),
                    About::Event(id) => self.session.refuse_event(&id, why),
                    About::Subscription(id) => self.refuse_subscription(&id, why),
                    About::Sync(id) => self.refuse_sync(&id, why, None),
                };
            }
        };
        if let Request::Event(event) = request {
            return self.publish(*event, text.len()).await;
        }
        let in_time = self.requests.take(Instant::now());
        let hurried = Refusal::rate_limited(format!(
            "this relay takes {} requests a second",
            limits.requests_per_second
        ));
        match request {
            Request::Event(_) => {}
            // Closing makes less work: never refused.
            Request::Close { id } => {
                if !in_time {
                    self.session.annoyed();
                }
                self.close(&id);
            }
            Request::SyncClose { id } => {
                if !in_time {
                    self.session.annoyed();
                }
                self.syncs.remove(&id);
            }
            Request::Auth(event) if in_time => self.authenticate(*event).await,
            Request::Auth(event) => self.session.refuse_event(&event.id, &hurried),
            Request::Req { id, filters } if in_time => self.subscribe(id, filters),
            Request::Req { id, .. } => self.refuse_subscription(&id, &hurried),
            Request::Count { id } => {
                let why = Refusal::unsupported("this relay does not count");
                self.refuse_subscription(&id, &why);
            }
            Request::SyncOpen { id, filter, message } if in_time => {
                self.open_sync(id, *filter, message).await;
            }
            Request::SyncMessage { id, message } if in_time => {
                self.go_on_with_sync(id, message).await;
            }
            Request::SyncOpen { id, .. } | Request::SyncMessage { id, .. } => {
                self.syncs.remove(&id);
                self.refuse_sync(&id, &hurried, None);
            }
        }
    }

    fn notice(&self, why: &Refusal) {
        self.session.outbox.push(reply::notice(why));
        self.session.note(why);
    }

    /// `CLOSED`, or a notice where the id is too long to be repeated.
    pub(super) fn refuse_subscription(&self, id: &str, why: &Refusal) {
        if self.is_id(id) {
            self.session.outbox.push(reply::closed(&reply::quoted(id), why));
            self.session.note(why);
        } else {
            self.notice(why);
        }
    }

    fn refuse_sync(&self, id: &str, why: &Refusal, most: Option<usize>) {
        if self.is_id(id) {
            self.session.outbox.push(reply::sync_error(&reply::quoted(id), why, most));
            self.session.note(why);
        } else {
            self.notice(why);
        }
    }

    /// NIP-01: not empty, and at most so many characters.
    fn is_id(&self, id: &str) -> bool {
        !id.is_empty() && id.chars().count() <= self.shared.config.limits.subscription_id
    }

    pub(super) fn check_id(&self, id: &str) -> Result<(), Refusal> {
        if self.is_id(id) {
            return Ok(());
        }
        Err(Refusal::invalid(format!(
            "a subscription id has 1 to {} characters",
            self.shared.config.limits.subscription_id
        )))
    }

    async fn publish(&mut self, event: Event, bytes: usize) {
        if let Err(why) = self.may_publish(&event) {
            return self.session.refuse_event(&event.id, &why);
        }
        if self.shared.config.log_content {
            tracing::info!(id = %event.id, author = %event.pubkey, kind = %event.kind, "event");
        }
        let session = Arc::clone(&self.session);
        let intake = &self.shared.intake;
        if let Some(permit) = intake.permit(bytes).await {
            intake.publish(Publish { event, session, permit }).await;
        }
    }

    /// What can be refused without looking at hash and signature.
    fn may_publish(&mut self, event: &Event) -> Result<(), Refusal> {
        let limits = &self.shared.config.limits;
        if !self.events.take(Instant::now()) {
            return Err(Refusal::rate_limited(format!(
                "this relay takes {} events a second",
                limits.events_per_second
            )));
        }
        if event.kind.as_u16() == AUTH {
            return Err(Refusal::invalid("a proof of a key (kind 22242) is not published"));
        }
        if event.tags.len() > limits.event_tags {
            return Err(Refusal::invalid(format!(
                "the event has {} tags, this relay takes {}",
                event.tags.len(),
                limits.event_tags
            )));
        }
        let now = self.shared.now();
        let latest = now.saturating_add(limits.future_seconds);
        if i64::try_from(event.created_at.as_secs()).map_or(true, |at| at > latest) {
            return Err(Refusal::invalid("the event is dated too far in the future"));
        }
        if expiration(&event.tags) <= now {
            return Err(Refusal::invalid("the event has expired"));
        }
        if event.tags.iter().any(|tag| tag.as_slice() == ["-"]) {
            let viewer = self.session.viewer();
            if viewer.keys.is_empty() {
                return Err(Refusal::auth_required("only its author may publish this event"));
            }
            if !viewer.keys.contains(event.pubkey.as_bytes()) {
                return Err(Refusal::restricted("only its author may publish this event"));
            }
        }
        Ok(())
    }

    async fn authenticate(&self, event: Event) {
        let id = event.id;
        match self.check_proof(event).await {
            Ok(()) => self.session.outbox.push(reply::accepted(&id, "")),
            Err(why) => self.session.refuse_event(&id, &why),
        }
    }

    async fn check_proof(&self, event: Event) -> Result<(), Refusal> {
        let config = &self.shared.config;
        let expected = Expected {
            challenge: &self.challenge,
            local: self.local,
            urls: &config.urls,
            now: self.shared.now(),
        };
        auth::check(&event, &expected)?;
        let key = event.pubkey.to_bytes();
        self.shared.intake.verify(event).await?;
        self.session.prove(key, config.limits.auth_keys)
    }

    async fn open_sync(&mut self, id: String, filter: Filter, message: String) {
        // NIP-77: an open session of this id is closed first.
        self.syncs.remove(&id);
        let most = self.shared.config.limits.sync_records;
        match self.prepare_sync(&id, filter, most).await {
            Ok(Some(sync)) => self.answer_sync(id, sync, message).await,
            Ok(None) => {
                self.refuse_sync(&id, &Refusal::blocked("this query is too big"), Some(most));
            }
            Err(why) => self.refuse_sync(&id, &why, None),
        }
    }

    async fn prepare_sync(
        &self,
        id: &str,
        filter: Filter,
        most: usize,
    ) -> Result<Option<Box<SyncSession>>, Refusal> {
        let limits = &self.shared.config.limits;
        self.check_id(id)?;
        filter.check(limits.filter_values)?;
        let viewer = self.session.viewer();
        viewer.check(&filter)?;
        if self.syncs.len() >= limits.sync_sessions {
            return Err(Refusal::rate_limited(format!(
                "this relay takes {} open comparisons on one connection",
                limits.sync_sessions
            )));
        }
        let now = self.shared.now();
        let found = self.shared.readers.look_up(vec![filter], viewer, now, most + 1).await?;
        if found.items.len() > most {
            return Ok(None);
        }
        let Some(room) = self.shared.sync_room.take(found.items.len()) else {
            return Err(Refusal::error("the relay compares too much already; try again later"));
        };
        Ok(Some(Box::new(SyncSession::new(&found.items, room)?)))
    }

    async fn go_on_with_sync(&mut self, id: String, message: String) {
        match self.syncs.remove(&id) {
            Some(sync) => self.answer_sync(id, sync, message).await,
            None => {
                let why = Refusal::closed("there is no open comparison of this name");
                self.refuse_sync(&id, &why, None);
            }
        }
    }

    async fn answer_sync(&mut self, id: String, mut sync: Box<SyncSession>, message: String) {
        // Fingerprints of many records take time that belongs to nobody else's connection.
        let answered = tokio::task::spawn_blocking(move || {
            let answer = sync.answer(&message);
            (sync, answer)
        });
        match answered.await {
            Ok((sync, Ok(bytes))) => {
                self.session.outbox.push(reply::sync_message(&reply::quoted(&id), &bytes));
                self.syncs.insert(id, sync);
            }
            Ok((_, Err(why))) => self.refuse_sync(&id, &why, None),
            Err(_) => self.refuse_sync(&id, &Refusal::error("the comparison failed"), None),
        }
    }
}

/// What kind of end a broken transport is. The WebSocket library's error type is not public here,
/// so its words have to do; they only choose the code of the close.
fn broken(error: &axum::Error) -> End {
    let words = error.to_string();
    if words.contains("too long") {
        End::TooLong
    } else if words.contains("UTF-8") {
        End::NotText
    } else if words.contains("IO error") || words.contains("closed") || words.contains("Reset") {
        End::Gone
    } else {
        End::Broken
    }
}
