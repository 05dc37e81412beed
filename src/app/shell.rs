//! The window itself: which screen is shown, what is asked of the messenger, and the keyboard.

mod calmness;
mod ending;
mod errands;
mod first_run;
mod keys;
mod listening;
mod session;
mod wishes;

use std::path::PathBuf;
use std::sync::Arc;

use iced::advanced::widget::operate;
use iced::widget::{column, container, operation, row};
use iced::{Center, Fill, Point, Size, Task, window};

use super::appearance::{Appearance, Motion, Place};
use super::backend::{Door, Heart};
use super::screen::{home, lock, settings, welcome};
use super::strength::Strength;
use super::theme::{Accent, Mode, Tokens};
use super::widget::activity::{self, Activity};
use super::widget::button::{self as buttons, Weight};
use super::widget::calm::calm;
use super::widget::centred::Centred;
use super::widget::{bring, keys as heard, label, style};
use super::{AppOptions, Element, direction, font, icon, opening, side, text, theme};
use crate::messenger::{Error, Progress, Settings};
use crate::model::{Clock, Found, Millis, RelayAddress, Secret};

pub(crate) use keys::Shortcut;

/// Until it is known what the profile keeps.
const USUAL: Settings = Settings { read_receipts: true, lock_after: Some(15), clear_copied: true };

