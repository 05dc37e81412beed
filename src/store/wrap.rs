//! The database key, and the three ways in which it is sealed.
//!
//! The key is 32 random bytes, made once per profile and never changed. What is kept is the key
//! sealed with AES-256-GCM under a wrapping key:
//!
//! | way        | wrapping key                                                         |
//! |------------|----------------------------------------------------------------------|
//! | passphrase | Argon2id(passphrase, salt)                                           |
//! | keyring    | a random secret in the system keyring                                |
//! | both       | Argon2id(passphrase, salt, K = that secret), RFC 9106's secret input |
//!
//! The sealed form has one length, 114 bytes, all numbers big-endian:
//!
//! ```text
//! 0  "HUSHWKEY"        10  Argon2 memory, KiB (4)   22  salt (16)              54  nonce (12)
//! 8  format, 1         14  Argon2 passes (4)        38  name in keyring (16)   66  sealed key (32+16)
//! 9  way: 1, 2, 3      18  Argon2 lanes (4)
//! ```
//!
//! Bytes 0 to 65 are the associated data: a changed header opens nothing. Salt, name and nonce are
//! new at every sealing, so no wrapping key ever seals twice. Knows nothing of files.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

use super::error::StoreError;
use super::keyring::{RingSecret, SystemKeyring};
use crate::model::{Found, Secret, Unlock};

/// Length of the sealed form.
pub(super) const WRAPPED: usize = 114;
const HEADER: usize = 66;
const MAGIC: &[u8; 8] = b"HUSHWKEY";
const FORMAT: u8 = 1;

/// 32 secret bytes that are wiped when dropped. Boxed, since what moves leaves a copy behind.
type Key = Box<Zeroizing<[u8; 32]>>;

/// What opens the database.
pub(super) struct DatabaseKey(Key);

impl DatabaseKey {
    /// A new one.
    pub(super) fn random() -> Result<Self, StoreError> {
        let mut bytes = Key::default();
        fill(&mut bytes[..])?;
        Ok(Self(bytes))
    }

    /// The bytes, for the one statement that gives them to the database.
    pub(super) fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

/// What one guess at a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyCost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl KeyCost {
    /// 64 MiB, three passes, four lanes: about a tenth of a second, RFC 9106's second choice.
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 4 };

    /// Protects nothing. For tests, which open profiles by the hundred.
    pub const fn cheap_for_tests() -> Self {
        Self { memory_kib: 8, passes: 1, lanes: 1 }
    }

    /// A key file may be replaced by a hostile one; what it asks for has to stay affordable.
    fn affordable(self) -> bool {
        (1..=16).contains(&self.lanes)
            && (1..=16).contains(&self.passes)
            && (8 * self.lanes..=256 * 1024).contains(&self.memory_kib)
    }
}

impl Default for KeyCost {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// A sealed database key, as it is kept in a file.
#[derive(Clone)]
pub(super) struct Wrapped {
    bytes: [u8; WRAPPED],
    way: Found,
    cost: KeyCost,
}

impl Wrapped {
    /// Seals a key. For the ways that need it, a new secret is put into the keyring first.
    ///
    /// # Errors
    /// [`StoreError::EmptyPassphrase`], or the keyring's.
    pub(super) fn seal(
        key: &DatabaseKey,
        unlock: &Unlock,
        cost: KeyCost,
        keyring: &dyn SystemKeyring,
    ) -> Result<Self, StoreError> {
        refuse_empty(unlock)?;
        let way = way_of(unlock);
        let mut bytes = [0; WRAPPED];
        bytes[..8].copy_from_slice(MAGIC);
        bytes[8] = FORMAT;
        bytes[9] = way_byte(way);
        bytes[10..14].copy_from_slice(&cost.memory_kib.to_be_bytes());
        bytes[14..18].copy_from_slice(&cost.passes.to_be_bytes());
        bytes[18..22].copy_from_slice(&cost.lanes.to_be_bytes());
        fill(&mut bytes[22..66])?;
        let mut wrapped = Self { bytes, way, cost };
        if way != Found::Passphrase {
            put_new_secret(&wrapped.ring_name(), keyring)?;
        }
        let sealed = wrapped.cipher(unlock, keyring).and_then(|cipher| {
            let payload = Payload { msg: &key.expose()[..], aad: wrapped.header() };
            cipher.encrypt(&wrapped.nonce(), payload).map_err(StoreError::fault)
        });
        match sealed {
            Ok(sealed) => wrapped.bytes[HEADER..].copy_from_slice(&sealed),
            Err(error) => {
                wrapped.forget(keyring);
                return Err(error);
            }
        }
        Ok(wrapped)
    }

