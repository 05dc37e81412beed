//! Envelopes between Alice, Bob and Mallory.

use nostr::event::{EventBuilder, EventId, FinalizeEvent, FinalizeUnsignedEvent, Kind, Tag};
use nostr::key::Keys;
use proptest::prelude::*;

use super::*;
use crate::model::{Hashed, Millis, Name, Receipt, Verified};

fn inbox() -> Option<InboxHint> {
    let relays = vec!["wss://relay.example".parse().unwrap()];
    Some(InboxHint { secs: 1_699_999_999, relays })
}

fn letterhead(from: &Keys, to: &Keys) -> Letterhead {
    Letterhead {
        author: from.public_key(),
        name: Name::clean("Alice").ok(),
        to: vec![to.public_key()],
        at: Millis(1_700_000_000_123),
        inbox: inbox(),
    }
}

fn verified(wrapped: &Wrapped) -> Verified {
    Hashed::from_json(&wrapped.json).unwrap().verify().unwrap()
}

#[test]
fn alice_writes_and_bob_reads_and_nobody_else_does() {
    let (alice, bob, mallory) = (Keys::generate(), Keys::generate(), Keys::generate());
    let rumor = letterhead(&alice, &bob).text("The ferry leaves at 7:40", None, None, None);
    let now = Millis(1_700_000_100_000);
    let wrapped = wrap(&rumor, &alice, &bob.public_key(), Keep::ForGood, now).unwrap();

    assert_ne!(wrapped.event.pubkey, alice.public_key(), "the wrap is not signed by Alice");
    let age = now.secs() - wrapped.event.created_at.as_secs();
    assert!(age < BACKDATE_SECS, "dated back by two days at most, was {age} s");
    assert!(!wrapped.json.contains("ferry"));

    let read = open(&verified(&wrapped), &bob).unwrap();
    assert_eq!(read.author, alice.public_key());
    assert_eq!(read.id, rumor.compute_id());
    assert_eq!(read.at, Millis(1_700_000_000_123));
    assert!(read.hushwing);
    assert_eq!(read.inbox, inbox());
    assert_eq!(read.name.unwrap().as_str(), "Alice");
    let text = "The ferry leaves at 7:40".to_owned();
    assert_eq!(read.content, Content::Text { text, reply_to: None, edit: None, subject: None });

    assert_eq!(open(&verified(&wrapped), &mallory), Err(OpenError::DoesNotOpen));
}

#[test]
fn mallory_cannot_pose_as_alice() {
    let (alice, bob, mallory) = (Keys::generate(), Keys::generate(), Keys::generate());
    let rumor = letterhead(&alice, &bob).text("Send the money to Mallory", None, None, None);
    let wrapped =
        wrap(&rumor, &mallory, &bob.public_key(), Keep::ForGood, Millis(1_700_000_000_000))
            .unwrap();
    assert_eq!(open(&verified(&wrapped), &bob), Err(OpenError::Impostor));
}

#[test]
fn a_rumor_with_a_forged_id_is_refused() {
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let mut rumor = letterhead(&alice, &bob).text("hello", None, None, None);
    rumor.id = Some(EventId::from_byte_array([7; 32]));
    let wrapped =
        wrap(&rumor, &alice, &bob.public_key(), Keep::ForGood, Millis(1_700_000_000_000)).unwrap();
    assert_eq!(open(&verified(&wrapped), &bob), Err(OpenError::Rumor(RumorError::ForgedId)));
}

#[test]
fn every_kind_comes_back_as_it_was_written() {
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let head = letterhead(&alice, &bob);
    let id = EventId::from_byte_array([3; 32]);
    let other = EventId::from_byte_array([4; 32]);
    let edit = Some(EditOf { first: id, version: 2 });
    let subject = Name::clean("Night Owls").ok();
    for (raw, said) in [
        (
            head.text("x", Some(other), edit, subject.as_ref()),
            Content::Text { text: "x".into(), reply_to: Some(other), edit, subject },
        ),
        (head.reaction(id, "🏔️"), Content::Reaction { target: id, emoji: "🏔️".into() }),
        (head.reaction(id, "+"), Content::Reaction { target: id, emoji: "👍".into() }),
        (
            head.delete(&[id], kinds::TEXT, Some(other)),
            Content::Delete { targets: vec![id], replaced_by: Some(other) },
        ),
        (
            head.receipt(Receipt::Read, &[id, other]),
            Content::Receipt { receipt: Receipt::Read, of: vec![id, other] },
        ),
        (head.own_devices("{}"), Content::OwnDevices("{}".into())),
    ] {
        assert_eq!(Rumor::read(&raw).unwrap().content, said);
    }
}

