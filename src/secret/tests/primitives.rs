//! What others published, through our own doors to the primitives; and what the compiler promises.

use zeroize::ZeroizeOnDrop;

use super::*;
use crate::secret::kdf::{hash, hkdf};
use crate::secret::key::*;
use crate::secret::mailbox::is_valid;
use crate::secret::*;

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    hex::decode(hex).unwrap().try_into().unwrap()
}

#[test]
fn hkdf_is_rfc_5869() {
    // Appendix A.1 and A.3.
    let info: [u8; 10] = bytes("f0f1f2f3f4f5f6f7f8f9");
    let salt: [u8; 13] = bytes("000102030405060708090a0b0c");
    let okm = hkdf::<42>(&salt, &[&[0x0b; 10], &[0x0b; 12]], &[&info[..4], &info[4..]]);
    let expected = "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf\
                    34007208d5b887185865";
    assert_eq!(hex::encode(&okm[..]), expected);
    let okm = hkdf::<42>(&[], &[&[0x0b; 22]], &[]);
    let expected = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d\
                    9d201395faa4b61a96c8";
    assert_eq!(hex::encode(&okm[..]), expected);
}

#[test]
fn x25519_is_rfc_7748() {
    // Section 6.1.
    let a =
        DhSecret::new(&bytes("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    let b =
        DhSecret::new(&bytes("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
    let public = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
    assert_eq!(hex::encode(a.public()), public);
    let shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
    assert_eq!(hex::encode(a.agree(&b.public()).unwrap().expose()), shared);
    assert_eq!(hex::encode(b.agree(&a.public()).unwrap().expose()), shared);
}

#[test]
fn ed25519_is_rfc_8032() {
    // Section 7.1, tests 1 and 2.
    for (seed, public, message, signature) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bac\
             c61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e\
             458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ] {
        let mut saved = vec![1];
        saved.extend(bytes::<32>(seed));
        saved.extend([7; 64]);
        let device = Device::restore(&saved).unwrap();
        assert_eq!(hex::encode(&device.identity().as_bytes()[..32]), public);
        let message = hex::decode(message).unwrap();
        assert_eq!(hex::encode(device.sign(b"", &message)), signature);
        assert!(identity::verify(&bytes(public), &message, &bytes(signature)).is_ok());
    }
}

#[test]
fn ml_kem_is_the_published_one() {
    // The seed 00, 01, … 3f and its key, as RFC 9935 (appendix C.1.2) prints them.
    let seed: Vec<u8> = (0..64).collect();
    let key = KemSeed::new(seed[..].try_into().unwrap());
    let public = "0b7934c83125c788995e2ba6bd761e33046b3e40571be53e023309a29f398cc9";
    assert_eq!(hex::encode(hash(&[&key.public()[..]])), public);
    let (ct, ss) = kem::encapsulate(&key.public(), &mut Dice::new("m")).unwrap();
    assert!(key.decapsulate(&ct).expose() == ss.expose());
}

#[test]
fn only_numbers_below_the_order_are_mailboxes() {
    let order: [u8; 32] = bytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
    assert!(!is_valid(&[0; 32]));
    assert!(!is_valid(&order));
    assert!(!is_valid(&[0xff; 32]));
    let mut last = order;
    last[31] -= 1;
    assert!(is_valid(&last));
}

/// Fails to compile if a type has one of these: there would be two ways to call `check`.
macro_rules! assert_has_none_of {
    ($type:ty: $($trait:path),+) => {
        const _: () = {
            trait Ambiguous<A> {
                fn check() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            $({
                #[allow(dead_code)]
                struct Has;
                impl<T: ?Sized + $trait> Ambiguous<Has> for T {}
            })+
            let _ = <$type as Ambiguous<_>>::check;
        };
    };
}

macro_rules! secret {
    ($($type:ty),+ $(,)?) => {
        $(assert_has_none_of!($type: std::fmt::Debug, Copy, Clone, std::fmt::Display);)+
    };
}

secret!(
    RootKey,
    ChainKey,
    MessageKey,
    HeaderKey,
    NextHeaderKey,
    DhShared,
    KemShared,
    DhSecret,
    KemSeed,
    SigningSeed,
    ReplySecret,
    MailboxSecret,
    Ratchet,
    Device,
    OpenOffer,
    WordsCheck,
    Sent,
    Opened,
    Accepted,
);
assert_has_none_of!(Content: std::fmt::Debug, std::fmt::Display);

fn wiped<T: ZeroizeOnDrop>() {}

#[test]
fn keys_are_wiped_when_they_are_dropped() {
    wiped::<RootKey>();
    wiped::<ChainKey>();
    wiped::<MessageKey>();
    wiped::<HeaderKey>();
    wiped::<NextHeaderKey>();
    wiped::<DhShared>();
    wiped::<KemShared>();
    wiped::<DhSecret>();
    wiped::<KemSeed>();
    wiped::<SigningSeed>();
    wiped::<ReplySecret>();
    wiped::<MailboxSecret>();
    wiped::<zeroize::Zeroizing<Vec<u8>>>();
}

#[test]
fn errors_say_nothing_but_their_sentence() {
    for sentence in [
        Failure::Unopened.to_string(),
        Failure::Late.to_string(),
        Failure::Forked.to_string(),
        Unsent::Unconfirmed.to_string(),
        Unsent::ChainFull.to_string(),
        Unsent::TooLong.to_string(),
        Unsent::BadKey.to_string(),
        Damaged.to_string(),
    ] {
        assert!(sentence.ends_with('.'));
    }
}
