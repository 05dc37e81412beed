//! A device's identity: one for an account on a device, never exported.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::error::{Damaged, Failure};
use super::kdf::{hash, label, part};
use super::key::{DhSecret, SigningSeed, random};

/// An account: an x-only secp256k1 public key.
pub type Account = [u8; 32];

/// Bytes of an [`Identity`].
pub const IDENTITY: usize = 96;
pub(super) const SIGNATURE: usize = 64;

/// ID = SIK.pub ‖ DIK.pub ‖ account: what a safety number is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity([u8; IDENTITY]);

impl Identity {
    /// One that was kept.
    pub fn from_bytes(bytes: [u8; IDENTITY]) -> Self {
        Self(bytes)
    }

    /// SIK.pub ‖ DIK.pub ‖ account.
    pub fn as_bytes(&self) -> &[u8; IDENTITY] {
        &self.0
    }

    /// The account that it belongs to.
    pub fn account(&self) -> &Account {
        part(&self.0, 64)
    }

    pub(super) fn dik(&self) -> &[u8; 32] {
        part(&self.0, 32)
    }

    /// H(label"fingerprint" ‖ ID): what pk33 of the safety number is made of.
    pub(super) fn fingerprint(&self) -> [u8; 32] {
        hash(&[label!("fingerprint"), &self.0])
    }

    /// Whether this device signed: the strict check, with canonical points.
    pub(super) fn check(
        &self,
        label: &[u8],
        bytes: &[u8],
        signature: &[u8; SIGNATURE],
    ) -> Result<(), Failure> {
        verify(part(&self.0, 0), &[label, bytes].concat(), signature)
    }

    /// Whether `cert` says that its signing key chose the two other keys.
    pub(super) fn certified(self, cert: &[u8; SIGNATURE]) -> Result<Self, Failure> {
        self.check(label!("identity"), &self.0, cert)?;
        Ok(self)
    }
}

/// Ed25519 (RFC 8032), the strict check: s below the group's order, no point of small order, and
/// every point in its one canonical form.
pub(super) fn verify(
    key: &[u8; 32],
    message: &[u8],
    signature: &[u8; SIGNATURE],
) -> Result<(), Failure> {
    let key = VerifyingKey::from_bytes(key)
        .ok()
        .filter(|point| point.to_edwards().compress().as_bytes() == key)
        .ok_or(Failure::Unopened)?;
    // R is compared as bytes with what is computed, so it is canonical if it is equal.
    key.verify_strict(message, &Signature::from_bytes(signature)).map_err(|_| Failure::Unopened)
}

/// This device, for one account: SIK, DIK and what they say in public.
pub struct Device {
    sik: SigningSeed,
    pub(super) dik: DhSecret,
    identity: Identity,
}

impl Device {
    /// Makes a device's identity. Once for an account on a device.
    pub fn generate(account: Account, rng: &mut impl CryptoRng) -> Self {
        Self::from_secrets(&random(rng), &random(rng), account)
    }

    fn from_secrets(sik: &[u8; 32], dik: &[u8; 32], account: Account) -> Self {
        let (sik, dik) = (SigningSeed::new(sik), DhSecret::new(dik));
        let mut identity = [0; IDENTITY];
        let public = SigningKey::from_bytes(sik.expose()).verifying_key().to_bytes();
        for (place, bytes) in identity.chunks_exact_mut(32).zip([public, dik.public(), account]) {
            place.copy_from_slice(&bytes);
        }
        Self { sik, dik, identity: Identity(identity) }
    }

    /// What others know it by.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// cert = Sig(SIK, label"identity" ‖ ID).
    pub(super) fn cert(&self) -> [u8; SIGNATURE] {
        self.sign(label!("identity"), &self.identity.0)
    }

    pub(super) fn sign(&self, label: &[u8], bytes: &[u8]) -> [u8; SIGNATURE] {
        SigningKey::from_bytes(self.sik.expose()).sign(&[label, bytes].concat()).to_bytes()
    }

    /// For the store, and nothing else: version(1) ‖ SIK seed ‖ DIK ‖ account.
    pub fn save(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(97));
        out.push(1);
        out.extend_from_slice(self.sik.expose());
        out.extend_from_slice(self.dik.expose());
        out.extend_from_slice(self.identity.account());
        out
    }

    /// What [`save`](Self::save) gave.
    pub fn restore(bytes: &[u8]) -> Result<Self, Damaged> {
        match bytes.split_first() {
            Some((1, rest)) if rest.len() == 96 => {
                Ok(Self::from_secrets(part(rest, 0), part(rest, 32), *part(rest, 64)))
            }
            _ => Err(Damaged),
        }
    }
}
