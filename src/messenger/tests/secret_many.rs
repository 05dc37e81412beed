//! More secret chats than connections: two hundred of them between two people.

use super::secret::{friends, offer};
use super::world::{Person, relay};
use crate::messenger::*;
use crate::model::*;

/// Offers to one contact that may be open at once (PROTOCOL 10).
const OFFERS: usize = 5;

/// Waits until so many secret chats stand.
async fn standing(person: &mut Person, many: usize) -> Vec<ChatId> {
    person
        .until(&format!("{many} chats that stand"), async |messenger| {
            let Ok(Reply::Chats(chats)) = messenger.run(Command::Chats).await else { return None };
            let open = |c: &Chat| c.kind == ChatKind::Secret && c.state == ChatState::Open;
            let open: Vec<ChatId> = chats.into_iter().filter(open).map(|chat| chat.chat).collect();
            (open.len() == many).then_some(open)
        })
        .await
}

/// Waits until a word stands in every chat.
async fn all_said(person: &mut Person, chats: &[ChatId], word: &str) {
    for chat in chats {
        person.sees(*chat, word).await;
    }
}

/// Two people begin so many chats, say something in each, and say it again after a new start.
async fn chats_stand_at_once_and_each_is_heard(many: usize) {
    let relay = relay().await;
    let (mut alice, mut bob) = friends(&relay).await;
    for done in (0..many).step_by(OFFERS) {
        for _ in 0..OFFERS {
            offer(&alice, &bob).await;
        }
        standing(&mut alice, done + OFFERS).await;
    }
    let here = standing(&mut alice, many).await;
    let there = standing(&mut bob, many).await;
    // Each of the two reads, publishes and reads back, and has some for the account.
    let connections = relay.connections();
    assert!(connections <= 2 * (3 * 8 + 6), "{connections}");
    for chat in &here {
        alice.send(*chat, "in each").await;
    }
    all_said(&mut bob, &there, "in each").await;
    // All of them again from the start.
    let bob = bob.restart().await;
    for chat in &there {
        bob.send(*chat, "and back").await;
    }
    all_said(&mut alice, &here, "and back").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_chats_share_a_few_connections() {
    chats_stand_at_once_and_each_is_heard(30).await;
}

/// `cargo test --lib two_hundred_chats -- --ignored`; a minute or two, unoptimised.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes a minute or two"]
async fn two_hundred_chats_stand_at_once_and_each_is_heard() {
    chats_stand_at_once_and_each_is_heard(200).await;
}
