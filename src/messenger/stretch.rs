//! What a conversation asks beside plain pages: a stretch around any place, a message's way, and
//! the emoji that were used last.

use super::heart::Heart;
use super::{Around, ChatName, Error, Reply};
use crate::model::{MessageId, MessageInfo, Receipt, Stretch};
use crate::store::{ChatKey, MessageKey, MessageRow, Page, Reader, StoreError};

/// Longest stretch.
const MOST: u32 = 500;
/// Under which name the emoji that were used last are kept, and how many.
const RECENT: &str = "recent-emoji";
const RECENT_MOST: usize = 32;
/// Longest emoji, in bytes.
const MAX_EMOJI: usize = 64;

/// So many messages around a place: a third of them before it.
fn around(
    store: &Reader<'_>,
    chat: ChatKey,
    key: MessageKey,
    limit: u32,
) -> Result<Vec<MessageRow>, StoreError> {
    let mut rows = store.page(chat, Page::Before(key), limit / 3)?;
    let rest = limit - u32::try_from(rows.len()).unwrap_or(limit).min(limit);
    let just_before = MessageKey::from_position(crate::model::Position {
        row: key.position().row - 1,
        ..key.position()
    });
    rows.extend(store.page(chat, Page::After(just_before), rest)?);
    Ok(rows)
}

fn stretch(
    store: &Reader<'_>,
    chat: ChatKey,
    limit: u32,
    wanted: Around,
    message: Option<MessageKey>,
) -> Result<Stretch, StoreError> {
    let target = match wanted {
        Around::FirstUnread => store.first_unread(chat)?,
        Around::Message(_) => message,
        Around::Time(at) => store.first_since(chat, at)?,
        Around::Number(number) => store.message_number(chat, number)?,
        Around::End | Around::Before(_) | Around::After(_) => None,
    };
    let rows = match (wanted, target) {
        (_, Some(key)) => around(store, chat, key, limit)?,
        (Around::Before(place), None) => {
            store.page(chat, Page::Before(MessageKey::from_position(place)), limit)?
        }
        (Around::After(place), None) => {
            store.page(chat, Page::After(MessageKey::from_position(place)), limit)?
        }
        _ => store.page(chat, Page::Newest, limit)?,
    };
    let all = store.count_messages(chat)?;
    let before = match (rows.first(), wanted) {
        (Some(first), _) => store.count_before(chat, first.key)?,
        (None, Around::After(_)) => all,
        (None, _) => 0,
    };
    let here = rows.len() as u64;
    let target = target.and_then(|key| rows.iter().find(|row| row.key == key)).map(|row| row.id);
    Ok(Stretch {
        messages: rows.iter().map(|row| store.shown_message(row)).collect::<Result<_, _>>()?,
        before,
        after: all.saturating_sub(before + here),
        target,
    })
}

fn parse(value: Option<Vec<u8>>) -> Vec<String> {
    value.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
}

impl Heart {
    /// A stretch of a chat, oldest first, and how much lies around it.
    pub(super) async fn stretch(
        &self,
        chat: ChatName,
        limit: u32,
        wanted: Around,
    ) -> Result<Reply, Error> {
        let chat = self.chat_named(&chat).await?.key;
        let message = match wanted {
            Around::Message(id) => {
                let row = self.message_named(id).await?;
                if row.chat != chat {
                    return Err(Error::input("this message is in another chat"));
                }
                Some(row.key)
            }
            _ => None,
        };
        let limit = limit.clamp(1, MOST);
        let read = move |store: &Reader<'_>| stretch(store, chat, limit, wanted, message);
        Ok(Reply::Stretch(self.store.read(read).await?))
    }

    /// What is known of a message's way.
    pub(super) async fn message_info(&self, id: MessageId) -> Result<Reply, Error> {
        let row = self.message_named(id).await?;
        let tells = self.read_receipts();
        let info = self
            .store
            .read(move |store| {
                let state = store.state_of(&row)?;
                let (stored_at, edited_at) = store.times_of(row.key)?;
                let mut receipts = Vec::new();
                for (person, receipt) in store.receipts(row.current)? {
                    let receipt = if tells { receipt } else { Receipt::Delivered };
                    receipts.push((store.person_at(person)?.name(), receipt));
                }
                Ok(MessageInfo {
                    message: row.id,
                    at: row.key.at(),
                    stored_at,
                    edited_at,
                    state,
                    reason: store.shown_message(&row)?.reason,
                    deliveries: store.deliveries(&row)?,
                    receipts,
                })
            })
            .await?;
        Ok(Reply::Info(info))
    }

    /// The emoji that were used last.
    pub(super) async fn recent_emoji(&self) -> Result<Reply, Error> {
        let recent = self.store.read(|store| store.meta(RECENT)).await?;
        Ok(Reply::Emoji(parse(recent)))
    }

    /// An emoji was used: it comes first from now on.
    pub(super) async fn emoji_used(&self, emoji: String) -> Result<Reply, Error> {
        if emoji.is_empty() || emoji.len() > MAX_EMOJI {
            return Err(Error::input("this is not one emoji"));
        }
        let recent = self
            .store
            .write(move |tx| {
                let mut recent = parse(tx.meta(RECENT)?);
                recent.retain(|other| *other != emoji);
                recent.insert(0, emoji);
                recent.truncate(RECENT_MOST);
                let json = serde_json::json!(recent).to_string();
                tx.set_meta(RECENT, json.as_bytes())?;
                Ok(recent)
            })
            .await?;
        Ok(Reply::Emoji(recent))
    }
}
