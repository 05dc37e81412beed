//! Four spoken words for a chat, by commitment: whoever sits between two people would have to guess
//! them, with one chance in 2^44 (section 13).

use bip39::Language;
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::content::Words;
use super::error::Damaged;
use super::kdf::{hash, hkdf, label};
use super::key::random;
use super::saved;

/// Which side of the handshake this device was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Accepted.
    C,
    /// Offered.
    O,
}

impl Role {
    fn byte(self) -> u8 {
        match self {
            Self::C => 1,
            Self::O => 2,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::C => Self::O,
            Self::O => Self::C,
        }
    }
}

type Nonce = [u8; 16];

/// One check that runs. It is dropped when a step says [`Step::Stop`] or shows the words, and when the
/// chat gets another commit.
pub struct WordsCheck {
    role: Role,
    t: [u8; 32],
    nonce: Zeroizing<Nonce>,
    /// The other side's c, once it is stored here.
    theirs: Option<[u8; 32]>,
    revealed: bool,
}

/// What comes of a step.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Send this; then wait.
    Send(Words),
    /// Send this, if anything; the words are to be read aloud.
    Show(Option<Words>, [&'static str; 4]),
    /// It failed: send [`Words::Stop`], unless that is what came.
    Stop,
}

/// c = H(label"words" ‖ role(1) ‖ T ‖ nonce).
fn commitment(role: Role, t: &[u8; 32], nonce: &Nonce) -> [u8; 32] {
    hash(&[label!("words"), &[role.byte()], t, nonce])
}

impl WordsCheck {
    /// Starts one: the commit is to be sent.
    pub fn start(role: Role, t: &[u8; 32], rng: &mut impl CryptoRng) -> (Self, Words) {
        let nonce = random(rng);
        let commit = Words::Commit(commitment(role, t, &nonce));
        (Self { role, t: *t, nonce, theirs: None, revealed: false }, commit)
    }

    /// Agrees to one that the other side started with the commit `theirs`: one's own is to be sent.
    pub fn agree(
        role: Role,
        t: &[u8; 32],
        theirs: [u8; 32],
        rng: &mut impl CryptoRng,
    ) -> (Self, Words) {
        let (mut check, commit) = Self::start(role, t, rng);
        check.theirs = Some(theirs);
        (check, commit)
    }

    /// For the store, while it runs: a check goes on after a restart.
    pub fn save(&self) -> Zeroizing<Vec<u8>> {
        let mut out = saved::Writer::new(1, 128);
        out.put(&[self.role.byte(), u8::from(self.revealed)]);
        out.put(&self.t);
        out.put(&self.nonce[..]);
        out.optional(self.theirs.as_ref().map(|c| &c[..]));
        out.finish()
    }

    /// What [`save`](Self::save) gave.
    ///
    /// # Errors
    /// [`Damaged`].
    pub fn restore(bytes: &[u8]) -> Result<Self, Damaged> {
        let mut from = saved::Reader::new(1, bytes)?;
        let role = match from.byte()? {
            1 => Role::C,
            2 => Role::O,
            _ => return Err(Damaged),
        };
        let revealed = from.byte()? == 1;
        let t = *from.take()?;
        let nonce = Zeroizing::new(*from.take()?);
        let theirs = from.optional(|from| from.take().copied())?;
        from.end(Self { role, t, nonce, theirs, revealed })
    }

    /// Whether the other side's c is stored here: before that its nonce says nothing yet.
    pub fn is_bound(&self) -> bool {
        self.theirs.is_some()
    }

    /// Takes what the other side sent.
    pub fn take(&mut self, words: Words) -> Step {
        match (words, self.theirs) {
            (Words::Commit(c), None) => {
                self.theirs = Some(c);
                self.revealed = true;
                Step::Send(Words::Reveal(*self.nonce))
            }
            (Words::Reveal(nonce), Some(c)) => self.open(&nonce, &c),
            // A second commit, a nonce that nobody committed to, or the other side's stop.
            _ => Step::Stop,
        }
    }

    fn open(&self, theirs: &Nonce, c: &[u8; 32]) -> Step {
        if commitment(self.role.other(), &self.t, theirs) != *c || *theirs == *self.nonce {
            return Step::Stop;
        }
        let (nonce_c, nonce_o) = match self.role {
            Role::C => (&*self.nonce, theirs),
            Role::O => (theirs, &*self.nonce),
        };
        let answer = (!self.revealed).then_some(Words::Reveal(*self.nonce));
        Step::Show(answer, words(&self.t, nonce_c, nonce_o))
    }
}

/// Bits 0–43 of HKDF(nonce_C ‖ nonce_O, T, label"words", 6), eleven for each word.
fn words(t: &[u8; 32], nonce_c: &Nonce, nonce_o: &Nonce) -> [&'static str; 4] {
    let salt = [nonce_c.as_slice(), nonce_o].concat();
    let w = hkdf::<6>(&salt, &[t], &[label!("words")]);
    let bits = w.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let list = Language::English.word_list();
    [37, 26, 15, 4].map(|shift| {
        let index = usize::try_from(bits >> shift & 0x7ff).unwrap_or_default();
        list.get(index).copied().unwrap_or_default()
    })
}
