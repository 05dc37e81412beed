//! Project Wycheproof's vectors through our own doors to the primitives: whatever a door cannot be
//! asked (another tag length, a nonce of another size) is counted and left out.

use hmac::{Hmac, Mac};
use sha2::Sha256;
use wycheproof::{TestResult, aead, eddsa, hkdf, mac, mlkem, xdh};

use crate::secret::identity;
use crate::secret::kdf::{advance, hkdf as ours};
use crate::secret::kem::{acceptable, encapsulate};
use crate::secret::key::{ChainKey, DhSecret, KemSeed};
use crate::secret::seal::Sealing;
use crate::secret::tests::support::Dice;

fn fixed<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.try_into().ok()
}

#[test]
fn x25519() {
    let set = xdh::TestSet::load(xdh::TestName::X25519).unwrap();
    let (mut agreed, mut refused) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let (Some(secret), Some(public)) = (fixed(&test.private_key), fixed(&test.public_key))
        else {
            assert_eq!(test.result, TestResult::Invalid, "{}", test.tc_id);
            continue;
        };
        match DhSecret::new(&secret).agree(&public) {
            Some(shared) => {
                assert_ne!(test.result, TestResult::Invalid, "{}", test.tc_id);
                assert!(shared.expose()[..] == test.shared_secret[..], "{}", test.tc_id);
                agreed += 1;
            }
            // Zeros are refused, which Wycheproof leaves to the caller.
            None => {
                assert!(test.shared_secret.iter().all(|byte| *byte == 0), "{}", test.tc_id);
                refused += 1;
            }
        }
    }
    assert!(agreed > 400 && refused > 10, "{agreed} {refused}");
}

