//! A type for each kind of key, so that a header key is not a root key to the compiler. All are boxed,
//! since what moves leaves a copy behind, and wiped when dropped; none can be printed, copied or
//! cloned by accident.

use rand_core::CryptoRng;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// `N` random bytes that are wiped.
pub(super) fn random<const N: usize>(rng: &mut impl CryptoRng) -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    rng.fill_bytes(&mut bytes[..]);
    bytes
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident, $length:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Zeroize, ZeroizeOnDrop)]
        pub(super) struct $name(Box<[u8; $length]>);

        #[allow(dead_code, reason = "every key has the same three")]
        impl $name {
            pub(super) fn new(bytes: &[u8; $length]) -> Self {
                Self(Box::new(*bytes))
            }

            pub(super) fn expose(&self) -> &[u8; $length] {
                &self.0
            }

            /// For the state that comes after this one. The old one is dropped, and wiped, when the
            /// new one is kept.
            pub(super) fn duplicate(&self) -> Self {
                Self(self.0.clone())
            }
        }
    )+};
}

keys! {
    /// RK: what every step of the ratchet is derived from.
    RootKey, 32;
    /// CKs, CKr: gives a message key and the next of its kind.
    ChainKey, 32;
    /// mk: for one message.
    MessageKey, 32;
    /// HKs, HKr: seals headers of one chain, names its mailbox, seals typing.
    HeaderKey, 32;
    /// NHKs, NHKr: the header key of the chain after this one.
    NextHeaderKey, 32;
    /// What a Diffie-Hellman agreed on.
    DhShared, 32;
    /// ss: what a ciphertext of the KEM carries.
    KemShared, 32;
    /// An X25519 secret key.
    DhSecret, 32;
    /// A KEM decapsulation key, as its seed d ‖ z.
    KemSeed, 64;
    /// The seed of an Ed25519 key.
    SigningSeed, 32;
    /// The secret key of a reply mailbox.
    ReplySecret, 32;
}

impl NextHeaderKey {
    /// A step makes it the current one.
    pub(super) fn now_current(&self) -> HeaderKey {
        HeaderKey(self.0.clone())
    }
}
