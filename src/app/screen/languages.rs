//! The language of the window as one drop-down: in the first run, at the lock and in settings.
//!
//! It knows which language is spoken; who chose it, and what is kept of that, is its owner's.

use iced::widget::{Column, button, column, container, row};
use iced::{Center, Color, Fill, Shrink, border};

use super::super::icon::Icon;
use super::super::language::{self, Language};
use super::super::theme::{self, Tokens};
use super::super::widget::button::Press;
use super::super::widget::context_menu::ContextMenu;
use super::super::widget::focus::Ring;
use super::super::widget::{caption, label, style};
use super::super::{Element, direction, font};

/// Whether the list hangs down.
#[derive(Debug, Default)]
pub(crate) struct State {
    open: bool,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Message {
    /// The button was pressed.
    Pressed,
    /// The list was left.
    Closed,
    /// A language was chosen; `None` for the system's.
    Chosen(Option<Language>),
}

impl State {
    /// The choice, when one was made.
    pub(crate) fn update(&mut self, message: Message) -> Option<Option<Language>> {
        self.open = message == Message::Pressed && !self.open;
        match message {
            Message::Chosen(choice) => Some(choice),
            Message::Pressed | Message::Closed => None,
        }
    }

    /// The list hangs down.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }

    /// Closes the list; whether it was open.
    pub(crate) fn close(&mut self) -> bool {
        std::mem::take(&mut self.open)
    }
}

/// Where the button stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Place {
    /// At the edge of a page, without an outline.
    Edge,
    /// In a card of settings, as wide as that, and with the system's language to choose from.
    Card,
    /// On the night of the lock, with this ground.
    Night(Color),
}

/// The button, and the list below it while that is open. `chosen` is what is kept; `None` follows
/// the system.
pub(crate) fn view<'a>(
    state: &State,
    chosen: Option<Language>,
    place: Place,
    t: Tokens,
) -> Element<'a, Message> {
    let list = state.open.then(|| list(chosen, place, t));
    ContextMenu::below(face(chosen, place, t), list, Message::Closed).into()
}

fn face<'a>(chosen: Option<Language>, place: Place, t: Tokens) -> Press<'a, Message> {
    let (ink, tint) = match place {
        Place::Night(_) => (Color::WHITE, t.bubble_out_meta),
        Place::Edge | Place::Card => (t.ink_1, t.ink_2),
    };
    let name = language::current().own_name();
    let (words, width) = match (place, chosen) {
        (Place::Card, None) => {
            let name = Language::of_system().own_name();
            (format!("{} ({name})", say!("language-system")), Fill)
        }
        (Place::Card, Some(_)) => (name.to_owned(), Fill),
        (Place::Edge | Place::Night(_), _) => (name.to_owned(), Shrink),
    };
    let kind = if place == Place::Card { theme::BODY } else { theme::SMALL };
    let line = row![
        Icon::Language.view(16.0, tint),
        container(label(words, kind, font::MEDIUM, ink)).width(width),
        Icon::Down.view(16.0, tint),
    ];
    let (height, side) = if place == Place::Card { (40.0, 12) } else { (32.0, 10) };
    let line = container(line.spacing(8).align_y(Center)).center_y(Fill);
    let face = button(line).padding([0, side]).height(height).width(width);
    let face = face.style(move |_, status| {
        let (ground, line) = match place {
            Place::Edge => (Color::TRANSPARENT, Color::TRANSPARENT),
            Place::Card => (t.surface, t.line_strong),
            Place::Night(ground) => (ground, Color::TRANSPARENT),
        };
        let ground = match status {
            button::Status::Active | button::Status::Disabled => ground,
            button::Status::Hovered => t.hover,
            button::Status::Pressed => t.pressed,
        };
        button::Style {
            background: Some(ground.into()),
            border: border::rounded(10).width(1).color(line),
            ..button::Style::default()
        }
    });
    Press::new(face, Some(Message::Pressed), Ring::Around, 10.0, t)
}

fn list<'a>(chosen: Option<Language>, place: Place, t: Tokens) -> Element<'a, Message> {
    // Only settings tell what is kept from what is spoken.
    let on = |language: Option<Language>| match place {
        Place::Card => language == chosen,
        Place::Edge | Place::Night(_) => language == Some(language::current()),
    };
    let system = (place == Place::Card).then(|| {
        let hint = Some(Language::of_system().own_name());
        item(say!("language-system"), hint, on(None), Message::Chosen(None), t)
    });
    let items = Language::ALL
        .map(|one| item(one.own_name(), None, on(Some(one)), Message::Chosen(Some(one)), t));
    let items = Column::new().push(system).extend(items).spacing(2);
    let width = if place == Place::Card { 280.0 } else { 184.0 };
    let card = container(items).padding(6).width(width).style(move |_| style::menu(t));
    // A menu is laid out beside the window, not within it.
    direction::mirrored(style::lift_menu(card, t))
}

fn item<'a>(
    name: &'a str,
    hint: Option<&'a str>,
    on: bool,
    message: Message,
    t: Tokens,
) -> Element<'a, Message> {
    let (ink, font) = if on { (t.accent, font::STRONG) } else { (t.ink_1, font::TEXT) };
    let words = column![label(name, theme::BODY, font, ink)]
        .push(hint.map(|hint| caption(hint, t.ink_2)))
        .width(Fill);
    let mark = on.then(|| Icon::Check.view(16.0, t.accent));
    let line = row![words].push(mark).spacing(8).align_y(Center);
    let height = if hint.is_some() { 48 } else { 34 };
    let item = button(container(line).center_y(Fill)).padding([0, 10]).height(height).width(Fill);
    let item = item.style(move |_, status| button::Style {
        background: match status {
            button::Status::Active | button::Status::Disabled => None,
            button::Status::Hovered | button::Status::Pressed => Some(t.pressed.into()),
        },
        border: border::rounded(8),
        ..button::Style::default()
    });
    Press::new(item, Some(message), Ring::Within, 8.0, t).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::{clicked, tokens};

    #[test]
    fn the_list_opens_and_closes_and_a_choice_closes_it() {
        let mut state = State::default();
        assert_eq!(state.update(Message::Pressed), None);
        assert!(state.open);
        assert_eq!(state.update(Message::Pressed), None);
        assert!(!state.open, "the button closes it too");
        state.update(Message::Pressed);
        let persian = Some(Language::Persian);
        assert_eq!(state.update(Message::Chosen(persian)), Some(persian));
        assert!(!state.close());
        state.update(Message::Pressed);
        assert!(state.close());
    }

    #[test]
    fn the_button_names_what_is_spoken() {
        let pressed = |chosen, words: &str| {
            clicked(view(&State::default(), chosen, Place::Card, tokens()), words)
        };
        assert_eq!(pressed(Some(Language::English), "English"), [Message::Pressed]);
        let system = Language::of_system().own_name();
        let system = format!("{} ({system})", say!("language-system"));
        assert_eq!(pressed(None, &system), [Message::Pressed]);
    }
}
