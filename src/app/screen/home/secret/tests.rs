//! Lena's secret chats: what is asked of the messenger for each of them.

use super::super::tests::{answer, commands, lena, refuse};
use super::super::*;
use super::*;
use crate::app::fixture::{self, chat_id, person, secret_chat, secret_request, standing};
use crate::app::screen::conversation::secret::Message as Secret;
use crate::app::screen::{conversation, settings};
use crate::app::testing::{clicked, simulate, tokens};
use crate::app::text;
use crate::messenger::{ContactAdded, Event, Reply, Verdict};
use crate::model::{ChatState, Reason, SecretStage, Stretch, WhyOver};
use iced::Size;

const WINDOW: Size = Size::new(1280.0, 1000.0);

/// A secret chat is open.
fn talk() -> State {
    let mut state = lena();
    state.keep(secret_chat());
    state.update(Message::ChatPressed(chat_id(30)));
    state
}

fn told(state: &mut State, message: Secret) -> Actions {
    state.update(Message::Conversation(conversation::Message::Secret(message)))
}

fn in_state(state: ChatState, stage: SecretStage) -> Chat {
    let mut secret = standing(0);
    (secret.stage, secret.held) = (stage, state == ChatState::Changed);
    if stage == SecretStage::Over {
        secret.why = WhyOver::EndedThere;
    }
    Chat { state, secret: Some(Box::new(secret)), ..secret_chat() }
}

#[test]
fn a_secret_chat_is_offered_from_a_menu_and_opened_when_it_is_there() {
    let mut state = lena();
    state.update(Message::RowMenuPressed(chat_id(1)));
    let actions = state.update(Message::SecretPressed(person(1)));
    let [Command::OfferSecret { contact, instead_of: None }] = &commands(&actions)[..] else {
        panic!("{actions:?}")
    };
    assert_eq!(contact.0, npub(&person(1)));
    answer(&mut state, Purpose::Room, Reply::Chat(secret_chat()));
    assert!(matches!(&state.pane, Pane::Chat(open) if open.chat.chat == chat_id(30)));
    assert!(simulate(view(&state, tokens(), WINDOW)).find("Secret chat with Nadia").is_ok());
    // What cannot be done is said.
    refuse(&mut state, Purpose::Room, "You blocked this person.");
    assert!(state.has_notice());
}

#[test]
fn a_second_one_with_the_same_person_is_asked_about_first() {
    let mut state = talk();
    assert!(commands(&state.update(Message::SecretPressed(person(1)))).is_empty());
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("secret-again-open"));
    assert!(matches!(pressed[..], [Message::OtherOpened]));
    state.update(Message::OtherOpened);
    assert!(state.dialog.is_none());
    state.update(Message::SecretPressed(person(1)));
    let actions = state.update(Message::Confirmed);
    assert!(matches!(commands(&actions)[..], [Command::OfferSecret { .. }]));
    // One that is over is in nobody's way.
    state.keep(in_state(ChatState::Closed, SecretStage::Over));
    let actions = state.update(Message::SecretPressed(person(1)));
    assert!(matches!(commands(&actions)[..], [Command::OfferSecret { .. }]));
}

#[test]
fn ctrl_shift_n_means_whom_one_talks_with_or_asks_with_whom() {
    let mut state = lena();
    state.update(Message::ChatPressed(chat_id(0)));
    let actions = state.update(Message::NewSecretPressed);
    assert!(matches!(commands(&actions)[..], [Command::OfferSecret { .. }]));
    // In a room nobody in particular is meant.
    state.update(Message::ChatPressed(chat_id(91)));
    state.update(Message::NewSecretPressed);
    assert!(matches!(&state.dialog, Some(Dialog::NewChat(dialog)) if dialog.is_secret()));
    let link = "hushwing:nprofile1x".to_owned();
    state.update(Message::NewChat(new_chat::Message::LinkTyped(link)));
    state.update(Message::NewChat(new_chat::Message::AddPressed));
    let added = ContactAdded { contact: fixture::contact(1), chat: chat_id(1) };
    let actions = answer(&mut state, Purpose::Add, Reply::Contact(added));
    assert!(matches!(commands(&actions)[..], [Command::OfferSecret { .. }]));
    answer(&mut state, Purpose::Room, Reply::Chat(secret_chat()));
    assert!(state.dialog.is_none());
}

