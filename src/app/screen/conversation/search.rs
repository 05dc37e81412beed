//! Searching in the chat: a bar above its messages, with the number of hits and the way from one
//! to the next.

use iced::widget::{container, row};
use iced::{Center, Fill};

use super::super::super::Element;
use super::super::super::icon::Icon;
use super::super::super::language::digits;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::entry::Entry;
use super::super::super::widget::{button as buttons, caption, field, style};
use crate::model::MessageId;

/// Most hits that are asked for.
pub(crate) const MOST: u32 = 500;

/// What the bar knows.
#[derive(Debug, Default)]
pub(crate) struct Search {
    pub(super) text: String,
    /// What the hits are for; nothing before the first answer.
    of: Option<String>,
    /// Newest first.
    hits: Vec<MessageId>,
    at: usize,
}

/// What happened in it.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// Something was typed.
    Typed(String),
    /// Enter, or the arrow up: to an older hit.
    OlderPressed,
    /// The arrow down: to a newer one.
    NewerPressed,
    /// The cross.
    Closed,
}

/// What becomes of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    None,
    Look(String),
    Show(MessageId),
    Close,
}

impl Search {
    pub(super) fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Typed(text) => {
                self.text = text;
                if self.text.trim().is_empty() {
                    self.of = None;
                    self.hits.clear();
                    return Outcome::None;
                }
                Outcome::Look(self.text.clone())
            }
            Message::OlderPressed => self.step(1),
            Message::NewerPressed => self.step(-1),
            Message::Closed => Outcome::Close,
        }
    }

    fn step(&mut self, by: isize) -> Outcome {
        let last = self.hits.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.hits.get(self.at).map_or(Outcome::None, |hit| Outcome::Show(*hit))
    }

    /// An answer; the newest hit is where to go. An answer to what was typed before is too late.
    pub(super) fn found(&mut self, text: &str, hits: Vec<MessageId>) -> Option<MessageId> {
        if text != self.text {
            return None;
        }
        self.of = Some(text.to_owned());
        self.hits = hits;
        self.at = 0;
        self.hits.first().copied()
    }

    /// A message is gone.
    pub(super) fn forget(&mut self, message: MessageId) {
        self.hits.retain(|hit| *hit != message);
        self.at = self.at.min(self.hits.len().saturating_sub(1));
    }

    /// "3 of 27", or that there is nothing.
    fn count(&self) -> Option<String> {
        self.of.as_ref()?;
        let all = self.hits.len();
        Some(match all {
            0 => say!("search-nothing").to_owned(),
            _ => {
                let more = if all >= MOST as usize { "+" } else { "" };
                let at = digits(&(self.at + 1).to_string());
                say!("search-count", at = at, all = format!("{}{more}", digits(&all.to_string())))
            }
        })
    }
}

/// The bar.
pub(super) fn view(search: &Search, t: Tokens) -> Element<'_, super::Message> {
    let paint = move |status| field::paint(t, false, status);
    let words = Entry::new(say!("search-chat"), &search.text, theme::BODY, paint)
        .id(super::SEARCH)
        .padding([7, 12])
        .on_input(Message::Typed)
        .on_submit(Message::OlderPressed);
    let words = Element::from(words).map(super::Message::Search);
    let count = search.count().map(|says| caption(says, t.ink_2));
    let button = |icon, name, press| {
        Element::from(buttons::icon(icon, name, t.ink_2, t, press)).map(super::Message::Search)
    };
    let bar = row![container(words).width(Fill)]
        .push(count)
        .push(button(Icon::Up, say!("search-older"), Message::OlderPressed))
        .push(button(Icon::Down, say!("search-newer"), Message::NewerPressed))
        .push(button(Icon::X, say!("close"), Message::Closed))
        .spacing(8)
        .align_y(Center);
    container(bar).padding([8, 16]).width(Fill).style(move |_| style::ground(t.surface)).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::message_id as id;

    #[test]
    fn one_goes_from_hit_to_hit_and_no_further() {
        let mut search = Search::default();
        assert_eq!(search.update(Message::OlderPressed), Outcome::None);
        let typed = search.update(Message::Typed("pier".into()));
        assert_eq!(typed, Outcome::Look("pier".into()));
        assert_eq!(search.found("pi", vec![id(9)]), None, "that was asked before");
        assert_eq!(search.found("pier", vec![id(3), id(2), id(1)]), Some(id(3)));
        assert_eq!(search.count().as_deref(), Some("1 of 3"));
        assert_eq!(search.update(Message::OlderPressed), Outcome::Show(id(2)));
        assert_eq!(search.update(Message::OlderPressed), Outcome::Show(id(1)));
        assert_eq!(search.update(Message::OlderPressed), Outcome::Show(id(1)));
        assert_eq!(search.update(Message::NewerPressed), Outcome::Show(id(2)));
        search.forget(id(1));
        assert_eq!(search.count().as_deref(), Some("2 of 2"));
        search.update(Message::Typed(" ".into()));
        assert_eq!(search.count(), None);
    }
}
