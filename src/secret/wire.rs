//! A message as the relay's envelope holds it: one of four sizes, and nothing to see in it.

use zeroize::Zeroizing;

use super::error::Unsent;
use super::header::{self, Header};
use super::kdf::label;
use super::key::{HeaderKey, MessageKey};
use super::seal::{R, Sealing, TAG};

/// What a wire may weigh, in bytes.
pub const SIZES: [usize; 4] = [4096, 8192, 16384, 32768];
/// Bytes of content that the largest wire holds.
pub const CONTENT: usize = 32768 - OVERHEAD;

/// Version, r, eh, the byte 80 and the body's tag.
const OVERHEAD: usize = EH_AT + header::SEALED + 1 + TAG;
const R_AT: usize = 1;
const EH_AT: usize = R_AT + R;
const BODY_AT: usize = EH_AT + header::SEALED;

/// The first byte of every message, and of what is authenticated with it.
const VERSION: u8 = 1;
/// Ends the content; zeros follow.
const MARK: u8 = 0x80;

/// How long a wire becomes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    /// The smallest of [`SIZES`] that holds it.
    Bucket,
    /// No zeros, the smallest of [`SIZES`] at most: C's hello, inside of the accept.
    Bare,
}

impl Size {
    fn of(self, content: usize) -> Result<usize, Unsent> {
        let bare = content.checked_add(OVERHEAD).ok_or(Unsent::TooLong)?;
        match self {
            Self::Bare => (bare <= SIZES[0]).then_some(bare),
            Self::Bucket => SIZES.into_iter().find(|size| bare <= *size),
        }
        .ok_or(Unsent::TooLong)
    }

    pub(super) fn admits(self, wire: usize) -> bool {
        match self {
            Self::Bare => (OVERHEAD..=SIZES[0]).contains(&wire),
            Self::Bucket => SIZES.contains(&wire),
        }
    }
}

/// 01 ‖ T: with it, a header of one chat opens in no other.
fn context(t: &[u8; 32]) -> Vec<u8> {
    let mut aad = Vec::with_capacity(1 + 32 + R + header::SEALED);
    aad.push(VERSION);
    aad.extend_from_slice(t);
    aad
}

/// Seals a message. `header` writes the header's plaintext.
pub(super) fn seal(
    t: &[u8; 32],
    (hk, mk): (&HeaderKey, &MessageKey),
    r: &[u8; R],
    header: impl FnOnce(&mut Vec<u8>),
    content: &[u8],
    size: Size,
) -> Result<Vec<u8>, Unsent> {
    let size = size.of(content.len())?;
    let mut wire = Vec::with_capacity(size);
    wire.push(VERSION);
    wire.extend_from_slice(r);
    header(&mut wire);
    let mut aad = context(t);
    Sealing::derive(hk.expose(), label!("header"), r).seal(&mut wire, EH_AT, &aad);
    aad.extend(wire.iter().skip(R_AT));
    wire.extend_from_slice(content);
    wire.push(MARK);
    wire.resize(size - TAG, 0);
    Sealing::derive(mk.expose(), label!("message"), r).seal(&mut wire, BODY_AT, &aad);
    Ok(wire)
}

/// A wire of a possible size and known version, cut into its parts.
pub(super) struct Wire<'a> {
    whole: &'a [u8],
    pub(super) r: &'a [u8; R],
    eh: &'a [u8; header::SEALED],
    body: &'a [u8],
}

impl<'a> Wire<'a> {
    pub(super) fn cut(wire: &'a [u8], size: Size) -> Option<Self> {
        if !size.admits(wire.len()) || *wire.first()? != VERSION {
            return None;
        }
        let (r, rest) = wire.get(R_AT..)?.split_first_chunk()?;
        let (eh, body) = rest.split_first_chunk()?;
        Some(Self { whole: wire, r, eh, body })
    }

    pub(super) fn header(&self, hk: &HeaderKey, t: &[u8; 32]) -> Option<(Header, header::Facts)> {
        Header::open(hk, self.r, self.eh, &context(t))
    }

    /// The content, if the body opens and its padding is right.
    pub(super) fn body(&self, mk: &MessageKey, t: &[u8; 32]) -> Option<Zeroizing<Vec<u8>>> {
        let mut aad = context(t);
        aad.extend_from_slice(self.whole.get(R_AT..BODY_AT)?);
        let sealing = Sealing::derive(mk.expose(), label!("message"), self.r);
        let mut content = sealing.open(self.body, &aad)?;
        let mark = content.iter().rposition(|byte| *byte != 0)?;
        if *content.get(mark)? != MARK {
            return None;
        }
        content.truncate(mark);
        Some(content)
    }
}