#[test]
fn a_chosen_contact_becomes_a_secret_chat() {
    let mut state = lena();
    state.update(Message::NewSecretPressed);
    let actions = state.update(Message::NewChat(new_chat::Message::PersonPressed(person(0))));
    assert!(matches!(commands(&actions)[..], [Command::OfferSecret { .. }]));
}

#[test]
fn an_offer_is_accepted_or_refused_below_the_conversation() {
    let mut state = talk();
    state.keep(in_state(ChatState::Offered, SecretStage::Asked));
    for (words, yes) in [(say!("accept"), true), (say!("refuse"), false)] {
        let pressed = clicked(view(&state, tokens(), WINDOW), words);
        let [message] = &pressed[..] else { panic!("{words}: {pressed:?}") };
        let actions = state.update(message.clone());
        match (yes, &commands(&actions)[..]) {
            (true, [Command::OfferSecret { contact, .. }]) => {
                assert_eq!(contact.0, npub(&person(1)));
            }
            (false, [Command::CloseSecret { chat }]) => assert_eq!(*chat, chat_id(30).into()),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_stranger_who_offers_one_is_let_into_that_chat() {
    let (mut state, request) = (lena(), secret_request());
    let (who, chat) = (request.id, request.chat);
    answer(&mut state, Purpose::Requests, Reply::Requests(vec![request]));
    state.update(Message::StrangersPressed);
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    assert!(ui.find(say!("wants-secret")).is_ok());
    drop(ui);
    let actions = state.update(Message::Request(super::super::request::Message::AcceptPressed));
    assert!(matches!(commands(&actions)[..], [Command::Accept { .. }]));
    let added = ContactAdded { contact: fixture::contact(0), chat: chat_id(100) };
    let actions = answer(&mut state, Purpose::Accept(who), Reply::Contact(added));
    let [Command::FindChat { chat: found }] = &commands(&actions)[..] else { panic!() };
    assert_eq!(*found, chat.into());
}

#[test]
fn ending_asks_first() {
    let mut state = talk();
    assert!(commands(&told(&mut state, Secret::EndPressed)).is_empty());
    let pressed = clicked(view(&state, tokens(), WINDOW), say!("secret-end-answer"));
    assert!(matches!(pressed[..], [Message::Confirmed]));
    let actions = state.update(Message::Confirmed);
    let [Command::CloseSecret { chat }] = &commands(&actions)[..] else { panic!("{actions:?}") };
    assert_eq!(*chat, chat_id(30).into());
}

#[test]
fn another_one_in_its_place_takes_along_what_was_typed() {
    let mut state = talk();
    let over = in_state(ChatState::Closed, SecretStage::Over);
    state.keep(Chat { draft: "not sent".into(), ..over });
    assert!(simulate(view(&state, tokens(), WINDOW)).find(say!("over-start")).is_ok());
    let actions = told(&mut state, Secret::StartPressed);
    let [Command::OfferSecret { instead_of: Some(old), .. }] = &commands(&actions)[..] else {
        panic!("{actions:?}")
    };
    assert_eq!(*old, chat_id(30).into());
}

#[test]
fn a_changed_key_is_let_in_only_after_a_question_and_esc_leaves_it() {
    let mut state = talk();
    state.keep(in_state(ChatState::Changed, SecretStage::Standing));
    assert!(state.update(Message::EscapePressed).is_empty());
    assert!(matches!(state.pane, Pane::Chat(_)));
    let mut ui = simulate(view(&state, tokens(), WINDOW));
    assert!(ui.find("Nadia’s key has changed").is_ok());
    drop(ui);
    assert!(commands(&told(&mut state, Secret::LetInPressed)).is_empty());
    let actions = state.update(Message::Confirmed);
    let [Command::Verify { verdict: Verdict::LetIn, chat }] = &commands(&actions)[..] else {
        panic!("{actions:?}")
    };
    assert_eq!(*chat, chat_id(30).into());
}

#[test]
fn a_timer_is_set_for_the_chat_or_goes_with_one_message() {
    use conversation::secret::timer::Whose;
    let mut state = talk();
    let actions = told(&mut state, Secret::TimerChosen(Whose::Chat, Some(300)));
    assert!(matches!(commands(&actions)[..], [Command::SetTimer { secs: 300, .. }]));
    let actions = told(&mut state, Secret::TimerChosen(Whose::Next, Some(5)));
    assert!(commands(&actions).is_empty());
    let write = conversation::composer::pasted("gone soon");
    state.update(Message::Conversation(conversation::Message::Composer(write)));
    let send = conversation::composer::Message::SendPressed;
    let actions = state.update(Message::Conversation(conversation::Message::Composer(send)));
    assert!(matches!(commands(&actions)[..], [Command::Send { ttl: Some(5), .. }]));
}

#[test]
fn typing_is_shown_for_a_while_and_ends_with_the_message() {
    let mut state = talk();
    let heard = |state: &mut State| {
        let mut actions = state.update(Message::Heard(vec![Event::Typing { chat: chat_id(30) }]));
        let Some(Action::Errand(Errand::After(pause, due))) = actions.pop() else { panic!() };
        assert_eq!(pause, TYPES);
        *due
    };
    let first = heard(&mut state);
    let seen = |state: &State| simulate(view(state, tokens(), WINDOW)).find(say!("typing")).is_ok();
    assert!(seen(&state));
    let second = heard(&mut state);
    // It was said again meanwhile.
    state.update(first);
    assert!(seen(&state));
    state.update(second);
    assert!(!seen(&state));
    heard(&mut state);
    let mut message = fixture::message(50, Some(1), "Here it is");
    message.chat = chat_id(30);
    state.update(Message::Heard(vec![Event::Message(Box::new(message))]));
    assert!(!seen(&state));
    // Nobody's chat.
    let unknown = Event::Typing { chat: chat_id(77) };
    assert!(state.update(Message::Heard(vec![unknown])).is_empty());
}

#[test]
fn words_that_are_copied_are_the_windows_to_wipe() {
    let mut state = talk();
    let copied = conversation::Message::Copied(crate::model::Secret::new("at nine".into()));
    let actions = state.update(Message::Conversation(copied));
    let [Action::Wish(settings::Wish::CopyOfSecretChat(words))] = &actions[..] else {
        panic!("{actions:?}")
    };
    assert_eq!(words.expose(), "at nine");
    state.update(Message::ChatPressed(chat_id(0)));
    let copied = conversation::Message::Copied(crate::model::Secret::new("the boat".into()));
    let actions = state.update(Message::Conversation(copied));
    assert!(matches!(&actions[..], [Action::Copy(words)] if words == "the boat"));
}

#[test]
fn a_changed_key_that_only_offers_is_accepted_before_it_can_be_compared() {
    let mut state = talk();
    state.keep(in_state(ChatState::Changed, SecretStage::Asked));
    let seen =
        |state: &State, words: &str| simulate(view(state, tokens(), WINDOW)).find(words).is_ok();
    assert!(seen(&state, say!("changed-accept")));
    assert!(!seen(&state, say!("changed-compare")) && !seen(&state, say!("changed-continue")));
    let actions = told(&mut state, Secret::AcceptPressed);
    assert!(matches!(commands(&actions)[..], [Command::OfferSecret { .. }]), "{actions:?}");
    state.keep(in_state(ChatState::Changed, SecretStage::Standing));
    assert!(seen(&state, say!("changed-compare")) && seen(&state, say!("changed-continue")));
}

#[test]
fn what_is_answered_vanishes_and_the_field_keeps_the_cursor() {
    let mut state = talk();
    let messages = fixture::secret_conversation();
    let first = messages.iter().find(|m| m.note.is_none()).unwrap().message;
    let page = Purpose::Page(chat_id(30), conversation::Page::End);
    answer(&mut state, page, Reply::Stretch(Stretch { messages, ..Stretch::default() }));
    let gone = || Message::Heard(vec![Event::Gone { message: first, chat: chat_id(30) }]);
    let focuses = |actions: &Actions| {
        let to = |a: &Action| matches!(a, Action::Focus(field) if *field == conversation::COMPOSER);
        actions.iter().any(to)
    };
    state.update(Message::Conversation(conversation::Message::ReplyPressed(first)));
    assert!(focuses(&state.update(gone())));
    assert!(!focuses(&state.update(gone())), "nothing is answered any more");
}

#[test]
fn an_offer_that_no_relay_takes_says_so() {
    let mut state = talk();
    let mut chat = in_state(ChatState::Offered, SecretStage::Offered);
    let why = Reason::TooLong(Some(4096));
    let says = say!("step-stuck", why = text::reason(&why).as_str());
    let seen = |state: &State| simulate(view(state, tokens(), WINDOW)).find(says.as_str()).is_ok();
    state.keep(chat.clone());
    assert!(!seen(&state));
    if let Some(secret) = &mut chat.secret {
        secret.reason = Some(why.clone());
    }
    state.keep(chat);
    assert!(seen(&state));
}

#[test]
fn a_banner_that_was_put_away_stays_away() {
    let mut state = talk();
    let warns = |state: &State| {
        simulate(view(state, tokens(), WINDOW)).find(say!("not-verified-title")).is_ok()
    };
    assert!(warns(&state));
    told(&mut state, Secret::BannerClosed);
    assert!(!warns(&state));
    state.update(Message::ChatPressed(chat_id(0)));
    state.update(Message::ChatPressed(chat_id(30)));
    assert!(!warns(&state));
}

#[test]
fn a_clock_is_looked_at_only_while_something_runs_out_in_sight() {
    let mut state = talk();
    state.look_at(fixture::NOW);
    assert_eq!(state.pulse(), None);
    let messages = fixture::secret_conversation();
    let view = |from: usize, to: usize| crate::app::widget::virtual_list::View {
        top: Some(messages[from].message.0),
        bottom: Some(messages[to].message.0),
        ..Default::default()
    };
    let page = Purpose::Page(chat_id(30), conversation::Page::End);
    let stretch = crate::model::Stretch { messages: messages.clone(), ..Default::default() };
    answer(&mut state, page, Reply::Stretch(stretch));
    let mut seen = |from, to| {
        let seen = conversation::Message::Seen(view(from, to));
        state.update(Message::Conversation(seen));
        state.pulse().map(|pulse| pulse.as_secs())
    };
    assert_eq!(seen(0, 2), None);
    assert_eq!(seen(0, 3), Some(60));
    assert_eq!(seen(0, 5), Some(1));
    assert_eq!(seen(5, 5), None, "its timer has not begun");
}

#[test]
fn rows_say_how_a_secret_chat_stands() {
    let mut state = lena();
    for (chat, says) in [
        (in_state(ChatState::Offered, SecretStage::Offered), say!("row-offered")),
        (in_state(ChatState::Offered, SecretStage::Asked), say!("row-asked")),
        (in_state(ChatState::Waiting, SecretStage::Accepted), say!("row-waiting")),
        (in_state(ChatState::Changed, SecretStage::Standing), say!("row-changed")),
        (in_state(ChatState::Closed, SecretStage::Over), say!("chat-closed")),
    ] {
        state.keep(Chat { name: "Only One".into(), ..chat });
        assert!(simulate(view(&state, tokens(), WINDOW)).find(says).is_ok(), "{says}");
    }
}
