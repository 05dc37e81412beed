//! A relay whose manners a test chooses: honest by default (NIP-01, 11, 42, 77), and able to
//! misbehave in every way that relays were seen to. It knows nothing of Hushwing.
//!
//! It serves over TCP on 127.0.0.1 ([`BadRelay::listen`]) or over pipes in memory
//! ([`BadRelay::pipe`]), where paused time makes deadlines instant and tests deterministic.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use futures_util::{SinkExt, StreamExt};
use negentropy::{Id, Negentropy, NegentropyStorageVector};
use nostr::event::{Event, EventId, Kind};
use nostr::filter::{Filter, MatchEventOptions};
use nostr::key::PublicKey;
use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, DuplexStream, duplex};
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};

/// Who may do something.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Gate {
    /// Everybody.
    #[default]
    Open,
    /// Whoever authenticated, with any key, after `auth-required:`.
    AnyKey,
    /// These keys, after `auth-required:`; others get `restricted:`.
    Keys(Vec<PublicKey>),
    /// The addressee (or, if so set, the author); everybody else sees an empty mailbox.
    Silent,
    /// The addressee; others get `auth-required:`.
    Addressee,
}

/// What happens to an EVENT.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Taking {
    /// Stored, then OK.
    #[default]
    Honest,
    /// `OK true`, and forgotten.
    Lie,
    /// Not a word.
    Silence,
    /// A NOTICE that names no event.
    Notice(String),
    /// `OK false` with these words.
    Refuse(String),
}

/// What happens to a NEG-OPEN.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Neg {
    /// NIP-77 as it should be.
    #[default]
    Honest,
    /// A NOTICE, as of a relay that does not know the verb.
    Off,
    /// A CLOSED.
    Closed,
    /// NEG-ERR with these words.
    Err(String),
    /// Not a word.
    Silence,
    /// Bytes that are no negentropy message.
    Garbage,
    /// "We have the same", whatever is asked.
    Fake,
    /// Honest, and names events that do not exist.
    Ghosts(usize),
}

/// The order of a REQ's stored events, and which ones a cap keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Order {
    /// As NIP-01 says.
    #[default]
    NewestFirst,
    /// The oldest, and the newest are cut off.
    OldestFirst,
    /// The right ones, in no order.
    Shuffled,
}

/// How a relay behaves. Can be changed while it runs.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Manners {
    /// Answers every HTTP request with this, and speaks no WebSocket.
    pub http: Option<String>,
    /// The NIP-11 document.
    pub information: Option<String>,
    /// It comes only when this is no longer so.
    pub information_waits: bool,
    /// AUTH challenge as soon as somebody connects.
    pub challenge_at_once: bool,
    /// Who reads.
    pub read: Gate,
    /// The author of a gift wrap may read it too.
    pub authors_read: bool,
    /// Who writes.
    pub write: Gate,
    /// AUTH is answered with `OK false`.
    pub refuse_auth: bool,
    /// AUTH is believed, and not answered.
    pub silent_auth: bool,
    /// What happens to an EVENT.
    pub taking: Taking,
    /// What happens to a NEG-OPEN.
    pub neg: Neg,
    /// EOSE is never sent.
    pub no_eose: bool,
    /// REQ is never answered.
    pub no_answer: bool,
    /// REQ is answered with this NOTICE alone.
    pub req_notice: Option<String>,
    /// Most events for one REQ.
    pub cap: Option<usize>,
    /// The order of stored events.
    pub order: Order,
    /// Sent before the stored events of every REQ; `{sub}` is its name.
    pub before_stored: Vec<Raw>,
    /// Subscriptions are closed with these words after EOSE, so many times.
    pub close_subs: Option<(usize, String)>,
    /// Nothing more is sent on a connection after so many bytes.
    pub freeze_after: Option<usize>,
    /// The connection is cut after so many messages.
    pub cut_after: Option<usize>,
    /// What is refused is not named: `OK false` comes with an empty id.
    pub nameless: bool,
    /// Longer EVENT messages are refused with these words.
    pub max_size: Option<(usize, String)>,
    /// Longer messages close the connection with code 1009.
    pub close_over: Option<usize>,
    /// Events of one window of 60 seconds beyond so many are refused as `rate-limited:`.
    pub per_minute: Option<usize>,
    /// Reads nothing and answers nothing any more.
    pub dead: bool,
    /// Takes connections, and does not answer the WebSocket handshake.
    pub no_handshake: bool,
    /// Every event of a REQ is sent twice.
    pub twice: bool,
}

