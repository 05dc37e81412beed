//! What the screens wish of the window itself: how it looks, the clipboard, files, idleness.

use std::time::Duration;

use iced::{Task, clipboard, window};

use super::super::appearance::Place;
use super::super::language::{self, Language};
use super::super::screen::settings::{self, Look, Wish};
use super::super::screen::{home, lock, my_link, welcome};
use super::first_run::measured;
use super::{Heart, Message, Screen, Shell, said};
use crate::messenger::{Command, Error, Reply};
use crate::model::{Millis, Secret};

/// How long a copied secret may stay in the clipboard.
const CLIPBOARD: Duration = Duration::from_secs(60);

impl Shell {
    // ---- settings --------------------------------------------------------------------------

    pub(super) fn settings(&mut self) -> Option<&mut settings::State> {
        match &mut self.screen {
            Screen::Home { home, .. } => home.settings(),
            _ => None,
        }
    }

    /// Does what only the window can.
    pub(super) fn grant(&mut self, wish: Wish) -> Task<Message> {
        match wish {
            Wish::Open => self.open_settings(),
            Wish::Look(look) => self.look_otherwise(look),
            Wish::CopyOfSecretChat(words) if !self.kept.clear_copied => {
                clipboard::write(words.expose().to_owned())
            }
            Wish::CopySecret(secret) | Wish::CopyOfSecretChat(secret) => {
                let text = secret.expose().to_owned();
                self.copied = Some(secret);
                let due = Task::future(async { tokio::time::sleep(CLIPBOARD).await });
                Task::batch([clipboard::write(text), due.map(|()| Message::ClipboardDue)])
            }
            Wish::OpenedBy(by) => {
                if let Screen::Home { found, .. } = &mut self.screen {
                    *found = by;
                }
                Task::none()
            }
            Wish::Kept(kept) => {
                self.kept = kept;
                Task::none()
            }
            Wish::Measure(ticket, passphrase) => {
                let name = match &self.screen {
                    Screen::Home { home, .. } => home.name().unwrap_or_default().to_owned(),
                    _ => String::new(),
                };
                let session = self.session;
                measured(passphrase, name)
                    .map(move |strength| Message::Measured(session, ticket, strength))
            }
            Wish::Save(picture) => {
                let save = self.door.save_picture(picture.name, picture.png);
                Task::perform(save, |saved| Message::PictureSaved(saved.map_err(said)))
            }
        }
    }

    pub(super) fn open_settings(&mut self) -> Task<Message> {
        let (appearance, session) = (self.shown_appearance(), self.session);
        let folder = self.options.profile.path().to_owned();
        let Screen::Home { home, found, .. } = &mut self.screen else { return Task::none() };
        let found = *found;
        let around = settings::Around { appearance, found, folder, own_relay: Vec::new() };
        let actions = home.open_settings(around);
        let own_relay = self.door.own_relay(self.options.profile.clone());
        let own_relay = Task::perform(own_relay, move |urls| Message::OwnRelayFound(session, urls));
        Task::batch([self.act(actions), own_relay])
    }

    /// What settings mark as chosen: what the command line wants counts until something else is.
    fn shown_appearance(&self) -> super::Appearance {
        super::Appearance {
            theme: self.options.theme.or(self.appearance.theme),
            language: self.options.language.or(self.appearance.language),
            ..self.appearance
        }
    }

    /// Looks otherwise from now on, and keeps it.
    pub(super) fn look_otherwise(&mut self, look: Look) -> Task<Message> {
        match look {
            Look::Theme(theme) => {
                self.options.theme = None;
                self.appearance.theme = theme;
            }
            Look::Larger => return self.look_otherwise(Look::Percent(self.appearance.larger(1))),
            Look::Smaller => return self.look_otherwise(Look::Percent(self.appearance.larger(-1))),
            Look::Percent(percent) => {
                let before = self.scale();
                self.appearance.percent = percent;
                // The window stays as large as it is, so there is more or less room in it.
                self.size = self.size * (before / self.scale());
            }
            Look::Motion(motion) => self.appearance.motion = motion,
            Look::Language(chosen) => {
                self.options.language = None;
                self.appearance.language = chosen;
                self.speak();
                if let Screen::Home { home, .. } = &mut self.screen {
                    home.named_anew();
                }
            }
        }
        self.keep_appearance();
        let appearance = self.shown_appearance();
        if let Some(page) = self.settings() {
            page.around.appearance = appearance;
        }
        Task::none()
    }

