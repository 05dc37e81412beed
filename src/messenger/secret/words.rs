//! The spoken check of a chat: who began it, how far it is, and what is to be read aloud.
//!
//! It is kept with the chat, and each step of it in the transaction of the message that carries it:
//! it goes on after a restart. The arithmetic is `crate::secret`'s.

use std::sync::Arc;

use zeroize::Zeroizing;

use super::rng;
use super::speak::queue;
use crate::messenger::changes::Changes;
use crate::messenger::heart::Heart;
use crate::messenger::{ChatName, Error, Reply};
use crate::model::{Millis, SecretStage, SpokenWords};
use crate::secret::{Kind, Role, Step, Words, WordsCheck};
use crate::store::{SecretChatRow, SecretRole, StoreError, Tx};

/// What is kept: what is shown, a zero, and then what the check needs.
struct Kept {
    shown: SpokenWords,
    /// The other side's commit, while the person here has not agreed.
    asked: Option<[u8; 32]>,
    check: Option<WordsCheck>,
    /// A nonce that came before the commit that binds it.
    early: Option<[u8; 16]>,
}

impl Kept {
    fn only(shown: SpokenWords) -> Self {
        Self { shown, asked: None, check: None, early: None }
    }

    fn read(chat: &SecretChatRow) -> Self {
        Self::parse(&chat.words).unwrap_or_else(|| Self::only(SpokenWords::None))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == 0)?;
        let (shown, rest) = bytes.split_at_checked(end)?;
        let shown = serde_json::from_slice(shown).ok()?;
        let (asked, rest) = optional::<32>(rest.get(1..)?)?;
        let (early, rest) = optional::<16>(rest)?;
        let check = if rest.is_empty() { None } else { WordsCheck::restore(rest).ok() };
        Some(Self { shown, asked, check, early })
    }

    fn write(&self, chat: &mut SecretChatRow) -> Result<(), StoreError> {
        let check = self.check.as_ref().map(WordsCheck::save);
        // Large enough from the start: what grows leaves its old self behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(512));
        bytes.extend_from_slice(&serde_json::to_vec(&self.shown).map_err(StoreError::fault)?);
        bytes.push(0);
        bytes.push(u8::from(self.asked.is_some()));
        bytes.extend_from_slice(self.asked.as_ref().map_or(&[], |c| &c[..]));
        bytes.push(u8::from(self.early.is_some()));
        bytes.extend_from_slice(self.early.as_ref().map_or(&[], |nonce| &nonce[..]));
        bytes.extend_from_slice(check.as_ref().map_or(&[], |check| &check[..]));
        chat.words = bytes;
        Ok(())
    }
}

/// 1 and so many bytes, or 0; and what comes after.
fn optional<const N: usize>(bytes: &[u8]) -> Option<(Option<[u8; N]>, &[u8])> {
    match bytes.split_first()? {
        (0, rest) => Some((None, rest)),
        (_, rest) => rest.split_first_chunk().map(|(value, rest)| (Some(*value), rest)),
    }
}

fn role(chat: &SecretChatRow) -> Role {
    match chat.role {
        SecretRole::Accepter => Role::C,
        SecretRole::Offerer => Role::O,
    }
}

/// Takes a step of the other side. What it makes due goes into the queue, in its transaction.
pub(super) fn hear(
    tx: &Tx<'_>,
    chat: &mut SecretChatRow,
    step: Words,
    now: Millis,
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let mut kept = Kept::read(chat);
    match (step, kept.check.take()) {
        // The other person begins; this one has to agree.
        (Words::Commit(c), None) => {
            kept = Kept { asked: Some(c), ..Kept::only(SpokenWords::Asked) };
        }
        (Words::Stop, None) if kept.asked.is_none() => return Ok(()),
        (Words::Stop, _) => kept = Kept::only(SpokenWords::Stopped),
        // Nobody asked for it.
        (Words::Reveal(_), None) => return Ok(()),
        // Its commit is still on the way.
        (Words::Reveal(nonce), Some(check)) if !check.is_bound() && kept.early.is_none() => {
            kept.early = Some(nonce);
            kept.check = Some(check);
        }
        (step, Some(check)) => {
            let early = kept.early.take();
            kept = take(tx, chat, check, (step, now))?;
            if let Some(nonce) = early
                && let Some(check) = kept.check.take()
            {
                kept = take(tx, chat, check, (Words::Reveal(nonce), now))?;
            }
        }
    }
    kept.write(chat)?;
    tx.save_secret_chat(chat)?;
    changes.chats.insert(chat.chat);
    Ok(())
}

