//! A new chat: by somebody's link, by a picture of it, or with a contact.

use std::path::PathBuf;

use iced::widget::{Column, column, container, keyed_column, row, scrollable};
use iced::{Center, Fill};
use nostr::key::PublicKey;

use super::super::code::{self, Unreadable};
use super::super::icon::Icon;
use super::super::matching::Words;
use super::super::theme::{self, Tokens};
use super::super::widget::button::{self as buttons, Weight};
use super::super::widget::line::Line;
use super::super::widget::rows::{Stand, span};
use super::super::widget::{avatar, caption, field, label, style};
use super::super::{Element, font};
use crate::messenger::Error;
use crate::model::{Contact, Name};

/// The field that is ready first.
pub(crate) const LINK: &str = "new-chat-link";
/// The field for what to call them.
pub(crate) const NAME: &str = "new-chat-name";
/// Height of a contact.
const ROW: f32 = 52.0;
/// Height of the list of contacts.
const LIST: f32 = 208.0;
/// Longest text that is looked at as a link, in bytes.
const LONGEST: usize = 8 * 1024;

/// What the dialog knows.
#[derive(Debug, Default)]
pub(crate) struct State {
    link: String,
    name: String,
    wrong: Option<String>,
    busy: bool,
    /// A picture is being read.
    reading: bool,
    people: Vec<Contact>,
    stand: Stand,
    /// The chat shall be a secret one.
    secret: bool,
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
    /// A picture of a code shall be chosen.
    ChoosePressed,
    /// The picture in the clipboard shall be read.
    PastePressed,
    /// What a picture says; nothing when none was chosen.
    CodeRead(Result<Option<String>, Unreadable>),
    /// The list of contacts moved.
    Scrolled(Stand),
    /// A contact was pressed.
    PersonPressed(PublicKey),
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
    /// Lets a picture be chosen.
    Choose,
    /// Reads the picture in the clipboard.
    Paste,
    /// Reads the picture in a file.
    File(PathBuf),
    /// Opens the chat with a contact.
    Write(PublicKey),
    /// Begins a secret chat with a contact.
    Secret(PublicKey),
    /// Puts the cursor in a field.
    Focus(&'static str),
    /// Goes on to a room.
    NewRoom,
    /// Leaves.
    Close,
}

impl State {
    /// For a secret chat.
    pub(crate) fn secret() -> Self {
        Self { secret: true, ..Self::default() }
    }

    /// Whether the chat shall be a secret one.
    pub(crate) fn is_secret(&self) -> bool {
        self.secret
    }

    /// Everybody known was read.
    pub(crate) fn people_read(&mut self, people: &[Contact]) {
        self.people = people.iter().filter(|p| p.accepted && !p.blocked).cloned().collect();
    }

    /// The contacts whose names begin with what was typed; all before anything was.
    fn offered(&self) -> Vec<&Contact> {
        let words = Words::of(&self.link);
        self.people.iter().filter(|p| words.is_empty() || words.are_in(&p.name)).collect()
    }

    /// What stands in the field of the link.
    #[cfg(test)]
    pub(crate) fn link(&self) -> &str {
        &self.link
    }

    /// Typed before the cursor was in the field.
    pub(crate) fn typed_on(&mut self, letters: &str) {
        let link = format!("{}{letters}", self.link);
        self.update(Message::LinkTyped(link));
    }

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
            Message::AddPressed if code::path_in(&self.link).is_some() => {
                self.wrong = None;
                match code::path_in(&self.link) {
                    Some(path) if !self.reading => {
                        self.reading = true;
                        Action::File(path)
                    }
                    _ => Action::None,
                }
            }
            Message::AddPressed => {
                self.busy = true;
                self.wrong = None;
                Action::Add {
                    link: self.link.trim().to_owned(),
                    name: Name::clean(&self.name).ok(),
                }
            }
            Message::ChoosePressed | Message::PastePressed if self.reading => Action::None,
            Message::ChoosePressed => {
                (self.reading, self.wrong) = (true, None);
                Action::Choose
            }
            Message::PastePressed => {
                (self.reading, self.wrong) = (true, None);
                Action::Paste
            }
            Message::CodeRead(read) => {
                self.reading = false;
                match read {
                    Ok(Some(link)) => {
                        // As if it were typed, with the same care for secrets and length.
                        self.update(Message::LinkTyped(link));
                        if self.wrong.is_none() { Action::Focus(NAME) } else { Action::None }
                    }
                    Ok(None) => Action::None,
                    Err(why) => {
                        self.wrong = Some(why.sentence().to_owned());
                        Action::None
                    }
                }
            }
            Message::Scrolled(stand) => {
                self.stand = stand;
                Action::None
            }
            Message::PersonPressed(person) if self.secret => Action::Secret(person),
            Message::PersonPressed(person) => Action::Write(person),
            Message::RoomPressed => Action::NewRoom,
            Message::Cancelled => Action::Close,
        }
    }
}

fn contacts<'a>(state: &'a State, t: Tokens) -> Option<Element<'a, Message>> {
    let offered = state.offered();
    if offered.is_empty() {
        return None;
    }
    let span = span(offered.len(), ROW, state.stand.offset, LIST);
    let rows = span.rows.clone().filter_map(|at| offered.get(at)).map(|person| {
        let line = row![
            avatar::person(&person.name, &person.account, 36.0),
            Line::new(&person.name, t.ink_1).strong().fill(),
        ];
        let line = line.spacing(12).padding([0, 10]).align_y(Center).height(ROW);
        let press = Message::PersonPressed(person.account);
        let row = buttons::list_row(line, false, t, press).width(Fill);
        (person.account.to_bytes(), Element::from(row))
    });
    let list = column![style::gap(1, span.above), keyed_column(rows), style::gap(1, span.below)];
    let list = scrollable(list)
        .on_scroll(|viewport| Message::Scrolled(Stand::of(viewport)))
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status))
        .width(Fill);
    Some(container(list).max_height(LIST).into())
}

