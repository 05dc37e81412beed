//! The vectors of tests/vectors, computed again. `HUSHWING_VECTORS=keep` writes them.

use ml_kem::ml_kem_768::EncapsulationKey;
use serde_json::{Value, json};

use super::*;
use crate::secret::handshake::{of_c, transcript};
use crate::secret::kdf::{hash, hkdf, label};
use crate::secret::key::{DhSecret, HeaderKey, KemSeed};
use crate::secret::*;

fn hex(bytes: impl AsRef<[u8]>) -> Value {
    hex::encode(bytes).into()
}

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    hex::decode(hex).unwrap().try_into().unwrap()
}

fn compare(name: &str, computed: &Value) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(name);
    if std::env::var("HUSHWING_VECTORS").as_deref() == Ok("keep") {
        let mut text = serde_json::to_string_pretty(computed).unwrap();
        text.push('\n');
        std::fs::write(path, text).unwrap();
        return;
    }
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    difference(name, &kept, computed);
}

/// Names the first value that differs, instead of printing megabytes.
fn difference(place: &str, kept: &Value, computed: &Value) {
    match (kept, computed) {
        (Value::Object(kept), Value::Object(computed)) => {
            assert!(kept.keys().eq(computed.keys()), "{place}: other keys");
            for (key, value) in kept {
                difference(&format!("{place}.{key}"), value, &computed[key]);
            }
        }
        (Value::Array(kept), Value::Array(computed)) => {
            assert_eq!(kept.len(), computed.len(), "{place}");
            for (n, (kept, computed)) in kept.iter().zip(computed).enumerate() {
                difference(&format!("{place}[{n}]"), kept, computed);
            }
        }
        _ => assert!(kept == computed, "{place} is another one now"),
    }
}

/// BIP-340's test vectors 0 to 2: a secret key with its x-only key, and two x-only keys.
const REPLY: (&str, &str) = (
    "0000000000000000000000000000000000000000000000000000000000000003",
    "f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9",
);
const ACCOUNT_O: &str = "dff1d77f2a671c5f36183726db2341be58feae1da2deced843240f7b502ba659";
const ACCOUNT_C: &str = "dd308afec5777e13121fa72b9cc1b7cc0139715309b086c960e18fd969774eb8";

