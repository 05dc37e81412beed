//! HKDF-SHA-256, HMAC-SHA-256 and SHA-256 as the protocol uses them, and its key derivations.

use hkdf::HkdfExtract;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::key::{ChainKey, DhShared, KemShared, MessageKey, NextHeaderKey, RootKey};

/// `label"x"`: keeps every use of a key or hash apart from every other.
macro_rules! label {
    ($name:literal) => {
        concat!("hushwing/sc1/", $name).as_bytes()
    };
}
pub(super) use label;

/// 0^32, the salt where there is none.
pub(super) const ZEROS: [u8; 32] = [0; 32];

/// H over the parts in a row.
pub(super) fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// HKDF(salt, ikm, info, N), with ikm and info in parts.
pub(super) fn hkdf<const N: usize>(
    salt: &[u8],
    ikm: &[&[u8]],
    info: &[&[u8]],
) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 255 * 32) };
    let mut extract = HkdfExtract::<Sha256>::new(Some(salt));
    for part in ikm {
        extract.input_ikm(part);
    }
    let (mut prk, expand) = extract.finalize();
    zeroize::Zeroize::zeroize(&mut prk[..]);
    let mut out = Zeroizing::new([0; N]);
    expand
        .expand_multi_info(info, &mut out[..])
        .unwrap_or_else(|_| unreachable!("no output is that long"));
    out
}

fn hmac(key: &[u8; 32], byte: u8) -> Zeroizing<[u8; 32]> {
    // HMAC fills a shorter key up with zeros, which makes it a key of the block's length.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new((&*block).into());
    mac.update(&[byte]);
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// A part of derived bytes. The caller's ranges are constants inside of the output.
pub(super) fn part<const N: usize>(of: &[u8], at: usize) -> &[u8; N] {
    of.get(at..).and_then(<[u8]>::first_chunk).unwrap_or_else(|| unreachable!("inside of it"))
}

/// KDF_RK: `ss` is missing only where there is no ciphertext.
pub(super) fn step(
    rk: &RootKey,
    dh: &DhShared,
    ss: Option<&KemShared>,
) -> (RootKey, ChainKey, NextHeaderKey) {
    let ss: &[u8] = ss.map_or(&[], |ss| ss.expose());
    let out = hkdf::<96>(rk.expose(), &[dh.expose(), ss], &[label!("root")]);
    (
        RootKey::new(part(&out[..], 0)),
        ChainKey::new(part(&out[..], 32)),
        NextHeaderKey::new(part(&out[..], 64)),
    )
}

/// KDF_CK: the key of this message, and the chain key of the next.
pub(super) fn advance(ck: &ChainKey) -> (MessageKey, ChainKey) {
    (MessageKey::new(&hmac(ck.expose(), 1)), ChainKey::new(&hmac(ck.expose(), 2)))
}
