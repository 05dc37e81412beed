//! What has had its time: disappearing messages, offers that nobody answered, envelopes that the
//! relays should forget, keys of messages that never came.

use std::sync::Arc;
use std::time::Duration;

use nostr::event::{EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::types::Timestamp;

use super::speak::unqueue_edits;
use super::{group, over};
use crate::envelope::kinds;
use crate::messenger::Error;
use crate::messenger::changes::Changes;
use crate::messenger::heart::Heart;
use crate::model::{Millis, SecretStage, WhyOver};
use crate::relay::PublishAs;
use crate::store::{ChatKey, Farewell, ME, SecretChatRow, StoreError, Tombstone, Tx};

/// Longest sleep between two looks: the clock may have been set meanwhile.
const LOOK: Duration = Duration::from_secs(60);
/// Messages that go in one transaction.
const TOGETHER: u32 = 200;
/// Messages that one "read up to here" sends receipts for.
const READ_AT_ONCE: u32 = 400;
/// Farewells that are said at once.
const FAREWELLS: u32 = 16;
/// Wraps lapse at the relays after 30 days; so much later they are certainly gone.
const LAPSED: i64 = 40 * 24 * 3600 * 1000;

/// Stages that end by themselves.
const OPEN: [SecretStage; 3] = [SecretStage::Offered, SecretStage::Asked, SecretStage::Accepted];
/// An accept that was in time is in the offer's mailbox for so long at most, seconds; after that no
/// answer to it can come.
const ANSWERED: u64 = 31 * 24 * 3600;

/// When a chat that does not stand yet lapses.
fn lapses(chat: &SecretChatRow) -> Millis {
    let late = if chat.stage == SecretStage::Accepted { ANSWERED } else { 0 };
    Millis::from_secs(chat.until_secs.saturating_add(late))
}

impl Heart {
    /// Lets everything go whose time is over. Says when to look again.
    pub(in crate::messenger) async fn let_go(self: &Arc<Self>) -> Result<Option<Millis>, Error> {
        let now = self.clock.now();
        loop {
            let (changes, more) = self
                .store
                .write(move |tx| {
                    let mut changes = Changes::default();
                    tx.shorten_timers(now)?;
                    let gone = tx.expired(now, TOGETHER)?;
                    for row in &gone {
                        // Its envelopes go on until the other device has it, which has it forgotten
                        // at the relays: nothing in them can be read here any more.
                        unqueue_edits(tx, row)?;
                        tx.bury(row.id, row.author, Tombstone::ForGood)?;
                        tx.remove_message(row, false)?;
                        changes.gone.push((row.id, row.chat));
                        changes.chats.insert(row.chat);
                    }
                    for stage in OPEN {
                        for mut chat in tx.secret_chats_at(stage)? {
                            if lapses(&chat) <= now {
                                over(tx, &mut chat, (WhyOver::Lapsed, now), &mut changes)?;
                            }
                        }
                    }
                    changes.secret_chats.extend(tx.forget_reply_mailboxes(now)?);
                    Ok((changes, gone.len() == usize::try_from(TOGETHER).unwrap_or(0)))
                })
                .await?;
            self.tell(changes).await;
            if !more {
                break;
            }
        }
        let next = self
            .store
            .read(|store| {
                let mut next = store.next_expiry()?;
                for stage in OPEN {
                    for chat in store.secret_chats_at(stage)? {
                        let until = lapses(&chat);
                        next = Some(next.map_or(until, |next| next.min(until)));
                    }
                }
                Ok(next)
            })
            .await?;
        Ok(next)
    }

    /// Asks relays to forget what lay in secret mailboxes; each is asked once.
    async fn say_farewells(self: &Arc<Self>) -> Result<Option<Millis>, Error> {
        let now = self.clock.now();
        let due = self.store.read(move |store| store.farewells(now, FAREWELLS)).await?;
        for farewell in due {
            self.say_farewell(&farewell).await;
            self.store.write(move |tx| tx.said_farewell(&farewell, now)).await?;
        }
        Ok(self.store.read(|store| store.next_farewell()).await?)
    }

    async fn say_farewell(&self, farewell: &Farewell) {
        let event = EventBuilder::new(Kind::from_u16(kinds::DELETE), "")
            .tags([Tag::event(farewell.event), Tag::custom("k", [kinds::GIFT_WRAP.to_string()])])
            .custom_created_at(Timestamp::from_secs(self.clock.now().secs()))
            .finalize(&farewell.mailbox);
        let Ok(event) = event else { return };
        let by = PublishAs::Isolated {
            group: group(farewell.lane),
            mailbox: Some(farewell.mailbox.clone()),
        };
        let json: Arc<str> = Arc::from(event.as_json());
        let answer = self.pool.publish(&farewell.relay, json, event.id, by).await;
        tracing::debug!(?answer, "a relay was asked to forget an envelope");
    }

    /// Forgets keys of messages that never came, and notes that no relay can ask for any more.
    async fn forget_old(self: &Arc<Self>) -> Result<(), Error> {
        let now = self.clock.now();
        self.store
            .write(move |tx| {
                tx.forget_old_offers(now)?;
                tx.forget_secret_seen(Millis(now.0 - LAPSED))?;
                for mut chat in tx.secret_chats_at(SecretStage::Standing)? {
                    if let Some(next) = super::ratchet(&chat)?.forget_old(now.secs()) {
                        let missing = u32::try_from(next.missing()).unwrap_or(u32::MAX);
                        let gone = chat.missing.saturating_sub(missing);
                        let withdrawn = gone.min(chat.withdrawn);
                        chat.withdrawn -= withdrawn;
                        chat.lost = chat.lost.saturating_add(gone - withdrawn);
                        chat.missing = missing;
                        chat.secret = next.save();
                        tx.save_secret_chat(&chat)?;
                    }
                }
                Ok(())
            })
            .await?;
        Ok(())
    }
}

/// The incoming messages of a chat up to a place were read: their time begins, and their author hears
/// of it if both sides allow.
pub(in crate::messenger) fn read(
    tx: &Tx<'_>,
    chat: ChatKey,
    up_to: crate::store::MessageKey,
    (tells, now): (bool, Millis),
) -> Result<(), StoreError> {
    tx.start_timers_read(chat, up_to, now)?;
    for row in tx.unreceipted(chat, up_to, 2, READ_AT_ONCE)? {
        if tells && row.author != ME {
            tx.owe_secret_receipt(chat, &super::own_id(row.id), true)?;
        }
        tx.set_receipted(row.key, 2)?;
    }
    Ok(())
}

/// Runs until the end.
pub(in crate::messenger) async fn run(heart: Arc<Heart>) {
    if let Err(error) = heart.forget_old().await {
        tracing::warn!(%error, "old keys could not be forgotten");
    }
    loop {
        let next = match heart.let_go().await {
            Ok(next) => next,
            Err(error) => {
                tracing::warn!(%error, "what has had its time could not be let go");
                None
            }
        };
        let farewell = if heart.is_online() {
            heart.say_farewells().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "relays could not be asked to forget");
                None
            })
        } else {
            None
        };
        let now = heart.clock.now();
        let next = [next, farewell].into_iter().flatten().min();
        let pause = next.map_or(LOOK, |next| {
            Duration::from_millis((next.0 - now.0).max(10).unsigned_abs()).min(LOOK)
        });
        tokio::select! {
            () = heart.fading.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}