/// What the window knows.
pub(crate) struct Shell {
    options: AppOptions,
    door: Arc<dyn Door>,
    screen: Screen,
    /// What is kept of how the window looks; the command line may want it otherwise.
    appearance: Appearance,
    /// The system is light or dark.
    system: Mode,
    /// How much the system wishes to move.
    system_motion: Motion,
    /// Of the window, in the pixels that the screens are laid out in.
    size: Size,
    focused: bool,
    session: u64,
    clock: Clock,
    activity: Activity,
    /// The profile's wishes.
    kept: Settings,
    /// Wrong passphrases, whichever lock they were typed at.
    attempts: lock::Attempts,
    /// A secret that was copied and is still to be wiped from the clipboard.
    copied: Option<Secret>,
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
        /// The second step of a first run, over everything else.
        second: Option<Box<welcome::Second>>,
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
    /// The profile was opened.
    Opened(Result<Heart, Error>, Found),
    /// A profile was made, of an account that is new or was restored.
    Made(Result<Heart, Error>, Found, welcome::Origin),
    /// In the second step of a first run.
    Second(welcome::SecondMessage),
    /// Of this session: what the profile keeps.
    Kept(u64, Settings),
    /// Of this session: how far a restored account is.
    Progressed(u64, Progress),
    /// It is time to look how far a restored account is.
    ProgressDue,
    /// A picture of one's own link was saved, or was not.
    PictureSaved(Result<Option<PathBuf>, Error>),
    /// Where others reach the relay of this computer, for settings.
    OwnRelayFound(u64, Vec<RelayAddress>),
    /// A new passphrase of settings was measured.
    Measured(u64, u32, Strength),
    /// A copied secret was in the clipboard long enough.
    ClipboardDue,
    /// What is in the clipboard by now.
    ClipboardRead(Option<Secret>),
    /// Something was typed while nothing had the keyboard.
    Typed(Secret),
    /// Where the window is.
    Moved(Point),
    /// Where the window was when it was asked, and that it fills the screen, or does not.
    Stands(Place, bool),
    /// Nobody was there for as long as the settings allow.
    NobodyThere(Millis),
    /// The system is light or dark.
    SystemMode(iced::theme::Mode),
    /// The system wishes to move so much.
    SystemMotion(Motion),
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

impl Shell {
    pub(crate) fn start(options: AppOptions, door: Arc<dyn Door>) -> (Self, Task<Message>) {
        let appearance = Appearance::read(&options.profile);
        let clock = Clock::system();
        let fit = match (options.side, options.size) {
            (Some(_), None) => side::fit(),
            _ => Task::none(),
        };
        let shell = Self {
            size: options.first_size(&appearance) * (1.0 / appearance.scale()),
            activity: Activity::new(clock.now()),
            options,
            door,
            screen: Screen::Looking,
            appearance,
            system: Mode::Light,
            system_motion: Motion::All,
            focused: true,
            session: 0,
            clock,
            kept: USUAL,
            attempts: lock::Attempts::default(),
            copied: None,
        };
        shell.speak();
        let ask_system = iced::system::theme().map(Message::SystemMode);
        let look = shell.look();
        (shell, Task::batch([look, ask_system, fit]))
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

    /// The second step of a first run shows nothing of the list, nor whose it is.
    fn tokens(&self) -> Tokens {
        let motion = self.appearance.moves(self.system_motion);
        Tokens { motion, ..Tokens::of(self.mode(), Accent::Normal) }
    }

    fn mode(&self) -> Mode {
        self.options.theme.or(self.appearance.theme).unwrap_or(self.system)
    }

    /// How much larger everything is.
    pub(crate) fn scale(&self) -> f32 {
        self.appearance.scale()
    }

    pub(crate) fn theme(&self) -> iced::Theme {
        match self.mode() {
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
            Message::Opened(opened, found) => self.opened(opened, found, None),
            Message::Made(made, found, origin) => self.opened(made, found, Some(origin)),
            Message::Second(message) => self.second(message),
            Message::Kept(session, kept) => {
                if session == self.session {
                    self.kept = kept;
                }
                Task::none()
            }
            Message::ProgressDue => self.ask_progress(),
            Message::Progressed(session, progress) => {
                if let Screen::Home { second: Some(second), .. } = &mut self.screen
                    && session == self.session
                {
                    second.progressed(progress);
                }
                Task::none()
            }
            Message::PictureSaved(saved) => self.picture_saved(saved),
            Message::OwnRelayFound(session, urls) => {
                if session == self.session
                    && let Some(page) = self.settings()
                {
                    page.around.own_relay = urls;
                }
                Task::none()
            }
            Message::Measured(session, ticket, strength) => {
                let told = home::Message::Settings(settings::Message::Measured(ticket, strength));
                self.update(Message::OfSession(session, told))
            }
            Message::ClipboardDue => self.read_clipboard(),
            Message::ClipboardRead(text) => self.wipe_clipboard(text),
            Message::Typed(text) => self.typed(text),
            Message::SystemMode(mode) => {
                self.system = match mode {
                    iced::theme::Mode::Dark => Mode::Dark,
                    iced::theme::Mode::Light | iced::theme::Mode::None => Mode::Light,
                };
                Task::none()
            }
            Message::SystemMotion(motion) => {
                self.system_motion = motion;
                Task::none()
            }
            Message::Resized(size) => {
                self.size = size;
                self.ask_place(Place { size: size * self.scale(), corner: None })
            }
            Message::Moved(corner) => {
                let scale = self.scale();
                let corner = Some(Point::new(corner.x * scale, corner.y * scale));
                self.ask_place(Place { size: self.size * scale, corner })
            }
            Message::Stands(place, maximized) => {
                self.stands(place, maximized);
                Task::none()
            }
            Message::NobodyThere(now) => self.nobody_there(now),
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

    fn home(&mut self, message: home::Message) -> Task<Message> {
        let Screen::Home { home, second, .. } = &mut self.screen else { return Task::none() };
        let answer = match &message {
            home::Message::Answered(purpose, _) => {
                if **purpose == home::Purpose::Chats {
                    tracing::debug!("the list of chats is here");
                }
                true
            }
            _ => false,
        };
        home.look_at(self.clock.now());
        let mut actions = home.update(message);
        // The list has just come: what was asked for at the start opens, once.
        if answer && let Some(chat) = self.options.chat {
            let opened = home.update(home::Message::ChatPressed(chat));
            if !opened.is_empty() {
                self.options.chat = None;
                actions.extend(opened);
            }
        }
        if let (Some(second), Some(me)) = (second, home.me()) {
            second.known(me);
        }
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
                Task::future(heart.run(command)).then(move |answer| {
                    // Nobody waits for that, and whatever the window hears makes it draw anew.
                    if purpose == home::Purpose::Quiet && answer.is_ok() {
                        return Task::none();
                    }
                    let answer = answer.map(Box::new).map_err(said);
                    let purpose = Box::new(purpose.clone());
                    Task::done(Message::OfSession(
                        session,
                        home::Message::Answered(purpose, answer),
                    ))
                })
            }
            home::Action::Copy(text) => iced::clipboard::write(text),
            home::Action::Focus(field) => to(field),
            home::Action::FocusEnd(field) => {
                operation::focus(field).chain(operation::move_cursor_to_end(field))
            }
            home::Action::Open(address) => Task::future(opening::open(address)).discard(),
            home::Action::Wish(wish) => self.grant(wish),
            home::Action::Lock => self.lock(),
            home::Action::Errand(errand) => self.errand(errand),
        }
    }

    fn key(&mut self, key: Shortcut) -> Task<Message> {
        match (key, &self.screen) {
            (Shortcut::Larger, _) => self.look_otherwise(settings::Look::Larger),
            (Shortcut::Smaller, _) => self.look_otherwise(settings::Look::Smaller),
            (Shortcut::UsualSize, _) => self.look_otherwise(settings::Look::Percent(100)),
            (Shortcut::Next, _) => operation::focus_next().chain(operate(bring::focused())),
            (Shortcut::Previous, _) => operation::focus_previous().chain(operate(bring::focused())),
            (Shortcut::Lock, Screen::Home { .. }) => self.lock(),
            (Shortcut::Enter, Screen::Home { second: Some(_), .. }) => {
                self.second(welcome::SecondMessage::ContinuePressed)
            }
            (_, Screen::Home { second: Some(_), .. }) => Task::none(),
            (Shortcut::Escape, Screen::Welcome(_)) => self.welcome(welcome::Message::EscapePressed),
            (Shortcut::Escape, Screen::Lock(_)) => {
                self.update(Message::Lock(lock::Message::EscapePressed))
            }
            (Shortcut::Enter, Screen::Welcome(_)) => {
                self.welcome(welcome::Message::ContinuePressed)
            }
            (Shortcut::Escape, Screen::Home { home, .. }) if home.shows_settings() => {
                let alone = self.size.width < theme::ONE_PANE;
                let listed = home.settings_list_is_open();
                self.home(home::Message::Settings(if alone || listed {
                    settings::Message::BackPressed
                } else {
                    settings::Message::Closed
                }))
            }
            (Shortcut::NewChat, Screen::Home { .. }) => self.home(home::Message::NewChatPressed),
            (Shortcut::NewSecret, Screen::Home { .. }) => {
                self.home(home::Message::NewSecretPressed)
            }
            (Shortcut::Escape, Screen::Home { .. }) => self.home(home::Message::EscapePressed),
            (Shortcut::Settings, Screen::Home { .. }) => self.home(home::Message::SettingsPressed),
            (_, _) => Task::none(),
        }
    }

    pub(crate) fn view(&self) -> Element<'_, Message> {
        calm(self.screen())
    }

