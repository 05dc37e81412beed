//! Reads what a client says. The text is bounded before it comes here; nothing is kept of what is
//! not understood, but an answer names the event or subscription that it is about.

use std::borrow::Cow;
use std::fmt;

use nostr::event::{Event, EventId, Kind, Signature, Tag, Tags};
use nostr::key::PublicKey;
use nostr::types::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, SeqAccess, Visitor};

use super::filter::Filter;
use super::refusal::Refusal;
use crate::model::MAX_TAGS;

/// One message of a client. Subscription ids are as they came, not yet checked.
#[derive(Debug)]
pub(crate) enum Request {
    Event(Box<Event>),
    Auth(Box<Event>),
    Req { id: String, filters: Vec<Filter> },
    Close { id: String },
    Count { id: String },
    SyncOpen { id: String, filter: Box<Filter>, message: String },
    SyncMessage { id: String, message: String },
    SyncClose { id: String },
}

/// A message that was not understood, and to what the answer belongs.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misunderstood {
    pub(crate) about: About,
    pub(crate) why: Refusal,
}

/// What a message was about, as far as it could be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum About {
    #[default]
    Nothing,
    Event(EventId),
    Subscription(String),
    Sync(String),
}

/// Reads one message with at most `most_filters` filters.
pub(crate) fn read(text: &str, most_filters: usize) -> Result<Request, Misunderstood> {
    let mut about = About::Nothing;
    let mut json = serde_json::Deserializer::from_str(text);
    let seed = Reader { about: &mut about, most_filters };
    let result = seed.deserialize(&mut json).and_then(|request| json.end().map(|()| request));
    result.map_err(|error| {
        if about == About::Nothing
            && let Some(id) = claimed_id(text)
        {
            about = About::Event(id);
        }
        Misunderstood { about, why: Refusal::invalid(shortened(&error.to_string())) }
    })
}

/// The id that an event claims, from a message that is otherwise not understood or too long.
pub(crate) fn claimed_id(text: &str) -> Option<EventId> {
    #[derive(Deserialize)]
    struct Claim {
        id: EventId,
    }
    let (verb, Claim { id }) = serde_json::from_str::<(Cow<'_, str>, Claim)>(text).ok()?;
    matches!(verb.as_ref(), "EVENT" | "AUTH").then_some(id)
}

/// Errors quote what they did not understand; an answer stays short.
fn shortened(text: &str) -> String {
    const MOST: usize = 160;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}

struct Reader<'a> {
    about: &'a mut About,
    most_filters: usize,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Request;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Request, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Request;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a Nostr message: a JSON array that starts with its name")
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Request, S::Error> {
        let verb: Cow<'de, str> = part(&mut seq, "no name")?;
        let request = match verb.as_ref() {
            "EVENT" => Request::Event(Box::new(part::<_, WireEvent>(&mut seq, "no event")?.0)),
            "AUTH" => Request::Auth(Box::new(part::<_, WireEvent>(&mut seq, "no event")?.0)),
            "REQ" => {
                let id: String = part(&mut seq, "no subscription id")?;
                *self.about = About::Subscription(id.clone());
                let mut filters = Vec::new();
                while let Some(filter) = seq.next_element::<Filter>()? {
                    if filters.len() == self.most_filters {
                        return Err(S::Error::custom(format!(
                            "more filters than the {} that this relay takes",
                            self.most_filters
                        )));
                    }
                    filters.push(filter);
                }
                if filters.is_empty() {
                    return Err(S::Error::custom("a REQ without a filter"));
                }
                return Ok(Request::Req { id, filters });
            }
            "CLOSE" => Request::Close { id: part(&mut seq, "no subscription id")? },
            "COUNT" => {
                let id = part(&mut seq, "no subscription id")?;
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Request::Count { id });
            }
            "NEG-OPEN" => {
                let id: String = part(&mut seq, "no subscription id")?;
                *self.about = About::Sync(id.clone());
                let filter = Box::new(part(&mut seq, "no filter")?);
                Request::SyncOpen { id, filter, message: part(&mut seq, "no message")? }
            }
            "NEG-MSG" => {
                let id: String = part(&mut seq, "no subscription id")?;
                *self.about = About::Sync(id.clone());
                Request::SyncMessage { id, message: part(&mut seq, "no message")? }
            }
            "NEG-CLOSE" => Request::SyncClose { id: part(&mut seq, "no subscription id")? },
            other => {
                return Err(S::Error::custom(format!("unknown message {other:?}")));
            }
        };
        if seq.next_element::<IgnoredAny>()?.is_some() {
            return Err(S::Error::custom("the message has too many parts"));
        }
        Ok(request)
    }
}

