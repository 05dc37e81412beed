//! The same filter as SQL, as the relay's own live matching, and as the nostr crate reads it.

use nostr::event::{Event, EventBuilder, FinalizeEvent, Kind, Tag};
use nostr::filter::{Filter as Oracle, MatchEventOptions, SingleLetterTag};
use nostr::key::Keys;
use nostr::types::Timestamp;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::file::open;
use super::query::{Found, Selection};
use super::write::{Outcome, store};
use crate::model::Hashed;
use crate::server::config::Data;
use crate::server::filter::Filter;
use crate::server::gate::Viewer;
use crate::server::record::Record;

const KINDS: [u16; 5] = [1, 5000, 7, 1059, 4];
const LETTERS: [char; 4] = ['t', 'p', 'd', 'T'];

/// Few authors, kinds, times and values, so that filters often meet events.
fn people() -> Vec<Keys> {
    (1..=3u8).map(|n| Keys::new(nostr::key::SecretKey::from_slice(&[n; 32]).unwrap())).collect()
}

fn value(letter: char, n: usize) -> String {
    if letter == 'p' {
        return people()[n % 3].public_key().to_hex();
    }
    ["x", "y", &"long".repeat(30)][n % 3].to_owned()
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let tags = prop::collection::vec((prop::sample::select(&LETTERS[..]), 0..3usize), 0..4);
    let event = (0..3usize, prop::sample::select(&KINDS[..]), 100..110u64, tags, any::<u16>());
    prop::collection::vec(event, 0..40).prop_map(|events| {
        let people = people();
        events
            .into_iter()
            .map(|(author, kind, at, tags, salt)| {
                let tags = tags.into_iter().map(|(letter, n)| {
                    Tag::parse([letter.to_string(), value(letter, n), "rest".into()]).unwrap()
                });
                EventBuilder::new(Kind::from_u16(kind), salt.to_string())
                    .tags(tags)
                    .custom_created_at(Timestamp::from_secs(at))
                    .finalize(&people[author])
                    .unwrap()
            })
            .collect()
    })
}

fn filters() -> impl Strategy<Value = Oracle> {
    let maybe = |most| prop::option::weighted(0.4, subsequence(vec![0usize, 1, 2], 1..=most));
    let kinds = prop::option::weighted(0.4, subsequence(KINDS.to_vec(), 1..=3));
    let tags = subsequence(LETTERS.to_vec(), 0..=2).prop_flat_map(|letters| {
        letters
            .into_iter()
            .map(|letter| (Just(letter), subsequence(vec![0usize, 1, 2], 1..=3)))
            .collect::<Vec<_>>()
    });
    let time = || prop::option::weighted(0.3, 99..111u64);
    let limit = prop::option::weighted(0.3, 0..8usize);
    (maybe(3), kinds, tags, time(), time(), limit).prop_map(
        |(authors, kinds, tags, since, until, limit)| {
            let people = people();
            let mut filter = Oracle::new();
            if let Some(authors) = authors {
                filter = filter.authors(authors.into_iter().map(|n| people[n].public_key()));
            }
            if let Some(kinds) = kinds {
                filter = filter.kinds(kinds.into_iter().map(Kind::from_u16));
            }
            for (letter, values) in tags {
                let letter_tag = SingleLetterTag::from_char(letter).unwrap();
                let values = values.into_iter().map(|n| value(letter, n));
                filter = filter.custom_tags(letter_tag, values);
            }
            filter.since = since.map(Timestamp::from_secs);
            filter.until = until.map(Timestamp::from_secs);
            filter.limit = limit;
            filter
        },
    )
}

/// Ids of what is found, in order.
fn found(db: &rusqlite::Connection, filter: &Filter, viewer: &Viewer) -> Vec<String> {
    let most = filter.limit.unwrap_or(1_000);
    let selection = Selection { filter, viewer, now: 0, most };
    let found = Found::look_up(db, [selection]).unwrap();
    found.items.iter().map(|item| hex::encode(item.id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn sql_live_and_the_nostr_crate_agree(
        events in events(),
        oracles in prop::collection::vec(filters(), 1..12),
        proved in subsequence(vec![0usize, 1, 2], 0..=2),
        by_id in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let database = open(&Data::Memory, None).unwrap();
        let db = database.writer.get();
        let mut kept = Vec::new();
        for event in events {
            let record = Record::from_verified(Hashed::check(event.clone()).unwrap().verify().unwrap());
            if let Outcome::Stored(_) = store(&db, &record).unwrap() {
                kept.push((event, record));
            }
        }
        kept.sort_by_key(|(event, _)| (std::cmp::Reverse(event.created_at), event.id));
        let keys = people();
        let gated = Viewer {
            gate: true,
            keys: proved.into_iter().map(|n| keys[n].public_key().to_bytes()).collect(),
        };
        for mut oracle in oracles {
            if !kept.is_empty() && !by_id.is_empty() {
                oracle = oracle.ids(by_id.iter().map(|index| index.get(&kept).0.id));
            }
            let filter: Filter = serde_json::from_str(&oracle.as_json()).unwrap();
            for viewer in [&Viewer::default(), &gated] {
                let mut expected = Vec::new();
                for (event, record) in &kept {
                    let matches = oracle.match_event(event, MatchEventOptions::new());
                    prop_assert_eq!(filter.matches(record), matches, "{}", oracle.as_json());
                    if matches && viewer.may_see(record) {
                        expected.push(event.id.to_hex());
                    }
                }
                expected.truncate(oracle.limit.unwrap_or(1_000));
                prop_assert_eq!(found(&db, &filter, viewer), expected, "{}", oracle.as_json());
            }
        }
    }
}

/// How SQLite answers the questions that are asked most: by index, never by reading everything.
#[test]
fn common_questions_are_answered_from_an_index() {
    let database = open(&Data::Memory, None).unwrap();
    let db = database.writer.get();
    let key = "ab".repeat(32);
    for (filter, index) in [
        (format!(r##"{{"kinds":[1059],"#p":["{key}"],"since":5}}"##), "tag_value"),
        (format!(r#"{{"ids":["{key}"]}}"#), "event_id"),
        (format!(r#"{{"authors":["{key}"],"kinds":[10050]}}"#), "event_author"),
        (format!(r##"{{"authors":["{key}"],"kinds":[30000],"#d":["x"]}}"##), "event_author"),
        (r#"{"kinds":[1],"since":5}"#.to_owned(), "event_kind"),
        (r#"{"limit":10}"#.to_owned(), "event_time"),
    ] {
        let filter = serde_json::from_str(&filter).unwrap();
        let viewer = Viewer { gate: true, keys: vec![[1; 32], [2; 32]] };
        let selection = Selection { filter: &filter, viewer: &viewer, now: 0, most: 10 };
        let plan = selection.plan(&db).unwrap();
        assert!(plan.contains(&format!("INDEX {index}")), "{filter:?}\n{plan}");
    }
}