/// A message in the raw.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// Text.
    Text(String),
    /// Binary.
    Binary(Vec<u8>),
    /// A text frame of bytes that are no UTF-8.
    NotUtf8,
}

/// One relay. Clones share it.
#[derive(Clone)]
pub struct BadRelay {
    inner: Arc<Inner>,
}

struct Inner {
    manners: Mutex<Manners>,
    events: Mutex<Vec<Event>>,
    heard: Mutex<Vec<(usize, Value)>>,
    live: broadcast::Sender<Event>,
    connections: AtomicUsize,
    open: AtomicUsize,
    closings: AtomicUsize,
    taken: Mutex<Vec<tokio::time::Instant>>,
    url: Mutex<String>,
}

impl BadRelay {
    /// A relay that nobody can reach yet but through [`Self::pipe`].
    pub fn new(manners: Manners) -> Self {
        let inner = Inner {
            manners: Mutex::new(manners),
            events: Mutex::default(),
            heard: Mutex::default(),
            live: broadcast::channel(4096).0,
            connections: AtomicUsize::new(0),
            open: AtomicUsize::new(0),
            closings: AtomicUsize::new(0),
            taken: Mutex::default(),
            url: Mutex::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// A relay on a port of 127.0.0.1, until the runtime ends.
    pub async fn listen(manners: Manners) -> Self {
        let relay = Self::new(manners);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        *relay.inner.url.lock().unwrap() = format!("ws://{}", listener.local_addr().unwrap());
        let accepting = relay.clone();
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                tokio::spawn(accepting.clone().serve(tcp));
            }
        });
        relay
    }

    /// Where it listens.
    pub fn url(&self) -> String {
        self.inner.url.lock().unwrap().clone()
    }

    /// A new connection, in memory.
    pub fn pipe(&self) -> DuplexStream {
        let (client, server) = duplex(64 * 1024);
        tokio::spawn(self.clone().serve(server));
        client
    }

    /// The manners, to be changed.
    pub fn manners(&self) -> MutexGuard<'_, Manners> {
        self.inner.manners.lock().unwrap()
    }

    fn now(&self) -> Manners {
        self.manners().clone()
    }

    /// Stores an event and tells subscribers, as if somebody else had published it.
    pub fn put(&self, event: Event) {
        self.inner.events.lock().unwrap().push(event.clone());
        let _ = self.inner.live.send(event);
    }

    /// Stores an event and tells nobody.
    pub fn put_quietly(&self, event: Event) {
        self.inner.events.lock().unwrap().push(event);
    }

    /// What is stored.
    pub fn stored(&self) -> Vec<Event> {
        self.inner.events.lock().unwrap().clone()
    }

    /// Everything it was told: connection (from 1) and message.
    pub fn heard(&self) -> Vec<(usize, Value)> {
        self.inner.heard.lock().unwrap().clone()
    }

    /// Messages with this verb: connection and message.
    pub fn heard_verb(&self, verb: &str) -> Vec<(usize, Value)> {
        self.heard().into_iter().filter(|(_, message)| message[0] == verb).collect()
    }

    /// Who authenticated: connection and key, in hex.
    pub fn heard_auth(&self) -> Vec<(usize, String)> {
        let auths = self.heard_verb("AUTH").into_iter();
        auths.map(|(n, m)| (n, m[1]["pubkey"].as_str().unwrap_or_default().to_owned())).collect()
    }

    /// WebSocket connections that were ever made.
    pub fn connections(&self) -> usize {
        self.inner.connections.load(Ordering::SeqCst)
    }

    /// WebSocket connections that stand.
    pub fn open(&self) -> usize {
        self.inner.open.load(Ordering::SeqCst)
    }

    async fn serve<S: AsyncRead + AsyncWrite + Send + Unpin + 'static>(self, mut stream: S) {
        let mut head = Vec::new();
        while !head.windows(4).any(|w| w == b"\r\n\r\n") && head.len() < 16 * 1024 {
            match stream.read_u8().await {
                Ok(byte) => head.push(byte),
                Err(_) => return,
            }
        }
        let manners = self.now();
        if manners.no_handshake {
            // Until the other side goes.
            let _ = stream.read_u8().await;
            return;
        }
        let asks_information = String::from_utf8_lossy(&head).contains("application/nostr+json");
        while asks_information && self.now().information_waits {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        if asks_information || manners.http.is_some() {
            let answer = match (asks_information, &manners.information, &manners.http) {
                (true, Some(document), _) => format!(
                    "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{document}",
                    document.len()
                ),
                (_, _, Some(raw)) => raw.clone(),
                _ => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned(),
            };
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
            return;
        }
        let (read, write) = tokio::io::split(stream);
        let stream = tokio::io::join(std::io::Cursor::new(head).chain(read), write);
        let Ok(socket) = tokio_tungstenite::accept_async(stream).await else { return };
        let number = self.inner.connections.fetch_add(1, Ordering::SeqCst) + 1;
        self.inner.open.fetch_add(1, Ordering::SeqCst);
        let (mut sink, mut source) = socket.split();
        let mut live = self.inner.live.subscribe();
        let mut talk = Talk::new(self.clone(), number);
        if manners.challenge_at_once {
            talk.challenge();
        }
        'talk: loop {
            for message in std::mem::take(&mut talk.out) {
                let manners = self.now();
                if manners.dead {
                    break;
                }
                talk.sent_messages += 1;
                if manners.cut_after.is_some_and(|n| talk.sent_messages > n) {
                    break 'talk;
                }
                talk.sent_bytes += message.len();
                if manners.freeze_after.is_some_and(|n| talk.sent_bytes > n) {
                    continue;
                }
                if sink.send(message).await.is_err() {
                    break 'talk;
                }
            }
            if talk.over {
                break;
            }
            tokio::select! {
                message = source.next() => match message {
                    Some(Ok(Message::Text(text))) => talk.told(&text),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => break,
                    Some(Ok(_)) => {}
                },
                event = live.recv() => {
                    if let Ok(event) = event {
                        talk.tell_live(&event);
                    }
                }
            }
        }
        self.inner.open.fetch_sub(1, Ordering::SeqCst);
    }
}

