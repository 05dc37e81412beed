//! What the window listens to: the system, the messenger, a second start, and the clock where
//! something on the screen goes by it.

use std::hash::{Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use iced::{Subscription, event, time};

use super::super::backend::{Door, Heart};
use super::super::midnight;
use super::super::screen::{home, lock};
use super::{Message, Screen, Shell, calmness, ending, keys};
use crate::model::ProfileDir;

impl Shell {
    pub(crate) fn subscription(&self) -> Subscription<Message> {
        let mut all = vec![
            event::listen_with(keys::happened),
            ending::wished().map(|()| Message::CloseRequested),
            iced::system::theme_changes().map(Message::SystemMode),
            calmness::wished().map(Message::SystemMotion),
        ];
        // Before there is a profile there is nothing that a second start could be in the way of.
        if matches!(self.screen, Screen::Lock(_) | Screen::Home { .. }) {
            let caller = Caller { door: self.door.clone(), dir: self.options.profile.clone() };
            all.push(Subscription::run_with(caller, called));
        }
        match &self.screen {
            Screen::Lock(lock) if lock.counts() => all.push(
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
            if let Some(pulse) = home.pulse() {
                all.push(time::every(pulse).map(|_| Message::Home(home::Message::Ticked)));
            }
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
