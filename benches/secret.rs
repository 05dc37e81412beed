//! How fast secret chats are, one thread, medians; beside vodozemac's Olm in the same run, which has
//! neither header encryption nor a KEM, nor padding:
//!
//! - `cargo bench --bench secret`: a message of 100 bytes within a chain, a full step of the ratchet,
//!   the handshake, a safety number;
//! - `… -- --quick`: that it runs, not what it measures.

#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use getrandom::SysRng;
use hushwing::secret::{
    Accept, Content, Device, Identity, Kind, OFFER_FOR, Offer, OpenOffer, Ratchet, ReplyMailbox,
    SafetyNumber,
};
use rand_core::UnwrapErr;
use vodozemac::olm::{Account, OlmMessage, Session, SessionConfig};

const NOW: u64 = 1_790_000_000;
const O: [u8; 32] = [1; 32];
const C: [u8; 32] = [2; 32];

fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let rounds = if quick { 5 } else { 900 };
    within_a_chain(rounds);
    steps(rounds);
    handshakes(rounds / 5);
    safety_numbers(rounds / 20 + 1);
}

fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

struct Times(Vec<Duration>);

impl Times {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn take<T>(&mut self, what: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let made = black_box(what());
        self.0.push(start.elapsed());
        made
    }

    fn say(mut self, what: &str) {
        self.0.sort_unstable();
        println!("{what:<52} {:>10.2?}", self.0[self.0.len() / 2]);
    }
}

fn offer(device: &Device) -> OpenOffer {
    let reply = ReplyMailbox { secret: &[7; 32], public: [8; 32] };
    let relays = ["wss://relay.example".to_owned()];
    OpenOffer::new(device, C, NOW + OFFER_FOR, &reply, &relays, &mut rng())
}

fn handshake(o: &Device, c: &Device) -> (Ratchet, Ratchet) {
    let open = offer(o);
    let came = Offer::read(&open.content(), &O, c.identity(), NOW, NOW).unwrap();
    let relays = vec!["wss://relay.example".to_owned()];
    let kind = Kind::Hello { timer: 0, relays: relays.clone(), name: None };
    let hello = Content { id: [1; 16], at: NOW * 1000, kind };
    let accepted = came.accept(c, &relays, &hello, &mut rng()).unwrap();
    let accept = Accept::read(&accepted.content, &C).unwrap();
    let opened = open.open(&accept, o, NOW, &mut rng()).ok().unwrap();
    (opened.ratchet, accepted.ratchet)
}

fn devices() -> (Device, Device) {
    (Device::generate(O, &mut rng()), Device::generate(C, &mut rng()))
}

/// Both sides have heard each other.
fn chat() -> (Ratchet, Ratchet) {
    let (o, c) = devices();
    let (o, c) = handshake(&o, &c);
    let sent = o.send(b"hello", &mut rng()).unwrap();
    let c = hear(&c, &sent.wire);
    (sent.ratchet, c)
}

fn hear(ratchet: &Ratchet, wire: &[u8]) -> Ratchet {
    let chains = ratchet.watched().into_iter().rev();
    let mut opened = chains.filter_map(|w| ratchet.receive(w.chain, wire, NOW, &mut rng()).ok());
    opened.next().unwrap().ratchet
}

/// Olm sessions that have heard each other.
fn olm() -> (Session, Session) {
    let (alice, mut bob) = (Account::new(), Account::new());
    bob.generate_one_time_keys(1);
    let key = *bob.one_time_keys().values().next().unwrap();
    let config = SessionConfig::version_1();
    let mut a = alice.create_outbound_session(config, bob.curve25519_key(), key).unwrap();
    let OlmMessage::PreKey(hello) = a.encrypt(b"hello").unwrap() else { panic!() };
    let identity = alice.curve25519_key();
    let mut b = bob.create_inbound_session(config, identity, &hello).unwrap().session;
    let answer = b.encrypt(b"hello").unwrap();
    a.decrypt(&answer).unwrap();
    (a, b)
}

fn within_a_chain(rounds: usize) {
    let (mut o, mut c) = chat();
    let content = [7; 100];
    let (mut encrypt, mut decrypt) = (Times::new(), Times::new());
    let first = c.send(&content, &mut rng()).unwrap();
    (c, o) = (first.ratchet, hear(&o, &first.wire));
    let chain = o.watched()[o.watched().len() - 2].chain;
    for _ in 0..rounds.min(990) {
        let sent = encrypt.take(|| c.send(&content, &mut rng()).unwrap());
        let opened = decrypt.take(|| o.receive(chain, &sent.wire, NOW, &mut rng()).ok().unwrap());
        (c, o) = (sent.ratchet, opened.ratchet);
    }
    encrypt.say("encrypt 100 bytes within a chain");
    decrypt.say("decrypt 100 bytes within a chain");

    let (mut a, mut b) = olm();
    let (mut encrypt, mut decrypt) = (Times::new(), Times::new());
    for _ in 0..rounds {
        let message = encrypt.take(|| a.encrypt(content).unwrap());
        decrypt.take(|| b.decrypt(&message).unwrap());
    }
    encrypt.say("  vodozemac: encrypt within a chain");
    decrypt.say("  vodozemac: decrypt within a chain");
}

/// Ping-pong: each message is a step for who receives it.
fn steps(rounds: usize) {
    let (mut o, mut c) = chat();
    let (mut encrypt, mut step) = (Times::new(), Times::new());
    for _ in 0..rounds {
        let sent = encrypt.take(|| c.send(&[7; 100], &mut rng()).unwrap());
        let chain = o.watched().last().unwrap().chain;
        let opened = step.take(|| o.receive(chain, &sent.wire, NOW, &mut rng()).ok().unwrap());
        assert!(opened.stepped);
        (c, o) = (opened.ratchet, sent.ratchet);
    }
    step.say("full step: decrypt, X25519 and ML-KEM both ways");

    let (mut a, mut b) = olm();
    let mut both = Times::new();
    for _ in 0..rounds {
        // Olm takes its step in two halves: one in decrypting, one in the next encrypting.
        both.take(|| {
            let message = a.encrypt([7; 100]).unwrap();
            b.decrypt(&message).unwrap();
        });
        std::mem::swap(&mut a, &mut b);
    }
    both.say("  vodozemac: encrypt and decrypt with a step");
}

fn handshakes(rounds: usize) {
    let (o, c) = devices();
    let mut ours = Times::new();
    for _ in 0..rounds {
        ours.take(|| handshake(&o, &c));
    }
    ours.say("handshake, both sides, offer to opened hello");
}

fn safety_numbers(rounds: usize) {
    let id = |n| Identity::from_bytes([n; 96]);
    let mut times = Times::new();
    for n in 0..rounds {
        let n = n.to_le_bytes()[0];
        times.take(|| SafetyNumber::new(&id(n), &id(n.wrapping_add(1))).digits());
    }
    times.say("safety number");
}