/// One connection.
struct Talk {
    relay: BadRelay,
    number: usize,
    out: Vec<Message>,
    subs: HashMap<String, Vec<Filter>>,
    negs: HashMap<String, Negentropy<'static, NegentropyStorageVector>>,
    authed: HashSet<PublicKey>,
    challenge: Option<String>,
    sent_bytes: usize,
    sent_messages: usize,
    over: bool,
}

impl Talk {
    fn new(relay: BadRelay, number: usize) -> Self {
        Self {
            relay,
            number,
            out: Vec::new(),
            subs: HashMap::new(),
            negs: HashMap::new(),
            authed: HashSet::new(),
            challenge: None,
            sent_bytes: 0,
            sent_messages: 0,
            over: false,
        }
    }

    fn say(&mut self, message: Value) {
        self.out.push(Message::text(message.to_string()));
    }

    fn challenge(&mut self) {
        let challenge = format!("challenge {}", self.number);
        if self.challenge.is_none() {
            self.say(json!(["AUTH", challenge]));
        }
        self.challenge = Some(challenge);
    }

    fn told(&mut self, text: &str) {
        let manners = self.relay.now();
        if manners.dead {
            return;
        }
        let Ok(message) = serde_json::from_str::<Value>(text) else { return };
        self.relay.inner.heard.lock().unwrap().push((self.number, message.clone()));
        if manners.close_over.is_some_and(|n| text.len() > n) {
            let frame = CloseFrame { code: CloseCode::Size, reason: "".into() };
            self.out.push(Message::Close(Some(frame)));
            self.over = true;
            return;
        }
        let name = message[1].as_str().unwrap_or_default().to_owned();
        match message[0].as_str().unwrap_or_default() {
            "EVENT" => self.event(&manners, &message[1], text.len()),
            "REQ" => self.req(&manners, name, &message),
            "CLOSE" => drop(self.subs.remove(&name)),
            "AUTH" => self.auth(&manners, &message[1]),
            "NEG-OPEN" => self.neg_open(&manners, name, &message),
            "NEG-MSG" => self.neg_msg(name, &message[2]),
            "NEG-CLOSE" => drop(self.negs.remove(&name)),
            _ => self.say(json!(["NOTICE", "unknown verb"])),
        }
    }