/// The handshake's file, and the two sides after it.
fn handshake(dice: &mut Dice) -> (Value, Ratchet, Ratchet, Value) {
    let (account_o, account_c) = (bytes(ACCOUNT_O), bytes(ACCOUNT_C));
    let olga = Device::generate(account_o, dice);
    let carl = Device::generate(account_c, dice);
    let devices = std::mem::take(&mut dice.log);
    let reply = ReplyMailbox { secret: &bytes(REPLY.0), public: bytes(REPLY.1) };
    let expiry = NOW + OFFER_FOR;
    let relays_o = vec!["wss://relay.example/o".to_owned()];
    let relays_c = relays();
    let open = OpenOffer::new(&olga, account_c, expiry, &reply, &relays_o, dice);
    let offered = std::mem::take(&mut dice.log);
    let came = Offer::read(&open.content(), &account_o, carl.identity(), NOW, NOW).unwrap();
    let hello = hello(0xc0);
    let accepted = came.accept(&carl, &relays_c, &hello, dice).unwrap();
    let drawn = std::mem::take(&mut dice.log);

    let [ek, m, dhs, kem_seed, r] = &drawn[..] else { panic!("five draws") };
    let [chat_id, spk, pqpk] = &offered[..] else { panic!("three draws") };
    let accept = {
        use base64::Engine;
        base64::engine::general_purpose::STANDARD.decode(&accepted.content).unwrap()
    };
    let map = crate::secret::cbor::Map::read(&accept).unwrap();
    let (accept, wire) = (map.long(1, 9999).unwrap(), map.long(2, 9999).unwrap());
    let t = transcript(&open.bytes, &open.signature, accept);
    let ct: [u8; 1088] = *crate::secret::cbor::Map::read(accept).unwrap().bytes(7).unwrap();
    let ss = KemSeed::new(pqpk[..].try_into().unwrap()).decapsulate(&ct);
    let secret = |bytes: &[u8]| DhSecret::new(bytes.try_into().unwrap());
    let keys = (olga.identity().dik(), &secret(spk).public());
    let agreed = of_c(&carl.dik, &secret(ek), keys, ss).unwrap();
    let first = agreed.first_keys(&t);
    let ikm = [
        &[0xff; 32],
        agreed.dik_c_spk.expose(),
        agreed.ek_dik_o.expose(),
        agreed.ek_spk.expose(),
        agreed.ss.expose(),
    ]
    .map(|part| &part[..])
    .concat();
    let file = json!({
        "inputs": {
            "account_o": ACCOUNT_O, "account_c": ACCOUNT_C,
            "sik_o": hex(&devices[0]), "dik_o": hex(&devices[1]),
            "sik_c": hex(&devices[2]), "dik_c": hex(&devices[3]),
            "chat_id": hex(chat_id), "spk": hex(spk), "pqpk_seed": hex(pqpk),
            "reply_secret": REPLY.0, "reply_public": REPLY.1, "expiry": expiry,
            "relays_o": relays_o, "relays_c": relays_c,
            "ek": hex(ek), "m": hex(m), "dhs": hex(dhs), "kem_seed": hex(kem_seed),
            "r": hex(r), "hello": hex(hello.write()),
        },
        "values": {
            "id_o": hex(olga.identity().as_bytes()), "cert_o": hex(olga.cert()),
            "id_c": hex(carl.identity().as_bytes()), "cert_c": hex(carl.cert()),
            "offer": hex(&open.bytes), "offer_signature": hex(open.signature),
            "offer_hash": hex(open.hash()), "offer_content": open.content(),
            "accept": hex(accept), "accept_hash": hex(accepted.hash),
            "accept_content": accepted.content,
            "ct": hex(ct), "ss": hex(agreed.ss.expose()),
            "dh_dik_c_spk": hex(agreed.dik_c_spk.expose()),
            "dh_ek_dik_o": hex(agreed.ek_dik_o.expose()),
            "dh_ek_spk": hex(agreed.ek_spk.expose()),
            "ikm": hex(ikm), "T": hex(t), "SK": hex(first.sk.expose()),
            "HKa": hex(first.hka.expose()), "NHKb": hex(first.nhkb.expose()),
            "hello_wire": hex(wire),
        },
    });

    // C once more before its hello, for what went into that.
    let mut again = Dice::new("");
    again.replay(&drawn[2..4]);
    let keys = (&first.hka.now_current(), &first.nhkb);
    let fresh = Ratchet::of_c(t, &first.sk, keys, came.spk(), &mut again).unwrap();
    let mut sent = fresh.inspect_next(r[..].try_into().unwrap());
    sent["content"] = hex(hello.write());
    sent["wire"] = hex(wire);

    let o = Ratchet::of_o(t, first.sk, (&first.hka, &first.nhkb), &secret(spk));
    (file, o, accepted.ratchet, sent)
}

#[test]
fn handshake_is_as_it_was_kept() {
    let (file, ..) = handshake(&mut Dice::new("handshake vector"));
    compare("handshake.json", &file);
}

/// A message under way, with what the file says of it.
struct Letter {
    message: usize,
    to: usize,
    wire: Vec<u8>,
    said: Value,
    again: bool,
}

/// One side hears a letter: the step for the file.
fn receive(state: &mut Ratchet, letter: &Letter, names: [&str; 2], dice: &mut Dice) -> Value {
    dice.log.clear();
    let opened = if letter.message == 0 {
        state.receive_hello(&letter.wire, NOW, dice).ok()
    } else {
        let watched = state.watched().into_iter();
        watched.rev().find_map(|w| state.receive(w.chain, &letter.wire, NOW, dice).ok())
    };
    let mut step = json!({"do": "receive", "by": names[letter.to], "message": letter.message});
    let Some(opened) = opened else {
        step["result"] = "unopened".into();
        step["after"] = state.inspect();
        return step;
    };
    step["result"] = "opened".into();
    assert_eq!(hex(&opened.content), letter.said["content"]);
    let before = state.inspect();
    step["under"] = if opened.stepped {
        let [dhs, kem_seed, m] = &dice.log[..] else { panic!("three draws") };
        let mut drawn = state.inspect_step(&letter.said, &opened.ratchet);
        let header = hex::decode(letter.said["header"].as_str().unwrap()).unwrap();
        let ek: [u8; 1184] = header[41..1225].try_into().unwrap();
        let (_, ss) = EncapsulationKey::new(&ek.into())
            .unwrap()
            .encapsulate_deterministic(&<[u8; 32]>::try_from(&m[..]).unwrap().into());
        drawn["ss_send"] = hex(ss);
        drawn["DHs"] = hex(dhs);
        drawn["kem_seed"] = hex(kem_seed);
        drawn["m"] = hex(m);
        step["drawn"] = drawn;
        "NHKr".into()
    } else if before["HKr"] == letter.said["HK"] {
        "HKr".into()
    } else {
        "older".into()
    };
    *state = opened.ratchet;
    step["after"] = state.inspect();
    step
}

