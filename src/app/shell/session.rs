//! From the lock into the profile and out again.

use std::time::Duration;

use iced::Task;
use iced::widget::operation;

use super::super::backend::Heart;
use super::super::screen::{home, lock, settings, welcome};
use super::super::theme;
use super::{Message, Screen, Shell, said};
use crate::messenger::Error;
use crate::model::{Found, Unlock};

/// Longest wait for the messenger when the window closes.
const PATIENCE: Duration = Duration::from_secs(5);

impl Shell {
    pub(super) fn looked(&mut self, found: Result<Found, Error>) -> Task<Message> {
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

    pub(super) fn show_lock(&mut self, found: Found) -> Task<Message> {
        self.screen = Screen::Lock(lock::State::new(found, self.attempts));
        operation::focus(lock::FIELD)
    }

    pub(super) fn unlock(&mut self, action: lock::Action) -> Task<Message> {
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
    pub(super) fn opened(
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

    pub(super) fn lock(&mut self) -> Task<Message> {
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

    pub(super) fn close(&mut self) -> Task<Message> {
        self.keep_appearance();
        match std::mem::replace(&mut self.screen, Screen::Closing) {
            Screen::Home { mut home, heart, .. } => {
                stop(heart, home.save_draft()).map(|()| Message::Stopped)
            }
            _ => iced::exit(),
        }
    }
}

pub(super) fn found_by(unlock: &Unlock) -> Found {
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
