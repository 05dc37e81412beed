//! Two people with a messenger each compare, over a relay: what one screen shows, the other reads.

use super::*;
use crate::app::code;
use crate::app::photographs::{Light, seen};
use crate::messenger::Messenger;
use crate::messenger::tests::secret::secret_friends;
use crate::messenger::tests::world::{Person, relay};
use crate::server::Relay;

/// Somebody with the dialog before them.
struct Side {
    person: Person,
    dialog: State,
}

async fn row(messenger: &Messenger, chat: ChatId) -> Option<Chat> {
    match messenger.run(Command::Chats).await {
        Ok(Reply::Chats(chats)) => chats.into_iter().find(|row| row.chat == chat),
        _ => None,
    }
}

impl Side {
    async fn of((person, chat): (Person, ChatId)) -> Self {
        let row = row(&person.messenger, chat).await.unwrap();
        let (dialog, first) = State::open(row, Some(person.me.account));
        let mut side = Self { person, dialog };
        side.act(first).await;
        side
    }

    /// Does what the dialog asks for, and what follows.
    async fn act(&mut self, mut action: Action) {
        while let Action::Ask(want, command) = action {
            let answer = self.person.messenger.run(command).await;
            action = self.dialog.answered(want, answer);
        }
    }

    async fn press(&mut self, message: Message) {
        let action = self.dialog.update(message);
        self.act(action).await;
    }

    /// Waits until the chat's row, which the dialog is told, is so.
    async fn until(&mut self, what: &str, is: impl Fn(&Self) -> bool) {
        loop {
            let chat = self.dialog.chat();
            let before = self.dialog.chat.clone();
            let changed = async |messenger: &Messenger| {
                row(messenger, chat).await.filter(|row| *row != before)
            };
            if is(self) {
                return;
            }
            let row = self.person.until(what, changed).await;
            let action = self.dialog.told(&row);
            self.act(action).await;
        }
    }

    fn digits(&self) -> &str {
        &self.dialog.number.as_ref().unwrap().read.digits
    }

    /// A picture of the window with the dialog in it.
    fn photo(&self, light: Light) -> image::RgbaImage {
        seen(light, view(&self.dialog, light.tokens(), light.size))
    }

    async fn scan(&mut self, code: Vec<u8>) {
        self.press(Message::ScanPressed).await;
        assert!(matches!(self.dialog.update(Message::ChoosePressed), Action::Choose));
        self.press(Message::CodeRead(Ok(Some(code)))).await;
    }
}

async fn two(relay: &Relay) -> (Side, Side) {
    let (alice, bob) = secret_friends(relay).await;
    (Side::of(alice).await, Side::of(bob).await)
}

/// What the reader finds in a picture of a window.
async fn found_in(photo: &image::RgbaImage) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("photo.png");
    photo.save(&path).unwrap();
    code::of_file(path).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn both_see_the_same_digits_and_each_reads_the_code_of_the_other() {
    let relay = relay().await;
    let (mut alice, mut bob) = two(&relay).await;
    assert_eq!(alice.digits(), bob.digits());
    assert_eq!(alice.digits().len(), 71, "sixty digits in twelve groups");
    assert!(!alice.dialog.is_verified());

    let day = Light::day(1000.0, 700.0);
    for light in [day, day.night(), Light::day(1280.0, 1600.0).doubled()] {
        let read = found_in(&bob.photo(light)).await;
        assert_eq!(read, bob.dialog.number.as_ref().unwrap().read.code().unwrap());
    }
    alice.scan(found_in(&bob.photo(day)).await).await;
    assert!(alice.dialog.is_verified() && alice.dialog.found == Some(Found::Same));
    // What she found says nothing of what he knows.
    assert!(!bob.dialog.is_verified());
    bob.scan(found_in(&alice.photo(day.night())).await).await;
    assert!(bob.dialog.is_verified());
    alice.press(Message::RevokePressed).await;
    assert!(!alice.dialog.is_verified());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tampered_code_says_so_and_ends_the_chat_only_when_the_person_does() {
    let relay = relay().await;
    let (mut alice, mut bob) = two(&relay).await;
    let mut code = found_in(&bob.photo(Light::day(1000.0, 700.0))).await;
    code[20] ^= 4;
    alice.scan(code).await;
    assert_eq!((alice.dialog.page, alice.dialog.found), (Page::Differ, Some(Found::Different)));
    let chat = alice.dialog.chat();
    let stage = |row: &Chat| row.secret.as_ref().map(|secret| secret.stage);
    let now = row(&alice.person.messenger, chat).await.unwrap();
    assert_eq!(stage(&now), Some(SecretStage::Standing));

    alice.press(Message::DifferConfirmed).await;
    assert_eq!(alice.dialog.page, Page::Over);
    let now = row(&alice.person.messenger, chat).await.unwrap();
    assert_eq!(stage(&now), Some(SecretStage::Over));
    bob.until("the chat is over", |bob| stage(&bob.dialog.chat) == Some(SecretStage::Over)).await;
    assert!(!bob.dialog.can_speak());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_four_words_are_the_same_and_each_says_two_of_them() {
    let relay = relay().await;
    let (mut alice, mut bob) = two(&relay).await;
    alice.press(Message::WordsPressed).await;
    assert_eq!(*alice.dialog.words(), SpokenWords::Begun);
    bob.until("he is asked", |bob| *bob.dialog.words() == SpokenWords::Asked).await;
    bob.press(Message::WordsPressed).await;
    let shown = |side: &Side| matches!(side.dialog.words(), SpokenWords::Words(_));
    alice.until("her words", shown).await;
    bob.until("his words", shown).await;
    assert_eq!(alice.dialog.words(), bob.dialog.words());
    assert_ne!(alice.dialog.turn(), bob.dialog.turn());
    alice.press(Message::MatchPressed).await;
    assert!(alice.dialog.is_verified());
    alice.press(Message::WordsStopped).await;
    assert_eq!(*alice.dialog.words(), SpokenWords::None);
}