    /// Reads the kept form.
    ///
    /// # Errors
    /// [`StoreError::Damaged`], or [`StoreError::Newer`] for a format of a later version.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, StoreError> {
        if bytes.get(..8) != Some(MAGIC) {
            return Err(StoreError::Damaged);
        }
        match bytes.get(8) {
            Some(&FORMAT) => {}
            Some(&format) if format > FORMAT => return Err(StoreError::Newer),
            _ => return Err(StoreError::Damaged),
        }
        let bytes: [u8; WRAPPED] = bytes.try_into().map_err(|_| StoreError::Damaged)?;
        let way = match bytes[9] {
            1 => Found::Passphrase,
            2 => Found::Keyring,
            3 => Found::Both,
            _ => return Err(StoreError::Damaged),
        };
        let number = |at: usize| {
            u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
        };
        let cost = KeyCost { memory_kib: number(10), passes: number(14), lanes: number(18) };
        if !cost.affordable() {
            return Err(StoreError::Damaged);
        }
        Ok(Self { bytes, way, cost })
    }

    /// The kept form.
    pub(super) fn as_bytes(&self) -> &[u8; WRAPPED] {
        &self.bytes
    }

    /// How it is sealed.
    pub(super) fn way(&self) -> Found {
        self.way
    }

    /// Opens the seal.
    ///
    /// # Errors
    /// [`StoreError::OtherWay`] when it was sealed in another way, [`StoreError::WrongPassphrase`],
    /// or the keyring's.
    pub(super) fn open(
        &self,
        unlock: &Unlock,
        keyring: &dyn SystemKeyring,
    ) -> Result<DatabaseKey, StoreError> {
        if way_of(unlock) != self.way {
            return Err(StoreError::OtherWay(self.way));
        }
        let payload = Payload { msg: &self.bytes[HEADER..], aad: self.header() };
        let opened = self.cipher(unlock, keyring)?.decrypt(&self.nonce(), payload);
        let opened = Zeroizing::new(opened.map_err(|_| match self.way {
            Found::Keyring => StoreError::KeyringForgot,
            _ => StoreError::WrongPassphrase,
        })?);
        let mut key = Key::default();
        if opened.len() != key.len() {
            return Err(StoreError::Damaged);
        }
        key.copy_from_slice(&opened);
        Ok(DatabaseKey(key))
    }

    /// Removes its secret from the keyring. A failure is left alone: the secret opens nothing
    /// without this sealed form.
    pub(super) fn forget(&self, keyring: &dyn SystemKeyring) {
        if self.way != Found::Passphrase && keyring.forget(&self.ring_name()).is_err() {
            tracing::warn!("an old secret stays in the system keyring");
        }
    }

    fn header(&self) -> &[u8] {
        &self.bytes[..HEADER]
    }

    fn ring_name(&self) -> String {
        hex::encode(&self.bytes[38..54])
    }

    fn nonce(&self) -> Nonce<aes_gcm::aead::consts::U12> {
        let mut nonce = Nonce::default();
        nonce.copy_from_slice(&self.bytes[54..66]);
        nonce
    }

    fn cipher(
        &self,
        unlock: &Unlock,
        keyring: &dyn SystemKeyring,
    ) -> Result<Aes256Gcm, StoreError> {
        let salt = &self.bytes[22..38];
        let key = match unlock {
            Unlock::Passphrase(passphrase) => stretch(passphrase, salt, None, self.cost)?,
            Unlock::Keyring => Box::new(keyring.get(&self.ring_name())?),
            Unlock::Both(passphrase) => {
                let secret = keyring.get(&self.ring_name())?;
                stretch(passphrase, salt, Some(&secret), self.cost)?
            }
        };
        Aes256Gcm::new_from_slice(&key[..]).map_err(StoreError::fault)
    }
}

/// Says before anything is made that a passphrase is empty.
pub(super) fn refuse_empty(unlock: &Unlock) -> Result<(), StoreError> {
    match unlock {
        Unlock::Passphrase(passphrase) | Unlock::Both(passphrase)
            if passphrase.expose().is_empty() =>
        {
            Err(StoreError::EmptyPassphrase)
        }
        _ => Ok(()),
    }
}

fn way_of(unlock: &Unlock) -> Found {
    match unlock {
        Unlock::Passphrase(_) => Found::Passphrase,
        Unlock::Keyring => Found::Keyring,
        Unlock::Both(_) => Found::Both,
    }
}

fn way_byte(way: Found) -> u8 {
    match way {
        Found::Nothing => 0,
        Found::Passphrase => 1,
        Found::Keyring => 2,
        Found::Both => 3,
    }
}

/// Some keyrings accept a secret and keep nothing; a profile sealed with such a one would be lost.
fn put_new_secret(name: &str, keyring: &dyn SystemKeyring) -> Result<(), StoreError> {
    let mut secret = RingSecret::default();
    fill(&mut secret[..])?;
    keyring.put(name, &secret)?;
    match keyring.get(name) {
        Ok(kept) if kept == secret => Ok(()),
        _ => Err(StoreError::KeyringUnavailable),
    }
}

