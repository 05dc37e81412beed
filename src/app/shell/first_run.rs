//! The first run: a profile is made, then one's link is shown while a restored account arrives.

use iced::advanced::widget::operate;
use iced::widget::operation;
use iced::{Task, clipboard};

use super::super::screen::settings::{self, Wish};
use super::super::screen::{home, welcome};
use super::super::strength::Strength;
use super::super::widget::bring;
use super::session::found_by;
use super::{Message, Screen, Shell, said, to};
use crate::messenger::{Account, Command, NewProfile, Reply};
use crate::model::Secret;

impl Shell {
    pub(super) fn welcome(&mut self, message: welcome::Message) -> Task<Message> {
        let Screen::Welcome(welcome) = &mut self.screen else { return Task::none() };
        let (name, unlock, account, relays) = match welcome.update(message) {
            welcome::Action::None => return Task::none(),
            welcome::Action::Focus(field) => return to(field),
            welcome::Action::FocusAndShow(field, shown) => {
                return operation::focus(field).chain(operate(bring::named(shown)));
            }
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

    pub(super) fn second(&mut self, message: welcome::SecondMessage) -> Task<Message> {
        let Screen::Home { home, second, .. } = &mut self.screen else { return Task::none() };
        let (Some(page), Some(me)) = (second.as_mut(), home.me()) else { return Task::none() };
        match page.update(message, me) {
            welcome::SecondAction::None => Task::none(),
            welcome::SecondAction::Copy => clipboard::write(me.link.clone()),
            welcome::SecondAction::Save(picture) => self.grant(Wish::Save(picture)),
            welcome::SecondAction::Words => {
                *second = None;
                let opened = self.open_settings();
                let asked = self.home(home::Message::Settings(settings::Message::show_key()));
                Task::batch([opened, asked])
            }
            welcome::SecondAction::Done => {
                *second = None;
                operation::focus(super::super::widget::NOWHERE)
            }
        }
    }

    /// Asks how far a restored account is.
    pub(super) fn ask_progress(&self) -> Task<Message> {
        let Screen::Home { heart, .. } = &self.screen else { return Task::none() };
        let session = self.session;
        Task::perform(heart.run(Command::Progress), move |told| match told {
            Ok(Reply::Progress(progress)) => Some(Message::Progressed(session, progress)),
            Ok(_) | Err(_) => None,
        })
        .then(|told| told.map_or_else(Task::none, Task::done))
    }
}

/// Measures a passphrase on a thread that may take its time.
pub(super) fn measured(passphrase: Secret, name: String) -> Task<Strength> {
    let work = move || Strength::of(&passphrase, &name);
    Task::future(async { tokio::task::spawn_blocking(work).await })
        .then(|done| done.map_or_else(|_| Task::none(), Task::done))
}
