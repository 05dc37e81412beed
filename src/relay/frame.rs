//! Reads what a relay says, bounded before it is parsed.
//!
//! Size, nesting and the number of lists are looked at in one pass over the bytes; only then JSON
//! is decoded. What has the wrong shape is an [`Odd`], to be counted and ignored: a relay that
//! writes one strange line may still be a good relay.

use std::fmt;

use nostr::event::{Event, EventId};
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

use super::refusal::tame;
use crate::model::{MAX_EVENT_BYTES, MAX_TAGS};

/// Largest WebSocket message that is received at all; a larger one ends the connection.
///
/// Above what is parsed, so that one oversized envelope in a mailbox is skipped and does not keep
/// its owner from the rest.
pub(crate) const MAX_MESSAGE: usize = 4 * MAX_EVENT_BYTES;
/// Largest message that is parsed: an event and what is around it.
const MAX_PARSED: usize = MAX_EVENT_BYTES + 1024;
/// Deepest nesting: an event's tags are on the fourth level.
const MAX_DEPTH: usize = 10;
/// Longest NIP-42 challenge.
const MAX_CHALLENGE: usize = 1024;

/// A message from a relay (NIP-01, 42, 77).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Told {
    Event {
        sub: String,
        event: Box<Event>,
    },
    Ok {
        id: EventId,
        taken: bool,
        text: String,
    },
    /// `OK false` with an empty id: some relays refuse so, and do not say what.
    Refused {
        text: String,
    },
    Eose {
        sub: String,
    },
    Closed {
        sub: String,
        text: String,
    },
    Notice {
        text: String,
    },
    Auth {
        challenge: String,
    },
    NegMsg {
        sub: String,
        message: Vec<u8>,
    },
    NegErr {
        sub: String,
        text: String,
    },
}

/// Why a message is ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Odd {
    /// Over [`MAX_PARSED`].
    TooLarge,
    /// Nested too deeply, or of too many lists.
    TooDeep,
    /// Not one of the messages above.
    Malformed,
}

/// Reads one text message.
pub(crate) fn read(text: &str) -> Result<Told, Odd> {
    if text.len() > MAX_PARSED {
        return Err(Odd::TooLarge);
    }
    if !is_flat(text.as_bytes(), MAX_DEPTH, MAX_TAGS + 16) {
        return Err(Odd::TooDeep);
    }
    serde_json::from_str(text).map_err(|_| Odd::Malformed)
}

/// Whether JSON stays within a depth and a number of lists and objects. Cheap: one pass, no memory.
pub(crate) fn is_flat(json: &[u8], max_depth: usize, max_lists: usize) -> bool {
    let (mut depth, mut lists) = (0usize, 0usize);
    let (mut in_text, mut escaped) = (false, false);
    for byte in json {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => {
                depth += 1;
                lists += 1;
                if depth > max_depth || lists > max_lists {
                    return false;
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    true
}

impl<'de> Deserialize<'de> for Told {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ToldVisitor)
    }
}

struct ToldVisitor;

impl<'de> Visitor<'de> for ToldVisitor {
    type Value = Told;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a relay's message")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Told, A::Error> {
        let verb: String = need(&mut seq)?;
        let told = match verb.as_str() {
            "EVENT" => Told::Event { sub: need(&mut seq)?, event: need(&mut seq)? },
            "OK" => {
                let id: String = need(&mut seq)?;
                let (taken, text): (bool, _) = (need(&mut seq)?, words(&mut seq)?);
                if id.is_empty() && !taken {
                    Told::Refused { text }
                } else {
                    let id = EventId::from_hex(&id).map_err(de::Error::custom)?;
                    Told::Ok { id, taken, text }
                }
            }
            "EOSE" => Told::Eose { sub: need(&mut seq)? },
            "CLOSED" => Told::Closed { sub: need(&mut seq)?, text: words(&mut seq)? },
            "NOTICE" => Told::Notice { text: words(&mut seq)? },
            "AUTH" => {
                let challenge: String = need(&mut seq)?;
                if challenge.len() > MAX_CHALLENGE {
                    return Err(de::Error::custom("challenge too long"));
                }
                Told::Auth { challenge }
            }
            "NEG-MSG" => {
                let sub = need(&mut seq)?;
                let message: String = need(&mut seq)?;
                Told::NegMsg { sub, message: hex::decode(message).map_err(de::Error::custom)? }
            }
            "NEG-ERR" => Told::NegErr { sub: need(&mut seq)?, text: words(&mut seq)? },
            _ => return Err(de::Error::custom("unknown verb")),
        };
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(told)
    }
}

