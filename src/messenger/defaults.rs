//! Relays that a new profile starts with: `assets/relays.toml`.

use serde::Deserialize;

use crate::model::RelayAddress;

const FILE: &str = include_str!("../../assets/relays.toml");

/// Default relays.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct DefaultRelays {
    /// For one's own mailbox.
    pub inbox: Vec<RelayAddress>,
    /// Where relay lists are looked up.
    pub index: Vec<RelayAddress>,
}

/// The relays named in `assets/relays.toml`.
pub fn default_relays() -> DefaultRelays {
    // The file is part of the program, and a test reads it; nothing is no relay at all.
    toml::from_str(FILE).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_file_names_relays_that_need_no_consent() {
        let relays = super::default_relays();
        assert!((1..=3).contains(&relays.inbox.len()), "NIP-17 asks for one to three");
        assert!(!relays.index.is_empty());
        for url in relays.inbox.iter().chain(&relays.index) {
            assert!(url.is_encrypted(), "{url}");
        }
    }
}
