//! Buttons of every weight.

use iced::widget::button::{Button, Status, Style};
use iced::widget::{button, container, row};
use iced::{Background, Border, Center, Color, Length, border};

use super::super::icon::Icon;
use super::super::theme::{self, Tokens};
use super::super::{Element, font, language};
use super::focus::{self, Ring};
use super::line::Line;
use super::{body, caption, hint, label, style};

/// How much a button weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// The one thing to do here.
    Primary,
    /// Another thing to do.
    Secondary,
    /// A quiet link.
    Ghost,
    /// On an amber banner.
    Warning,
    /// Cannot be undone.
    Danger,
    /// As danger, before the last question.
    DangerOutline,
}

fn paint(weight: Weight, t: Tokens, status: Status) -> Style {
    let (fill, hover, pressed, ink, line) = match weight {
        Weight::Primary => {
            (t.accent_fill, t.accent_fill_hover, t.accent_fill_pressed, Color::WHITE, None)
        }
        Weight::Secondary => (Color::TRANSPARENT, t.hover, t.pressed, t.ink_1, Some(t.line_strong)),
        Weight::Ghost => (Color::TRANSPARENT, t.hover, t.pressed, t.accent, None),
        Weight::Warning => (
            Color::TRANSPARENT,
            Color { a: 0.12, ..t.warn },
            Color { a: 0.24, ..t.warn },
            t.warn,
            Some(t.warn),
        ),
        Weight::Danger => (t.danger_fill, t.danger_fill, t.danger_fill, Color::WHITE, None),
        Weight::DangerOutline => {
            (Color::TRANSPARENT, t.danger_soft, t.danger_soft, t.danger, Some(t.danger))
        }
    };
    let (fill, ink, line) = match status {
        Status::Active => (fill, ink, line),
        Status::Hovered => (hover, ink, line),
        Status::Pressed => (pressed, ink, line),
        Status::Disabled => (t.disabled(), t.ink_3, None),
    };
    Style {
        background: Some(Background::Color(fill)),
        text_color: ink,
        border: Border {
            color: line.unwrap_or(Color::TRANSPARENT),
            width: if line.is_some() { 1.0 } else { 0.0 },
            radius: 10.0.into(),
        },
        ..Style::default()
    }
}

/// A button that the keyboard reaches too.
pub(crate) struct Press<'a, Message> {
    button: Button<'a, Message>,
    on_press: Option<Message>,
    ring: Ring,
    radius: f32,
    t: Tokens,
    id: Option<&'static str>,
}

impl<'a, Message: Clone + 'a> Press<'a, Message> {
    /// Makes a button reachable; `None` disables it.
    pub(crate) fn new(
        button: Button<'a, Message>,
        on_press: Option<Message>,
        ring: Ring,
        radius: f32,
        t: Tokens,
    ) -> Self {
        Self {
            button: button.on_press_maybe(on_press.clone()),
            on_press,
            ring,
            radius,
            t,
            id: None,
        }
    }

    /// A name by which the keyboard is brought here.
    pub(crate) fn id(self, id: &'static str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// How wide it is.
    pub(crate) fn width(self, width: impl Into<Length>) -> Self {
        Self { button: self.button.width(width), ..self }
    }
}

impl<'a, Message: Clone + 'a> From<Press<'a, Message>> for Element<'a, Message> {
    fn from(press: Press<'a, Message>) -> Self {
        match press.on_press {
            Some(message) => {
                focus::named(press.button, press.id, message, press.ring, press.radius, press.t)
            }
            None => press.button.into(),
        }
    }
}

/// A button of 40 px with words on it; `None` disables it.
pub(crate) fn text<'a, Message: Clone + 'a>(
    words: &'a str,
    weight: Weight,
    t: Tokens,
    on_press: Option<Message>,
) -> Press<'a, Message> {
    sized(words, weight, t, on_press, 40, 18)
}

