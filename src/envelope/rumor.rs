//! Rumors: the unsigned events inside a seal, read into what they say and written from it.

use nostr::event::{EventBuilder, EventId, FinalizeUnsignedEvent, Kind, Tag, UnsignedEvent};
use nostr::key::PublicKey;
use nostr::types::Timestamp;

use super::kind::{CLIENT_NAME, kinds, tags};
use crate::model::{MAX_TAGS, Millis, Name, Receipt, RelayAddress};

/// Most people in a room, oneself included (NIP-17: "groups with more than 10 participants should
/// find a more suitable messaging scheme").
pub const MAX_PEOPLE: usize = 10;

/// Most receipts in one rumor.
pub const MAX_RECEIPTS: usize = 400;

/// Most addresses that are read of an `inbox` tag.
const MAX_INBOX_HINTS: usize = 5;

/// Longest offer or accept, in base64: some 6 KB are needed.
const MAX_SECRET_STEP: usize = 16_384;

/// Longest reaction, in bytes: the longest family emoji needs some 40.
const MAX_REACTION: usize = 64;

/// Says that a text message is the new wording of an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EditOf {
    /// The id that the message had at first.
    pub first: EventId,
    /// Counts up with each edit; the highest stands.
    pub version: u32,
}

/// A relay list (kind 10050) that travels inside a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxHint {
    /// `created_at` of the list, Unix seconds: the newest wins, however it came.
    pub secs: u64,
    /// Its relays.
    pub relays: Vec<RelayAddress>,
}

/// A file that somebody offers (NIP-17 kind 15). Nothing of it is fetched here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOffer {
    /// Where it lies, as sent.
    pub url: String,
    /// Media type as claimed.
    pub media_type: String,
    /// Name as claimed, or nothing.
    pub name: String,
    /// Encrypted size as claimed.
    pub size: u64,
}

/// A step on the way to a secret chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretStep {
    /// Kind 1460.
    Offer,
    /// Kind 1461.
    Accept,
    /// Kind 1463.
    Taken,
}

impl SecretStep {
    fn kind(self) -> u16 {
        match self {
            Self::Offer => kinds::SECRET_OFFER,
            Self::Accept => kinds::SECRET_ACCEPT,
            Self::Taken => kinds::SECRET_TAKEN,
        }
    }
}

/// What a rumor says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Kind 14.
    Text {
        /// Plain text.
        text: String,
        /// The message it answers.
        reply_to: Option<EventId>,
        /// Present when it rewords an earlier message.
        edit: Option<EditOf>,
        /// The room's name, when it changes.
        subject: Option<Name>,
    },
    /// Kind 15.
    File(FileOffer),
    /// Kind 7.
    Reaction {
        /// To which message.
        target: EventId,
        /// With what.
        emoji: String,
    },
    /// Kind 5, wrapped.
    Delete {
        /// Which rumors of the same author.
        targets: Vec<EventId>,
        /// The rumor that takes the place of an edited one.
        replaced_by: Option<EventId>,
    },
    /// Kind 1462.
    Receipt {
        /// Stored or read.
        receipt: Receipt,
        /// Which messages.
        of: Vec<EventId>,
    },
    /// Kinds 1460, 1461 and 1463: about secret chats.
    Secret {
        /// Which of the three.
        step: SecretStep,
        /// What `secret` reads.
        content: String,
    },
    /// Kind 1464, as JSON for the messenger.
    OwnDevices(String),
    /// Anything else: kept out of conversations, without harm.
    Unknown,
}

/// A rumor that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rumor {
    /// Hash of the rumor: the message's identity everywhere.
    pub id: EventId,
    /// Who wrote it: the seal proved it.
    pub author: PublicKey,
    /// When, as the author says.
    pub at: Millis,
    /// The author and everybody in a `p` tag, sorted, without repetition.
    pub people: Vec<PublicKey>,
    /// What the author calls themself.
    pub name: Option<Name>,
    /// Written by a Hushwing.
    pub hushwing: bool,
    /// Where the author's mailbox is, as the author says.
    pub inbox: Option<InboxHint>,
    /// What it says.
    pub content: Content,
}

/// Why a rumor is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RumorError {
    /// Too many tags or people, or ids that are no ids.
    #[error("the message is malformed")]
    Malformed,
    /// The id inside is not the hash of the content.
    #[error("the message's id is not the hash of what it says")]
    ForgedId,
    /// More than [`MAX_PEOPLE`].
    #[error("the message is for more people than a room holds")]
    TooManyPeople,
}

