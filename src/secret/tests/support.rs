//! Two people, and chance that can be repeated.

use std::convert::Infallible;

use rand_core::{TryCryptoRng, TryRng};
use sha2::{Digest, Sha256};

use crate::secret::*;

/// Repeatable randomness: SHA-256 over seed and counter. It keeps what it gave.
pub(in crate::secret) struct Dice {
    seed: [u8; 32],
    drawn: u64,
    /// Given again before anything new.
    kept: std::collections::VecDeque<Vec<u8>>,
    pub(in crate::secret) log: Vec<Vec<u8>>,
}

impl Dice {
    pub(in crate::secret) fn new(seed: &str) -> Self {
        Self { seed: Sha256::digest(seed).into(), drawn: 0, kept: [].into(), log: Vec::new() }
    }

    /// Gives these first.
    pub(in crate::secret) fn replay(&mut self, log: &[Vec<u8>]) {
        self.kept.extend(log.iter().cloned());
    }

    /// A number below `end`.
    pub(in crate::secret) fn below(&mut self, end: usize) -> usize {
        let mut bytes = [0; 8];
        rand_core::Rng::fill_bytes(self, &mut bytes);
        usize::try_from(u64::from_be_bytes(bytes) % end as u64).unwrap()
    }
}

impl TryRng for Dice {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_be_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        if let Some(kept) = self.kept.pop_front() {
            out.copy_from_slice(&kept);
            return Ok(());
        }
        for block in out.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed);
            hash.update(self.drawn.to_be_bytes());
            self.drawn += 1;
            block.copy_from_slice(&hash.finalize()[..block.len()]);
        }
        self.log.push(out.to_vec());
        Ok(())
    }
}

impl TryCryptoRng for Dice {}

/// A time like any other, Unix seconds.
pub(in crate::secret) const NOW: u64 = 1_790_000_000;
pub(in crate::secret) const OLGA: Account = [0x0a; 32];
pub(in crate::secret) const CARL: Account = [0x0c; 32];

pub(in crate::secret) fn relays() -> Vec<String> {
    vec!["wss://relay.example".to_owned(), "ws://127.0.0.1:7777".to_owned()]
}

pub(in crate::secret) fn hello(id: u8) -> Content {
    let kind = Kind::Hello { timer: 0, relays: relays(), name: Some("Carl".to_owned()) };
    Content { id: [id; 16], at: NOW * 1000, kind }
}

pub(in crate::secret) fn offer(olga: &Device, dice: &mut Dice) -> OpenOffer {
    let reply = ReplyMailbox { secret: &[7; 32], public: [8; 32] };
    OpenOffer::new(olga, CARL, NOW + OFFER_FOR, &reply, &relays(), dice)
}

pub(in crate::secret) fn read_offer(content: &str, carl: &Device) -> Result<Offer, Failure> {
    Offer::read(content, &OLGA, carl.identity(), NOW, NOW)
}

/// Two devices, and a chat of theirs that stands: Carl has not heard from Olga yet.
pub(in crate::secret) struct Pair {
    pub(in crate::secret) olga: Device,
    pub(in crate::secret) carl: Device,
    pub(in crate::secret) o: Ratchet,
    pub(in crate::secret) c: Ratchet,
    pub(in crate::secret) dice: Dice,
}

impl Pair {
    pub(in crate::secret) fn unconfirmed(seed: &str) -> Self {
        let mut dice = Dice::new(seed);
        let olga = Device::generate(OLGA, &mut dice);
        let carl = Device::generate(CARL, &mut dice);
        let open = offer(&olga, &mut dice);
        let came = read_offer(&open.content(), &carl).unwrap();
        let accepted = came.accept(&carl, &relays(), &hello(1), &mut dice).unwrap();
        let accept = Accept::read(&accepted.content, &CARL).unwrap();
        let opened = open.open(&accept, &olga, NOW, &mut dice).ok().unwrap();
        assert!(Content::read(&opened.content).unwrap() == hello(1));
        Self { olga, carl, o: opened.ratchet, c: accepted.ratchet, dice }
    }

    /// Carl has heard from Olga, too.
    pub(in crate::secret) fn new(seed: &str) -> Self {
        let mut pair = Self::unconfirmed(seed);
        let wire = pair.olga_says(b"hello from Olga");
        pair.carl_hears(&wire).unwrap();
        pair
    }

    pub(in crate::secret) fn olga_says(&mut self, content: &[u8]) -> Vec<u8> {
        let sent = self.o.send(content, &mut self.dice).unwrap();
        self.o = sent.ratchet;
        sent.wire
    }

    pub(in crate::secret) fn carl_says(&mut self, content: &[u8]) -> Vec<u8> {
        let sent = self.c.send(content, &mut self.dice).unwrap();
        self.c = sent.ratchet;
        sent.wire
    }

    pub(in crate::secret) fn olga_hears(&mut self, wire: &[u8]) -> Result<Vec<u8>, Failure> {
        hear(&mut self.o, wire, &mut self.dice)
    }

    pub(in crate::secret) fn carl_hears(&mut self, wire: &[u8]) -> Result<Vec<u8>, Failure> {
        hear(&mut self.c, wire, &mut self.dice)
    }
}

/// Tries every mailbox that is watched, as if the relay had put the wire into all of them. Any failure
/// must leave the state as it was, byte for byte.
pub(in crate::secret) fn hear(
    ratchet: &mut Ratchet,
    wire: &[u8],
    dice: &mut Dice,
) -> Result<Vec<u8>, Failure> {
    let before = ratchet.save();
    let mut worst = Failure::Unopened;
    for watched in ratchet.watched() {
        match ratchet.receive(watched.chain, wire, NOW, dice) {
            Ok(opened) => {
                *ratchet = opened.ratchet;
                let saved = ratchet.save();
                assert!(Ratchet::restore(&saved).unwrap().save() == saved);
                return Ok(opened.content.to_vec());
            }
            Err(Failure::Unopened) => {}
            Err(other) => worst = other,
        }
    }
    assert!(ratchet.save() == before);
    Err(worst)
}
