//! What a relay can tell after a day with ordinary and secret chats: what docs/THREAT_MODEL.md says,
//! and no more. The relay here asks everybody who they are, as the curious do, and keeps every word.
//!
//! Addresses are left out: without a route that isolates, they tell more, and the threat model says so.
//! So are guesses from times and sizes; what the sizes themselves are is looked at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nostr::event::Event;
use serde_json::Value;

use super::bad_relay::{BadRelay, Gate, Manners};
use super::secret::{offer, stands};
use super::world::{Person, options};
use crate::envelope::kinds;
use crate::messenger::*;
use crate::model::*;

/// One connection, as the relay saw it. Keys are in hex.
#[derive(Default)]
struct Connection {
    /// Who authenticated.
    said: BTreeSet<String>,
    /// Whose mailboxes were asked for.
    read: BTreeSet<String>,
    /// What was published.
    put: Vec<Event>,
}

fn addressee(event: &Event) -> Option<String> {
    event.tags.public_keys().next().map(|key| key.to_hex())
}

impl Connection {
    /// For whom envelopes were left.
    fn wrote_to(&self) -> BTreeSet<String> {
        let wraps = self.put.iter().filter(|e| is_wrap(e));
        wraps.filter_map(addressee).collect()
    }

    /// Who had something deleted.
    fn emptied(&self) -> BTreeSet<String> {
        let deletes = self.put.iter().filter(|e| e.kind.as_u16() == kinds::DELETE);
        deletes.map(|e| e.pubkey.to_hex()).collect()
    }

    /// Keys whose holder this is, beyond doubt.
    fn holds(&self) -> BTreeSet<String> {
        self.said.iter().chain(&self.read).cloned().chain(self.emptied()).collect()
    }
}

fn is_wrap(event: &Event) -> bool {
    [kinds::GIFT_WRAP, kinds::EPHEMERAL_WRAP].contains(&event.kind.as_u16())
}

