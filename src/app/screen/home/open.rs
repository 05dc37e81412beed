//! Opening chats and requests, and going back: what Esc leaves, and where the keyboard is then.

use super::super::super::widget::NOWHERE;
use super::super::{conversation, request};
use super::{Action, Actions, Dialog, Pane, Purpose, State, walk};
use crate::messenger::Command;
use crate::model::{ChatId, MessageId};

impl State {
    pub(super) fn open(&mut self, id: ChatId) -> Actions {
        self.open_where(id, None)
    }

    /// Opens a chat where one stopped reading, or at a message.
    pub(super) fn open_where(&mut self, id: ChatId, message: Option<MessageId>) -> Actions {
        let Some(chat) = self.chats.iter().find(|c| c.chat == id).cloned() else {
            return Vec::new();
        };
        (self.menu, self.searching) = (None, false);
        let mut actions = self.save_draft();
        // The list beside a chat is that of the chats.
        if std::mem::take(&mut self.strangers) {
            self.at = None;
            actions.push(self.to_stand());
        }
        if chat.marked {
            actions.push(Self::mark(id, false));
        }
        // Pressed again: nothing is thrown away.
        let first = match (&mut self.pane, message) {
            (Pane::Chat(open), None) if open.chat.chat == id => conversation::Action::None,
            (Pane::Chat(open), Some(message)) if open.chat.chat == id => open.jump(message),
            (pane, message) => {
                let mut open = match message {
                    Some(message) => conversation::State::open_at(chat, message),
                    None => conversation::State::open(chat),
                };
                let first = open.first_page();
                *pane = Pane::Chat(Box::new(open));
                first
            }
        };
        self.remember();
        actions.extend(self.interpret(id, first));
        actions.extend(self.follow());
        // An answer may come late: what stands before the chat by then keeps the keyboard.
        if self.dialog.is_none() && self.settings.is_none() {
            actions.push(Action::Focus(conversation::COMPOSER));
        }
        actions
    }

    pub(super) fn open_request(&mut self, id: ChatId) -> Actions {
        let Some(request) = self.requests.iter().find(|r| r.chat == id).cloned() else {
            return Vec::new();
        };
        let mut actions = self.save_draft();
        actions.push(Action::Ask(
            Purpose::Words(id),
            Command::History {
                chat: request.chat.into(),
                limit: request::SHOWN,
                before: crate::messenger::Before::End,
            },
        ));
        self.pane = Pane::Request(Box::new(request::State::open(request)));
        self.info = None;
        actions
    }

    /// Goes back to the list.
    pub(super) fn leave(&mut self) -> Actions {
        let actions = self.save_draft();
        self.pane = Pane::Nothing;
        self.info = None;
        actions
    }

    pub(super) fn escape(&mut self) -> Actions {
        if let Some(Dialog::Verify(dialog)) = &mut self.dialog
            && dialog.escape()
        {
            return vec![Action::Focus(NOWHERE)];
        }
        if self.dialog.is_some() {
            return self.close_dialog();
        }
        if self.menu.take().is_some() {
            return Vec::new();
        }
        if let Pane::Chat(chat) = &mut self.pane
            && let Some(back) = chat.escape_inner()
        {
            let id = chat.chat.chat;
            return self.interpret(id, back);
        }
        if std::mem::take(&mut self.searching) | self.search.is_active() {
            self.search.clear();
            return vec![self.to_stand(), self.focus_back()];
        }
        if let Some(info) = &mut self.info {
            if !info.escape() {
                self.info = None;
            }
            return vec![self.focus_back()];
        }
        match &mut self.pane {
            Pane::Chat(chat) => {
                let id = chat.chat.chat;
                match chat.escape() {
                    Some(back) => self.interpret(id, back),
                    None => self.leave(),
                }
            }
            Pane::Request(_) => self.leave(),
            Pane::Nothing => {
                self.strangers = false;
                Vec::new()
            }
        }
    }

    pub(super) fn close_dialog(&mut self) -> Actions {
        let back = match self.dialog.take() {
            // Asked in a menu of the list.
            Some(Dialog::Question(_)) if self.menu_by_keys => Action::Focus(walk::LIST),
            _ => self.focus_back(),
        };
        vec![back]
    }

    /// Where the keyboard goes when whatever had it is gone.
    pub(super) fn focus_back(&self) -> Action {
        Action::Focus(match &self.pane {
            Pane::Chat(_) => conversation::COMPOSER,
            Pane::Nothing | Pane::Request(_) => NOWHERE,
        })
    }
}
