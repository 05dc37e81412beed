//! A shaped text that is read: what of it is selected, and which of its links is pressed.

use std::ops::Range;

use iced::advanced::text::Paragraph as _;
use iced::advanced::{Clipboard, Shell, clipboard, mouse};
use iced::{Color, Event, Font, Point, Rectangle, Vector, keyboard};

use super::super::super::theme::Type;
use super::super::line::Setting;
use super::super::link::{Link, links};
use super::super::selection::Selection;
use super::super::typeset::Typeset;
use crate::model::Secret;

/// How far the pointer may move for a press to be one.
const STILL: f32 = 4.0;

/// What a press on a link means; nothing while links are inert.
pub(super) type OnLink<Message> = Option<fn(Link) -> Message>;
/// Whom copied words are handed to instead of the clipboard.
pub(super) type OnCopy<Message> = Option<fn(Secret) -> Message>;

#[derive(Default)]
pub(super) struct State {
    pub(super) words: String,
    room: f32,
    size: f32,
    color: Option<Color>,
    pub(super) text: Typeset,
    /// The last line runs from right to left.
    pub(super) rtl: bool,
    pub(super) last_line: f32,
    pub(super) links: Vec<(Link, Vec<Rectangle>)>,
    pub(super) selection: Option<Selection>,
    /// The button is held down: the selection follows the pointer.
    pub(super) dragging: bool,
    click: Option<mouse::Click>,
    pressed: Option<(usize, Point)>,
}

impl State {
    pub(super) fn shape(
        &mut self,
        words: &str,
        (kind, font): (Type, Font),
        link: Color,
        room: f32,
    ) {
        let same = self.words == words && self.size == kind.size && self.color == Some(link);
        // Its lines break where they did in any room between its own width and that it was shaped
        // for. A bubble asks with both, for each frame, and shaping is most of what laying out costs.
        if same && room <= self.room && room >= self.text.size().width.min(self.room) {
            return;
        }
        if self.words != words {
            self.selection = None;
            self.dragging = false;
        }
        let found = links(words);
        let places: Vec<Range<usize>> = found.iter().map(|link| link.place.clone()).collect();
        let setting = Setting::within(kind, font, room);
        let text = Typeset::new(words, &places, link, setting);
        let runs = text.paragraph().buffer().layout_runs();
        (self.last_line, self.rtl) = runs.last().map_or((0.0, false), |r| (r.line_w, r.rtl));
        self.links = found
            .into_iter()
            .map(|link| {
                let places = text.rectangles(&link.place);
                (link, places)
            })
            .collect();
        self.text = text;
        (self.words, self.room, self.size) = (words.to_owned(), room, kind.size);
        self.color = Some(link);
    }

    /// Where the text begins within the widget.
    pub(super) fn origin(&self, bounds: Rectangle) -> Point {
        let left = if self.rtl { bounds.width - self.text.paragraph().min_width() } else { 0.0 };
        bounds.position() + Vector::new(left, 0.0)
    }

    /// Whether a point is on the text and not beside it.
    pub(super) fn is_text(&self, at: Point) -> bool {
        Rectangle::with_size(self.text.paragraph().min_bounds()).expand(2.0).contains(at)
    }

    pub(super) fn link_at(&self, at: Point) -> Option<usize> {
        self.links.iter().position(|(_, places)| places.iter().any(|place| place.contains(at)))
    }

