//! X25519 (RFC 7748). A result of zeros is refused at every use: it says that the other side sent a
//! point of small order, with which anybody could know the result.

use rand_core::CryptoRng;
use x25519_dalek::{PublicKey, StaticSecret};

use super::key::{DhSecret, DhShared, random};

/// Bytes of a public key.
pub(super) const PUBLIC: usize = 32;

impl DhSecret {
    pub(super) fn generate(rng: &mut impl CryptoRng) -> Self {
        Self::new(&random(rng))
    }

    pub(super) fn public(&self) -> [u8; PUBLIC] {
        PublicKey::from(&StaticSecret::from(*self.expose())).to_bytes()
    }

    /// DH(self, other). None if the result is all zeros.
    pub(super) fn agree(&self, other: &[u8; PUBLIC]) -> Option<DhShared> {
        let shared = StaticSecret::from(*self.expose()).diffie_hellman(&PublicKey::from(*other));
        shared.was_contributory().then(|| DhShared::new(shared.as_bytes()))
    }
}
