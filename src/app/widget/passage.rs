//! A message's text with its time and ticks: on the last line where they fit, else on a line of
//! their own, at the side where that line ends. The text can be selected and copied, and links in it can be pressed.

use std::ops::Range;

use iced::advanced::text::{self, Paragraph as _, Wrapping};
use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{
    Clipboard, Layout, Renderer as _, Shell, Widget, clipboard, layout, mouse, overlay, renderer,
};
use iced::{Background, Color, Event, Length, Point, Rectangle, Size, Vector, keyboard};

use super::super::theme::{BODY, Type};
use super::super::{Element, direction, font};
use super::line::{Paragraph, shape_marked};
use super::link::{Link, links};
use super::selection::{Selection, hit, rectangles};

/// Between the text and the time beside it.
const GAP: f32 = 12.0;
/// How far the pointer may move for a press to be one.
const STILL: f32 = 4.0;

/// See the module.
pub(crate) struct Passage<'a, Message> {
    words: &'a str,
    color: Color,
    kind: Type,
    meta: Element<'a, Message>,
    selected: Color,
    link: Color,
    on_link: Option<fn(Link) -> Message>,
}

impl<'a, Message> Passage<'a, Message> {
    /// A text and what stands at its end.
    pub(crate) fn new(words: &'a str, color: Color, meta: impl Into<Element<'a, Message>>) -> Self {
        Self {
            words,
            color,
            kind: BODY,
            meta: meta.into(),
            selected: Color { a: 0.3, ..color },
            link: color,
            on_link: None,
        }
    }

    /// Another type style.
    pub(crate) fn kind(mut self, kind: Type) -> Self {
        self.kind = kind;
        self
    }

    /// The ground of what is selected.
    pub(crate) fn selected(mut self, color: Color) -> Self {
        self.selected = color;
        self
    }

    /// The colour of links, and what a press on one means; nothing while they are inert.
    pub(crate) fn links(mut self, color: Color, on_link: Option<fn(Link) -> Message>) -> Self {
        self.link = color;
        self.on_link = on_link;
        self
    }
}

#[derive(Default)]
struct State {
    words: String,
    room: f32,
    size: f32,
    color: Option<Color>,
    paragraph: Paragraph,
    /// The last line runs from right to left.
    rtl: bool,
    last_line: f32,
    links: Vec<(Link, Vec<Rectangle>)>,
    selection: Option<Selection>,
    /// The button is held down: the selection follows the pointer.
    dragging: bool,
    click: Option<mouse::Click>,
    pressed: Option<(usize, Point)>,
}

impl State {
    fn shape(&mut self, words: &str, kind: Type, link: Color, room: f32) {
        let same = self.words == words && self.size == kind.size && self.color == Some(link);
        // Its lines break where they did in any room between its own width and that it was shaped
        // for. A bubble asks with both, for each frame, and shaping is most of what laying out costs.
        if same && room <= self.room && room >= self.paragraph.min_width().min(self.room) {
            return;
        }
        if self.words != words {
            self.selection = None;
            self.dragging = false;
        }
        let found = links(words);
        let places: Vec<Range<usize>> = found.iter().map(|link| link.place.clone()).collect();
        let wrap = Wrapping::WordOrGlyph;
        self.paragraph = shape_marked(words, &places, link, kind, font::TEXT, room, wrap);
        let buffer = self.paragraph.buffer();
        (self.last_line, self.rtl) =
            buffer.layout_runs().last().map_or((0.0, false), |r| (r.line_w, r.rtl));
        self.links = found
            .into_iter()
            .map(|link| {
                let places = rectangles(buffer, words, &link.place);
                (link, places)
            })
            .collect();
        (self.words, self.room, self.size) = (words.to_owned(), room, kind.size);
        self.color = Some(link);
    }

    /// Where the text begins within the widget.
    fn origin(&self, bounds: Rectangle) -> Point {
        let left = if self.rtl { bounds.width - self.paragraph.min_width() } else { 0.0 };
        bounds.position() + Vector::new(left, 0.0)
    }

    /// Whether a point is on the text and not beside it.
    fn is_text(&self, at: Point) -> bool {
        Rectangle::with_size(self.paragraph.min_bounds()).expand(2.0).contains(at)
    }

    fn link_at(&self, at: Point) -> Option<usize> {
        self.links.iter().position(|(_, places)| places.iter().any(|place| place.contains(at)))
    }

