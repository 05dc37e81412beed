//! One chat: its messages and the field to write the next one.
//!
//! It knows its own chat only; what is to be done is told to the parent as an [`Action`].

pub(crate) mod bubble;
pub(crate) mod composer;
mod dialog;
pub(crate) mod history;
mod keys;
mod menu;
mod messages;
mod page;
mod search;
mod undo;
mod view;

use std::time::{Duration, Instant};

use super::super::widget::emoji_picker;
use super::super::widget::link::Link;
use super::super::widget::virtual_list::{Go, View};
use crate::messenger::Error;
use crate::model::{Chat, Message as Row, MessageId, MessageInfo, MessageState, Millis, Position};

use composer::{Composer, Outcome};
use dialog::Dialog;
use history::{History, Put};
use search::Search;

pub(crate) use keys::unheard;
pub(crate) use page::Page;
pub(crate) use search::MOST as SEARCH_MOST;
pub(crate) use view::{COMPOSER, LIST, SEARCH, dialog as dialog_view, view};

/// Messages that come sooner one after the other are a flood, and are simply there.
const APART: Duration = Duration::from_millis(400);

/// What the screen knows.
pub(crate) struct State {
    pub(crate) chat: Chat,
    pub(super) history: History,
    pub(super) composer: Composer,
    /// The message whose menu is open.
    pub(super) menu: Option<MessageId>,
    /// It was opened by keyboard.
    pub(super) menu_by_keys: bool,
    /// The message that the keyboard is at; while a menu or a dialog is open, that it goes back to.
    walking: Option<MessageId>,
    /// The message that has just come, and when.
    pub(super) came: Option<(MessageId, Instant)>,
    /// When the last one came.
    last_came: Option<Instant>,
    /// What stands before everything.
    pub(super) dialog: Option<Dialog>,
    /// Searching in the chat.
    pub(super) search: Option<Search>,
    /// Choosing an emoji: for a message, or for the one that is being written.
    pub(super) picker: Option<(Option<MessageId>, emoji_picker::State)>,
    /// What went wrong, above the composer.
    pub(super) problem: Option<String>,
    pub(super) loaded: bool,
    /// Where "New messages" stands, until the chat is left.
    pub(super) divider: Option<MessageId>,
    /// It stands before what came while nobody looked.
    unseen: bool,
    /// The last order to the list, numbered.
    pub(super) go: (u64, Option<Go>),
    view: View,
    reading: bool,
    /// What to read next.
    wanted: Option<Page>,
    marked: Option<Position>,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// Something else is seen.
    Seen(View),
    /// The arrow down was pressed.
    EndPressed,
    /// PageUp and PageDown, Home and End in an empty field.
    GoPressed(Go),
    /// Something in the composer.
    Composer(composer::Message),
    /// A key was pressed where no field was.
    Typed(String),
    /// A message's menu was opened.
    MenuOpened(MessageId),
    /// It was asked for by keyboard.
    MenuKeyPressed(MessageId),
    /// The keyboard came to a message, or left them.
    Walked(Option<MessageId>),
    /// It was closed.
    MenuClosed,
    /// Chosen in the menu.
    ReplyPressed(MessageId),
    /// Chosen in the menu.
    EditPressed(MessageId),
    /// Chosen in the menu.
    CopyPressed(MessageId),
    /// Chosen in the menu.
    InfoPressed(MessageId),
    /// Chosen in the menu, or a reaction below a message was pressed.
    ReactPressed(MessageId, String),
    /// "More" beside the reactions, or the face in the composer.
    PickerPressed(Option<MessageId>),
    /// In the emoji picker.
    Picker(emoji_picker::Message),
    /// Chosen in the menu.
    DeletePressed(MessageId),
    /// Answered in the dialog.
    DeleteConfirmed {
        /// Everywhere.
        for_both: bool,
    },
    /// A link in a message was pressed.
    LinkPressed(Link),
    /// It shall be opened.
    LinkConfirmed,
    /// Its address shall be copied.
    LinkCopied,
    /// A day was pressed: to which day shall we go?
    DayPressed(Millis),
    /// In that dialog.
    Day(dialog::DayMessage),
    /// The dialog was left.
    DialogCancelled,
    /// "Try again" was pressed.
    RetryPressed(MessageId),
    /// A quote was pressed.
    QuotePressed(MessageId),
    /// The glass, or Ctrl+F.
    SearchPressed,
    /// In the search bar.
    Search(search::Message),
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
    Read(Page),
    /// Looks for words.
    Search(String),
    /// Asks for a message's way.
    Info(MessageId),
    /// Asks for the emoji that were used last.
    Recent,
    /// Tells that an emoji was used.
    Used(String),
    /// Puts text in the clipboard.
    Copy(String),
    /// Opens an address with the system.
    Open(String),
    /// Begins a chat with whom this link names.
    NewChat(String),
    /// Puts the cursor in the composer.
    FocusComposer,
    /// Puts the cursor in the field of this name.
    Focus(&'static str),
    /// Leaves the chat.
    Leave,
    /// One after the other.
    All(Vec<Action>),
    /// Shows the panel about the chat, or hides it.
    Panel,
}

impl State {
    /// A chat that is being opened: at what was not read, or at its end.
    pub(crate) fn open(chat: Chat) -> Self {
        let first = if chat.unread > 0 { Page::FirstUnread } else { Page::End };
        Self::open_by(chat, first)
    }

