//! The field for the next message: a new one, an answer, or a change of an old one.

use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::widget::text_editor::{self, Binding, Cursor, Edit, KeyPress, Motion, Position};

use super::super::super::widget::editor::Content;
use super::super::super::widget::virtual_list::Go;
use super::undo::{Change, Moment, Undo};
use crate::model::{Message as Row, MessageId};

/// What is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mode {
    /// Something new.
    New,
    /// An answer.
    Reply {
        /// To which message.
        to: MessageId,
        /// Of whom.
        from: String,
        /// Which says.
        text: String,
    },
    /// A change of one's own message.
    Edit {
        /// Which.
        message: MessageId,
        /// What stood in the field before.
        kept: String,
    },
}

/// See the module.
pub(crate) struct Composer {
    pub(super) content: Content,
    pub(super) mode: Mode,
    saved: String,
    undo: Undo,
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// Typed, selected, moved.
    Edited(text_editor::Action),
    /// Enter, or the arrow.
    SendPressed,
    /// ↑ in an empty field.
    UpPressed,
    /// Ctrl+Z.
    UndoPressed,
    /// Ctrl+Shift+Z, or Ctrl+Y.
    RedoPressed,
    /// PageUp and PageDown; Home and End in an empty field.
    GoPressed(Go),
    /// The cross beside the quote.
    ModeCancelled,
}

impl Message {
    /// Another text stands in the field afterwards, and what was said about the last one is past.
    pub(super) fn changes_text(&self) -> bool {
        match self {
            Self::Edited(action) => action.is_edit(),
            Self::UndoPressed | Self::RedoPressed | Self::ModeCancelled => true,
            Self::SendPressed | Self::UpPressed | Self::GoPressed(_) => false,
        }
    }
}

/// What becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Outcome {
    None,
    Send { text: String, reply_to: Option<MessageId> },
    Edit(MessageId, String),
    EditLast,
    Focus,
    Go(Go),
}

impl Composer {
    /// Begins with what was typed and not sent last time.
    pub(super) fn new(draft: &str) -> Self {
        Self {
            content: filled(draft),
            mode: Mode::New,
            saved: draft.trim_end().to_owned(),
            undo: Undo::default(),
        }
    }

    /// The text without blank edges.
    pub(super) fn text(&self) -> String {
        self.content.text().trim().to_owned()
    }

    /// There is nothing to send.
    pub(super) fn is_blank(&self) -> bool {
        self.content.is_blank()
    }

