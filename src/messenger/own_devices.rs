//! What one's own devices tell each other (rumor kind 1464): contacts, accepted and blocked
//! people, read positions. The later word wins.

use std::sync::Arc;

use nostr::key::PublicKey;
use serde::{Deserialize, Serialize};

use super::changes::Changes;
use super::heart::Heart;
use super::posting::Posting;
use super::{Error, ErrorKind};
use crate::envelope::Keep;
use crate::model::{ChatId, MessageId, Millis, Name, npub};
use crate::store::{ME, News, StoreError, Tx};

/// Most records that are told, or read, at once.
const MOST: u32 = 200;
/// The content of a rumor of kind 1464.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Told {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    people: Vec<ToldPerson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    read: Vec<ToldRead>,
}

#[derive(Debug, Serialize, Deserialize)]
struct ToldPerson {
    #[serde(with = "npub::one")]
    account: PublicKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<Name>,
    accepted: bool,
    blocked: bool,
    /// When this was decided.
    at: Millis,
}

#[derive(Debug, Serialize, Deserialize)]
struct ToldRead {
    chat: ChatId,
    /// The newest message that was read.
    message: MessageId,
}

/// Takes over beforehand who is not blocked (any more): what they wrote may come in the same batch,
/// dated before the word that they were let in again.
pub(super) fn foretell(
    heart: &Heart,
    tx: &Tx<'_>,
    json: &str,
    now: Millis,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let Ok(told) = serde_json::from_str::<Told>(json) else { return Ok(()) };
    let most = MOST as usize;
    for about in
        told.people.into_iter().take(most).filter(|p| p.account != heart.me() && !p.blocked)
    {
        take_over(heart, tx, about, now, changes)?;
    }
    Ok(())
}

/// Takes over what another device told.
pub(super) fn apply(
    heart: &Heart,
    tx: &Tx<'_>,
    json: &str,
    now: Millis,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    // What a later version writes differently is no reason to lose the rest of the mailbox.
    let Ok(told) = serde_json::from_str::<Told>(json) else { return Ok(()) };
    let most = MOST as usize;
    for about in told.people.into_iter().take(most).filter(|p| p.account != heart.me()) {
        take_over(heart, tx, about, now, changes)?;
    }
    for read in told.read.into_iter().take(most) {
        // A restore reads the newest first: the position comes before its message.
        match tx.message(read.message)? {
            Some(row) => {
                if tx.mark_read(row.chat, row.key)? {
                    changes.chats.insert(row.chat);
                }
            }
            None => tx.add_read_ahead(read.message)?,
        }
    }
    Ok(())
}

fn take_over(
    heart: &Heart,
    tx: &Tx<'_>,
    about: ToldPerson,
    now: Millis,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let mut person = tx.meet(&about.account)?;
    let at = Millis(about.at.0.min(now.0));
    // A profile that is younger than the block may have met this word before what they wrote
    // earlier, and drop that too.
    let since = if at < heart.born() { Millis(0) } else { at };
    if at <= person.changed_at {
        // An older word of a block that still stands: it lasts for longer than was known.
        if person.blocked && about.blocked && since < person.blocked_at {
            person.blocked_at = since;
            tx.save_person(&person)?;
        }
        return Ok(());
    }
    let was_blocked = person.blocked;
    person.changed_at = at;
    person.given = about.name;
    if about.blocked {
        person.accepted = about.accepted;
        super::requests::shut_out(tx, person, since, changes)?;
    } else if about.accepted {
        super::requests::let_in(tx, person.clone(), None, changes)?;
        if was_blocked {
            for chat in tx.chats_of(person.key)? {
                tx.hide_chat(chat.key, false)?;
            }
        }
        changes.chats.insert(tx.chat_of(&heart.me(), [&about.account])?.key);
    } else {
        super::requests::hear_again(tx, &mut person, changes)?;
        tx.save_person(&person)?;
    }
    Ok(())
}

impl Heart {
    /// Tells one's other devices what is new here. Returns whether there was anything.
    pub(super) async fn tell_own_devices(self: &Arc<Self>) -> Result<bool, Error> {
        let (told, news) = self
            .store
            .read(|store| {
                let news = store.own_news(MOST)?;
                let mut told = Told::default();
                for one in &news {
                    match one {
                        News::Person(account) => {
                            told.people.extend(store.person(account)?.map(|person| ToldPerson {
                                account: *account,
                                name: person.given,
                                accepted: person.accepted,
                                blocked: person.blocked,
                                at: person.changed_at,
                            }));
                        }
                        News::Chat(id) => {
                            let Some(chat) = store.chat(id)? else { continue };
                            let newest = store.message_at(chat.read_up_to)?;
                            told.read
                                .extend(newest.map(|m| ToldRead { chat: *id, message: m.current }));
                        }
                    }
                }
                Ok((told, news))
            })
            .await?;
        if news.is_empty() {
            return Ok(false);
        }
        let mut wraps = Vec::new();
        if !told.people.is_empty() || !told.read.is_empty() {
            let json = serde_json::to_string(&told)
                .map_err(|e| Error::new(ErrorKind::Internal, e.to_string()))?;
            let rumor = self.letterhead(vec![self.me()], self.moment()).own_devices(&json);
            // Kept for good: a restore reads contacts and blocks from here.
            wraps = self.wrap_each(Vec::new(), &rumor, Keep::ForGood).await?;
        }
        self.post(Posting::of(wraps), move |tx, _| {
            for one in news {
                tx.settle_news(one)?;
            }
            Ok(())
        })
        .await?;
        Ok(true)
    }

    /// Sends receipts that are due, one rumor for each person and word. Returns whether there were
    /// any.
    pub(super) async fn send_receipts(self: &Arc<Self>) -> Result<bool, Error> {
        let most = u32::try_from(crate::envelope::MAX_RECEIPTS).unwrap_or(100);
        let due = self
            .store
            .read(move |store| match store.receipts_due(most)? {
                Some((person, receipt, of)) => Ok(Some((store.person_at(person)?, receipt, of))),
                None => Ok(None),
            })
            .await?;
        let Some((person, receipt, of)) = due else { return Ok(false) };
        let mut wraps = Vec::new();
        if person.accepted && !person.blocked && person.key != ME {
            let ids: Vec<_> = of.iter().map(|id| (*id).into()).collect();
            let head = self.letterhead(vec![person.account], self.moment());
            let rumor = head.receipt(receipt, &ids);
            wraps =
                self.wrap_each(vec![(person.key, person.account)], &rumor, Keep::AMonth).await?;
        }
        self.post(Posting::of(wraps), move |tx, _| {
            for id in of {
                tx.settle_receipt(id, receipt)?;
            }
            Ok(())
        })
        .await?;
        Ok(true)
    }
}
