//! A look inside, for tests and vectors only.

use serde_json::{Value, json};

use super::state::Ratchet;
use crate::secret::header::Header;
use crate::secret::kdf::{advance, hkdf, label};

fn hex(bytes: impl AsRef<[u8]>) -> Value {
    hex::encode(bytes).into()
}

fn maybe(bytes: Option<&[u8; 32]>) -> Value {
    bytes.map_or(Value::Null, hex)
}

impl Ratchet {
    /// Each key of the state where it lies: nothing is copied.
    pub(crate) fn each_key(&self, look: &mut dyn FnMut(&'static str, &[u8; 32])) {
        look("RK", self.rk.expose());
        look("DHs", self.dhs.expose());
        look("NHKs", self.nhks.expose());
        look("NHKr", self.nhkr.expose());
        if let Some(chain) = &self.sending {
            look("CKs", chain.ck.expose());
            look("HKs", chain.hk.expose());
        }
        if let Some((ck, chain)) = &self.receiving {
            look("CKr", ck.expose());
            look("HKr", chain.hk.expose());
        }
        if let Some([d, z]) = self.dk.as_ref().map(|dk| dk.expose().as_chunks::<32>().0) {
            look("d", d);
            look("z", z);
        }
    }

    /// Every key of the state.
    pub(in crate::secret) fn inspect(&self) -> Value {
        let sending = self.sending.as_ref();
        let receiving = self.receiving.as_ref();
        json!({
            "RK": hex(self.rk.expose()),
            "CKs": maybe(sending.map(|chain| chain.ck.expose())),
            "HKs": maybe(sending.map(|chain| chain.hk.expose())),
            "Ns": sending.map_or(0, |chain| chain.n),
            "PN": sending.map_or(0, |chain| chain.pn),
            "CKr": maybe(receiving.map(|(ck, _)| ck.expose())),
            "HKr": maybe(receiving.map(|(_, chain)| chain.hk.expose())),
            "Nr": receiving.map_or(0, |(_, chain)| chain.next()),
            "NHKs": hex(self.nhks.expose()),
            "NHKr": hex(self.nhkr.expose()),
            "DHs": hex(self.dhs.expose()),
            "skipped": self.missing(),
            "watched": self.watched().iter().map(|w| hex(w.secret.expose())).collect::<Vec<_>>(),
        })
    }

    /// What goes into the next message with this r.
    pub(in crate::secret) fn inspect_next(&self, r: &[u8; 16]) -> Value {
        let chain = self.sending.as_ref().unwrap();
        let (mk, next) = advance(&chain.ck);
        let derive = |key: &[u8; 32], label: &[u8]| hkdf::<44>(&[0; 32], &[key], &[label, r]);
        let (header, message) =
            (derive(chain.hk.expose(), label!("header")), derive(mk.expose(), label!("message")));
        let mut plain = Vec::new();
        let numbers = (chain.pn, chain.n);
        Header::write(&mut plain, &chain.dh, numbers, &chain.ek, chain.ct.as_deref());
        let mailbox = crate::secret::mailbox::MailboxSecret::of(&chain.hk);
        json!({
            "r": hex(r),
            "n": chain.n,
            "pn": chain.pn,
            "HK": hex(chain.hk.expose()),
            "mailbox": hex(mailbox.expose()),
            "CK": hex(chain.ck.expose()),
            "mk": hex(mk.expose()),
            "CK_next": hex(next.expose()),
            "kh": hex(&header[..32]),
            "nh": hex(&header[32..]),
            "km": hex(&message[..32]),
            "nm": hex(&message[32..]),
            "header": hex(plain),
        })
    }

    /// The two results of a step that `self`, before it, went through to `after`.
    pub(in crate::secret) fn inspect_step(&self, header_of: &Value, after: &Ratchet) -> Value {
        let header = hex::decode(header_of["header"].as_str().unwrap()).unwrap();
        let dh: [u8; 32] = header[1..33].try_into().unwrap();
        let ct: [u8; 1088] = header[1225..].try_into().unwrap();
        let ss = self.dk.as_ref().filter(|_| header[0] == 1).map(|dk| dk.decapsulate(&ct));
        json!({
            "dh_receive": hex(self.dhs.agree(&dh).unwrap().expose()),
            "ss_receive": hex(ss.map_or(Vec::new(), |ss| ss.expose().to_vec())),
            "dh_send": hex(after.dhs.agree(&dh).unwrap().expose()),
        })
    }
}

/// What a peer with a changed program could do.
impl Ratchet {
    /// Says that its ratchet key is this.
    pub(in crate::secret) fn claim_dh(&mut self, dh: [u8; 32]) {
        self.sending.as_mut().unwrap().dh = dh;
    }

    /// Offers this as its encapsulation key.
    pub(in crate::secret) fn claim_ek(&mut self, ek: [u8; 1184]) {
        *self.sending.as_mut().unwrap().ek = ek;
    }

    /// Leaves the ciphertext out, or sends another.
    pub(in crate::secret) fn claim_ct(&mut self, ct: Option<[u8; 1088]>) {
        self.sending.as_mut().unwrap().ct = ct.map(Box::new);
    }

    /// Says that it sent so many in the chain before.
    pub(in crate::secret) fn claim_pn(&mut self, pn: u16) {
        self.sending.as_mut().unwrap().pn = pn;
    }

    /// The ciphertext as it should be.
    pub(in crate::secret) fn ct(&self) -> [u8; 1088] {
        **self.sending.as_ref().unwrap().ct.as_ref().unwrap()
    }
}
