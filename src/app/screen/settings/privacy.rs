//! What others learn, when the window locks, and who is kept out.

use iced::widget::{Column, column, container, row};
use iced::{Center, Fill};

use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::widget::line::Line;
use super::super::super::widget::segmented::{Inks, segmented};
use super::super::super::widget::{avatar, body, caption, label, style, toggle};
use super::super::super::{Element, font};
use super::{Action, Actions, Want, Wish, parts};
use crate::messenger::{ChatName, Command, Error, Settings};
use crate::model::{Contact, npub};

/// Choices of idle minutes; `None`: never.
pub(super) const MINUTES: [Option<u32>; 5] = [Some(1), Some(5), Some(15), Some(60), None];

/// What the part knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// People who are kept out; `None` until they are read.
    pub(super) blocked: Option<Vec<Contact>>,
    pub(super) wrong: Option<String>,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    ReceiptsToggled,
    LockAfterChosen(Option<u32>),
    ClearCopiedToggled,
    UnblockPressed(nostr::key::PublicKey),
}

impl State {
    pub(super) fn people_read(&mut self, people: Vec<Contact>) {
        self.blocked = Some(people.into_iter().filter(|person| person.blocked).collect());
    }

    pub(super) fn refused(&mut self, error: &Error) {
        self.wrong = Some(error.sentence.clone());
    }

    pub(super) fn update(&mut self, message: Message, kept: &mut Option<Settings>) -> Actions {
        self.wrong = None;
        let Some(kept) = kept else { return Vec::new() };
        match message {
            Message::ReceiptsToggled => {
                kept.read_receipts = !kept.read_receipts;
                let on = kept.read_receipts;
                vec![Action::Ask(Want::Kept, Command::SetReadReceipts { on })]
            }
            Message::LockAfterChosen(minutes) => {
                kept.lock_after = minutes;
                vec![
                    Action::Wish(Wish::Kept(*kept)),
                    Action::Ask(Want::Kept, Command::SetLockAfter { minutes }),
                ]
            }
            Message::ClearCopiedToggled => {
                kept.clear_copied = !kept.clear_copied;
                let on = kept.clear_copied;
                vec![
                    Action::Wish(Wish::Kept(*kept)),
                    Action::Ask(Want::Kept, Command::SetClearCopied { on }),
                ]
            }
            Message::UnblockPressed(person) => {
                let id = ChatName(npub(&person));
                vec![Action::Ask(Want::People, Command::Unblock { id })]
            }
        }
    }
}

/// The part.
pub(super) fn view(state: &super::State, t: Tokens) -> Column<'_, super::Message> {
    let wrong = state.privacy.wrong.as_deref().map(|says| body(says, t.danger));
    column![]
        .push(wrong)
        .push(seen(state, t))
        .push(lock(state, t))
        .push(copied(state, t))
        .push(blocked(state, t))
        .spacing(28)
}

/// What others learn.
fn seen(state: &super::State, t: Tokens) -> Element<'_, super::Message> {
    let on = state.kept.is_some_and(|kept| kept.read_receipts);
    let press = state.kept.map(|_| super::Message::Privacy(Message::ReceiptsToggled));
    let receipts =
        toggle::row_with(say!("read-receipts"), say!("read-receipts-hint"), on, t, press);
    let fact = |name, hint| {
        column![label(name, theme::BODY, font::STRONG, t.ink_1), caption(hint, t.ink_2),].spacing(2)
    };
    let card = column![
        receipts,
        style::divider(t.line),
        fact(say!("delivery-receipts"), say!("delivery-receipts-hint")),
        style::divider(t.line),
        fact(say!("who-may-write"), say!("who-may-write-hint")),
    ]
    .spacing(14);
    parts::section(
        say!("what-others-see"),
        say!("what-others-see-hint"),
        None,
        parts::card(card, t),
        t,
    )
}

/// When the window locks.
fn lock(state: &super::State, t: Tokens) -> Element<'_, super::Message> {
    let choices = MINUTES.map(|minutes| {
        let says = match minutes {
            Some(1) => say!("minute-1"),
            Some(5) => say!("minutes-5"),
            Some(15) => say!("minutes-15"),
            Some(_) => say!("minutes-60"),
            None => say!("never"),
        };
        (says, minutes)
    });
    let card: Element<'_, super::Message> = match state.kept {
        Some(kept) => segmented(choices, &kept.lock_after, Inks::of(t), t, |minutes| {
            super::Message::Privacy(Message::LockAfterChosen(minutes))
        }),
        None => caption(say!("loading"), t.ink_3).into(),
    };
    let hint = if state.around.found == crate::model::Found::Keyring {
        say!("lock-after-keyring")
    } else {
        say!("lock-after-hint")
    };
    parts::section(say!("lock-after"), hint, None, parts::card(card, t), t)
}

/// What stays in the clipboard.
fn copied(state: &super::State, t: Tokens) -> Element<'_, super::Message> {
    let on = state.kept.is_some_and(|kept| kept.clear_copied);
    let press = state.kept.map(|_| super::Message::Privacy(Message::ClearCopiedToggled));
    let name = say!("clear-copied");
    let row = toggle::row_with(name, say!("clear-copied-hint"), on, t, press);
    let hint = say!("secret-chats-here-hint");
    parts::section(say!("secret-chats-here"), hint, None, parts::card(row, t), t)
}

/// Who is kept out.
fn blocked(state: &super::State, t: Tokens) -> Element<'_, super::Message> {
    let content: Element<'_, super::Message> = match &state.privacy.blocked {
        None => caption(say!("loading"), t.ink_3).into(),
        Some(people) if people.is_empty() => caption(say!("nobody-blocked"), t.ink_2).into(),
        Some(people) => {
            let row = |person: &Contact| {
                let press = super::Message::Privacy(Message::UnblockPressed(person.account));
                row![
                    avatar::person(&person.name, &person.account, 36.0),
                    container(Line::new(&person.name, t.ink_1).strong().fill()).width(Fill),
                    Element::from(buttons::small(
                        say!("unblock"),
                        Weight::Secondary,
                        t,
                        Some(press)
                    )),
                ]
                .spacing(12)
                .align_y(Center)
                .into()
            };
            Column::with_children(people.iter().map(row)).spacing(12).into()
        }
    };
    let hint = say!("blocked-people-hint");
    parts::section(say!("blocked-people"), hint, None, parts::card(content, t), t)
}
