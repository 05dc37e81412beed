//! The mailbox of a header key: a secp256k1 key that both sides can derive and nobody can connect
//! with another one.

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::kdf::{ZEROS, hkdf, label};
use super::key::HeaderKey;

/// The order of secp256k1 (SEC 2, 2.4.1): secret keys are 1 to n - 1.
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe,
    0xba, 0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
];

/// The secret key of a mailbox: whoever has it can read its wraps' outer layer, authenticate for it
/// and delete from it, and open no message.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MailboxSecret(Box<[u8; 32]>);

impl MailboxSecret {
    /// The key, for the one who signs and subscribes with it.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    pub(super) fn of(hk: &HeaderKey) -> Self {
        let derive = |counter| hkdf(&ZEROS, &[hk.expose()], &[label!("mailbox"), &[counter]]);
        let mut counter = 0;
        let mut key = derive(counter);
        // One in 2^127 is none; nobody will ever see the loop turn.
        while !is_valid(&key) {
            counter = u8::wrapping_add(counter, 1);
            key = derive(counter);
        }
        Self(Box::new(*key))
    }
}

/// Whether bytes are a secp256k1 secret key.
pub(super) fn is_valid(key: &[u8; 32]) -> bool {
    *key != [0; 32] && *key < ORDER
}
