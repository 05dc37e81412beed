//! The part of CBOR (RFC 8949) that the protocol uses: maps with unsigned keys. Strict in reading, so
//! that two readers never see different things in the same bytes; written in one way only.

use zeroize::Zeroizing;

use super::error::Failure;

/// Maps and arrays inside each other, the outermost counted.
const DEPTH: usize = 4;
/// More entries than any map of ours has; a stranger's list of unknown keys ends here.
const ENTRIES: usize = 64;

const UINT: u8 = 0;
const BYTES: u8 = 2;
const TEXT: u8 = 3;
const ARRAY: u8 = 4;
const MAP: u8 = 5;

/// A value's bytes, walked from the front.
#[derive(Clone, Copy)]
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// Major type and argument. Longer forms than needed are read; indefinite lengths are not.
    fn head(&mut self) -> Option<(u8, u64)> {
        let first = *self.take(1)?.first()?;
        let argument = match first & 0x1f {
            small @ 0..24 => u64::from(small),
            long @ 24..28 => self
                .take(1 << (long - 24))?
                .iter()
                .fold(0, |value, byte| value << 8 | u64::from(*byte)),
            _ => return None,
        };
        Some((first >> 5, argument))
    }

    fn expect(&mut self, major: u8) -> Option<u64> {
        let (found, argument) = self.head()?;
        (found == major).then_some(argument)
    }

    fn string(&mut self, major: u8) -> Option<&'a [u8]> {
        let length = self.expect(major)?;
        self.take(usize::try_from(length).ok()?)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.string(TEXT)?).ok()
    }

    /// One whole value, whatever it is, as long as it is one that readers take.
    fn value(&mut self, depth: usize) -> Option<&'a [u8]> {
        let before = self.0;
        let start = self.0.first()? & 0x1f;
        let (major, argument) = self.head()?;
        match major {
            UINT | 1 => {}
            BYTES => {
                self.take(usize::try_from(argument).ok()?)?;
            }
            TEXT => {
                std::str::from_utf8(self.take(usize::try_from(argument).ok()?)?).ok()?;
            }
            ARRAY if depth > 0 => {
                for _ in 0..argument {
                    self.value(depth - 1)?;
                }
            }
            MAP if depth > 0 => {
                self.map(argument, depth - 1)?;
            }
            // false, true, null and other simple values; 25 to 27 would be floats. RFC 8949, 3.3: a
            // simple value below 32 must not take two bytes.
            7 if start < 24 || (start == 24 && argument >= 32) => {}
            _ => return None,
        }
        before.get(..before.len() - self.0.len())
    }

    /// The entries of a map of `count`.
    fn map(&mut self, count: u64, depth: usize) -> Option<Vec<(u64, &'a [u8])>> {
        let mut entries: Vec<(u64, &[u8])> = Vec::new();
        for _ in 0..count {
            let key = self.expect(UINT)?;
            let value = self.value(depth)?;
            if entries.len() == ENTRIES || entries.iter().any(|(other, _)| *other == key) {
                return None;
            }
            entries.push((key, value));
        }
        Some(entries)
    }

    /// What is left must be nothing.
    fn end<T>(self, value: T) -> Option<T> {
        self.0.is_empty().then_some(value)
    }
}

/// A map that was read: shape checked to the last byte, meaning not yet.
pub(super) struct Map<'a>(Vec<(u64, &'a [u8])>);

impl<'a> Map<'a> {
    /// The only value in `bytes`.
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, Failure> {
        let mut reader = Reader(bytes);
        reader
            .expect(MAP)
            .and_then(|count| reader.map(count, DEPTH - 1))
            .and_then(|entries| reader.end(Self(entries)))
            .ok_or(Failure::Unopened)
    }

    fn raw(&self, key: u64) -> Option<Reader<'a>> {
        self.0.iter().find(|(other, _)| *other == key).map(|(_, value)| Reader(value))
    }

    pub(super) fn has(&self, key: u64) -> bool {
        self.raw(key).is_some()
    }

    fn required<T>(
        &self,
        key: u64,
        read: impl FnOnce(&mut Reader<'a>) -> Option<T>,
    ) -> Result<T, Failure> {
        self.raw(key).and_then(|mut value| read(&mut value)).ok_or(Failure::Unopened)
    }

    pub(super) fn uint(&self, key: u64) -> Result<u64, Failure> {
        self.required(key, |value| value.expect(UINT))
    }

    /// A number in a range.
    pub(super) fn number(
        &self,
        key: u64,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<u32, Failure> {
        let number = u32::try_from(self.uint(key)?).map_err(|_| Failure::Unopened)?;
        range.contains(&number).then_some(number).ok_or(Failure::Unopened)
    }

    /// A byte string of exactly `N`.
    pub(super) fn bytes<const N: usize>(&self, key: u64) -> Result<&'a [u8; N], Failure> {
        self.required(key, |value| value.string(BYTES)?.try_into().ok())
    }

    /// A byte string of at most `most`.
    pub(super) fn long(&self, key: u64, most: usize) -> Result<&'a [u8], Failure> {
        self.required(key, |value| value.string(BYTES).filter(|bytes| bytes.len() <= most))
    }

    /// A text of at most `most` bytes.
    pub(super) fn text(&self, key: u64, most: usize) -> Result<&'a str, Failure> {
        self.required(key, |value| value.text().filter(|text| text.len() <= most))
    }

    /// One to five texts of at most 256 bytes; those that are no `ws://` or `wss://` are left out.
    pub(super) fn relays(&self, key: u64) -> Result<Vec<String>, Failure> {
        self.required(key, |value| {
            let count = value.expect(ARRAY).filter(|count| (1..=5).contains(count))?;
            let mut relays = Vec::new();
            for _ in 0..count {
                let relay = value.text().filter(|relay| relay.len() <= 256)?;
                if relay.starts_with("wss://") || relay.starts_with("ws://") {
                    relays.push(relay.to_owned());
                }
            }
            Some(relays)
        })
    }

    /// One to `most` byte strings of `N`.
    pub(super) fn ids<const N: usize>(&self, key: u64, most: u64) -> Result<Vec<[u8; N]>, Failure> {
        self.required(key, |value| {
            let count = value.expect(ARRAY).filter(|count| (1..=most).contains(count))?;
            (0..count).map(|_| value.string(BYTES)?.try_into().ok()).collect()
        })
    }

    /// `[number, bytes]`.
    pub(super) fn pair<const N: usize>(&self, key: u64) -> Result<(u64, [u8; N]), Failure> {
        self.required(key, pair)
    }

    /// One to `most` of `[number, bytes]`.
    pub(super) fn pairs<const N: usize>(
        &self,
        key: u64,
        most: u64,
    ) -> Result<Vec<(u64, [u8; N])>, Failure> {
        self.required(key, |value| {
            let count = value.expect(ARRAY).filter(|count| (1..=most).contains(count))?;
            (0..count).map(|_| pair(value)).collect()
        })
    }
}

