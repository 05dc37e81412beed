//! Lena's secret chat with Nadia.

use super::super::composer::pasted;
use super::super::{Message as Told, Page, view};
use super::timer::{OwnMessage, Whose};
use super::*;
use crate::app::fixture::{self, message_id as id, secret_chat, secret_conversation, standing};
use crate::app::testing::{Held, calendar, clicked, simulate, tokens};
use crate::app::widget::virtual_list::View;
use crate::model::{Message as Row, Note, Stretch, WhyOver};
use iced::keyboard::key::Named;

fn with(change: impl Fn(&mut Chat, &mut SecretChat)) -> State {
    let (mut chat, mut secret) = (secret_chat(), standing(3600));
    change(&mut chat, &mut secret);
    chat.secret = Some(Box::new(secret));
    let mut state = State::open(chat);
    state.look_at(fixture::NOW);
    state.first_page();
    let stretch = Stretch { messages: secret_conversation(), ..Stretch::default() };
    state.page_read(Page::End, stretch);
    state
}

fn opened() -> State {
    with(|_, _| {})
}

fn over(chat: &mut Chat, secret: &mut SecretChat) {
    (chat.state, secret.stage) = (ChatState::Closed, SecretStage::Over);
    secret.why = WhyOver::EndedThere;
}

fn told(state: &mut State, message: Message) -> Action {
    state.update(Told::Secret(message))
}

fn shows(state: &State, words: &str) -> bool {
    let calendar = calendar();
    let view = view(state, None, &calendar, tokens(), 960.0, (false, false));
    simulate(view).find(words).is_ok()
}

#[test]
fn what_happened_stands_among_the_messages_and_is_nobodys() {
    let mut state = opened();
    for words in [say!("note-started"), "You set messages to disappear 1 hour after reading"] {
        assert!(shows(&state, words), "{words}");
    }
    // Not one's own last message, nor to be changed or answered.
    let ended = Row { note: Some(Note::Compared), ..fixture::message(20, None, "") };
    state.told(ended);
    let up = super::super::composer::Message::UpPressed;
    state.update(Told::Composer(up));
    assert_eq!(state.composer.text(), "Reading it now. Thank you.");
    assert_eq!(state.update(Told::EditPressed(id(20))), Action::None);
    // Two messages of one person with a line between them are two runs.
    let (a, line, b) = (
        fixture::message(1, Some(1), "a"),
        Row { note: Some(Note::Started), ..fixture::message(2, None, "") },
        fixture::message(3, Some(1), "b"),
    );
    let calendar = calendar();
    assert!(super::super::bubble::same_run(&a, &b, &calendar));
    assert!(!super::super::bubble::same_run(&a, &line, &calendar));
    assert!(!super::super::bubble::same_run(&line, &line, &calendar));
}

#[test]
fn the_keyboard_passes_over_lines() {
    let mut state = opened();
    let calendar = calendar();
    let mut window = Held::default();
    for _ in 0..2 {
        window.frame(view(&state, None, &calendar, tokens(), 960.0, (false, false)));
    }
    window
        .focus(view(&state, None, &calendar, tokens(), 960.0, (false, false)), super::super::LIST);
    let mut walked = Vec::new();
    for _ in 0..6 {
        let shown = view(&state, None, &calendar, tokens(), 960.0, (false, false));
        let said = window.keys(shown, &[Named::ArrowUp]);
        for message in said {
            if let Told::Walked(Some(at)) = &message {
                walked.push(*at);
            }
            state.update(message);
        }
    }
    assert!(walked.contains(&id(1)), "{walked:?}");
    assert!(!walked.contains(&id(0)) && !walked.contains(&id(2)), "{walked:?}");
}

#[test]
fn a_banner_warns_until_the_devices_are_compared() {
    assert!(shows(&opened(), say!("not-verified-title")));
    let compared = with(|_, secret| secret.device = Some(Standing::Compared));
    assert!(!shows(&compared, say!("not-verified-title")) && shows(&compared, say!("verified")));
    let mut state = opened();
    assert_eq!(told(&mut state, Message::ComparePressed), Action::Compare);
    let put_away = Action::All(vec![Action::Quieted, Action::FocusComposer]);
    assert_eq!(told(&mut state, Message::BannerClosed), put_away);
    assert!(!shows(&state, say!("not-verified-title")));
    // Whoever let a device in without comparing is reminded for good.
    let mut let_in = with(|_, secret| secret.device = Some(Standing::Accepted));
    told(&mut let_in, Message::BannerClosed);
    assert!(shows(&let_in, say!("not-verified-title")));
}

#[test]
fn what_is_written_before_the_chat_stands_waits_and_can_be_written() {
    for (chat_state, stage) in
        [(ChatState::Offered, SecretStage::Offered), (ChatState::Waiting, SecretStage::Accepted)]
    {
        let mut state = with(|chat, secret| {
            (chat.state, secret.stage, secret.device) = (chat_state, stage, None);
            secret.lapses_at = Some(fixture::NOW.plus(86_400_000));
        });
        assert!(shows(&state, "Message Nadia"), "{stage:?}");
        state.update(Told::Composer(pasted("soon")));
        let sent = state.update(Told::Composer(super::super::composer::Message::SendPressed));
        let send = Action::Send { text: "soon".into(), reply_to: None, ttl: None };
        assert_eq!(sent, send);
    }
}

