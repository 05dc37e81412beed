//! What the messenger told of an open chat: messages that came, changed or went, and answers.

use std::time::{Duration, Instant};

use super::super::super::widget::virtual_list::Go;
use super::dialog::Dialog;
use super::history::Put;
use super::{Action, State};
use crate::messenger::Error;
use crate::model::{Message as Row, MessageId, MessageInfo, MessageState};

/// Messages that come sooner one after the other are a flood, and are simply there.
pub(super) const APART: Duration = Duration::from_millis(400);

impl State {
    /// A message is new or changed.
    pub(crate) fn told(&mut self, message: Row) -> Action {
        // A line is nobody's.
        let line = message.note.is_some();
        let (mine, id) = (message.mine && !line, message.message);
        let put = self.history.put(message, mine || self.view.at_end);
        // Whoever answers has read: nothing above is new any more.
        if mine && matches!(put, Put::AtEnd | Put::Elsewhere) {
            (self.divider, self.opened_there, self.unseen) = (None, false, false);
        }
        if put == Put::AtEnd && self.loaded && !line {
            self.note_coming(id, Instant::now());
        }
        match put {
            Put::AtEnd if mine => {
                self.order(Go::End);
                Action::None
            }
            // One's own words are looked for at the end.
            Put::Elsewhere if mine && !self.history.at_end() => self.end(),
            _ => Action::None,
        }
    }

    /// A new message is seen coming; of many at once, the first.
    pub(super) fn note_coming(&mut self, id: MessageId, now: Instant) {
        let alone = self.last_came.is_none_or(|last| now.duration_since(last) >= APART);
        self.last_came = Some(now);
        if alone {
            self.came = Some((id, now));
        }
    }

    /// A message came while nobody looked: "New messages" stands before the first of them, unless
    /// it stands where the chat was opened.
    pub(crate) fn came_unseen(&mut self, message: &Row) {
        let line = message.note.is_some();
        if !message.mine
            && !line
            && !std::mem::replace(&mut self.unseen, true)
            && !self.opened_there
        {
            self.divider = Some(message.message);
        }
    }

    /// Not an edit of, or a reaction to, one that was there.
    pub(crate) fn is_new(&self, message: MessageId) -> bool {
        self.history.get(message).is_none()
    }

    /// Somebody looks.
    pub(crate) fn looked_at(&mut self) {
        self.unseen = false;
    }

    /// New ticks.
    pub(crate) fn state_told(&mut self, message: MessageId, state: MessageState) {
        self.history.set_state(message, state);
    }

    /// A message is gone. Says whether it was what is being answered or changed: with what stands
    /// above it the field would lose the cursor.
    pub(crate) fn gone_told(&mut self, message: MessageId) -> bool {
        self.history.remove(message);
        self.menu = self.menu.filter(|m| *m != message);
        if self.divider == Some(message) {
            (self.divider, self.opened_there) = (None, false);
        }
        if self.dialog.as_ref().is_some_and(|dialog| dialog.is_about(message)) {
            self.dialog = None;
        }
        if let Some(search) = &mut self.search {
            search.forget(message);
        }
        self.composer.forget(message)
    }

    /// The newest message seen, if it was not reported as read yet.
    pub(crate) fn newly_seen(&mut self) -> Option<MessageId> {
        let bottom = self.view.bottom?;
        let messages = self.history.messages();
        let last = messages.iter().position(|m| m.message.0 == bottom)?;
        let newest = messages.get(..=last)?.iter().rev();
        let newest = newest.into_iter().find(|m| !m.mine && m.note.is_none())?;
        if self.marked.is_some_and(|marked| newest.position <= marked) {
            return None;
        }
        self.marked = Some(newest.position);
        Some(newest.message)
    }

    /// A message was accepted by the messenger, or refused; then its text comes back.
    pub(crate) fn sent(&mut self, text: &str, outcome: Result<(), &Error>) {
        match outcome {
            Ok(()) => self.problem = None,
            Err(error) => {
                self.problem = Some(error.sentence.clone());
                self.composer.give_back(text);
            }
        }
    }

    /// Something else went wrong.
    pub(crate) fn failed(&mut self, error: &Error) {
        self.problem = Some(error.sentence.clone());
    }

    /// What was found in the chat, newest first.
    pub(crate) fn searched(&mut self, text: &str, hits: &[Row]) -> Action {
        let Some(search) = &mut self.search else { return Action::None };
        match search.found(text, hits.iter().map(|m| m.message).collect()) {
            Some(hit) => self.jump(hit),
            None => Action::None,
        }
    }

    /// A message's way is known.
    pub(crate) fn info_read(&mut self, info: MessageInfo) {
        if let Some(Dialog::Info(message, known)) = &mut self.dialog
            && *message == info.message
        {
            *known = Some(info);
        }
    }

    /// The emoji that were used last.
    pub(crate) fn recent_read(&mut self, recent: Vec<String>) {
        if let Some((_, picker)) = &mut self.picker {
            picker.recent_read(recent);
        }
    }
}
