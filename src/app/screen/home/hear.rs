//! What becomes of the messenger's events.

use super::super::conversation;
use super::{Action, Actions, Menu, Pane, State};
use crate::messenger::Event;

impl State {
    pub(super) fn hear(&mut self, events: Vec<Event>) -> Actions {
        // Everything is read anew, so the others of this handful say nothing more.
        if events.iter().any(|e| matches!(e, Event::Reload)) {
            return self.read_all();
        }
        let mut actions = Vec::new();
        for event in events {
            actions.extend(self.hear_one(event));
        }
        actions.extend(self.mark_read());
        actions
    }

    fn hear_one(&mut self, event: Event) -> Actions {
        match event {
            Event::Message(message) => {
                let id = message.chat;
                if !message.mine {
                    self.typing_ended(id);
                }
                let looks = self.looks();
                let action = match self.conversation(id) {
                    Some(open) => {
                        if !looks && open.is_new(message.message) {
                            open.came_unseen(&message);
                        }
                        open.told(*message)
                    }
                    None => conversation::Action::None,
                };
                return self.interpret(id, action);
            }
            Event::State { message, chat, state } => {
                if let Some(open) = self.conversation(chat) {
                    open.state_told(message, state);
                }
                let row = self.chats.iter_mut().find(|c| c.chat == chat);
                if let Some(last) = row.and_then(|c| c.last.as_mut())
                    && last.message == message
                {
                    last.state = state;
                }
            }
            Event::Gone { message, chat } => {
                self.search.gone(message);
                let writing = self.conversation(chat).is_some_and(|open| open.gone_told(message));
                if writing && self.dialog.is_none() && self.settings.is_none() {
                    return vec![Action::Focus(conversation::COMPOSER)];
                }
            }
            Event::Chat(chat) => {
                // A stranger who was let in elsewhere, on another device.
                self.requests.retain(|r| r.chat != chat.chat);
                let actions = self.verify_told(&chat);
                self.keep(*chat);
                return actions;
            }
            Event::Typing { chat } => return self.typing_heard(chat),
            Event::ChatGone { chat } => {
                if self.comparing(chat).is_some() {
                    self.dialog = None;
                }
                self.typing_ended(chat);
                self.chats.retain(|c| c.chat != chat);
                self.requests.retain(|r| r.chat != chat);
                let gone = match &self.pane {
                    Pane::Chat(open) => open.chat.chat == chat,
                    Pane::Request(open) => open.request.chat == chat,
                    Pane::Nothing => false,
                };
                if gone {
                    self.pane = Pane::Nothing;
                    self.info = None;
                }
                self.menu = self.menu.filter(|menu| *menu != Menu::Row(chat));
            }
            Event::Request(request) => {
                // One person may write alone and invite to rooms as well.
                self.requests.retain(|r| r.chat != request.chat);
                self.requests.insert(0, *request);
            }
            Event::Relay(status) => self.relay_told(status),
            Event::Reload => {}
        }
        Vec::new()
    }
}
