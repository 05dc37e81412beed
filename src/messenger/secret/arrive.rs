//! What relays bring for secret chats: offers, accepts, endings, and wires.

use nostr::event::EventId;
use nostr::key::PublicKey;

use super::begin::answer;
use super::speak::{hello, keys_of, written};
use super::{addresses, device, note, over, ratchet, rng};
use crate::envelope::{Keep, Rumor, SecretStep, wrap};
use crate::messenger::apply::Apply;
use crate::messenger::heart::Heart;
use crate::model::{ChatId, Millis, Note, RelayAddress, SecretStage, Standing, WhyOver};
use crate::secret::{Accept, ChainNumber, Ending, Failure, Identity, Offer, OpenOffer, Ratchet};
use crate::store::{
    ChatKey, EnvelopePurpose, Farewell, IdentityRow, NewEnvelope, NewSecretChat, Person, PersonKey,
    SecretChatRow, SecretMailbox, SecretRole, StoreError, Tx,
};

/// Envelopes in secret mailboxes are deleted at the relays after so long, at random (PROTOCOL 1).
const SOONEST: i64 = 60_000;
const SPREAD: u64 = 9 * 60_000;

/// The mailboxes that a ratchet reads, each with its chain's number.
pub(super) fn listen(
    tx: &Tx<'_>,
    chat: ChatKey,
    ratchet: &Ratchet,
    reply: Option<SecretMailbox>,
) -> Result<(), StoreError> {
    let mut all = Vec::new();
    for watched in ratchet.watched() {
        all.push((keys_of(&watched.secret)?, watched.chain.0.to_be_bytes().to_vec()));
    }
    all.extend(reply.map(|reply| (reply.keys, reply.header)));
    tx.set_secret_mailboxes(chat, &all)
}

/// The reply mailbox of an offer, if it is still watched.
pub(super) fn reply_of(tx: &Tx<'_>, chat: ChatKey) -> Result<Option<SecretMailbox>, StoreError> {
    Ok(tx.secret_mailboxes_of(chat)?.into_iter().find(|mailbox| mailbox.header.is_empty()))
}

/// A device of somebody, and whether the person has to look at it before anything is sent.
///
/// The first device ever seen of an account is trusted; another one is not, until it was compared or
/// knowingly let in.
pub(super) fn meet(
    tx: &Tx<'_>,
    person: PersonKey,
    identity: &Identity,
    now: Millis,
) -> Result<(IdentityRow, bool), StoreError> {
    let row = tx.meet_identity(person, identity.as_bytes(), now)?;
    let known = tx.identities_of(person)?;
    let first = known.first().is_some_and(|first| first.key == row.key);
    let fine = match row.standing {
        Standing::Compared | Standing::Accepted => true,
        Standing::Differs => false,
        Standing::NotCompared => first,
    };
    Ok((row, !fine))
}

/// A step of a handshake on its way.
pub(super) struct Step<'a> {
    pub(super) step: SecretStep,
    pub(super) content: &'a str,
    /// The account's, or a reply mailbox.
    pub(super) mailbox: PublicKey,
    pub(super) purpose: EnvelopePurpose,
    pub(super) chat: ChatKey,
}

/// Where somebody's device reads: what it named, or else what the account's own list says.
pub(super) fn relays_of(
    heart: &Heart,
    tx: &Tx<'_>,
    person: PersonKey,
    named: &[RelayAddress],
) -> Result<Vec<RelayAddress>, StoreError> {
    let usable = heart.usable(named);
    if !usable.is_empty() {
        return Ok(usable);
    }
    // Where even that is unknown, the envelope waits until it is found.
    Ok(heart.usable(&tx.inbox(person)?.urls))
}

/// Puts a step of a handshake into an envelope for a mailbox.
pub(super) fn post_step(
    heart: &Heart,
    tx: &Tx<'_>,
    person: &Person,
    step: Step<'_>,
    relays: &[RelayAddress],
    now: Millis,
) -> Result<(), StoreError> {
    let Step { step, content, mailbox, purpose, chat } = step;
    let rumor = heart.letterhead(vec![person.account], heart.moment()).secret(step, content);
    let wrapped =
        wrap(&rumor, heart.keys(), &mailbox, Keep::AMonth, now).map_err(StoreError::fault)?;
    let envelope = NewEnvelope {
        event: wrapped.event.id,
        json: wrapped.json,
        one_time: Some(wrapped.one_time),
        addressee: person.key,
        message: None,
        purpose,
        mailbox: None,
        lane: chat.lane(),
    };
    tx.enqueue(&envelope, &relays_of(heart, tx, person.key, relays)?, now)?;
    Ok(())
}

