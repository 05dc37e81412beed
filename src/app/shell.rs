//! The window itself: which screen is shown, what is asked of the messenger, and the keyboard.

mod ending;
mod errands;

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::widget::{column, container, operation, row};
use iced::{Center, Event as Happening, Fill, Size, Subscription, Task, event, time, window};

use super::backend::{Door, Heart};
use super::language::{self, Language};
use super::screen::{conversation, home, lock, welcome};
use super::theme::{Accent, Mode, Tokens};
use super::widget::button::{self as buttons, Weight};
use super::widget::{body, geometry, label, style};
use super::{AppOptions, Element, direction, font, icon, text, theme};
use crate::messenger::{Error, NewProfile};
use crate::model::{Clock, Found, Unlock};

/// Longest wait for the messenger when the window closes.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the window knows.
pub(crate) struct Shell {
    options: AppOptions,
    door: Arc<dyn Door>,
    screen: Screen,
    mode: Mode,
    size: Size,
    focused: bool,
    session: u64,
    clock: Clock,
    /// Width of the left pane.
    sidebar: f32,
}

enum Screen {
    /// The profile is being looked at.
    Looking,
    /// It cannot be read.
    Broken(Error),
    Welcome(Box<welcome::State>),
    Lock(lock::State),
    Home {
        home: Box<home::State>,
        heart: Heart,
        found: Found,
    },
    /// The messenger is being stopped, and then the window closes.
    Closing,
}

/// What happened.
#[derive(Clone)]
pub(crate) enum Message {
    /// The profile was looked at.
    Looked(Result<Found, Error>),
    /// "Try again" was pressed.
    LookAgainPressed,
    Welcome(welcome::Message),
    Lock(lock::Message),
    Home(home::Message),
    /// An answer or event of a session; of an older one it is nobody's any more.
    OfSession(u64, home::Message),
    /// A profile was opened or made.
    Opened(Result<Heart, Error>, Found),
    /// The system is light or dark.
    SystemMode(iced::theme::Mode),
    Resized(Size),
    Focused(bool),
    KeyPressed(Shortcut),
    /// The window is asked to close.
    CloseRequested,
    /// Everything is stopped.
    Stopped,
    /// A second start of the app asks for this window.
    Raised,
}

/// Keys that mean something everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shortcut {
    NewChat,
    Lock,
    Escape,
    Next,
    Previous,
}

impl Shell {
    pub(crate) fn start(options: AppOptions, door: Arc<dyn Door>) -> (Self, Task<Message>) {
        language::speak(options.language.unwrap_or_else(Language::of_system));
        let mode = options.theme.unwrap_or(Mode::Light);
        let size = options.size.map_or(super::SIZE, |(w, h)| Size::new(w as f32, h as f32));
        let clock = Clock::system();
        let ask_system = match options.theme {
            Some(_) => Task::none(),
            None => iced::system::theme().map(Message::SystemMode),
        };
        let shell = Self {
            options,
            door,
            screen: Screen::Looking,
            mode,
            size,
            focused: true,
            session: 0,
            clock,
            sidebar: theme::SIDEBAR,
        };
        let look = shell.look();
        (shell, Task::batch([look, ask_system]))
    }

    fn look(&self) -> Task<Message> {
        Task::perform(self.door.look(self.options.profile.clone()), |found| {
            Message::Looked(found.map_err(said))
        })
    }

    /// "Alice – Hushwing", so that the windows of two people can be told apart.
    pub(crate) fn title(&self) -> String {
        match &self.screen {
            Screen::Home { home, .. } => match home.title() {
                Some(name) => format!("{name} – {}", say!("app")),
                None => say!("app").to_owned(),
            },
            _ => say!("app").to_owned(),
        }
    }

    fn tokens(&self) -> Tokens {
        Tokens::of(self.mode, Accent::Normal)
    }

    pub(crate) fn theme(&self) -> iced::Theme {
        match self.mode {
            Mode::Light => iced::Theme::Light,
            Mode::Dark => iced::Theme::Dark,
        }
    }

    pub(crate) fn style(&self) -> iced::theme::Style {
        let t = self.tokens();
        iced::theme::Style { background_color: t.surface, text_color: t.ink_1 }
    }

