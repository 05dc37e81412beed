//! What the relay says: NIP-01, NIP-42 and NIP-77 messages as JSON text.

use nostr::event::EventId;
use serde::Serialize;

use super::refusal::Refusal;

/// A text as a JSON string, quotes included.
pub(crate) fn quoted(text: &str) -> String {
    // A string always serializes.
    serde_json::to_string(text).unwrap_or_else(|_| "\"\"".to_owned())
}

fn message(parts: impl Serialize) -> String {
    // Strings and booleans always serialize.
    serde_json::to_string(&parts).unwrap_or_default()
}

/// `["EVENT", id, event]`, from an id already quoted and an event already JSON.
pub(crate) fn event(quoted_id: &str, json: &str) -> String {
    let mut text = String::with_capacity(quoted_id.len() + json.len() + 12);
    text.push_str("[\"EVENT\",");
    text.push_str(quoted_id);
    text.push(',');
    text.push_str(json);
    text.push(']');
    text
}

/// `["OK", id, true, note]`.
pub(crate) fn accepted(id: &EventId, note: &str) -> String {
    message(("OK", id.to_hex(), true, note))
}

/// `["OK", id, false, refusal]`.
pub(crate) fn refused(id: &EventId, why: &Refusal) -> String {
    message(("OK", id.to_hex(), false, why.to_string()))
}

/// `["EOSE", id]`.
pub(crate) fn end_of_stored(quoted_id: &str) -> String {
    format!("[\"EOSE\",{quoted_id}]")
}

/// `["CLOSED", id, refusal]`.
pub(crate) fn closed(quoted_id: &str, why: &Refusal) -> String {
    format!("[\"CLOSED\",{quoted_id},{}]", quoted(&why.to_string()))
}

/// `["NOTICE", refusal]`.
pub(crate) fn notice(why: &Refusal) -> String {
    message(("NOTICE", why.to_string()))
}

/// `["AUTH", challenge]`.
pub(crate) fn challenge(challenge: &str) -> String {
    message(("AUTH", challenge))
}

/// `["NEG-MSG", id, hex]`.
pub(crate) fn sync_message(quoted_id: &str, bytes: &[u8]) -> String {
    format!("[\"NEG-MSG\",{quoted_id},\"{}\"]", hex::encode(bytes))
}

/// `["NEG-ERR", id, refusal]`, with the largest number of records where that was the reason.
pub(crate) fn sync_error(quoted_id: &str, why: &Refusal, most: Option<usize>) -> String {
    let why = quoted(&why.to_string());
    match most {
        Some(most) => format!("[\"NEG-ERR\",{quoted_id},{why},{most}]"),
        None => format!("[\"NEG-ERR\",{quoted_id},{why}]"),
    }
}
