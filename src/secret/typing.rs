//! "Is typing": outside of the ratchet, forgotten after seconds.

use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::error::Failure;
use super::kdf::label;
use super::key::{HeaderKey, random};
use super::ratchet::{ChainNumber, Ratchet};
use super::seal::{R, Sealing, TAG};

/// Bytes of it on the wire.
pub const TYPING: usize = 1 + R + 8 + TAG;
/// Milliseconds for which it says anything, either way.
const FRESH: u64 = 30_000;
const VERSION: u8 = 2;

fn aad(t: &[u8; 32], r: &[u8]) -> Vec<u8> {
    [&[1], &t[..], r].concat()
}

pub(super) fn seal(hk: &HeaderKey, t: &[u8; 32], at: u64, rng: &mut impl CryptoRng) -> Vec<u8> {
    let r: Zeroizing<[u8; R]> = random(rng);
    let mut wire = Vec::with_capacity(TYPING);
    wire.push(VERSION);
    wire.extend_from_slice(&r[..]);
    wire.extend_from_slice(&at.to_be_bytes());
    Sealing::derive(hk.expose(), label!("typing"), &r).seal(&mut wire, 1 + R, &aad(t, &r[..]));
    wire
}

pub(super) fn open(hk: &HeaderKey, t: &[u8; 32], wire: &[u8; TYPING]) -> Option<u64> {
    let (r, sealed) = wire.strip_prefix(&[VERSION])?.split_first_chunk::<R>()?;
    let time = Sealing::derive(hk.expose(), label!("typing"), r).open(sealed, &aad(t, r))?;
    Some(u64::from_be_bytes(time.as_slice().try_into().ok()?))
}

impl Ratchet {
    /// Says that the person here is typing, at `now` in Unix milliseconds. None where nothing may be
    /// sent yet.
    pub fn typing(&self, now: u64, rng: &mut impl CryptoRng) -> Option<Vec<u8>> {
        self.is_confirmed().then_some(())?;
        Some(seal(self.sending_header_key()?, self.transcript(), now, rng))
    }

    /// Hears that the peer is typing: when that was said, Unix milliseconds. `last` is what the last
    /// one gave; only a later one counts, so that none counts twice.
    ///
    /// # Errors
    /// [`Failure::Unopened`], also for one that is old, ahead or here before.
    pub fn hear_typing(
        &self,
        chain: ChainNumber,
        wire: &[u8],
        last: Option<u64>,
        now: u64,
    ) -> Result<u64, Failure> {
        let wire = wire.try_into().map_err(|_| Failure::Unopened)?;
        let hk = self.header_key(chain).ok_or(Failure::Unopened)?;
        open(&hk, self.transcript(), wire)
            .filter(|at| at.abs_diff(now) <= FRESH && last.is_none_or(|last| last < *at))
            .ok_or(Failure::Unopened)
    }
}