    /// Takes part in an event of the pointer or the keyboard. `at` is the pointer, counted from
    /// the beginning of the text.
    pub(super) fn hear<Message>(
        &mut self,
        event: &Event,
        at: Option<Point>,
        origin: Point,
        (on_link, on_copy): (OnLink<Message>, OnCopy<Message>),
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)) => {
                let Some(at) = at.filter(|at| self.is_text(*at)) else {
                    if self.selection.take().is_some() {
                        shell.request_redraw();
                    }
                    return;
                };
                let click = mouse::Click::new(at, mouse::Button::Left, self.click);
                self.click = Some(click);
                let place = self.text.hit(at);
                self.pressed = None;
                let selection = match click.kind() {
                    mouse::click::Kind::Single => {
                        self.dragging = true;
                        self.pressed = self.link_at(at).map(|link| (link, at));
                        Selection { from: place, to: place }
                    }
                    mouse::click::Kind::Double => Selection::word(&self.words, place),
                    mouse::click::Kind::Triple => Selection::all(&self.words),
                };
                self.selection = Some(selection);
                shell.capture_event();
                shell.request_redraw();
            }
            Event::Mouse(mouse::Event::CursorMoved { position }) if self.dragging => {
                let at = *position - Vector::new(origin.x, origin.y);
                let to = self.text.hit(at);
                if let Some(selection) = &mut self.selection
                    && selection.to != to
                {
                    selection.to = to;
                    shell.request_redraw();
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) if self.dragging => {
                self.dragging = false;
                let still = |from: Point| at.is_some_and(|at| at.distance(from) < STILL);
                if let Some((link, from)) = self.pressed.take()
                    && still(from)
                    && let (Some(on_link), Some((link, _))) = (on_link, self.links.get(link))
                {
                    self.selection = None;
                    shell.publish(on_link(link.clone()));
                    shell.capture_event();
                }
                if self.selection.is_some_and(Selection::is_empty) {
                    self.selection = None;
                }
            }
            Event::Keyboard(keyboard::Event::KeyPressed {
                key, physical_key, modifiers, ..
            }) if modifiers.command() && !modifiers.alt() && !shell.is_event_captured() => {
                let Some(selection) = self.selection.filter(|s| !s.is_empty()) else { return };
                match key.to_latin(*physical_key) {
                    Some('c') => {
                        let words = selection.of(&self.words).to_owned();
                        match on_copy {
                            Some(on_copy) => shell.publish(on_copy(Secret::new(words))),
                            None => clipboard.write(clipboard::Kind::Standard, words),
                        }
                        shell.capture_event();
                    }
                    Some('a') => {
                        self.selection = Some(Selection::all(&self.words));
                        shell.capture_event();
                        shell.request_redraw();
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use iced::Size;
    use proptest::prelude::*;

    use super::super::super::super::font;
    use super::super::super::super::theme::BODY;
    use super::*;

    const PLAIN: (Type, Font) = (BODY, font::TEXT);

    /// A clipboard that keeps what it was given.
    #[derive(Default)]
    struct Kept(Option<String>);

    impl Clipboard for Kept {
        fn read(&self, _kind: clipboard::Kind) -> Option<String> {
            self.0.clone()
        }

        fn write(&mut self, _kind: clipboard::Kind, contents: String) {
            self.0 = Some(contents);
        }
    }

    fn pointer(event: mouse::Event) -> Event {
        Event::Mouse(event)
    }

    fn ctrl_c() -> Event {
        let key = keyboard::Key::Character("c".into());
        Event::Keyboard(keyboard::Event::KeyPressed {
            key: key.clone(),
            modified_key: key,
            physical_key: keyboard::key::Physical::Code(keyboard::key::Code::KeyC),
            location: keyboard::Location::Standard,
            modifiers: keyboard::Modifiers::COMMAND,
            text: None,
            repeat: false,
        })
    }

    struct Reader {
        state: State,
        clipboard: Kept,
        opened: Vec<Link>,
    }

    impl Reader {
        fn of(words: &str) -> Self {
            let mut state = State::default();
            state.shape(words, PLAIN, Color::BLACK, 500.0);
            Self { state, clipboard: Kept::default(), opened: Vec::new() }
        }

        fn hear(&mut self, event: &Event, at: (f32, f32)) {
            let at = Some(Point::new(at.0, at.1));
            let mut shell = Shell::new(&mut self.opened);
            let on_link: fn(Link) -> Link = |link| link;
            let (state, clipboard) = (&mut self.state, &mut self.clipboard);
            state.hear(event, at, Point::ORIGIN, (Some(on_link), None), clipboard, &mut shell);
        }

        fn press(&mut self, at: (f32, f32)) {
            self.hear(&pointer(mouse::Event::ButtonPressed(mouse::Button::Left)), at);
        }

        fn release(&mut self, at: (f32, f32)) {
            self.hear(&pointer(mouse::Event::ButtonReleased(mouse::Button::Left)), at);
        }

        fn copied(&mut self) -> Option<String> {
            self.hear(&ctrl_c(), (0.0, 0.0));
            self.clipboard.0.take()
        }
    }

    #[test]
    fn what_is_dragged_over_is_copied_and_a_press_elsewhere_lets_it_go() {
        let mut reader = Reader::of("The ferry leaves\nat 7:40");
        reader.press((0.0, 10.0));
        let moved = mouse::Event::CursorMoved { position: Point::new(400.0, 10.0) };
        reader.hear(&pointer(moved), (400.0, 10.0));
        reader.release((400.0, 10.0));
        assert_eq!(reader.copied().as_deref(), Some("The ferry leaves"));
        reader.press((900.0, 900.0));
        assert_eq!(reader.copied(), None);
    }

    #[test]
    fn twice_is_a_word_and_three_times_is_all() {
        let mut reader = Reader::of("The ferry leaves");
        let at = (40.0, 10.0);
        for _ in 0..2 {
            reader.press(at);
            reader.release(at);
        }
        assert_eq!(reader.copied().as_deref(), Some("ferry"));
        reader.press(at);
        assert_eq!(reader.copied().as_deref(), Some("The ferry leaves"));
    }

    #[test]
    fn a_link_is_opened_by_a_press_and_not_by_selecting_it() {
        let mut reader = Reader::of("https://lakeloop.example/trails");
        reader.press((10.0, 10.0));
        let moved = mouse::Event::CursorMoved { position: Point::new(120.0, 10.0) };
        reader.hear(&pointer(moved), (120.0, 10.0));
        reader.release((120.0, 10.0));
        assert!(reader.opened.is_empty());
        assert!(reader.copied().is_some());
        let mut reader = Reader::of("https://lakeloop.example/trails");
        reader.press((10.0, 10.0));
        reader.release((11.0, 10.0));
        assert_eq!(reader.opened.len(), 1);
        assert_eq!(reader.copied(), None);
    }

    /// What stands on each line, and how wide it is.
    fn lines(state: &State) -> (Vec<(usize, usize, f32)>, Size) {
        let runs = state.text.paragraph().buffer().layout_runs();
        let lines = runs.map(|run| (run.line_i, run.glyphs.len(), run.line_w)).collect();
        (lines, state.text.size())
    }

    #[test]
    fn a_bubble_that_hugs_its_text_does_not_shape_it_again() {
        let words = "The ferry on Saturday leaves at 7:40 and not at 8:10, so be early";
        let mut state = State::default();
        state.shape(words, PLAIN, Color::BLACK, 300.0);
        let shaped = state.text.paragraph().buffer().lines.as_ptr();
        let own = state.text.size().width;
        assert!(own < 300.0 && own > 150.0, "{own}");
        for room in [own, 300.0, own + 1.0, 300.0] {
            state.shape(words, PLAIN, Color::BLACK, room);
            assert_eq!(state.text.paragraph().buffer().lines.as_ptr(), shaped, "{room}");
        }
        state.shape(words, PLAIN, Color::BLACK, own - 1.0);
        assert!(state.text.size().width < own);
        state.shape(words, PLAIN, Color::BLACK, 600.0);
        assert!(state.text.size().width > own);
    }

    proptest! {
        #![proptest_config(crate::app::testing::cases(48))]
        #[test]
        fn lines_break_alike_in_every_room_that_holds_them(
            words in "[a-z اب🎉\n]{1,80}", room in 40.0_f32..300.0, share in 0.0_f32..1.0,
        ) {
            let mut kept = State::default();
            kept.shape(&words, PLAIN, Color::BLACK, room);
            let own = kept.text.size().width.min(room);
            let narrower = own + (room - own) * share;
            let mut anew = State::default();
            anew.shape(&words, PLAIN, Color::BLACK, narrower);
            prop_assert_eq!(lines(&kept), lines(&anew));
            kept.shape(&words, PLAIN, Color::BLACK, narrower);
            prop_assert_eq!(lines(&kept), lines(&anew));
        }
    }
}
