//! Every parser here that reads foreign bytes, hammered with what almost makes sense: offer, accept,
//! ending, wire, header, content. See tests/support/mutation.rs.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::*;
use crate::mutation::hammer;
use crate::secret::header::{self, Header};
use crate::secret::kdf::label;
use crate::secret::key::HeaderKey;
use crate::secret::seal::Sealing;
use crate::secret::*;

/// As it came; and as the base64 of what came, so that what is inside is reached.
fn both(bytes: &[u8], mut read: impl FnMut(&str) -> bool) -> bool {
    let inside = read(&STANDARD.encode(bytes));
    read(&String::from_utf8_lossy(bytes)) || inside
}

#[test]
fn offers() {
    let mut dice = Dice::new("foreign offers");
    let olga = Device::generate(OLGA, &mut dice);
    let carl = Device::generate(CARL, &mut dice);
    let content = offer(&olga, &mut dice).content();
    let inside = STANDARD.decode(&content).unwrap();
    hammer("offer", vec![content.into_bytes(), inside], |bytes| {
        both(bytes, |text| match read_offer(text, &carl) {
            Ok(offer) => {
                assert_eq!(offer.identity().as_bytes(), olga.identity().as_bytes());
                true
            }
            Err(_) => false,
        })
    });
}

#[test]
fn accepts() {
    let mut dice = Dice::new("foreign accepts");
    let olga = Device::generate(OLGA, &mut dice);
    let carl = Device::generate(CARL, &mut dice);
    let open = offer(&olga, &mut dice);
    let kept = open.save();
    let came = read_offer(&open.content(), &carl).unwrap();
    let accepted = came.accept(&carl, &relays(), &hello(1), &mut dice).unwrap();
    let inside = STANDARD.decode(&accepted.content).unwrap();
    hammer("accept", vec![accepted.content.clone().into_bytes(), inside], |bytes| {
        both(bytes, |text| match Accept::read(text, &CARL) {
            Ok(accept) => {
                // What is not the accept that was made may be read, and opens nothing else.
                let open = OpenOffer::restore(&kept).unwrap();
                if let Ok(opened) = open.open(&accept, &olga, NOW, &mut dice) {
                    assert_eq!(opened.ratchet.transcript(), accepted.ratchet.transcript());
                }
                true
            }
            Err(_) => false,
        })
    });
}

#[test]
fn endings() {
    let ending = Ending { chat_id: [3; 16], hash: [4; 32] };
    let inside = STANDARD.decode(ending.content()).unwrap();
    hammer("ending", vec![ending.content().into_bytes(), inside], |bytes| {
        both(bytes, |text| match Ending::read(text) {
            Ok(read) => {
                let again = Ending::read(&read.content()).unwrap();
                assert_eq!((again.chat_id, again.hash), (read.chat_id, read.hash));
                true
            }
            Err(_) => false,
        })
    });
}

#[test]
fn wires() {
    let mut pair = Pair::new("foreign wires");
    let wire = pair.carl_says(b"the ferry leaves at 7:40");
    let sealed = wire.clone();
    // Whatever else comes, the state is as it was, which `hear` looks at.
    hammer("wire", vec![wire.clone()], |bytes| {
        if bytes == sealed {
            return true;
        }
        assert!(pair.olga_hears(bytes).is_err());
        false
    });
    pair.olga_hears(&wire).unwrap();
}

#[test]
fn headers() {
    let mut plain = Vec::new();
    let mut dice = Dice::new("foreign headers");
    let ek = crate::secret::key::KemSeed::generate(&mut dice).public();
    Header::write(&mut plain, &[9; 32], (3, 7), &ek, None);
    let bare = plain.clone();
    plain.clear();
    Header::write(&mut plain, &[9; 32], (1_000, 999), &ek, Some(&[5; 1088]));
    let (hk, r) = (HeaderKey::new(&[1; 32]), [2; 16]);
    hammer("header", vec![bare, plain], |bytes| {
        let mut sealed = bytes.to_vec();
        sealed.resize(header::SEALED - 16, 0);
        Sealing::derive(hk.expose(), label!("header"), &r).seal(&mut sealed, 0, b"aad");
        let sealed = sealed[..].try_into().unwrap();
        match Header::open(&hk, &r, sealed, b"aad") {
            Some((header, _)) => {
                let mut again = Vec::new();
                let numbers = (header.pn, header.n);
                Header::write(&mut again, &header.dh, numbers, &header.ek, header.ct.as_deref());
                assert_eq!(
                    bytes[..bytes.len().min(again.len())],
                    again[..bytes.len().min(again.len())]
                );
                true
            }
            None => false,
        }
    });
}

#[test]
fn content() {
    let more = contents().into_iter().map(|(_, _, content)| content.write().to_vec()).collect();
    hammer("content", more, |bytes| match Content::read(bytes) {
        Ok(content) => {
            // What is meant, written anew, means the same.
            // Relays of which none can be one are read, and nobody writes such.
            let nowhere = match &content.kind {
                Kind::Hello { relays, .. } | Kind::Relays(relays) => relays.is_empty(),
                kind => matches!(kind, Kind::Unknown(_)),
            };
            if !nowhere {
                assert!(Content::read(&content.write()).unwrap() == content);
            }
            true
        }
        Err(_) => false,
    });
}
