//! The reader of CBOR beside another one.

use minicbor::data::Type;
use minicbor::decode::Decoder;
use proptest::prelude::*;

use super::*;
use crate::secret::cbor::Map;
use crate::secret::*;

/// What another reader sees: as many entries, and nothing after them.
fn minicbor_reads(bytes: &[u8]) -> bool {
    let mut other = Decoder::new(bytes);
    let Ok(Some(count)) = other.map() else { return false };
    for _ in 0..count {
        let key = matches!(other.datatype(), Ok(Type::U8 | Type::U16 | Type::U32 | Type::U64));
        if !key || other.skip().is_err() || other.skip().is_err() {
            return false;
        }
    }
    other.position() == bytes.len()
}

proptest! {
    #[test]
    fn what_is_read_here_is_cbor_to_others(
        which in 0..25_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
    ) {
        let valid: Vec<_> = contents()
            .into_iter()
            .map(|(_, _, content)| content.write().to_vec())
            .chain(readable().into_iter().map(|(_, bytes)| bytes))
            .collect();
        let mut bytes = valid[which % valid.len()].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if Map::read(&bytes).is_ok() {
            prop_assert!(minicbor_reads(&bytes));
        }
        // Whatever can be read says the same when it is written and read again. Relays that are none
        // are left out in reading; a list of which nothing is left is nothing that anybody writes.
        if let Ok(content) = Content::read(&bytes)
            && !matches!(
                &content.kind,
                Kind::Hello { relays, .. } | Kind::Relays(relays) if relays.is_empty()
            )
        {
            prop_assert!(Content::read(&content.write()).ok() == Some(content));
        }
    }

    #[test]
    fn no_bytes_are_too_wild(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Content::read(&bytes);
        let _ = Ratchet::restore(&bytes);
        let _ = OpenOffer::restore(&bytes);
        let _ = Device::restore(&bytes);
    }
}

#[test]
fn a_million_levels_or_entries_end_at_once() {
    assert!(Map::read(&vec![0x81; 1_000_000]).is_err());
    let mut deep = vec![0xa1, 0x00];
    deep.resize(1_000_000, 0x81);
    assert!(Map::read(&deep).is_err());
}

#[test]
fn relays_that_are_none_are_left_out() {
    let relays = ["https://relay.example", "wss://relay.example", ""].map(str::to_owned).to_vec();
    let content = Content { id: [1; 16], at: 0, kind: Kind::Relays(relays) };
    let read = Content::read(&content.write()).unwrap();
    assert!(read.kind == Kind::Relays(vec!["wss://relay.example".to_owned()]));
}
