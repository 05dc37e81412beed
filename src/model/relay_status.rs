//! How a relay does, as the network page and `relays` show it.

use serde::{Deserialize, Serialize};

use super::{Millis, Reason, RelayAddress};

/// A round trip that takes longer, milliseconds, is slow.
pub const SLOW_MS: u32 = 3_000;
/// Most round trips that are remembered of a relay.
pub const ROUND_TRIPS: usize = 24;

/// A relay's condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelayCondition {
    /// Connected, and it answers.
    Connected,
    /// Being tried.
    Connecting,
    /// It answers, and says no.
    Refused,
    /// It does not answer; tried again later.
    Unreachable,
    /// It answers, late.
    Slow,
}

/// What a relay said of itself (NIP-11), or what its refusals taught.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayLimits {
    /// Longest WebSocket message, bytes of JSON.
    pub max_message_length: Option<usize>,
    /// Longest `content`, bytes.
    pub max_content_length: Option<usize>,
    /// Most subscriptions on one connection.
    pub max_subscriptions: Option<usize>,
    /// Most events that one REQ returns.
    pub max_limit: Option<usize>,
    /// Events a minute that it was seen to take.
    pub events_per_minute: Option<u32>,
    /// Asks who is there before anything else (NIP-42).
    pub auth_required: bool,
    /// Wants money.
    pub payment_required: bool,
    /// NIP-77 was probed: whether it works. `None` while nobody has tried.
    pub negentropy: Option<bool>,
}

/// One relay. Serialized as the command line's `relays` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelayStatus {
    /// Where.
    pub url: RelayAddress,
    /// How it does.
    pub state: RelayCondition,
    /// Why; nothing when all is well. A sentence in JSON.
    #[serde(with = "super::reason::said_or_empty")]
    pub reason: Option<Reason>,
    /// What it takes.
    pub limits: RelayLimits,
    /// It was asked for its limits and has answered, or has none to tell (NIP-11): what is `None`
    /// among them then is not limited, as far as anybody knows. `false`: it is too early to say.
    #[serde(default)]
    pub limits_known: bool,
    /// Last round trip, milliseconds.
    pub latency_ms: Option<u32>,
    /// While it is away: when it is tried again, unless it is being tried. For a window of this
    /// process, as the next one; the command line's row has neither.
    #[serde(skip)]
    pub next_try: Option<Millis>,
    /// The last round trips, milliseconds, oldest first, [`ROUND_TRIPS`] at most.
    #[serde(skip)]
    pub round_trips: Vec<u32>,
}
