//! What a message says about its chain, sealed under the chain's header key.

use super::dh;
use super::kdf::{hash, label, part};
use super::kem::{self, Ciphertext, KemPublic};
use super::key::HeaderKey;
use super::seal::{R, Sealing, TAG};

/// Messages in a chain: n is below it, pn at most it.
pub const CHAIN: u16 = 1000;

/// flags(1) ‖ DHs.pub(32) ‖ pn(4) ‖ n(4) ‖ ek(1184) ‖ ct(1088).
const PLAIN: usize = 1 + dh::PUBLIC + 4 + 4 + kem::PUBLIC + kem::CIPHERTEXT;
/// Bytes of a sealed header.
pub(super) const SEALED: usize = PLAIN + TAG;

const N_AT: usize = 1 + dh::PUBLIC + 4;
const EK_AT: usize = N_AT + 4;
const CT_AT: usize = EK_AT + kem::PUBLIC;

/// An authentic header.
pub(super) struct Header {
    pub(super) dh: [u8; dh::PUBLIC],
    pub(super) pn: u16,
    pub(super) n: u16,
    pub(super) ek: KemPublic,
    pub(super) ct: Option<Ciphertext>,
}

/// H over all that is the same in every header of a chain: everything but n.
pub(super) type Facts = [u8; 32];

impl Header {
    /// The header as it is sealed.
    pub(super) fn write(
        out: &mut Vec<u8>,
        dh: &[u8; dh::PUBLIC],
        (pn, n): (u16, u16),
        ek: &[u8; kem::PUBLIC],
        ct: Option<&[u8; kem::CIPHERTEXT]>,
    ) {
        out.push(u8::from(ct.is_some()));
        out.extend_from_slice(dh);
        out.extend_from_slice(&u32::from(pn).to_be_bytes());
        out.extend_from_slice(&u32::from(n).to_be_bytes());
        out.extend_from_slice(ek);
        out.extend_from_slice(ct.unwrap_or(&[0; kem::CIPHERTEXT]));
    }

    /// Opens eh. None if the key is another, or what it says is not possible.
    pub(super) fn open(
        hk: &HeaderKey,
        r: &[u8; R],
        sealed: &[u8; SEALED],
        aad: &[u8],
    ) -> Option<(Self, Facts)> {
        let plain = Sealing::derive(hk.expose(), label!("header"), r).open(sealed, aad)?;
        let number = |at| u16::try_from(u32::from_be_bytes(*part(&plain, at))).ok();
        let (pn, n) = (number(N_AT - 4)?, number(N_AT)?);
        let ct: &[u8; kem::CIPHERTEXT] = part(&plain, CT_AT);
        let ct = match plain.first()? {
            0 if *ct == [0; kem::CIPHERTEXT] => None,
            1 => Some(Box::new(*ct)),
            _ => return None,
        };
        if n >= CHAIN || pn > CHAIN {
            return None;
        }
        let facts = hash(&[plain.get(..N_AT)?, plain.get(EK_AT..)?]);
        let header = Self { dh: *part(&plain, 1), pn, n, ek: Box::new(*part(&plain, EK_AT)), ct };
        Some((header, facts))
    }
}
