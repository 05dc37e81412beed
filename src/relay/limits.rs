//! What a relay takes: what it told (NIP-11), and what its refusals taught.
//!
//! A learned limit is forgotten after an hour, so that a relay which changed its mind, or lied
//! once, is asked again.

use std::time::Duration;

use tokio::time::Instant;

use super::refusal::told_limit;
use crate::model::RelayLimits;

/// How long a refusal is believed.
const LEARNED_FOR: Duration = Duration::from_secs(3600);
/// What stands around an event in `["EVENT",…]`.
const AROUND: usize = r#"["EVENT",]"#.len();
/// Ids that one REQ names where the relay told no limits: few enough for all that are known.
const IDS: usize = 100;
/// And where it told them, at most.
const MOST_IDS: usize = 250;
/// Mailboxes that one REQ names: as many values as all known relays take in a list.
const KEYS: usize = 100;
/// Questions open at once on a connection that many mailboxes share, beside what is live.
const QUESTIONS: usize = 8;
/// An id in a filter, in bytes of JSON, and what stands around them all.
const ID: usize = r#""","#.len() + 64;
const AROUND_IDS: usize = 512;
/// No limit below this is believed: nothing at all could be sent.
const LEAST: usize = 512;

/// One relay's limits.
#[derive(Debug, Clone, Default)]
pub(crate) struct Limits {
    told: RelayLimits,
    learned: Option<(usize, Instant)>,
    negentropy: Option<bool>,
}

impl Limits {
    /// Takes what the relay says of itself.
    pub(crate) fn tell(&mut self, told: RelayLimits) {
        self.told = told;
    }

    /// NIP-77 was tried.
    pub(crate) fn probed_negentropy(&mut self, works: bool) {
        self.negentropy = Some(works);
    }

    /// NIP-77 was tried, and works.
    pub(crate) fn negentropy_works(&self) -> bool {
        self.negentropy == Some(true)
    }

    /// Whether NIP-77 is worth trying.
    pub(crate) fn may_negentropy(&self) -> bool {
        self.negentropy != Some(false)
    }

    /// Most events that one REQ returns, where the relay told.
    pub(crate) fn max_limit(&self) -> Option<usize> {
        self.told.max_limit
    }

    /// Ids that may be asked for in one REQ.
    pub(crate) fn max_ids(&self) -> usize {
        let told = self.told.max_limit.map_or(IDS, |max| max.min(MOST_IDS));
        let fit = |max: usize| max.saturating_sub(AROUND_IDS) / ID;
        told.min(self.told.max_message_length.map_or(usize::MAX, fit)).max(1)
    }

    /// Mailboxes that may be named in one REQ.
    pub(crate) fn max_keys(&self) -> usize {
        let fit = |max: usize| max.saturating_sub(AROUND_IDS) / ID;
        KEYS.min(self.told.max_message_length.map_or(usize::MAX, fit))
    }

    /// Questions that may be open at once where many mailboxes share a connection. Some places are
    /// left for what is live.
    pub(crate) fn max_questions(&self) -> usize {
        self.told.max_subscriptions.map_or(QUESTIONS, |most| (most / 2).clamp(1, QUESTIONS))
    }

