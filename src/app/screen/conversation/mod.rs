//! One chat: its messages and the field to write the next one.
//!
//! It knows its own chat only; what is to be done is told to the parent as an [`Action`].

mod action;
pub(crate) mod bubble;
pub(crate) mod composer;
mod dialog;
mod fading;
pub(crate) mod history;
mod keys;
mod menu;
mod messages;
mod page;
mod search;
pub(crate) mod secret;
mod told;
mod undo;
mod view;
mod writing;

use std::time::Instant;

use super::super::widget::emoji_picker;
use super::super::widget::virtual_list::{Go, View};
use crate::model::{Chat, MessageId, Millis, Position};

use composer::Composer;
use dialog::Dialog;
use history::History;
use search::Search;
use secret::Secret;

pub(crate) use action::{Action, Message};
pub(crate) use keys::unheard;
pub(crate) use page::Page;
pub(crate) use search::MOST as SEARCH_MOST;
pub(crate) use view::{COMPOSER, LIST, SEARCH, dialog as dialog_view, view};

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
    /// What it has where it is a secret chat.
    pub(crate) secret: Secret,
    /// The time when something happened last.
    pub(super) now: Millis,
    /// What went wrong, above the composer.
    pub(super) problem: Option<String>,
    pub(super) loaded: bool,
    /// Where "New messages" stands, until the chat is left.
    pub(super) divider: Option<MessageId>,
    /// It stands where the chat was opened, and stays there.
    opened_there: bool,
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
            secret: Secret::default(),
            now: Millis(0),
            problem: None,
            loaded: false,
            divider: None,
            opened_there: false,
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
        // What warns of another key is not left by chance.
        if !closed && self.condition() == secret::Condition::Changed {
            return Some(Action::None);
        }
        closed.then_some(Action::FocusComposer)
    }

    /// As [`Self::escape`], but for what stands nearer than a panel beside the conversation.
    pub(crate) fn escape_inner(&mut self) -> Option<Action> {
        // Whatever had the keyboard before a menu still has it.
        let header = std::mem::take(&mut self.secret.menu);
        if self.menu.take().is_some() | self.secret.timer.take().is_some() | header {
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
                let typed = message.changes_text();
                if typed {
                    self.problem = None;
                }
                let outcome = self.composer.update(message);
                let action = self.composed(outcome);
                if typed && self.says_typing(Instant::now()) {
                    return Action::All(vec![action, Action::Typing]);
                }
                action
            }
            Message::Typed(_) if !self.takes_words() => Action::None,
            Message::Typed(text) => {
                self.problem = None;
                self.composer.insert(&text);
                Action::FocusComposer
            }
            Message::Secret(message) => self.update_secret(message),
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
            Message::ReplyPressed(_) if !self.takes_words() => Action::None,
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
            Message::Copied(words) => Action::Copy(words.expose().to_owned()),
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
                self.secret.menu = false;
                self.search.get_or_insert_with(Search::default);
                Action::Focus(SEARCH)
            }
            Message::Search(message) => self.look(message),
            Message::BackPressed => Action::Leave,
            Message::PanelPressed => {
                self.secret.menu = false;
                Action::Panel
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
}

#[cfg(test)]
mod photographs;
#[cfg(test)]
mod tests;
