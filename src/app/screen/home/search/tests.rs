//! Looking for something, step by step.

use super::*;
use crate::app::fixture;
use crate::model::Name;

fn people() -> Vec<Contact> {
    (0..6).map(fixture::contact).collect()
}

fn typed(state: &mut State, text: &str, people: &[Contact]) -> Vec<Ask> {
    let chats = fixture::chats();
    let known = Known { people, chats: &chats };
    state.update(Message::Typed(text.into()), &known)
}

fn due(state: &mut State, ticket: u64) -> Vec<Ask> {
    state.update(Message::Due(ticket), &Known { people: &[], chats: &[] })
}

#[test]
fn nothing_is_asked_before_a_moment_passed_and_only_for_the_newest_words() {
    let mut state = State::default();
    let asks = typed(&mut state, "fer", &people());
    let Some(Ask::Later(first)) = asks.last().cloned() else { panic!("{asks:?}") };
    let asks = typed(&mut state, "ferry", &people());
    let Some(Ask::Later(second)) = asks.last().cloned() else { panic!("{asks:?}") };
    assert!(due(&mut state, first).is_empty());
    let asks = due(&mut state, second);
    assert!(matches!(&asks[..], [Ask::Messages { text, .. }] if text == "ferry"));
    // An answer to older words is nobody's.
    state.found(first, fixture::search_all("o", 3));
    assert_eq!(state.messages.len(), 0);
    state.found(second, fixture::search_all("ferry", 3));
    assert_eq!(state.messages.len(), 3);
}

#[test]
fn people_are_found_by_either_name_or_by_their_key() {
    let mut people = people();
    people[2].calls_themself = Name::clean("quiet-lantern").ok();
    let mut state = State::default();
    let mut names = |text: &str| {
        typed(&mut state, text, &people);
        state.people.shown.iter().map(|p| p.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names("quiet"), ["Mateo Ruiz"]);
    assert_eq!(names("rahimi"), ["Nadia Rahimi"]);
    let key = npub(&people[0].account);
    assert_eq!(names(&key[..20]), ["Omid Karimi"]);
    assert_eq!(names(&key), ["Omid Karimi"]);
    assert_eq!(names("رحیمی"), ["نادیا رحیمی"]);
}

#[test]
fn a_strangers_link_is_offered_and_a_contacts_link_finds_them() {
    let mut state = State::default();
    let key = npub(&fixture::person(77));
    typed(&mut state, &key, &people());
    assert_eq!(state.open(0), [Ask::Add(key)]);
    let known = people();
    typed(&mut state, &npub(&known[1].account), &known);
    assert_eq!(state.open(0), [Ask::Person(known[1].account)]);
}

#[test]
fn a_secret_key_is_not_kept() {
    let mut state = State::default();
    let secret = "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5";
    let asks = typed(&mut state, secret, &people());
    assert_eq!(asks, [Ask::ToTop]);
    assert!(state.text.is_empty() && state.is_active());
    assert!(!format!("{state:?}").contains("nsec1"));
}

#[test]
fn more_is_asked_for_near_the_end_until_there_is_no_more() {
    let mut state = State::default();
    let Some(Ask::Later(ticket)) = typed(&mut state, "ferry", &[]).pop() else { panic!() };
    due(&mut state, ticket);
    state.found(ticket, fixture::search_all("ferry", 30));
    assert!(state.seen(Stand { offset: 0.0, height: 600.0 }).is_empty());
    let end = Stand { offset: 30.0 * theme::ROW - 500.0, height: 600.0 };
    let asks = state.seen(end);
    let [Ask::Messages { limit, .. }] = asks[..] else { panic!("{asks:?}") };
    assert_eq!(limit, 90);
    // Asked once.
    assert!(state.seen(end).is_empty());
    state.found(ticket, fixture::search_all("ferry", 40));
    assert!(state.seen(Stand { offset: 40.0 * theme::ROW, height: 600.0 }).is_empty());
}

#[test]
fn in_vain_is_said_only_when_all_was_looked_through() {
    let mut state = State::default();
    let Some(Ask::Later(ticket)) = typed(&mut state, "xyzzy", &people()).pop() else { panic!() };
    assert!(!state.is_in_vain());
    due(&mut state, ticket);
    state.found(ticket, Vec::new());
    assert!(state.is_in_vain());
    // Nothing but signs can be found by nothing.
    typed(&mut state, "\u{200B}", &people());
    assert!(state.is_active());
}

#[test]
fn the_search_is_clear_of_what_was_found_before() {
    let mut state = State::default();
    let Some(Ask::Later(ticket)) = typed(&mut state, "ferry", &[]).pop() else { panic!() };
    state.found(ticket, fixture::search_all("ferry", 3));
    typed(&mut state, "pier", &[]);
    assert_eq!(state.count(), 0);
    state.clear();
    assert!(!state.is_active());
}
