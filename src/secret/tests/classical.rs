//! The ratchet without its KEM, against one that somebody else wrote: replays
//! tests/vectors/classical.json through our own doors to KDF_RK, KDF_CK and X25519.

use std::collections::HashMap;

use serde_json::Value;

use crate::secret::kdf::{advance, step};
use crate::secret::key::{ChainKey, DhSecret, MessageKey, RootKey};

fn bytes(hex: &Value) -> [u8; 32] {
    hex::decode(hex.as_str().unwrap()).unwrap().try_into().unwrap()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap()
}

/// The classical Double Ratchet, in the specification's symbols.
struct Side {
    rk: RootKey,
    dhs: DhSecret,
    dhr: Option<[u8; 32]>,
    cks: Option<ChainKey>,
    ckr: Option<ChainKey>,
    ns: u64,
    nr: u64,
    pn: u64,
    skipped: HashMap<([u8; 32], u64), MessageKey>,
    /// The keys that it will make.
    keys: std::vec::IntoIter<[u8; 32]>,
}

impl Side {
    fn new(sk: &Value, dhs: DhSecret, keys: Vec<[u8; 32]>) -> Self {
        Self {
            rk: RootKey::new(&bytes(sk)),
            dhs,
            dhr: None,
            cks: None,
            ckr: None,
            ns: 0,
            nr: 0,
            pn: 0,
            skipped: HashMap::new(),
            keys: keys.into_iter(),
        }
    }

    fn derive(&mut self, dh: &[u8; 32]) -> ChainKey {
        let (rk, ck, _) = step(&self.rk, &self.dhs.agree(dh).unwrap(), None);
        self.rk = rk;
        ck
    }

    fn send(&mut self) -> (MessageKey, u64) {
        let (mk, ck) = advance(self.cks.as_ref().unwrap());
        self.cks = Some(ck);
        self.ns += 1;
        (mk, self.ns - 1)
    }

    fn skip(&mut self, until: u64) {
        let Some(dhr) = self.dhr else { return };
        while self.nr < until {
            let (mk, ck) = advance(self.ckr.as_ref().unwrap());
            self.ckr = Some(ck);
            self.skipped.insert((dhr, self.nr), mk);
            self.nr += 1;
        }
    }

    fn receive(&mut self, dh: [u8; 32], pn: u64, n: u64) -> MessageKey {
        if let Some(mk) = self.skipped.remove(&(dh, n)) {
            return mk;
        }
        if self.dhr != Some(dh) {
            self.skip(pn);
            (self.pn, self.ns, self.nr) = (self.ns, 0, 0);
            self.dhr = Some(dh);
            self.ckr = Some(self.derive(&dh));
            self.dhs = DhSecret::new(&self.keys.next().unwrap());
            self.cks = Some(self.derive(&dh));
        }
        self.skip(n);
        let (mk, ck) = advance(self.ckr.as_ref().unwrap());
        self.ckr = Some(ck);
        self.nr += 1;
        mk
    }
}

#[test]
fn the_classical_ratchet_is_somebody_elses_too() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/classical.json");
    let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(file["info"], "hushwing/sc1/root");
    let (mut sent, mut received) = (0, 0);
    for conversation in file["conversations"].as_array().unwrap() {
        let keys = |of: &str| -> Vec<[u8; 32]> {
            conversation["ratchet_keys"][of].as_array().unwrap().iter().map(bytes).collect()
        };
        let spk = DhSecret::new(&bytes(&conversation["spk"]));
        let mut of_c = keys("C");
        let first = DhSecret::new(&of_c.remove(0));
        let mut c = Side::new(&conversation["sk"], first, of_c);
        c.dhr = Some(spk.public());
        c.cks = Some(c.derive(&spk.public()));
        let mut o = Side::new(&conversation["sk"], spk, keys("O"));
        let mut headers = HashMap::new();
        for step in conversation["steps"].as_array().unwrap() {
            let side = if step["by"] == "C" { &mut c } else { &mut o };
            let message = number(&step["message"]);
            let mk = if step["do"] == "send" {
                let (mk, n) = side.send();
                let header = (side.dhs.public(), side.pn, n);
                assert_eq!(header, (bytes(&step["dh"]), number(&step["pn"]), number(&step["n"])));
                headers.insert(message, header);
                sent += 1;
                mk
            } else {
                let (dh, pn, n) = headers[&message];
                received += 1;
                side.receive(dh, pn, n)
            };
            assert!(*mk.expose() == bytes(&step["mk"]), "message {message}");
        }
    }
    assert!(sent > 1_000 && received > 500);
}
