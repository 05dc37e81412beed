//! Pieces that several screens show. They take tokens and plain rows, and know no messenger.

pub(crate) mod activity;
pub(crate) mod avatar;
pub(crate) mod bring;
pub(crate) mod bubble;
pub(crate) mod button;
pub(crate) mod calm;
pub(crate) mod canvas;
pub(crate) mod centred;
pub(crate) mod context_menu;
pub(crate) mod editor;
pub(crate) mod emoji_picker;
pub(crate) mod entry;
pub(crate) mod field;
pub(crate) mod fingerprint;
pub(crate) mod focus;
pub(crate) mod grip;
pub(crate) mod highlighter;
pub(crate) mod hint;
pub(crate) mod keys;
pub(crate) mod line;
pub(crate) mod link;
pub(crate) mod meter;
pub(crate) mod motion;
pub(crate) mod passage;
pub(crate) mod qr;
pub(crate) mod reveal;
pub(crate) mod ring;
pub(crate) mod rows;
pub(crate) mod segmented;
mod selection;
pub(crate) mod style;
pub(crate) mod tick;
pub(crate) mod toast;
pub(crate) mod toggle;
mod typeset;
pub(crate) mod virtual_list;
pub(crate) mod wrap;

use iced::widget::{Text, container, mouse_area, opaque, scrollable, stack, text};
use iced::{Color, Fill, Font};

use super::theme::{self, Tokens};
use super::{Element, font};
use motion::{Kind, Since};

/// A label in one of the type styles.
pub(crate) fn label<'a>(
    words: impl text::IntoFragment<'a>,
    kind: theme::Type,
    font: Font,
    color: Color,
) -> Text<'a> {
    text(words).size(kind.size).line_height(iced::Pixels(kind.line)).font(font).color(color)
}

/// Running text of the interface.
pub(crate) fn body<'a>(words: impl text::IntoFragment<'a>, color: Color) -> Text<'a> {
    label(words, theme::BODY, font::TEXT, color)
}

/// Hints and errors.
pub(crate) fn caption<'a>(words: impl text::IntoFragment<'a>, color: Color) -> Text<'a> {
    label(words, theme::CAPTION, font::TEXT, color)
}

/// A field that is never there: giving it the keyboard takes it from all others.
pub(crate) const NOWHERE: &str = "nowhere";

/// A dialog over everything else, if there is one: what lies behind is dimmed and out of reach,
/// and a click beside the dialog closes it.
///
/// The page stands in the same place of the tree with and without a dialog: elsewhere it would
/// begin anew, scrolled to its end and without the cursor.
pub(crate) fn modal<'a, Message: Clone + 'a>(
    base: impl Into<Element<'a, Message>>,
    dialog: Option<impl Into<Element<'a, Message>>>,
    close: Message,
    t: Tokens,
) -> Element<'a, Message> {
    let card = dialog.map(|dialog| {
        // A window may be lower than the dialog.
        scrollable(container(dialog).padding(24))
            .direction(style::thin())
            .style(move |_, status| style::scroll(t, status))
    });
    sheet(base, card, close, t)
}

/// As [`modal`], of something that fills all of the dialog and scrolls itself.
pub(crate) fn sheet<'a, Message: Clone + 'a>(
    base: impl Into<Element<'a, Message>>,
    card: Option<impl Into<Element<'a, Message>>>,
    close: Message,
    t: Tokens,
) -> Element<'a, Message> {
    let layer = card.map(|card| {
        let card = container(card).style(move |_| style::dialog(t));
        let card = motion::coming(card, Kind::Dialog, Since::Seen, (t.raised, style::DIALOG), t);
        let card = opaque(card);
        let card = container(style::lift_dialog(card, t)).center(Fill).padding(8);
        let scrim = container(card).style(move |_| container::Style {
            background: Some(t.scrim.into()),
            ..container::Style::default()
        });
        opaque(mouse_area(scrim).on_press(close))
    });
    stack![focus::behind(base, layer.is_some())].push(layer).into()
}
