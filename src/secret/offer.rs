//! Offering a secret chat: what O keeps until somebody accepts, and what C reads and checks.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::cbor::{Map, Writer};
use super::dh;
use super::error::{Damaged, Failure};
use super::identity::{Account, Device, IDENTITY, Identity, SIGNATURE};
use super::kdf::{hash, label};
use super::kem::{self, KemPublic};
use super::key::{DhSecret, KemSeed, ReplySecret, random};
use super::saved;

/// Seconds for which an offer stands at most: 14 days.
pub const OFFER_FOR: u64 = 14 * 24 * 60 * 60;
/// A date further ahead than this many seconds is not believed (section 1).
const AHEAD: u64 = 15 * 60;
pub(super) const VERSION: u64 = 1;
/// More base64 than any offer, accept or ending has.
pub(super) const RUMOR: usize = 16 * 1024;

/// Pairs an accept with its offer.
pub type ChatId = [u8; 16];

/// Standard base64 of at most [`RUMOR`] bytes.
pub(super) fn decode(content: &str) -> Result<Vec<u8>, Failure> {
    if content.len() > RUMOR {
        return Err(Failure::Unopened);
    }
    STANDARD.decode(content).map_err(|_| Failure::Unopened)
}

/// The reply mailbox of a new offer: a random secp256k1 key. Its maker knows that curve; this room
/// does not.
pub struct ReplyMailbox<'a> {
    /// The secret key.
    pub secret: &'a [u8; 32],
    /// The x-only public key.
    pub public: [u8; 32],
}

/// What an offer says, read.
struct Said {
    chat_id: ChatId,
    to: Account,
    expiry: u64,
    identity: Identity,
    spk: [u8; dh::PUBLIC],
    pqpk: KemPublic,
    reply: [u8; 32],
    relays: Vec<String>,
}

impl Said {
    fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let map = Map::read(bytes)?;
        if map.uint(1)? != VERSION {
            return Err(Failure::Unopened);
        }
        let identity = Identity::from_bytes(*map.bytes::<IDENTITY>(5)?);
        Ok(Self {
            chat_id: *map.bytes(2)?,
            to: *map.bytes(3)?,
            expiry: map.uint(4)?,
            identity: identity.certified(map.bytes(6)?)?,
            spk: *map.bytes(7)?,
            pqpk: Box::new(*map.bytes(8)?),
            reply: *map.bytes(9)?,
            relays: map.relays(10)?,
        })
    }
}

/// An offer that came, with everything checked that it says itself. The caller still asks whether it
/// was here before ([`hash`](Self::hash)), and the identity rule.
pub struct Offer {
    pub(super) bytes: Vec<u8>,
    pub(super) signature: [u8; SIGNATURE],
    said: Said,
}

impl Offer {
    /// Reads the content of a rumor of kind 1460.
    ///
    /// `author` is seal's and rumor's author, `created_at` the rumor's, `now` the time here, both in
    /// Unix seconds.
    ///
    /// # Errors
    /// [`Failure::Unopened`], for everything that section 10 has C check.
    pub fn read(
        content: &str,
        author: &Account,
        me: &Identity,
        created_at: u64,
        now: u64,
    ) -> Result<Self, Failure> {
        let content = decode(content)?;
        let map = Map::read(&content)?;
        let bytes = map.long(1, RUMOR)?.to_vec();
        let signature = *map.bytes(2)?;
        let said = Said::read(&bytes)?;
        let dated = if created_at > now.saturating_add(AHEAD) { now } else { created_at };
        let fits = author == said.identity.account()
            && said.to == *me.account()
            && said.identity != *me
            && said.expiry > now
            && said.expiry <= dated.saturating_add(OFFER_FOR)
            && kem::acceptable(&said.pqpk);
        if !fits {
            return Err(Failure::Unopened);
        }
        said.identity.check(label!("offer"), &bytes, &signature)?;
        Ok(Self { bytes, signature, said })
    }

    /// H(offer bytes): by which it is known again, and compared with one that crossed it. The lower
    /// one survives.
    pub fn hash(&self) -> [u8; 32] {
        hash(&[&self.bytes])
    }

    /// The device that offers.
    pub fn identity(&self) -> &Identity {
        &self.said.identity
    }

    /// Pairs the accept with it.
    pub fn chat_id(&self) -> &ChatId {
        &self.said.chat_id
    }