    /// Longest event, in bytes of JSON, that is known to fit; `None` where nothing is known.
    pub(crate) fn max_event(&self) -> Option<usize> {
        let told = self.told.max_message_length.map(|m| m.saturating_sub(AROUND).max(LEAST));
        let learned = self.learned.filter(|(_, at)| at.elapsed() < LEARNED_FOR).map(|(n, _)| n);
        match (told, learned) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        }
    }

    /// Whether an event of so many bytes (with so many characters of content) is too long.
    pub(crate) fn is_too_large(&self, json: usize, content_chars: impl FnOnce() -> usize) -> bool {
        if self.max_event().is_some_and(|max| json > max) {
            return true;
        }
        let content = self.told.max_content_length.map(|max| max.max(LEAST / 2));
        // Content is never longer than the JSON around it: only count where it could matter.
        content.is_some_and(|max| json > max && content_chars() > max)
    }

    /// The relay refused an event of so many bytes as too large.
    pub(crate) fn refused_size(&mut self, json: usize, text: &str) {
        let limit = told_limit(text, json).unwrap_or(json.saturating_sub(1)).max(LEAST);
        let limit = self.max_event().map_or(limit, |known| known.min(limit));
        self.learned = Some((limit, Instant::now()));
    }

    /// For people to see.
    pub(crate) fn shown(&self, events_per_minute: Option<u32>) -> RelayLimits {
        let learned = self.max_event().map(|max| max + AROUND);
        RelayLimits {
            max_message_length: learned,
            events_per_minute,
            negentropy: self.negentropy,
            ..self.told.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_refusal_lowers_the_limit_to_what_it_names() {
        let mut limits = Limits::default();
        assert!(!limits.is_too_large(1_000_000, || 900_000));
        limits.refused_size(70_000, "invalid: event too large: max 65536 bytes");
        assert_eq!(limits.max_event(), Some(65_536));
        limits.refused_size(60_000, "too large");
        assert_eq!(limits.max_event(), Some(59_999));
        assert!(limits.is_too_large(60_000, || 0));
        assert!(!limits.is_too_large(59_999, || 0));
    }

    #[test]
    fn content_is_measured_only_where_it_could_matter() {
        let mut limits = Limits::default();
        limits.tell(RelayLimits { max_content_length: Some(8_000), ..RelayLimits::default() });
        assert!(!limits.is_too_large(7_000, || panic!("not needed")));
        assert!(limits.is_too_large(9_000, || 8_001));
        assert!(!limits.is_too_large(9_000, || 8_000));
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_learned_is_forgotten_after_an_hour() {
        let mut limits = Limits::default();
        limits.refused_size(5_000, "too large");
        assert!(limits.is_too_large(5_000, || 0));
        tokio::time::advance(LEARNED_FOR).await;
        assert!(!limits.is_too_large(5_000, || 0));
    }

    #[test]
    fn a_question_by_id_is_as_long_as_the_relay_reads() {
        let told = |max_limit, max_message_length| {
            let mut limits = Limits::default();
            limits.tell(RelayLimits { max_limit, max_message_length, ..RelayLimits::default() });
            limits.max_ids()
        };
        assert_eq!(told(None, None), IDS);
        assert_eq!(told(Some(5_000), None), MOST_IDS);
        assert_eq!(told(Some(20), None), 20);
        assert_eq!(told(Some(500), Some(4_096)), 53);
        assert_eq!(told(None, Some(16_384)), IDS);
        assert_eq!(told(None, Some(1)), 1);
    }

    #[test]
    fn a_list_of_mailboxes_is_as_long_as_the_relay_reads() {
        let told = |max_message_length, max_subscriptions| {
            let mut limits = Limits::default();
            limits.tell(RelayLimits {
                max_message_length,
                max_subscriptions,
                ..RelayLimits::default()
            });
            (limits.max_keys(), limits.max_questions())
        };
        assert_eq!(told(None, None), (100, 8));
        assert_eq!(told(Some(4_096), Some(20)), (53, 8));
        assert_eq!(told(Some(65_536), Some(10)), (100, 5));
        assert_eq!(told(Some(500), Some(1)), (0, 1));
    }

    proptest! {
        #[test]
        fn a_refused_size_is_never_tried_again(sizes in proptest::collection::vec(1_000usize..100_000, 1..20), text: String) {
            let mut limits = Limits::default();
            for size in sizes {
                let before = limits.max_event();
                limits.refused_size(size, &text);
                prop_assert!(limits.is_too_large(size, || 0));
                prop_assert!(before.is_none_or(|b| limits.max_event().is_some_and(|now| now <= b)));
            }
        }
    }
}
