//! What was found, in sections with their counts.

use iced::widget::text_input;
use iced::widget::{Column, column, container, keyed_column, row, stack};
use iced::{Center, Color, Fill, border, padding};

use super::super::super::super::calendar::Calendar;
use super::super::super::super::icon::Icon;
use super::super::super::super::language::digits;
use super::super::super::super::theme::{self, Tokens};
use super::super::super::super::widget::button as buttons;
use super::super::super::super::widget::centred::Centred;
use super::super::super::super::widget::entry::Entry;
use super::super::super::super::widget::line::Line;
use super::super::super::super::widget::rows::{Stand, span};
use super::super::super::super::widget::{avatar, body, caption, label, style};
use super::super::super::super::{Element, direction, font};
use super::super::sidebar::shape;
use super::{FIELD, Hit, Known, MOST, Message, State};
use crate::model::{Chat, ChatKind, Contact, npub};

/// Height of a section's heading.
const HEADING: f32 = 32.0;
/// Characters of a message that are shown.
const SNIPPET: usize = 120;

/// How many things stand before each section, and under which heading: link, people, chats,
/// messages. A section without anything has none.
fn sections(state: &State) -> [usize; 4] {
    [
        usize::from(state.link.is_some()),
        state.people.shown.len(),
        state.chats.shown.len(),
        state.messages.len(),
    ]
}

/// The pixels where a thing that was found begins; with the count of all, where they end.
pub(in super::super) fn top_of(state: &State, at: usize) -> f32 {
    top(sections(state), at)
}

fn top(sections: [usize; 4], at: usize) -> f32 {
    let mut before = 0;
    let mut headings = 0;
    for size in sections {
        if size > 0 && at >= before {
            headings += 1;
        }
        if at < before + size {
            break;
        }
        before += size;
    }
    headings as f32 * HEADING + at as f32 * theme::ROW
}

/// The field at the top of the left pane.
pub(in super::super) fn field(state: &State, t: Tokens) -> Element<'_, Message> {
    let paint =
        move |status| {
            let focused = matches!(status, text_input::Status::Focused { .. });
            text_input::Style {
                background: t.sunken.into(),
                border: border::rounded(10)
                    .width(if focused { 2.0 } else { 0.0 })
                    .color(if focused { t.accent } else { Color::TRANSPARENT }),
                icon: t.ink_3,
                placeholder: t.ink_3,
                value: t.ink_1,
                selection: Color { a: 0.35, ..t.accent },
            }
        };
    let field = Entry::new(say!("find-placeholder"), &state.text, theme::BODY, paint)
        .id(FIELD)
        .on_input(Message::Typed)
        .on_submit(Message::Entered)
        .padding(padding::vertical(8).left(36).right(if state.is_active() { 36 } else { 10 }));
    let glass = container(Icon::Search.view(16.0, t.ink_2)).center_y(36).padding(padding::left(12));
    let clear = state.is_active().then(|| {
        let cross = buttons::icon(Icon::X, say!("find-clear"), t.ink_2, t, Message::Cleared);
        container(cross).align_right(Fill)
    });
    stack![field, glass].push(clear).height(36).width(Fill).into()
}

fn heading<'a>(words: &'a str, count: Option<String>, t: Tokens) -> Element<'a, Message> {
    let count = count.map(|count| label(count, theme::CAPTION, font::TEXT, t.ink_3));
    let words = row![label(words, theme::CAPTION, font::STRONG, t.ink_2)].push(count).spacing(6);
    container(words.align_y(Center)).padding([0, 10]).center_y(HEADING).into()
}

/// Everything that was found, of which only what is seen is built.
pub(in super::super) fn view<'a>(
    state: &'a State,
    known: &Known<'a>,
    calendar: &'a Calendar,
    stand: Stand,
    height: f32,
    t: Tokens,
) -> Element<'a, Message> {
    if state.secret {
        let says = row![
            Icon::ShieldAlert.view(20.0, t.danger),
            body(say!("nsec-warning"), t.danger).width(Fill),
        ];
        return container(says.spacing(10)).padding([12, 10]).into();
    }
    if state.is_in_vain() {
        let says = state.wrong.as_deref().unwrap_or(say!("find-nothing-hint"));
        let middle = column![
            Icon::Search.view(28.0, t.ink_3),
            label(say!("find-nothing"), theme::BODY, font::STRONG, t.ink_1),
            Centred::new(says, theme::CAPTION, t.ink_2,),
        ];
        return container(middle.spacing(6).align_x(Center))
            .center_x(Fill)
            .padding([36, 16])
            .into();
    }
    let rows = Rows { state, known, calendar, t };
    let [link, people, chats, messages] = sections(state);
    let mut list = Column::new();
    if link > 0 {
        list = list.push(heading(say!("find-link"), None, t)).push(rows.at(0));
    }
    if people > 0 {
        let count = digits(&state.people.all.to_string());
        list = list.push(heading(say!("find-people"), Some(count), t));
        list = list.extend((link..link + people).map(|at| rows.at(at)));
    }
    let before = link + people;
    if chats > 0 {
        let count = digits(&state.chats.all.to_string());
        list = list.push(heading(say!("find-chats"), Some(count), t));
        list = list.extend((before..before + chats).map(|at| rows.at(at)));
    }
    let before = before + chats;
    if messages > 0 {
        let open = state.more || messages >= MOST as usize;
        let count = format!("{}{}", digits(&messages.to_string()), if open { "+" } else { "" });
        list = list.push(heading(say!("find-messages"), Some(count), t));
        let first = top(sections(state), before);
        let span = span(messages, theme::ROW, stand.offset - first, height);
        let seen = span.rows.clone().map(|at| (at, rows.at(before + at)));
        list = list
            .push(style::gap(1, span.above))
            .push(keyed_column(seen))
            .push(style::gap(1, span.below));
    }
    let says = match (&state.wrong, messages >= MOST as usize) {
        (Some(wrong), _) => Some(caption(wrong.as_str(), t.danger)),
        (None, true) => Some(caption(say!("find-most"), t.ink_3)),
        (None, false) => None,
    };
    list.push(says.map(|says| container(says).padding([10, 10]))).into()
}

