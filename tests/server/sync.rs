//! NIP-77: comparing sets.

use hushwing::server::{Limits, Relay};
use negentropy::{Id, Negentropy, NegentropyStorageVector};
use nostr::event::Event;
use nostr::key::Keys;
use serde_json::{Value, json};

use crate::client::{Client, event, hex_ids, standing, start, wrap};

async fn relay(change: impl FnOnce(&mut Limits)) -> Relay {
    let mut config = standing();
    change(&mut config.limits);
    start(config).await
}

fn comparing(have: &[Event]) -> Negentropy<'static, NegentropyStorageVector> {
    let mut storage = NegentropyStorageVector::new();
    for event in have {
        let id = Id::from_byte_array(event.id.to_bytes());
        storage.insert(event.created_at.as_secs(), id).unwrap();
    }
    storage.seal().unwrap();
    Negentropy::owned(storage, 60_000).unwrap()
}

/// What the relay has and we lack, and what we have and it lacks, sorted.
async fn compare(
    client: &mut Client,
    filter: Value,
    have: &[Event],
) -> Result<(Vec<String>, Vec<String>), String> {
    let mut ours = comparing(have);
    let (mut only_here, mut only_there) = (Vec::new(), Vec::new());
    let first = hex::encode(ours.initiate().unwrap());
    client.send(json!(["NEG-OPEN", "n", filter, first])).await;
    loop {
        let answer = client.next().await;
        if answer[0] == "NEG-ERR" {
            return Err(answer[2].as_str().unwrap().to_owned());
        }
        assert_eq!((&answer[0], &answer[1]), (&json!("NEG-MSG"), &json!("n")));
        let bytes = hex::decode(answer[2].as_str().unwrap()).unwrap();
        match ours.reconcile_with_ids(&bytes, &mut only_here, &mut only_there).unwrap() {
            Some(next) => client.send(json!(["NEG-MSG", "n", hex::encode(next)])).await,
            None => break,
        }
    }
    client.send(json!(["NEG-CLOSE", "n"])).await;
    let hex = |ids: Vec<Id>| {
        let mut hex: Vec<_> = ids.iter().map(|id| hex::encode(**id)).collect();
        hex.sort();
        hex
    };
    Ok((hex(only_there), hex(only_here)))
}

#[tokio::test]
async fn the_difference_of_two_sets_is_found() {
    let relay = relay(|_| {}).await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    let events: Vec<Event> =
        (0..900).map(|n| event(&keys, 1, -(n / 3), vec![], &n.to_string())).collect();
    let (common, rest) = events.split_at(700);
    let (theirs, ours) = rest.split_at(120);
    for event in common.iter().chain(theirs) {
        client.put(event).await;
    }
    let have: Vec<_> = common.iter().chain(ours).cloned().collect();
    let (need, extra) = compare(&mut client, json!({"kinds": [1]}), &have).await.unwrap();
    let sorted = |events: &[Event]| {
        let mut ids = hex_ids(events);
        ids.sort();
        ids
    };
    assert_eq!(need, sorted(theirs));
    assert_eq!(extra, sorted(ours));
    assert_eq!(compare(&mut client, json!({"kinds": [7]}), &[]).await, Ok((vec![], vec![])));
}

#[tokio::test]
async fn wraps_are_compared_by_their_addressee_alone() {
    let relay = relay(|_| {}).await;
    let bob = Keys::generate();
    let wrap = wrap(&bob);
    let filter = json!({"kinds": [1059], "#p": [bob.public_key().to_hex()]});
    let mut stranger = Client::connect(&relay).await;
    stranger.put(&wrap).await;
    let why = compare(&mut stranger, filter.clone(), &[]).await.unwrap_err();
    assert!(why.starts_with("auth-required: "), "{why}");
    assert_eq!(compare(&mut stranger, json!({}), &[]).await, Ok((vec![], vec![])));
    stranger.prove(&Keys::generate()).await;
    let why = compare(&mut stranger, filter.clone(), &[]).await.unwrap_err();
    assert!(why.starts_with("restricted: "), "{why}");

    let mut addressee = Client::connect(&relay).await;
    addressee.prove(&bob).await;
    let (need, _) = compare(&mut addressee, filter, &[]).await.unwrap();
    assert_eq!(need, hex_ids([&wrap]));
}

#[tokio::test]
async fn what_is_too_much_to_compare_is_refused() {
    let relay = relay(|limits| (limits.sync_records, limits.sync_sessions) = (3, 1)).await;
    let mut client = Client::connect(&relay).await;
    let keys = Keys::generate();
    for n in 0..4 {
        client.put(&event(&keys, 1, -n, vec![], "")).await;
    }
    client.send(json!(["NEG-OPEN", "n", {}, "61"])).await;
    let refused = client.next().await;
    assert_eq!(refused[0], "NEG-ERR");
    assert!(refused[2].as_str().unwrap().starts_with("blocked: ") && refused[3] == 3, "{refused}");

    client.send(json!(["NEG-OPEN", "n", {"limit": 3}, "61"])).await;
    assert_eq!(client.next().await[0], "NEG-MSG");
    client.send(json!(["NEG-OPEN", "m", {"limit": 3}, "61"])).await;
    let refused = client.next().await;
    assert!(refused[2].as_str().unwrap().starts_with("rate-limited: "), "{refused}");
    // The same name takes no further place.
    client.send(json!(["NEG-OPEN", "n", {"limit": 3}, "61"])).await;
    assert_eq!(client.next().await[0], "NEG-MSG");
}

#[tokio::test]
async fn nonsense_ends_the_comparison_and_nothing_else() {
    let relay = relay(|_| {}).await;
    let mut client = Client::connect(&relay).await;
    client.put(&event(&Keys::generate(), 1, 0, vec![], "")).await;
    for message in ["", "zz", "6", "ff", "61ffffffffffffffffffff", "6100000200", "610002c080808000"]
    {
        client.send(json!(["NEG-OPEN", "n", {}, message])).await;
        let answer = client.next().await;
        assert!(answer[0] == "NEG-ERR" || answer[0] == "NEG-MSG", "{message} {answer}");
    }
    client.send(json!(["NEG-MSG", "unheard-of", "61"])).await;
    let answer = client.next().await;
    assert!(answer[2].as_str().unwrap().starts_with("closed: "), "{answer}");
    client.send(json!(["NEG-CLOSE", "unheard-of"])).await;
    assert_eq!(client.ask(json!({})).await.len(), 1);
}