impl Rumor {
    /// Reads what was inside a seal. The caller has compared seal and author.
    ///
    /// # Errors
    /// [`RumorError`]; unknown kinds are no error but [`Content::Unknown`].
    pub fn read(raw: &UnsignedEvent) -> Result<Self, RumorError> {
        if raw.tags.len() > MAX_TAGS {
            return Err(RumorError::Malformed);
        }
        let id = raw.compute_id();
        if raw.id.is_some_and(|claimed| claimed != id) {
            return Err(RumorError::ForgedId);
        }
        let mut people = vec![raw.pubkey];
        for tag in raw.tags.iter() {
            if let [name, key, ..] = tag.as_slice()
                && name == "p"
            {
                people.push(PublicKey::from_hex(key).map_err(|_| RumorError::Malformed)?);
            }
        }
        people.sort_unstable_by_key(|person| person.to_bytes());
        people.dedup();
        if people.len() > MAX_PEOPLE {
            return Err(RumorError::TooManyPeople);
        }
        Ok(Self {
            id,
            author: raw.pubkey,
            at: time(raw),
            people,
            name: value(raw, tags::NAME).and_then(|n| Name::clean(n).ok()),
            hushwing: value(raw, tags::CLIENT) == Some(CLIENT_NAME),
            inbox: values(raw, tags::INBOX).find_map(|hint| {
                let (secs, urls) = hint.split_first()?;
                let relays: Vec<RelayAddress> =
                    urls.iter().take(MAX_INBOX_HINTS).filter_map(|url| url.parse().ok()).collect();
                let secs = secs.parse().ok()?;
                (!relays.is_empty()).then_some(InboxHint { secs, relays })
            }),
            content: content(raw)?,
        })
    }
}

/// Milliseconds: seconds from `created_at`, the rest from the `ms` tag.
fn time(raw: &UnsignedEvent) -> Millis {
    let ms = value(raw, tags::MILLISECONDS)
        .and_then(|v| v.parse::<i64>().ok())
        .filter(|ms| (0..1000).contains(ms))
        .unwrap_or(0);
    Millis::from_secs(raw.created_at.as_secs()).plus(ms)
}

/// First value of the first tag with this name.
fn value<'a>(raw: &'a UnsignedEvent, name: &str) -> Option<&'a str> {
    values(raw, name).next().and_then(|v| v.first()).map(String::as_str)
}

/// What follows the name, in each tag with this name.
fn values<'a>(raw: &'a UnsignedEvent, name: &str) -> impl Iterator<Item = &'a [String]> {
    raw.tags.iter().filter_map(move |tag| {
        let parts = tag.as_slice();
        (parts.first().map(String::as_str) == Some(name)).then(|| &parts[1..])
    })
}

fn ids(raw: &UnsignedEvent, name: &str) -> Vec<EventId> {
    values(raw, name).filter_map(|v| EventId::from_hex(v.first()?).ok()).collect()
}

fn content(raw: &UnsignedEvent) -> Result<Content, RumorError> {
    Ok(match raw.kind.as_u16() {
        kinds::TEXT => {
            let edit = values(raw, tags::EDIT).find_map(|v| {
                let first = EventId::from_hex(v.first()?).ok()?;
                Some(EditOf { first, version: v.get(1)?.parse().ok()? })
            });
            Content::Text {
                text: raw.content.clone(),
                reply_to: ids(raw, "e").first().copied(),
                edit,
                subject: value(raw, "subject").and_then(|s| Name::clean(s).ok()),
            }
        }
        kinds::FILE => Content::File(FileOffer {
            url: raw.content.clone(),
            media_type: value(raw, "file-type").unwrap_or("application/octet-stream").to_owned(),
            name: value(raw, "name").or(value(raw, "filename")).unwrap_or_default().to_owned(),
            size: value(raw, "size").and_then(|s| s.parse().ok()).unwrap_or(0),
        }),
        kinds::REACTION => {
            // NIP-25: the last `e` tag is the one reacted to.
            let target = *ids(raw, "e").last().ok_or(RumorError::Malformed)?;
            Content::Reaction { target, emoji: reaction(&raw.content) }
        }
        kinds::DELETE => Content::Delete {
            targets: ids(raw, "e"),
            replaced_by: ids(raw, tags::REPLACED_BY).first().copied(),
        },
        kinds::RECEIPT => {
            let receipt = match raw.content.as_str() {
                "delivered" => Receipt::Delivered,
                "read" => Receipt::Read,
                _ => return Ok(Content::Unknown),
            };
            let mut of = ids(raw, "e");
            of.truncate(MAX_RECEIPTS);
            Content::Receipt { receipt, of }
        }
        kinds::SECRET_OFFER => secret(SecretStep::Offer, &raw.content)?,
        kinds::SECRET_ACCEPT => secret(SecretStep::Accept, &raw.content)?,
        kinds::SECRET_TAKEN => secret(SecretStep::Taken, &raw.content)?,
        kinds::OWN_DEVICES => Content::OwnDevices(raw.content.clone()),
        _ => Content::Unknown,
    })
}

fn secret(step: SecretStep, content: &str) -> Result<Content, RumorError> {
    if content.len() > MAX_SECRET_STEP {
        return Err(RumorError::Malformed);
    }
    Ok(Content::Secret { step, content: content.to_owned() })
}

