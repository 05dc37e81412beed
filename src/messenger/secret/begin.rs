//! Offering a secret chat, answering an offer, ending one.

use std::sync::Arc;

use nostr::key::Keys;

use super::arrive::{MOST_OPEN, Step, listen, post_ending, post_step, random_chat_id};
use super::speak::{hello, queue};
use super::{device, give_back, note, over, rng};
use crate::envelope::SecretStep;
use crate::messenger::changes::Changes;
use crate::messenger::heart::Heart;
use crate::messenger::{ChatName, Error, ErrorKind, Reply};
use crate::model::{ChatKind, Millis, Note, SecretStage, WhyOver};
use crate::secret::{Content, Ending, Kind, OFFER_FOR, Offer, OpenOffer, ReplyMailbox, Unsent};
use crate::store::{
    ChatKey, EnvelopePurpose, ME, NewSecretChat, SecretChatRow, SecretRole, StoreError, Tx,
};

/// An accept travels in an envelope of some 14 KB.
const NEEDED: usize = 16 * 1024;

impl Heart {
    /// One's own inbox relays, as secret chats name them (PROTOCOL 9); where there is none just now,
    /// those that were and are read still.
    pub(super) fn named_relays(&self) -> Vec<String> {
        let mut usable = self.usable(&self.own_relays());
        if usable.is_empty() {
            usable = self.usable(&self.former_relays().clone());
        }
        let fits = |url: &String| url.len() <= 256;
        usable.iter().map(ToString::to_string).filter(fits).take(5).collect()
    }

    /// Offers a secret chat; or says yes to one that the person offered and that waits. What was
    /// typed and not sent in a chat that is over goes into the new one's composer, if `instead_of`
    /// names it.
    pub(in crate::messenger) async fn offer_secret(
        self: &Arc<Self>,
        contact: ChatName,
        instead_of: Option<ChatName>,
    ) -> Result<Reply, Error> {
        let person = self.person_named(&contact).await?;
        if person.key == ME {
            return Err(Error::input("a secret chat is with somebody else"));
        }
        if person.blocked {
            return Err(Error::input("you blocked this person; unblock them first"));
        }
        let key = person.key;
        let chats = self.store.read(move |store| store.secret_chats_with(key)).await?;
        let before = match instead_of {
            Some(name) => Some(self.secret_chat_named(&name).await?.chat),
            None => None,
        };
        if before
            .is_some_and(|b| !chats.iter().any(|c| c.chat == b && c.stage == SecretStage::Over))
        {
            return Err(Error::input("only a secret chat with this person that is over gives way"));
        }
        if let Some(asked) = chats.iter().find(|chat| chat.stage == SecretStage::Asked) {
            return self.answer_secret(asked.chat, true).await;
        }
        if chats.iter().filter(|chat| chat.stage == SecretStage::Offered).count() >= MOST_OPEN {
            return Err(Error::new(
                ErrorKind::Input,
                "five offers to this person are open already; they lapse after 14 days",
            ));
        }
        let relays = self.usable(&self.own_relays());
        for relay in &relays {
            if let Some(most) = self.pool.limits(relay).max_message_length
                && most < NEEDED
            {
                return Err(Error::new(
                    ErrorKind::Input,
                    format!(
                        "{relay} takes messages of {most} bytes at most, and a secret chat needs \
                         {NEEDED}; choose another inbox relay"
                    ),
                ));
            }
        }
        let relays = self.named_relays();
        if relays.is_empty() {
            return Err(Error::new(
                ErrorKind::Input,
                "you have no inbox relay that an answer could go to; add one first",
            ));
        }
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let (changes, chat) = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let (mine, _) = device(tx, heart.me().to_bytes(), heart.born())?;
                let reply = Keys::generate();
                let mailbox = ReplyMailbox {
                    secret: &reply.secret_key().to_secret_bytes(),
                    public: reply.public_key().to_bytes(),
                };
                let to = person.account.to_bytes();
                // The rumor is dated now, or a moment later.
                let expiry = now.secs() + OFFER_FOR;
                let offer = OpenOffer::new(&mine, to, expiry, &mailbox, &relays, &mut rng());
                let chat = tx.begin_secret_chat(&NewSecretChat {
                    id: random_chat_id()?,
                    person: person.key,
                    accepted: true,
                    stage: SecretStage::Offered,
                    role: SecretRole::Offerer,
                    offer: offer.hash(),
                    pairing: *offer.chat_id(),
                    secret: offer.save(),
                    identity: None,
                    held: false,
                    relays: Vec::new(),
                    until_secs: expiry,
                    began: now,
                })?;
                tx.set_secret_mailboxes(chat.key, &[(reply, Vec::new())])?;
                let inbox = tx.inbox(person.key)?.urls;
                let step = Step {
                    step: SecretStep::Offer,
                    content: &offer.content(),
                    mailbox: person.account,
                    purpose: EnvelopePurpose::ForOthers,
                    chat: chat.key,
                };
                post_step(&heart, tx, &person, step, &inbox, now)?;
                if let Some(before) = before {
                    let draft = tx.chat_at(before)?.draft;
                    tx.save_draft(chat.key, &draft)?;
                    tx.save_draft(before, "")?;
                    // What was to disappear there is not kept for ever here.
                    let secs = tx.secret_chat(before)?.map_or(0, |before| before.timer_secs);
                    if secs > 0
                        && let Some(mut row) = tx.secret_chat(chat.key)?
                    {
                        (row.timer_secs, row.timer_at) = (secs, now);
                        tx.save_secret_chat(&row)?;
                        let set = Note::TimerSet { mine: true, secs };
                        note(tx, chat.key, (set, now), &mut changes)?;
                    }
                    changes.chats.insert(before);
                }
                // Whoever offers lets the other in.
                if !person.accepted {
                    crate::messenger::requests::let_in(
                        tx,
                        person.clone(),
                        Some(now),
                        &mut changes,
                    )?;
                }
                changes.secret_chats.insert(chat.key);
                changes.chats.insert(chat.key);
                Ok((changes, chat.key))
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        self.secret_chat_shown(chat).await
    }

