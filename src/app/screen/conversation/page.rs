//! Reading stretches of the chat: which, when, and where the view goes then.

use super::super::super::widget::virtual_list::{Go, View};
use super::{Action, State};
use crate::messenger::{Around, Error, ErrorKind};
use crate::model::{MessageId, Millis, Position, Stretch};

/// Which stretch is read, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Page {
    /// The newest.
    End,
    /// Around what was not read.
    FirstUnread,
    /// Around a message, to go there.
    Message(MessageId),
    /// Around a message, to stay there: so much changed.
    Again(MessageId),
    /// Around the first message of a day.
    Time(Millis),
    /// Around where the scrollbar was dragged to.
    Number(u64),
    /// Before what is here.
    Older(Position),
    /// After what is here.
    Newer(Position),
}

impl Page {
    /// As the messenger is asked for it.
    pub(crate) fn around(self) -> Around {
        match self {
            Self::End => Around::End,
            Self::FirstUnread => Around::FirstUnread,
            Self::Message(id) | Self::Again(id) => Around::Message(id),
            Self::Time(at) => Around::Time(at),
            Self::Number(number) => Around::Number(number),
            Self::Older(place) => Around::Before(place),
            Self::Newer(place) => Around::After(place),
        }
    }
}

impl State {
    /// Reads a page now, or after the one that is being read: the last wish counts.
    pub(super) fn read(&mut self, page: Page) -> Action {
        self.wanted = Some(page);
        self.read_wanted()
    }

    pub(super) fn read_wanted(&mut self) -> Action {
        if self.reading {
            return Action::None;
        }
        match self.wanted.take() {
            Some(page) => {
                self.reading = true;
                Action::Read(page)
            }
            None => Action::None,
        }
    }

    /// A page was read.
    pub(crate) fn page_read(&mut self, page: Page, stretch: Stretch) -> Action {
        self.reading = false;
        self.loaded = true;
        let target = stretch.target;
        match page {
            // Something else was begun meanwhile, to which this does not fit.
            Page::Older(place) if self.history.more_before() != Some(place) => {}
            Page::Newer(place) if self.history.more_after() != Some(place) => {}
            Page::Older(_) => self.history.join_older(stretch),
            Page::Newer(_) => self.history.join_newer(stretch),
            Page::End
            | Page::FirstUnread
            | Page::Message(_)
            | Page::Again(_)
            | Page::Time(_)
            | Page::Number(_) => self.history.begin(stretch),
        }
        match (page, target) {
            (Page::End, _) | (Page::FirstUnread, None) => self.order(Go::End),
            (Page::FirstUnread, Some(target)) => {
                (self.divider, self.opened_there) = (Some(target), true);
                self.order(Go::To { key: target.0, share: 0.1, lit: false });
            }
            (Page::Message(_), Some(target)) => {
                self.order(Go::To { key: target.0, share: 0.3, lit: true });
            }
            (Page::Time(_), Some(target)) => {
                self.order(Go::To { key: target.0, share: 0.0, lit: false });
            }
            _ => {}
        }
        self.read_wanted()
    }

    /// A page could not be read.
    pub(crate) fn page_failed(&mut self, page: Page, error: &Error) -> Action {
        self.reading = false;
        let first = !self.loaded;
        self.loaded = true;
        match page {
            Page::Message(_) | Page::Again(_) if error.kind == ErrorKind::NotFound => {
                // A quote or a hit that was deleted meanwhile.
                if first || matches!(page, Page::Again(_)) {
                    self.wanted.get_or_insert(Page::End);
                } else {
                    self.problem = Some(say!("quote-gone").to_owned());
                }
            }
            _ => self.problem = Some(error.sentence.clone()),
        }
        self.read_wanted()
    }

    /// Reads again what is seen: so much changed.
    pub(crate) fn reload(&mut self) -> Action {
        match self.view.top {
            Some(top) if !self.view.at_end => self.read(Page::Again(MessageId(top))),
            _ => self.read(Page::End),
        }
    }

    pub(super) fn seen(&mut self, view: View) -> Action {
        self.view = view;
        if let Some(number) = view.wants {
            return self.read(Page::Number(number));
        }
        if self.reading {
            return Action::None;
        }
        let older = self.history.more_before().filter(|_| view.wants_older).map(Page::Older);
        let newer = self.history.more_after().filter(|_| view.wants_newer).map(Page::Newer);
        match older.or(newer) {
            Some(page) => self.read(page),
            None => Action::None,
        }
    }

    /// The view stands at the very end of the chat.
    pub(super) fn at_end(&self) -> bool {
        self.view.at_end && self.history.at_end()
    }
}
