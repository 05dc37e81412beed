//! One chat: its messages and the field to write the next one.
//!
//! It knows its own chat only; what is to be done is told to the parent as an [`Action`].

pub(crate) mod bubble;
pub(crate) mod composer;
pub(crate) mod history;
mod menu;
mod view;

use iced::advanced::widget::Id;
use iced::widget::scrollable::Viewport;

use super::super::widget::geometry::Hold;
use crate::messenger::{Before, Error};
use crate::model::{Chat, Message as Row, MessageId, MessageState, Position};

use composer::{Composer, Outcome};
use history::{History, Put};

pub(crate) use view::{COMPOSER, SCROLL, view};

/// How near to an end, in pixels, the next page is asked for.
const NEAR: f32 = 240.0;

/// What the screen knows.
pub(crate) struct State {
    pub(crate) chat: Chat,
    pub(super) history: History,
    pub(super) composer: Composer,
    /// The message whose menu is open.
    pub(super) menu: Option<MessageId>,
    /// The message that is about to be deleted.
    pub(super) deleting: Option<MessageId>,
    /// What went wrong, above the composer.
    pub(super) problem: Option<String>,
    pub(super) loaded: bool,
    reading: bool,
    place: Place,
    marked: Option<Position>,
    /// Messages that joined below what is seen.
    pub(super) below: u32,
}

/// Where the view stands, in pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Place {
    from_top: f32,
    from_end: f32,
    content: f32,
}

/// Which page an answer brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The newest.
    End,
    /// Before what is here.
    Older,
    /// After what is here.
    Newer,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// The view moved.
    Scrolled(Viewport),
    /// "Show earlier messages" was pressed.
    OlderPressed,
    /// The arrow down was pressed.
    EndPressed,
    /// Something in the composer.
    Composer(composer::Message),
    /// A message's menu was opened.
    MenuOpened(MessageId),
    /// It was closed.
    MenuClosed,
    /// Chosen in the menu.
    ReplyPressed(MessageId),
    /// Chosen in the menu.
    EditPressed(MessageId),
    /// Chosen in the menu.
    CopyPressed(MessageId),
    /// Chosen in the menu, or a reaction below a message was pressed.
    ReactPressed(MessageId, String),
    /// Chosen in the menu.
    DeletePressed(MessageId),
    /// Answered in the dialog.
    DeleteConfirmed {
        /// Everywhere.
        for_both: bool,
    },
    /// The dialog was left.
    DeleteCancelled,
    /// "Try again" was pressed.
    RetryPressed(MessageId),
    /// The header's arrow was pressed (one pane).
    BackPressed,
    /// The header's panel was pressed.
    PanelPressed,
}

/// What the parent is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Action {
    /// Nothing.
    None,
    /// Sends a text.
    Send {
        /// What.
        text: String,
        /// The message it answers.
        reply_to: Option<MessageId>,
    },
    /// Changes a text.
    Edit(MessageId, String),
    /// Reacts, or takes it back.
    React(MessageId, String),
    /// Deletes.
    Delete {
        /// Which.
        message: MessageId,
        /// Everywhere.
        for_both: bool,
    },
    /// Tries again now.
    Retry(MessageId),
    /// Reads a page.
    Read(Page, Before),
    /// Puts text in the clipboard.
    Copy(String),
    /// Puts the cursor in the composer.
    FocusComposer,
    /// Takes the cursor out of every field: a dialog stands before them.
    LeaveFields,
    /// Scrolls to the newest message.
    ToEnd,
    /// Keeps what is read in place.
    Hold(Hold),
    /// Leaves the chat.
    Leave,
    /// Shows the panel about the chat, or hides it.
    Panel,
}

impl State {
    /// A chat that is being opened.
    pub(crate) fn open(chat: Chat) -> Self {
        Self {
            composer: Composer::new(&chat.draft),
            chat,
            history: History::default(),
            menu: None,
            deleting: None,
            problem: None,
            loaded: false,
            reading: true,
            place: Place::default(),
            marked: None,
            below: 0,
        }
    }

    /// The first thing to ask for.
    pub(crate) fn first_page() -> Action {
        Action::Read(Page::End, Before::End)
    }

    /// A page was read.
    pub(crate) fn page_read(&mut self, page: Page, messages: Vec<Row>) -> Action {
        self.reading = false;
        self.loaded = true;
        match page {
            Page::End => {
                self.history.begin(messages);
                self.below = 0;
                Action::ToEnd
            }
            Page::Older => {
                let anchor = self.history.messages().first().map(|m| m.message);
                let before = self.history.messages().last().map(|m| m.message);
                self.history.join_older(messages);
                let after = self.history.messages().last().map(|m| m.message);
                match anchor {
                    // Something fell off at the end, from where the view is measured.
                    Some(anchor) if before != after => {
                        let below = view::TOP - self.place.from_top;
                        Action::Hold(Hold::Top { anchor: message_id(anchor), below })
                    }
                    _ => Action::None,
                }
            }
            Page::Newer => {
                let hold = self.hold_view();
                self.history.join_newer(messages);
                hold
            }
        }
    }

    fn hold_view(&self) -> Action {
        let Place { content, from_end, .. } = self.place;
        Action::Hold(Hold::View { content, from_end })
    }

    /// A page could not be read.
    pub(crate) fn page_failed(&mut self, error: &Error) {
        self.reading = false;
        self.loaded = true;
        self.problem = Some(error.sentence.clone());
    }

