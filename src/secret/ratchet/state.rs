//! The state of a chat, in the specification's symbols.

use std::collections::VecDeque;

use rand_core::CryptoRng;

use super::chains::{ChainNumber, Received, SKIPPED};
use crate::secret::dh;
use crate::secret::kdf::step;
use crate::secret::kem::{Ciphertext, KemPublic};
use crate::secret::key::{ChainKey, DhSecret, HeaderKey, KemSeed, NextHeaderKey, RootKey};
use crate::secret::mailbox::MailboxSecret;

/// One side of a secret chat.
///
/// It neither clones nor prints. What it does gives the state that comes next; whoever keeps the old
/// one beside it keeps keys that should be gone.
pub struct Ratchet {
    /// T: which chat this is.
    pub(super) t: [u8; 32],
    pub(super) rk: RootKey,
    pub(super) dhs: DhSecret,
    /// dk, for the ct of the peer's next step; none before our first ek went out.
    pub(super) dk: Option<KemSeed>,
    /// None on O's side until C's hello was opened.
    pub(super) sending: Option<Sending>,
    /// NHKs.
    pub(super) nhks: NextHeaderKey,
    /// CKr and the chain with HKr; none before the first step.
    pub(super) receiving: Option<(ChainKey, Received)>,
    /// NHKr.
    pub(super) nhkr: NextHeaderKey,
    /// Chains that ended and still lack something, oldest first.
    pub(super) older: VecDeque<(ChainNumber, Received)>,
    /// The number of the chain that NHKr will open.
    pub(super) next: ChainNumber,
}

/// The sending chain.
pub(super) struct Sending {
    pub(super) hk: HeaderKey,
    pub(super) ck: ChainKey,
    /// Ns.
    pub(super) n: u16,
    /// PN.
    pub(super) pn: u16,
    pub(super) dh: [u8; dh::PUBLIC],
    pub(super) ek: KemPublic,
    pub(super) ct: Option<Ciphertext>,
}

impl Sending {
    pub(super) fn duplicate(&self) -> Self {
        Self {
            hk: self.hk.duplicate(),
            ck: self.ck.duplicate(),
            n: self.n,
            pn: self.pn,
            dh: self.dh,
            ek: self.ek.clone(),
            ct: self.ct.clone(),
        }
    }
}

/// A mailbox to watch.
pub struct Watched {
    /// Which chain's: what [`Ratchet::receive`] wants to know about a wire that came there.
    pub chain: ChainNumber,
    /// Its secret key.
    pub secret: MailboxSecret,
}

impl Ratchet {
    /// C's side, before its hello. None if a Diffie-Hellman gives zeros.
    pub(in crate::secret) fn of_c(
        t: [u8; 32],
        sk: &RootKey,
        (hka, nhkb): (&HeaderKey, &NextHeaderKey),
        spk: &[u8; dh::PUBLIC],
        rng: &mut impl CryptoRng,
    ) -> Option<Self> {
        let dhs = DhSecret::generate(rng);
        let (rk, ck, nhks) = step(sk, &dhs.agree(spk)?, None);
        let dk = KemSeed::generate(rng);
        let sending = Sending {
            hk: hka.duplicate(),
            ck,
            n: 0,
            pn: 0,
            dh: dhs.public(),
            ek: dk.public(),
            ct: None,
        };
        Some(Self {
            t,
            rk,
            dhs,
            dk: Some(dk),
            sending: Some(sending),
            nhks,
            receiving: None,
            nhkr: nhkb.duplicate(),
            older: VecDeque::new(),
            next: ChainNumber(0),
        })
    }

    /// O's side, before C's hello was opened.
    pub(in crate::secret) fn of_o(
        t: [u8; 32],
        sk: RootKey,
        (hka, nhkb): (&NextHeaderKey, &NextHeaderKey),
        spk: &DhSecret,
    ) -> Self {
        Self {
            t,
            rk: sk,
            dhs: spk.duplicate(),
            dk: None,
            sending: None,
            nhks: nhkb.duplicate(),
            receiving: None,
            nhkr: hka.duplicate(),
            older: VecDeque::new(),
            next: ChainNumber(0),
        }
    }

