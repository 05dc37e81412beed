//! A text that is being edited, with its cursor.
//!
//! iced keeps the shaped text of its own `Content` to itself; here it can be asked where each
//! letter stands.

use std::cell::{Cell, Ref, RefCell, RefMut};

use iced::advanced::graphics::text::Editor;
use iced::advanced::text::Editor as _;
use iced::widget::text_editor::{Action, Cursor};

use super::fit::Fit;

/// See the module.
pub(crate) struct Content {
    editor: RefCell<Editor>,
    /// How its lines were broken.
    pub(super) fit: Cell<Fit>,
    /// The cursor is somewhere else than when it was last laid out.
    pub(super) moved: Cell<bool>,
}

impl Content {
    /// Nothing yet.
    pub(crate) fn new() -> Self {
        Self::with_text("")
    }

    /// This text, with the cursor before it.
    pub(crate) fn with_text(text: &str) -> Self {
        let editor = RefCell::new(Editor::with_text(text));
        Self { editor, fit: Cell::default(), moved: Cell::new(true) }
    }

    /// Types, moves, selects.
    pub(crate) fn perform(&mut self, action: Action) {
        if !matches!(action, Action::Scroll { .. }) {
            self.moved.set(true);
        }
        self.editor.get_mut().perform(action);
    }

    /// Puts the cursor somewhere.
    pub(crate) fn move_to(&mut self, cursor: Cursor) {
        self.moved.set(true);
        self.editor.get_mut().move_to(cursor);
    }

    /// Where the cursor is, and from where on something is selected.
    pub(crate) fn cursor(&self) -> Cursor {
        self.editor.borrow().cursor()
    }

    /// What is selected.
    pub(crate) fn selection(&self) -> Option<String> {
        self.editor.borrow().copy()
    }

    /// There is no letter in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.editor.borrow().is_empty()
    }

    /// There is nothing but blanks in it.
    pub(crate) fn is_blank(&self) -> bool {
        let editor = self.editor.borrow();
        (0..editor.line_count())
            .filter_map(|at| editor.line(at))
            .all(|line| line.text.trim().is_empty())
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        let editor = self.editor.borrow();
        let mut text = String::new();
        for at in 0..editor.line_count() {
            let Some(line) = editor.line(at) else { break };
            text.push_str(&line.text);
            if at + 1 < editor.line_count() {
                let end = line.ending.as_str();
                text.push_str(if end.is_empty() { "\n" } else { end });
            }
        }
        text
    }

    pub(super) fn editor(&self) -> Ref<'_, Editor> {
        self.editor.borrow()
    }

    pub(super) fn editor_mut(&self) -> RefMut<'_, Editor> {
        self.editor.borrow_mut()
    }
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is typed is nobody's business.
        f.debug_struct("Content").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        for text in ["", "one", "one\ntwo", "one\r\ntwo", "ends with a break\n", "\n\n"] {
            let content = Content::with_text(text);
            assert_eq!(content.text(), text);
            assert_eq!(content.is_empty(), text.is_empty());
            assert_eq!(content.is_blank(), text.trim().is_empty());
        }
    }
}
