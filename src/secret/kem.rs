//! ML-KEM-768 (FIPS 203). Secret keys are kept as their 64-byte seeds d ‖ z.

use ml_kem::kem::{Decapsulate, KeyExport};
use ml_kem::ml_kem_768::{DecapsulationKey, EncapsulationKey};
use rand_core::CryptoRng;
use zeroize::{Zeroize, Zeroizing};

use super::key::{KemSeed, KemShared, random};

/// Bytes of an encapsulation key.
pub(super) const PUBLIC: usize = 1184;
/// Bytes of a ciphertext.
pub(super) const CIPHERTEXT: usize = 1088;

/// An encapsulation key as bytes.
pub(super) type KemPublic = Box<[u8; PUBLIC]>;
/// A ciphertext as bytes.
pub(super) type Ciphertext = Box<[u8; CIPHERTEXT]>;

impl KemSeed {
    pub(super) fn generate(rng: &mut impl CryptoRng) -> Self {
        Self::new(&random(rng))
    }

    fn key(&self) -> DecapsulationKey {
        let mut seed = ml_kem::Seed::from(*self.expose());
        let key = DecapsulationKey::from_seed(seed);
        seed.zeroize();
        key
    }

    pub(super) fn public(&self) -> KemPublic {
        Box::new(self.key().encapsulation_key().to_bytes().into())
    }

    /// Decaps. A ciphertext that was made for another key yields a secret that nobody has
    /// (implicit rejection), so that what is sealed with it fails to open.
    pub(super) fn decapsulate(&self, ct: &[u8; CIPHERTEXT]) -> KemShared {
        let mut shared = self.key().decapsulate(ct.into());
        let kept = KemShared::new(shared.as_ref());
        shared.zeroize();
        kept
    }
}

fn checked(public: &[u8; PUBLIC]) -> Option<EncapsulationKey> {
    EncapsulationKey::new(public.into()).ok()
}

/// FIPS 203's input check of an encapsulation key (7.2: the modulus check).
pub(super) fn acceptable(public: &[u8; PUBLIC]) -> bool {
    checked(public).is_some()
}

/// Encaps. None if the key does not pass the input check.
pub(super) fn encapsulate(
    public: &[u8; PUBLIC],
    rng: &mut impl CryptoRng,
) -> Option<(Ciphertext, KemShared)> {
    let key = checked(public)?;
    let m = random::<32>(rng);
    let mut message = Zeroizing::new(ml_kem::B32::from(*m));
    let (ct, mut shared) = key.encapsulate_deterministic(&message);
    message.zeroize();
    let kept = KemShared::new(shared.as_ref());
    shared.zeroize();
    Some((Box::new(ct.into()), kept))
}