#[test]
fn ratchet_is_as_it_was_kept() {
    let mut dice = Dice::new("handshake vector");
    let (file, o, c, said) = handshake(&mut dice);
    let mut chance = Dice::new("the order of things");
    let names = ["O", "C"];
    let mut states = [o, c];
    let mut steps = Vec::new();
    let mut delivered = [Vec::new(), Vec::new()];
    let mut way = Vec::new();

    let about = |by: usize, message: usize, said: &Value| {
        let mut step = said.clone();
        step["do"] = "send".into();
        step["by"] = names[by].into();
        step["message"] = message.into();
        step
    };
    steps.push(about(1, 0, &said));
    let wire = hex::decode(said["wire"].as_str().unwrap()).unwrap();
    let hello = Letter { message: 0, to: 0, wire, said, again: false };
    steps.push(receive(&mut states[0], &hello, names, &mut dice));
    delivered[0].push(0);

    let mut message = 1;
    while message < 50 || !way.is_empty() {
        let by = chance.below(2);
        if message < 50 && states[by].is_confirmed() && chance.below(5) < 2 {
            let long = if chance.below(12) == 0 { 6000 } else { 0 };
            let length = long + chance.below(60);
            let content: Vec<u8> = (0..length).map(|n| n.to_le_bytes()[0]).collect();
            dice.log.clear();
            let mut probe = Dice::new("");
            let sent = states[by].send(&content, &mut dice).unwrap();
            let r: [u8; 16] = dice.log[0][..].try_into().unwrap();
            probe.replay(&dice.log);
            let mut said = states[by].inspect_next(&r);
            assert!(states[by].send(&content, &mut probe).unwrap().wire == sent.wire);
            said["content"] = hex(&content);
            said["wire"] = hex(&sent.wire);
            steps.push(about(by, message, &said));
            states[by] = sent.ratchet;
            let letter = Letter { message, to: 1 - by, wire: sent.wire, said, again: false };
            way.push(letter);
            message += 1;
        } else if !way.is_empty() {
            let at = chance.below(way.len().min(6));
            let letter = way.remove(at);
            if !letter.again && message > 4 && chance.below(8) == 0 {
                steps.push(json!({"do": "lose", "message": letter.message}));
                continue;
            }
            let step = receive(&mut states[letter.to], &letter, names, &mut dice);
            if step["result"] == "opened" {
                delivered[letter.to].push(letter.message);
                if chance.below(8) == 0 {
                    way.push(Letter { again: true, ..letter });
                }
            } else {
                assert!(letter.again);
            }
            steps.push(step);
        }
    }
    let [o, c] = delivered;
    let computed = json!({
        "T": file["values"]["T"],
        "steps": steps,
        "delivered": {"O": o, "C": c},
    });
    compare("ratchet.json", &computed);
}

