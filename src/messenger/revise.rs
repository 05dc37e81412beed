//! What is done to a message that is there: reactions, edits, deletions.

use std::sync::Arc;

use super::compose::{check_open, check_text};
use super::heart::Heart;
use super::posting::{Posting, Room};
use super::{Deleted, DeletionState, Error, Reply};
use crate::envelope::{EditOf, kinds};
use crate::model::{ChatKind, MessageId};
use crate::store::{ME, MessageRow, ReactionRow, Tombstone};

/// Longest reaction, in bytes.
const MAX_EMOJI: usize = 64;

impl Heart {
    async fn room_of(&self, row: &MessageRow) -> Result<Room, Error> {
        let chat = row.chat;
        let chat = self.store.read(move |store| store.chat_at(chat)).await?;
        self.room(chat).await
    }

    /// Reacts, or takes the same reaction back.
    pub(super) async fn react(
        self: &Arc<Self>,
        id: MessageId,
        emoji: String,
    ) -> Result<Reply, Error> {
        let emoji = emoji.trim().to_owned();
        let worded = |c: char| c.is_control() || c.is_whitespace() || c.is_alphabetic();
        if emoji.is_empty() || emoji.len() > MAX_EMOJI || emoji.chars().any(worded) {
            return Err(Error::input("a reaction is one emoji"));
        }
        let row = self.message_said(id).await?;
        let room = self.room_of(&row).await?;
        check_open(&room)?;
        if room.chat.kind == ChatKind::Secret {
            return self.react_secret(row, emoji).await;
        }
        let mine = {
            let (target, emoji) = (row.id, emoji.clone());
            self.store.read(move |store| store.reactions_by(target, ME, &emoji)).await?
        };
        let at = self.moment();
        let head = self.letterhead(room.accounts(self.me()), at);
        let rumor = if mine.is_empty() {
            head.reaction(row.current.into(), &emoji)
        } else {
            let taken_back: Vec<_> = mine.iter().map(|id| (*id).into()).collect();
            head.delete(&taken_back, kinds::REACTION, None)
        };
        let mut posting = Posting::default();
        self.wrap_into(&mut posting, &room, &rumor, None).await?;
        let reaction =
            ReactionRow { id: rumor.compute_id().into(), target: row.id, author: ME, emoji };
        let (key, chat) = (row.key, row.chat);
        self.post(posting, move |tx, changes| {
            if mine.is_empty() {
                tx.add_reaction(&reaction, at.0)?;
            }
            for id in mine {
                tx.remove_reaction(id)?;
                tx.bury(id, ME, Tombstone::ForGood)?;
            }
            changes.message(key, chat);
            Ok(())
        })
        .await?;
        self.sent(row.id).await
    }

    /// Changes a text of one's own: the new wording with the same time, and a delete of the old,
    /// so that other clients see the same (NIP-17).
    pub(super) async fn edit(
        self: &Arc<Self>,
        id: MessageId,
        text: String,
    ) -> Result<Reply, Error> {
        check_text(&text)?;
        let row = self.message_said(id).await?;
        if row.author != ME || row.kind != kinds::TEXT {
            return Err(Error::input("only text messages of your own can be changed"));
        }
        let room = self.room_of(&row).await?;
        check_open(&room)?;
        if row.text == text {
            return self.sent(row.id).await;
        }
        if room.chat.kind == ChatKind::Secret {
            return self.edit_secret(row, text).await;
        }
        let version = row.version.saturating_add(1);
        let head = self.letterhead(room.accounts(self.me()), row.key.at());
        let edit = Some(EditOf { first: row.id.into(), version });
        let rumor = head.text(&text, row.reply_to.map(Into::into), edit, None);
        let current = MessageId::from(rumor.compute_id());
        let head = self.letterhead(room.accounts(self.me()), self.moment());
        let delete = head.delete(&[row.current.into()], kinds::TEXT, Some(current.into()));
        let mut posting = Posting::default();
        posting.own = self.own_deletion(&row)?;
        let wrap = self.wrap_into(&mut posting, &room, &rumor, Some(row.id)).await?;
        self.wrap_into(&mut posting, &room, &delete, None).await?;
        let (first, now) = (row.id, self.clock.now());
        self.post(posting, move |tx, changes| {
            tx.supersede(row.id)?;
            tx.bury(row.current, ME, Tombstone::GaveWay)?;
            tx.reword(&row, current, version, &text, now)?;
            tx.set_wraps(row.key, wrap.as_ref())?;
            changes.message(row.key, row.chat);
            Ok(())
        })
        .await?;
        self.sent(first).await
    }

    /// Deletes a message here, or for everybody if it is one's own.
    pub(super) async fn delete(
        self: &Arc<Self>,
        id: MessageId,
        for_both: bool,
    ) -> Result<Reply, Error> {
        let row = self.message_said(id).await?;
        if for_both && row.author != ME {
            return Err(Error::input(
                "only messages of your own can be deleted for both; without --for-both it is deleted here",
            ));
        }
        let room = self.room_of(&row).await?;
        if room.chat.kind == ChatKind::Secret {
            return self.delete_secret(row, for_both).await;
        }
        let mut posting = Posting::default();
        if for_both {
            let head = self.letterhead(room.accounts(self.me()), self.moment());
            let mut targets = vec![row.current.into()];
            if row.id != row.current {
                targets.push(row.id.into());
            }
            let rumor = head.delete(&targets, row.kind, None);
            self.wrap_into(&mut posting, &room, &rumor, None).await?;
            posting.own = self.own_deletion(&row)?;
        }
        let message = row.id;
        self.post(posting, move |tx, changes| {
            tx.supersede(row.id)?;
            tx.bury(row.current, row.author, Tombstone::ForGood)?;
            tx.bury(row.id, row.author, Tombstone::ForGood)?;
            tx.remove_message(&row, false)?;
            changes.gone.push((row.id, row.chat));
            changes.chats.insert(row.chat);
            Ok(())
        })
        .await?;
        let state = if for_both { DeletionState::Queued } else { DeletionState::Deleted };
        Ok(Reply::Deleted(Deleted { message, state }))
    }
}