    /// Unix seconds at which it lapses.
    pub fn expiry(&self) -> u64 {
        self.said.expiry
    }

    /// The mailbox for the accept: an x-only key.
    pub fn reply(&self) -> &[u8; 32] {
        &self.said.reply
    }

    /// Where that mailbox, and the chat's, are read.
    pub fn relays(&self) -> &[String] {
        &self.said.relays
    }

    pub(super) fn spk(&self) -> &[u8; dh::PUBLIC] {
        &self.said.spk
    }

    pub(super) fn pqpk(&self) -> &[u8; kem::PUBLIC] {
        &self.said.pqpk
    }
}

/// An offer of one's own that waits for an accept, with its secrets.
pub struct OpenOffer {
    pub(super) bytes: Vec<u8>,
    pub(super) signature: [u8; SIGNATURE],
    said: Said,
    pub(super) spk: DhSecret,
    pub(super) pqpk: KemSeed,
    reply: ReplySecret,
}

impl OpenOffer {
    /// Offers a chat to an account, from this device. `expiry` is in Unix seconds, at most
    /// [`OFFER_FOR`] after the rumor's `created_at`; `relays` are one to five.
    pub fn new(
        device: &Device,
        to: Account,
        expiry: u64,
        reply: &ReplyMailbox<'_>,
        relays: &[String],
        rng: &mut impl CryptoRng,
    ) -> Self {
        let chat_id = *random(rng);
        let spk = DhSecret::generate(rng);
        let pqpk = KemSeed::generate(rng);
        let said = Said {
            chat_id,
            to,
            expiry,
            identity: *device.identity(),
            spk: spk.public(),
            pqpk: pqpk.public(),
            reply: reply.public,
            relays: relays.to_vec(),
        };
        let mut map = Writer::new();
        map.uint(1, VERSION)
            .bytes(2, &said.chat_id)
            .bytes(3, &said.to)
            .uint(4, said.expiry)
            .bytes(5, said.identity.as_bytes())
            .bytes(6, &device.cert())
            .bytes(7, &said.spk)
            .bytes(8, &said.pqpk[..])
            .bytes(9, &said.reply)
            .texts(10, &said.relays);
        let bytes = map.finish().to_vec();
        let signature = device.sign(label!("offer"), &bytes);
        Self { bytes, signature, said, spk, pqpk, reply: ReplySecret::new(reply.secret) }
    }

    /// The content of its rumor, of kind 1460.
    pub fn content(&self) -> String {
        let mut map = Writer::new();
        map.bytes(1, &self.bytes).bytes(2, &self.signature);
        STANDARD.encode(map.finish())
    }

    /// H(offer bytes): kept until expiry, so that further accepts are noticed.
    pub fn hash(&self) -> [u8; 32] {
        hash(&[&self.bytes])
    }

    /// Pairs an accept with it.
    pub fn chat_id(&self) -> &ChatId {
        &self.said.chat_id
    }

    /// The account that it is for.
    pub fn to(&self) -> &Account {
        &self.said.to
    }

    /// Unix seconds at which it lapses.
    pub fn expiry(&self) -> u64 {
        self.said.expiry
    }

    /// The device that offered.
    pub fn identity(&self) -> &Identity {
        &self.said.identity
    }

    /// The secret key of the reply mailbox, kept until expiry.
    pub fn reply_secret(&self) -> &[u8; 32] {
        self.reply.expose()
    }

    /// For the store, and nothing else. It holds what opens the accept.
    pub fn save(&self) -> Zeroizing<Vec<u8>> {
        let mut out = saved::Writer::new(1, self.bytes.len() + 512);
        out.string(&self.bytes);
        out.put(&self.signature);
        out.put(self.spk.expose());
        out.put(self.pqpk.expose());
        out.put(self.reply.expose());
        out.finish()
    }

    /// What [`save`](Self::save) gave.
    pub fn restore(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut from = saved::Reader::new(1, bytes)?;
        let bytes = from.string()?.to_vec();
        let said = Said::read(&bytes).map_err(|_| Damaged)?;
        let offer = Self {
            bytes,
            signature: *from.take()?,
            said,
            spk: DhSecret::new(from.take()?),
            pqpk: KemSeed::new(from.take()?),
            reply: ReplySecret::new(from.take()?),
        };
        from.end(offer)
    }
}