fn sized<'a, Message: Clone + 'a>(
    words: &'a str,
    weight: Weight,
    t: Tokens,
    on_press: Option<Message>,
    height: u16,
    padding: u16,
) -> Press<'a, Message> {
    // No colour of its own: the words take the button's.
    let words = iced::widget::text(words)
        .size(theme::BODY.size)
        .line_height(iced::Pixels(theme::BODY.line))
        .font(font::STRONG);
    let button = button(container(words).center_y(iced::Fill))
        .height(u32::from(height))
        .padding([0, padding])
        .style(move |_, status| paint(weight, t, status));
    Press::new(button, on_press, Ring::Around, 10.0, t)
}

/// As [`text`], with an icon before the words.
pub(crate) fn with_icon<'a, Message: Clone + 'a>(
    icon: Icon,
    words: &'a str,
    weight: Weight,
    t: Tokens,
    on_press: Option<Message>,
) -> Press<'a, Message> {
    let status = if on_press.is_some() { Status::Active } else { Status::Disabled };
    let ink = paint(weight, t, status).text_color;
    let face = row![icon.view(18.0, ink), label(words, theme::BODY, font::STRONG, ink)];
    let face = container(face.spacing(8).align_y(Center)).center_y(iced::Fill);
    let button =
        button(face).height(40).padding([0, 18]).style(move |_, status| paint(weight, t, status));
    Press::new(button, on_press, Ring::Around, 10.0, t)
}

/// As [`text`], 32 px high.
pub(crate) fn small<'a, Message: Clone + 'a>(
    words: &'a str,
    weight: Weight,
    t: Tokens,
    on_press: Option<Message>,
) -> Press<'a, Message> {
    sized(words, weight, t, on_press, 32, 12)
}

/// A square of 36 px with an icon, named by a tooltip.
pub(crate) fn icon<'a, Message: Clone + 'a>(
    icon: Icon,
    name: &'a str,
    color: Color,
    t: Tokens,
    on_press: Message,
) -> Element<'a, Message> {
    hint::below(square(icon, color, t, on_press), name, t)
}

/// As [`icon`], at the bottom of the window.
pub(crate) fn low_icon<'a, Message: Clone + 'a>(
    icon: Icon,
    name: &'a str,
    color: Color,
    t: Tokens,
    on_press: Message,
) -> Element<'a, Message> {
    hint::above(square(icon, color, t, on_press), name, t)
}

/// As [`icon`], lit while what it opens is open.
pub(crate) fn switch<'a, Message: Clone + 'a>(
    icon: Icon,
    name: &'a str,
    on: bool,
    t: Tokens,
    on_press: Message,
) -> Element<'a, Message> {
    let color = if on { t.accent } else { t.ink_2 };
    let square = grounded(icon, color, on.then_some(t.accent_soft), t, on_press);
    hint::below(square, name, t)
}

/// As [`icon`], without its name: what it has opened says it.
pub(crate) fn square<'a, Message: Clone + 'a>(
    icon: Icon,
    color: Color,
    t: Tokens,
    on_press: Message,
) -> Press<'a, Message> {
    grounded(icon, color, None, t, on_press)
}

fn grounded<'a, Message: Clone + 'a>(
    icon: Icon,
    color: Color,
    ground: Option<Color>,
    t: Tokens,
    on_press: Message,
) -> Press<'a, Message> {
    let square =
        button(container(icon.view(20.0, color)).center(36)).padding(0).style(move |_, status| {
            Style {
                background: match status {
                    Status::Active | Status::Disabled => ground.map(Into::into),
                    Status::Hovered => Some(ground.unwrap_or(t.hover).into()),
                    Status::Pressed => Some(t.pressed.into()),
                },
                border: border::rounded(10),
                ..Style::default()
            }
        });
    Press::new(square, Some(on_press), Ring::Within, 10.0, t)
}

/// A line of a menu: an icon and words, 34 px.
pub(crate) fn menu_item<'a, Message: Clone + 'a>(
    icon: Icon,
    words: &'a str,
    color: Color,
    t: Tokens,
    on_press: Message,
) -> Element<'a, Message> {
    menu_place(icon, body(words, color), color, t, on_press)
}

