//! Bytes that almost make sense: what is kept in tests/corpus, turned over by chance.
//!
//! Each parser that reads foreign bytes is hammered briefly by every `cargo test`;
//! `HUSHWING_FUZZ=180 cargo test --lib foreign_bytes -- --test-threads=1` gives each that many
//! seconds. What makes one fail is printed in hex: kept in the corpus, it is tried for ever.

use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Turns of an ordinary test.
const TURNS: usize = 3_000;
/// Longest input.
const LONGEST: usize = 48 * 1024;
/// Inputs that a parser took, kept to be turned over again.
const TAKEN: usize = 64;

/// Chance that can be repeated (SplitMix64).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }
}

fn turn(chance: &mut Chance, bytes: &mut Vec<u8>, other: &[u8]) {
    let at = chance.below(bytes.len());
    let end = (at + 1 + chance.below(40)).min(bytes.len());
    match chance.below(9) {
        0 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
        1 if !bytes.is_empty() => {
            bytes[at] = [0, 1, 0x17, 0x18, 0x7f, 0x80, 0xff, b'"', b'[', b'{'][chance.below(10)];
        }
        2 if !bytes.is_empty() => drop(bytes.drain(at..end)),
        3 if !bytes.is_empty() => {
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again);
        }
        4 => {
            let some: Vec<u8> =
                (0..chance.below(24)).map(|_| chance.next().to_le_bytes()[0]).collect();
            bytes.splice(at.min(bytes.len())..at.min(bytes.len()), some);
        }
        5 => bytes.truncate(at),
        6 => {
            let from = chance.below(other.len()).min(other.len());
            let until = (from + chance.below(400)).min(other.len());
            bytes.splice(at..end, other[from..until].iter().copied());
        }
        7 if bytes.len() > 8 => {
            let number = [0, 1, u64::MAX, u64::MAX / 2, 1 << 32, 0xffff][chance.below(6)];
            let at = at.min(bytes.len() - 8);
            bytes[at..at + 8].copy_from_slice(&number.to_be_bytes());
        }
        _ => bytes.extend_from_slice(&other[..chance.below(other.len())]),
    }
    bytes.truncate(LONGEST);
}

fn corpus(parser: &str) -> Vec<Vec<u8>> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(parser);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.into_iter().map(|file| std::fs::read(file).unwrap()).collect()
}

/// Prints what was being read if that fails.
struct Now<'a>(&'a [u8]);

impl Drop for Now<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("this made it fail: {}", hex::encode(self.0));
        }
    }
}

/// Has a parser read what is kept for it, `more`, and what becomes of both. `read` says whether the
/// parser took it, and fails where it must not.
pub(crate) fn hammer(parser: &str, more: Vec<Vec<u8>>, mut read: impl FnMut(&[u8]) -> bool) {
    let mut seeds = corpus(parser);
    assert!(!seeds.is_empty());
    seeds.extend(more);
    let kept = seeds.len();
    let mut taken = 0_usize;
    for seed in &seeds {
        let now = Now(seed);
        taken += usize::from(read(now.0));
    }
    assert!(taken > 0, "nothing that is kept for {parser} is read");
    let seconds = std::env::var("HUSHWING_FUZZ").ok().and_then(|text| text.parse().ok());
    let (began, mut turns) = (Instant::now(), 0);
    let seed = if seconds.is_some() { std::process::id().into() } else { 1 };
    let mut chance = Chance(seed);
    loop {
        match seconds {
            Some(seconds) if began.elapsed() < Duration::from_secs(seconds) => {}
            None if turns < TURNS => {}
            _ => break,
        }
        let (one, other) = (chance.below(seeds.len()), chance.below(seeds.len()));
        let mut bytes = seeds[one].clone();
        for _ in 0..=chance.below(6) {
            turn(&mut chance, &mut bytes, &seeds[other]);
        }
        let now = Now(&bytes);
        let took = read(now.0);
        drop(now);
        if took {
            taken += 1;
            if seeds.len() < kept + TAKEN {
                seeds.push(bytes);
            } else {
                let place = kept + chance.below(TAKEN);
                seeds[place] = bytes;
            }
        }
        turns += 1;
    }
    if seconds.is_some() {
        eprintln!("{parser}: {turns} inputs, {taken} taken");
    }
}
