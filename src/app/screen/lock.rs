//! The lock: nothing of what lies behind it is shown.

use iced::widget::{button, column, container, row, stack, text_input};
use iced::{Border, Center, Color, ContentFit, Fill, border, color};

use super::super::icon::{self, Icon};
use super::super::theme;
use super::super::widget::{label, style};
use super::super::{Element, font};
use crate::messenger::Error;
use crate::model::{Found, Secret, Unlock};

/// The field.
pub(crate) const FIELD: &str = "lock-passphrase";

/// What the screen knows.
#[derive(Debug)]
pub(crate) struct State {
    found: Found,
    passphrase: Secret,
    shown: bool,
    busy: bool,
    wrong: Option<String>,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The passphrase was typed.
    Typed(Secret),
    /// The eye was pressed.
    EyePressed,
    /// Enter, or the arrow.
    UnlockPressed,
}

/// What the parent is asked for.
#[derive(Debug)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Opens the profile.
    Open(Unlock),
}

impl State {
    /// A lock before a profile.
    pub(crate) fn new(found: Found) -> Self {
        Self {
            found,
            passphrase: Secret::new(String::new()),
            shown: false,
            busy: false,
            wrong: None,
        }
    }

    fn asks(&self) -> bool {
        self.found != Found::Keyring
    }

    /// Tries to open: at once where nothing needs to be typed.
    pub(crate) fn try_open(&mut self) -> Action {
        if self.busy {
            return Action::None;
        }
        if self.asks() && self.passphrase.expose().is_empty() {
            self.wrong = Some(say!("passphrase-missing").to_owned());
            return Action::None;
        }
        self.busy = true;
        self.wrong = None;
        let passphrase = std::mem::replace(&mut self.passphrase, Secret::new(String::new()));
        Action::Open(match self.found {
            Found::Keyring => Unlock::Keyring,
            Found::Both => Unlock::Both(passphrase),
            Found::Passphrase | Found::Nothing => Unlock::Passphrase(passphrase),
        })
    }

    /// It could not be opened.
    pub(crate) fn refused(&mut self, error: &Error) {
        self.busy = false;
        self.wrong = Some(error.sentence.clone());
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Typed(passphrase) => {
                if !self.busy {
                    self.passphrase = passphrase;
                    self.wrong = None;
                }
                Action::None
            }
            Message::EyePressed => {
                self.shown = !self.shown;
                Action::None
            }
            Message::UnlockPressed => self.try_open(),
        }
    }
}

// The scene is a night in both themes, so the lock has colours of its own.
const FIELD_FILL: Color = color!(0x1B1940);
const ROSE: Color = color!(0xFF8A95);
const SOFT: Color = color!(0xCFCEF4);
const GLOW: Color = color!(0xA3A1FA);
const BUTTON: Color = color!(0x5F5CDB);

/// The screen.
pub(crate) fn view(state: &State) -> Element<'_, Message> {
    let title = label(say!("locked"), theme::LOCK_TITLE, font::STRONG, Color::WHITE);
    let hint = label(say!("locked-hint"), theme::BODY, font::TEXT, SOFT).center();
    let says = match (&state.wrong, state.busy) {
        (_, true) => label(say!("unlocking"), theme::SMALL, font::TEXT, SOFT),
        (Some(wrong), false) => label(wrong.as_str(), theme::SMALL, font::MEDIUM, ROSE),
        (None, false) => label(" ", theme::SMALL, font::TEXT, SOFT),
    };
    let card = column![
        icon::logo(84.0),
        style::gap(1, 8),
        title,
        hint,
        style::gap(1, 16),
        field(state),
        says.width(348).center(),
    ]
    .spacing(8)
    .align_x(Center);
    // A little above the middle, clear of the roofs.
    let card = container(card).center(Fill).padding(iced::padding::horizontal(24).bottom(140));
    stack![night(), card].into()
}

/// The scene, covering the window.
fn night<'a>() -> Element<'a, Message> {
    icon::lock_scene().width(Fill).height(Fill).content_fit(ContentFit::Cover).into()
}

