//! Links from anywhere, hammered with what almost makes sense. See tests/support/mutation.rs.

use super::{Link, npub};
use crate::mutation::hammer;

#[test]
fn links() {
    let keys = nostr::key::Keys::generate();
    let (account, secret) = (keys.public_key(), keys.secret_key());
    let hints = vec!["wss://relay.example".parse().unwrap()];
    let link = Link { account, hints, name: crate::model::Name::clean("Nadia").ok() };
    let nsec = nostr::nips::nip19::ToBech32::to_bech32(secret).unwrap();
    let more = [link.write(), npub(&account), nsec].map(String::into_bytes).to_vec();
    hammer("link", more, |bytes| match Link::parse(&String::from_utf8_lossy(bytes)) {
        Ok(link) => {
            assert_eq!(Link::parse(&link.write()).unwrap().account, link.account);
            true
        }
        Err(_) => false,
    });
}
