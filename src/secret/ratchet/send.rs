//! Sealing the next message of the sending chain.

use rand_core::CryptoRng;

use super::state::Ratchet;
use crate::secret::error::Unsent;
use crate::secret::header::{CHAIN, Header};
use crate::secret::kdf::advance;
use crate::secret::key::random;
use crate::secret::wire::{self, Size};

/// A sealed message, and the state that must be stored with it.
#[must_use = "store the next state in one transaction with the wire, then send"]
pub struct Sent {
    /// The state from now on.
    pub ratchet: Ratchet,
    /// What the envelope holds: one of the [`SIZES`](wire::SIZES) in bytes.
    pub wire: Vec<u8>,
}

impl Ratchet {
    /// Seals content for the peer. It goes to [`sending_mailbox`](Self::sending_mailbox) as that was
    /// before or is after: they are the same.
    ///
    /// # Errors
    /// [`Unsent`]; this state stands.
    pub fn send(&self, content: &[u8], rng: &mut impl CryptoRng) -> Result<Sent, Unsent> {
        if !self.is_confirmed() {
            return Err(Unsent::Unconfirmed);
        }
        self.seal(content, Size::Bucket, rng)
    }

    /// C's hello: the only message that goes out unconfirmed, and bare.
    pub(in crate::secret) fn hello(
        &self,
        content: &[u8],
        rng: &mut impl CryptoRng,
    ) -> Result<Sent, Unsent> {
        self.seal(content, Size::Bare, rng)
    }

    fn seal(&self, content: &[u8], size: Size, rng: &mut impl CryptoRng) -> Result<Sent, Unsent> {
        let chain = self.sending.as_ref().ok_or(Unsent::Unconfirmed)?;
        if chain.n >= CHAIN {
            return Err(Unsent::ChainFull);
        }
        let r = random(rng);
        let (mk, ck) = advance(&chain.ck);
        let header = |out: &mut Vec<u8>| {
            let numbers = (chain.pn, chain.n);
            Header::write(out, &chain.dh, numbers, &chain.ek, chain.ct.as_deref());
        };
        let wire = wire::seal(&self.t, (&chain.hk, &mk), &r, header, content, size)?;
        let mut ratchet = self.duplicate();
        if let Some(chain) = &mut ratchet.sending {
            chain.ck = ck;
            chain.n += 1;
        }
        Ok(Sent { ratchet, wire })
    }
}
