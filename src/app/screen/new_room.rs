//! A new room of three to ten people, chosen from the contacts.

use iced::widget::{Column, Row, button, column, container, keyed_column, row, scrollable};
use iced::{Center, Color, Fill, border};
use nostr::key::PublicKey;

use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::widget::button::{self as buttons, Press, Weight};
use super::super::widget::focus::Ring;
use super::super::widget::line::Line;
use super::super::widget::rows::{Stand, span};
use super::super::widget::{avatar, body, caption, field, label, style};
use super::super::{Element, font};
use crate::messenger::Error;
use crate::model::{Contact, Name};

/// The field that is ready first.
pub(crate) const NAME: &str = "new-room-name";
/// Height of a contact.
const ROW: f32 = 52.0;
/// Height of the list at most.
const LIST: f32 = 260.0;
/// Fewest people beside oneself: with one it is a chat.
const LEAST: usize = 2;
/// Most people beside oneself.
const MOST: usize = 9;

/// What the dialog knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    name: String,
    contacts: Option<Vec<Contact>>,
    chosen: Vec<PublicKey>,
    wrong: Option<String>,
    busy: bool,
    stand: Stand,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The room's name was typed.
    NameTyped(String),
    /// Somebody was pressed.
    PersonPressed(PublicKey),
    /// The list moved.
    Scrolled(Stand),
    /// Enter, or the button.
    MakePressed,
    /// The dialog was left.
    Cancelled,
}

/// What the parent is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Makes the room.
    Make {
        /// Everybody else.
        people: Vec<PublicKey>,
        /// Its name.
        subject: Option<Name>,
    },
    /// Leaves.
    Close,
}

impl State {
    /// The contacts were read.
    pub(crate) fn contacts_read(&mut self, contacts: Vec<Contact>) {
        self.contacts = Some(contacts.into_iter().filter(|c| c.accepted && !c.blocked).collect());
    }

    /// The room could not be made, or the contacts not be read.
    pub(crate) fn refused(&mut self, error: &Error) {
        self.busy = false;
        self.wrong = Some(error.sentence.clone());
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::NameTyped(name) => self.name = name,
            Message::Scrolled(stand) => self.stand = stand,
            Message::PersonPressed(person) => {
                self.wrong = None;
                if let Some(at) = self.chosen.iter().position(|p| *p == person) {
                    self.chosen.remove(at);
                } else if self.chosen.len() < MOST {
                    self.chosen.push(person);
                } else {
                    self.wrong = Some(say!("room-full").to_owned());
                }
            }
            Message::MakePressed if self.busy => {}
            Message::MakePressed if self.chosen.len() < LEAST => {
                self.wrong = Some(say!("room-too-small").to_owned());
            }
            Message::MakePressed => {
                self.busy = true;
                self.wrong = None;
                let subject = Name::clean(&self.name).ok();
                return Action::Make { people: self.chosen.clone(), subject };
            }
            Message::Cancelled => return Action::Close,
        }
        Action::None
    }
}

fn person<'a>(contact: &'a Contact, chosen: bool, t: Tokens) -> Element<'a, Message> {
    let fill = if chosen { t.accent_fill } else { Color::TRANSPARENT };
    let line = if chosen { t.accent_fill } else { t.line_strong };
    let mark = chosen.then(|| Icon::Check.view(14.0, Color::WHITE));
    let dot = container(column![].push(mark)).center(20).style(move |_| container::Style {
        background: Some(fill.into()),
        border: border::rounded(10).width(1.5).color(line),
        ..container::Style::default()
    });
    let line = row![
        avatar::person(&contact.name, &contact.account, 36.0),
        Line::new(&contact.name, t.ink_1).strong().fill(),
        dot,
    ]
    .spacing(12)
    .align_y(Center)
    .padding([0, 10])
    .height(ROW);
    buttons::list_row(line, chosen, t, Message::PersonPressed(contact.account)).width(Fill).into()
}

/// Those who are chosen, each with a cross.
fn chips<'a>(state: &'a State, t: Tokens) -> Option<Element<'a, Message>> {
    let contacts = state.contacts.as_deref()?;
    let chosen = state.chosen.iter().filter_map(|who| contacts.iter().find(|c| c.account == *who));
    let chips: Vec<Element<'_, Message>> = chosen
        .map(|contact| {
            let name = Line::new(&contact.name, t.ink_1).kind(theme::SMALL);
            let inner = row![
                avatar::person(&contact.name, &contact.account, 20.0),
                container(name).max_width(140),
                Icon::X.view(14.0, t.ink_2),
            ];
            let chip = button(inner.spacing(6).align_y(Center).height(28)).padding([0, 8]).style(
                move |_, status| button::Style {
                    background: Some(match status {
                        button::Status::Active | button::Status::Disabled => t.accent_soft.into(),
                        button::Status::Hovered | button::Status::Pressed => t.accent_soft_2.into(),
                    }),
                    border: border::rounded(14),
                    ..button::Style::default()
                },
            );
            let press = Some(Message::PersonPressed(contact.account));
            Press::new(chip, press, Ring::Around, 14.0, t).into()
        })
        .collect();
    let wrapped = (!chips.is_empty()).then(|| Row::with_children(chips).spacing(6).wrap());
    wrapped.map(|chips| chips.vertical_spacing(6).into())
}

