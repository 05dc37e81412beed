//! What has had its time: disappearing messages, offers that nobody answered, envelopes that the
//! relays should forget, keys of messages that never came.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use nostr::event::{EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::types::Timestamp;
use tokio::time::Instant;

use super::speak::unqueue_edits;
use super::{group, over};
use crate::envelope::kinds;
use crate::messenger::Error;
use crate::messenger::changes::Changes;
use crate::messenger::heart::Heart;
use crate::model::{Millis, SecretStage, WhyOver};
use crate::relay::{PublishAs, Published};
use crate::store::{ChatKey, Farewell, ME, Reader, SecretChatRow, StoreError, Tombstone, Tx};

/// Longest sleep between two looks: the clock may have been set meanwhile.
const LOOK: Duration = Duration::from_secs(60);
/// Keys of messages that never came are looked through so often.
const DAILY: Duration = Duration::from_secs(24 * 3600);
/// Messages that go in one transaction.
const TOGETHER: u32 = 200;
/// Messages that one "read up to here" sends receipts for.
const READ_AT_ONCE: u32 = 400;
/// Farewells that are said at once.
const FAREWELLS: u32 = 16;
/// A relay that cannot be reached is asked so much later, milliseconds.
const NOT_THERE: i64 = 10 * 60_000;
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

/// When something goes next.
fn next_to_go(store: &Reader<'_>) -> Result<Option<Millis>, StoreError> {
    let mut next = vec![store.next_expiry()?, store.next_reply_mailbox()?];
    for stage in OPEN {
        next.extend(store.secret_chats_at(stage)?.iter().map(|chat| Some(lapses(chat))));
    }
    Ok(next.into_iter().flatten().min())
}

impl Heart {
    /// Lets everything go whose time is over. Says when to look again.
    pub(in crate::messenger) async fn let_go(self: &Arc<Self>) -> Result<Option<Millis>, Error> {
        let now = self.clock.now();
        // Nothing is written while nothing is due: an idle program stays idle.
        let (next, too_long) = self
            .store
            .read(move |store| Ok((next_to_go(store)?, store.has_timers_too_long(now)?)))
            .await?;
        if next.is_none_or(|next| next > now) && !too_long {
            return Ok(next);
        }
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
        Ok(self.store.read(next_to_go).await?)
    }

    /// Asks relays to forget what lay in secret mailboxes; each is asked once, when it can be reached.
    async fn say_farewells(self: &Arc<Self>) -> Result<(), Error> {
        let now = self.clock.now();
        let due = self.store.read(move |store| store.farewells(now, FAREWELLS)).await?;
        let asked = futures_util::future::join_all(due.iter().map(|one| self.say_farewell(one)));
        let asked = asked.await;
        self.store
            .write(move |tx| {
                for (farewell, asked) in due.iter().zip(asked) {
                    if asked {
                        tx.said_farewell(farewell, now)?;
                    } else {
                        tx.put_off_farewell(farewell, now.plus(NOT_THERE))?;
                    }
                }
                Ok(())
            })
            .await?;
        Ok(())
    }

    /// Whether the relay could be asked.
    async fn say_farewell(&self, farewell: &Farewell) -> bool {
        let event = EventBuilder::new(Kind::from_u16(kinds::DELETE), "")
            .tags([Tag::event(farewell.event), Tag::custom("k", [kinds::GIFT_WRAP.to_string()])])
            .custom_created_at(Timestamp::from_secs(self.clock.now().secs()))
            .finalize(&farewell.mailbox);
        let Ok(event) = event else { return true };
        let by = PublishAs::Isolated {
            group: group(farewell.lane),
            mailbox: Some(farewell.mailbox.clone()),
        };
        let json: Arc<str> = Arc::from(event.as_json());
        let answer = self.pool.publish(&farewell.relay, json, event.id, by).await;
        tracing::debug!(?answer, "a relay was asked to forget an envelope");
        !matches!(answer, Published::Unreachable(_))
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
    let mut forgotten: Option<Instant> = None;
    let mut saying: Option<BoxFuture<'_, Result<(), Error>>> = None;
    loop {
        if forgotten.is_none_or(|at| at.elapsed() >= DAILY) {
            forgotten = Some(Instant::now());
            if let Err(error) = heart.forget_old().await {
                tracing::warn!(%error, "old keys could not be forgotten");
            }
        }
        let (next, failed) = match heart.let_go().await {
            Ok(next) => (next, false),
            Err(error) => {
                tracing::warn!(%error, "what has had its time could not be let go");
                (None, true)
            }
        };
        // Relays may take their time; what has to go here does not wait for them.
        let farewell = match heart.store.read(|store| store.next_farewell()).await {
            Ok(next) => next.filter(|_| heart.is_online() && saying.is_none()),
            Err(_) => None,
        };
        let now = heart.clock.now();
        if farewell.is_some_and(|due| due <= now) {
            saying = Some(Box::pin(heart.say_farewells()));
        }
        let next = [next, farewell.filter(|due| *due > now)].into_iter().flatten().min();
        let pause = match next {
            Some(next) => Duration::from_millis((next.0 - now.0).max(10).unsigned_abs()).min(LOOK),
            None if failed => LOOK,
            None => DAILY,
        };
        let said = async {
            match saying.as_mut() {
                Some(saying) => saying.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = heart.fading.notified() => {}
            () = tokio::time::sleep(pause) => {}
            done = said => {
                if let Err(error) = done {
                    tracing::warn!(%error, "relays could not be asked to forget");
                }
                saying = None;
            }
        }
    }
}
