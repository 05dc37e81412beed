//! The stage: relays, people, and waiting for what should happen.

use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::broadcast;

use crate::messenger::*;
use crate::model::*;
use crate::server::{Config, Data, Relay};

/// Longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// A relay that forgets everything when it goes.
pub(crate) async fn relay() -> Relay {
    Relay::start(Config::default(), "127.0.0.1:0".parse().unwrap(), Data::Memory).await.unwrap()
}

/// Somebody with a profile.
pub(crate) struct Person {
    pub(crate) messenger: Messenger,
    pub(crate) me: Me,
    events: broadcast::Receiver<Event>,
    folder: Option<TempDir>,
}

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text.into())
}

pub(crate) fn options() -> Options {
    Options { online: true, cheap_keys: true, index_relays: Some(Vec::new()), ..Options::default() }
}

impl Person {
    /// A new account at these relays.
    pub(crate) async fn new(name: &str, relays: &[&Relay]) -> Self {
        Self::with(name, Account::New, relays.iter().map(|r| r.url()).collect(), options()).await
    }

    /// Another device of an account.
    pub(crate) async fn restored(name: &str, words: Secret, relays: &[&Relay]) -> Self {
        let urls = relays.iter().map(|r| r.url()).collect();
        Self::with(name, Account::Words(words), urls, options()).await
    }

    /// An account that looks relay lists up at this relay too.
    pub(crate) async fn with_index(name: &str, relays: &[&Relay], index: &Relay) -> Self {
        let options = Options { index_relays: Some(vec![index.url()]), ..options() };
        Self::with(name, Account::New, relays.iter().map(|r| r.url()).collect(), options).await
    }

