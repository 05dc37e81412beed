//! Choosing an emoji: searched by its English name, in groups, with those used last in front.
//!
//! Everything in it can be done from its field: arrows choose, Enter takes. The emoji are one stop
//! of the keyboard as a whole, and each group's button is one.

use std::ops::Range;

use emojis::{Emoji, EmojiVersion, Group};
use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::widget::{Row, button, column, container, opaque, text_input};
use iced::{Fill, border};

use super::super::theme::{self, Tokens};
use super::super::{Element, direction, font};
use super::button as buttons;
use super::focus::{self, Ring};
use super::keys::{self, Press};
use super::line::Line;
use super::virtual_list::{self, Go, VirtualList};
use super::{caption, field, hint, label, style};

/// The field that is ready first.
pub(crate) const FIELD: &str = "emoji-search";

/// Emoji beside each other.
const ACROSS: usize = 8;
const CELL: f32 = 38.0;
/// The newest that the bundled font draws.
const NEWEST: EmojiVersion = EmojiVersion::new(14, 0);

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shelf {
    Title(Title),
    /// These of [`State::shown`].
    Emoji(Range<usize>),
}

/// What stands together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Title {
    /// Those used last.
    Recent,
    /// A group of the standard.
    Of(Group),
}

/// What the picker knows.
#[derive(Debug)]
pub(crate) struct State {
    text: String,
    recent: Vec<&'static str>,
    shown: Vec<&'static str>,
    shelves: Vec<Shelf>,
    /// Which one Enter takes.
    at: Option<usize>,
    /// Counts what was shown, so that each begins at its top.
    edition: u64,
    go: (u64, Go),
}

/// What happened.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// Something was typed.
    Typed(String),
    /// An arrow: so many emoji further.
    Stepped(isize),
    /// Enter.
    Entered,
    /// One was pressed.
    Pressed(&'static str),
    /// The button of a group was pressed.
    GroupPressed(Title),
    /// Beside the picker was pressed.
    Left,
}

/// What becomes of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing.
    None,
    /// One was chosen.
    Chosen(String),
    /// It is to be closed.
    Close,
}

impl Default for State {
    fn default() -> Self {
        let mut state = Self {
            text: String::new(),
            recent: Vec::new(),
            shown: Vec::new(),
            shelves: Vec::new(),
            at: None,
            edition: 0,
            go: (0, Go::Start),
        };
        state.arrange();
        state
    }
}

fn drawn(emoji: &Emoji) -> bool {
    emoji.emoji_version() <= NEWEST
}

/// Every word that was typed begins a word of the emoji's name or of one of its short names.
fn matches(emoji: &Emoji, words: &str) -> bool {
    let begins = |name: &str, word: &str| {
        name.split(|c: char| !c.is_alphanumeric()).any(|part| part.starts_with(word))
    };
    words.split_whitespace().all(|word| {
        begins(&emoji.name().to_lowercase(), word)
            || emoji.shortcodes().any(|name| begins(name, word))
    }) || emoji.as_str() == words
}

impl State {
    /// The emoji that were used last, newest first.
    pub(crate) fn recent_read(&mut self, recent: Vec<String>) {
        let known = recent.iter().filter_map(|emoji| emojis::get(emoji)).filter(|e| drawn(e));
        let known: Vec<_> = known.map(|emoji| emoji.as_str()).collect();
        // Not while one is being chosen: the cells would move under the pointer.
        if self.recent.is_empty() && !known.is_empty() {
            self.recent = known;
            if self.text.is_empty() {
                self.arrange();
            }
        }
    }

    fn arrange(&mut self) {
        self.shown.clear();
        self.shelves.clear();
        self.edition += 1;
        self.go = (self.go.0 + 1, Go::Start);
        let words = self.text.trim().to_lowercase();
        if words.is_empty() {
            self.at = None;
            let recent = self.recent.clone();
            self.shelve(Some(Title::Recent), recent);
            for group in Group::iter() {
                let all = group.emojis().filter(|e| drawn(e)).map(Emoji::as_str).collect();
                self.shelve(Some(Title::Of(group)), all);
            }
        } else {
            let found = emojis::iter().filter(|e| drawn(e) && matches(e, &words));
            self.shelve(None, found.map(Emoji::as_str).collect());
            self.at = (!self.shown.is_empty()).then_some(0);
        }
    }