/// As [`menu_item`], with the key that does the same.
pub(crate) fn menu_key<'a, Message: Clone + 'a>(
    icon: Icon,
    words: &'a str,
    key: &'a str,
    color: Color,
    t: Tokens,
    on_press: Message,
) -> Element<'a, Message> {
    let words = row![container(body(words, color)).width(iced::Fill), caption(key, t.ink_3)];
    menu_place(icon, words.align_y(Center), color, t, on_press)
}

/// As [`menu_item`], of words that may be long: they are cut.
pub(crate) fn menu_line<'a, Message: Clone + 'a>(
    icon: Icon,
    words: &str,
    color: Color,
    t: Tokens,
    on_press: Message,
) -> Element<'a, Message> {
    menu_place(icon, Line::new(words, color).fill(), color, t, on_press)
}

fn menu_place<'a, Message: Clone + 'a>(
    icon: Icon,
    words: impl Into<Element<'a, Message>>,
    color: Color,
    t: Tokens,
    on_press: Message,
) -> Element<'a, Message> {
    let tint = if color == t.ink_1 { t.ink_2 } else { color };
    let line = row![icon.view(18.0, tint), words.into()].spacing(12);
    let item = button(line.align_y(Center).height(34)).padding([0, 10]).width(iced::Fill).style(
        move |_, status| Style {
            background: match status {
                Status::Active | Status::Disabled => None,
                Status::Hovered | Status::Pressed => Some(t.pressed.into()),
            },
            border: border::rounded(8),
            ..Style::default()
        },
    );
    Press::new(item, Some(on_press), Ring::Within, 8.0, t).into()
}

/// A row of a list that can be chosen, with its ground.
pub(crate) fn list_row<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    selected: bool,
    t: Tokens,
    on_press: Message,
) -> Press<'a, Message> {
    let row = bare_row(content, selected, t);
    Press::new(row, Some(on_press), Ring::Within, 12.0, t)
}

/// As [`list_row`], in a list that is one stop of the keyboard as a whole.
pub(crate) fn quiet_row<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    selected: bool,
    t: Tokens,
    on_press: Message,
) -> Button<'a, Message> {
    bare_row(content, selected, t).on_press(on_press)
}

fn bare_row<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    selected: bool,
    t: Tokens,
) -> Button<'a, Message> {
    button(content).padding(0).style(move |_, status| Style {
        background: ground(status, selected, t),
        text_color: t.ink_1,
        border: border::rounded(12),
        ..Style::default()
    })
}

/// The ground of what has one only under the pointer, or while it is chosen.
pub(crate) fn ground(status: Status, chosen: bool, t: Tokens) -> Option<Background> {
    let color = match status {
        _ if chosen => Some(t.accent_soft),
        Status::Active | Status::Disabled => None,
        Status::Hovered => Some(t.hover),
        Status::Pressed => Some(t.pressed),
    };
    color.map(Background::Color)
}

/// In place of a count, where there is nothing to count.
pub(crate) fn dot<'a, Message: 'a>(fill: Color) -> Element<'a, Message> {
    let dot = container(style::gap(12, 12)).style(move |_| style::rounded(fill, 6));
    container(dot).center(20).into()
}

/// A count on a coloured pill.
pub(crate) fn badge<'a, Message: 'a>(count: u32, fill: Color) -> Element<'a, Message> {
    let words = if count > 999 { "999+".to_owned() } else { count.to_string() };
    let words = language::digits(&words);
    // One digit stands in a circle.
    let alone = words.chars().count() == 1;
    let words = label(words, theme::CAPTION, font::STRONG, Color::WHITE);
    let pill = if alone {
        container(words).center(20)
    } else {
        container(words).height(20).padding([2, 6])
    };
    pill.style(move |_| style::rounded(fill, 10)).into()
}