/// The dialog's content.
pub(crate) fn view(state: &State, t: Tokens) -> Column<'_, Message> {
    let link = field::input(say!("link-example"), &state.link, state.wrong.is_some(), t)
        .id(LINK)
        .on_input(Message::LinkTyped)
        .on_submit(Message::AddPressed);
    let name = field::input(say!("their-name"), &state.name, false, t)
        .id(NAME)
        .on_input(Message::NameTyped)
        .on_submit(Message::AddPressed);
    let ghost = |words, press| buttons::small(words, Weight::Secondary, t, press);
    let idle = !state.reading;
    let pictures: Element<'_, Message> = if state.reading {
        // As high as the buttons, so that nothing moves.
        container(caption(say!("code-reading"), t.ink_2)).center_y(32).into()
    } else {
        row![
            ghost(say!("code-choose"), idle.then_some(Message::ChoosePressed)),
            ghost(say!("code-paste"), idle.then_some(Message::PastePressed)),
        ]
        .spacing(8)
        .wrap()
        .vertical_spacing(8)
        .into()
    };
    let link = field::labelled(
        say!("link"),
        None,
        link,
        Some(say!("link-hint")),
        state.wrong.as_deref(),
        t,
    )
    .push(pictures);
    let contacts = contacts(state, t).map(|list| {
        column![label(say!("code-contacts"), theme::SMALL, font::STRONG, t.ink_1), list].spacing(8)
    });
    let room = (!state.secret)
        .then(|| buttons::text(say!("new-room"), Weight::Ghost, t, Some(Message::RoomPressed)));
    let (icon, title, note, start) = match state.secret {
        true => (Icon::Lock, say!("secret-new"), say!("secret-note"), say!("secret-start")),
        false => (Icon::Shield, say!("new-chat"), say!("ordinary-note"), say!("add")),
    };
    let add = (!state.busy && !state.reading).then_some(Message::AddPressed);
    // Whoever is looked for by name needs no other name.
    let known = contacts.is_some() && !state.link.trim().is_empty();
    let name = (!known)
        .then(|| field::labelled(say!("call-them"), Some(say!("optional")), name, None, None, t));
    column![label(title, theme::HEADING, font::STRONG, t.ink_1), link]
        .push(name)
        .push(contacts)
        .push(
            row![
                icon.view(16.0, if state.secret { t.accent } else { t.ink_2 }),
                caption(note, t.ink_2).width(Fill)
            ]
            .spacing(8),
        )
        .push(
            row![
                container(Column::new().push(room)).width(Fill),
                buttons::text(say!("cancel"), Weight::Secondary, t, Some(Message::Cancelled)),
                buttons::text(start, Weight::Primary, t, add),
            ]
            .spacing(8)
            .align_y(Center),
        )
        .spacing(16)
        .width(460)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::app::testing::{clicked, simulate, tokens};

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

    #[test]
    fn the_link_of_a_picture_stands_in_the_field() {
        let mut dialog = State::default();
        assert_eq!(dialog.update(Message::PastePressed), Action::Paste);
        // One picture at a time.
        assert_eq!(dialog.update(Message::ChoosePressed), Action::None);
        let read = Message::CodeRead(Ok(Some("hushwing:nprofile1abc".into())));
        assert_eq!(dialog.update(read), Action::Focus(NAME));
        assert_eq!(dialog.link, "hushwing:nprofile1abc");
    }

    #[test]
    fn a_picture_without_a_link_says_so_and_a_secret_in_one_is_not_kept() {
        let mut dialog = State::default();
        dialog.update(Message::ChoosePressed);
        dialog.update(Message::CodeRead(Err(Unreadable::NoCode)));
        let mut ui = simulate(view(&dialog, tokens()));
        assert!(ui.find(say!("code-none")).is_ok());
        drop(ui);
        let read =
            Message::CodeRead(Ok(Some("nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t".into())));
        assert_eq!(dialog.update(read), Action::None);
        assert!(dialog.link.is_empty());
        assert_eq!(dialog.wrong.as_deref(), Some(say!("nsec-warning")));
        // A dialog that was left says nothing.
        dialog.update(Message::ChoosePressed);
        assert_eq!(dialog.update(Message::CodeRead(Ok(None))), Action::None);
    }

    #[test]
    fn a_path_is_read_as_a_picture() {
        let mut dialog = State::default();
        let action = typed(&mut dialog, "/home/lena/owl.png");
        assert_eq!(action, Action::File("/home/lena/owl.png".into()));
    }

    #[test]
    fn a_contact_is_found_by_name_and_written_to() {
        let mut dialog = State::default();
        let mut blocked = fixture::contact(2);
        blocked.blocked = true;
        dialog.people_read(&[fixture::contact(0), fixture::contact(1), blocked]);
        dialog.update(Message::LinkTyped("nad".into()));
        let names: Vec<_> = dialog.offered().into_iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["Nadia Rahimi"]);
        let pressed = clicked(view(&dialog, tokens()), "Nadia Rahimi");
        let [Message::PersonPressed(who)] = pressed[..] else { panic!("{pressed:?}") };
        assert_eq!(dialog.update(Message::PersonPressed(who)), Action::Write(fixture::person(1)));
    }
}