fn field(state: &State) -> Element<'_, Message> {
    let wrong = state.wrong.is_some();
    let arrow = |press: Option<Message>| {
        button(container(Icon::Forward.view(20.0, Color::WHITE)).center(38))
            .padding(0)
            .on_press_maybe(press)
            .style(move |_, status| button::Style {
                background: Some(match status {
                    button::Status::Hovered => color!(0x716EEA).into(),
                    button::Status::Disabled => Color { a: 0.4, ..BUTTON }.into(),
                    button::Status::Active | button::Status::Pressed => BUTTON.into(),
                }),
                border: border::rounded(10),
                ..button::Style::default()
            })
    };
    let press = (!state.busy).then_some(Message::UnlockPressed);
    if !state.asks() {
        let words = label(say!("open-with-keyring"), theme::BODY, font::STRONG, Color::WHITE);
        return row![words, arrow(press)].spacing(16).align_y(Center).into();
    }
    let typed = text_input(say!("passphrase"), state.passphrase.expose())
        .id(FIELD)
        .secure(!state.shown)
        .font(font::TEXT)
        .size(15)
        .padding([12, 8])
        .on_input_maybe((!state.busy).then_some(|typed| Message::Typed(Secret::new(typed))))
        .on_submit_maybe(press.clone())
        .style(|_, _| text_input::Style {
            background: Color::TRANSPARENT.into(),
            border: Border::default(),
            icon: SOFT,
            placeholder: color!(0x9695C8),
            value: Color::WHITE,
            selection: Color { a: 0.4, ..GLOW },
        });
    let eye = if state.shown { Icon::EyeOff } else { Icon::Eye };
    let eye = button(container(eye.view(18.0, SOFT)).center(34))
        .padding(0)
        .on_press(Message::EyePressed)
        .style(|_, _| button::Style { background: None, ..button::Style::default() });
    container(
        row![Icon::Lock.view(18.0, GLOW), typed, eye, arrow(press)].spacing(6).align_y(Center),
    )
    .width(348)
    .height(52)
    .center_y(52)
    .padding(iced::padding::left(20).right(6))
    .style(move |_| container::Style {
        background: Some(FIELD_FILL.into()),
        border: border::rounded(14).width(2).color(if wrong { ROSE } else { GLOW }),
        ..container::Style::default()
    })
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::testing::{simulate, typed};
    use crate::messenger::ErrorKind;

    fn type_and_enter(state: &mut State, passphrase: &str) -> Action {
        state.update(Message::Typed(Secret::new(passphrase.into())));
        state.update(Message::UnlockPressed)
    }

    #[test]
    fn a_passphrase_opens_once_and_waits_for_the_answer() {
        let mut lock = State::new(Found::Passphrase);
        let Action::Open(Unlock::Passphrase(secret)) = type_and_enter(&mut lock, "four owls")
        else {
            panic!("not opened");
        };
        assert_eq!(secret.expose(), "four owls");
        // A second Enter while the first is worked on does nothing.
        assert!(matches!(lock.update(Message::UnlockPressed), Action::None));
        let mut ui = simulate(view(&lock));
        assert!(ui.find(say!("unlocking")).is_ok());
    }

    #[test]
    fn a_wrong_passphrase_is_said_and_forgotten() {
        let mut lock = State::new(Found::Both);
        type_and_enter(&mut lock, "wrong");
        lock.refused(&Error::new(ErrorKind::WrongPassphrase, "This passphrase does not fit."));
        assert!(lock.passphrase.expose().is_empty());
        let mut ui = simulate(view(&lock));
        assert!(ui.find("This passphrase does not fit.").is_ok());
        drop(ui);
        // Typing takes the sentence away.
        lock.update(Message::Typed(Secret::new("w".into())));
        assert!(lock.wrong.is_none());
    }

    #[test]
    fn nothing_typed_opens_nothing() {
        let mut lock = State::new(Found::Passphrase);
        assert!(matches!(lock.update(Message::UnlockPressed), Action::None));
        assert!(!lock.busy);
    }

    #[test]
    fn a_keyring_asks_for_nothing() {
        let mut lock = State::new(Found::Keyring);
        assert!(matches!(lock.try_open(), Action::Open(Unlock::Keyring)));
    }

    #[test]
    fn typing_into_the_window_and_enter_unlock() {
        let lock = State::new(Found::Passphrase);
        let messages = typed(view(&lock), FIELD, "p", true);
        assert!(
            matches!(&messages[..], [Message::Typed(p), Message::UnlockPressed] if p.expose() == "p")
        );
    }
}