    /// Speaks what is wished for.
    pub(super) fn speak(&self) {
        let wished = self.options.language.or(self.appearance.language);
        language::speak(wished.unwrap_or_else(Language::of_system));
    }

    // ---- the window's place ------------------------------------------------------------------

    /// Asks whether the window fills the screen, for its size says nothing then.
    pub(super) fn ask_place(&self, place: Place) -> Task<Message> {
        // A size that the command line wanted is not kept, nor a half of the screen.
        if self.options.size.is_some() || self.options.side.is_some() {
            return Task::none();
        }
        window::oldest()
            .and_then(window::is_maximized)
            .map(move |maximized| Message::Stands(place, maximized))
    }

    /// Notes where the window is. It is kept when the window closes.
    pub(super) fn stands(&mut self, place: Place, maximized: bool) {
        self.appearance.maximized = maximized;
        if maximized {
            return;
        }
        let before = self.appearance.place.and_then(|place| place.corner);
        self.appearance.place = Some(Place { corner: place.corner.or(before), ..place });
    }

    /// Keeps how the window looks, where there is a profile.
    pub(super) fn keep_appearance(&self) {
        if self.options.profile.path().is_dir()
            && let Err(error) = self.appearance.keep(&self.options.profile)
        {
            tracing::warn!(%error, "how the window looks was not kept");
        }
    }

    // ---- the clipboard -----------------------------------------------------------------------

    pub(super) fn read_clipboard(&self) -> Task<Message> {
        if self.copied.is_none() {
            return Task::none();
        }
        clipboard::read().map(|text| Message::ClipboardRead(text.map(Secret::new)))
    }

    /// Wipes a secret that is still there. What somebody copied since stays.
    pub(super) fn wipe_clipboard(&mut self, text: Option<Secret>) -> Task<Message> {
        match (self.copied.take(), text) {
            (Some(copied), Some(text)) if copied.expose() == text.expose() => {
                clipboard::write(String::new())
            }
            _ => Task::none(),
        }
    }

    // ---- the lock ----------------------------------------------------------------------------

    /// Asks what the profile keeps: here, after how many idle minutes the window locks.
    pub(super) fn ask_kept(&self, heart: &Heart) -> Task<Message> {
        let session = self.session;
        Task::perform(heart.run(Command::Settings), move |kept| match kept {
            Ok(Reply::Settings(kept)) => Some(Message::Kept(session, kept)),
            Ok(_) | Err(_) => None,
        })
        .then(|kept| kept.map_or_else(Task::none, Task::done))
    }

    /// Locks after idle minutes.
    pub(super) fn nobody_there(&mut self, now: Millis) -> Task<Message> {
        // Somebody may have come back meanwhile.
        let still = self.idle_limit().is_some_and(|limit| self.activity.idle(now) >= limit);
        if still { self.lock() } else { Task::none() }
    }

    pub(super) fn idle_limit(&self) -> Option<Duration> {
        self.kept.lock_after.map(|minutes| Duration::from_secs(u64::from(minutes) * 60))
    }

    /// Any key goes into the lock's field.
    pub(super) fn typed(&mut self, text: Secret) -> Task<Message> {
        match &mut self.screen {
            Screen::Lock(lock) => {
                let action = lock.update(lock::Message::TypedBeside(text));
                self.unlock(action)
            }
            _ => Task::none(),
        }
    }

    // ---- the second step of a first run --------------------------------------------------------

    /// Tells whoever shows one's own link.
    pub(super) fn picture_saved(
        &mut self,
        saved: Result<Option<std::path::PathBuf>, Error>,
    ) -> Task<Message> {
        let told = my_link::Message::Saved(saved);
        match &self.screen {
            Screen::Home { second: Some(_), .. } => self.second(welcome::SecondMessage::Link(told)),
            _ => self.home(home::Message::MyLink(told)),
        }
    }
}
