//! Who may see a gift wrap: its authenticated addressee or its one-time author (NIP-59, NIP-42).
//!
//! Everything that leaves the relay, stored, live or compared (NIP-77), passes here or through the
//! same rule in SQL (`store::query`).

use super::filter::Filter;
use super::record::{Bytes32, Record, is_gated, key_from_hex};
use super::refusal::Refusal;

/// The keys that a connection has proved, and whether they matter here.
#[derive(Debug, Clone, Default)]
pub(crate) struct Viewer {
    /// Gift wraps are kept from strangers.
    pub(crate) gate: bool,
    /// Proved with NIP-42.
    pub(crate) keys: Vec<Bytes32>,
}

impl Viewer {
    /// Whether this event may be handed over.
    pub(crate) fn may_see(&self, record: &Record) -> bool {
        !self.gate
            || !is_gated(record.kind)
            || self.keys.iter().any(|key| *key == record.author || record.is_addressed_to(key))
    }

    /// Refuses a question that only somebody else may ask.
    ///
    /// Asking for gift wraps by kind, or for whatever is addressed to a key, takes a proof. Asked
    /// by kind, every named addressee (or else every named author) must be a proved key: serving
    /// only some of them would look like an empty mailbox.
    pub(crate) fn check(&self, filter: &Filter) -> Result<(), Refusal> {
        if !self.gate {
            return Ok(());
        }
        let addressees = filter.tag(b'p');
        let by_kind = filter.kinds.as_ref().is_some_and(|kinds| kinds.iter().any(|k| is_gated(*k)));
        if !by_kind && (filter.kinds.is_some() || addressees.is_none()) {
            return Ok(());
        }
        if self.keys.is_empty() {
            return Err(Refusal::auth_required(
                "gift wraps are served only to the one they are for",
            ));
        }
        if !by_kind {
            return Ok(());
        }
        let proved = |key: &Bytes32| self.keys.contains(key);
        let addressed = addressees
            .map(|keys| keys.iter().all(|text| key_from_hex(text).is_some_and(|k| proved(&k))));
        let authored = filter.authors.as_ref().map(|keys| keys.iter().all(proved));
        match (addressed, authored) {
            (Some(false), Some(false) | None) | (None, Some(false)) => Err(Refusal::restricted(
                "these gift wraps are for a key that this connection has not proved",
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Bytes32 = [0x11; 32];
    const OTHER: Bytes32 = [0x22; 32];

    fn ask(keys: &[Bytes32], filter: &str) -> &'static str {
        let viewer = Viewer { gate: true, keys: keys.to_vec() };
        let filter = filter.replace("ME", &hex::encode(ME)).replace("OTHER", &hex::encode(OTHER));
        match viewer.check(&serde_json::from_str(&filter).unwrap()) {
            Ok(()) => "served",
            Err(why) if why.to_string().starts_with("auth-required: ") => "auth-required",
            Err(why) if why.to_string().starts_with("restricted: ") => "restricted",
            Err(why) => panic!("{why}"),
        }
    }

    #[test]
    fn a_stranger_is_asked_to_prove_a_key() {
        assert_eq!(ask(&[], r#"{"kinds":[1059]}"#), "auth-required");
        assert_eq!(ask(&[], r#"{"kinds":[1,21059]}"#), "auth-required");
        assert_eq!(ask(&[], r##"{"#p":["ME"]}"##), "auth-required");
        assert_eq!(ask(&[], r#"{}"#), "served");
        assert_eq!(ask(&[], r##"{"kinds":[1],"#p":["ME"]}"##), "served");
    }

    #[test]
    fn a_proved_key_opens_its_own_mailbox_only() {
        assert_eq!(ask(&[ME], r##"{"kinds":[1059],"#p":["ME"]}"##), "served");
        assert_eq!(ask(&[ME], r##"{"kinds":[1059],"#p":["OTHER"]}"##), "restricted");
        assert_eq!(ask(&[ME], r##"{"kinds":[1059],"#p":["ME","OTHER"]}"##), "restricted");
        assert_eq!(ask(&[ME, OTHER], r##"{"kinds":[1059],"#p":["ME","OTHER"]}"##), "served");
        assert_eq!(ask(&[ME], r#"{"kinds":[1059],"authors":["OTHER"]}"#), "restricted");
        assert_eq!(ask(&[ME], r##"{"kinds":[1059],"authors":["ME"],"#p":["OTHER"]}"##), "served");
        assert_eq!(ask(&[ME], r#"{"kinds":[1059]}"#), "served");
        assert_eq!(ask(&[ME], r##"{"#p":["OTHER"]}"##), "served");
    }

    #[test]
    fn without_the_gate_everything_is_open() {
        let open = Viewer::default();
        assert!(open.check(&serde_json::from_str(r#"{"kinds":[1059]}"#).unwrap()).is_ok());
    }
}
