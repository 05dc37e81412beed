//! What a conversation has beside its messages when it is a secret chat: how far it is, whether the
//! other device was compared, the timer, and what can be done about each.

pub(super) mod banner;
pub(super) mod changed;
pub(super) mod foot;
pub(super) mod header;
pub(crate) mod timer;
pub(crate) mod words;

use std::time::{Duration, Instant};

use super::{Action, State, dialog, fading};
use crate::app::theme::Tokens;
use crate::model::{Chat, ChatKind, ChatState, Millis, SecretChat, SecretStage, Standing};

use timer::Whose;

/// Typing is said again after so long, while somebody goes on.
const AGAIN: Duration = Duration::from_secs(4);

/// How a chat stands, as its screens need to know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    /// Written in as any other.
    Open,
    /// Offered from here, and nobody has answered. What is written waits.
    Offered,
    /// Offered to this device, and the person has not said yes.
    Asked,
    /// Accepted here; the other device is awaited. What is written waits.
    Waiting,
    /// The other side has another device than before: nothing goes out.
    Changed,
    /// Nothing can be written any more.
    Over,
}

impl Condition {
    /// Of this chat.
    pub(crate) fn of(chat: &Chat) -> Self {
        match (chat.state, chat.secret.as_ref().map(|secret| secret.stage)) {
            (ChatState::Closed, _) => Self::Over,
            (ChatState::Changed, _) => Self::Changed,
            (ChatState::Offered, Some(SecretStage::Asked)) => Self::Asked,
            (ChatState::Offered, _) => Self::Offered,
            (ChatState::Waiting, _) => Self::Waiting,
            (ChatState::Open, _) => Self::Open,
        }
    }

    /// Whether anything can be written.
    pub(crate) fn takes_words(self) -> bool {
        matches!(self, Self::Open | Self::Offered | Self::Waiting)
    }
}

/// The colours of a chat: a secret one has its own.
pub(crate) fn tokens(chat: &Chat, t: Tokens) -> Tokens {
    match (chat.kind, Condition::of(chat)) {
        (ChatKind::Secret, Condition::Changed) => t.changed(),
        (ChatKind::Secret, _) => t.secret(),
        (ChatKind::Ordinary | ChatKind::Room | ChatKind::Saved, _) => t,
    }
}

/// The first of somebody's names: enough between two.
pub(crate) fn first_name(chat: &Chat) -> &str {
    chat.name.split_whitespace().next().unwrap_or_default()
}

/// What the screen knows beside the chat's row.
#[derive(Debug, Default)]
pub(crate) struct Secret {
    /// "Not verified yet" was put away.
    pub(crate) banner_away: bool,
    /// The other person types.
    pub(crate) typing: bool,
    /// What lies behind the card of a changed key is shown.
    pub(super) behind: bool,
    /// The timer of the next message alone.
    pub(super) next: Option<u32>,
    /// Which timer's menu is open.
    pub(super) timer: Option<Whose>,
    /// The menu of the chat is open.
    pub(super) menu: bool,
    /// When typing was last said.
    said: Option<Instant>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Message {
    /// The chip, the banner, or the card.
    ComparePressed,
    /// The cross of the banner.
    BannerClosed,
    /// The three dots.
    MenuPressed,
    /// A menu of the header or the composer was left.
    MenuClosed,
    /// A chip with a timer.
    TimerPressed(Whose),
    /// So many seconds; nothing for the chat's own again.
    TimerChosen(Whose, Option<u32>),
    /// A value of one's own.
    OwnTimerPressed(Whose),
    /// In that dialog.
    OwnTimer(timer::OwnMessage),
    /// Yes to an offer.
    AcceptPressed,
    /// No to an offer.
    RefusePressed,
    /// "End secret chat…".
    EndPressed,
    /// "Continue without comparing…".
    LetInPressed,
    /// What is held back, or the card again.
    BehindPressed,
    /// "Start a new one".
    StartPressed,
    /// "Delete chat…".
    DeletePressed,
}

impl State {
    /// What is known of the secret chat, if it is one.
    pub(super) fn secret_chat(&self) -> Option<&SecretChat> {
        self.chat.secret.as_deref().filter(|_| self.chat.kind == ChatKind::Secret)
    }

    /// How the chat stands.
    pub(super) fn condition(&self) -> Condition {
        Condition::of(&self.chat)
    }

    /// Whether anything can be written.
    pub(super) fn takes_words(&self) -> bool {
        self.condition().takes_words()
    }

    /// The card of a changed key stands in the place of the messages.
    pub(super) fn is_behind_card(&self) -> bool {
        self.condition() == Condition::Changed && !self.secret.behind
    }

    /// What the next message takes for a timer, seconds.
    pub(super) fn next_timer(&self) -> u32 {
        let chat = self.secret_chat().map_or(0, |secret| secret.timer_secs);
        self.secret.next.unwrap_or(chat)
    }