fn need<'de, A: SeqAccess<'de>, T: Deserialize<'de>>(seq: &mut A) -> Result<T, A::Error> {
    seq.next_element()?.ok_or_else(|| de::Error::custom("too short"))
}

/// A text that relays sometimes leave out.
fn words<'de, A: SeqAccess<'de>>(seq: &mut A) -> Result<String, A::Error> {
    Ok(tame(&seq.next_element::<Option<String>>()?.flatten().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nostr::event::{EventBuilder, FinalizeEvent, Kind};
    use nostr::key::Keys;
    use proptest::prelude::*;

    #[test]
    fn every_message_of_a_relay_is_read() {
        let event = EventBuilder::new(Kind::TextNote, "hi").finalize(&Keys::generate()).unwrap();
        let (id, json) = (event.id.to_hex(), event.as_json());
        let read = |text: &str| read(text).unwrap();
        assert_eq!(
            read(&format!(r#"["EVENT","s",{json}]"#)),
            Told::Event { sub: "s".into(), event: Box::new(event.clone()) }
        );
        assert_eq!(
            read(&format!(r#"["OK","{id}",true]"#)),
            Told::Ok { id: event.id, taken: true, text: String::new() }
        );
        assert_eq!(
            read(r#"["OK","",false,"invalid: x"]"#),
            Told::Refused { text: "invalid: x".into() }
        );
        assert_eq!(read(r#"["EOSE","s"]"#), Told::Eose { sub: "s".into() });
        assert_eq!(
            read(r#"["CLOSED","s","error: x"]"#),
            Told::Closed { sub: "s".into(), text: "error: x".into() }
        );
        assert_eq!(read(r#"["NOTICE","n"]"#), Told::Notice { text: "n".into() });
        assert_eq!(read(r#"["AUTH","c"]"#), Told::Auth { challenge: "c".into() });
        assert_eq!(
            read(r#"["NEG-MSG","s","61ff"]"#),
            Told::NegMsg { sub: "s".into(), message: vec![0x61, 0xff] }
        );
        assert_eq!(
            read(r#"["NEG-ERR","s","closed: x",12]"#),
            Told::NegErr { sub: "s".into(), text: "closed: x".into() }
        );
    }

    #[test]
    fn wrong_shapes_are_odd_and_nothing_more() {
        for text in [
            "",
            "{}",
            "[]",
            "null",
            "[1]",
            r#"["EVENT"]"#,
            r#"["EVENT","s",{}]"#,
            r#"["OK","zz",true,""]"#,
            r#"["OK",1,true]"#,
            r#"["OK","",true,""]"#,
            r#"["EOSE",7]"#,
            r#"["NEG-MSG","s","xyz"]"#,
            r#"["HELLO","s"]"#,
            r#"["AUTH",null]"#,
            r#"["EOSE","s"] trailing"#,
        ] {
            assert_eq!(read(text), Err(Odd::Malformed), "{text}");
        }
    }

    #[test]
    fn size_depth_and_number_are_checked_before_parsing() {
        let deep = format!(r#"["NOTICE",{}{}]"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(&deep), Err(Odd::TooDeep));
        let wide = format!(r#"["EVENT","s",{{"tags":[{}[]]}}]"#, "[],".repeat(100_000));
        assert_eq!(read(&wide), Err(Odd::TooDeep));
        let large = format!(r#"["NOTICE","{}"]"#, "x".repeat(MAX_PARSED));
        assert_eq!(read(&large), Err(Odd::TooLarge));
        let challenge = format!(r#"["AUTH","{}"]"#, "x".repeat(MAX_CHALLENGE + 1));
        assert_eq!(read(&challenge), Err(Odd::Malformed));
    }

    #[test]
    fn brackets_in_texts_are_no_nesting() {
        let text = format!(r#"["NOTICE","\"{}"]"#, "[".repeat(50));
        assert!(matches!(read(&text), Ok(Told::Notice { .. })));
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text: String) {
            let _ = read(&text);
        }

        #[test]
        fn no_list_makes_it_panic(parts in proptest::collection::vec("[A-Z-]{2,7}|[0-9]{1,3}|\\{\\}", 0..6)) {
            let _ = read(&format!("[{}]", parts.iter().map(|p| format!("\"{p}\"")).collect::<Vec<_>>().join(",")));
        }
    }
}