    pub(crate) fn update(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Looked(found) => self.looked(found),
            Message::LookAgainPressed => {
                self.screen = Screen::Looking;
                self.look()
            }
            Message::Welcome(message) => self.welcome(message),
            Message::Lock(message) => {
                let Screen::Lock(lock) = &mut self.screen else { return Task::none() };
                let action = lock.update(message);
                self.unlock(action)
            }
            Message::Home(message) => self.home(message),
            Message::OfSession(session, message) => {
                if session == self.session {
                    self.home(message)
                } else {
                    Task::none()
                }
            }
            Message::Opened(opened, found) => self.opened(opened, found),
            Message::SystemMode(mode) => {
                if self.options.theme.is_none() {
                    self.mode = match mode {
                        iced::theme::Mode::Dark => Mode::Dark,
                        iced::theme::Mode::Light | iced::theme::Mode::None => Mode::Light,
                    };
                }
                Task::none()
            }
            Message::Resized(size) => {
                self.size = size;
                Task::none()
            }
            Message::Focused(focused) => {
                self.focused = focused;
                self.home(home::Message::FocusChanged(focused))
            }
            Message::KeyPressed(key) => self.key(key),
            Message::CloseRequested => self.close(),
            Message::Stopped => iced::exit(),
            Message::Raised => window::oldest()
                .and_then(|id| Task::batch([window::minimize(id, false), window::gain_focus(id)])),
        }
    }

    fn looked(&mut self, found: Result<Found, Error>) -> Task<Message> {
        match found {
            Ok(Found::Nothing) => {
                self.screen = Screen::Welcome(Box::default());
                let keyring = Task::perform(self.door.has_keyring(), |there| {
                    Message::Welcome(welcome::Message::KeyringLooked(there))
                });
                Task::batch([keyring, operation::focus(welcome::NAME)])
            }
            Ok(found) => {
                let lock = self.show_lock(found);
                // A profile that needs nothing typed opens by itself at start.
                match (&mut self.screen, found) {
                    (Screen::Lock(lock), Found::Keyring) => {
                        let action = lock.try_open();
                        self.unlock(action)
                    }
                    _ => lock,
                }
            }
            Err(error) => {
                self.screen = Screen::Broken(error);
                Task::none()
            }
        }
    }

    fn show_lock(&mut self, found: Found) -> Task<Message> {
        self.screen = Screen::Lock(lock::State::new(found));
        operation::focus(lock::FIELD)
    }

    fn welcome(&mut self, message: welcome::Message) -> Task<Message> {
        let Screen::Welcome(welcome) = &mut self.screen else { return Task::none() };
        let (name, unlock, account, relays) = match welcome.update(message) {
            welcome::Action::None => return Task::none(),
            welcome::Action::FocusAddress => return operation::focus(welcome::ADDRESS),
            welcome::Action::Create { name, unlock, account, relays } => {
                (name, unlock, account, relays)
            }
        };
        let (door, dir) = (self.door.clone(), self.options.profile.clone());
        let found = found_by(&unlock);
        Task::perform(
            async move {
                let relays = match relays {
                    welcome::Relays::Default => None,
                    welcome::Relays::Own(address) => Some(vec![address]),
                    welcome::Relays::ThisComputer => Some(door.host_relay(dir.clone()).await?),
                };
                door.create(NewProfile { dir, name, unlock, account, relays }).await
            },
            move |opened| Message::Opened(opened.map_err(said), found),
        )
    }

    fn unlock(&mut self, action: lock::Action) -> Task<Message> {
        let lock::Action::Open(unlock) = action else { return Task::none() };
        let (door, dir) = (self.door.clone(), self.options.profile.clone());
        let found = found_by(&unlock);
        Task::perform(
            async move {
                // The profile opens all the same: its messages are here, and the status line
                // tells that the relay does not answer.
                if let Err(error) = door.resume_relay(dir.clone()).await {
                    tracing::warn!(%error, "the profile's own relay did not start");
                }
                door.open(dir, unlock).await
            },
            move |opened| Message::Opened(opened.map_err(said), found),
        )
    }

    fn opened(&mut self, opened: Result<Heart, Error>, found: Found) -> Task<Message> {
        match (opened, &mut self.screen) {
            (Ok(heart), Screen::Lock(_) | Screen::Welcome(_)) => {
                self.session += 1;
                let mut home = Box::new(home::State::new(self.clock.now(), self.focused));
                home.set_sidebar(self.sidebar);
                // The list is read once the events are listened to, so that nothing falls
                // between the two.
                self.screen = Screen::Home { home, heart, found };
                Task::none()
            }
            // The window was closed meanwhile.
            (Ok(heart), _) => Task::future(async move { heart.stop().await }).discard(),
            (Err(error), Screen::Lock(lock)) => {
                lock.refused(&error);
                operation::focus(lock::FIELD)
            }
            (Err(error), Screen::Welcome(welcome)) => {
                welcome.refused(&error);
                Task::none()
            }
            (Err(_), _) => Task::none(),
        }
    }

    fn home(&mut self, message: home::Message) -> Task<Message> {
        let Screen::Home { home, .. } = &mut self.screen else { return Task::none() };
        let actions = home.update(message);
        self.act(actions)
    }

    fn act(&mut self, actions: home::Actions) -> Task<Message> {
        let tasks: Vec<_> = actions.into_iter().map(|action| self.act_one(action)).collect();
        Task::batch(tasks)
    }

    fn act_one(&mut self, action: home::Action) -> Task<Message> {
        match action {
            home::Action::Ask(purpose, command) => {
                let Screen::Home { heart, .. } = &self.screen else { return Task::none() };
                let session = self.session;
                Task::perform(heart.run(command), move |answer| {
                    let answer = answer.map(Box::new).map_err(said);
                    let purpose = Box::new(purpose.clone());
                    Message::OfSession(session, home::Message::Answered(purpose, answer))
                })
            }
            home::Action::Copy(text) => iced::clipboard::write(text),
            home::Action::Focus(field) => operation::focus(field),
            home::Action::ToEnd => operation::snap_to(
                conversation::SCROLL,
                // The list of messages is anchored at its end: zero is the bottom.
                operation::RelativeOffset { x: 0.0, y: 0.0 },
            ),
            home::Action::Hold(hold) => {
                geometry::hold(iced::advanced::widget::Id::new(conversation::SCROLL), hold)
            }
            home::Action::Lock => self.lock(),
            home::Action::Errand(errand) => self.errand(errand),
        }
    }

    fn lock(&mut self) -> Task<Message> {
        let Screen::Home { home, heart, found } = &mut self.screen else { return Task::none() };
        let (drafts, heart, found) = (home.save_draft(), heart.clone(), *found);
        self.session += 1;
        let stop = stop(heart, drafts);
        Task::batch([stop.discard(), self.show_lock(found)])
    }

    fn close(&mut self) -> Task<Message> {
        match std::mem::replace(&mut self.screen, Screen::Closing) {
            Screen::Home { mut home, heart, .. } => {
                stop(heart, home.save_draft()).map(|()| Message::Stopped)
            }
            _ => iced::exit(),
        }
    }

    fn key(&mut self, key: Shortcut) -> Task<Message> {
        match (key, &self.screen) {
            (Shortcut::Next, _) => operation::focus_next(),
            (Shortcut::Previous, _) => operation::focus_previous(),
            (Shortcut::NewChat, Screen::Home { .. }) => self.home(home::Message::NewChatPressed),
            (Shortcut::Escape, Screen::Home { .. }) => self.home(home::Message::EscapePressed),
            (Shortcut::Lock, Screen::Home { .. }) => self.lock(),
            (Shortcut::NewChat | Shortcut::Escape | Shortcut::Lock, _) => Task::none(),
        }
    }

    pub(crate) fn view(&self) -> Element<'_, Message> {
        let t = self.tokens();
        direction::mirrored::<Message>(match &self.screen {
            Screen::Looking | Screen::Closing => container(icon::mark(96.0, t)).center(Fill).into(),
            Screen::Broken(error) => broken(error, t),
            Screen::Welcome(welcome) => {
                welcome::view(welcome, t, self.size.width).map(Message::Welcome)
            }
            Screen::Lock(lock) => lock::view(lock).map(Message::Lock),
            Screen::Home { home, .. } => home::view(home, t, self.size).map(Message::Home),
        })
    }

    pub(crate) fn subscription(&self) -> Subscription<Message> {
        let mut all =
            vec![event::listen_with(happened), ending::wished().map(|()| Message::CloseRequested)];
        if self.options.theme.is_none() {
            all.push(iced::system::theme_changes().map(Message::SystemMode));
        }
        if let Screen::Home { home, heart, .. } = &self.screen {
            let ears = Ears { session: self.session, heart: heart.clone() };
            all.push(Subscription::run_with(ears, listen));
            all.push(
                time::every(Duration::from_secs(60))
                    .map(|_| Message::Home(home::Message::MinutePassed(Clock::system().now()))),
            );
            if home.has_unsaved_draft() {
                all.push(
                    time::every(Duration::from_secs(2))
                        .map(|_| Message::Home(home::Message::DraftPaused)),
                );
            }
            if home.has_notice() {
                all.push(
                    time::every(Duration::from_secs(4))
                        .map(|_| Message::Home(home::Message::NoticePassed)),
                );
            }
        }
        Subscription::batch(all)
    }
}