    /// A message is new or changed.
    pub(crate) fn told(&mut self, message: Row) -> Action {
        let mine = message.mine;
        match self.history.put(message) {
            Put::AtEnd if mine || self.near_end() => Action::ToEnd,
            Put::AtEnd => {
                self.below += 1;
                self.hold_view()
            }
            Put::Elsewhere if !self.history.at_end() => {
                self.below += u32::from(!mine);
                // One's own words are looked for at the end.
                if mine { self.end() } else { Action::None }
            }
            Put::Changed | Put::Between | Put::Elsewhere => Action::None,
        }
    }

    /// New ticks.
    pub(crate) fn state_told(&mut self, message: MessageId, state: MessageState) {
        self.history.set_state(message, state);
    }

    /// A message is gone.
    pub(crate) fn gone_told(&mut self, message: MessageId) {
        self.history.remove(message);
        self.menu = self.menu.filter(|m| *m != message);
        self.deleting = self.deleting.filter(|m| *m != message);
        self.composer.forget(message);
    }

    /// The newest message seen, if it was not reported as read yet.
    pub(crate) fn newly_seen(&mut self) -> Option<MessageId> {
        if !self.history.at_end() || !self.near_end() {
            return None;
        }
        let newest = self.history.messages().iter().rev().find(|m| !m.mine)?;
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

    /// The draft, if it changed since it was last asked for.
    pub(crate) fn draft_to_save(&mut self) -> Option<String> {
        self.composer.draft_to_save()
    }

    /// There is a draft to save.
    pub(crate) fn has_unsaved_draft(&self) -> bool {
        self.composer.has_unsaved_draft()
    }

    /// Esc: closes the innermost thing; false when there was none.
    pub(crate) fn escape(&mut self) -> bool {
        if self.menu.take().is_some() || self.deleting.take().is_some() {
            return true;
        }
        self.composer.escape()
    }

    fn near_end(&self) -> bool {
        self.place.from_end < NEAR / 2.0
    }

    fn end(&mut self) -> Action {
        self.below = 0;
        self.place = Place::default();
        if self.history.at_end() { Action::ToEnd } else { self.reload() }
    }

    fn older(&mut self) -> Action {
        match self.history.more_before() {
            Some(place) if !self.reading => {
                self.reading = true;
                Action::Read(Page::Older, Before::Position(place))
            }
            _ => Action::None,
        }
    }

    fn newer(&mut self) -> Action {
        match self.history.more_after() {
            Some(place) if !self.reading => {
                self.reading = true;
                Action::Read(Page::Newer, Before::After(place))
            }
            _ => Action::None,
        }
    }

    fn scrolled(&mut self, viewport: Viewport) -> Action {
        // The view is anchored at its end: the reversed offset counts from the top.
        self.scrolled_to(Place {
            from_top: viewport.absolute_offset_reversed().y,
            from_end: viewport.absolute_offset().y,
            content: viewport.content_bounds().height,
        })
    }

    fn scrolled_to(&mut self, place: Place) -> Action {
        self.place = place;
        if place.from_end < 1.0 && self.history.at_end() {
            self.below = 0;
        }
        if place.from_top < NEAR {
            self.older()
        } else if place.from_end < NEAR {
            self.newer()
        } else {
            Action::None
        }
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Scrolled(viewport) => self.scrolled(viewport),
            Message::OlderPressed => self.older(),
            Message::EndPressed => self.end(),
            Message::Composer(message) => match self.composer.update(message) {
                Outcome::None => Action::None,
                Outcome::Send { text, reply_to } => {
                    self.problem = None;
                    Action::Send { text, reply_to }
                }
                Outcome::Edit(message, text) => Action::Edit(message, text),
                Outcome::EditLast => self.edit_last(),
                Outcome::Focus => Action::FocusComposer,
            },
            Message::MenuOpened(message) => {
                self.menu = Some(message);
                Action::None
            }
            Message::MenuClosed => {
                self.menu = None;
                Action::None
            }
            Message::ReplyPressed(id) => {
                self.menu = None;
                if let Some(message) = self.history.get(id) {
                    self.composer.reply_to(message);
                }
                Action::FocusComposer
            }
            Message::EditPressed(id) => self.edit(id),
            Message::CopyPressed(id) => {
                self.menu = None;
                self.history.get(id).map_or(Action::None, |m| Action::Copy(m.text.clone()))
            }
            Message::ReactPressed(id, emoji) => {
                self.menu = None;
                Action::React(id, emoji)
            }
            Message::DeletePressed(id) => {
                self.menu = None;
                self.deleting = Some(id);
                Action::LeaveFields
            }
            Message::DeleteConfirmed { for_both } => match self.deleting.take() {
                Some(message) => Action::Delete { message, for_both },
                None => Action::None,
            },
            Message::DeleteCancelled => {
                self.deleting = None;
                Action::FocusComposer
            }
            Message::RetryPressed(id) => {
                self.menu = None;
                Action::Retry(id)
            }
            Message::BackPressed => Action::Leave,
            Message::PanelPressed => Action::Panel,
        }
    }

    fn edit(&mut self, id: MessageId) -> Action {
        self.menu = None;
        match self.history.get(id) {
            Some(message) if message.mine => {
                self.composer.edit(message);
                Action::FocusComposer
            }
            _ => Action::None,
        }
    }

    fn edit_last(&mut self) -> Action {
        match self.history.messages().iter().rev().find(|m| m.mine) {
            Some(last) if self.history.at_end() => self.edit(last.message),
            _ => Action::None,
        }
    }

    /// Reads the newest page again: so much changed.
    pub(crate) fn reload(&mut self) -> Action {
        self.reading = true;
        Self::first_page()
    }
}

/// The widget that shows a message.
pub(super) fn message_id(id: MessageId) -> Id {
    Id::from(format!("message-{id}"))
}

#[cfg(test)]
mod tests;