/// Argon2id over memory that is wiped afterwards.
fn stretch(
    passphrase: &Secret,
    salt: &[u8],
    secret: Option<&RingSecret>,
    cost: KeyCost,
) -> Result<Key, StoreError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(StoreError::fault)?;
    let mut memory = Zeroizing::new(Vec::new());
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_| StoreError::Io(std::io::ErrorKind::OutOfMemory))?;
    memory.resize(params.block_count(), Block::default());
    let argon = match secret {
        None => Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
        Some(secret) => {
            Argon2::new_with_secret(&secret[..], Algorithm::Argon2id, Version::V0x13, params)
                .map_err(StoreError::fault)?
        }
    };
    let mut key = Key::default();
    let began = std::time::Instant::now();
    argon
        .hash_password_into_with_memory(
            passphrase.expose().as_bytes(),
            salt,
            &mut key[..],
            &mut memory[..],
        )
        .map_err(StoreError::fault)?;
    tracing::debug!(millis = began.elapsed().as_secs_f64() * 1e3, "the passphrase is stretched");
    Ok(key)
}

fn fill(bytes: &mut [u8]) -> Result<(), StoreError> {
    getrandom::fill(bytes).map_err(StoreError::fault)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryKeyring;
    use proptest::prelude::*;

    fn owl() -> Unlock {
        Unlock::Passphrase(Secret::new("owl".to_owned()))
    }

    fn sealed(unlock: &Unlock, keyring: &MemoryKeyring) -> (DatabaseKey, Wrapped) {
        let key = DatabaseKey::random().unwrap();
        let wrapped = Wrapped::seal(&key, unlock, KeyCost::cheap_for_tests(), keyring).unwrap();
        (key, wrapped)
    }

    #[test]
    fn the_standard_cost_is_the_one_that_was_decided() {
        let ring = MemoryKeyring::new();
        let key = DatabaseKey::random().unwrap();
        let wrapped = Wrapped::seal(&key, &owl(), KeyCost::default(), &ring).unwrap();
        let read = Wrapped::parse(wrapped.as_bytes()).unwrap();
        assert_eq!(read.cost, KeyCost { memory_kib: 65536, passes: 3, lanes: 4 });
        assert_eq!(read.open(&owl(), &ring).unwrap().expose(), key.expose());
    }

    #[test]
    fn the_same_key_is_never_sealed_alike() {
        let ring = MemoryKeyring::new();
        let (key, one) = sealed(&owl(), &ring);
        let two = Wrapped::seal(&key, &owl(), KeyCost::cheap_for_tests(), &ring).unwrap();
        for part in [22..38, 38..54, 54..66, 66..WRAPPED] {
            assert_ne!(one.bytes[part.clone()], two.bytes[part]);
        }
        assert!(!one.bytes.windows(8).any(|w| key.expose().windows(8).any(|k| k == w)));
    }

    #[test]
    fn a_hostile_key_file_cannot_eat_the_memory() {
        let (_, wrapped) = sealed(&owl(), &MemoryKeyring::new());
        for (at, number) in
            [(10, u32::MAX), (10, 256 * 1024 + 1), (10, 7), (14, 17), (14, 0), (18, 17), (18, 0)]
        {
            let mut bytes = wrapped.bytes;
            bytes[at..at + 4].copy_from_slice(&number.to_be_bytes());
            assert!(matches!(Wrapped::parse(&bytes), Err(StoreError::Damaged)), "{at} {number}");
        }
    }

    #[test]
    fn a_keyring_that_keeps_nothing_is_found_out() {
        struct Liar;
        impl SystemKeyring for Liar {
            fn put(&self, _: &str, _: &RingSecret) -> Result<(), StoreError> {
                Ok(())
            }
            fn get(&self, _: &str) -> Result<RingSecret, StoreError> {
                Err(StoreError::KeyringForgot)
            }
            fn forget(&self, _: &str) -> Result<(), StoreError> {
                Ok(())
            }
        }
        let key = DatabaseKey::random().unwrap();
        let sealed = Wrapped::seal(&key, &Unlock::Keyring, KeyCost::cheap_for_tests(), &Liar);
        assert!(matches!(sealed, Err(StoreError::KeyringUnavailable)));
    }

    #[test]
    fn either_half_of_both_is_needed() {
        let ring = MemoryKeyring::new();
        let both = |text: &str| Unlock::Both(Secret::new(text.to_owned()));
        let (key, wrapped) = sealed(&both("owl"), &ring);
        assert_eq!(wrapped.open(&both("owl"), &ring).unwrap().expose(), key.expose());
        let wrong = wrapped.open(&both("hawk"), &ring);
        assert!(matches!(wrong, Err(StoreError::WrongPassphrase)));
        let mut other = RingSecret::default();
        other[0] = 1;
        ring.put(&wrapped.ring_name(), &other).unwrap();
        let wrong = wrapped.open(&both("owl"), &ring);
        assert!(matches!(wrong, Err(StoreError::WrongPassphrase)));
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = Wrapped::parse(&bytes);
        }

        #[test]
        fn a_changed_bit_opens_nothing(at in 0..WRAPPED, bit in 0..8) {
            let ring = MemoryKeyring::new();
            let (_, wrapped) = sealed(&owl(), &ring);
            let mut bytes = wrapped.bytes;
            bytes[at] ^= 1u8 << bit;
            if let Ok(changed) = Wrapped::parse(&bytes) {
                // Dearer, but affordable: not worth the minute that this test would take.
                prop_assume!(changed.cost.memory_kib <= 1024);
                prop_assert!(changed.open(&owl(), &ring).is_err());
            }
        }
    }
}
