//! A new chat by somebody's link.

use iced::widget::{Column, column, container, row};
use iced::{Center, Fill};

use super::super::font;
use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::widget::button::{self as buttons, Weight};
use super::super::widget::{caption, field, label};
use crate::messenger::Error;
use crate::model::Name;

/// The field that is ready first.
pub(crate) const LINK: &str = "new-chat-link";
/// Longest text that is looked at as a link, in bytes.
const LONGEST: usize = 8 * 1024;

/// What the dialog knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    link: String,
    name: String,
    wrong: Option<String>,
    busy: bool,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The link was typed or pasted.
    LinkTyped(String),
    /// The name was typed.
    NameTyped(String),
    /// Enter, or the button.
    AddPressed,
    /// The room's button was pressed.
    RoomPressed,
    /// The dialog was left.
    Cancelled,
}

/// What the parent is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Adds the contact.
    Add {
        /// The link.
        link: String,
        /// What to call them.
        name: Option<Name>,
    },
    /// Goes on to a room.
    NewRoom,
    /// Leaves.
    Close,
}

impl State {
    /// The contact could not be added.
    pub(crate) fn refused(&mut self, error: &Error) {
        self.busy = false;
        self.wrong = Some(error.sentence.clone());
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::LinkTyped(link) => {
                self.wrong = None;
                let lower = link.to_ascii_lowercase();
                if lower.contains("nsec1") || lower.contains("ncryptsec1") {
                    // Somebody's secret key, most likely their own: it is not kept.
                    drop(crate::model::Secret::new(link));
                    self.link.clear();
                    self.wrong = Some(say!("nsec-warning").to_owned());
                } else if link.len() > LONGEST {
                    self.wrong = Some(say!("link-too-long").to_owned());
                } else {
                    self.link = link;
                }
                Action::None
            }
            Message::NameTyped(name) => {
                self.name = name;
                Action::None
            }
            Message::AddPressed if self.busy => Action::None,
            Message::AddPressed if self.link.trim().is_empty() => {
                self.wrong.get_or_insert_with(|| say!("link-missing").to_owned());
                Action::None
            }
            Message::AddPressed => {
                self.busy = true;
                self.wrong = None;
                Action::Add {
                    link: self.link.trim().to_owned(),
                    name: Name::clean(&self.name).ok(),
                }
            }
            Message::RoomPressed => Action::NewRoom,
            Message::Cancelled => Action::Close,
        }
    }
}

/// The dialog's content.
pub(crate) fn view(state: &State, t: Tokens) -> Column<'_, Message> {
    let link = field::input(say!("link-example"), &state.link, state.wrong.is_some(), t)
        .id(LINK)
        .on_input(Message::LinkTyped)
        .on_submit(Message::AddPressed);
    let name = field::input(say!("their-name"), &state.name, false, t)
        .on_input(Message::NameTyped)
        .on_submit(Message::AddPressed);
    let room = buttons::text(say!("new-room"), Weight::Ghost, t, Some(Message::RoomPressed));
    let add = (!state.busy).then_some(Message::AddPressed);
    column![
        label(say!("new-chat"), theme::HEADING, font::STRONG, t.ink_1),
        field::labelled(
            say!("link"),
            None,
            link,
            Some(say!("link-hint")),
            state.wrong.as_deref(),
            t
        ),
        field::labelled(say!("call-them"), Some(say!("optional")), name, None, None, t),
        row![Icon::Shield.view(16.0, t.ink_2), caption(say!("ordinary-note"), t.ink_2).width(Fill)]
            .spacing(8),
        row![
            container(room).width(Fill),
            buttons::text(say!("cancel"), Weight::Secondary, t, Some(Message::Cancelled)),
            buttons::text(say!("add"), Weight::Primary, t, add),
        ]
        .spacing(8)
        .align_y(Center),
    ]
    .spacing(18)
    .width(460)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::{simulate, tokens};

    fn typed(state: &mut State, link: &str) -> Action {
        state.update(Message::LinkTyped(link.into()));
        state.update(Message::AddPressed)
    }

    #[test]
    fn a_link_and_a_name_become_a_contact() {
        let mut dialog = State::default();
        dialog.update(Message::NameTyped("  Omid  ".into()));
        let action = typed(&mut dialog, " hushwing:nprofile1abc ");
        let name = Name::clean("Omid").ok();
        assert_eq!(action, Action::Add { link: "hushwing:nprofile1abc".into(), name });
        // The second press waits for the answer to the first.
        assert_eq!(dialog.update(Message::AddPressed), Action::None);
    }

    #[test]
    fn a_secret_key_is_refused_with_a_warning_and_not_kept() {
        let mut dialog = State::default();
        for pasted in
            ["nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t", "look: NSEC1ABC", "ncryptsec1qgg"]
        {
            assert_eq!(typed(&mut dialog, pasted), Action::None);
            assert!(dialog.link.is_empty());
            assert_eq!(dialog.wrong.as_deref(), Some(say!("nsec-warning")));
        }
        let mut ui = simulate(view(&dialog, tokens()));
        assert!(ui.find(say!("nsec-warning")).is_ok());
    }

    #[test]
    fn what_is_no_link_is_said_under_the_field() {
        let mut dialog = State::default();
        assert_eq!(typed(&mut dialog, "  "), Action::None);
        assert_eq!(dialog.wrong.as_deref(), Some(say!("link-missing")));
        typed(&mut dialog, "hello");
        dialog.refused(&Error::input("This is not a link to a person."));
        let mut ui = simulate(view(&dialog, tokens()));
        assert!(ui.find("This is not a link to a person.").is_ok());
    }

    #[test]
    fn a_book_is_not_a_link() {
        let mut dialog = State::default();
        dialog.update(Message::LinkTyped("x".repeat(LONGEST + 1)));
        assert!(dialog.link.is_empty() && dialog.wrong.is_some());
    }
}