/// An ending, to the account mailbox of the other side.
pub(super) fn post_ending(
    heart: &Heart,
    tx: &Tx<'_>,
    person: &Person,
    (ending, chat): (Ending, ChatKey),
    now: Millis,
) -> Result<(), StoreError> {
    let step = Step {
        step: SecretStep::Taken,
        content: &ending.content(),
        mailbox: person.account,
        purpose: EnvelopePurpose::ForOthers,
        chat,
    };
    post_step(heart, tx, person, step, &tx.inbox(person.key)?.urls, now)
}

impl Apply<'_, '_> {
    /// A step of a handshake, in the account's mailbox or in a reply mailbox.
    pub(in crate::messenger) fn secret_step(
        &mut self,
        author: &Person,
        rumor: &Rumor,
        (step, content): (SecretStep, &str),
        reply: Option<ChatKey>,
    ) -> Result<(), StoreError> {
        if author.key == crate::store::ME {
            return Ok(());
        }
        match (step, reply) {
            (SecretStep::Offer, None) => self.offer(author, rumor, content),
            (SecretStep::Accept, Some(chat)) => self.accept_came(author, content, chat),
            (SecretStep::Taken, None) => self.ended(author, content),
            _ => Ok(()),
        }
    }

    fn offer(&mut self, author: &Person, rumor: &Rumor, content: &str) -> Result<(), StoreError> {
        let (mine, born) = device(self.tx, self.heart.me().to_bytes(), self.heart.born())?;
        let account = author.account.to_bytes();
        let (created, now) = (rumor.at.secs(), self.now.secs());
        let Ok(offer) = Offer::read(content, &account, mine.identity(), created, now) else {
            return Ok(());
        };
        // What is no point of the curve could not be answered.
        if PublicKey::from_byte_array(*offer.reply()).xonly().is_err() {
            return Ok(());
        }
        let hash = offer.hash();
        if !self.tx.meet_offer(&hash, offer.expiry())? {
            return Ok(());
        }
        let open = self.open_offers(author.key)?;
        let theirs = open.iter().filter(|chat| chat.role == SecretRole::Accepter).count();
        if theirs >= MOST_OPEN {
            return Ok(());
        }
        // Both offered at once: the lower hash survives, and what was typed in the other goes on.
        // Where more was offered, the rest is withdrawn: nobody will answer it.
        let mut crossed: Vec<_> =
            open.into_iter().filter(|chat| chat.stage == SecretStage::Offered).collect();
        if crossed.iter().any(|mine| mine.offer < hash) {
            return Ok(());
        }
        // The newest goes on.
        let rest = crossed.split_off(crossed.len().min(1));
        let crossed = crossed.pop();
        for mut mine in rest {
            over(self.tx, &mut mine, (WhyOver::Superseded, self.now), &mut self.changes)?;
        }
        let (identity, held) = meet(self.tx, author.key, offer.identity(), self.now)?;
        let new = NewSecretChat {
            id: random_chat_id()?,
            person: author.key,
            accepted: author.accepted,
            stage: SecretStage::Asked,
            role: SecretRole::Accepter,
            offer: hash,
            pairing: *offer.chat_id(),
            secret: content.as_bytes().to_vec().into(),
            identity: Some(identity.key),
            held,
            relays: addresses(offer.relays()),
            until_secs: offer.expiry(),
            began: self.now,
        };
        let mut chat = match crossed {
            Some(mut chat) => {
                chat.stage = SecretStage::Asked;
                chat.role = SecretRole::Accepter;
                chat.offer = new.offer;
                chat.pairing = new.pairing;
                chat.secret = new.secret;
                chat.identity = new.identity;
                chat.held = held;
                chat.relays = new.relays;
                chat.until_secs = new.until_secs;
                self.tx.save_secret_chat(&chat)?;
                self.tx.set_secret_mailboxes(chat.chat, &[])?;
                chat
            }
            None => {
                let key = self.tx.begin_secret_chat(&new)?.key;
                self.tx.secret_chat(key)?.ok_or(StoreError::NoSuchRow)?
            }
        };
        self.changes.secret_chats.insert(chat.chat);
        self.changes.chats.insert(chat.chat);
        // Without asking: a contact, a device that is known, and one that was here when it was said.
        if author.accepted && !held && born <= created {
            answer(self.heart, self.tx, &mut chat, (created, self.now), &mut self.changes)?;
        }
        Ok(())
    }

