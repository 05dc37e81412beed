//! From an offer and an accept to the first keys: both sides compute the same, or nothing opens.

use super::dh;
use super::kdf::{ZEROS, hash, hkdf, label, part};
use super::key::{DhSecret, DhShared, KemShared, NextHeaderKey, RootKey};

/// FF^32, before the Diffie-Hellmans, as PQXDH has it.
const DOMAIN: [u8; 32] = [0xff; 32];

/// The three Diffie-Hellmans and the KEM's secret.
pub(super) struct Agreed {
    /// DH(DIK_C, SPK): only C's device could.
    pub(super) dik_c_spk: DhShared,
    /// DH(EK, DIK_O): only O's device could.
    pub(super) ek_dik_o: DhShared,
    /// DH(EK, SPK): gone with this offer.
    pub(super) ek_spk: DhShared,
    /// ss: for whoever waits for a quantum computer.
    pub(super) ss: KemShared,
}

/// SK, HKa and NHKb.
pub(super) struct First {
    pub(super) sk: RootKey,
    pub(super) hka: NextHeaderKey,
    pub(super) nhkb: NextHeaderKey,
}

/// T = H(label"transcript" ‖ LP(offer bytes) ‖ LP(offer signature) ‖ LP(accept bytes)).
pub(super) fn transcript(offer: &[u8], signature: &[u8], accept: &[u8]) -> [u8; 32] {
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes();
    hash(&[
        label!("transcript"),
        &length(offer),
        offer,
        &length(signature),
        signature,
        &length(accept),
        accept,
    ])
}

impl Agreed {
    /// SK ‖ HKa ‖ NHKb = HKDF(0^32, ikm, label"handshake" ‖ T, 96).
    pub(super) fn first_keys(&self, t: &[u8; 32]) -> First {
        let ikm: [&[u8]; 5] = [
            &DOMAIN,
            self.dik_c_spk.expose(),
            self.ek_dik_o.expose(),
            self.ek_spk.expose(),
            self.ss.expose(),
        ];
        let out = hkdf::<96>(&ZEROS, &ikm, &[label!("handshake"), t]);
        First {
            sk: RootKey::new(part(&out[..], 0)),
            hka: NextHeaderKey::new(part(&out[..], 32)),
            nhkb: NextHeaderKey::new(part(&out[..], 64)),
        }
    }
}

/// C's three: EK is new, the rest is in the offer. None if one gives zeros.
pub(super) fn of_c(
    dik_c: &DhSecret,
    ek: &DhSecret,
    (dik_o, spk): (&[u8; dh::PUBLIC], &[u8; dh::PUBLIC]),
    ss: KemShared,
) -> Option<Agreed> {
    Some(Agreed {
        dik_c_spk: dik_c.agree(spk)?,
        ek_dik_o: ek.agree(dik_o)?,
        ek_spk: ek.agree(spk)?,
        ss,
    })
}

/// O's three. None if one gives zeros.
pub(super) fn of_o(
    dik_o: &DhSecret,
    spk: &DhSecret,
    (dik_c, ek): (&[u8; dh::PUBLIC], &[u8; dh::PUBLIC]),
    ss: KemShared,
) -> Option<Agreed> {
    Some(Agreed {
        dik_c_spk: spk.agree(dik_c)?,
        ek_dik_o: dik_o.agree(ek)?,
        ek_spk: spk.agree(ek)?,
        ss,
    })
}