/// Errors begin small, as they stand in a log; a window writes whole sentences.
fn said(error: Error) -> Error {
    Error { sentence: text::sentence(&error.sentence), ..error }
}

fn found_by(unlock: &Unlock) -> Found {
    match unlock {
        Unlock::Passphrase(_) => Found::Passphrase,
        Unlock::Keyring => Found::Keyring,
        Unlock::Both(_) => Found::Both,
    }
}

/// Saves what was typed and stops, within [`PATIENCE`].
fn stop(heart: Heart, drafts: home::Actions) -> Task<()> {
    Task::future(async move {
        let work = async {
            for action in drafts {
                if let home::Action::Ask(_, command) = action
                    && let Err(error) = heart.run(command).await
                {
                    tracing::warn!(%error, "a draft was not saved");
                }
            }
            heart.stop().await;
        };
        if tokio::time::timeout(PATIENCE, work).await.is_err() {
            tracing::warn!("the messenger took too long to stop");
        }
    })
}

fn broken(error: &Error, t: Tokens) -> Element<'_, Message> {
    let again =
        buttons::text(say!("try-again"), Weight::Primary, t, Some(Message::LookAgainPressed));
    let card = column![
        icon::logo(64.0),
        label(say!("cannot-open"), theme::TITLE, font::STRONG, t.ink_1),
        body(error.sentence.as_str(), t.ink_2).center(),
        row![again],
    ]
    .spacing(16)
    .align_x(Center)
    .max_width(480);
    container(card).center(Fill).padding(24).style(move |_| style::ground(t.surface)).into()
}

