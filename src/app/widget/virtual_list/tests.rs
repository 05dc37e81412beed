//! A list in a window, with a wheel, a thumb and a keyboard.

use std::cell::Cell;
use std::rc::Rc;

use iced::advanced::widget::Id;
use iced::keyboard::key::Named;
use iced::time::Instant;
use iced::widget::{container, text};
use iced_test::Simulator;

use super::super::super::testing::{simulate_in, tokens};
use super::state::{FADE, LIT, TELLING};
use super::*;

const ROOM: Size = Size::new(400.0, 400.0);

#[derive(Debug, Clone, PartialEq)]
enum Heard {
    View(View),
    Menu(Key),
    At(Option<Key>),
}

fn key(number: u64) -> Key {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&number.to_be_bytes());
    key
}

/// Rows of 40 px, and how many of them were built.
fn list(before: u64, after: u64) -> (VirtualList<'static, Heard>, Rc<Cell<u32>>) {
    let built = Rc::new(Cell::new(0));
    let count = Rc::clone(&built);
    let build = move |row: usize| {
        count.set(count.get() + 1);
        container(text(format!("row {row}"))).height(40).into()
    };
    let rows = (0..300).map(|row| key(before + row)).collect();
    let list = VirtualList::new([1; 16], (rows, before, after), build, tokens())
        .on_view(Heard::View)
        .on_key(|key, press| {
            matches!(press.key, keyboard::Key::Named(Named::ContextMenu))
                .then_some(Heard::Menu(key))
        })
        .on_walk(Heard::At)
        .id("list");
    (list, built)
}

fn shown(ui: &mut Simulator<'_, Heard>, row: u32) -> bool {
    ui.find(format!("row {row}").as_str()).is_ok()
}

/// A frame so late that everything that waited is due.
fn frame(ui: &mut Simulator<'_, Heard>) {
    let now = window::Event::RedrawRequested(Instant::now() + TELLING);
    ui.simulate([Event::Window(now)]);
}

fn wheel(ui: &mut Simulator<'_, Heard>, y: f32) {
    ui.point_at(Point::new(200.0, 200.0));
    let delta = mouse::ScrollDelta::Lines { x: 0.0, y };
    ui.simulate([Event::Mouse(mouse::Event::WheelScrolled { delta })]);
    frame(ui);
    // The window asks once more after it was laid out.
    frame(ui);
}

fn last_view(ui: Simulator<'_, Heard>) -> View {
    let views = ui.into_messages().filter_map(|heard| match heard {
        Heard::View(view) => Some(view),
        Heard::Menu(_) | Heard::At(_) => None,
    });
    views.last().unwrap()
}

#[test]
fn of_a_million_rows_only_what_is_near_is_built() {
    let (list, built) = list(999_700, 0);
    let mut ui = simulate_in(list, ROOM);
    assert!(shown(&mut ui, 299) && !shown(&mut ui, 200));
    assert!(built.get() < 30, "{}", built.get());
}

#[test]
fn the_wheel_moves_it_and_pages_are_asked_for_near_an_end() {
    let (list, _) = list(1_000, 0);
    let mut ui = simulate_in(list, ROOM);
    wheel(&mut ui, 20.0);
    assert!(shown(&mut ui, 265) && !shown(&mut ui, 299));
    for _ in 0..9 {
        wheel(&mut ui, 20.0);
    }
    let view = last_view(ui);
    assert!(view.wants_older && !view.wants_newer && !view.at_end, "{view:?}");
}

#[test]
fn many_turns_of_the_wheel_between_two_frames_are_laid_out_once() {
    let (list, built) = list(1_000, 0);
    let mut ui = simulate_in(list, ROOM);
    frame(&mut ui);
    let before = built.get();
    ui.point_at(Point::new(200.0, 200.0));
    let delta = mouse::ScrollDelta::Lines { x: 0.0, y: 20.0 };
    let turn = Event::Mouse(mouse::Event::WheelScrolled { delta });
    ui.simulate([turn.clone(), turn.clone(), turn]);
    assert_eq!(built.get(), before, "laid out before the frame");
    frame(&mut ui);
    // All three moved it, 30 rows each.
    assert!(shown(&mut ui, 205) && !shown(&mut ui, 235) && !shown(&mut ui, 265));
}