#[test]
fn ed25519() {
    let set = eddsa::TestSet::load(eddsa::TestName::Ed25519).unwrap();
    let (mut valid, mut invalid) = (0, 0);
    for group in &set.test_groups {
        let public: [u8; 32] = fixed(&group.key.pk).unwrap();
        for test in &group.tests {
            let verified = fixed(&test.sig)
                .is_some_and(|sig: [u8; 64]| identity::verify(&public, &test.msg, &sig).is_ok());
            assert_eq!(verified, test.result == TestResult::Valid, "{}", test.tc_id);
            *(if verified { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert!(valid > 50 && invalid > 50, "{valid} {invalid}");
}

#[test]
fn aes_256_gcm() {
    let set = aead::TestSet::load(aead::TestName::AesGcm).unwrap();
    let (mut opened, mut refused) = (0, 0);
    for group in &set.test_groups {
        if (group.key_size, group.nonce_size, group.tag_size) != (256, 96, 128) {
            continue;
        }
        for test in &group.tests {
            let sealing =
                || Sealing::with(&fixed(&test.key).unwrap(), &fixed(&test.nonce).unwrap());
            let sealed = [&test.ct[..], &test.tag[..]].concat();
            match sealing().open(&sealed, &test.aad) {
                Some(plain) => {
                    assert_eq!(test.result, TestResult::Valid, "{}", test.tc_id);
                    assert!(plain[..] == test.pt[..], "{}", test.tc_id);
                    let mut again = test.pt.to_vec();
                    sealing().seal(&mut again, 0, &test.aad);
                    assert_eq!(again, sealed, "{}", test.tc_id);
                    opened += 1;
                }
                None => {
                    assert_eq!(test.result, TestResult::Invalid, "{}", test.tc_id);
                    refused += 1;
                }
            }
        }
    }
    assert!(opened > 30 && refused > 10, "{opened} {refused}");
}

/// Our lengths are constants: these are some of Wycheproof's, and longer ones begin like them.
#[test]
fn hkdf_sha_256() {
    let set = hkdf::TestSet::load(hkdf::TestName::HkdfSha256).unwrap();
    let mut compared = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        if test.result != TestResult::Valid {
            continue;
        }
        let (ikm, info): (&[u8], &[u8]) = (&test.ikm, &test.info);
        let (first, rest) = ikm.split_at(ikm.len() / 2);
        let okm = ours::<8160>(&test.salt, &[first, rest], &[info]);
        assert!(okm[..test.size] == test.okm[..], "{}", test.tc_id);
        compared += 1;
    }
    assert!(compared > 50, "{compared}");
}

#[test]
fn hmac_sha_256() {
    let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
    let mut compared = 0;
    for group in set.test_groups.iter().filter(|group| group.tag_size == 256) {
        for test in &group.tests {
            let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&test.key).unwrap();
            mac.update(&test.msg);
            let fits = mac.finalize().into_bytes()[..] == test.tag[..];
            assert_eq!(fits, test.result == TestResult::Valid, "{}", test.tc_id);
            compared += 1;
        }
    }
    assert!(compared > 50, "{compared}");
    // KDF_CK is the same primitive.
    let ck = [0x1c; 32];
    let (mk, next) = advance(&ChainKey::new(&ck));
    for (key, byte) in [(mk.expose(), 1), (next.expose(), 2)] {
        let mut mac = <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(&ck).unwrap();
        mac.update(&[byte]);
        assert!(mac.finalize().into_bytes()[..] == key[..]);
    }
}

/// From the seed to the shared secret, invalid ciphertexts (implicit rejection) included.
#[test]
fn ml_kem_768_decapsulation() {
    let set = mlkem::TestSet::load(mlkem::TestName::MlKem768).unwrap();
    let (mut agreed, mut refused) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let seed = test.seed.as_ref().and_then(|seed| fixed::<64>(seed));
        let ct = test.ct.as_ref().and_then(|ct| fixed::<1088>(ct));
        let (Some(seed), Some(ct)) = (seed, ct) else {
            assert_eq!(test.result, TestResult::Invalid, "{}", test.tc_id);
            refused += 1;
            continue;
        };
        let key = KemSeed::new(&seed);
        if let Some(ek) = &test.encaps_key {
            assert!(key.public()[..] == ek[..], "{}", test.tc_id);
        }
        let fits =
            test.shared_secret.as_ref().is_some_and(|k| key.decapsulate(&ct).expose()[..] == k[..]);
        assert_eq!(fits, test.result == TestResult::Valid, "{}", test.tc_id);
        agreed += 1;
    }
    assert!(agreed > 20 && refused > 0, "{agreed} {refused}");
}

#[test]
fn ml_kem_768_keys() {
    let set = mlkem::TestSet::load(mlkem::TestName::MlKem768KeyGenSeed).unwrap();
    let mut compared = 0;
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let Some(seed) = test.seed.as_ref().and_then(|seed| fixed::<64>(seed)) else { continue };
        let ek = test.encaps_key.as_ref().unwrap();
        assert!(KemSeed::new(&seed).public()[..] == ek[..], "{}", test.tc_id);
        compared += 1;
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn ml_kem_768_encapsulation() {
    let set = mlkem::TestSet::load(mlkem::TestName::MlKem768Encaps).unwrap();
    let (mut agreed, mut refused) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let ek = test.encaps_key.as_ref().and_then(|ek| fixed::<1184>(ek));
        let Some(ek) = ek.filter(acceptable) else {
            assert_eq!(test.result, TestResult::Invalid, "{}", test.tc_id);
            refused += 1;
            continue;
        };
        assert_eq!(test.result, TestResult::Valid, "{}", test.tc_id);
        let mut dice = Dice::new("encapsulation");
        dice.replay(&[test.msg.as_ref().unwrap().to_vec()]);
        let (ct, ss) = encapsulate(&ek, &mut dice).unwrap();
        assert!(ct[..] == test.ct.as_ref().unwrap()[..], "{}", test.tc_id);
        assert!(ss.expose()[..] == test.shared_secret.as_ref().unwrap()[..], "{}", test.tc_id);
        agreed += 1;
    }
    assert!(agreed > 10 && refused > 10, "{agreed} {refused}");
}
