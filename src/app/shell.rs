//! The window itself: which screen is shown, what is asked of the messenger, and the keyboard.

mod ending;
mod errands;
mod keys;
mod wishes;

use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use iced::widget::{column, container, operation, row};
use iced::{Center, Fill, Point, Size, Subscription, Task, event, time, window};

use super::appearance::{Appearance, Place};
use super::backend::{Door, Heart};
use super::screen::{home, lock, settings, welcome};
use super::strength::Strength;
use super::theme::{Accent, Mode, Tokens};
use super::widget::activity::{self, Activity};
use super::widget::button::{self as buttons, Weight};
use super::widget::calm::calm;
use super::widget::centred::Centred;
use super::widget::{keys as heard, label, style};
use super::{AppOptions, Element, direction, font, icon, midnight, opening, side, text, theme};
use crate::messenger::{Account, Error, NewProfile, Progress, Settings};
use crate::model::{Clock, Found, Millis, ProfileDir, RelayAddress, Secret, Unlock};

pub(crate) use keys::Shortcut;

/// Longest wait for the messenger when the window closes.
const PATIENCE: Duration = Duration::from_secs(5);
/// Idle minutes before the window locks, until it is known what the profile keeps.
const IDLE_MINUTES: u32 = 15;

/// What the window knows.
pub(crate) struct Shell {
    options: AppOptions,
    door: Arc<dyn Door>,
    screen: Screen,
    /// What is kept of how the window looks; the command line may want it otherwise.
    appearance: Appearance,
    /// The system is light or dark.
    system: Mode,
    /// Of the window, in the pixels that the screens are laid out in.
    size: Size,
    focused: bool,
    session: u64,
    clock: Clock,
    activity: Activity,
    lock_after: Option<u32>,
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
            focused: true,
            session: 0,
            clock,
            lock_after: Some(IDLE_MINUTES),
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
        Tokens { motion: self.appearance.moves(), ..Tokens::of(self.mode(), Accent::Normal) }
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
                    self.lock_after = kept.lock_after;
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
                    // Nor does one whose passphrase was handed over, the first time.
                    (Screen::Lock(state), _) => match self.options.passphrase.take() {
                        Some(passphrase) => {
                            state.update(lock::Message::Typed(passphrase));
                            let action = state.try_open();
                            self.unlock(action)
                        }
                        None => lock,
                    },
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
        self.screen = Screen::Lock(lock::State::new(found, self.attempts));
        operation::focus(lock::FIELD)
    }

    fn welcome(&mut self, message: welcome::Message) -> Task<Message> {
        let Screen::Welcome(welcome) = &mut self.screen else { return Task::none() };
        let (name, unlock, account, relays) = match welcome.update(message) {
            welcome::Action::None => return Task::none(),
            welcome::Action::Focus(field) => return operation::focus(field),
            welcome::Action::Speak(language) => {
                return self.look_otherwise(settings::Look::Language(Some(language)));
            }
            welcome::Action::Measure { ticket, passphrase, name } => {
                return measured(passphrase, name).map(move |strength| {
                    Message::Welcome(welcome::Message::Measured(ticket, strength))
                });
            }
            welcome::Action::Create { name, unlock, account, relays } => {
                (name, unlock, account, relays)
            }
        };
        let (door, dir) = (self.door.clone(), self.options.profile.clone());
        let found = found_by(&unlock);
        let origin = match account {
            Account::New => welcome::Origin::New,
            Account::Words(_) | Account::Ncryptsec { .. } => welcome::Origin::Restored,
        };
        Task::perform(
            async move {
                let relays = match relays {
                    welcome::Relays::Default => None,
                    welcome::Relays::Own(address) => Some(vec![address]),
                    welcome::Relays::ThisComputer => Some(door.host_relay(dir.clone()).await?),
                };
                door.create(NewProfile { dir, name, unlock, account, relays }).await
            },
            move |made| Message::Made(made.map_err(said), found, origin),
        )
    }

    fn unlock(&mut self, action: lock::Action) -> Task<Message> {
        let unlock = match action {
            lock::Action::None => return Task::none(),
            lock::Action::Focus => {
                let end = operation::move_cursor_to_end(lock::FIELD);
                return operation::focus(lock::FIELD).chain(end);
            }
            lock::Action::Speak(language) => {
                let look = settings::Look::Language(Some(language));
                return self.look_otherwise(look).chain(operation::focus(lock::FIELD));
            }
            lock::Action::Quit => return self.close(),
            lock::Action::Open(unlock) => unlock,
        };
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

    /// A profile was opened, or made: then there is a second step.
    fn opened(
        &mut self,
        opened: Result<Heart, Error>,
        found: Found,
        made: Option<welcome::Origin>,
    ) -> Task<Message> {
        match (opened, &mut self.screen) {
            (Ok(heart), Screen::Lock(_) | Screen::Welcome(_)) => {
                tracing::debug!("the profile is open");
                self.session += 1;
                self.attempts = lock::Attempts::default();
                self.activity.note(self.clock.now());
                let mut home = Box::new(home::State::new(self.clock.now(), self.focused));
                home.set_sidebar(self.appearance.sidebar.unwrap_or(theme::SIDEBAR));
                let kept = self.ask_kept(&heart);
                let second = made.map(|origin| Box::new(welcome::Second::new(origin)));
                if second.is_some() {
                    // Chosen before there was a folder to keep it in.
                    self.keep_appearance();
                }
                // The list is read once the events are listened to, so that nothing falls
                // between the two.
                self.screen = Screen::Home { home, heart, found, second };
                kept
            }
            // The window was closed meanwhile.
            (Ok(heart), _) => Task::future(async move { heart.stop().await }).discard(),
            (Err(error), Screen::Lock(lock)) => {
                lock.refused(&error);
                self.attempts = lock.attempts();
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
            home::Action::Focus(field) => operation::focus(field),
            home::Action::FocusEnd(field) => {
                operation::focus(field).chain(operation::move_cursor_to_end(field))
            }
            home::Action::Open(address) => Task::future(opening::open(address)).discard(),
            home::Action::Wish(wish) => self.grant(wish),
            home::Action::Lock => self.lock(),
            home::Action::Errand(errand) => self.errand(errand),
        }
    }

    fn lock(&mut self) -> Task<Message> {
        let Screen::Home { home, heart, found, .. } = &mut self.screen else {
            return Task::none();
        };
        // Behind the lock only its number is kept, so that one goes on where one was.
        self.options.chat = home.open_chat().or(self.options.chat);
        let (drafts, heart, found) = (home.save_draft(), heart.clone(), *found);
        self.session += 1;
        let stop = stop(heart, drafts);
        Task::batch([stop.discard(), self.show_lock(found)])
    }

    fn close(&mut self) -> Task<Message> {
        self.keep_appearance();
        match std::mem::replace(&mut self.screen, Screen::Closing) {
            Screen::Home { mut home, heart, .. } => {
                stop(heart, home.save_draft()).map(|()| Message::Stopped)
            }
            _ => iced::exit(),
        }
    }

    fn key(&mut self, key: Shortcut) -> Task<Message> {
        match (key, &self.screen) {
            (Shortcut::Larger, _) => self.look_otherwise(settings::Look::Larger),
            (Shortcut::Smaller, _) => self.look_otherwise(settings::Look::Smaller),
            (Shortcut::UsualSize, _) => self.look_otherwise(settings::Look::Percent(100)),
            (Shortcut::Next, _) => operation::focus_next(),
            (Shortcut::Previous, _) => operation::focus_previous(),
            (Shortcut::Lock, Screen::Home { .. }) => self.lock(),
            (Shortcut::Enter, Screen::Home { second: Some(_), .. }) => {
                self.second(welcome::SecondMessage::ContinuePressed)
            }
            (_, Screen::Home { second: Some(_), .. }) => Task::none(),
            (Shortcut::Enter, Screen::Welcome(_)) => {
                self.welcome(welcome::Message::ContinuePressed)
            }
            (Shortcut::Escape, Screen::Home { home, .. }) if home.shows_settings() => {
                let alone = self.size.width < theme::ONE_PANE;
                self.home(home::Message::Settings(if alone {
                    settings::Message::BackPressed
                } else {
                    settings::Message::Closed
                }))
            }
            (Shortcut::NewChat, Screen::Home { .. }) => self.home(home::Message::NewChatPressed),
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

    pub(crate) fn subscription(&self) -> Subscription<Message> {
        let mut all = vec![
            event::listen_with(keys::happened),
            ending::wished().map(|()| Message::CloseRequested),
            iced::system::theme_changes().map(Message::SystemMode),
        ];
        // Before there is a profile there is nothing that a second start could be in the way of.
        if matches!(self.screen, Screen::Lock(_) | Screen::Home { .. }) {
            let caller = Caller { door: self.door.clone(), dir: self.options.profile.clone() };
            all.push(Subscription::run_with(caller, called));
        }
        match &self.screen {
            Screen::Lock(lock) if lock.pauses() => all.push(
                time::every(Duration::from_millis(500))
                    .map(|_| Message::Lock(lock::Message::SecondPassed)),
            ),
            Screen::Home { second: Some(second), .. } if second.is_arriving() => {
                all.push(time::every(Duration::from_millis(700)).map(|_| Message::ProgressDue));
            }
            _ => {}
        }
        if let Screen::Home { home, heart, .. } = &self.screen {
            let ears = Ears { session: self.session, heart: heart.clone() };
            all.push(Subscription::run_with(ears, listen));
            if let Some(limit) = self.idle_limit() {
                all.push(self.activity.nobody_for(limit).map(Message::NobodyThere));
            }
            all.push(midnight::days().map(|now| Message::Home(home::Message::MinutePassed(now))));
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

/// Errors begin small, as they stand in a log; a window writes whole sentences, in its language.
fn said(error: Error) -> Error {
    Error { sentence: text::error(&error), ..error }
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
        Centred::new(error.sentence.as_str(), theme::BODY, t.ink_2),
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
    futures_util::stream::once(async { home::Message::Listening })
        .chain(events)
        .map(move |message| Message::OfSession(session, message))
}

/// Whoever starts the app a second time.
struct Caller {
    door: Arc<dyn Door>,
    dir: ProfileDir,
}

impl Hash for Caller {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.dir.hash(state);
    }
}

fn called(caller: &Caller) -> impl futures_util::Stream<Item = Message> + use<> {
    caller.door.raises(&caller.dir).map(|()| Message::Raised)
}

/// Measures a passphrase on a thread that may take its time.
fn measured(passphrase: Secret, name: String) -> Task<Strength> {
    let work = move || Strength::of(&passphrase, &name);
    Task::future(async { tokio::task::spawn_blocking(work).await })
        .then(|done| done.map_or_else(|_| Task::none(), Task::done))
}

#[cfg(test)]
mod tests;
