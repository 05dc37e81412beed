//! Numbers and tag names on the wire.

/// Kinds of events and rumors.
pub mod kinds {
    /// Wrapped delete (NIP-09 inside NIP-17).
    pub const DELETE: u16 = 5;
    /// Reaction (NIP-25).
    pub const REACTION: u16 = 7;
    /// Seal (NIP-59).
    pub const SEAL: u16 = 13;
    /// Text message (NIP-17).
    pub const TEXT: u16 = 14;
    /// File message (NIP-17).
    pub const FILE: u16 = 15;
    /// Gift wrap (NIP-59).
    pub const GIFT_WRAP: u16 = 1059;
    /// Offer of a secret chat.
    pub const SECRET_OFFER: u16 = 1460;
    /// Answer to such an offer, in its reply mailbox.
    pub const SECRET_ACCEPT: u16 = 1461;
    /// Delivery and read receipts, between Hushwings only.
    pub const RECEIPT: u16 = 1462;
    /// An offer or an accept that came to nothing: taken, or refused.
    pub const SECRET_TAKEN: u16 = 1463;
    /// Contacts, blocks and read positions for one's own other devices.
    pub const OWN_DEVICES: u16 = 1464;
    /// Inbox relay list (NIP-17).
    pub const INBOX_RELAYS: u16 = 10_050;
    /// Gift wrap that relays pass on and do not keep (NIP-59).
    pub const EPHEMERAL_WRAP: u16 = 21_059;
}

/// Names of tags that Hushwing adds to its rumors. Foreign clients ignore them.
pub mod tags {
    /// `["client", "Hushwing"]` (NIP-89): who wrote it understands receipts.
    pub const CLIENT: &str = "client";
    /// `["name", "Nadia"]`: what the author calls themself.
    pub const NAME: &str = "name";
    /// `["ms", "123"]`: milliseconds within the second of `created_at`.
    pub const MILLISECONDS: &str = "ms";
    /// `["inbox", created_at, "wss://…", …]`: the author's inbox relays, with the date of their
    /// list (kind 10050).
    pub const INBOX: &str = "inbox";
    /// `["edit", first id, version]` on the new text of an edited message.
    pub const EDIT: &str = "edit";
    /// `["replaced-by", new id]` on the delete that goes with an edit.
    pub const REPLACED_BY: &str = "replaced-by";
}

/// The value of the `client` tag.
pub const CLIENT_NAME: &str = "Hushwing";