    /// Says yes or no to an offer.
    pub(in crate::messenger) async fn answer_secret(
        self: &Arc<Self>,
        chat: ChatKey,
        yes: bool,
    ) -> Result<Reply, Error> {
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let (changes, asked) = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let Some(mut row) = tx.secret_chat(chat)? else {
                    return Err(StoreError::NoSuchRow);
                };
                if row.stage != SecretStage::Asked {
                    return Ok((changes, false));
                }
                let person = tx.chat_people(chat)?.into_iter().next();
                let person = person.ok_or(StoreError::NoSuchRow)?;
                if yes {
                    answer(&heart, tx, &mut row, (now.secs(), now), &mut changes)?;
                    tx.accept_chat(chat)?;
                    if !person.accepted {
                        crate::messenger::requests::let_in(tx, person, Some(now), &mut changes)?;
                    }
                } else {
                    let ending = Ending { chat_id: row.pairing, hash: row.offer };
                    post_ending(&heart, tx, &person, (ending, chat), now)?;
                    over(tx, &mut row, (WhyOver::EndedHere, now), &mut changes)?;
                    tx.hide_chat(chat, true)?;
                }
                changes.secret_chats.insert(chat);
                changes.chats.insert(chat);
                Ok((changes, true))
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        if !asked {
            return Err(Error::not_found("no offer waits for an answer in this chat"));
        }
        self.secret_chat_shown(chat).await
    }

    pub(super) async fn secret_chat_shown(&self, chat: ChatKey) -> Result<Reply, Error> {
        let chat = self.store.read(move |store| store.shown_chat(&store.chat_at(chat)?)).await?;
        Ok(Reply::Chat(chat))
    }

    /// Ends a secret chat: the other side is told, and no key of it is kept. Its messages stay.
    pub(in crate::messenger) async fn close_secret(
        self: &Arc<Self>,
        chat: ChatKey,
        why: WhyOver,
    ) -> Result<(), Error> {
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let changes = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                let Some(mut row) = tx.secret_chat(chat)? else { return Ok(changes) };
                match row.stage {
                    SecretStage::Standing => {
                        give_back(tx, chat, &mut changes)?;
                        let differ = why == WhyOver::Differs;
                        queue(tx, chat, Kind::Close { differ }, now)?;
                        heart.flush_secret(tx, &mut row, now, &mut changes)?;
                    }
                    SecretStage::Asked => {
                        if let Some(person) = tx.chat_people(chat)?.into_iter().next() {
                            let ending = Ending { chat_id: row.pairing, hash: row.offer };
                            post_ending(&heart, tx, &person, (ending, chat), now)?;
                        }
                    }
                    SecretStage::Offered | SecretStage::Accepted | SecretStage::Over => {}
                }
                if row.stage != SecretStage::Over {
                    over(tx, &mut row, (why, now), &mut changes)?;
                }
                Ok(changes)
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        Ok(())
    }