    /// Chats with somebody whose offer nobody answered yet.
    fn open_offers(&self, person: PersonKey) -> Result<Vec<SecretChatRow>, StoreError> {
        let all = self.tx.secret_chats_with(person)?;
        let open =
            |chat: &SecretChatRow| matches!(chat.stage, SecretStage::Offered | SecretStage::Asked);
        Ok(all.into_iter().filter(open).collect())
    }

    fn accept_came(
        &mut self,
        author: &Person,
        content: &str,
        key: ChatKey,
    ) -> Result<(), StoreError> {
        let Ok(accept) = Accept::read(content, &author.account.to_bytes()) else { return Ok(()) };
        let Some(mut chat) = self.tx.secret_chat(key)? else { return Ok(()) };
        let here = self.tx.chat_people(key)?.iter().any(|person| person.key == author.key);
        if !here || chat.pairing != *accept.chat_id() || chat.offer != *accept.offer() {
            return Ok(());
        }
        if chat.stage != SecretStage::Offered {
            return self.accept_came_late(author, &accept, chat);
        }
        let Ok(offer) = OpenOffer::restore(&chat.secret) else { return Err(StoreError::Damaged) };
        let (mine, _) = device(self.tx, self.heart.me().to_bytes(), self.heart.born())?;
        let Ok(opened) = offer.open(&accept, &mine, self.now.secs(), &mut rng()) else {
            return Ok(());
        };
        let (identity, held) = meet(self.tx, author.key, accept.identity(), self.now)?;
        chat.stage = SecretStage::Standing;
        chat.secret = opened.ratchet.save();
        chat.answer = Some(accept.hash());
        chat.transcript = Some(*opened.ratchet.transcript());
        chat.identity = Some(identity.key);
        chat.held = held;
        chat.relays = addresses(accept.relays());
        self.tx.save_secret_chat(&chat)?;
        let reply = reply_of(self.tx, key)?;
        listen(self.tx, key, &opened.ratchet, reply)?;
        note(self.tx, key, (Note::Started, self.now), &mut self.changes)?;
        // Before all that was typed meanwhile.
        let (said, at) = hello(self.heart, &mut chat, self.now);
        self.tx.save_secret_chat(&chat)?;
        self.tx.hello_first(key, &written(said, at)?)?;
        self.hear(&mut chat, author, &opened.content)?;
        self.heart.flush_secret(self.tx, &mut chat, self.now, &mut self.changes)?;
        self.changes.secret_chats.insert(key);
        self.changes.chats.insert(key);
        Ok(())
    }

    /// A second device accepted, or the same one again.
    fn accept_came_late(
        &mut self,
        author: &Person,
        accept: &Accept,
        mut chat: SecretChatRow,
    ) -> Result<(), StoreError> {
        if chat.answer == Some(accept.hash()) {
            return Ok(());
        }
        let (identity, _) = meet(self.tx, author.key, accept.identity(), self.now)?;
        if chat.stage != SecretStage::Over && chat.identity != Some(identity.key) && !chat.rival {
            chat.rival = true;
            self.tx.save_secret_chat(&chat)?;
            self.changes.chats.insert(chat.chat);
        }
        let ending = Ending { chat_id: chat.pairing, hash: accept.hash() };
        post_ending(self.heart, self.tx, author, (ending, chat.chat), self.now)
    }

    fn ended(&mut self, author: &Person, content: &str) -> Result<(), StoreError> {
        let Ok(ending) = Ending::read(content) else { return Ok(()) };
        for mut chat in self.tx.secret_chats_with(author.key)? {
            let why = match chat.stage {
                _ if chat.pairing != ending.chat_id => continue,
                SecretStage::Accepted if chat.answer == Some(ending.hash) => WhyOver::Taken,
                SecretStage::Offered if chat.offer == ending.hash => WhyOver::Refused,
                _ => continue,
            };
            over(self.tx, &mut chat, (why, self.now), &mut self.changes)?;
        }
        Ok(())
    }