    /// The refusal of somebody who is not who the gate wants.
    fn stopped_at(&self, gate: &Gate) -> Option<&'static str> {
        match gate {
            Gate::Open | Gate::Silent => None,
            Gate::AnyKey | Gate::Addressee | Gate::Keys(_) if self.authed.is_empty() => {
                Some("auth-required: who are you?")
            }
            Gate::Keys(keys) if !keys.iter().any(|key| self.authed.contains(key)) => {
                Some("restricted: you are not on the list")
            }
            _ => None,
        }
    }

    fn event(&mut self, manners: &Manners, json: &Value, size: usize) {
        let event: Event = serde_json::from_value(json.clone()).unwrap();
        let id = event.id.to_hex();
        let refused = if manners.nameless { String::new() } else { id.clone() };
        if let Some(refusal) = self.stopped_at(&manners.write) {
            self.challenge();
            return self.say(json!(["OK", id, false, refusal]));
        }
        if let Some((_, words)) = manners.max_size.as_ref().filter(|(max, _)| size > *max) {
            return self.say(json!(["OK", refused, false, words]));
        }
        if let Some(most) = manners.per_minute {
            let now = tokio::time::Instant::now();
            let mut taken = self.relay.inner.taken.lock().unwrap();
            taken.retain(|at| now.duration_since(*at).as_secs() < 60);
            if taken.len() >= most {
                drop(taken);
                return self.say(json!(["OK", id, false, "rate-limited: slow down"]));
            }
            taken.push(now);
        }
        match &manners.taking {
            Taking::Honest => {
                if self.relay.stored().iter().any(|stored| stored.id == event.id) {
                    return self.say(json!([
                        "OK",
                        id,
                        false,
                        "duplicate: already have this event"
                    ]));
                }
                self.relay.put(event);
                self.say(json!(["OK", id, true, ""]));
            }
            Taking::Lie => self.say(json!(["OK", id, true, ""])),
            Taking::Silence => {}
            Taking::Notice(words) => self.say(json!(["NOTICE", words])),
            Taking::Refuse(words) => self.say(json!(["OK", refused, false, words])),
        }
    }

    fn may_see(&self, manners: &Manners, event: &Event) -> bool {
        if event.kind != Kind::GiftWrap || !matches!(manners.read, Gate::Silent | Gate::Addressee) {
            return true;
        }
        event.tags.public_keys().any(|key| self.authed.contains(&key))
            || (manners.authors_read && self.authed.contains(&event.pubkey))
    }

    fn req(&mut self, manners: &Manners, name: String, message: &Value) {
        if manners.no_answer {
            return;
        }
        if let Some(words) = &manners.req_notice {
            return self.say(json!(["NOTICE", words]));
        }
        if let Some(refusal) = self.stopped_at(&manners.read) {
            self.challenge();
            return self.say(json!(["CLOSED", name, refusal]));
        }
        let filters: Vec<Filter> = message.as_array().unwrap()[2..]
            .iter()
            .map(|filter| serde_json::from_value(filter.clone()).unwrap())
            .collect();
        for raw in &manners.before_stored {
            self.out.push(match raw {
                Raw::Text(text) => Message::text(text.replace("{sub}", &name)),
                Raw::Binary(bytes) => Message::binary(bytes.clone()),
                Raw::NotUtf8 => {
                    let bytes = b"[\"NOTICE\",\"\xff\xfe\"]".to_vec();
                    Message::Frame(Frame::message(bytes, OpCode::Data(Data::Text), true))
                }
            });
        }
        for event in self.matching(manners, &filters) {
            self.say(json!(["EVENT", name, event]));
            if manners.twice {
                self.say(json!(["EVENT", name, event]));
            }
        }
        if !manners.no_eose {
            self.say(json!(["EOSE", name]));
        }
        if let Some((times, words)) = &manners.close_subs
            && self.relay.inner.closings.fetch_add(1, Ordering::SeqCst) < *times
        {
            return self.say(json!(["CLOSED", name, words]));
        }
        self.subs.insert(name, filters);
    }

    fn matching(&self, manners: &Manners, filters: &[Filter]) -> Vec<Event> {
        let mut found: Vec<Event> = Vec::new();
        for filter in filters {
            let mut some: Vec<Event> = self
                .relay
                .stored()
                .into_iter()
                .filter(|e| filter.match_event(e, MatchEventOptions::new()))
                .filter(|e| self.may_see(manners, e))
                .collect();
            some.sort_by_key(|e| (std::cmp::Reverse(e.created_at), e.id));
            if manners.order == Order::OldestFirst {
                some.reverse();
            }
            let limit = filter.limit.unwrap_or(usize::MAX).min(manners.cap.unwrap_or(usize::MAX));
            some.truncate(limit);
            if manners.order == Order::Shuffled {
                some.sort_by_key(|e| e.id);
            }
            found.extend(some);
        }
        found
    }

    fn tell_live(&mut self, event: &Event) {
        let manners = self.relay.now();
        if !self.may_see(&manners, event) {
            return;
        }
        let names: Vec<String> = self
            .subs
            .iter()
            .filter(|(_, filters)| {
                filters.iter().any(|f| f.match_event(event, MatchEventOptions::new()))
            })
            .map(|(name, _)| name.clone())
            .collect();
        for name in names {
            self.say(json!(["EVENT", name, event]));
        }
    }

    fn auth(&mut self, manners: &Manners, json: &Value) {
        let event: Event = serde_json::from_value(json.clone()).unwrap();
        let id = event.id.to_hex();
        let answers = event.kind == Kind::Authentication
            && event.verify().is_ok()
            && event
                .tags
                .iter()
                .any(|tag| tag.kind() == "challenge" && tag.content() == self.challenge.as_deref());
        if !answers || manners.refuse_auth {
            return self.say(json!(["OK", id, false, "restricted: not you"]));
        }
        self.authed.insert(event.pubkey);
        if !manners.silent_auth {
            self.say(json!(["OK", id, true, ""]));
        }
    }

    fn neg_open(&mut self, manners: &Manners, name: String, message: &Value) {
        match &manners.neg {
            Neg::Honest | Neg::Ghosts(_) => {}
            Neg::Off => return self.say(json!(["NOTICE", "ERROR: bad msg: negentropy disabled"])),
            Neg::Closed => return self.say(json!(["CLOSED", name, "unsupported: NEG-OPEN"])),
            Neg::Err(words) => return self.say(json!(["NEG-ERR", name, words])),
            Neg::Silence => return,
            Neg::Garbage => return self.say(json!(["NEG-MSG", name, "61ffffffffffff02ff"])),
            Neg::Fake => return self.say(json!(["NEG-MSG", name, "61"])),
        }
        if let Some(refusal) = self.stopped_at(&manners.read) {
            self.challenge();
            return self.say(json!(["NEG-ERR", name, refusal]));
        }
        let filter: Filter = serde_json::from_value(message[2].clone()).unwrap();
        let mut storage = NegentropyStorageVector::new();
        for event in self.matching(&Manners { cap: None, ..manners.clone() }, &[filter]) {
            storage
                .insert(event.created_at.as_secs(), Id::from_byte_array(event.id.to_bytes()))
                .unwrap();
        }
        if let Neg::Ghosts(count) = manners.neg {
            for n in 0..count {
                let mut id = [7; 32];
                id[..8].copy_from_slice(&(n as u64).to_be_bytes());
                storage.insert(1_000, Id::from_byte_array(id)).unwrap();
            }
        }
        storage.seal().unwrap();
        self.negs.insert(name.clone(), Negentropy::owned(storage, 60_000).unwrap());
        self.neg_msg(name, &message[3]);
    }

    fn neg_msg(&mut self, name: String, message: &Value) {
        let Some(side) = self.negs.get_mut(&name) else {
            return self.say(json!(["NEG-ERR", name, "closed: no such negotiation"]));
        };
        let query = hex::decode(message.as_str().unwrap()).unwrap();
        let answer = side.reconcile(&query).unwrap();
        self.say(json!(["NEG-MSG", name, hex::encode(answer)]));
    }
}

/// An id that belongs to no event, for tests.
pub fn no_such_id() -> EventId {
    EventId::from_byte_array([9; 32])
}
