//! Undo and redo for the field, as iced's editor has none.
//!
//! Pure: what stood in the field before a change goes in, and comes out again. A word that was
//! typed letter by letter is one step. Bounded in steps and bytes; the oldest are forgotten.

/// Most steps.
const STEPS: usize = 200;
/// Most bytes in all of them.
const BYTES: usize = 1 << 20;

/// What stood in the field, and where the cursor was: line and column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) text: String,
    pub(super) cursor: (usize, usize),
}

/// What sort of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// A letter, or a blank.
    Typed {
        /// A blank.
        blank: bool,
    },
    /// A letter was taken away.
    Erased,
    /// Anything larger.
    Other,
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Undo {
    past: Vec<Moment>,
    future: Vec<Moment>,
    last: Option<Change>,
}

impl Undo {
    /// Forgets everything: something else is being written.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The cursor was moved: what is typed now is a step of its own.
    pub(super) fn moved(&mut self) {
        self.last = None;
    }

    /// Before a change.
    pub(super) fn before(&mut self, now: impl FnOnce() -> Moment, change: Change) {
        self.future.clear();
        let goes_on = match (self.last, change) {
            (Some(Change::Typed { blank: before }), Change::Typed { blank }) => !before || blank,
            (Some(Change::Erased), Change::Erased) => true,
            _ => false,
        };
        self.last = Some(change);
        if goes_on {
            return;
        }
        let now = now();
        if self.past.last().is_some_and(|last| last.text == now.text) {
            return;
        }
        self.past.push(now);
        let bytes = |past: &[Moment]| past.iter().map(|m| m.text.len()).sum::<usize>();
        while self.past.len() > STEPS || (self.past.len() > 1 && bytes(&self.past) > BYTES) {
            self.past.remove(0);
        }
    }

    /// What stood there before; `now` can be redone.
    pub(super) fn undo(&mut self, now: Moment) -> Option<Moment> {
        self.last = None;
        while let Some(before) = self.past.pop() {
            if before.text != now.text {
                self.future.push(now);
                return Some(before);
            }
        }
        None
    }

    /// What was undone last; `now` can be undone again.
    pub(super) fn redo(&mut self, now: Moment) -> Option<Moment> {
        self.last = None;
        let next = self.future.pop()?;
        self.past.push(now);
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn moment(text: &str) -> Moment {
        Moment { text: text.to_owned(), cursor: (0, text.len()) }
    }

    /// A field that only grows and shrinks at its end.
    #[derive(Default)]
    struct Field {
        text: String,
        undo: Undo,
    }

    impl Field {
        fn type_in(&mut self, words: &str) {
            for c in words.chars() {
                let change = Change::Typed { blank: c.is_whitespace() };
                self.undo.before(|| moment(&self.text), change);
                self.text.push(c);
            }
        }

        fn erase(&mut self) {
            self.undo.before(|| moment(&self.text), Change::Erased);
            self.text.pop();
        }

        fn paste(&mut self, words: &str) {
            self.undo.before(|| moment(&self.text), Change::Other);
            self.text.push_str(words);
        }

        fn undo(&mut self) -> bool {
            let back = self.undo.undo(moment(&self.text));
            back.map(|m| self.text = m.text).is_some()
        }

        fn redo(&mut self) -> bool {
            let next = self.undo.redo(moment(&self.text));
            next.map(|m| self.text = m.text).is_some()
        }
    }

    #[test]
    fn a_word_is_undone_at_a_time() {
        let mut field = Field::default();
        field.type_in("See you there");
        assert!(field.undo());
        assert_eq!(field.text, "See you ");
        assert!(field.undo());
        assert_eq!(field.text, "See ");
        assert!(field.redo());
        assert_eq!(field.text, "See you ");
        field.type_in("soon");
        assert!(!field.redo(), "what is typed now takes the place of what was undone");
        assert!(field.undo());
        assert_eq!(field.text, "See you ");
    }

    #[test]
    fn a_moved_cursor_begins_a_step() {
        let mut field = Field::default();
        field.type_in("ab");
        field.undo.moved();
        field.type_in("cd");
        field.undo();
        assert_eq!(field.text, "ab");
    }

    #[test]
    fn much_is_forgotten_from_the_oldest_on() {
        let mut field = Field::default();
        for _ in 0..300 {
            field.paste("x");
        }
        let mut steps = 0;
        while field.undo() {
            steps += 1;
        }
        assert_eq!(steps, STEPS);
        let mut field = Field::default();
        for _ in 0..20 {
            field.paste(&"y".repeat(100_000));
        }
        let kept: usize = field.undo.past.iter().map(|m| m.text.len()).sum();
        // The last step is kept whatever its size.
        assert!(kept <= BYTES || field.undo.past.len() == 1, "{kept}");
    }

    #[derive(Debug, Clone)]
    enum Step {
        Type(String),
        Erase,
        Paste(String),
        Undo,
        Redo,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            "[a-z ]{1,8}".prop_map(Step::Type),
            Just(Step::Erase),
            "[a-z\n]{1,8}".prop_map(Step::Paste),
            Just(Step::Undo),
            Just(Step::Redo),
        ]
    }

    proptest! {
        #[test]
        fn everything_can_be_undone_and_done_again(
            steps in proptest::collection::vec(step(), 0..60),
        ) {
            let mut field = Field::default();
            for step in steps {
                match step {
                    Step::Type(words) => field.type_in(&words),
                    Step::Erase => field.erase(),
                    Step::Paste(words) => field.paste(&words),
                    Step::Undo => {
                        let before = field.text.clone();
                        if field.undo() {
                            prop_assert_ne!(&field.text, &before);
                            prop_assert!(field.redo());
                            prop_assert_eq!(&field.text, &before);
                            field.undo();
                        }
                    }
                    Step::Redo => { field.redo(); }
                }
            }
            while field.redo() {}
            let last = field.text.clone();
            while field.undo() {}
            prop_assert_eq!(&field.text, "");
            while field.redo() {}
            prop_assert_eq!(field.text, last);
        }
    }
}
