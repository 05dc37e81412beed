//! What the tests of the screens share.

use iced::advanced::widget::Id;
use iced::keyboard::key::Named;
use iced::{Settings, Size};
use iced_test::Simulator;

use super::calendar::Calendar;
use super::theme::{Accent, Mode, Tokens};
use super::{Element, fixture, font};

/// Light, normal.
pub(crate) fn tokens() -> Tokens {
    Tokens::of(Mode::Light, Accent::Normal)
}

/// The evening of the fixtures, in Greenwich.
pub(crate) fn calendar() -> Calendar {
    Calendar::at(fixture::NOW, jiff::tz::TimeZone::UTC)
}

/// Shows something in a window of the usual size.
pub(crate) fn simulate<'a, Message>(
    view: impl Into<Element<'a, Message>>,
) -> Simulator<'a, Message> {
    simulate_in(view, Size::new(1280.0, 1000.0))
}

/// Shows something in a window of this size.
pub(crate) fn simulate_in<'a, Message>(
    view: impl Into<Element<'a, Message>>,
    size: Size,
) -> Simulator<'a, Message> {
    let settings = Settings {
        fonts: font::FILES.into_iter().map(Into::into).collect(),
        default_font: font::TEXT,
        ..Settings::default()
    };
    Simulator::with_size(settings, size, view)
}

/// The messages of one click on a text.
pub(crate) fn clicked<'a, Message>(
    view: impl Into<Element<'a, Message>>,
    words: &str,
) -> Vec<Message> {
    let mut ui = simulate(view);
    ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    ui.into_messages().collect()
}

/// The messages of typing into a field, with Enter at the end if so wished.
pub(crate) fn typed<'a, Message>(
    view: impl Into<Element<'a, Message>>,
    field: &'static str,
    words: &str,
    enter: bool,
) -> Vec<Message> {
    let mut ui = simulate(view);
    ui.click(Id::new(field)).unwrap_or_else(|error| panic!("{field}: {error}"));
    ui.typewrite(words);
    if enter {
        ui.tap_key(Named::Enter);
    }
    ui.into_messages().collect()
}
