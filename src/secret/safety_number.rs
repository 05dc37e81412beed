//! Sixty digits for two device identities, and the code to scan: Signal's formats over our identities,
//! so that other people's tools can check both (section 13).

use sha2::{Digest, Sha512};

use super::identity::Identity;

/// How often the hash is repeated: it makes a number that is nearly the same expensive to find.
const ROUNDS: usize = 5_200;
/// Bytes of the code to scan.
pub const CODE: usize = 2 + 2 * (2 + 2 + 32);

/// The comparison of this device with another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyNumber {
    mine: [u8; 64],
    theirs: [u8; 64],
}

/// What a scanned code said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scanned {
    /// Both devices see the same two identities.
    Same,
    /// They see others: somebody may be between them.
    Different,
    /// It is no safety number of a version that is known here.
    Unreadable,
}

impl SafetyNumber {
    /// Some milliseconds of hashing: not on the window's thread.
    pub fn new(mine: &Identity, theirs: &Identity) -> Self {
        Self { mine: fingerprint(mine), theirs: fingerprint(theirs) }
    }

    /// Both h, this device's first.
    #[cfg(test)]
    pub(super) fn hashes(&self) -> ([u8; 64], [u8; 64]) {
        (self.mine, self.theirs)
    }

    /// Sixty digits, the same on both devices.
    pub fn digits(&self) -> String {
        let (mine, theirs) = (thirty(&self.mine), thirty(&self.theirs));
        if mine < theirs { mine + &theirs } else { theirs + &mine }
    }

    /// The bytes of the code to scan, this device's half first.
    pub fn code(&self) -> [u8; CODE] {
        let mut code = [0; CODE];
        let (version, halves) = code.split_at_mut(2);
        version.copy_from_slice(&[0x08, 2]);
        let fields = [(0x12, &self.mine), (0x1a, &self.theirs)];
        for (half, (field, hash)) in halves.chunks_exact_mut(36).zip(fields) {
            let (head, value) = half.split_at_mut(4);
            head.copy_from_slice(&[field, 34, 0x0a, 32]);
            value.copy_from_slice(&hash[..32]);
        }
        code
    }

    /// Compares the code that the other device shows with what this one has.
    pub fn scan(&self, code: &[u8]) -> Scanned {
        Self::compare(&self.code(), code)
    }

    /// The same, for whoever has but the code that this device shows.
    pub fn compare(shown: &[u8], scanned: &[u8]) -> Scanned {
        match (Self::read(shown), Self::read(scanned)) {
            (Some((mine, theirs)), Some(halves)) if halves == (theirs, mine) => Scanned::Same,
            (Some(_), Some(_)) => Scanned::Different,
            _ => Scanned::Unreadable,
        }
    }

    /// Only in the one form that [`code`](Self::code) writes.
    fn read(code: &[u8]) -> Option<(&[u8], &[u8])> {
        let halves = code.strip_prefix(&[0x08, 2])?;
        let (first, second) = halves.split_at_checked(36)?;
        let first = first.strip_prefix(&[0x12, 34, 0x0a, 32])?;
        let second = second.strip_prefix(&[0x1a, 34, 0x0a, 32])?;
        (second.len() == 32).then_some((first, second))
    }

    /// For the picture beside the digits: a decoration, never the check. The same on both devices.
    pub fn picture(&self) -> [u8; 32] {
        let (low, high) = if thirty(&self.mine) < thirty(&self.theirs) {
            (&self.mine, &self.theirs)
        } else {
            (&self.theirs, &self.mine)
        };
        super::kdf::hash(&[low, high])
    }
}

/// h: SHA-512(0000 ‖ pk33 ‖ account ‖ pk33), then again and again over h ‖ pk33.
fn fingerprint(id: &Identity) -> [u8; 64] {
    let pk: [&[u8]; 2] = [&[5], &id.fingerprint()];
    let with_pk = |start: &[&[u8]]| -> [u8; 64] {
        let mut hash = Sha512::new();
        for part in start.iter().chain(&pk) {
            hash.update(part);
        }
        hash.finalize().into()
    };
    let first = with_pk(&[&[0, 0], pk[0], pk[1], id.account()]);
    (1..ROUNDS).fold(first, |h, _| with_pk(&[&h]))
}

/// Thirty digits of the first thirty bytes.
fn thirty(h: &[u8; 64]) -> String {
    h.chunks_exact(5)
        .take(6)
        .map(|five| {
            let number = five.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
            format!("{:05}", number % 100_000)
        })
        .collect()
}