/// Listens to one session.
struct Ears {
    session: u64,
    heart: Heart,
}

impl Hash for Ears {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.session.hash(state);
    }
}

fn listen(ears: &Ears) -> impl futures_util::Stream<Item = Message> + use<> {
    let session = ears.session;
    let events = ears.heart.events().map(home::Message::Heard);
    let heard = futures_util::stream::once(async { home::Message::Listening })
        .chain(events)
        .map(move |message| Message::OfSession(session, message));
    futures_util::stream::select(heard, ears.heart.raises().map(|()| Message::Raised))
}

fn happened(event: Happening, status: event::Status, _window: window::Id) -> Option<Message> {
    match event {
        Happening::Window(window::Event::Resized(size)) => Some(Message::Resized(size)),
        Happening::Window(window::Event::Opened { size, .. }) => Some(Message::Resized(size)),
        Happening::Window(window::Event::Focused) => Some(Message::Focused(true)),
        Happening::Window(window::Event::Unfocused) => Some(Message::Focused(false)),
        Happening::Window(window::Event::CloseRequested) => Some(Message::CloseRequested),
        Happening::Keyboard(keyboard::Event::KeyPressed {
            key, physical_key, modifiers, ..
        }) => {
            shortcut(&key, key.to_latin(physical_key), modifiers, status).map(Message::KeyPressed)
        }
        _ => None,
    }
}

/// What a key means everywhere. Letters are taken by their place, so that they work in every
/// keyboard layout.
fn shortcut(
    key: &Key,
    latin: Option<char>,
    modifiers: keyboard::Modifiers,
    status: event::Status,
) -> Option<Shortcut> {
    match key {
        Key::Named(Named::Escape) => Some(Shortcut::Escape),
        Key::Named(Named::Tab) if status == event::Status::Ignored && !modifiers.command() => {
            Some(if modifiers.shift() { Shortcut::Previous } else { Shortcut::Next })
        }
        _ if modifiers.command() && !modifiers.alt() && !modifiers.shift() => match latin {
            Some('n') => Some(Shortcut::NewChat),
            Some('l') => Some(Shortcut::Lock),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests;
