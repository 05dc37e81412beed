//! Before the windows open: the relay, the people, and what they have said by then.
//!
//! Everything goes through the real messenger and the real relay, so the windows find what they
//! would find anywhere. Only the time is made up: it begins yesterday, so that the relay and the
//! people of this room share a clock of their own until the present is reached.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::DemoError;
use super::talk::{self, Act, Beat, Place, Who};
use crate::messenger::{
    Account, ChatName, Command, Error, ErrorKind, Event, Me, Messenger, NewProfile, Options, Reply,
};
use crate::model::{
    ChatId, Clock, Message, MessageId, MessageState, Name, ProfileDir, Secret, Unlock, npub,
};
use crate::server::{Config, Data, Relay};

/// Longest that the talk may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);
/// Words of the passphrase, eleven bits each.
const WORDS: usize = 4;
const MINUTE: i64 = 60_000;

/// How much it costs to guess the passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// As everywhere.
    Real,
    /// As in tests.
    #[cfg(test)]
    Cheap,
}

/// Somebody who gets a window.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) dir: ProfileDir,
}

/// All is ready for the windows. The relay runs as long as this stands.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) people: [Person; 2],
    /// Opens both profiles.
    pub(super) passphrase: Secret,
    /// The chat between the two.
    pub(super) chat: ChatId,
    relay: Relay,
    hand: JoinHandle<()>,
}