    /// T: a chat is keyed by it.
    pub fn transcript(&self) -> &[u8; 32] {
        &self.t
    }

    /// Whether the other device has shown that it has the same keys. Until then only the hello, which
    /// went with the accept, may be sent.
    pub fn is_confirmed(&self) -> bool {
        self.receiving.is_some()
    }

    /// Whether the sending chain holds its thousand: everything waits for the peer's next message.
    pub fn is_full(&self) -> bool {
        self.sending.as_ref().is_some_and(|chain| chain.n >= crate::secret::header::CHAIN)
    }

    /// mailbox(HKs): where the next wire goes. None where nothing may be sent yet.
    pub fn sending_mailbox(&self) -> Option<MailboxSecret> {
        self.receiving.as_ref()?;
        Some(MailboxSecret::of(&self.sending.as_ref()?.hk))
    }

    /// The mailboxes where something may come, oldest chain first. They change with a step, and when
    /// an older chain lacks nothing any more.
    pub fn watched(&self) -> Vec<Watched> {
        let older = self.older.iter().map(|(chain, received)| (*chain, &received.hk));
        let mut watched: Vec<_> =
            older.map(|(chain, hk)| Watched { chain, secret: MailboxSecret::of(hk) }).collect();
        if let Some((_, current)) = &self.receiving {
            let chain = self.current();
            watched.push(Watched { chain, secret: MailboxSecret::of(&current.hk) });
        }
        let secret = MailboxSecret::of(&self.nhkr.now_current());
        watched.push(Watched { chain: self.next, secret });
        watched
    }

    /// The number of the chain with HKr.
    pub(super) fn current(&self) -> ChainNumber {
        ChainNumber(self.next.0.saturating_sub(1))
    }

    /// Messages that were sent before others that came, and have not come themselves.
    pub fn missing(&self) -> usize {
        let older: usize = self.older.iter().map(|(_, chain)| chain.kept()).sum();
        older + self.receiving.as_ref().map_or(0, |(_, chain)| chain.kept())
    }

    /// The state without keys that were kept for more than thirty days, if there are any.
    pub fn forget_old(&self, now: u64) -> Option<Self> {
        let mut next = self.duplicate();
        let mut any = next.receiving.as_mut().is_some_and(|(_, chain)| chain.forget(now));
        for (_, chain) in &mut next.older {
            any |= chain.forget(now);
        }
        next.tidy();
        any.then_some(next)
    }

    /// Keeps the number of kept keys in bounds, and no chain that lacks nothing.
    pub(super) fn tidy(&mut self) {
        let mut over = self.missing().saturating_sub(SKIPPED);
        for (_, chain) in &mut self.older {
            over -= chain.give_up(over);
        }
        if let Some((_, chain)) = &mut self.receiving {
            chain.give_up(over);
        }
        self.older.retain(|(_, chain)| chain.kept() > 0);
    }

    /// The header key of a chain whose mailbox is watched.
    pub(in crate::secret) fn header_key(&self, chain: ChainNumber) -> Option<HeaderKey> {
        if chain == self.next {
            return Some(self.nhkr.now_current());
        }
        let received = match &self.receiving {
            Some((_, current)) if chain == self.current() => current,
            _ => self.older.iter().find(|(number, _)| *number == chain).map(|(_, old)| old)?,
        };
        Some(received.hk.duplicate())
    }

    /// HKs.
    pub(in crate::secret) fn sending_header_key(&self) -> Option<&HeaderKey> {
        self.sending.as_ref().map(|chain| &chain.hk)
    }

    /// Another of the same, for the state that comes next.
    pub(super) fn duplicate(&self) -> Self {
        Self {
            t: self.t,
            rk: self.rk.duplicate(),
            dhs: self.dhs.duplicate(),
            dk: self.dk.as_ref().map(KemSeed::duplicate),
            sending: self.sending.as_ref().map(Sending::duplicate),
            nhks: self.nhks.duplicate(),
            receiving: self
                .receiving
                .as_ref()
                .map(|(ck, chain)| (ck.duplicate(), chain.duplicate())),
            nhkr: self.nhkr.duplicate(),
            older: self.older.iter().map(|(number, chain)| (*number, chain.duplicate())).collect(),
            next: self.next,
        }
    }
}