    /// Takes part in an event of the pointer or the keyboard. `at` is the pointer, counted from
    /// the beginning of the text.
    fn hear<Message>(
        &mut self,
        event: &Event,
        at: Option<Point>,
        origin: Point,
        on_link: Option<fn(Link) -> Message>,
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
                let place = hit(self.paragraph.buffer(), &self.words, at);
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
                let to = hit(self.paragraph.buffer(), &self.words, at);
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
                        clipboard.write(clipboard::Kind::Standard, words);
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

/// Where text and time lie: (whole size, left edge of the text, place of the time).
fn arrange(
    text: Size,
    last_line: f32,
    rtl: bool,
    meta: Size,
    room: Size<f32>,
    least: f32,
) -> (Size, f32, Vector) {
    let beside = last_line + GAP + meta.width <= room.width;
    let natural = if beside {
        Size::new(text.width.max(last_line + GAP + meta.width), text.height.max(meta.height))
    } else {
        Size::new(text.width.max(meta.width), text.height + meta.height)
    };
    let size = Size::new(natural.width.max(least).min(room.width), natural.height);
    // A text from right to left has its time where its last line ends: at the left.
    let (left, time) =
        if rtl { (size.width - text.width, 0.0) } else { (0.0, size.width - meta.width) };
    (size, left, Vector::new(time, size.height - meta.height))
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Passage<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.meta)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.meta));
    }

    fn size(&self) -> Size<Length> {
        Size { width: Length::Shrink, height: Length::Shrink }
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let room = limits.max();
        let loose = layout::Limits::new(Size::ZERO, room);
        let meta = self.meta.as_widget_mut().layout(&mut tree.children[0], renderer, &loose);
        let state = tree.state.downcast_mut::<State>();
        state.shape(self.words, self.kind, self.link, room.width);
        let text = state.paragraph.min_bounds();
        let (size, _, place) =
            arrange(text, state.last_line, state.rtl, meta.size(), room, limits.min().width);
        layout::Node::with_children(size, vec![meta.translate(place)])
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &iced::Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        if !bounds.intersects(viewport) {
            return;
        }
        let state = tree.state.downcast_ref::<State>();
        let at = state.origin(bounds);
        let mut fill = |place: Rectangle, color: Color| {
            let bounds = place + Vector::new(at.x, at.y);
            let quad = renderer::Quad { bounds, ..renderer::Quad::default() };
            renderer.fill_quad(quad, Background::Color(color));
        };
        if let Some(selection) = state.selection {
            for place in rectangles(state.paragraph.buffer(), &state.words, &selection.range()) {
                fill(place, self.selected);
            }
        }
        for (_, places) in &state.links {
            for place in places {
                let y = (place.y + place.height * 0.86).round();
                fill(Rectangle { y, height: 1.0, ..*place }, self.link);
            }
        }
        text::Renderer::fill_paragraph(renderer, &state.paragraph, at, self.color, *viewport);
        if let Some(meta) = layout.children().next() {
            let child = &tree.children[0];
            self.meta.as_widget().draw(child, renderer, theme, style, meta, cursor, viewport);
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), self.words);
        if let Some(meta) = layout.children().next() {
            let child = &mut tree.children[0];
            operation.traverse(&mut |operation| {
                self.meta.as_widget_mut().operate(child, meta, renderer, operation);
            });
        }
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        if let Some(meta) = layout.children().next() {
            let child = &mut tree.children[0];
            self.meta
                .as_widget_mut()
                .update(child, event, meta, cursor, renderer, clipboard, shell, viewport);
        }
        let state = tree.state.downcast_mut::<State>();
        let origin = state.origin(layout.bounds());
        let at = cursor.position().map(|at| at - Vector::new(origin.x, origin.y));
        state.hear(event, at, origin, self.on_link, clipboard, shell);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let state = tree.state.downcast_ref::<State>();
        let origin = state.origin(layout.bounds());
        let at = cursor.position().map(|at| at - Vector::new(origin.x, origin.y));
        match at {
            _ if state.dragging => mouse::Interaction::Text,
            Some(at) if self.on_link.is_some() && state.link_at(at).is_some() => {
                mouse::Interaction::Pointer
            }
            Some(at) if state.is_text(at) => mouse::Interaction::Text,
            _ => mouse::Interaction::default(),
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
        let meta = layout.children().next()?;
        let child = &mut tree.children[0];
        self.meta.as_widget_mut().overlay(child, meta, renderer, viewport, translation)
    }
}