    /// An envelope in a secret mailbox opened: the relay that served it is to forget it.
    pub(in crate::messenger) fn opened(
        &mut self,
        mailbox: &SecretMailbox,
        (event, relay): (EventId, &RelayAddress),
    ) -> Result<(), StoreError> {
        self.tx.mark_secret_opened(&event)?;
        let due = self.now.plus(SOONEST + random_below(SPREAD)?);
        let (keys, lane) = (mailbox.keys.clone(), mailbox.chat.lane());
        let farewell = Farewell { event, relay: relay.clone(), mailbox: keys, lane };
        self.tx.plan_farewell(&farewell, due)?;
        self.changes.fading = true;
        Ok(())
    }

    /// It came before, maybe from another relay; what did not open is left alone.
    pub(in crate::messenger) fn came_again(
        &mut self,
        mailbox: &SecretMailbox,
        (event, relay): (EventId, &RelayAddress),
    ) -> Result<(), StoreError> {
        if self.tx.has_opened_secret(&event)? {
            self.opened(mailbox, (event, relay))?;
        }
        Ok(())
    }

    /// A wire in a mailbox of a chat.
    pub(in crate::messenger) fn wire(
        &mut self,
        mailbox: &SecretMailbox,
        wire: &[u8],
        (event, relay): (EventId, &RelayAddress),
    ) -> Result<(), StoreError> {
        let Some(mut chat) = self.tx.secret_chat(mailbox.chat)? else { return Ok(()) };
        if !matches!(chat.stage, SecretStage::Accepted | SecretStage::Standing) {
            return Ok(());
        }
        let Some(person) = self.tx.chat_people(chat.chat)?.into_iter().next() else {
            return Ok(());
        };
        let Ok(chain) = <[u8; 8]>::try_from(&mailbox.header[..]) else { return Ok(()) };
        let chain = ChainNumber(u64::from_be_bytes(chain));
        let before = ratchet(&chat)?;
        let opened = match before.receive(chain, wire, self.now.secs(), &mut rng()) {
            Ok(opened) => opened,
            Err(Failure::Forked) => {
                return over(self.tx, &mut chat, (WhyOver::Copied, self.now), &mut self.changes);
            }
            // Its key was given up: the person hears that something is missing for good.
            Err(Failure::Late) => {
                chat.lost = chat.lost.saturating_add(1);
                self.changes.chats.insert(chat.chat);
                return self.tx.save_secret_chat(&chat);
            }
            Err(Failure::Unopened) => return Ok(()),
        };
        let confirmed = chat.stage == SecretStage::Accepted;
        chat.stage = SecretStage::Standing;
        chat.secret = opened.ratchet.save();
        let missing = u32::try_from(opened.ratchet.missing()).unwrap_or(u32::MAX);
        if std::mem::replace(&mut chat.missing, missing) != missing {
            self.changes.chats.insert(chat.chat);
        }
        self.tx.save_secret_chat(&chat)?;
        let reply = reply_of(self.tx, chat.chat)?;
        let reply = reply.filter(|_| chat.until_secs > self.now.secs());
        listen(self.tx, chat.chat, &opened.ratchet, reply)?;
        self.changes.secret_chats.insert(chat.chat);
        if confirmed {
            note(self.tx, chat.chat, (Note::Started, self.now), &mut self.changes)?;
            self.changes.chats.insert(chat.chat);
        }
        self.opened(mailbox, (event, relay))?;
        // Of somebody blocked nothing is read; the chat goes on if that ends.
        if !person.blocked {
            self.heart.activity().heard(chat.chat, self.now);
            self.hear(&mut chat, &person, &opened.content)?;
        }
        self.heart.flush_secret(self.tx, &mut chat, self.now, &mut self.changes)
    }
}

/// Offers of one person that wait at once.
pub(super) const MOST_OPEN: usize = 5;

/// A chat's id here: nobody else has to know it.
pub(super) fn random_chat_id() -> Result<ChatId, StoreError> {
    let mut id = [0; 16];
    getrandom::fill(&mut id).map_err(StoreError::fault)?;
    Ok(ChatId(id))
}

fn random_below(end: u64) -> Result<i64, StoreError> {
    let random = getrandom::u64().map_err(StoreError::fault)?;
    Ok(i64::try_from(random % end).unwrap_or(0))
}
