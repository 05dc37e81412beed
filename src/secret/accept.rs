//! Accepting an offer, and O's opening of the accept.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rand_core::CryptoRng;

use super::cbor::{Map, Writer};
use super::content::{Content, Kind};
use super::dh;
use super::error::{Failure, Unsent};
use super::handshake::{of_c, of_o, transcript};
use super::identity::{Account, Device, IDENTITY, Identity};
use super::kdf::hash;
use super::kem::{self, Ciphertext};
use super::key::DhSecret;
use super::offer::{ChatId, Offer, OpenOffer, RUMOR, VERSION, decode};
use super::ratchet::{Opened, Ratchet};

/// What C made of an offer: to be stored before the accept goes out.
#[must_use = "store the ratchet in one transaction with the accept"]
pub struct Accepted {
    /// The chat, unconfirmed: it can receive, and sends nothing yet.
    pub ratchet: Ratchet,
    /// The content of the rumor of kind 1461.
    pub content: String,
    /// H(accept bytes): what a `taken` names.
    pub hash: [u8; 32],
}

impl Offer {
    /// Accepts, as this device. `hello` must be of that kind.
    ///
    /// # Errors
    /// [`Unsent::BadKey`] if the offer's keys are none; [`Unsent::TooLong`] if the hello is.
    pub fn accept(
        &self,
        device: &Device,
        relays: &[String],
        hello: &Content,
        rng: &mut impl CryptoRng,
    ) -> Result<Accepted, Unsent> {
        if !matches!(hello.kind, Kind::Hello { .. }) {
            return Err(Unsent::Unconfirmed);
        }
        let ek = DhSecret::generate(rng);
        let (ct, ss) = kem::encapsulate(self.pqpk(), rng).ok_or(Unsent::BadKey)?;
        let mut map = Writer::new();
        map.uint(1, VERSION)
            .bytes(2, self.chat_id())
            .bytes(3, &self.hash())
            .bytes(4, device.identity().as_bytes())
            .bytes(5, &device.cert())
            .bytes(6, &ek.public())
            .bytes(7, &ct[..])
            .texts(8, relays);
        let bytes = map.finish();
        let t = transcript(&self.bytes, &self.signature, &bytes);
        let agreed = of_c(&device.dik, &ek, (self.identity().dik(), self.spk()), ss)
            .ok_or(Unsent::BadKey)?;
        let first = agreed.first_keys(&t);
        let keys = (&first.hka.now_current(), &first.nhkb);
        let ratchet = Ratchet::of_c(t, &first.sk, keys, self.spk(), rng).ok_or(Unsent::BadKey)?;
        let sent = ratchet.hello(&hello.write(), rng)?;
        let mut map = Writer::new();
        map.bytes(1, &bytes).bytes(2, &sent.wire);
        Ok(Accepted {
            ratchet: sent.ratchet,
            content: STANDARD.encode(map.finish()),
            hash: hash(&[&bytes]),
        })
    }
}

/// An accept that came: well-formed, and certified by the device that it names. Whether that device
/// can prove it, only [`OpenOffer::open`] knows.
pub struct Accept {
    bytes: Vec<u8>,
    hello: Vec<u8>,
    chat_id: ChatId,
    offer: [u8; 32],
    identity: Identity,
    ek: [u8; dh::PUBLIC],
    ct: Ciphertext,
    relays: Vec<String>,
}

impl Accept {
    /// Reads the content of a rumor of kind 1461, whose seal and rumor are by `author`.
    ///
    /// # Errors
    /// [`Failure::Unopened`].
    pub fn read(content: &str, author: &Account) -> Result<Self, Failure> {
        let content = decode(content)?;
        let map = Map::read(&content)?;
        let (bytes, hello) = (map.long(1, RUMOR)?.to_vec(), map.long(2, RUMOR)?.to_vec());
        let map = Map::read(&bytes)?;
        let identity = Identity::from_bytes(*map.bytes::<IDENTITY>(4)?);
        if map.uint(1)? != VERSION || identity.account() != author {
            return Err(Failure::Unopened);
        }
        Ok(Self {
            hello,
            chat_id: *map.bytes(2)?,
            offer: *map.bytes(3)?,
            identity: identity.certified(map.bytes(5)?)?,
            ek: *map.bytes(6)?,
            ct: Box::new(*map.bytes(7)?),
            relays: map.relays(8)?,
            bytes,
        })
    }

    /// Which of one's offers it answers.
    pub fn chat_id(&self) -> &ChatId {
        &self.chat_id
    }

    /// H(offer bytes) that it answers.
    pub fn offer(&self) -> &[u8; 32] {
        &self.offer
    }

    /// H(accept bytes): what a `taken` names.
    pub fn hash(&self) -> [u8; 32] {
        hash(&[&self.bytes])
    }

    /// The device that it says it is from. A second one, for an offer that was taken, is worth a
    /// warning.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Where the chat's mailboxes are read.
    pub fn relays(&self) -> &[String] {
        &self.relays
    }
}

impl OpenOffer {
    /// Opens an accept of this offer. What comes out holds the hello; with it stored, this offer is to
    /// be forgotten, SPK and PQPK with it.
    ///
    /// # Errors
    /// The offer as it was, and [`Failure::Unopened`].
    pub fn open(
        self,
        accept: &Accept,
        device: &Device,
        now: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<Opened, (Box<Self>, Failure)> {
        match self.try_open(accept, device, now, rng) {
            Ok(opened) => Ok(opened),
            Err(failure) => Err((Box::new(self), failure)),
        }
    }

    fn try_open(
        &self,
        accept: &Accept,
        device: &Device,
        now: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<Opened, Failure> {
        let fits = accept.chat_id == *self.chat_id()
            && accept.offer == self.hash()
            && accept.identity.account() == self.to()
            && accept.identity != *self.identity()
            && device.identity() == self.identity()
            && now < self.expiry();
        if !fits {
            return Err(Failure::Unopened);
        }
        let t = transcript(&self.bytes, &self.signature, &accept.bytes);
        let ss = self.pqpk.decapsulate(&accept.ct);
        let agreed = of_o(&device.dik, &self.spk, (accept.identity.dik(), &accept.ek), ss)
            .ok_or(Failure::Unopened)?;
        let first = agreed.first_keys(&t);
        let ratchet = Ratchet::of_o(t, first.sk, (&first.hka, &first.nhkb), &self.spk);
        ratchet.receive_hello(&accept.hello, now, rng)
    }
}