/// A row of this list, and of no other: a keyed column takes over the state of one in its place
/// whose keys are of the same type.
#[derive(Clone, Copy, PartialEq)]
struct RoomRow(PublicKey);

/// The dialog's content.
pub(crate) fn view(state: &State, t: Tokens) -> Column<'_, Message> {
    let name = field::input(say!("room-name"), &state.name, false, t)
        .id(NAME)
        .on_input(Message::NameTyped)
        .on_submit(Message::MakePressed);
    let list: Element<'_, Message> = match &state.contacts {
        None => body(say!("loading"), t.ink_2).into(),
        Some(contacts) if contacts.is_empty() => body(say!("no-contacts"), t.ink_2).into(),
        Some(contacts) => {
            let span = span(contacts.len(), ROW, state.stand.offset, LIST);
            let seen = span.rows.clone().filter_map(|at| contacts.get(at));
            let rows =
                seen.map(|c| (RoomRow(c.account), person(c, state.chosen.contains(&c.account), t)));
            let list =
                column![style::gap(1, span.above), keyed_column(rows), style::gap(1, span.below),];
            scrollable(list)
                .on_scroll(|viewport| Message::Scrolled(Stand::of(viewport)))
                .direction(style::thin())
                .style(move |_, status| style::scroll(t, status))
                .height(LIST.min(contacts.len() as f32 * ROW))
                .into()
        }
    };
    let says = match &state.wrong {
        Some(wrong) => caption(wrong.as_str(), t.danger),
        None if state.chosen.is_empty() => caption(say!("room-note"), t.ink_2),
        None => {
            let count = state.chosen.len() + 1;
            caption(say!("room-chosen", count = count, most = MOST + 1), t.ink_2)
        }
    };
    let make = (!state.busy && state.chosen.len() >= LEAST).then_some(Message::MakePressed);
    column![
        label(say!("new-room"), theme::HEADING, font::STRONG, t.ink_1),
        field::labelled(say!("room-name"), Some(say!("optional")), name, None, None, t),
    ]
    .push(chips(state, t))
    .push(list)
    .push(says)
    .push(
        container(
            row![
                buttons::text(say!("cancel"), Weight::Secondary, t, Some(Message::Cancelled)),
                buttons::text(say!("make-room"), Weight::Primary, t, make),
            ]
            .spacing(8),
        )
        .align_right(Fill),
    )
    .spacing(16)
    .width(460)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::app::testing::{clicked, simulate, tokens};

    fn dialog() -> (State, Vec<PublicKey>) {
        let contacts: Vec<Contact> = (0..12).map(fixture::contact).collect();
        let people = contacts.iter().map(|c| c.account).collect();
        let mut state = State::default();
        state.contacts_read(contacts);
        (state, people)
    }

    #[test]
    fn a_room_needs_two_others_and_takes_nine() {
        let (mut state, people) = dialog();
        state.update(Message::PersonPressed(people[0]));
        assert_eq!(state.update(Message::MakePressed), Action::None);
        assert_eq!(state.wrong.as_deref(), Some(say!("room-too-small")));
        for person in &people {
            state.update(Message::PersonPressed(*person));
        }
        // The first was pressed twice: out again, so nine of the other eleven are in.
        assert_eq!(state.chosen, people[1..10]);
        assert_eq!(state.wrong.as_deref(), Some(say!("room-full")));
    }

    #[test]
    fn the_button_wakes_up_with_the_second_person() {
        let (mut state, people) = dialog();
        let pressed = |state: &State| clicked(view(state, tokens()), say!("make-room"));
        assert_eq!(pressed(&state).len(), 0);
        state.update(Message::PersonPressed(people[0]));
        assert_eq!(pressed(&state).len(), 0);
        state.update(Message::PersonPressed(people[1]));
        assert!(matches!(pressed(&state)[..], [Message::MakePressed]));
    }

    #[test]
    fn chosen_people_make_a_room() {
        let (mut state, people) = dialog();
        state.update(Message::NameTyped("Night Owls".into()));
        state.update(Message::PersonPressed(people[3]));
        state.update(Message::PersonPressed(people[5]));
        let action = state.update(Message::MakePressed);
        let subject = Name::clean("Night Owls").ok();
        assert_eq!(action, Action::Make { people: vec![people[3], people[5]], subject });
    }

    #[test]
    fn blocked_people_and_strangers_are_not_offered() {
        let (mut blocked, mut stranger) = (fixture::contact(0), fixture::contact(1));
        blocked.blocked = true;
        stranger.accepted = false;
        let mut state = State::default();
        state.contacts_read(vec![blocked, stranger]);
        let mut ui = simulate(view(&state, tokens()));
        assert!(ui.find(say!("no-contacts")).is_ok());
    }
}