    fn screen(&self) -> Element<'_, Message> {
        let t = self.tokens();
        let page = direction::mirrored::<Message>(match &self.screen {
            Screen::Looking | Screen::Closing => container(icon::mark(96.0, t)).center(Fill).into(),
            Screen::Broken(error) => broken(error, t),
            Screen::Welcome(welcome) => {
                welcome::view(welcome, t, self.size.width).map(Message::Welcome)
            }
            Screen::Lock(lock) => lock::view(lock, self.size).map(Message::Lock),
            Screen::Home { home, second: Some(second), .. } => {
                welcome::second_view(second, home.me(), t, self.size.width).map(Message::Second)
            }
            Screen::Home { home, .. } => home::view(home, t, self.size).map(Message::Home),
        });
        let page = heard::before(page, |press| keys::sized(&press));
        activity::noted(page, self.activity.clone(), self.clock.clone())
    }
}

/// Brings the keyboard to a field, and the field into view.
fn to(field: &'static str) -> Task<Message> {
    operation::focus(field).chain(operate(bring::focused()))
}

/// Errors begin small, as they stand in a log; a window writes whole sentences, in its language.
fn said(error: Error) -> Error {
    Error { sentence: text::error(&error), ..error }
}

fn broken(error: &Error, t: Tokens) -> Element<'_, Message> {
    let again =
        buttons::text(say!("try-again"), Weight::Primary, t, Some(Message::LookAgainPressed));
    let card = column![
        icon::logo(64.0),
        label(say!("cannot-open"), theme::TITLE, font::STRONG, t.ink_1),
        Centred::new(error.sentence.as_str(), theme::BODY, t.ink_2),
        row![again],
    ]
    .spacing(16)
    .align_x(Center)
    .max_width(480);
    container(card).center(Fill).padding(24).style(move |_| style::ground(t.surface)).into()
}

#[cfg(test)]
mod tests;