    pub(crate) async fn with(
        name: &str,
        account: Account,
        relays: Vec<RelayAddress>,
        options: Options,
    ) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let new = NewProfile {
            dir: ProfileDir::at(folder.path().join("profile")),
            name: Name::clean(name).unwrap(),
            unlock: Unlock::Passphrase(secret("a passphrase")),
            account,
            relays: (!relays.is_empty()).then_some(relays),
        };
        let messenger = Messenger::create(new, options).await.unwrap();
        Self::of(messenger, folder).await
    }

    async fn of(messenger: Messenger, folder: TempDir) -> Self {
        let events = messenger.events();
        let Reply::Me(me) = messenger.run(Command::Whoami).await.unwrap() else { panic!() };
        Self { messenger, me, events, folder: Some(folder) }
    }

    /// Stops, and starts again with the same profile.
    pub(crate) async fn restart(mut self) -> Self {
        self.messenger.stop().await;
        let folder = self.folder.take().unwrap();
        drop(self);
        Self::reopen(folder).await
    }

    /// Stops, and starts again with the same profile, as the command line does: what needs the
    /// network connects.
    pub(crate) async fn restart_offline(mut self) -> Self {
        self.messenger.stop().await;
        let folder = self.folder.take().unwrap();
        drop(self);
        let dir = ProfileDir::at(folder.path().join("profile"));
        let unlock = Unlock::Passphrase(secret("a passphrase"));
        let options = Options { online: false, ..options() };
        Self::of(Messenger::open(dir, unlock, options).await.unwrap(), folder).await
    }

    /// Where the profile lies.
    pub(super) fn dir(&self) -> ProfileDir {
        ProfileDir::at(self.folder.as_ref().unwrap().path().join("profile"))
    }

    /// Stops; the folder can be opened again.
    pub(crate) async fn leave(mut self) -> TempDir {
        self.messenger.stop().await;
        self.folder.take().unwrap()
    }

    pub(crate) async fn reopen(folder: TempDir) -> Self {
        let dir = ProfileDir::at(folder.path().join("profile"));
        let unlock = Unlock::Passphrase(secret("a passphrase"));
        Self::of(Messenger::open(dir, unlock, options()).await.unwrap(), folder).await
    }

    /// The same, as something else would start it: at another time, or offline.
    pub(crate) async fn reopen_with(folder: TempDir, options: Options) -> Self {
        let dir = ProfileDir::at(folder.path().join("profile"));
        let unlock = Unlock::Passphrase(secret("a passphrase"));
        Self::of(Messenger::open(dir, unlock, options).await.unwrap(), folder).await
    }

    /// The next event of some sort.
    pub(crate) async fn hears(&mut self, what: &str, mut is: impl FnMut(&Event) -> bool) -> Event {
        let heard = tokio::time::timeout(PATIENCE, async {
            loop {
                match self.events.recv().await {
                    Ok(event) if is(&event) => return event,
                    Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        });
        heard.await.unwrap_or_else(|_| panic!("{} never heard: {what}", self.me.name))
    }

    pub(crate) async fn run(&self, command: Command) -> Reply {
        self.messenger.run(command).await.unwrap()
    }

    pub(crate) async fn refused(&self, command: Command) -> Error {
        self.messenger.run(command).await.unwrap_err()
    }

    /// Adds a contact by link.
    pub(crate) async fn add(&self, other: &Self) -> ContactAdded {
        let link = other.me.link.clone();
        match self.run(Command::AddContact { link, name: None }).await {
            Reply::Contact(added) => added,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn send(&self, chat: impl Into<ChatName>, text: &str) -> Sent {
        sent(
            self.run(Command::Send {
                chat: chat.into(),
                text: text.into(),
                reply_to: None,
                ttl: None,
            })
            .await,
        )
    }

    pub(crate) async fn history(&self, chat: impl Into<ChatName>) -> Vec<Message> {
        let chat = chat.into();
        match self.run(Command::History { chat, limit: 100, before: Before::End }).await {
            Reply::Messages(messages) => messages,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn texts(&self, chat: impl Into<ChatName>) -> Vec<String> {
        self.history(chat).await.into_iter().map(|m| m.text).collect()
    }

    pub(crate) async fn chats(&self) -> Vec<Chat> {
        match self.run(Command::Chats).await {
            Reply::Chats(chats) => chats,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn requests(&self) -> Vec<Request> {
        match self.run(Command::Requests { limit: 2_000 }).await {
            Reply::Requests(requests) => requests,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn contacts(&self) -> Vec<Contact> {
        match self.run(Command::Contacts).await {
            Reply::Contacts(contacts) => contacts,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn words(&self) -> Secret {
        let passphrase = secret("a passphrase");
        match self.run(Command::Export { form: KeyForm::Words, passphrase }).await {
            Reply::Key { key, .. } => key,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn sync(&self) -> Synced {
        match self.run(Command::Sync { timeout_ms: 30_000 }).await {
            Reply::Synced(synced) => synced,
            other => panic!("{other:?}"),
        }
    }

    /// Waits until `what` is so, looking again after each event.
    pub(crate) async fn until<T, F>(&mut self, what: &str, mut look: F) -> T
    where
        F: AsyncFnMut(&Messenger) -> Option<T>,
    {
        let waited = tokio::time::timeout(PATIENCE, async {
            loop {
                if let Some(found) = look(&self.messenger).await {
                    return found;
                }
                // Whatever happens, it is worth another look; so is a long silence.
                let _ = tokio::time::timeout(Duration::from_secs(1), self.events.recv()).await;
            }
        });
        waited.await.unwrap_or_else(|_| panic!("{} never saw: {what}", self.me.name))
    }

    /// Waits until a chat's newest message says this.
    pub(crate) async fn sees(&mut self, chat: impl Into<ChatName>, text: &str) -> Message {
        let chat = chat.into();
        self.until(text, async |messenger| {
            let chat = chat.clone();
            let page = Command::History { chat, limit: 100, before: Before::End };
            match messenger.run(page).await {
                Ok(Reply::Messages(all)) => all.into_iter().rev().find(|m| m.text == text),
                _ => None,
            }
        })
        .await
    }

    /// Waits until a message of one's own has come so far.
    pub(crate) async fn reaches(&mut self, message: MessageId, state: MessageState) -> Message {
        self.until(&format!("{state:?}"), async |messenger| {
            match messenger.run(Command::Message { message }).await {
                Ok(Reply::Messages(all)) => all.into_iter().find(|m| m.state == state),
                _ => None,
            }
        })
        .await
    }

    /// The chat with somebody.
    pub(crate) fn chat_with(&self, other: &Self) -> ChatId {
        ChatId::of_people([&self.me.account, &other.me.account])
    }
}

pub(crate) fn sent(reply: Reply) -> Sent {
    match reply {
        Reply::Sent(sent) => sent,
        other => panic!("{other:?}"),
    }
}

/// Alice and Bob, who have added each other.
pub(crate) async fn alice_and_bob(relay: &Relay) -> (Person, Person, ChatId) {
    let alice = Person::new("Alice", &[relay]).await;
    let bob = Person::new("Bob", &[relay]).await;
    alice.add(&bob).await;
    bob.add(&alice).await;
    // Their relay lists are out, so that each finds the other even when one leaves at once.
    alice.sync().await;
    bob.sync().await;
    let chat = alice.chat_with(&bob);
    (alice, bob, chat)
}