#[test]
fn a_list_that_moved_never_has_the_layer_of_the_frames_before() {
    let mut state = State::default();
    let rows: Vec<Key> = (0..300).map(key).collect();
    state.strip.set_view(400.0);
    state.strip.set_rows(&rows, 0, 0);
    state.strip.place(MARGIN, |_| 40.0);
    state.note_place();
    let visible = Rectangle::with_size(ROOM);
    let mut last = Vec::new();
    for _ in 0..100 {
        state.turn(-7.0);
        assert!(state.catch_up());
        state.strip.place(MARGIN, |_| 40.0);
        state.note_place();
        let layer = whole(visible, state.step);
        assert!((layer.height - visible.height).abs() < 0.1);
        assert!(!last.iter().rev().take(20).any(|before| *before == layer));
        last.push(layer);
        // What did not move is compared part by part.
        state.strip.place(MARGIN, |_| 40.0);
        state.note_place();
        assert_eq!(whole(visible, state.step), layer);
    }
}

#[test]
fn rows_that_pass_by_are_told_now_and_then_and_what_matters_at_once() {
    let start = Instant::now();
    let told = View { top: Some(key(1)), bottom: Some(key(9)), ..View::default() };
    let state = State { told: Some((told, start)), ..State::default() };
    let soon = start + TELLING / 10;
    assert_eq!(state.due(told, soon), None);
    let passed = View { top: Some(key(2)), bottom: Some(key(10)), ..told };
    assert_eq!(state.due(passed, soon), Some(start + TELLING));
    let late = start + TELLING * 3;
    assert_eq!(state.due(passed, late), Some(late));
    for matters in [View { at_end: true, ..passed }, View { wants_older: true, ..passed }] {
        assert_eq!(state.due(matters, soon), Some(soon));
    }
    assert_eq!(State::default().due(told, soon), Some(soon));
}

#[test]
fn it_says_what_is_seen() {
    let (list, _) = list(0, 0);
    let mut ui = simulate_in(list, ROOM);
    frame(&mut ui);
    let view = last_view(ui);
    assert!(view.at_end);
    assert_eq!((view.bottom, view.top), (Some(key(299)), Some(key(290))));
}

#[test]
fn the_thumb_is_dragged_to_the_very_beginning() {
    let (list, _) = list(999_700, 0);
    let mut ui = simulate_in(list, ROOM);
    let at = |y: f32| Point::new(395.0, y);
    ui.point_at(at(390.0));
    let press = Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left));
    let moved = Event::Mouse(mouse::Event::CursorMoved { position: at(-50.0) });
    ui.simulate([press, moved]);
    frame(&mut ui);
    frame(&mut ui);
    assert_eq!(last_view(ui).wants, Some(0));
}

#[test]
fn the_keyboard_goes_from_row_to_row_and_opens_a_menu() {
    let (list, _) = list(0, 0);
    let mut ui = simulate_in(list, ROOM);
    let _ = Id::new("list");
    // Without the keyboard nothing is heard.
    ui.tap_key(Named::ContextMenu);
    assert!(!ui.into_messages().any(|heard| matches!(heard, Heard::Menu(_))));
    let mut state = State::default();
    let rows: Vec<Key> = (0..300).map(key).collect();
    state.strip.set_view(400.0);
    state.strip.set_rows(&rows, 0, 0);
    state.strip.place(MARGIN, |_| 40.0);
    assert!(state.step(&rows, 0));
    assert_eq!(state.focus.row, Some(key(299)));
    for _ in 0..20 {
        state.step(&rows, -1);
        state.strip.place(MARGIN, |_| 40.0);
    }
    assert_eq!(state.focus.row, Some(key(279)));
    assert!(state.strip.seen().any(|slot| slot.key == key(279)), "it is brought into view");
}

#[test]
fn a_lit_row_goes_dark_and_then_asks_for_nothing() {
    let mut state = State { lit: Some((key(1), None)), glow: 1.0, ..State::default() };
    let start = Instant::now();
    let mut now = start;
    let mut frames = 0;
    while let Some(next) = state.fade(now) {
        assert!(next > now);
        now = next;
        frames += 1;
    }
    assert!(now >= start + LIT + FADE);
    assert!(frames < 30, "{frames}");
    assert_eq!(state.fade(now), None);
}