    /// The timer of the next message alone, which it takes with it.
    pub(super) fn take_next_timer(&mut self) -> Option<u32> {
        self.secret.next.take()
    }

    /// The other device was not compared, and nobody has put that away. Whoever let it in without
    /// comparing is reminded for good.
    pub(super) fn warns(&self) -> Option<Standing> {
        let secret = self.secret_chat()?;
        let standing = secret.device?;
        let unsure = match standing {
            Standing::NotCompared => !self.secret.banner_away,
            Standing::Accepted => true,
            Standing::Compared | Standing::Differs => false,
        };
        let stands = matches!(self.condition(), Condition::Open | Condition::Waiting);
        (unsure && stands).then_some(standing)
    }

    /// The chat's row is another.
    pub(crate) fn chat_told(&mut self, chat: Chat) {
        if Condition::of(&chat) == Condition::Over && self.condition() != Condition::Over {
            // What waited has come back, and stands before what is being typed.
            self.composer.join(&chat.draft);
            (self.secret.next, self.secret.timer) = (None, None);
        }
        if Condition::of(&chat) != Condition::Changed {
            self.secret.behind = false;
        }
        self.chat = chat;
    }

    /// How often the clock must be looked at for messages that are seen and will be gone.
    pub(crate) fn pulse(&self) -> Option<Duration> {
        if self.is_behind_card() {
            return None;
        }
        let messages = self.history.messages();
        let at = |key: Option<[u8; 32]>| {
            let key = key?;
            messages.iter().position(|message| message.message.0 == key)
        };
        let seen = messages.get(at(self.view.top)?..=at(self.view.bottom)?)?;
        seen.iter().filter_map(|message| fading::pulse(message, self.now)).min()
    }

    /// So late it is.
    pub(crate) fn look_at(&mut self, now: Millis) {
        self.now = now;
    }

    /// Whether it is to be said now that somebody types; it counts as said.
    pub(super) fn says_typing(&mut self, now: Instant) -> bool {
        let recent = self.secret.said.is_some_and(|said| now.duration_since(said) < AGAIN);
        let is_heard = self.chat.kind == ChatKind::Secret && self.condition() == Condition::Open;
        if !is_heard || recent || self.composer.is_blank() {
            return false;
        }
        self.secret.said = Some(now);
        true
    }

    pub(super) fn update_secret(&mut self, message: Message) -> Action {
        let menu_closes = !matches!(message, Message::OwnTimer(_));
        if menu_closes {
            (self.secret.timer, self.secret.menu) = match message {
                Message::TimerPressed(whose) if self.secret.timer != Some(whose) => {
                    (Some(whose), false)
                }
                Message::MenuPressed => (None, !self.secret.menu),
                _ => (None, false),
            };
        }
        match message {
            Message::ComparePressed => Action::Compare,
            Message::BannerClosed => {
                self.secret.banner_away = true;
                Action::All(vec![Action::Quieted, Action::FocusComposer])
            }
            Message::MenuPressed | Message::MenuClosed | Message::TimerPressed(_) => Action::None,
            Message::TimerChosen(whose, secs) => self.set_timer(whose, secs),
            Message::OwnTimerPressed(whose) => {
                let before = match whose {
                    Whose::Chat => self.secret_chat().map_or(0, |secret| secret.timer_secs),
                    Whose::Next => self.next_timer(),
                };
                self.dialog = Some(dialog::Dialog::Timer(timer::Own::new(whose, before)));
                Action::Focus(timer::NUMBER)
            }
            Message::OwnTimer(message) => {
                let Some(dialog::Dialog::Timer(own)) = &mut self.dialog else {
                    return Action::None;
                };
                match own.update(message) {
                    Some((whose, secs)) => {
                        self.dialog = None;
                        self.set_timer(whose, Some(secs))
                    }
                    None => Action::None,
                }
            }
            Message::AcceptPressed => Action::Accept,
            Message::RefusePressed => Action::Refuse,
            Message::EndPressed => Action::AskEnd,
            Message::LetInPressed => Action::AskLetIn,
            Message::BehindPressed => {
                self.secret.behind = !self.secret.behind;
                Action::None
            }
            Message::StartPressed => Action::StartAnew,
            Message::DeletePressed => Action::AskDelete,
        }
    }

    fn set_timer(&mut self, whose: Whose, secs: Option<u32>) -> Action {
        match whose {
            Whose::Chat => {
                let set = Action::SetTimer(secs.unwrap_or(0));
                Action::All(vec![set, Action::FocusComposer])
            }
            Whose::Next => {
                self.secret.next = secs;
                Action::FocusComposer
            }
        }
    }
}

#[cfg(test)]
mod tests;
