//! The state as bytes and back: a restored state is, saved again, the same bytes.

use std::collections::VecDeque;

use zeroize::Zeroizing;

use super::chains::{ChainNumber, Received, SKIPPED, Slot};
use super::state::{Ratchet, Sending};
use crate::secret::dh;
use crate::secret::error::Damaged;
use crate::secret::header::CHAIN;
use crate::secret::kem;
use crate::secret::key::{
    ChainKey, DhSecret, HeaderKey, KemSeed, MessageKey, NextHeaderKey, RootKey,
};
use crate::secret::saved::{Reader, Writer};

const VERSION: u8 = 1;

const GONE: u8 = 0;
const USED: u8 = 1;
const KEPT: u8 = 2;

/// More than all but the slots takes.
const BASE: usize = 1024 + kem::PUBLIC + kem::CIPHERTEXT;
/// The largest slot: its tag, a key, and when it was skipped.
const SLOT: usize = 1 + 32 + 8;
/// A chain's number, keys and count.
const RECEIVED: usize = 8 + 32 + 32 + 2;

impl Ratchet {
    /// Bytes for the store, and nothing else. They hold every key of the chat.
    pub fn save(&self) -> Zeroizing<Vec<u8>> {
        let chains = self.older.iter().map(|(_, chain)| chain);
        let chains = chains.chain(self.receiving.as_ref().map(|(_, chain)| chain));
        let room: usize = chains.map(|chain| RECEIVED + SLOT * chain.slots.len()).sum();
        let mut out = Writer::new(VERSION, BASE + room);
        out.put(&self.t);
        out.put(self.rk.expose());
        out.put(self.dhs.expose());
        out.put(self.nhks.expose());
        out.put(self.nhkr.expose());
        out.put(&self.next.0.to_be_bytes());
        out.optional(self.dk.as_ref().map(|dk| &dk.expose()[..]));
        out.optional(self.sending.as_ref().map(|_| &[][..]));
        if let Some(chain) = &self.sending {
            out.put(chain.hk.expose());
            out.put(chain.ck.expose());
            out.put(&chain.n.to_be_bytes());
            out.put(&chain.pn.to_be_bytes());
            out.put(&chain.dh);
            out.put(&chain.ek[..]);
            out.optional(chain.ct.as_ref().map(|ct| &ct[..]));
        }
        out.optional(self.receiving.as_ref().map(|_| &[][..]));
        if let Some((ck, chain)) = &self.receiving {
            out.put(ck.expose());
            received(&mut out, chain);
        }
        out.count(self.older.len());
        for (number, chain) in &self.older {
            out.put(&number.0.to_be_bytes());
            received(&mut out, chain);
        }
        out.finish()
    }

    /// What [`save`](Self::save) gave.
    ///
    /// # Errors
    /// [`Damaged`], for anything else.
    pub fn restore(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut reader = Reader::new(VERSION, bytes)?;
        let from = &mut reader;
        let (t, rk, dhs) = (*from.take()?, RootKey::new(from.take()?), DhSecret::new(from.take()?));
        let (nhks, nhkr) = (NextHeaderKey::new(from.take()?), NextHeaderKey::new(from.take()?));
        let next = ChainNumber(from.u64()?);
        let dk = from.optional(|from| from.take().map(KemSeed::new))?;
        let sending = from.optional(read_sending)?;
        let receiving =
            from.optional(|from| Ok((ChainKey::new(from.take()?), read_received(from)?)))?;
        let mut older = VecDeque::new();
        for _ in 0..from.u16()? {
            older.push_back((ChainNumber(from.u64()?), read_received(from)?));
        }
        let state = Self { t, rk, dhs, dk, sending, nhks, receiving, nhkr, older, next };
        if state.missing() > SKIPPED {
            return Err(Damaged);
        }
        reader.end(state)
    }
}

fn received(out: &mut Writer, chain: &Received) {
    out.put(chain.hk.expose());
    out.put(&chain.facts);
    out.count(chain.slots.len());
    for slot in &chain.slots {
        match slot {
            Slot::Gone => out.put(&[GONE]),
            Slot::Used(r) => {
                out.put(&[USED]);
                out.put(r);
            }
            Slot::Kept(mk, since) => {
                out.put(&[KEPT]);
                out.put(mk.expose());
                out.put(&since.to_be_bytes());
            }
        }
    }
}

fn read_received(from: &mut Reader<'_>) -> Result<Received, Damaged> {
    let (hk, facts) = (HeaderKey::new(from.take()?), *from.take()?);
    let slots = (0..below_chain(from.u16()?)?)
        .map(|_| match from.byte()? {
            GONE => Ok(Slot::Gone),
            USED => Ok(Slot::Used(*from.take()?)),
            KEPT => Ok(Slot::Kept(MessageKey::new(from.take()?), from.u64()?)),
            _ => Err(Damaged),
        })
        .collect::<Result<_, _>>()?;
    Ok(Received { hk, facts, slots })
}

fn read_sending(from: &mut Reader<'_>) -> Result<Sending, Damaged> {
    Ok(Sending {
        hk: HeaderKey::new(from.take()?),
        ck: ChainKey::new(from.take()?),
        n: below_chain(from.u16()?)?,
        pn: below_chain(from.u16()?)?,
        dh: *from.take::<{ dh::PUBLIC }>()?,
        ek: Box::new(*from.take::<{ kem::PUBLIC }>()?),
        ct: from.optional(|from| Ok(Box::new(*from.take::<{ kem::CIPHERTEXT }>()?)))?,
    })
}

fn below_chain(count: u16) -> Result<u16, Damaged> {
    if count <= CHAIN { Ok(count) } else { Err(Damaged) }
}