#[test]
fn nothing_is_written_in_a_chat_that_is_over_and_it_says_why() {
    let mut state = with(over);
    assert!(shows(&state, "Nadia ended this chat."));
    assert_eq!(state.update(Told::Typed("x".into())), Action::None);
    assert_eq!(state.update(Told::ReplyPressed(id(1))), Action::None);
    assert_eq!(state.update(Told::EditPressed(id(3))), Action::None);
    state.update(Told::MenuOpened(id(3)));
    assert!(!shows(&state, say!("reply")));
    let calendar = calendar();
    state.update(Told::MenuClosed);
    let shown = view(&state, None, &calendar, tokens(), 960.0, (false, false));
    let pressed = clicked(shown, say!("over-start"));
    assert!(matches!(pressed[..], [Told::Secret(Message::StartPressed)]));
    assert_eq!(told(&mut state, Message::StartPressed), Action::StartAnew);
    assert_eq!(told(&mut state, Message::DeletePressed), Action::AskDelete);
}

#[test]
fn what_waited_comes_back_before_what_is_being_typed() {
    let mut state = opened();
    state.update(Told::Composer(pasted("half a thought")));
    let mut chat = secret_chat();
    let mut secret = standing(0);
    over(&mut chat, &mut secret);
    (chat.secret, chat.draft) = (Some(Box::new(secret)), "never sent".into());
    state.chat_told(chat);
    assert_eq!(state.composer.text(), "never sent\nhalf a thought");
    assert!(state.has_unsaved_draft());
    assert!(shows(&state, "Nadia ended this chat. What you typed and did not send comes along."));
}

#[test]
fn behind_a_changed_key_lies_the_history_and_esc_does_nothing() {
    let mut state = with(|chat, secret| (chat.state, secret.held) = (ChatState::Changed, true));
    assert!(!shows(&state, "Reading it now. Thank you."));
    assert_eq!(state.escape(), Some(Action::None));
    assert_eq!(state.pulse(), None);
    told(&mut state, Message::BehindPressed);
    assert!(shows(&state, "Reading it now. Thank you."));
    assert!(shows(&state, say!("changed-paused")));
    told(&mut state, Message::BehindPressed);
    assert!(!shows(&state, "Reading it now. Thank you."));
    for (press, asks) in [
        (Message::ComparePressed, Action::Compare),
        (Message::EndPressed, Action::AskEnd),
        (Message::LetInPressed, Action::AskLetIn),
    ] {
        assert_eq!(told(&mut state, press), asks);
    }
    // Let in, it is a chat as before.
    state.chat_told(secret_chat());
    assert!(shows(&state, "Reading it now. Thank you."));
}

#[test]
fn a_timer_of_ones_own_is_set_from_the_dialog() {
    let mut state = opened();
    told(&mut state, Message::TimerPressed(Whose::Chat));
    assert_eq!(state.secret.timer, Some(Whose::Chat));
    told(&mut state, Message::OwnTimerPressed(Whose::Chat));
    assert_eq!(state.secret.timer, None);
    told(&mut state, Message::OwnTimer(OwnMessage::Typed("90".into())));
    told(&mut state, Message::OwnTimer(OwnMessage::UnitChosen(crate::app::lasting::Unit::Minutes)));
    let set = Action::All(vec![Action::SetTimer(5400), Action::FocusComposer]);
    assert_eq!(told(&mut state, Message::OwnTimer(OwnMessage::SetPressed)), set);
    assert!(state.dialog.is_none());
}

#[test]
fn the_timer_of_one_message_goes_with_it() {
    let mut state = opened();
    assert_eq!(state.next_timer(), 3600);
    told(&mut state, Message::TimerChosen(Whose::Next, Some(0)));
    assert_eq!(state.next_timer(), 0);
    state.update(Told::Composer(pasted("stays")));
    let sent = state.update(Told::Composer(super::super::composer::Message::SendPressed));
    assert!(matches!(sent, Action::Send { ttl: Some(0), .. }), "{sent:?}");
    assert_eq!(state.next_timer(), 3600);
}

#[test]
fn typing_is_said_now_and_then_and_only_where_somebody_hears_it() {
    let mut state = opened();
    let typed = |state: &mut State| {
        state.update(Told::Composer(pasted("a"))) == Action::All(vec![Action::None, Action::Typing])
    };
    assert!(typed(&mut state));
    assert!(!typed(&mut state));
    let later = Instant::now() + AGAIN;
    assert!(state.says_typing(later) && !state.says_typing(later));
    let mut offered = with(|chat, secret| {
        (chat.state, secret.stage) = (ChatState::Offered, SecretStage::Offered);
    });
    assert!(!typed(&mut offered));
    let mut ordinary = State::open(fixture::chat(0, ChatKind::Ordinary, "Omid Karimi"));
    assert!(!typed(&mut ordinary));
}

#[test]
fn with_whom_it_is_is_seen_in_a_narrow_window_too() {
    let state = with(|chat, secret| (chat.state, secret.held) = (ChatState::Changed, true));
    let calendar = calendar();
    for (pane, title) in [(900.0, "Secret chat with Nadia"), (360.0, "Nadia")] {
        let view = view(&state, None, &calendar, tokens(), pane, (true, false));
        assert!(simulate(view).find(title).is_ok(), "{pane}");
    }
}

#[test]
fn what_is_odd_is_said_in_a_line_each() {
    let state = with(|_, secret| (secret.rival, secret.missing, secret.lost) = (true, 3, 1));
    for words in [
        "3 messages of Nadia are still on their way, though later ones have come.",
        "1 message of Nadia is lost: it came too late to be read, or never.",
    ] {
        assert!(shows(&state, words), "{words}");
    }
    assert!(shows(&state, &say!("secret-rival", name = "Nadia")));
}

#[test]
fn what_is_seen_is_not_told_twice_for_a_line() {
    let mut state = opened();
    let seen = View { bottom: Some(id(2).0), top: Some(id(0).0), ..View::default() };
    state.update(Told::Seen(seen));
    assert_eq!(state.newly_seen(), Some(id(1)));
    assert_eq!(state.newly_seen(), None);
}