fn safety_numbers(count: usize) -> Value {
    let mut dice = Dice::new("safety numbers");
    let mut pairs = Vec::new();
    for _ in 0..count {
        let mut id = || Identity::from_bytes(*crate::secret::key::random(&mut dice));
        let (a, b) = (id(), id());
        let (seen_by_a, seen_by_b) = (SafetyNumber::new(&a, &b), SafetyNumber::new(&b, &a));
        assert_eq!(seen_by_a.digits(), seen_by_b.digits());
        let (h_a, h_b) = seen_by_a.hashes();
        pairs.push(json!({
            "a": hex(a.as_bytes()), "b": hex(b.as_bytes()),
            "fingerprint_a": hex(a.fingerprint()), "fingerprint_b": hex(b.fingerprint()),
            "h_a": hex(h_a), "h_b": hex(h_b), "digits": seen_by_a.digits(),
            "code_a": hex(seen_by_a.code()), "code_b": hex(seen_by_b.code()),
        }));
    }
    pairs.into()
}

#[test]
fn safety_numbers_are_as_they_were_kept() {
    compare("safety_number.json", &safety_numbers(10));
}

#[test]
#[ignore = "writes target/safety_numbers.json, for tools that know Signal's"]
fn a_thousand_safety_numbers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/target/safety_numbers.json");
    std::fs::write(path, safety_numbers(1000).to_string()).unwrap();
}

#[test]
fn words_are_as_they_were_kept() {
    let mut file = Vec::new();
    for n in 0..5 {
        let mut dice = Dice::new(&format!("words {n}"));
        let t = *crate::secret::key::random(&mut dice);
        dice.log.clear();
        let (mut c, Words::Commit(c_c)) = WordsCheck::start(Role::C, &t, &mut dice) else {
            panic!()
        };
        let (mut o, o_commits) = WordsCheck::agree(Role::O, &t, c_c, &mut dice);
        let (nonces, Words::Commit(c_o)) = (dice.log, o_commits) else { panic!() };
        let Step::Send(reveal) = c.take(o_commits) else { panic!() };
        let Step::Show(Some(answer), words) = o.take(reveal) else { panic!() };
        assert!(c.take(answer) == Step::Show(None, words));
        let salt = nonces.concat();
        let w = hkdf::<6>(&salt, &[&t], &[label!("words")]);
        file.push(json!({
            "T": hex(t), "nonce_c": hex(&nonces[0]), "nonce_o": hex(&nonces[1]),
            "c_c": hex(c_c), "c_o": hex(c_o), "w": hex(&w[..]), "words": words,
        }));
    }
    compare("words.json", &file.into());
}

#[test]
fn typing_is_as_it_was_kept() {
    let mut file = Vec::new();
    for n in 0..3_u64 {
        let mut dice = Dice::new(&format!("typing {n}"));
        let t: [u8; 32] = *crate::secret::key::random(&mut dice);
        let hk = HeaderKey::new(&crate::secret::key::random(&mut dice));
        dice.log.clear();
        let time = (NOW + n) * 1000 + n;
        let wire = crate::secret::typing::seal(&hk, &t, time, &mut dice);
        let okm = hkdf::<44>(&[0; 32], &[hk.expose()], &[label!("typing"), &dice.log[0]]);
        file.push(json!({
            "T": hex(t), "HK": hex(hk.expose()), "r": hex(&dice.log[0]), "time": time,
            "k": hex(&okm[..32]), "n": hex(&okm[32..]), "wire": hex(wire),
        }));
    }
    compare("typing.json", &file.into());
}

#[test]
fn content_is_as_it_was_kept() {
    let valid: Vec<_> = contents()
        .into_iter()
        .map(|(name, says, content)| {
            let cbor = content.write();
            assert!(Content::read(&cbor).unwrap() == content, "{name}");
            json!({"name": name, "says": says, "cbor": hex(cbor)})
        })
        .collect();
    let read: Vec<_> = readable()
        .into_iter()
        .map(|(because, cbor)| {
            assert!(Content::read(&cbor).is_ok(), "{because}");
            json!({"because": because, "cbor": hex(cbor)})
        })
        .collect();
    let refused: Vec<_> = unreadable()
        .into_iter()
        .map(|(because, cbor)| {
            assert_eq!(Content::read(&cbor).err(), Some(Failure::Unopened), "{because}");
            json!({"because": because, "cbor": hex(cbor)})
        })
        .collect();
    compare("content.json", &json!({"valid": valid, "read": read, "refused": refused}));
}

#[test]
fn a_hash_over_parts_is_one_over_the_whole() {
    assert_eq!(hash(&[b"hush", b"wing"]), hash(&[b"hushwing"]));
}