    fn shelve(&mut self, title: Option<Title>, emoji: Vec<&'static str>) {
        if emoji.is_empty() {
            return;
        }
        self.shelves.extend(title.map(Shelf::Title));
        let from = self.shown.len();
        self.shown.extend(emoji);
        for start in (from..self.shown.len()).step_by(ACROSS) {
            self.shelves.push(Shelf::Emoji(start..(start + ACROSS).min(self.shown.len())));
        }
    }

    /// What happened becomes what the parent has to do.
    pub(crate) fn update(&mut self, message: Message) -> Outcome {
        match message {
            Message::Typed(text) => {
                self.text = text;
                self.arrange();
                Outcome::None
            }
            Message::Stepped(by) => {
                self.step(by);
                Outcome::None
            }
            Message::Entered => match self.at.and_then(|at| self.shown.get(at)) {
                Some(emoji) => Outcome::Chosen((*emoji).to_owned()),
                None => Outcome::None,
            },
            Message::Pressed(emoji) => Outcome::Chosen(emoji.to_owned()),
            Message::GroupPressed(title) => {
                self.show(title);
                Outcome::None
            }
            Message::Left => Outcome::Close,
        }
    }

    /// Goes to a group, with its first emoji chosen.
    fn show(&mut self, title: Title) {
        if !self.text.is_empty() {
            self.text.clear();
            self.arrange();
        }
        let Some(shelf) = self.shelves.iter().position(|shelf| *shelf == Shelf::Title(title))
        else {
            return;
        };
        if let Some(Shelf::Emoji(range)) = self.shelves.get(shelf + 1) {
            self.at = Some(range.start);
        }
        self.go = (self.go.0 + 1, Go::To { key: key(shelf), share: 0.0, lit: false });
    }

    fn shelf_of(&self, at: usize) -> Option<usize> {
        self.shelves
            .iter()
            .position(|shelf| matches!(shelf, Shelf::Emoji(range) if range.contains(&at)))
    }

    /// Left and right along the emoji; up and down from shelf to shelf, in the same column.
    fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        let next = match (self.at, by.unsigned_abs() >= ACROSS) {
            (None, _) => 0,
            (Some(at), false) => at.saturating_add_signed(by).min(last),
            (Some(at), true) => {
                let ranges: Vec<&Range<usize>> = self
                    .shelves
                    .iter()
                    .filter_map(|shelf| match shelf {
                        Shelf::Emoji(range) => Some(range),
                        Shelf::Title(_) => None,
                    })
                    .collect();
                let Some(shelf) = ranges.iter().position(|range| range.contains(&at)) else {
                    return;
                };
                let column = at - ranges[shelf].start;
                let to = shelf.saturating_add_signed(by.signum()).min(ranges.len() - 1);
                if to == shelf { at } else { (ranges[to].start + column).min(ranges[to].end - 1) }
            }
        };
        if self.shown.is_empty() {
            return;
        }
        self.at = Some(next);
        if let Some(shelf) = self.shelf_of(next) {
            self.go = (self.go.0 + 1, Go::Reveal(key(shelf)));
        }
    }
}

fn key(shelf: usize) -> virtual_list::Key {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&(shelf as u64).to_be_bytes());
    key
}

fn title(title: Title) -> &'static str {
    match title {
        Title::Recent => say!("emoji-recent"),
        Title::Of(Group::SmileysAndEmotion) => say!("emoji-smileys"),
        Title::Of(Group::PeopleAndBody) => say!("emoji-people"),
        Title::Of(Group::AnimalsAndNature) => say!("emoji-nature"),
        Title::Of(Group::FoodAndDrink) => say!("emoji-food"),
        Title::Of(Group::TravelAndPlaces) => say!("emoji-travel"),
        Title::Of(Group::Activities) => say!("emoji-activities"),
        Title::Of(Group::Objects) => say!("emoji-objects"),
        Title::Of(Group::Symbols) => say!("emoji-symbols"),
        Title::Of(Group::Flags) => say!("emoji-flags"),
    }
}