fn take(
    tx: &Tx<'_>,
    chat: &SecretChatRow,
    mut check: WordsCheck,
    (step, now): (Words, Millis),
) -> Result<Kept, StoreError> {
    Ok(match check.take(step) {
        Step::Send(words) => {
            queue(tx, chat.chat, Kind::Words(words), now)?;
            Kept { check: Some(check), ..Kept::only(SpokenWords::Running) }
        }
        Step::Show(answer, words) => {
            if let Some(answer) = answer {
                queue(tx, chat.chat, Kind::Words(answer), now)?;
            }
            Kept::only(SpokenWords::Words(words.map(str::to_owned)))
        }
        Step::Stop => {
            queue(tx, chat.chat, Kind::Words(Words::Stop), now)?;
            Kept::only(SpokenWords::Stopped)
        }
    })
}

impl Heart {
    /// Begins a spoken check, or agrees to the one that the other person began.
    pub(in crate::messenger) async fn speak_words(
        self: &Arc<Self>,
        chat: ChatName,
    ) -> Result<Reply, Error> {
        self.change_words(chat, |tx, chat, now| {
            let kept = Kept::read(chat);
            let transcript = chat.transcript.ok_or(StoreError::NoSuchRow)?;
            let (check, commit, shown) = match (kept.asked, kept.check) {
                (Some(c), _) => {
                    let (check, commit) = WordsCheck::agree(role(chat), &transcript, c, &mut rng());
                    (check, commit, SpokenWords::Running)
                }
                // One runs already.
                (None, Some(_)) => return Ok(()),
                (None, None) => {
                    let (check, commit) = WordsCheck::start(role(chat), &transcript, &mut rng());
                    (check, commit, SpokenWords::Begun)
                }
            };
            Kept { check: Some(check), ..Kept::only(shown) }.write(chat)?;
            tx.save_secret_chat(chat)?;
            queue(tx, chat.chat, Kind::Words(commit), now)
        })
        .await
    }

    /// Ends a spoken check, or puts away what it showed.
    pub(in crate::messenger) async fn stop_words(
        self: &Arc<Self>,
        chat: ChatName,
    ) -> Result<Reply, Error> {
        self.change_words(chat, |tx, chat, now| {
            let kept = Kept::read(chat);
            if kept.check.is_some() || kept.asked.is_some() {
                queue(tx, chat.chat, Kind::Words(Words::Stop), now)?;
            }
            Kept::only(SpokenWords::None).write(chat)?;
            tx.save_secret_chat(chat)
        })
        .await
    }

    async fn change_words<F>(self: &Arc<Self>, chat: ChatName, change: F) -> Result<Reply, Error>
    where
        F: FnOnce(&Tx<'_>, &mut SecretChatRow, Millis) -> Result<(), StoreError> + Send + 'static,
    {
        let chat = self.secret_chat_named(&chat).await?;
        let key = chat.chat;
        if chat.stage != SecretStage::Standing || chat.held {
            return Err(Error::input("words can be compared once the secret chat is open"));
        }
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let mut chat = tx.secret_chat(key)?.ok_or(StoreError::NoSuchRow)?;
                if chat.stage == SecretStage::Standing {
                    change(tx, &mut chat, now)?;
                    heart.flush_secret(tx, &mut chat, now, &mut changes)?;
                }
                changes.chats.insert(key);
                Ok(changes)
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        self.secret_chat_shown(key).await
    }
}