impl<'a, Message: 'a> From<Passage<'a, Message>> for Element<'a, Message> {
    fn from(passage: Passage<'a, Message>) -> Self {
        direction::upright(Element::new(passage))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_text_has_its_time_beside_it() {
        let (size, _, place) = arrange(
            Size::new(100.0, 20.0),
            100.0,
            false,
            Size::new(40.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!(size, Size::new(152.0, 20.0));
        assert_eq!(place, Vector::new(112.0, 6.0));
    }

    #[test]
    fn a_full_last_line_pushes_the_time_below() {
        let (size, _, place) = arrange(
            Size::new(390.0, 40.0),
            380.0,
            false,
            Size::new(40.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!(size, Size::new(390.0, 54.0));
        assert_eq!(place, Vector::new(350.0, 40.0));
    }

    #[test]
    fn persian_keeps_to_the_right_and_has_its_time_at_the_left() {
        let (size, left, place) = arrange(
            Size::new(30.0, 20.0),
            30.0,
            true,
            Size::new(60.0, 14.0),
            Size::new(400.0, 999.0),
            0.0,
        );
        assert_eq!((size, left), (Size::new(102.0, 20.0), 72.0));
        assert_eq!(place, Vector::new(0.0, 6.0));
    }

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
            state.shape(words, BODY, Color::BLACK, 500.0);
            Self { state, clipboard: Kept::default(), opened: Vec::new() }
        }

        fn hear(&mut self, event: &Event, at: (f32, f32)) {
            let at = Some(Point::new(at.0, at.1));
            let mut shell = Shell::new(&mut self.opened);
            let on_link: fn(Link) -> Link = |link| link;
            let (state, clipboard) = (&mut self.state, &mut self.clipboard);
            state.hear(event, at, Point::ORIGIN, Some(on_link), clipboard, &mut shell);
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
        let runs = state.paragraph.buffer().layout_runs();
        let lines = runs.map(|run| (run.line_i, run.glyphs.len(), run.line_w)).collect();
        (lines, state.paragraph.min_bounds())
    }

    #[test]
    fn a_bubble_that_hugs_its_text_does_not_shape_it_again() {
        let words = "The ferry on Saturday leaves at 7:40 and not at 8:10, so be early";
        let mut state = State::default();
        state.shape(words, BODY, Color::BLACK, 300.0);
        let shaped = state.paragraph.buffer().lines.as_ptr();
        let own = state.paragraph.min_width();
        assert!(own < 300.0 && own > 150.0, "{own}");
        for room in [own, 300.0, own + 1.0, 300.0] {
            state.shape(words, BODY, Color::BLACK, room);
            assert_eq!(state.paragraph.buffer().lines.as_ptr(), shaped, "{room}");
        }
        state.shape(words, BODY, Color::BLACK, own - 1.0);
        assert!(state.paragraph.min_width() < own);
        state.shape(words, BODY, Color::BLACK, 600.0);
        assert!(state.paragraph.min_width() > own);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn lines_break_alike_in_every_room_that_holds_them(
            words in "[a-z اب🎉\n]{1,80}", room in 40.0_f32..300.0, share in 0.0_f32..1.0,
        ) {
            let mut kept = State::default();
            kept.shape(&words, BODY, Color::BLACK, room);
            let own = kept.paragraph.min_width().min(room);
            let narrower = own + (room - own) * share;
            let mut anew = State::default();
            anew.shape(&words, BODY, Color::BLACK, narrower);
            prop_assert_eq!(lines(&kept), lines(&anew));
            kept.shape(&words, BODY, Color::BLACK, narrower);
            prop_assert_eq!(lines(&kept), lines(&anew));
        }
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_room_or_covers_the_text(
            text in (0.0_f32..400.0, 1_u8..9), last in 0.0_f32..1.0, rtl: bool,
            meta in 10.0_f32..90.0, least in 0.0_f32..400.0,
        ) {
            let whole = Size::new(text.0, f32::from(text.1) * 20.0);
            let last_line = last * text.0;
            let meta = Size::new(meta, 14.0);
            let (size, left, place) =
                arrange(whole, last_line, rtl, meta, Size::new(400.0, 999.0), least);
            prop_assert!(size.width <= 400.0 && size.width >= whole.width.min(400.0));
            prop_assert!(left >= 0.0 && left + whole.width <= size.width + 0.01);
            prop_assert!(place.x >= 0.0 && place.y >= 0.0);
            let below = place.y >= whole.height - 0.01;
            let beside = if rtl {
                place.x + meta.width <= left + whole.width - last_line + 0.01
            } else {
                place.x >= left + last_line
            };
            let beside = beside && place.y >= whole.height - 20.0;
            prop_assert!(below || beside);
        }
    }
}