impl Stage {
    /// Makes everything in this folder.
    ///
    /// # Errors
    /// The relay does not start, a profile cannot be made, or the people do not hear of each other.
    pub(super) async fn set(folder: &Path, keys: Keys) -> Result<Self, DemoError> {
        let clock = Clock::standing_at(Clock::system().now().plus(-talk::LENGTH * MINUTE));
        let passphrase = made_up_passphrase()?;
        let config =
            Config { name: "Hushwing demo".into(), clock: clock.clone(), ..Config::default() };
        let loopback = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        let relay = Relay::start(config, loopback, Data::Memory).await?;
        let (chat, people) = timeout(PATIENCE, rehearse(folder, keys, &clock, &passphrase, &relay))
            .await
            .map_err(|_| DemoError::Silence)??;
        // From here on it is now, everywhere.
        let hand = tokio::spawn(async move {
            loop {
                clock.advance(Clock::system().now().0 - clock.now().0);
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        Ok(Self { people, passphrase, chat, relay, hand })
    }

    /// Ends it.
    pub(super) async fn strike(self) {
        self.hand.abort();
        self.relay.stop().await;
    }
}

/// Words from the list that account keys are written down with.
fn made_up_passphrase() -> Result<Secret, DemoError> {
    let list = bip39::Language::English.word_list();
    let mut words = Vec::new();
    for _ in 0..WORDS {
        let mut bytes = [0; 2];
        getrandom::fill(&mut bytes).map_err(|error| DemoError::Start(error.into()))?;
        // 2048 words: no remainder, so each is as likely.
        words.push(list[usize::from(u16::from_be_bytes(bytes)) % list.len()]);
    }
    Ok(Secret::new(words.join(" ")))
}

async fn rehearse(
    folder: &Path,
    keys: Keys,
    clock: &Clock,
    passphrase: &Secret,
    relay: &Relay,
) -> Result<(ChatId, [Person; 2]), DemoError> {
    let make = |who: Who| Actor::make(who, folder, keys, clock.clone(), passphrase.clone(), relay);
    let (nadia, omid, mateo) =
        tokio::try_join!(make(Who::Nadia), make(Who::Omid), make(Who::Mateo))?;
    let mut cast = [nadia, omid, mateo];
    for who in Who::ALL {
        for other in Who::ALL.into_iter().filter(|other| *other != who) {
            let link = cast[other as usize].me.link.clone();
            cast[who as usize].run(Command::AddContact { link, name: None }).await?;
        }
        cast[who as usize].run(Command::Sync { timeout_ms: 10_000 }).await?;
    }
    perform(&mut cast, clock).await?;
    let chat = chat_of(&cast, Place::Between);
    for actor in &cast {
        // Receipts and copies for other devices go out.
        actor.run(Command::Sync { timeout_ms: 10_000 }).await?;
    }
    for actor in &cast {
        actor.messenger.stop().await;
    }
    let [nadia, omid, _mateo] = cast;
    Ok((chat, [nadia, omid].map(|actor| Person { name: actor.who.name(), dir: actor.dir })))
}

/// Plays the talk, each line once the line before has arrived.
async fn perform(cast: &mut [Actor; 3], clock: &Clock) -> Result<(), DemoError> {
    let mut said: Vec<(&str, Place, MessageId)> = Vec::new();
    for Beat { after, who, act } in talk::TALK {
        clock.advance(after * MINUTE);
        let find = |label: &str| said.iter().find(|(name, ..)| *name == label).copied();
        match *act {
            Act::Say { label, place, text, to } => {
                let reply_to = to.and_then(find).map(|(_, _, id)| id);
                let chat = chat_of(cast, place).into();
                if place == Place::Room && !said.iter().any(|(_, at, _)| *at == Place::Room) {
                    open_room(cast, *who).await?;
                }
                let send = Command::Send { chat, text: text.to_owned(), reply_to, ttl: None };
                let id = sent(cast[*who as usize].run(send).await?)?;
                said.push((label, place, id));
                hear(cast, *who, place, id, |_| true).await?;
            }
            Act::React { label, emoji } => {
                let Some((_, place, id)) = find(label) else { continue };
                let react = Command::React { message: id, emoji: emoji.to_owned() };
                cast[*who as usize].run(react).await?;
                hear(cast, *who, place, id, |m| m.reactions.contains_key(emoji)).await?;
            }
            Act::Edit { label, text } => {
                let Some((_, place, id)) = find(label) else { continue };
                let edit = Command::Edit { message: id, text: text.to_owned() };
                cast[*who as usize].run(edit).await?;
                hear(cast, *who, place, id, |m| m.text == text).await?;
            }
            Act::Read { place } => {
                let Some(&(.., id)) = said.iter().rev().find(|(_, at, _)| *at == place) else {
                    continue;
                };
                let chat = chat_of(cast, place).into();
                cast[*who as usize].run(Command::MarkRead { chat, up_to: id }).await?;
                if place == Place::Between {
                    // Whoever wrote it sees that, and the other has nothing to see.
                    let author = other(*who);
                    let done = |m: &Message| !m.mine || m.state == MessageState::Read;
                    cast[author as usize].until(id, done).await?;
                }
            }
        }
    }
    Ok(())
}

/// Waits until everybody else in a place sees it so.
async fn hear(
    cast: &mut [Actor; 3],
    who: Who,
    place: Place,
    id: MessageId,
    seen: impl Fn(&Message) -> bool,
) -> Result<(), DemoError> {
    for listener in place.people().iter().filter(|one| **one != who) {
        cast[*listener as usize].until(id, &seen).await?;
    }
    Ok(())
}

async fn open_room(cast: &[Actor; 3], who: Who) -> Result<(), DemoError> {
    let others = Place::Room.people().iter().filter(|one| **one != who);
    let people = others.map(|one| ChatName(npub(&cast[*one as usize].me.account))).collect();
    let subject = Name::clean(talk::ROOM).ok();
    cast[who as usize].run(Command::CreateRoom { people, subject }).await?;
    Ok(())
}

fn other(who: Who) -> Who {
    if who == Who::Nadia { Who::Omid } else { Who::Nadia }
}

fn chat_of(cast: &[Actor; 3], place: Place) -> ChatId {
    ChatId::of_people(place.people().iter().map(|who| &cast[*who as usize].me.account))
}

fn sent(reply: Reply) -> Result<MessageId, DemoError> {
    match reply {
        Reply::Sent(sent) => Ok(sent.message),
        _ => Err(odd()),
    }
}

fn odd() -> DemoError {
    Error::new(ErrorKind::Internal, "the messenger answered something else").into()
}

/// One of the people while they have no window.
struct Actor {
    who: Who,
    dir: ProfileDir,
    me: Me,
    messenger: Messenger,
    events: broadcast::Receiver<Event>,
}

impl Actor {
    async fn make(
        who: Who,
        folder: &Path,
        keys: Keys,
        clock: Clock,
        passphrase: Secret,
        relay: &Relay,
    ) -> Result<Self, DemoError> {
        let dir = ProfileDir::at(folder.join(who.name()));
        let new = NewProfile {
            dir: dir.clone(),
            name: Name::clean(who.name()).map_err(|_| odd())?,
            unlock: Unlock::Passphrase(passphrase),
            account: Account::New,
            relays: Some(vec![relay.url()]),
        };
        let options = Options {
            clock,
            index_relays: Some(Vec::new()),
            online: true,
            cheap_keys: keys != Keys::Real,
        };
        let messenger = Messenger::create(new, options).await?;
        let events = messenger.events();
        let Reply::Me(me) = messenger.run(Command::Whoami).await? else { return Err(odd()) };
        Ok(Self { who, dir, me, messenger, events })
    }

    async fn run(&self, command: Command) -> Result<Reply, DemoError> {
        Ok(self.messenger.run(command).await?)
    }

    /// Waits until a message is here and is so.
    async fn until(
        &mut self,
        message: MessageId,
        seen: impl Fn(&Message) -> bool,
    ) -> Result<(), DemoError> {
        loop {
            let Reply::Messages(found) = self.run(Command::Message { message }).await? else {
                return Err(odd());
            };
            if found.iter().any(&seen) {
                return Ok(());
            }
            // Whatever happened since the look waits here.
            if let Err(RecvError::Closed) = self.events.recv().await {
                return Err(DemoError::Silence);
            }
        }
    }
}