    /// Says no to an offer, or ends a chat.
    pub(in crate::messenger) async fn end_secret(
        self: &Arc<Self>,
        chat: ChatName,
    ) -> Result<Reply, Error> {
        let chat = self.secret_chat_named(&chat).await?;
        if chat.stage == SecretStage::Asked {
            self.answer_secret(chat.chat, false).await?;
        } else {
            self.close_secret(chat.chat, WhyOver::EndedHere).await?;
        }
        Ok(Reply::Done)
    }

    /// Says yes to every offer of somebody who was just let in, but for devices that have to be
    /// looked at first.
    pub(in crate::messenger) async fn answer_offers_of(
        self: &Arc<Self>,
        person: crate::store::PersonKey,
    ) -> Result<(), Error> {
        let chats = self.store.read(move |store| store.secret_chats_with(person)).await?;
        for chat in chats.iter().filter(|c| c.stage == SecretStage::Asked && !c.held) {
            self.answer_secret(chat.chat, true).await?;
        }
        Ok(())
    }

    /// Sets a chat's timer.
    pub(in crate::messenger) async fn change_timer(
        self: &Arc<Self>,
        chat: ChatName,
        secs: u32,
    ) -> Result<Reply, Error> {
        let chat = self.secret_chat_named(&chat).await?.chat;
        self.set_timer(chat, secs).await?;
        Ok(Reply::Done)
    }

    /// A secret chat of this name.
    pub(in crate::messenger) async fn secret_chat_named(
        &self,
        name: &ChatName,
    ) -> Result<SecretChatRow, Error> {
        let chat = self.chat_named(name).await?;
        let not =
            || Error::input("this is no secret chat; see `chats` for the ids of those that are");
        if chat.kind == ChatKind::Secret {
            let found = self.store.read(move |store| store.secret_chat(chat.key)).await?;
            return found.ok_or_else(not);
        }
        // Named by its person: the one secret chat with them that is not over.
        let people = self.store.read(move |store| store.chat_people(chat.key)).await?;
        let [person] = &people[..] else { return Err(not()) };
        let key = person.key;
        let mut chats = self.store.read(move |store| store.secret_chats_with(key)).await?;
        chats.retain(|chat| chat.stage != SecretStage::Over);
        match (chats.pop(), chats.is_empty()) {
            (Some(chat), true) => Ok(chat),
            (None, _) => Err(Error::not_found("there is no secret chat with this person")),
            (Some(_), false) => Err(Error::input(
                "there are several secret chats with this person; name it by its id",
            )),
        }
    }
}

/// Accepts an offer as this device: the chat waits for the other side's hello from now on.
pub(super) fn answer(
    heart: &Heart,
    tx: &Tx<'_>,
    chat: &mut SecretChatRow,
    (created, now): (u64, Millis),
    changes: &mut Changes,
) -> Result<(), StoreError> {
    let Some(person) = tx.chat_people(chat.chat)?.into_iter().next() else { return Ok(()) };
    let (mine, _) = device(tx, heart.me().to_bytes(), heart.born())?;
    let account = person.account.to_bytes();
    let content = String::from_utf8_lossy(&chat.secret).into_owned();
    let Ok(offer) = Offer::read(&content, &account, mine.identity(), created, now.secs()) else {
        // It has lapsed meanwhile.
        return over(tx, chat, (WhyOver::Lapsed, now), changes);
    };
    let relays = heart.named_relays();
    if relays.is_empty() {
        // Asked again once there is an inbox.
        return Ok(());
    }
    let (kind, at) = hello(heart, chat, now);
    let said = Content { id: super::new_id()?, at: at.0.max(0).unsigned_abs(), kind };
    let accepted = match offer.accept(&mine, &relays, &said, &mut rng()) {
        Ok(accepted) => accepted,
        Err(Unsent::BadKey) => return over(tx, chat, (WhyOver::EndedHere, now), changes),
        Err(other) => return Err(StoreError::fault(other)),
    };
    chat.stage = SecretStage::Accepted;
    chat.answer = Some(accepted.hash);
    chat.transcript = Some(*accepted.ratchet.transcript());
    chat.secret = accepted.ratchet.save();
    tx.save_secret_chat(chat)?;
    listen(tx, chat.chat, &accepted.ratchet, None)?;
    let step = Step {
        step: SecretStep::Accept,
        content: &accepted.content,
        mailbox: nostr::key::PublicKey::from_byte_array(*offer.reply()),
        purpose: EnvelopePurpose::Secret,
        chat: chat.chat,
    };
    post_step(heart, tx, &person, step, &chat.relays, now)?;
    changes.secret_chats.insert(chat.chat);
    changes.chats.insert(chat.chat);
    Ok(())
}