    /// A chat that is being opened at a message: a search hit.
    pub(crate) fn open_at(chat: Chat, message: MessageId) -> Self {
        Self::open_by(chat, Page::Message(message))
    }

    fn open_by(chat: Chat, first: Page) -> Self {
        Self {
            composer: Composer::new(&chat.draft),
            chat,
            history: History::default(),
            menu: None,
            menu_by_keys: false,
            walking: None,
            came: None,
            last_came: None,
            dialog: None,
            search: None,
            picker: None,
            problem: None,
            loaded: false,
            divider: None,
            unseen: false,
            go: (0, None),
            view: View::default(),
            reading: false,
            wanted: Some(first),
            marked: None,
        }
    }

    /// The first thing to ask for.
    pub(crate) fn first_page(&mut self) -> Action {
        self.read_wanted()
    }

    /// Goes to a message of the chat that is open already.
    pub(crate) fn jump(&mut self, message: MessageId) -> Action {
        if self.history.get(message).is_some() {
            self.order(Go::To { key: message.0, share: 0.3, lit: true });
            return Action::None;
        }
        self.read(Page::Message(message))
    }

    fn order(&mut self, go: Go) {
        self.go = (self.go.0 + 1, Some(go));
    }

    /// A message is new or changed.
    pub(crate) fn told(&mut self, message: Row) -> Action {
        let (mine, id) = (message.mine, message.message);
        let put = self.history.put(message, mine || self.view.at_end);
        if put == Put::AtEnd && self.loaded {
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
    fn note_coming(&mut self, id: MessageId, now: Instant) {
        let alone = self.last_came.is_none_or(|last| now.duration_since(last) >= APART);
        self.last_came = Some(now);
        if alone {
            self.came = Some((id, now));
        }
    }

    /// A message came while nobody looked: "New messages" stands before the first of them.
    pub(crate) fn came_unseen(&mut self, message: &Row) {
        if !message.mine && !std::mem::replace(&mut self.unseen, true) {
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

    /// A message is gone.
    pub(crate) fn gone_told(&mut self, message: MessageId) {
        self.history.remove(message);
        self.menu = self.menu.filter(|m| *m != message);
        self.divider = self.divider.filter(|m| *m != message);
        if self.dialog.as_ref().is_some_and(|dialog| dialog.is_about(message)) {
            self.dialog = None;
        }
        self.composer.forget(message);
        if let Some(search) = &mut self.search {
            search.forget(message);
        }
    }

    /// The newest message seen, if it was not reported as read yet.
    pub(crate) fn newly_seen(&mut self) -> Option<MessageId> {
        let bottom = self.view.bottom?;
        let messages = self.history.messages();
        let last = messages.iter().position(|m| m.message.0 == bottom)?;
        let newest = messages.get(..=last)?.iter().rev().find(|m| !m.mine)?;
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

    /// The draft, if it changed since it was last asked for.
    pub(crate) fn draft_to_save(&mut self) -> Option<String> {
        self.composer.draft_to_save()
    }

    /// There is a draft to save.
    pub(crate) fn has_unsaved_draft(&self) -> bool {
        self.composer.has_unsaved_draft()
    }

    /// Esc: closes the innermost thing, and tells what then has the keyboard; `None` when there
    /// was nothing.
    pub(crate) fn escape(&mut self) -> Option<Action> {
        if let Some(back) = self.escape_inner() {
            return Some(back);
        }
        let closed = self.search.take().is_some() || self.composer.escape();
        closed.then_some(Action::FocusComposer)
    }

    /// As [`Self::escape`], but for what stands nearer than a panel beside the conversation.
    pub(crate) fn escape_inner(&mut self) -> Option<Action> {
        // Whatever had the keyboard before a menu still has it.
        if self.menu.take().is_some() {
            return Some(Action::None);
        }
        if self.dialog.take().is_some() || self.picker.take().is_some() {
            return Some(self.back());
        }
        self.walking.take().map(|_| Action::FocusComposer)
    }

    /// The keyboard goes back to the message that it was at, or to the composer.
    fn back(&self) -> Action {
        match self.walking {
            Some(_) => Action::Focus(LIST),
            None => Action::FocusComposer,
        }
    }

    fn end(&mut self) -> Action {
        if self.history.at_end() && self.loaded {
            self.order(Go::End);
            return Action::None;
        }
        self.read(Page::End)
    }

    /// What happened here becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Seen(view) => self.seen(view),
            // The button goes, and with it the keyboard's place.
            Message::EndPressed => Action::All(vec![self.end(), Action::FocusComposer]),
            Message::GoPressed(go) => {
                self.order(go);
                Action::None
            }
            Message::Composer(message) => {
                let outcome = self.composer.update(message);
                self.composed(outcome)
            }
            Message::Typed(text) => {
                self.composer.insert(&text);
                Action::FocusComposer
            }
            Message::MenuOpened(message) => {
                self.menu = Some(message);
                self.menu_by_keys = false;
                self.picker = None;
                Action::None
            }
            Message::MenuKeyPressed(message) => {
                self.menu = Some(message);
                self.menu_by_keys = true;
                self.picker = None;
                Action::None
            }
            Message::Walked(at) => {
                // A dialog has the keyboard only for a while.
                let lent = at.is_none() && (self.dialog.is_some() || self.picker.is_some());
                if !lent {
                    self.walking = at;
                }
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
            Message::InfoPressed(id) => {
                self.menu = None;
                self.dialog = Some(Dialog::Info(id, None));
                Action::All(vec![Action::Focus(dialog::ANSWER), Action::Info(id)])
            }
            Message::ReactPressed(id, emoji) => {
                self.menu = None;
                Action::React(id, emoji)
            }
            Message::PickerPressed(message) => self.pick(message),
            Message::Picker(message) => self.picked(message),
            Message::DeletePressed(id) => {
                self.menu = None;
                self.ask(Dialog::Delete(id))
            }
            Message::DeleteConfirmed { for_both } => match self.dialog.take() {
                Some(Dialog::Delete(message)) => {
                    Action::All(vec![Action::Delete { message, for_both }, self.back()])
                }
                _ => Action::None,
            },
            Message::LinkPressed(link) => {
                self.menu = None;
                if link.begins_chat() {
                    Action::NewChat(link.address)
                } else {
                    self.ask(Dialog::Link(link))
                }
            }
            Message::LinkConfirmed => match self.dialog.take() {
                Some(Dialog::Link(link)) => {
                    Action::All(vec![Action::Open(link.address), self.back()])
                }
                _ => Action::None,
            },
            Message::LinkCopied => match self.dialog.take() {
                Some(Dialog::Link(link)) => {
                    Action::All(vec![Action::Copy(link.address), self.back()])
                }
                _ => Action::None,
            },
            Message::DayPressed(at) => self.ask(Dialog::day(at)),
            Message::Day(message) => self.day(message),
            Message::DialogCancelled => {
                self.dialog = None;
                self.back()
            }
            Message::RetryPressed(id) => {
                self.menu = None;
                Action::Retry(id)
            }
            Message::QuotePressed(id) => {
                self.menu = None;
                self.jump(id)
            }
            Message::SearchPressed => {
                self.search.get_or_insert_with(Search::default);
                Action::Focus(SEARCH)
            }
            Message::Search(message) => self.look(message),
            Message::BackPressed => Action::Leave,
            Message::PanelPressed => Action::Panel,
        }
    }

    fn composed(&mut self, outcome: Outcome) -> Action {
        match outcome {
            Outcome::None => Action::None,
            Outcome::Send { text, reply_to } => {
                self.problem = None;
                Action::Send { text, reply_to }
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

    fn ask(&mut self, dialog: Dialog) -> Action {
        self.dialog = Some(dialog);
        Action::Focus(dialog::ANSWER)
    }

    fn day(&mut self, message: dialog::DayMessage) -> Action {
        let Some(Dialog::Day(day)) = &mut self.dialog else { return Action::None };
        match day.update(message) {
            Some(at) => {
                self.dialog = None;
                self.read(Page::Time(at))
            }
            None => Action::None,
        }
    }

    fn look(&mut self, message: search::Message) -> Action {
        let Some(search) = &mut self.search else { return Action::None };
        match search.update(message) {
            search::Outcome::None => Action::None,
            search::Outcome::Look(text) => Action::Search(text),
            search::Outcome::Show(hit) => self.jump(hit),
            search::Outcome::Close => {
                self.search = None;
                Action::FocusComposer
            }
        }
    }

    fn pick(&mut self, message: Option<MessageId>) -> Action {
        self.menu = None;
        if self.picker.take().is_some_and(|(of, _)| of == message) {
            return self.back();
        }
        self.picker = Some((message, emoji_picker::State::default()));
        Action::All(vec![Action::Recent, Action::Focus(emoji_picker::FIELD)])
    }

    fn picked(&mut self, message: emoji_picker::Message) -> Action {
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
                    self.composer.insert(&emoji);
                    Action::Used(emoji)
                }
            },
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
}

#[cfg(test)]
mod photographs;
#[cfg(test)]
mod tests;