struct Rows<'a, 'b> {
    state: &'a State,
    known: &'b Known<'a>,
    calendar: &'a Calendar,
    t: Tokens,
}

impl<'a> Rows<'a, '_> {
    fn at(&self, at: usize) -> Element<'a, Message> {
        let t = self.t;
        let Some(hit) = self.state.hits().nth(at) else { return style::gap(1, theme::ROW) };
        let line = match hit {
            Hit::Link(account) => {
                let disc = container(Icon::Plus.view(22.0, t.accent))
                    .center(44)
                    .style(move |_| style::rounded(t.accent_soft, 22));
                let upper = Line::new(say!("find-add"), t.ink_1).strong().fill();
                shape(disc.into(), upper, small(&npub(&account), t).fill())
            }
            Hit::Person(person) => self.person(person),
            Hit::Chat(chat) => {
                let lower = match chat.kind {
                    ChatKind::Saved => small(say!("saved-row"), t),
                    ChatKind::Secret => small(say!("secret-found"), t),
                    ChatKind::Ordinary | ChatKind::Room => {
                        small(&say!("room-people", count = chat.people.len() + 1), t)
                    }
                };
                let face = match chat.kind {
                    ChatKind::Secret => avatar::locked(chat, 44.0, t.sidebar, t.secret()),
                    _ => avatar::chat(chat, 44.0),
                };
                shape(face, self.name(&chat.name).fill(), lower.fill())
            }
            Hit::Message(message) => {
                let chat = self.known.chats.iter().find(|c| c.chat == message.chat);
                self.message(message, chat)
            }
        };
        let selected = at == self.state.at();
        buttons::quiet_row(line, selected, t, Message::Pressed(at)).width(Fill).into()
    }

    fn name(&self, name: &str) -> Line {
        Line::new(name, self.t.ink_1).strong().marked(&self.state.words, self.t.accent)
    }

    fn person(&self, person: &'a Contact) -> Element<'a, Message> {
        let t = self.t;
        let called = person.calls_themself.as_ref().map(|name| name.as_str());
        let lower = match called {
            _ if person.blocked => small(say!("person-blocked"), t),
            Some(name) if name != person.name => {
                small(&say!("person-calls", name = name), t).marked(&self.state.words, t.accent)
            }
            _ => small(&npub(&person.account), t),
        };
        let face = avatar::person(&person.name, &person.account, 44.0);
        shape(face, self.name(&person.name).fill(), lower.fill())
    }

    fn message(&self, row_: &'a super::Row, chat: Option<&'a Chat>) -> Element<'a, Message> {
        let t = self.t;
        let face = match chat {
            Some(chat) if chat.kind == ChatKind::Secret => {
                avatar::locked(chat, 44.0, t.sidebar, t.secret())
            }
            Some(chat) => avatar::chat(chat, 44.0),
            None => avatar::person(&row_.from_name, &row_.from, 44.0),
        };
        let name = chat.map_or(row_.from_name.as_str(), |chat| chat.name.as_str());
        // As in the list: what was said in secret is never taken for anything else.
        let secret = chat.is_some_and(|chat| chat.kind == ChatKind::Secret);
        let ink = if secret { t.secret().accent } else { t.ink_1 };
        let upper = row![]
            .push(secret.then(|| Icon::Lock.view(14.0, ink)))
            .push(Line::new(name, ink).strong().fill())
            .push(caption(self.calendar.row(row_.at), t.ink_3))
            .spacing(if secret { 5 } else { 0 })
            .align_y(Center);
        let by = match chat.map(|chat| chat.kind) {
            Some(ChatKind::Saved) => None,
            _ if row_.mine => Some(direction::lead(say!("you"))),
            Some(ChatKind::Room) => {
                Some(direction::lead(row_.from_name.split_whitespace().next().unwrap_or("?")))
            }
            _ => None,
        };
        let says = self.state.words.snippet(&row_.text, SNIPPET);
        let says = small(&says, t).marked(&self.state.words, t.accent).fill();
        let by = by.map(|by| Line::new(&by, t.ink_1).kind(theme::SMALL));
        let lower = row![].push(by).push(says).spacing(4);
        shape(face, upper.spacing(5).align_y(Center), lower)
    }
}

fn small(words: &str, t: Tokens) -> Line {
    Line::new(words, t.ink_2).kind(theme::SMALL)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn headings_stand_over_their_sections() {
        let found = [1, 2, 0, 3];
        assert_eq!(top(found, 0), HEADING);
        assert_eq!(top(found, 1), 2.0 * HEADING + theme::ROW);
        assert_eq!(top(found, 2), 2.0 * HEADING + 2.0 * theme::ROW);
        assert_eq!(top(found, 3), 3.0 * HEADING + 3.0 * theme::ROW);
        assert_eq!(top(found, 6), 3.0 * HEADING + 6.0 * theme::ROW);
    }

    proptest! {
        #[test]
        fn rows_never_lie_over_each_other(
            a in 0_usize..2, b in 0_usize..5, c in 0_usize..5, d in 0_usize..9,
        ) {
            let found = [a, b, c, d];
            for at in 0..a + b + c + d {
                prop_assert!(top(found, at + 1) - top(found, at) >= theme::ROW);
            }
        }
    }
}
