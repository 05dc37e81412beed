//! The messenger over the real network stack, with relays that do as a test wants: that are late,
//! ask who is there, or say nothing.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use hushwing::messenger::{
    Account, ChatName, Command, Event, Me, Messenger, NewProfile, Options, Reply, Sent, Synced,
};
use hushwing::model::{
    ChatId, MessageId, MessageState, Name, ProfileDir, RelayAddress, RelayCondition, RelayStatus,
    Secret, Unlock, npub,
};
use nostr::key::Keys;
use serde_json::Value;
use tokio::sync::broadcast;

#[path = "support/bad_relay.rs"]
#[allow(dead_code, unreachable_pub)]
mod bad_relay;

use bad_relay::{BadRelay, Gate, Manners};

/// Longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

struct Person {
    messenger: Messenger,
    events: broadcast::Receiver<Event>,
    _folder: tempfile::TempDir,
}

fn url(relay: &BadRelay) -> RelayAddress {
    relay.url().parse().unwrap()
}

impl Person {
    async fn new(name: &str, relays: &[&BadRelay], index: &[&BadRelay]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let new = NewProfile {
            dir: ProfileDir::at(folder.path().join("profile")),
            name: Name::clean(name).unwrap(),
            unlock: Unlock::Passphrase(Secret::new("a passphrase".into())),
            account: Account::New,
            relays: Some(relays.iter().map(|relay| url(relay)).collect()),
        };
        let options = Options {
            online: true,
            cheap_keys: true,
            index_relays: Some(index.iter().map(|relay| url(relay)).collect()),
            ..Options::default()
        };
        let messenger = Messenger::create(new, options).await.unwrap();
        Self { events: messenger.events(), messenger, _folder: folder }
    }

    async fn run(&self, command: Command) -> Reply {
        self.messenger.run(command).await.unwrap()
    }

    async fn relays(&self) -> Vec<RelayStatus> {
        match self.run(Command::Relays).await {
            Reply::Relays(rows) => rows,
            other => panic!("{other:?}"),
        }
    }

    async fn me(&self) -> Me {
        match self.run(Command::Whoami).await {
            Reply::Me(me) => me,
            other => panic!("{other:?}"),
        }
    }

    async fn link(&self) -> String {
        self.me().await.link
    }

    async fn add(&self, link: &str) -> ChatId {
        match self.run(Command::AddContact { link: link.into(), name: None }).await {
            Reply::Contact(added) => added.chat,
            other => panic!("{other:?}"),
        }
    }

    async fn send(&self, chat: ChatId, text: &str) -> Sent {
        let chat = ChatName::from(chat);
        match self.run(Command::Send { chat, text: text.into(), reply_to: None, ttl: None }).await {
            Reply::Sent(sent) => sent,
            other => panic!("{other:?}"),
        }
    }

    async fn sync(&self) -> Synced {
        match self.run(Command::Sync { timeout_ms: 60_000 }).await {
            Reply::Synced(synced) => synced,
            other => panic!("{other:?}"),
        }
    }

    async fn state(&self, message: MessageId) -> MessageState {
        match self.run(Command::Message { message }).await {
            Reply::Messages(rows) => rows[0].state,
            other => panic!("{other:?}"),
        }
    }

    /// Waits until a message of one's own has come so far, or further.
    async fn reaches(&mut self, sent: Sent, state: MessageState) {
        while self.state(sent.message).await < state {
            self.hears().await;
        }
    }

