//! Bytes for the store, of fixed shapes and versioned. They are secret, and never leave the device.

use zeroize::Zeroizing;

use super::error::Damaged;

/// Writes into a buffer that is wiped, and large enough from the start: a buffer that grows leaves
/// its old self behind.
pub(super) struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    pub(super) fn new(version: u8, room: usize) -> Self {
        let mut out = Zeroizing::new(Vec::with_capacity(room + 1));
        out.push(version);
        Self(out)
    }

    pub(super) fn put(&mut self, bytes: &[u8]) {
        debug_assert!(self.0.len() + bytes.len() <= self.0.capacity(), "room for all of it");
        self.0.extend_from_slice(bytes);
    }

    /// length(2) ‖ bytes.
    pub(super) fn string(&mut self, bytes: &[u8]) {
        self.count(bytes.len());
        self.put(bytes);
    }

    /// A number of things, below 65,536.
    pub(super) fn count(&mut self, count: usize) {
        self.put(&u16::try_from(count).unwrap_or(u16::MAX).to_be_bytes());
    }

    pub(super) fn optional(&mut self, bytes: Option<&[u8]>) {
        self.put(&[u8::from(bytes.is_some())]);
        self.put(bytes.unwrap_or_default());
    }

    pub(super) fn finish(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

/// Reads what [`Writer`] wrote.
pub(super) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn new(version: u8, bytes: &'a [u8]) -> Result<Self, Damaged> {
        match bytes.split_first() {
            Some((first, rest)) if *first == version => Ok(Self(rest)),
            _ => Err(Damaged),
        }
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<&'a [u8; N], Damaged> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn byte(&mut self) -> Result<u8, Damaged> {
        self.take::<1>().map(|[byte]| *byte)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Damaged> {
        self.take().map(|bytes| u16::from_be_bytes(*bytes))
    }

    pub(super) fn u64(&mut self) -> Result<u64, Damaged> {
        self.take().map(|bytes| u64::from_be_bytes(*bytes))
    }

    pub(super) fn string(&mut self) -> Result<&'a [u8], Damaged> {
        let length = usize::from(self.u16()?);
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    /// 1 and a thing, or 0.
    pub(super) fn optional<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Damaged>,
    ) -> Result<Option<T>, Damaged> {
        match self.byte()? {
            0 => Ok(None),
            1 => read(self).map(Some),
            _ => Err(Damaged),
        }
    }

    pub(super) fn end<T>(self, value: T) -> Result<T, Damaged> {
        if self.0.is_empty() { Ok(value) } else { Err(Damaged) }
    }
}
