//! The dialog in its states, as somebody has seen it: see `crate::app::photographs`.

use iced::{Fill, Size};

use super::tests::{chat, shown};
use super::*;
use crate::app::Element;
use crate::app::language::Language;
use crate::app::photographs::{Light, both, photograph_made};
use crate::app::widget::{sheet, style};

fn photographed(name: &str, lights: &[Light], make: impl Fn() -> State) {
    photograph_made(name, lights, make, &[], |state, light| {
        let t = light.tokens();
        let dialog: Element<'_, Message> = view(state, t, light.size);
        sheet(style::gap(Fill, Fill), Some(dialog), Message::Closed, tokens(t))
    });
}

fn words() -> SpokenWords {
    SpokenWords::Words(["harbour", "lantern", "thimble", "frost"].map(str::to_owned))
}

fn with(words: SpokenWords) -> State {
    shown(chat(Some(Standing::NotCompared), words))
}

#[test]
fn photographs_of_numbers() {
    let wide = Light::day(1000.0, 700.0);
    let russian = Light { language: Language::Russian, ..wide };
    let lights = [wide, wide.night(), wide.night().persian(), russian];
    photographed("verify", &lights, || with(words()));
    // One pane, and a window of 1280 by 800 at 200 %.
    let small = Light::day(1280.0, 800.0);
    let lights = [Light::day(640.0, 900.0), Light::day(420.0, 1200.0).persian(), small.doubled()];
    photographed("verify-narrow", &lights, || with(words()));
}

#[test]
fn photographs_of_what_is_found() {
    let lights = both(1000.0, 640.0);
    photographed("verify-compared", &lights, || {
        shown(chat(Some(Standing::Compared), SpokenWords::None))
    });
    photographed("verify-asked", &lights, || {
        let mut state = with(SpokenWords::Asked);
        state.update(Message::ScanPressed);
        state.update(Message::PastePressed);
        state.update(Message::CodeRead(Err(Unreadable::NoCode)));
        state
    });
    let lights = both(720.0, 560.0);
    photographed("verify-differ", &lights, || {
        let mut state = with(SpokenWords::None);
        state.update(Message::DifferPressed);
        state
    });
    photographed("verify-over", &lights, || {
        let mut state = with(SpokenWords::None);
        state.page = Page::Over;
        state.stand(Standing::Differs);
        state
    });
    photographed("verify-waiting", &[Light::day(720.0, 360.0)], || {
        State::open(chat(None, SpokenWords::None), None).0
    });
}

#[test]
fn a_window_of_a_thousand_by_seven_hundred_shows_all_of_it() {
    let state = with(words());
    let window = Size::new(1000.0, 700.0);
    let t = crate::app::testing::tokens();
    let page = sheet(style::gap(Fill, Fill), Some(view(&state, t, window)), Message::Closed, t);
    let mut ui = crate::app::testing::simulate_in(page, window);
    let last = ui.find(say!("verify-match")).unwrap().bounds();
    assert!(last.y + last.height <= window.height - 16.0, "{last:?}");
}
