//! How containers, lines and scrollbars are painted.

use iced::border::{self, Radius};
use iced::widget::{container, rule, scrollable};
use iced::{Border, Color, Length, Shadow, padding};

use super::super::Element;
use super::super::theme::{Mode, Tokens};
use super::motion::{Kind, Since, coming};

/// A plain ground.
pub(crate) fn ground(color: Color) -> container::Style {
    container::Style { background: Some(color.into()), ..container::Style::default() }
}

/// A ground with rounded corners.
pub(crate) fn rounded(color: Color, radius: impl Into<Radius>) -> container::Style {
    container::Style {
        background: Some(color.into()),
        border: border::rounded(radius),
        ..container::Style::default()
    }
}

/// Corners of a dialog.
pub(crate) const DIALOG: f32 = 18.0;
const MENU: f32 = 14.0;

/// Puts a shadow under a dialog.
pub(crate) fn lift_dialog<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    t: Tokens,
) -> Element<'a, Message> {
    lift(content.into(), t.dialog_shadow(), DIALOG, 8)
}

/// Puts a shadow under a menu.
pub(crate) fn lift_menu<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    t: Tokens,
) -> Element<'a, Message> {
    let content = coming(content, Kind::Menu, Since::Seen, (t.raised, MENU), t);
    lift(content, t.menu_shadow(), MENU, 5)
}

/// A shadow of thin layers, half the blur's radius wide. The software renderer of iced 0.14 draws
/// a quad's own shadow outside the part that is being redrawn, so that it grows darker with
/// every frame; layers are clipped like everything else.
fn lift<'a, Message: 'a>(
    content: Element<'a, Message>,
    shadow: Shadow,
    radius: f32,
    layers: u8,
) -> Element<'a, Message> {
    let step = shadow.blur_radius / 2.0 / f32::from(layers);
    let drop = (shadow.offset.y / 2.0 / f32::from(layers)).min(step * 0.6);
    let color = Color { a: shadow.color.a / f32::from(layers) * 1.1, ..shadow.color };
    (1..=layers).fold(content, |content, layer| {
        container(content)
            .padding(padding::all(step).top(step - drop).bottom(step + drop))
            .style(move |_| rounded(color, radius + step * f32::from(layer)))
            .into()
    })
}

/// A dialog.
pub(crate) fn dialog(t: Tokens) -> container::Style {
    container::Style {
        background: Some(t.raised.into()),
        border: Border { color: t.line, width: 1.0, radius: DIALOG.into() },
        ..container::Style::default()
    }
}

/// A menu.
pub(crate) fn menu(t: Tokens) -> container::Style {
    container::Style {
        background: Some(t.raised.into()),
        border: Border { color: t.line, width: 1.0, radius: MENU.into() },
        ..container::Style::default()
    }
}

/// A box that lies deeper than what it stands on: an address, a chip. By night the sunken colour is
/// nearly that of a dialog, so it goes deeper, and a line runs round it.
pub(crate) fn inset(t: Tokens, radius: f32) -> container::Style {
    let ground = match t.mode {
        Mode::Light => t.sunken,
        Mode::Dark => t.sidebar,
    };
    container::Style {
        background: Some(ground.into()),
        border: Border { color: t.line, width: 1.0, radius: radius.into() },
        ..container::Style::default()
    }
}

/// A card on the canvas.
pub(crate) fn card(t: Tokens) -> container::Style {
    container::Style {
        background: Some(t.surface.into()),
        border: Border { color: t.line, width: 1.0, radius: 14.0.into() },
        ..container::Style::default()
    }
}

/// A tooltip.
pub(crate) fn tooltip(t: Tokens) -> container::Style {
    container::Style { text_color: Some(Color::WHITE), ..rounded(t.tooltip, 8) }
}

/// A horizontal divider.
pub(crate) fn divider<'a, Message: 'a>(color: Color) -> Element<'a, Message> {
    rule::horizontal(1)
        .style(move |_| rule::Style {
            color,
            radius: 0.0.into(),
            fill_mode: rule::FillMode::Full,
            snap: true,
        })
        .into()
}

/// A vertical divider.
pub(crate) fn upright<'a, Message: 'a>(color: Color) -> Element<'a, Message> {
    rule::vertical(1)
        .style(move |_| rule::Style {
            color,
            radius: 0.0.into(),
            fill_mode: rule::FillMode::Full,
            snap: true,
        })
        .into()
}

/// A thin scrollbar that shows itself only under the pointer.
pub(crate) fn scroll(t: Tokens, status: scrollable::Status) -> scrollable::Style {
    scroll_resting(t, status, Color::TRANSPARENT)
}

/// A thin scrollbar that is always seen, where it must not be missed that there is more.
pub(crate) fn scroll_shown(t: Tokens, status: scrollable::Status) -> scrollable::Style {
    scroll_resting(t, status, Color { a: 0.35, ..t.line_strong })
}

fn scroll_resting(t: Tokens, status: scrollable::Status, resting: Color) -> scrollable::Style {
    let color = match status {
        scrollable::Status::Active { .. } => resting,
        scrollable::Status::Hovered { is_vertical_scrollbar_hovered: true, .. }
        | scrollable::Status::Dragged { .. } => Color { a: 0.7, ..t.line_strong },
        scrollable::Status::Hovered { .. } => Color { a: 0.35, ..t.line_strong },
    };
    let rail = scrollable::Rail {
        background: None,
        border: Border::default(),
        scroller: scrollable::Scroller { background: color.into(), border: border::rounded(3) },
    };
    scrollable::Style {
        container: container::Style::default(),
        vertical_rail: rail,
        horizontal_rail: rail,
        gap: None,
        auto_scroll: scrollable::AutoScroll {
            background: t.raised.into(),
            border: border::rounded(20).width(1).color(t.line),
            shadow: Shadow::default(),
            icon: t.ink_2,
        },
    }
}

/// The scrollbar of [`scroll`], in the right place.
pub(crate) fn thin() -> scrollable::Direction {
    scrollable::Direction::Vertical(
        scrollable::Scrollbar::new().width(6).scroller_width(6).margin(2),
    )
}

/// An empty stretch.
pub(crate) fn gap<'a, Message: 'a>(
    width: impl Into<Length>,
    height: impl Into<Length>,
) -> Element<'a, Message> {
    iced::widget::space().width(width).height(height).into()
}
