//! Opening what came to one of the watched mailboxes.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::chains::{ChainNumber, Received};
use super::state::{Ratchet, Sending};
use crate::secret::error::Failure;
use crate::secret::header::{Facts, Header};
use crate::secret::kdf::{advance, step};
use crate::secret::kem;
use crate::secret::key::{DhSecret, KemSeed};
use crate::secret::wire::{Size, Wire};

/// An opened message, and the state that must be stored with it.
#[must_use = "store the next state in one transaction with the message"]
pub struct Opened {
    /// The state from now on.
    pub ratchet: Ratchet,
    /// What the peer wrote, to be read by [`Content`](crate::secret::Content).
    pub content: Zeroizing<Vec<u8>>,
    /// Whether this was a step: other mailboxes are to be watched, and another one is written to.
    pub stepped: bool,
}

/// The state once a message's key is known, but nothing proved yet.
struct Draft {
    ratchet: Ratchet,
    content: Zeroizing<Vec<u8>>,
}

impl Ratchet {
    /// Opens a wire that came to the mailbox of `chain`. `now` is the Unix time in seconds.
    ///
    /// # Errors
    /// [`Failure`]; this state stands.
    pub fn receive(
        &self,
        chain: ChainNumber,
        wire: &[u8],
        now: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<Opened, Failure> {
        self.open(chain, wire, Size::Bucket, now, rng)
    }

    /// C's hello, out of the accept.
    pub(in crate::secret) fn receive_hello(
        &self,
        wire: &[u8],
        now: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<Opened, Failure> {
        self.open(self.next, wire, Size::Bare, now, rng)
    }

    fn open(
        &self,
        chain: ChainNumber,
        wire: &[u8],
        size: Size,
        now: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<Opened, Failure> {
        let wire = Wire::cut(wire, size).ok_or(Failure::Unopened)?;
        let hk = self.header_key(chain).ok_or(Failure::Unopened)?;
        let (header, facts) = wire.header(&hk, &self.t).ok_or(Failure::Unopened)?;
        let stepped = chain == self.next;
        let Draft { mut ratchet, content } = if stepped {
            self.step(&wire, header, facts, now, rng)?
        } else {
            self.within(chain, &wire, &header, &facts, now)?
        };
        ratchet.tidy();
        Ok(Opened { ratchet, content, stepped })
    }

    /// Under HKr, or the header key of an older chain.
    fn within(
        &self,
        number: ChainNumber,
        wire: &Wire<'_>,
        header: &Header,
        facts: &Facts,
        now: u64,
    ) -> Result<Draft, Failure> {
        let mut ratchet = self.duplicate();
        let current = ratchet.current();
        let (ck, chain) = match &mut ratchet.receiving {
            Some((ck, chain)) if number == current => (Some(ck), chain),
            _ => ratchet
                .older
                .iter_mut()
                .find(|(older, _)| *older == number)
                .map(|(_, chain)| (None, chain))
                .ok_or(Failure::Unopened)?,
        };
        if chain.facts != *facts {
            return Err(Failure::Forked);
        }
        let content = match ck {
            Some(ck) if header.n >= chain.next() => {
                let (mk, following) = advance(&chain.skip(ck.duplicate(), header.n, now));
                *ck = following;
                wire.body(&mk, &self.t)
            }
            _ => wire.body(chain.passed(header.n, wire.r)?, &self.t),
        };
        let content = content.ok_or(Failure::Unopened)?;
        chain.done(header.n, wire.r);
        Ok(Draft { ratchet, content })
    }

    /// Under NHKr: the peer has stepped, and so do we.
    fn step(
        &self,
        wire: &Wire<'_>,
        header: Header,
        facts: Facts,
        now: u64,
        rng: &mut impl CryptoRng,
    ) -> Result<Draft, Failure> {
        if header.ct.is_some() != self.dk.is_some() {
            return Err(Failure::Unopened);
        }
        let mut ratchet = self.duplicate();
        match ratchet.receiving.take() {
            Some((ck, mut ended)) => {
                // A peer that sent less than came from it was set back.
                if header.pn < ended.next() {
                    return Err(Failure::Forked);
                }
                ended.skip(ck, header.pn, now);
                ratchet.older.push_back((self.current(), ended));
            }
            None if header.pn > 0 => return Err(Failure::Unopened),
            None => {}
        }

        let ss = match (&self.dk, &header.ct) {
            (Some(dk), Some(ct)) => Some(dk.decapsulate(ct)),
            _ => None,
        };
        let dh = self.dhs.agree(&header.dh).ok_or(Failure::Unopened)?;
        let (rk, ckr, nhkr) = step(&self.rk, &dh, ss.as_ref());
        let mut chain = Received { hk: self.nhkr.now_current(), facts, slots: Vec::new() };
        let (mk, ckr) = advance(&chain.skip(ckr, header.n, now));
        let content = wire.body(&mk, &self.t).ok_or(Failure::Unopened)?;
        chain.done(header.n, wire.r);

        let dhs = DhSecret::generate(rng);
        let dk = KemSeed::generate(rng);
        let (ct, ss) = kem::encapsulate(&header.ek, rng).ok_or(Failure::Unopened)?;
        let dh = dhs.agree(&header.dh).ok_or(Failure::Unopened)?;
        let (rk, cks, nhks) = step(&rk, &dh, Some(&ss));
        ratchet.sending = Some(Sending {
            hk: self.nhks.now_current(),
            ck: cks,
            n: 0,
            pn: self.sending.as_ref().map_or(0, |chain| chain.n),
            dh: dhs.public(),
            ek: dk.public(),
            ct: Some(ct),
        });
        ratchet.rk = rk;
        ratchet.dhs = dhs;
        ratchet.dk = Some(dk);
        ratchet.nhks = nhks;
        ratchet.nhkr = nhkr;
        ratchet.receiving = Some((ckr, chain));
        ratchet.next.0 += 1;
        Ok(Draft { ratchet, content })
    }
}