fn cell(emoji: &'static str, chosen: bool, t: Tokens) -> Element<'static, Message> {
    let face = Line::new(emoji, t.ink_1).kind(theme::Type { size: 22.0, line: 26.0 });
    button(container(face).center(CELL))
        .padding(0)
        .on_press(Message::Pressed(emoji))
        .style(move |_, status| button::Style {
            background: match status {
                button::Status::Hovered | button::Status::Pressed => Some(t.pressed.into()),
                _ if chosen => Some(t.accent_soft_2.into()),
                _ => None,
            },
            border: match chosen {
                true => border::rounded(10).width(2).color(t.accent),
                false => border::rounded(10),
            },
            ..button::Style::default()
        })
        .into()
}

/// The emoji that stands for a group.
fn face(title: Title) -> &'static str {
    match title {
        Title::Recent => "🕘",
        Title::Of(Group::SmileysAndEmotion) => "😀",
        Title::Of(Group::PeopleAndBody) => "👋",
        Title::Of(Group::AnimalsAndNature) => "🦉",
        Title::Of(Group::FoodAndDrink) => "🍎",
        Title::Of(Group::TravelAndPlaces) => "🚗",
        Title::Of(Group::Activities) => "⚽",
        Title::Of(Group::Objects) => "💡",
        Title::Of(Group::Symbols) => "🔣",
        Title::Of(Group::Flags) => "🚩",
    }
}

/// A button for each group, in one line.
fn groups(recent: bool, t: Tokens) -> Element<'static, Message> {
    let titles = recent.then_some(Title::Recent).into_iter().chain(Group::iter().map(Title::Of));
    let buttons = titles.map(|group| {
        let face = Line::new(face(group), t.ink_1).kind(theme::Type { size: 16.0, line: 20.0 });
        let square =
            button(container(face).center(30)).padding(0).style(move |_, status| button::Style {
                background: match status {
                    button::Status::Hovered | button::Status::Pressed => Some(t.pressed.into()),
                    button::Status::Active | button::Status::Disabled => None,
                },
                border: border::rounded(8),
                ..button::Style::default()
            });
        let press = Some(Message::GroupPressed(group));
        hint::below(buttons::Press::new(square, press, Ring::Within, 8.0, t), title(group), t)
    });
    Row::with_children(buttons).into()
}

fn on_key(press: Press<'_>, chosen: bool) -> Option<Message> {
    if press.modifiers.command() || press.modifiers.alt() {
        return None;
    }
    let across = isize::try_from(ACROSS).unwrap_or(1);
    match press.key {
        Key::Named(Named::ArrowUp) => Some(Message::Stepped(-across)),
        Key::Named(Named::ArrowDown) => Some(Message::Stepped(across)),
        Key::Named(Named::ArrowLeft) if chosen => Some(Message::Stepped(-1)),
        Key::Named(Named::ArrowRight) if chosen => Some(Message::Stepped(1)),
        _ => None,
    }
}

