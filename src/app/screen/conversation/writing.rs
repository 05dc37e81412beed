//! What becomes of what is written: sent, edited, and emoji chosen for it or for a message.

use super::super::super::widget::emoji_picker;
use super::composer::Outcome;
use super::{Action, State};
use crate::model::MessageId;

impl State {
    pub(super) fn composed(&mut self, outcome: Outcome) -> Action {
        match outcome {
            Outcome::None => Action::None,
            Outcome::Send { text, reply_to } => {
                self.problem = None;
                let ttl = self.take_next_timer();
                Action::Send { text, reply_to, ttl }
            }
            Outcome::Edit(message, text) => Action::Edit(message, text),
            Outcome::EditLast => self.edit_last(),
            Outcome::Focus => Action::FocusComposer,
            Outcome::Go(go) => {
                self.order(go);
                Action::None
            }
        }
    }

    pub(super) fn edit(&mut self, id: MessageId) -> Action {
        self.menu = None;
        match self.history.get(id) {
            Some(message) if message.mine && message.note.is_none() && self.takes_words() => {
                self.composer.edit(message);
                Action::FocusComposer
            }
            _ => Action::None,
        }
    }

    pub(super) fn edit_last(&mut self) -> Action {
        match self.history.messages().iter().rev().find(|m| m.mine && m.note.is_none()) {
            Some(last) if self.history.at_end() => self.edit(last.message),
            _ => Action::None,
        }
    }

    pub(super) fn pick(&mut self, message: Option<MessageId>) -> Action {
        self.menu = None;
        if self.picker.take().is_some_and(|(of, _)| of == message) {
            return self.back();
        }
        self.picker = Some((message, emoji_picker::State::default()));
        Action::All(vec![Action::Recent, Action::Focus(emoji_picker::FIELD)])
    }

    pub(super) fn picked(&mut self, message: emoji_picker::Message) -> Action {
        let Some((of, picker)) = &mut self.picker else { return Action::None };
        let of = *of;
        match picker.update(message) {
            emoji_picker::Outcome::None => Action::None,
            emoji_picker::Outcome::Close => {
                self.picker = None;
                self.back()
            }
            emoji_picker::Outcome::Chosen(emoji) => match of {
                Some(message) => {
                    self.picker = None;
                    Action::All(vec![
                        Action::React(message, emoji.clone()),
                        Action::Used(emoji),
                        self.back(),
                    ])
                }
                // Several may follow.
                None => {
                    self.problem = None;
                    self.composer.insert(&emoji);
                    Action::Used(emoji)
                }
            },
        }
    }
}
