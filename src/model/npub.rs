//! Accounts in JSON are written as `npub1…` (NIP-19), and read back from it.

use nostr::key::PublicKey;
use nostr::nips::nip19::ToBech32;
use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// The account as `npub1…`.
pub fn npub(key: &PublicKey) -> String {
    key.to_bech32().unwrap_or_else(|_| key.to_hex())
}

/// The beginning of the npub, for somebody without a name.
pub fn short_npub(key: &PublicKey) -> String {
    let full = npub(key);
    format!("{}…", full.get(..12).unwrap_or(&full))
}

/// `#[serde(with = "npub::one")]`.
pub(crate) mod one {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(key: &PublicKey, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&npub(key))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<PublicKey, D::Error> {
        PublicKey::parse(&String::deserialize(d)?).map_err(D::Error::custom)
    }
}

/// `#[serde(with = "npub::maybe")]`.
pub(crate) mod maybe {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(
        key: &Option<PublicKey>,
        s: S,
    ) -> Result<S::Ok, S::Error> {
        match key {
            Some(key) => s.serialize_some(&npub(key)),
            None => s.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        d: D,
    ) -> Result<Option<PublicKey>, D::Error> {
        Option::<String>::deserialize(d)?
            .map(|text| PublicKey::parse(&text).map_err(D::Error::custom))
            .transpose()
    }
}

/// `#[serde(with = "npub::many")]`.
pub(crate) mod many {
    use super::*;

    pub(crate) fn serialize<S: Serializer>(keys: &[PublicKey], s: S) -> Result<S::Ok, S::Error> {
        s.collect_seq(keys.iter().map(npub))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<PublicKey>, D::Error> {
        Vec::<String>::deserialize(d)?
            .iter()
            .map(|text| PublicKey::parse(text).map_err(D::Error::custom))
            .collect()
    }
}

/// `#[serde(with = "npub::by_emoji")]`.
pub(crate) mod by_emoji {
    use super::*;
    use std::collections::BTreeMap;

    type Reactions = BTreeMap<String, Vec<PublicKey>>;

    pub(crate) fn serialize<S: Serializer>(map: &Reactions, s: S) -> Result<S::Ok, S::Error> {
        s.collect_map(map.iter().map(|(e, who)| (e, who.iter().map(npub).collect::<Vec<_>>())))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<Reactions, D::Error> {
        BTreeMap::<String, Vec<String>>::deserialize(d)?
            .into_iter()
            .map(|(emoji, who)| {
                let who: Result<Vec<_>, _> = who.iter().map(|t| PublicKey::parse(t)).collect();
                Ok((emoji, who.map_err(D::Error::custom)?))
            })
            .collect()
    }
}
