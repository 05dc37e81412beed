//! Walking through the list by keyboard, and where its view stands.

use super::super::super::theme;
use super::super::super::widget::rows::{Stand, Step, reveal};
use super::{Action, Actions, Errand, Menu, Message, Pane, State, search};
use crate::model::{Chat, ChatId};

/// The list, as its view and the keyboard know it.
pub(crate) const LIST: &str = "chat-list";
/// What stands above the first row, in pixels.
pub(super) const TOP: f32 = 2.0;
/// What stands above the first stranger.
pub(super) const STRANGERS_TOP: f32 = 46.0;

/// What the left pane shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    Chats,
    Strangers,
    Search,
}

impl State {
    /// What the left pane shows.
    pub(super) fn mode(&self) -> Mode {
        if self.search.is_active() {
            Mode::Search
        } else if self.strangers {
            Mode::Strangers
        } else {
            Mode::Chats
        }
    }

    /// Where the list stands now.
    pub(super) fn stand(&self) -> Stand {
        self.stands[self.mode() as usize]
    }

    pub(super) fn scrolled(&mut self, stand: Stand) -> Actions {
        self.stands[self.mode() as usize] = stand;
        if self.mode() != Mode::Search {
            return Vec::new();
        }
        let asks = self.search.seen(stand);
        self.interpret_search(asks)
    }

    /// The left pane shows something else: its view goes to where that stood.
    pub(super) fn to_stand(&self) -> Action {
        Action::Errand(Errand::Scroll(LIST, self.stand().offset))
    }

    /// Rows above the first chat: the entry for strangers.
    pub(super) fn entries(&self) -> usize {
        usize::from(!self.requests.is_empty())
    }

    /// How many rows the list has.
    pub(super) fn row_count(&self) -> usize {
        match self.mode() {
            Mode::Chats => self.entries() + self.chats.len(),
            Mode::Strangers => self.requests.len(),
            Mode::Search => self.search.count(),
        }
    }

    /// The row where the keyboard is, or would begin: that of what is open.
    pub(super) fn row_at(&self) -> usize {
        let open = || match (&self.pane, self.mode()) {
            (Pane::Chat(open), Mode::Chats) => {
                let at = self.chats.iter().position(|c| c.chat == open.chat.chat)?;
                Some(self.entries() + at)
            }
            (Pane::Request(open), Mode::Strangers) => {
                self.requests.iter().position(|r| r.id == open.request.id)
            }
            _ => None,
        };
        let at = match self.mode() {
            Mode::Search => self.search.at(),
            Mode::Chats | Mode::Strangers => self.at.or_else(open).unwrap_or(0),
        };
        at.min(self.row_count().saturating_sub(1))
    }

    /// The pixels where a row begins.
    pub(super) fn row_top(&self, at: usize) -> f32 {
        match self.mode() {
            Mode::Chats => TOP + at as f32 * theme::ROW,
            Mode::Strangers => STRANGERS_TOP + at as f32 * theme::ROW,
            Mode::Search => search::top_of(&self.search, at),
        }
    }

    /// A key of the list.
    pub(super) fn stepped(&mut self, step: Step) -> Actions {
        let (from, count) = (self.row_at(), self.row_count());
        let page = (self.stand().height / theme::ROW) as usize;
        let Some(at) = step.from(from, count, page.saturating_sub(1)) else { return Vec::new() };
        match (step, self.mode()) {
            (Step::Open, _) => return self.open_row(at),
            (Step::Menu, Mode::Chats) => {
                return match at.checked_sub(self.entries()).and_then(|at| self.chats.get(at)) {
                    Some(chat) => {
                        let id = chat.chat;
                        (self.menu, self.menu_by_keys) = (Some(Menu::Row(id)), true);
                        Vec::new()
                    }
                    None => Vec::new(),
                };
            }
            (Step::Menu, _) => return Vec::new(),
            (_, Mode::Search) => self.search.walk_to(at),
            (_, Mode::Chats | Mode::Strangers) => self.at = Some(at),
        }
        self.reveal_row(at)
    }

    fn reveal_row(&self, at: usize) -> Actions {
        // The first row shows what stands above it, too.
        let top = if at == 0 { 0.0 } else { self.row_top(at) };
        let size = self.row_top(at) + theme::ROW - top;
        let moved = reveal(top, size, self.stand());
        moved.map(|to| Action::Errand(Errand::Scroll(LIST, to))).into_iter().collect()
    }

    fn open_row(&mut self, at: usize) -> Actions {
        match self.mode() {
            Mode::Search => {
                let asks = self.search.open(at);
                self.interpret_search(asks)
            }
            Mode::Strangers => match self.requests.get(at).map(|r| r.chat) {
                Some(id) => self.update(Message::RequestPressed(id)),
                None => Vec::new(),
            },
            Mode::Chats => {
                let chat = at.checked_sub(self.entries()).and_then(|at| self.chats.get(at));
                match chat.map(|c| c.chat) {
                    Some(id) => self.open(id),
                    None if at < self.entries() => self.update(Message::StrangersPressed),
                    None => Vec::new(),
                }
            }
        }
    }

    /// The chat after the open one, or before it; round at the ends.
    pub(super) fn next_chat(&mut self, on: bool) -> Actions {
        let Some(id) = neighbour(&self.chats, self.open_chat(), on) else { return Vec::new() };
        let mut actions = self.open(id);
        if self.mode() == Mode::Chats {
            let at = self.row_at();
            actions.extend(self.reveal_row(at));
        }
        actions
    }

    /// The chat that is open.
    pub(crate) fn open_chat(&self) -> Option<ChatId> {
        match &self.pane {
            Pane::Chat(open) => Some(open.chat.chat),
            Pane::Nothing | Pane::Request(_) => None,
        }
    }
}

fn neighbour(chats: &[Chat], open: Option<ChatId>, on: bool) -> Option<ChatId> {
    let last = chats.len().checked_sub(1)?;
    let at = open.and_then(|id| chats.iter().position(|c| c.chat == id));
    let to = match (at, on) {
        (None, true) => 0,
        (None, false) => last,
        (Some(at), true) => {
            if at == last {
                0
            } else {
                at + 1
            }
        }
        (Some(at), false) => at.checked_sub(1).unwrap_or(last),
    };
    chats.get(to).map(|c| c.chat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::chats;

    #[test]
    fn the_chats_go_round() {
        let chats = chats();
        let id = |at: usize| chats.get(at).map(|c| c.chat);
        let last = chats.len() - 1;
        assert_eq!(neighbour(&chats, None, true), id(0));
        assert_eq!(neighbour(&chats, id(0), true), id(1));
        assert_eq!(neighbour(&chats, id(0), false), id(last));
        assert_eq!(neighbour(&chats, id(last), true), id(0));
        assert_eq!(neighbour(&[], None, true), None);
    }
}