    pub(super) fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Edited(action) => {
                self.perform(action);
                Outcome::None
            }
            Message::UndoPressed => {
                let now = moment(&self.content);
                if let Some(before) = self.undo.undo(now) {
                    self.restore(&before);
                }
                Outcome::None
            }
            Message::RedoPressed => {
                let now = moment(&self.content);
                if let Some(next) = self.undo.redo(now) {
                    self.restore(&next);
                }
                Outcome::None
            }
            Message::GoPressed(go) => Outcome::Go(go),
            Message::SendPressed if self.is_blank() => Outcome::None,
            Message::SendPressed => {
                let text = self.text();
                self.undo.clear();
                match std::mem::replace(&mut self.mode, Mode::New) {
                    Mode::New => {
                        self.content = Content::new();
                        Outcome::Send { text, reply_to: None }
                    }
                    Mode::Reply { to, .. } => {
                        self.content = Content::new();
                        Outcome::Send { text, reply_to: Some(to) }
                    }
                    Mode::Edit { message, kept } => {
                        self.content = filled(&kept);
                        Outcome::Edit(message, text)
                    }
                }
            }
            Message::UpPressed => Outcome::EditLast,
            Message::ModeCancelled => {
                self.escape();
                Outcome::Focus
            }
        }
    }

    fn perform(&mut self, action: text_editor::Action) {
        match &action {
            text_editor::Action::Edit(edit) => {
                let change = match edit {
                    Edit::Insert(c) => Change::Typed { blank: c.is_whitespace() },
                    Edit::Backspace | Edit::Delete if self.content.selection().is_none() => {
                        Change::Erased
                    }
                    _ => Change::Other,
                };
                self.undo.before(|| moment(&self.content), change);
            }
            text_editor::Action::Scroll { .. } => {}
            _ => self.undo.moved(),
        }
        self.content.perform(action);
    }

    fn restore(&mut self, moment: &Moment) {
        self.content = Content::with_text(&moment.text);
        let (line, column) = moment.cursor;
        self.content.move_to(Cursor { position: Position { line, column }, selection: None });
    }

    /// Puts words where the cursor is.
    pub(super) fn insert(&mut self, words: &str) {
        let words = std::sync::Arc::new(words.to_owned());
        self.perform(text_editor::Action::Edit(Edit::Paste(words)));
    }

    pub(super) fn reply_to(&mut self, message: &Row) {
        self.escape();
        self.mode = Mode::Reply {
            to: message.message,
            from: message.from_name.clone(),
            text: message.text.clone(),
        };
    }

    pub(super) fn edit(&mut self, message: &Row) {
        self.escape();
        let kept = self.content.text();
        self.mode = Mode::Edit { message: message.message, kept };
        self.content = filled(&message.text);
        self.undo.clear();
    }

    /// Leaves an answer or a change; false when there was neither.
    pub(super) fn escape(&mut self) -> bool {
        match std::mem::replace(&mut self.mode, Mode::New) {
            Mode::New => false,
            Mode::Reply { .. } => true,
            Mode::Edit { kept, .. } => {
                self.content = filled(&kept);
                self.undo.clear();
                true
            }
        }
    }

    /// The message is gone: neither answered nor changed any more. Says whether it was to be.
    pub(super) fn forget(&mut self, message: MessageId) -> bool {
        match &self.mode {
            Mode::Reply { to: id, .. } | Mode::Edit { message: id, .. } if *id == message => {
                self.escape()
            }
            _ => false,
        }
    }

    /// A text that was kept comes back, before what is being written.
    pub(super) fn join(&mut self, kept: &str) {
        self.escape();
        let typed = self.text();
        let text = match (kept.contains(&typed), kept.is_empty()) {
            (true, _) => kept.to_owned(),
            (false, true) => typed,
            (false, false) => format!("{kept}\n{typed}"),
        };
        self.content = filled(&text);
        self.saved = kept.trim_end().to_owned();
        self.undo.clear();
    }

    /// What could not be sent comes back, unless something else was begun.
    pub(super) fn give_back(&mut self, text: &str) {
        if self.is_blank() {
            self.content = filled(text);
            self.undo.clear();
        }
    }

    /// While an old message is changed, the draft is what stood in the field before.
    fn draft(&self) -> String {
        let draft = match &self.mode {
            Mode::Edit { kept, .. } => kept.clone(),
            Mode::New | Mode::Reply { .. } => self.content.text(),
        };
        draft.trim_end().to_owned()
    }

    pub(super) fn draft_to_save(&mut self) -> Option<String> {
        let draft = self.draft();
        (draft != self.saved).then(|| {
            self.saved.clone_from(&draft);
            draft
        })
    }

    pub(super) fn has_unsaved_draft(&self) -> bool {
        self.draft() != self.saved
    }
}

/// Content with the cursor at its end.
fn filled(text: &str) -> Content {
    let mut content = Content::with_text(text);
    content.perform(text_editor::Action::Move(Motion::DocumentEnd));
    content
}

fn moment(content: &Content) -> Moment {
    let Position { line, column } = content.cursor().position;
    Moment { text: content.text(), cursor: (line, column) }
}

/// Enter sends, Shift+Enter breaks the line, ↑ in an empty field changes the last message; pages
/// are of the messages, not of the field.
pub(super) fn keys(press: KeyPress, empty: bool) -> Option<Binding<Message>> {
    if !matches!(press.status, text_editor::Status::Focused { .. }) {
        return None;
    }
    // Ctrl with Alt is AltGr on some keyboards, which writes.
    let commanded = press.modifiers.command() && !press.modifiers.alt();
    if commanded {
        let message = match (press.key.to_latin(press.physical_key), press.modifiers.shift()) {
            (Some('z'), false) => Some(Message::UndoPressed),
            (Some('z'), true) | (Some('y'), false) => Some(Message::RedoPressed),
            _ => None,
        };
        if let Some(message) = message {
            return Some(Binding::Custom(message));
        }
    }
    let go = |go| Some(Binding::Custom(Message::GoPressed(go)));
    match press.key {
        Key::Named(Named::PageUp) => go(Go::Pages(-1.0)),
        Key::Named(Named::PageDown) => go(Go::Pages(1.0)),
        Key::Named(Named::Home) if empty => go(Go::Start),
        Key::Named(Named::End) if empty => go(Go::End),
        Key::Named(Named::Enter) if press.modifiers.shift() => Some(Binding::Enter),
        Key::Named(Named::Enter) => Some(Binding::Custom(Message::SendPressed)),
        Key::Named(Named::ArrowUp) if empty => Some(Binding::Custom(Message::UpPressed)),
        // Esc closes what is open; the field stays ready.
        Key::Named(Named::Escape) => None,
        _ => match Binding::from_key_press(press) {
            // iced would write the comma of Ctrl+comma.
            Some(Binding::Insert(_)) if commanded => None,
            binding => binding,
        },
    }
}

/// A text as a person would paste it.
#[cfg(test)]
pub(crate) fn pasted(text: &str) -> Message {
    let text = std::sync::Arc::new(text.to_owned());
    Message::Edited(text_editor::Action::Edit(text_editor::Edit::Paste(text)))
}