    /// The next event, which must come.
    async fn hears(&mut self) -> Event {
        tokio::time::timeout(PATIENCE, self.events.recv()).await.expect("an event").unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_told_as_an_event_when_they_come() {
    let information = r#"{"supported_nips":[1],"limitation":{"max_message_length":70000}}"#;
    let information = Some(information.into());
    let manners = Manners { information, information_waits: true, ..Manners::default() };
    let relay = BadRelay::listen(manners).await;
    let mut alice = Person::new("Alice", &[&relay], &[]).await;
    alice.sync().await;
    let row = alice.relays().await.remove(0);
    assert_eq!((row.state, row.limits_known), (RelayCondition::Connected, false));
    // Everything else is at rest, and nothing is asked for: whoever waits is woken.
    relay.manners().information_waits = false;
    loop {
        if let Event::Relay(row) = alice.hears().await
            && row.limits_known
        {
            assert_eq!(row.limits.max_message_length, Some(70_000));
            break;
        }
    }
    let row = alice.relays().await.remove(0);
    assert_eq!((row.state, row.limits_known), (RelayCondition::Connected, true));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_without_a_document_is_known_to_have_none() {
    let relay = BadRelay::listen(Manners::default()).await;
    let mut alice = Person::new("Alice", &[&relay], &[]).await;
    while !alice.relays().await[0].limits_known {
        alice.hears().await;
    }
    assert_eq!(alice.relays().await[0].limits.max_message_length, None);
}

/// Alice at `home`, Bob at `his`; Alice knows where Bob's list lies, and has sent one message.
async fn alice_writes_to_bob(home: &BadRelay, his: &BadRelay) -> (Person, Person, ChatId) {
    let mut alice = Person::new("Alice", &[home], &[]).await;
    let bob = Person::new("Bob", &[his], &[]).await;
    bob.sync().await;
    let chat = alice.add(&bob.link().await).await;
    let hello = alice.send(chat, "hello").await;
    alice.reaches(hello, MessageState::Sent).await;
    (alice, bob, chat)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_queued_is_pending() {
    let (home, his) =
        (BadRelay::listen(Manners::default()).await, BadRelay::listen(Manners::default()).await);
    let (alice, bob, chat) = alice_writes_to_bob(&home, &his).await;
    bob.messenger.stop().await;
    alice.sync().await;
    // His relay takes everything, and does not let anybody look whether it is there.
    his.manners().req_notice = Some("rate-limited: slow down".into());
    let sent = alice.send(chat, "are you there?").await;
    let synced = alice.sync().await;
    assert_eq!(alice.state(sent.message).await, MessageState::Queued);
    assert_eq!(synced.pending, 1, "one message, one number");
    his.manners().req_notice = None;
    // Asked for, it looks again at once, whenever that was due.
    assert_eq!(alice.sync().await.pending, 0);
    assert!(alice.state(sent.message).await >= MessageState::Sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_silent_relay_holds_up_no_lookup() {
    let (home, silent) = (
        BadRelay::listen(Manners::default()).await,
        BadRelay::listen(Manners { no_answer: true, ..Manners::default() }).await,
    );
    let bob = Person::new("Bob", &[&home], &[]).await;
    bob.sync().await;
    let mut alice = Person::new("Alice", &[&home], &[&silent]).await;
    // Somebody who is nowhere, so that a lookup is under way when Bob's is wanted.
    let nobody = npub(&Keys::generate().public_key());
    let nobody = alice.add(&nobody).await;
    alice.send(nobody, "are you anywhere?").await;
    let silent_heard = |verb| silent.heard_verb(verb).len();
    while silent_heard("REQ") < 2 {
        tokio::task::yield_now().await;
    }
    let chat = alice.add(&bob.link().await).await;
    let hello = alice.send(chat, "hello").await;
    alice.reaches(hello, MessageState::Sent).await;
    // A question that was given up is closed: none was, so nobody waited for its end.
    assert_eq!(silent_heard("CLOSE"), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_behind_a_gate_is_found_by_proving_any_key() {
    for (challenge_at_once, silent_auth) in [(true, false), (false, false), (false, true)] {
        let read = Gate::AnyKey;
        let manners = Manners { read, challenge_at_once, silent_auth, ..Manners::default() };
        let gated = BadRelay::listen(manners).await;
        let (alice, bob, _) = alice_writes_to_bob(&gated, &gated).await;
        assert_eq!(alice.sync().await.pending, 0);
        let (me, him) = (alice.me().await.account.to_hex(), bob.me().await.account.to_hex());
        let lookup = |(_, request): &(usize, Value)| {
            request[2]["kinds"][0] == 10050 && request[2]["authors"][0] == *him
        };
        let asked: Vec<usize> =
            gated.heard_verb("REQ").iter().filter(|r| lookup(r)).map(|(n, _)| *n).collect();
        let by_me = gated.heard_auth().into_iter().any(|(n, key)| asked.contains(&n) && key == me);
        assert!(!asked.is_empty() && !by_me, "the relay learned who looks for whom");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_for_members_is_found_as_soon_as_the_account_may_be_shown() {
    let (home, his) =
        (BadRelay::listen(Manners::default()).await, BadRelay::listen(Manners::default()).await);
    let bob = Person::new("Bob", &[&his], &[]).await;
    bob.sync().await;
    let mut alice = Person::new("Alice", &[&home], &[]).await;
    let members = Gate::Keys(vec![alice.me().await.account, bob.me().await.account]);
    his.manners().read = members;
    let chat = alice.add(&bob.link().await).await;
    let hello = alice.send(chat, "hello").await;
    alice.sync().await;
    assert_eq!(alice.state(hello.message).await, MessageState::Waiting);
    alice.run(Command::AllowAccountAuth { url: url(&his), allow: true }).await;
    // At once, and not when the next look would have been due.
    alice.reaches(hello, MessageState::Sent).await;
}