fn part<'de, S: SeqAccess<'de>, T: Deserialize<'de>>(
    seq: &mut S,
    missing: &'static str,
) -> Result<T, S::Error> {
    seq.next_element()?.ok_or_else(|| S::Error::custom(missing))
}

/// An event whose tags are counted while they are read.
struct WireEvent(Event);

impl<'de> Deserialize<'de> for WireEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            id: EventId,
            pubkey: PublicKey,
            created_at: u64,
            kind: u16,
            tags: WireTags,
            content: String,
            sig: Signature,
        }
        let fields = Fields::deserialize(deserializer)?;
        Ok(Self(Event::new(
            fields.id,
            fields.pubkey,
            Timestamp::from_secs(fields.created_at),
            Kind::from_u16(fields.kind),
            fields.tags.0,
            fields.content,
            fields.sig,
        )))
    }
}

struct WireTags(Tags);

impl<'de> Deserialize<'de> for WireTags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TagsVisitor;
        impl<'de> Visitor<'de> for TagsVisitor {
            type Value = WireTags;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of tags")
            }
            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<WireTags, S::Error> {
                let mut tags = Vec::new();
                while let Some(parts) = seq.next_element::<Vec<String>>()? {
                    if tags.len() == MAX_TAGS {
                        return Err(S::Error::custom("the event has too many tags"));
                    }
                    tags.push(Tag::parse(parts).map_err(|_| S::Error::custom("an empty tag"))?);
                }
                Ok(WireTags(Tags::from_list(tags)))
            }
        }
        deserializer.deserialize_seq(TagsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nostr::event::{EventBuilder, FinalizeEvent};
    use nostr::key::Keys;

    fn about(text: &str) -> About {
        read(text, 2).unwrap_err().about
    }

    #[test]
    fn an_event_is_read_as_it_was_written() {
        let event = EventBuilder::new(Kind::TextNote, "a \"quoted\" \u{1} line\n")
            .tag(Tag::parse(["t", "x", "y"]).unwrap())
            .finalize(&Keys::generate())
            .unwrap();
        let Ok(Request::Event(read)) = read(&format!("[\"EVENT\",{}]", event.as_json()), 1) else {
            panic!("not an event")
        };
        assert_eq!(*read, event);
        assert!(read.verify().is_ok());
    }

    #[test]
    fn an_answer_names_what_it_is_about() {
        let id = "0".repeat(64);
        assert_eq!(about(r#"["REQ","s",{"ids":["x"]}]"#), About::Subscription("s".into()));
        assert_eq!(about(r#"["REQ","s"]"#), About::Subscription("s".into()));
        assert_eq!(about(r#"["REQ","s",{},{},{}]"#), About::Subscription("s".into()));
        assert_eq!(about(r#"["NEG-OPEN","n",{},7]"#), About::Sync("n".into()));
        assert_eq!(
            about(&format!(r#"["EVENT",{{"id":"{id}","kind":"one"}}]"#)),
            About::Event(EventId::from_hex(&id).unwrap())
        );
        for text in ["", "{}", "[]", "[7]", "[\"HELLO\"]", "[\"CLOSE\"", "\u{0}", "[\"EVENT\",[]]"]
        {
            assert_eq!(about(text), About::Nothing, "{text}");
        }
    }

    #[test]
    fn deep_nesting_and_floods_of_tags_are_errors() {
        let deep = format!("[\"REQ\",\"s\",{}", "[".repeat(200_000));
        assert!(read(&deep, 2).is_err());
        let unknown = format!(r#"["REQ","s",{{"x":{}}}]"#, "[".repeat(200_000));
        assert!(read(&unknown, 2).is_err());
        let id = "0".repeat(64);
        let tags = "[\"a\"],".repeat(100_000);
        let text = format!(
            r#"["EVENT",{{"id":"{id}","pubkey":"{id}","created_at":1,"kind":1,"tags":[{tags}["a"]],"content":"","sig":"{id}{id}"}}]"#
        );
        assert!(matches!(about(&text), About::Event(_)));
    }

    #[test]
    fn a_refusal_does_not_repeat_a_flood() {
        let text = format!("[\"{}\"]", "é".repeat(100_000));
        assert!(read(&text, 2).unwrap_err().why.to_string().len() < 600);
    }
}
