//! Secret chats from the list's side: offering one, answering, ending, comparing, and who types.

use nostr::key::PublicKey;

use super::super::conversation::secret::Condition;
use super::super::new_chat;
use super::menu::Question;
use super::{Action, Actions, Dialog, Errand, Message, Pane, Purpose, State};
use crate::messenger::{ChatName, Command, Verdict};
use crate::model::{Chat, ChatId, ChatKind, npub};

/// "Typing…" is shown for so long after it was said, milliseconds.
const TYPES: u64 = 6_000;

impl State {
    /// Ctrl+Shift+N: with whom one talks, or with whom is asked.
    pub(super) fn new_secret(&mut self) -> Actions {
        self.menu = None;
        if self.dialog.is_none()
            && self.settings.is_none()
            && let Pane::Chat(open) = &self.pane
            && matches!(open.chat.kind, ChatKind::Ordinary | ChatKind::Secret)
            && let Some(who) = open.chat.contact
        {
            return self.secret_with(who);
        }
        match &self.dialog {
            Some(Dialog::NewChat(dialog)) if dialog.is_secret() => {}
            _ => self.dialog = Some(Dialog::NewChat(new_chat::State::secret())),
        }
        vec![self.know(), Action::Focus(new_chat::LINK)]
    }

    /// A secret chat with somebody. Where there is one, it is asked whether another is meant.
    pub(super) fn secret_with(&mut self, who: PublicKey) -> Actions {
        self.menu = None;
        let there = self.chats.iter().find(|chat| {
            let over = Condition::of(chat) == Condition::Over;
            chat.kind == ChatKind::Secret && chat.contact == Some(who) && !over
        });
        match there {
            Some(Chat { chat, name, .. }) => {
                let (chat, name) = (*chat, name.clone());
                self.ask(Question::Another { who, name, chat })
            }
            None => vec![offer(who, None)],
        }
    }

    /// Another secret chat in the place of one that is over. What was typed in that goes along.
    pub(super) fn secret_anew(&mut self, chat: ChatId) -> Actions {
        let who = self.chats.iter().find(|c| c.chat == chat).and_then(|c| c.contact);
        // What is still only in the field goes along as well.
        let mut actions = self.save_draft();
        actions.extend(who.map(|who| offer(who, Some(chat))));
        actions
    }

    /// Says yes or no to an offer.
    pub(super) fn answer_offer(&mut self, chat: ChatId, yes: bool) -> Actions {
        let who = self.chats.iter().find(|c| c.chat == chat).and_then(|c| c.contact);
        match (yes, who) {
            (true, Some(who)) => vec![offer(who, None)],
            (true, None) => Vec::new(),
            (false, _) => {
                let refuse = Command::CloseSecret { chat: chat.into() };
                vec![Action::Ask(Purpose::Secret, refuse)]
            }
        }
    }

    /// Asks whether a secret chat shall end.
    pub(super) fn ask_end(&mut self, chat: ChatId) -> Actions {
        let name = self.name_of(chat);
        self.ask(Question::End { chat, name })
    }

    /// Asks whether another device shall be let in without comparing.
    pub(super) fn ask_let_in(&mut self, chat: ChatId) -> Actions {
        let name = self.name_of(chat);
        self.ask(Question::LetIn { chat, name })
    }

    /// Asks whether a chat shall be deleted.
    pub(super) fn ask_delete(&mut self, chat: ChatId) -> Actions {
        let name = self.name_of(chat);
        self.ask(Question::Delete { chat, kind: ChatKind::Secret, name })
    }

    fn name_of(&self, chat: ChatId) -> String {
        let chat = self.chats.iter().find(|c| c.chat == chat);
        chat.map(|chat| chat.name.clone()).unwrap_or_default()
    }

    /// The chat that was there already is what was meant.
    pub(super) fn open_other(&mut self) -> Actions {
        match self.dialog.take() {
            Some(Dialog::Question(Question::Another { chat, .. })) => self.open(chat),
            other => {
                self.dialog = other;
                Vec::new()
            }
        }
    }

    /// The other side of a secret chat types. It is shown until it has not been said for a while.
    pub(super) fn typing_heard(&mut self, chat: ChatId) -> Actions {
        if !self.chats.iter().any(|c| c.chat == chat) {
            return Vec::new();
        }
        self.typings = self.typings.wrapping_add(1);
        self.typing.retain(|(one, _)| *one != chat);
        self.typing.push((chat, self.typings));
        self.show_typing();
        let passed = Message::TypingPassed(self.typings);
        vec![Action::Errand(Errand::After(TYPES, passed.into()))]
    }

    /// It was said last a while ago; if it was said again since, that counts.
    pub(super) fn typing_passed(&mut self, ticket: u64) {
        self.typing.retain(|(_, said)| *said != ticket);
        self.show_typing();
    }

    /// What was being typed has come, or the chat is gone.
    pub(super) fn typing_ended(&mut self, chat: ChatId) {
        self.typing.retain(|(one, _)| *one != chat);
        self.show_typing();
    }

    /// Whether somebody types there.
    pub(super) fn types(&self, chat: ChatId) -> bool {
        self.typing.iter().any(|(one, _)| *one == chat)
    }

    fn show_typing(&mut self) {
        let Pane::Chat(open) = &self.pane else { return };
        let types = self.types(open.chat.chat);
        if let Pane::Chat(open) = &mut self.pane {
            open.secret.typing = types;
        }
    }

    /// What an opened conversation is to know of what happened before.
    pub(super) fn remember(&mut self) {
        let Pane::Chat(open) = &self.pane else { return };
        let now = self.now;
        let away = self.quieted.contains(&open.chat.chat);
        let types = self.types(open.chat.chat);
        if let Pane::Chat(open) = &mut self.pane {
            open.look_at(now);
            (open.secret.banner_away, open.secret.typing) = (away, types);
        }
    }
}

/// Offers a secret chat, or says yes to one that they offered.
pub(super) fn offer(who: PublicKey, instead_of: Option<ChatId>) -> Action {
    let instead_of = instead_of.map(ChatName::from);
    Action::Ask(Purpose::Room, Command::OfferSecret { contact: ChatName(npub(&who)), instead_of })
}

/// Lets another device in without comparing.
pub(super) fn let_in(chat: ChatId) -> Action {
    Action::Ask(Purpose::Secret, Command::Verify { chat: chat.into(), verdict: Verdict::LetIn })
}

#[cfg(test)]
mod photographs;
#[cfg(test)]
mod tests;