/// The picker as a card.
pub(crate) fn view(state: &State, t: Tokens) -> Element<'_, Message> {
    let search = text_input(say!("emoji-search"), &state.text)
        .align_x(direction::begin())
        .id(FIELD)
        .font(font::TEXT)
        .size(theme::BODY.size)
        .line_height(iced::Pixels(theme::BODY.line))
        .padding([7, 12])
        .on_input(Message::Typed)
        .on_submit(Message::Entered)
        .style(move |_, status| field::paint(t, false, status));
    let shelves: Element<'_, Message> = if state.shelves.is_empty() {
        container(caption(say!("emoji-none"), t.ink_2)).center(Fill).into()
    } else {
        let mut of = [0; 16];
        of[..8].copy_from_slice(&state.edition.to_be_bytes());
        let build = move |row: usize| match state.shelves.get(row) {
            Some(Shelf::Title(kind)) => {
                container(label(title(*kind), theme::CAPTION, font::STRONG, t.ink_2))
                    .padding([6, 6])
                    .into()
            }
            Some(Shelf::Emoji(range)) => {
                let cells = range.clone().filter_map(|at| {
                    state.shown.get(at).map(|emoji| cell(emoji, state.at == Some(at), t))
                });
                Row::with_children(cells).into()
            }
            None => style::gap(1, 1),
        };
        let rows = (0..state.shelves.len()).map(key).collect();
        let list = VirtualList::new(of, (rows, 0, 0), build, t).at_top().go(Some(state.go));
        focus::named(list.unreached(), None, Message::Entered, Ring::Within, 10.0, t)
    };
    let name = state
        .at
        .and_then(|at| state.shown.get(at))
        .and_then(|emoji| emojis::get(emoji))
        .map(|emoji| container(caption(emoji.name(), t.ink_2)).padding([0, 6]));
    let card =
        column![search, groups(!state.recent.is_empty(), t), container(shelves).height(Fill)]
            .push(name)
            .spacing(6)
            .width(ACROSS as f32 * CELL)
            .height(372);
    let chosen = state.at.is_some();
    let card = keys::before(card, move |press| on_key(press, chosen));
    let card = container(card).padding(10).style(move |_| style::menu(t));
    opaque(style::lift_menu(card, t))
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{Held, tokens};
    use super::*;

    fn typed(words: &str) -> State {
        let mut state = State::default();
        state.update(Message::Typed(words.into()));
        state
    }

    #[test]
    fn an_emoji_is_found_by_the_beginnings_of_its_names() {
        for (words, emoji) in [("owl", "🦉"), ("thumbs up", "👍"), ("tada", "🎉"), ("Grin", "😀")]
        {
            let state = typed(words);
            assert!(state.shown.contains(&emoji), "{words}: {:?}", state.shown);
        }
        assert!(typed("qwertz").shown.is_empty());
        assert_eq!(typed("owl").update(Message::Entered), Outcome::Chosen("🦉".into()));
    }

    #[test]
    fn a_group_is_gone_to_with_its_first_emoji() {
        let mut state = typed("owl");
        state.update(Message::GroupPressed(Title::Of(Group::Flags)));
        assert_eq!(state.update(Message::Entered), Outcome::Chosen("🏁".into()));
        let shelf = state.shelves.iter().position(|s| *s == Shelf::Title(Title::Of(Group::Flags)));
        assert!(matches!(state.go.1, Go::To { key: to, .. } if to == key(shelf.unwrap())));
    }

    #[test]
    fn the_keyboard_reaches_the_groups_and_the_emoji() {
        let mut state = State::default();
        state.recent_read(vec!["🦉".into()]);
        let mut window = Held::default();
        window.focus(view(&state, tokens()), FIELD);
        // Ten groups, then the emoji as one.
        for group in 0..10 {
            window.tab(view(&state, tokens()), false);
            let pressed = window.keys(view(&state, tokens()), &[Named::Enter]);
            assert!(matches!(pressed[..], [Message::GroupPressed(_)]), "{group}: {pressed:?}");
        }
        window.tab(view(&state, tokens()), false);
        let walked = window.keys(view(&state, tokens()), &[Named::ArrowDown, Named::Space]);
        assert!(matches!(walked[..], [Message::Stepped(8), Message::Entered]), "{walked:?}");
        window.tab(view(&state, tokens()), true);
        let back = window.keys(view(&state, tokens()), &[Named::Space]);
        assert!(matches!(back[..], [Message::GroupPressed(Title::Of(Group::Flags))]));
    }

    #[test]
    fn those_used_last_come_first() {
        let mut state = State::default();
        let all = state.shown.len();
        assert!(all > 1_500, "{all}");
        state.recent_read(vec!["🦉".into(), "not one".into(), "👍".into()]);
        assert_eq!(state.shown[..2], ["🦉", "👍"]);
        assert_eq!(state.shelves[0], Shelf::Title(Title::Recent));
    }

    #[test]
    fn arrows_go_everywhere_and_never_outside() {
        let mut state = State::default();
        state.recent_read(vec!["🦉".into(), "👍".into()]);
        assert_eq!(state.update(Message::Entered), Outcome::None);
        for by in [8, 1, 8, 8, -1, -8, -8, -8, -8, -1, -1] {
            state.update(Message::Stepped(by));
            assert!(state.at.is_some_and(|at| at < state.shown.len()));
        }
        assert_eq!(state.at, Some(0));
        for _ in 0..1_000 {
            state.update(Message::Stepped(8));
        }
        let last = state.shelves.last().cloned();
        assert!(matches!(last, Some(Shelf::Emoji(range)) if range.contains(&state.at.unwrap())));
    }
}