#[test]
fn unknown_kinds_are_no_error() {
    let alice = Keys::generate();
    let raw = EventBuilder::new(Kind::from_u16(4242), "?").finalize_unsigned(alice.public_key());
    assert_eq!(Rumor::read(&raw).unwrap().content, Content::Unknown);
}

#[test]
fn a_room_for_a_million_is_refused() {
    let alice = Keys::generate();
    let tags = (0..40).map(|_| Tag::public_key(Keys::generate().public_key()));
    let raw = EventBuilder::new(Kind::from_u16(kinds::TEXT), "x")
        .tags(tags)
        .finalize_unsigned(alice.public_key());
    assert_eq!(Rumor::read(&raw), Err(RumorError::TooManyPeople));
    let tags = (0..3_000).map(|_| Tag::custom("x", ["y"]));
    let raw = EventBuilder::new(Kind::from_u16(kinds::TEXT), "x")
        .tags(tags)
        .finalize_unsigned(alice.public_key());
    assert_eq!(Rumor::read(&raw), Err(RumorError::Malformed));
}

#[test]
fn a_text_that_no_envelope_holds_is_refused_with_a_sentence() {
    let (alice, bob) = (Keys::generate(), Keys::generate());
    let rumor = letterhead(&alice, &bob).text(&"x".repeat(70_000), None, None, None);
    let result = wrap(&rumor, &alice, &bob.public_key(), Keep::ForGood, Millis(1_700_000_000_000));
    assert_eq!(result.err(), Some(WrapError::TooLong));
}

#[test]
fn a_plain_note_is_no_envelope() {
    let alice = Keys::generate();
    let note = EventBuilder::new(Kind::TextNote, "x").finalize(&alice).unwrap();
    let note = Hashed::check(note).unwrap().verify().unwrap();
    assert_eq!(open(&note, &alice), Err(OpenError::NotAWrap));
}

proptest! {
    #[test]
    fn any_text_survives(text in "\\PC{1,200}") {
        let (alice, bob) = (Keys::generate(), Keys::generate());
        let rumor = letterhead(&alice, &bob).text(&text, None, None, None);
        let wrapped = wrap(
            &rumor, &alice, &bob.public_key(), Keep::AMonth, Millis(1_700_000_000_000),
        ).unwrap();
        let read = open(&verified(&wrapped), &bob).unwrap();
        let same = matches!(read.content, Content::Text { text: t, .. } if t == text);
        prop_assert!(same);
    }

    #[test]
    fn a_flipped_bit_opens_nothing(at in 0usize..400, flip in 1u8..64) {
        let (alice, bob) = (Keys::generate(), Keys::generate());
        let rumor = letterhead(&alice, &bob).text("hello", None, None, None);
        let mut wrapped = wrap(
            &rumor, &alice, &bob.public_key(), Keep::ForGood, Millis(1_700_000_000_000),
        ).unwrap();
        let mut bytes = wrapped.event.content.clone().into_bytes();
        let at = at % bytes.len();
        // Never a character that JSON would write otherwise: nothing has to be thrown away.
        let flipped = |flip: u8| bytes[at] ^ flip;
        let fits = |flip: &u8| flipped(*flip).is_ascii_alphanumeric();
        let flip = (flip..64).chain(1..flip).find(fits).unwrap();
        bytes[at] = flipped(flip);
        wrapped.event.content = String::from_utf8(bytes).unwrap();
        prop_assert!(Hashed::check(wrapped.event).is_err(), "the id no longer fits");
    }
}
