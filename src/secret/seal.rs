//! AES-256-GCM under a key and nonce that are both derived from a key of the ratchet and 16 random
//! bytes, so that a state that was set back never seals twice with the same pair.

use aes_gcm::aead::{AeadInOut, KeyInit};
use aes_gcm::{Aes256Gcm, Key, Nonce, Tag};
use zeroize::{Zeroize, Zeroizing};

use super::kdf::{ZEROS, hkdf, part};

/// Bytes of a tag.
pub(super) const TAG: usize = 16;
/// Bytes of r.
pub(super) const R: usize = 16;

/// One key and nonce, for one sealing.
pub(super) struct Sealing {
    cipher: Aes256Gcm,
    nonce: Zeroizing<[u8; 12]>,
}

impl Sealing {
    /// (k, n) = HKDF(0^32, key, label ‖ r, 44).
    pub(super) fn derive(key: &[u8; 32], label: &[u8], r: &[u8; R]) -> Self {
        let okm = hkdf::<44>(&ZEROS, &[key], &[label, r]);
        let mut key = Key::<Aes256Gcm>::from(*part::<32>(&okm[..], 0));
        let cipher = Aes256Gcm::new(&key);
        key.zeroize();
        Self { cipher, nonce: Zeroizing::new(*part(&okm[..], 32)) }
    }

    /// Seals `out[from..]` where it lies and appends the tag.
    pub(super) fn seal(self, out: &mut Vec<u8>, from: usize, aad: &[u8]) {
        let plain = out.get_mut(from..).unwrap_or_else(|| unreachable!("inside of it"));
        let tag = self
            .cipher
            .encrypt_inout_detached(&Nonce::from(*self.nonce), aad, plain.into())
            .unwrap_or_else(|_| unreachable!("no message is that long"));
        out.extend_from_slice(&tag);
    }

    /// The plaintext of ciphertext ‖ tag, or nothing.
    pub(super) fn open(self, sealed: &[u8], aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (ciphertext, tag) = sealed.split_last_chunk::<TAG>()?;
        let mut plain = Zeroizing::new(ciphertext.to_vec());
        self.cipher
            .decrypt_inout_detached(
                &Nonce::from(*self.nonce),
                aad,
                plain.as_mut_slice().into(),
                &Tag::from(*tag),
            )
            .ok()?;
        Some(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Sealing {
        /// With a key and nonce that somebody else chose.
        pub(in crate::secret) fn with(key: &[u8; 32], nonce: &[u8; 12]) -> Self {
            let cipher = Aes256Gcm::new(&Key::<Aes256Gcm>::from(*key));
            Self { cipher, nonce: Zeroizing::new(*nonce) }
        }
    }

    #[test]
    fn gcm_is_nists() {
        // McGrew and Viega's test cases 13 and 14, as in NIST's validation: 256 zero bits of key.
        let sealing = || Sealing::with(&[0; 32], &[0; 12]);
        let mut out = Vec::new();
        sealing().seal(&mut out, 0, &[]);
        assert_eq!(hex::encode(&out), "530f8afbc74536b9a963b4f1c4cb738b");
        let mut out = vec![0; 16];
        sealing().seal(&mut out, 0, &[]);
        let expected = "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919";
        assert_eq!(hex::encode(&out), expected);
        assert!(*sealing().open(&out, &[]).unwrap() == [0; 16]);
        assert!(sealing().open(&out, &[0]).is_none());
        assert!(sealing().open(&out[..15], &[]).is_none());
    }
}