/// Everything that the relay was told.
fn day(relay: &BadRelay) -> BTreeMap<usize, Connection> {
    let mut all: BTreeMap<usize, Connection> = BTreeMap::new();
    for (number, message) in relay.heard() {
        let connection = all.entry(number).or_default();
        match message[0].as_str().unwrap_or_default() {
            "AUTH" => drop(connection.said.insert(message[1]["pubkey"].as_str().unwrap().into())),
            "EVENT" => {
                connection.put.push(serde_json::from_value(message[1].clone()).unwrap());
            }
            "REQ" | "NEG-OPEN" => {
                for filter in &message.as_array().unwrap()[2..] {
                    let of = filter["#p"].as_array().cloned().unwrap_or_default();
                    connection.read.extend(of.iter().filter_map(Value::as_str).map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    all
}

/// Puts keys together that one connection held, and connections that held one key.
fn persons(day: &BTreeMap<usize, Connection>) -> Vec<BTreeSet<String>> {
    let mut groups: Vec<BTreeSet<String>> = Vec::new();
    for connection in day.values() {
        let mut together = connection.holds();
        groups.retain(|group| {
            let apart = group.is_disjoint(&together);
            if !apart {
                together.extend(group.iter().cloned());
            }
            apart
        });
        groups.push(together);
    }
    groups
}

async fn person(name: &str, relay: &BadRelay) -> Person {
    let options = Options { online: true, ..options() };
    Person::with(name, Account::New, vec![relay.url().parse().unwrap()], options).await
}

async fn reaches_and_answers(
    (from, here): (&mut Person, ChatId),
    (to, there): (&mut Person, ChatId),
    round: usize,
) {
    let text = format!("unmistakable {round}");
    from.send(here, &text).await;
    to.sees(there, &text).await;
    let text = format!("unmistakable answer {round}");
    let sent = to.send(there, &text).await;
    from.sees(here, &text).await;
    to.reaches(sent.message, MessageState::Delivered).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_can_tell_what_the_threat_model_says_and_no_more() {
    let curious = Manners {
        challenge_at_once: true,
        read: Gate::Addressee,
        write: Gate::AnyKey,
        ..Manners::default()
    };
    let relay = BadRelay::listen(curious).await;
    let mut alice = person("Unmistakable Alice", &relay).await;
    let mut bob = person("Unmistakable Bob", &relay).await;
    let mut carol = person("Unmistakable Carol", &relay).await;
    for (one, other) in [(&alice, &bob), (&bob, &alice), (&alice, &carol), (&carol, &alice)] {
        one.add(other).await;
    }
    for who in [&alice, &bob, &carol] {
        who.sync().await;
    }
    // Ordinary chats.
    let with_bob = alice.chat_with(&bob);
    let with_carol = alice.chat_with(&carol);
    for round in 0..3 {
        reaches_and_answers((&mut alice, with_bob), (&mut bob, with_bob), round).await;
        reaches_and_answers((&mut carol, with_carol), (&mut alice, with_carol), round).await;
    }
    // Secret ones.
    offer(&alice, &bob).await;
    let bobs = stands(&mut bob, ChatState::Open).await;
    let with_him = stands(&mut alice, ChatState::Open).await;
    offer(&carol, &alice).await;
    let hers = stands(&mut carol, ChatState::Open).await;
    let with_her = alice
        .until("the chat with Carol", async |messenger| {
            let Ok(Reply::Chats(chats)) = messenger.run(Command::Chats).await else { return None };
            let open = |c: &&Chat| c.kind == ChatKind::Secret && c.state == ChatState::Open;
            chats.iter().filter(open).map(|c| c.chat).find(|chat| *chat != with_him)
        })
        .await;
    for round in 3..6 {
        reaches_and_answers((&mut alice, with_him), (&mut bob, bobs), round).await;
        reaches_and_answers((&mut carol, hers), (&mut alice, with_her), round).await;
    }
    // Taken back: the envelope is withdrawn by the mailbox's key.
    let gone = alice.send(with_him, "unmistakable regret").await.message;
    bob.sees(bobs, "unmistakable regret").await;
    alice.run(Command::Delete { message: gone, for_both: true }).await;
    let withdrawn = async || {
        while !day(&relay).values().any(|c| !c.emptied().is_empty()) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), withdrawn()).await.unwrap();
    for who in [&alice, &bob, &carol] {
        who.sync().await;
    }

    let accounts: BTreeSet<String> =
        [&alice, &bob, &carol].iter().map(|p| p.me.account.to_hex()).collect();
    let day = day(&relay);
    // An envelope that was refused first, and taken after AUTH, is one.
    let put = day.values().flat_map(|c| &c.put).filter(|e| is_wrap(e));
    let wraps: Vec<&Event> =
        put.map(|e| (e.id, e)).collect::<HashMap<_, _>>().into_values().collect();
    let secret: BTreeSet<String> =
        wraps.iter().filter_map(|e| addressee(e)).filter(|key| !accounts.contains(key)).collect();

    // What it can tell. Who reads an account's mail, and how much there is.
    for account in &accounts {
        assert!(day.values().any(|c| c.said.contains(account) && c.read.contains(account)));
        assert!(wraps.iter().any(|e| addressee(e).as_ref() == Some(account)));
    }
    // That mailboxes which are read on one connection are one person's, whoever that is.
    assert!(day.values().any(|c| c.read.intersection(&secret).count() > 1));
    // That somebody writes to two accounts from one connection: Alice, and it does not know that.
    let to_both = [bob.me.account.to_hex(), carol.me.account.to_hex()].into();
    assert!(day.values().any(|c| c.wrote_to().is_superset(&to_both)));
    // That a mailbox's holder had something deleted there.
    assert!(day.values().any(|c| !c.emptied().is_disjoint(&secret)));

    // What it cannot tell. A key that is held together with an account's is that account's own.
    for person in persons(&day) {
        let here: Vec<_> = person.intersection(&accounts).collect();
        assert!(here.len() <= 1, "one person has two accounts");
        assert!(here.is_empty() || person.len() == 1, "an account is linked to {person:?}");
    }
    for connection in day.values() {
        let holds = connection.holds();
        let wrote_to = connection.wrote_to();
        // Nobody writes to others where an account is known, or to accounts where a secret mailbox
        // is.
        if !holds.is_disjoint(&accounts) {
            assert!(wrote_to.is_subset(&holds), "an account wrote to {wrote_to:?}");
        }
        let touches: BTreeSet<_> = holds.union(&wrote_to).cloned().collect();
        if !touches.is_disjoint(&secret) {
            assert!(touches.is_disjoint(&accounts), "{touches:?}");
        }
        // Who reads does not write there.
        assert!(connection.read.is_empty() || wrote_to.is_subset(&accounts));
    }
    // Envelopes are by nobody, for one mailbox, and say nothing else.
    let mut authors = HashMap::new();
    let now = Clock::system().now().secs();
    for event in &wraps {
        *authors.entry(event.pubkey).or_insert(0) += 1;
        let names: Vec<_> = event.tags.iter().map(|tag| tag.kind().to_string()).collect();
        assert!(names == ["p"] || names == ["p", "expiration"], "{names:?}");
        let back = now.saturating_sub(event.created_at.as_secs());
        assert!(back <= 2 * 24 * 3600 + 120 && event.created_at.as_secs() <= now, "{back}");
    }
    assert!(authors.values().all(|times| *times == 1), "a one-time key was used twice");
    assert!(authors.keys().all(|key| !secret.contains(&key.to_hex())));
    let kept = || wraps.iter().filter(|e| e.kind.as_u16() == kinds::GIFT_WRAP);
    assert!(kept().any(|e| now - e.created_at.as_secs() > 3_600), "nothing is backdated");
    // In secret mailboxes: accepts, which are one size, and wires of at most four.
    let into_secret = kept().filter(|e| addressee(e).is_some_and(|key| secret.contains(&key)));
    let sizes: BTreeSet<usize> = into_secret.map(|e| e.content.len()).collect();
    assert!(sizes.len() <= 1 + crate::secret::SIZES.len(), "{sizes:?}");
    // Nothing else is published but relay lists and deletions; and no word, name or program is told.
    let mut seen: BTreeSet<u16> =
        day.values().flat_map(|c| &c.put).map(|e| e.kind.as_u16()).collect();
    for known in [kinds::GIFT_WRAP, kinds::EPHEMERAL_WRAP, kinds::DELETE, 10_050] {
        seen.remove(&known);
    }
    assert!(seen.is_empty(), "{seen:?}");
    for (_, message) in relay.heard() {
        let text = message.to_string().to_lowercase();
        for word in ["unmistakable", "hushwing"] {
            assert!(!text.contains(word), "{word} in {}", message[0]);
        }
    }
}
