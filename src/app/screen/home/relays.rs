//! How the relays do, as the list keeps it, and how often somebody must look at the clock for it.

use std::time::Duration;

use super::super::relays::{follow, pulse};
use super::status::{Health, health};
use super::{Action, Actions, Dialog, Pane, Purpose, State};
use crate::messenger::Command;
use crate::model::{Millis, RelayStatus};

/// While settings show the relays, their round trips are asked for so often; and while nobody is
/// at the window, nothing is counted more often.
const SELDOM: Duration = Duration::from_secs(10);
/// A tick may come so many milliseconds early.
const LATE: i64 = 500;

impl State {
    /// One of them does otherwise.
    pub(super) fn relay_told(&mut self, status: RelayStatus) {
        match self.relays.iter_mut().find(|relay| relay.url == status.url) {
            Some(relay) => *relay = follow(Some(relay), status),
            None => self.relays.push(status),
        }
    }

    /// All of them.
    pub(super) fn relays_read(&mut self, all: &[RelayStatus]) {
        let followed = all.iter().map(|status| {
            let before = self.relays.iter().find(|relay| relay.url == status.url);
            follow(before, status.clone())
        });
        self.relays = followed.collect();
    }

    fn shows_relays(&self) -> bool {
        self.settings.as_ref().is_some_and(|page| page.shows_relays())
    }

    /// How often the clock must be looked at for what is shown of the relays and of messages; `None`: not at all.
    pub(crate) fn pulse(&self) -> Option<Duration> {
        let shown = self.shows_relays();
        // Behind settings nobody sees the banner.
        let banner = self.settings.is_none() && health(&self.relays) == Health::Bad;
        let told = banner || matches!(self.dialog, Some(Dialog::Relays));
        let counted = if shown || told { pulse(&self.relays, self.now) } else { None };
        let asked = shown.then_some(SELDOM);
        // What will be gone is counted where it is seen.
        let fading = match &self.pane {
            Pane::Chat(open) if self.settings.is_none() => open.pulse(),
            Pane::Chat(_) | Pane::Nothing | Pane::Request(_) => None,
        };
        let often = [counted, asked, fading].into_iter().flatten().min()?;
        Some(if self.focused { often } else { often.max(SELDOM) })
    }

    /// So late it is.
    pub(crate) fn look_at(&mut self, now: Millis) {
        self.now = now;
        if let Pane::Chat(open) = &mut self.pane {
            open.look_at(now);
        }
    }

    /// It is time to look again. Countdowns beside the round trips tick each second.
    pub(super) fn ticked(&mut self) -> Actions {
        let passed = self.now.0.saturating_sub(self.asked_at.0);
        if !self.shows_relays() || passed < SELDOM.as_millis() as i64 - LATE {
            return Vec::new();
        }
        self.asked_at = self.now;
        vec![Action::Ask(Purpose::Relays, Command::Relays)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::appearance::Appearance;
    use crate::app::fixture::{NOW, relay};
    use crate::app::screen::home::Message;
    use crate::app::screen::settings;
    use crate::model::Found;
    use crate::model::RelayCondition::{Connected, Unreachable};

    fn away(seconds: i64) -> RelayStatus {
        RelayStatus { next_try: Some(NOW.plus(seconds * 1000)), ..relay(0, Unreachable, "") }
    }

    #[test]
    fn an_idle_window_looks_at_no_clock() {
        let mut state = State::new(NOW, true);
        assert_eq!(state.pulse(), None);
        state.relays = vec![relay(0, Connected, "")];
        assert_eq!(state.pulse(), None);
        // One that is away beside one that answers is nobody's concern, until somebody asks.
        state.relays = vec![away(40), relay(1, Connected, "")];
        assert_eq!(state.pulse(), None);
        state.dialog = Some(Dialog::Relays);
        assert_eq!(state.pulse(), Some(Duration::from_secs(1)));
    }

    #[test]
    fn seconds_are_counted_while_somebody_is_there_to_see_them() {
        let mut state = State::new(NOW, true);
        state.relays = vec![away(40)];
        assert_eq!(state.pulse(), Some(Duration::from_secs(1)));
        state.focused = false;
        assert_eq!(state.pulse(), Some(SELDOM));
        state.look_at(NOW.plus(41_000));
        assert_eq!(state.pulse(), None, "it is being tried, and what comes of it is told");
    }

    #[test]
    fn the_round_trips_in_settings_are_asked_for_now_and_then() {
        let mut state = State::new(NOW, true);
        state.relays = vec![relay(0, Connected, "")];
        let ticked = |state: &mut State, seconds: i64| {
            state.look_at(NOW.plus(seconds * 1000));
            state.update(Message::Ticked)
        };
        assert!(ticked(&mut state, 20).is_empty());
        state.open_settings(settings::Around {
            appearance: Appearance::default(),
            found: Found::Passphrase,
            folder: "/home/lena".into(),
            own_relay: Vec::new(),
        });
        let network = settings::Message::PaneChosen(settings::Pane::Network);
        state.update(Message::Settings(network));
        assert_eq!(state.pulse(), Some(SELDOM));
        let asked = ticked(&mut state, 30);
        assert!(matches!(&asked[..], [Action::Ask(Purpose::Relays, Command::Relays)]), "{asked:?}");
        assert!(ticked(&mut state, 31).is_empty());
        // Elsewhere in settings nothing of it is seen.
        state.relays = vec![away(400)];
        let about = settings::Message::PaneChosen(settings::Pane::About);
        state.update(Message::Settings(about));
        assert_eq!(state.pulse(), None);
    }
}