/// NIP-25 writes a like as `+` or nothing, and a dislike as `-`.
fn reaction(content: &str) -> String {
    match content {
        "" | "+" => "👍".into(),
        "-" => "👎".into(),
        other => {
            let shown: String = other.chars().filter(|c| !c.is_control()).collect();
            let end = shown
                .char_indices()
                .map(|(i, c)| i + c.len_utf8())
                .take_while(|end| *end <= MAX_REACTION)
                .last()
                .unwrap_or(0);
            shown[..end].to_owned()
        }
    }
}

/// What every rumor written here carries.
#[derive(Debug, Clone)]
pub struct Letterhead {
    /// The account that writes.
    pub author: PublicKey,
    /// What it calls itself.
    pub name: Option<Name>,
    /// Everybody else in the chat; oneself alone in "Saved messages".
    pub to: Vec<PublicKey>,
    /// When.
    pub at: Millis,
    /// Where the author's mailbox is, so that an answer finds its way even where no index relay
    /// can be reached.
    pub inbox: Option<InboxHint>,
}

impl Letterhead {
    /// Kind 14: a text.
    pub fn text(
        &self,
        text: &str,
        reply_to: Option<EventId>,
        edit: Option<EditOf>,
        subject: Option<&Name>,
    ) -> UnsignedEvent {
        let mut more = Vec::new();
        if let Some(id) = reply_to {
            more.push(tag(["e", &id.to_hex()]));
        }
        if let Some(EditOf { first, version }) = edit {
            more.push(tag([tags::EDIT, &first.to_hex(), &version.to_string()]));
        }
        if let Some(subject) = subject {
            more.push(tag(["subject", subject.as_str()]));
        }
        if let Some(InboxHint { secs, relays }) = &self.inbox {
            let urls = relays.iter().map(ToString::to_string);
            more.push(Tag::custom(tags::INBOX, [secs.to_string()].into_iter().chain(urls)));
        }
        self.write(kinds::TEXT, text, more)
    }

    /// Kind 7: a reaction.
    pub fn reaction(&self, target: EventId, emoji: &str) -> UnsignedEvent {
        let more = vec![tag(["e", &target.to_hex()]), tag(["k", &kinds::TEXT.to_string()])];
        self.write(kinds::REACTION, emoji, more)
    }

    /// Kind 5: takes back rumors of one's own.
    pub fn delete(
        &self,
        targets: &[EventId],
        kind: u16,
        replaced_by: Option<EventId>,
    ) -> UnsignedEvent {
        let mut more: Vec<Tag> = targets.iter().map(|id| tag(["e", &id.to_hex()])).collect();
        more.push(tag(["k", &kind.to_string()]));
        if let Some(id) = replaced_by {
            more.push(tag([tags::REPLACED_BY, &id.to_hex()]));
        }
        self.write(kinds::DELETE, "", more)
    }

    /// Kind 1462: says that messages were stored or read.
    pub fn receipt(&self, receipt: Receipt, of: &[EventId]) -> UnsignedEvent {
        let word = match receipt {
            Receipt::Delivered => "delivered",
            Receipt::Read => "read",
        };
        self.write(kinds::RECEIPT, word, of.iter().map(|id| tag(["e", &id.to_hex()])).collect())
    }

    /// Kinds 1460, 1461 and 1463: a step on the way to a secret chat, as `secret` wrote it.
    pub fn secret(&self, step: SecretStep, content: &str) -> UnsignedEvent {
        self.write(step.kind(), content, Vec::new())
    }

    /// Kind 1464: for one's own other devices.
    pub fn own_devices(&self, json: &str) -> UnsignedEvent {
        self.write(kinds::OWN_DEVICES, json, Vec::new())
    }

    fn write(&self, kind: u16, content: &str, more: Vec<Tag>) -> UnsignedEvent {
        let mut all: Vec<Tag> = self.to.iter().map(|p| tag(["p", &p.to_hex()])).collect();
        all.extend(more);
        all.push(tag([tags::CLIENT, CLIENT_NAME]));
        if let Some(name) = &self.name {
            all.push(tag([tags::NAME, name.as_str()]));
        }
        let ms = self.at.0.rem_euclid(1000);
        if ms > 0 {
            all.push(tag([tags::MILLISECONDS, &ms.to_string()]));
        }
        let mut rumor = EventBuilder::new(Kind::from_u16(kind), content)
            .tags(all)
            .custom_created_at(Timestamp::from_secs(self.at.secs()))
            .finalize_unsigned(self.author);
        rumor.ensure_id();
        rumor
    }
}

fn tag<const N: usize>(parts: [&str; N]) -> Tag {
    // `Tag::custom` takes the name and the values; every tag here has a name.
    Tag::custom(parts[0], parts[1..].iter().copied())
}
