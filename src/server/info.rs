//! NIP-11: what the relay says about itself.

use serde_json::{Value, json};

use super::config::Config;

/// The NIPs that are served.
const NIPS: [u16; 9] = [1, 9, 11, 17, 40, 42, 59, 70, 77];

/// The document. Beyond NIP-11's own names, every further limit is told under a name of its own.
pub(crate) fn document(config: &Config) -> Value {
    let limits = &config.limits;
    json!({
        "name": config.name,
        "description": "A small relay built into Hushwing. Gift wraps are served only to the one they are for.",
        "supported_nips": NIPS,
        "software": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "limitation": {
            "max_message_length": limits.message_bytes,
            "max_subscriptions": limits.subscriptions,
            "max_subid_length": limits.subscription_id,
            "max_filters": limits.filters,
            "max_filter_values": limits.filter_values,
            "max_limit": limits.results,
            "default_limit": limits.results,
            "max_event_tags": limits.event_tags,
            "created_at_upper_limit": limits.future_seconds,
            "auth_required": false,
            "payment_required": false,
            "restricted_writes": false,
            "min_pow_difficulty": 0,
            "max_auth_keys": limits.auth_keys,
            "max_connections": limits.connections,
            "max_connections_per_address": limits.connections_per_address,
            "max_events_per_second": limits.events_per_second,
            "max_events_burst": limits.events_burst,
            "max_requests_per_second": limits.requests_per_second,
            "max_requests_burst": limits.requests_burst,
            "max_sync_sessions": limits.sync_sessions,
            "max_sync_records": limits.sync_records,
        },
    })
}