fn pair<const N: usize>(value: &mut Reader<'_>) -> Option<(u64, [u8; N])> {
    value.expect(ARRAY).filter(|count| *count == 2)?;
    Some((value.expect(UINT)?, value.string(BYTES)?.try_into().ok()?))
}

/// Writes one map, keys ascending (RFC 8949, 4.2.1). Wiped, since content goes through it too.
pub(super) struct Writer {
    entries: u64,
    last: Option<u64>,
    body: Zeroizing<Vec<u8>>,
}

impl Writer {
    pub(super) fn new() -> Self {
        Self { entries: 0, last: None, body: Zeroizing::new(Vec::with_capacity(512)) }
    }

    fn key(&mut self, key: u64) {
        debug_assert!(self.last.is_none_or(|last| last < key), "keys ascend");
        self.entries += 1;
        self.last = Some(key);
        head(&mut self.body, UINT, key);
    }

    pub(super) fn uint(&mut self, key: u64, value: u64) -> &mut Self {
        self.key(key);
        head(&mut self.body, UINT, value);
        self
    }

    pub(super) fn bytes(&mut self, key: u64, value: &[u8]) -> &mut Self {
        self.key(key);
        string(&mut self.body, BYTES, value);
        self
    }

    pub(super) fn text(&mut self, key: u64, value: &str) -> &mut Self {
        self.key(key);
        string(&mut self.body, TEXT, value.as_bytes());
        self
    }

    pub(super) fn texts(&mut self, key: u64, values: &[String]) -> &mut Self {
        self.key(key);
        head(&mut self.body, ARRAY, values.len() as u64);
        for value in values {
            string(&mut self.body, TEXT, value.as_bytes());
        }
        self
    }

    pub(super) fn ids<const N: usize>(&mut self, key: u64, values: &[[u8; N]]) -> &mut Self {
        self.key(key);
        head(&mut self.body, ARRAY, values.len() as u64);
        for value in values {
            string(&mut self.body, BYTES, value);
        }
        self
    }

    pub(super) fn pair(&mut self, key: u64, number: u64, bytes: &[u8]) -> &mut Self {
        self.key(key);
        self.bare_pair(number, bytes);
        self
    }

    pub(super) fn pairs<const N: usize>(
        &mut self,
        key: u64,
        values: impl ExactSizeIterator<Item = (u64, [u8; N])>,
    ) -> &mut Self {
        self.key(key);
        head(&mut self.body, ARRAY, values.len() as u64);
        for (number, bytes) in values {
            self.bare_pair(number, &bytes);
        }
        self
    }

    fn bare_pair(&mut self, number: u64, bytes: &[u8]) {
        head(&mut self.body, ARRAY, 2);
        head(&mut self.body, UINT, number);
        string(&mut self.body, BYTES, bytes);
    }

    pub(super) fn finish(&self) -> Zeroizing<Vec<u8>> {
        let mut out = Zeroizing::new(Vec::with_capacity(self.body.len() + 9));
        head(&mut out, MAP, self.entries);
        out.extend_from_slice(&self.body);
        out
    }
}

/// Makes room. A vector that grows by itself leaves its old bytes behind; here they are wiped.
fn room(out: &mut Zeroizing<Vec<u8>>, more: usize) {
    let needed = out.len() + more;
    if out.capacity() < needed {
        let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(2 * out.capacity())));
        larger.extend_from_slice(out);
        *out = larger;
    }
}

fn string(out: &mut Zeroizing<Vec<u8>>, major: u8, value: &[u8]) {
    head(out, major, value.len() as u64);
    room(out, value.len());
    out.extend_from_slice(value);
}

fn head(out: &mut Zeroizing<Vec<u8>>, major: u8, argument: u64) {
    room(out, 9);
    let bytes = argument.to_be_bytes();
    let (form, length) = match argument {
        0..24 => {
            out.push(major << 5 | bytes[7]);
            return;
        }
        24..=0xff => (24, 1),
        0x100..=0xffff => (25, 2),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 8),
    };
    out.push(major << 5 | form);
    out.extend_from_slice(bytes.get(8 - length..).unwrap_or_default());
}
