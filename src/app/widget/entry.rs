//! A field of one line.
//!
//! It is iced's `text_input`, but for what that gets wrong from right to left: iced puts caret and
//! selection beside the wrong edge of each letter, takes the pointer for another place, and walks
//! the wrong way. This one shapes the line itself, in the fonts that travel with the program, and
//! draws text, selection and caret from that one shape; the pointer is looked up in it too.

use std::time::Instant;

use iced::advanced::text::{Paragraph as _, Renderer as _, Wrapping};
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{
    Clipboard, InputMethod, Layout, Renderer as _, Shell, Widget, input_method, layout, mouse,
    renderer,
};
use iced::keyboard::key::{Key, Named};
use iced::widget::text_input::{self, Status, Style, TextInput, Value, cursor};
use iced::{
    Background, Event, Length, Padding, Pixels, Point, Rectangle, Size, Vector, keyboard, window,
};

use super::super::theme::Type;
use super::super::{Element, direction, font};
use super::editor::is_lit;
use super::line::{Paragraph, shape_marked};
use super::selection::{Selection, between, caret};

/// What iced remembers of its field.
type Inner = text_input::State<Paragraph>;

/// See the module.
pub(crate) struct Entry<'a, Message> {
    input: TextInput<'a, Message>,
    placeholder: &'a str,
    value: &'a str,
    kind: Type,
    secure: bool,
    enabled: bool,
    style: Box<dyn Fn(Status) -> Style + 'a>,
}

impl<'a, Message: Clone + 'a> Entry<'a, Message> {
    /// A field that shows this text, or this hint.
    pub(crate) fn new(
        placeholder: &'a str,
        value: &'a str,
        kind: Type,
        style: impl Fn(Status) -> Style + 'a,
    ) -> Self {
        let input = TextInput::new(placeholder, value)
            .font(font::TEXT)
            .size(kind.size)
            .line_height(Pixels(kind.line));
        let style = Box::new(style);
        Self { input, placeholder, value, kind, secure: false, enabled: false, style }
    }

    /// What it is found by.
    pub(crate) fn id(self, id: impl Into<Id>) -> Self {
        Self { input: self.input.id(id), ..self }
    }

    /// What typing means; without it, nothing can be typed.
    pub(crate) fn on_input(self, typed: impl Fn(String) -> Message + 'a) -> Self {
        Self { input: self.input.on_input(typed), enabled: true, ..self }
    }

    /// What typing means, if it may be typed into.
    pub(crate) fn on_input_maybe(self, typed: Option<impl Fn(String) -> Message + 'a>) -> Self {
        let enabled = typed.is_some();
        Self { input: self.input.on_input_maybe(typed), enabled, ..self }
    }

    /// What Enter means.
    pub(crate) fn on_submit(self, message: Message) -> Self {
        Self { input: self.input.on_submit(message), ..self }
    }

    /// What Enter means, if anything.
    pub(crate) fn on_submit_maybe(self, message: Option<Message>) -> Self {
        Self { input: self.input.on_submit_maybe(message), ..self }
    }

    /// Shows dots in place of letters.
    pub(crate) fn secure(self, secure: bool) -> Self {
        Self { input: self.input.secure(secure), secure, ..self }
    }

    /// Room around the text; it turns round with the window.
    pub(crate) fn padding(self, padding: impl Into<Padding>) -> Self {
        Self { input: self.input.padding(padding), ..self }
    }
}

/// A line as it is shown.
#[derive(Default)]
struct Shown {
    words: String,
    size: f32,
    paragraph: Paragraph,
}

impl Shown {
    fn shape(&mut self, words: String, kind: Type) {
        if self.words == words && self.size == kind.size {
            return;
        }
        let (marks, mark) = (&[], iced::Color::BLACK);
        let room = f32::INFINITY;
        self.paragraph = shape_marked(&words, marks, mark, kind, font::TEXT, room, Wrapping::None);
        (self.words, self.size) = (words, kind.size);
    }

    fn is_rtl(&self) -> bool {
        self.paragraph.buffer().layout_runs().next().is_some_and(|run| run.rtl)
    }

    /// How many bytes so many letters are.
    fn byte(&self, letters: usize) -> usize {
        Value::new(&self.words).until(letters).to_string().len()
    }

    /// How many letters these bytes are.
    fn letters(&self, byte: usize) -> usize {
        Value::new(self.words.get(..byte).unwrap_or(&self.words)).len()
    }

    /// Where the caret is before this letter, counted from the beginning of the line.
    fn caret(&self, letters: usize) -> f32 {
        let at = self.byte(letters);
        caret(self.paragraph.buffer(), 0, at, 0.0).map_or(0.0, |caret| caret.x)
    }

    /// The place whose caret is nearest to a point on the line.
    fn nearest(&self, x: f32) -> usize {
        let far = |letters: &usize| (self.caret(*letters) - x).abs();
        let letters = (0..=self.letters(self.words.len())).min_by(|a, b| far(a).total_cmp(&far(b)));
        self.byte(letters.unwrap_or(0))
    }

    /// Where the line begins in a room of this width, with the caret in sight.
    fn origin(&self, room: f32, at: Option<usize>) -> f32 {
        let width = self.paragraph.min_width();
        if width <= room {
            return if direction::is_rtl() { room - width } else { 0.0 };
        }
        let begin = if self.is_rtl() { room - width } else { 0.0 };
        let Some(at) = at else { return begin };
        let caret = begin + self.caret(at);
        begin - (caret - (room - 1.0)).max(0.0) - caret.min(0.0)
    }
}

#[derive(Default)]
struct State {
    value: Shown,
    placeholder: Shown,
    preedit: Option<input_method::Preedit>,
    /// When the caret last moved, and the time of this frame.
    moved: Option<(Instant, Instant)>,
    was_focused: bool,
    /// The window has the keyboard.
    away: bool,
    shift: bool,
    click: Option<mouse::Click>,
    /// What the pointer began with, in bytes, while its button is down.
    drag: Option<Selection>,
}

impl State {
    /// Follows the pointer in the shape that is shown. `inner` has heard the event already.
    fn hear_mouse(
        &mut self,
        event: mouse::Event,
        at: Option<Point>,
        text: Rectangle,
        before: cursor::State,
        secure: bool,
        inner: &mut Inner,
    ) {
        let shown = &self.value;
        let (cursor::State::Index(focus) | cursor::State::Selection { end: focus, .. }) = before;
        let from = inner.is_focused().then_some(focus);
        let place = |at: Point| shown.nearest(at.x - text.x - shown.origin(text.width, from));
        let select = |inner: &mut Inner, selection: Selection| {
            let (from, to) = (shown.letters(selection.from), shown.letters(selection.to));
            if from == to { inner.move_cursor_to(to) } else { inner.select_range(from, to) }
        };
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                let Some(at) = at else { return };
                let click = mouse::Click::new(at, mouse::Button::Left, self.click);
                let place = place(at);
                let chosen = match click.kind() {
                    mouse::click::Kind::Single if self.shift => {
                        let (cursor::State::Index(start) | cursor::State::Selection { start, .. }) =
                            before;
                        Selection { from: shown.byte(start), to: place }
                    }
                    mouse::click::Kind::Single => Selection { from: place, to: place },
                    mouse::click::Kind::Double if !secure => Selection::word(&shown.words, place),
                    mouse::click::Kind::Double | mouse::click::Kind::Triple => {
                        Selection::all(&shown.words)
                    }
                };
                select(inner, chosen);
                let holds = !secure || click.kind() == mouse::click::Kind::Single;
                self.drag = (holds && click.kind() != mouse::click::Kind::Triple).then_some(chosen);
                self.click = Some(click);
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => self.drag = None,
            mouse::Event::CursorMoved { position } => {
                let Some(begun) = self.drag else { return };
                let to = place(position);
                let word = self.click.is_some_and(|c| c.kind() == mouse::click::Kind::Double);
                let chosen = if word {
                    let here = Selection::word(&shown.words, to).range();
                    let first = begun.range();
                    if here.start < first.start {
                        Selection { from: first.end, to: here.start }
                    } else {
                        Selection { from: first.start, to: here.end.max(first.end) }
                    }
                } else {
                    Selection { from: begun.from, to }
                };
                select(inner, chosen);
            }
            _ => {}
        }
    }

    /// An arrow in a line from right to left: iced counts letters, people look at the screen.
    fn turned(&self, event: &Event) -> Option<Event> {
        let Event::Keyboard(keyboard::Event::KeyPressed {
            key: Key::Named(key @ (Named::ArrowLeft | Named::ArrowRight)),
            ..
        }) = event
        else {
            return None;
        };
        if !self.value.is_rtl() {
            return None;
        }
        let other = if *key == Named::ArrowLeft { Named::ArrowRight } else { Named::ArrowLeft };
        let mut event = event.clone();
        if let Event::Keyboard(keyboard::Event::KeyPressed { key, modified_key, .. }) = &mut event {
            *key = Key::Named(other);
            *modified_key = Key::Named(other);
        }
        Some(event)
    }
}

/// Where the text is.
fn text_of(layout: Layout<'_>) -> Rectangle {
    let field = layout.children().next();
    let text = field.and_then(|field| field.children().next());
    text.map_or(layout.bounds(), |text| text.bounds())
}

impl<Message: Clone> Entry<'_, Message> {
    fn cursor(&self, inner: &Inner) -> cursor::State {
        inner.cursor().state(&Value::new(self.value))
    }

    fn hear(
        &self,
        event: &Event,
        state: &mut State,
        inner: &Inner,
        text: Rectangle,
        shell: &mut Shell<'_, Message>,
    ) {
        let now = Instant::now();
        match event {
            Event::Window(window::Event::Unfocused) => state.away = true,
            Event::Window(window::Event::Focused) => {
                (state.away, state.moved) = (false, Some((now, now)));
            }
            Event::Window(window::Event::RedrawRequested(now)) => {
                let since = match state.moved {
                    Some((since, _)) if state.was_focused => since,
                    _ => *now,
                };
                state.moved = Some((since, *now));
                state.was_focused = inner.is_focused();
                if state.was_focused && !state.away {
                    let (cursor::State::Index(at) | cursor::State::Selection { start: at, .. }) =
                        self.cursor(inner);
                    let x = state.value.origin(text.width, Some(at)) + state.value.caret(at);
                    let place = text.position() + Vector::new(x.clamp(0.0, text.width), 0.0);
                    // Before iced's own: the first wish is heard.
                    shell.request_input_method(&InputMethod::Enabled {
                        cursor: Rectangle::new(place, Size::new(1.0, text.height)),
                        purpose: if self.secure {
                            input_method::Purpose::Secure
                        } else {
                            input_method::Purpose::Normal
                        },
                        preedit: state.preedit.as_ref().map(input_method::Preedit::as_ref),
                    });
                }
            }
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => {
                state.shift = modifiers.shift();
            }
            Event::Keyboard(_)
            | Event::Mouse(mouse::Event::ButtonPressed(_) | mouse::Event::ButtonReleased(_)) => {
                if let Some((since, _)) = &mut state.moved {
                    *since = now;
                }
            }
            Event::InputMethod(event) => match event {
                input_method::Event::Opened => state.preedit = Some(input_method::Preedit::new()),
                input_method::Event::Preedit(content, selection) => {
                    state.preedit = Some(input_method::Preedit {
                        content: content.clone(),
                        selection: selection.clone(),
                        text_size: Some(Pixels(self.kind.size)),
                    });
                }
                input_method::Event::Closed | input_method::Event::Commit(_) => {
                    state.preedit = None;
                }
            },
            _ => {}
        }
    }
}

impl<'a, Message: Clone + 'a> Widget<Message, iced::Theme, iced::Renderer> for Entry<'a, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.input as &dyn Widget<Message, iced::Theme, iced::Renderer>)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(&[&self.input as &dyn Widget<Message, iced::Theme, iced::Renderer>]);
    }

    fn size(&self) -> Size<Length> {
        Widget::<Message, iced::Theme, iced::Renderer>::size(&self.input)
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let shown = Value::new(self.value);
        let shown = if self.secure { shown.secure() } else { shown };
        state.value.shape(shown.to_string(), self.kind);
        state.placeholder.shape(self.placeholder.to_owned(), self.kind);
        let field = Widget::layout(&mut self.input, &mut tree.children[0], renderer, limits);
        layout::Node::with_children(field.size(), vec![field])
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
        let Some(field) = layout.children().next() else { return };
        let text = text_of(layout);
        let state = tree.state.downcast_mut::<State>();
        let child = &mut tree.children[0];
        let before = self.cursor(child.state.downcast_ref::<Inner>());
        self.hear(event, state, child.state.downcast_ref::<Inner>(), text, shell);
        let turned = state.turned(event);
        let event = turned.as_ref().unwrap_or(event);
        self.input.update(child, event, field, cursor, renderer, clipboard, shell, viewport);
        if let Event::Mouse(event) = event {
            let inner = child.state.downcast_mut::<Inner>();
            let at = cursor.position_over(layout.bounds());
            state.hear_mouse(*event, at, text, before, self.secure, inner);
            if self.cursor(inner) != before {
                shell.request_redraw();
            }
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        _theme: &iced::Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let inner = tree.children[0].state.downcast_ref::<Inner>();
        let bounds = layout.bounds();
        let text = text_of(layout);
        let is_hovered = cursor.is_over(bounds);
        let style = (self.style)(match inner.is_focused() {
            _ if !self.enabled => Status::Disabled,
            true => Status::Focused { is_hovered },
            false if is_hovered => Status::Hovered,
            false => Status::Active,
        });
        let quad = renderer::Quad { bounds, border: style.border, ..renderer::Quad::default() };
        renderer.fill_quad(quad, style.background);

        let here = inner.is_focused() && !state.away;
        let at = self.cursor(inner);
        let (cursor::State::Index(focus) | cursor::State::Selection { end: focus, .. }) = at;
        let shown = &state.value;
        let origin = shown.origin(text.width, here.then_some(focus));
        let mut fill = |place: Rectangle, color: iced::Color| {
            let place = Rectangle { height: text.height, y: 0.0, ..place };
            let place = place + (text.position() - Point::ORIGIN);
            if let Some(bounds) = text.intersection(&place) {
                let quad = renderer::Quad { bounds, ..renderer::Quad::default() };
                renderer.fill_quad(quad, Background::Color(color));
            }
        };
        match at {
            cursor::State::Selection { start, end } if here => {
                let (from, to) = (shown.byte(start.min(end)), shown.byte(start.max(end)));
                for place in between(shown.paragraph.buffer(), (0, from), (0, to)) {
                    fill(place + Vector::new(origin, 0.0), style.selection);
                }
            }
            cursor::State::Index(at)
                if here
                    && self.enabled
                    && state.moved.is_none_or(|(since, now)| is_lit(since, now)) =>
            {
                let x = (origin + shown.caret(at)).floor().clamp(0.0, (text.width - 1.0).max(0.0));
                let size = Size::new(1.0, text.height);
                fill(Rectangle::new(Point::new(x, 0.0), size), style.value);
            }
            _ => {}
        }
        let composing = state.preedit.as_ref().is_some_and(|preedit| !preedit.content.is_empty());
        let (line, x, color) = if !shown.words.is_empty() {
            (shown, origin, style.value)
        } else if composing {
            return;
        } else {
            let hint = &state.placeholder;
            (hint, hint.origin(text.width, None), style.placeholder)
        };
        let place = text.position() + Vector::new(x, 0.0);
        renderer.fill_paragraph(&line.paragraph, place, color, text);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let Some(field) = layout.children().next() else { return mouse::Interaction::None };
        self.input.mouse_interaction(&tree.children[0], field, cursor, viewport, renderer)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        if let Some(field) = layout.children().next() {
            Widget::operate(&mut self.input, &mut tree.children[0], field, renderer, operation);
        }
    }
}

impl<'a, Message: Clone + 'a> From<Entry<'a, Message>> for Element<'a, Message> {
    fn from(entry: Entry<'a, Message>) -> Self {
        Self::new(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::FIELD;

    fn shown(words: &str) -> Shown {
        let mut shown = Shown::default();
        shown.shape(words.to_owned(), FIELD);
        shown
    }

    #[test]
    fn the_caret_stands_beside_the_letter_in_either_script() {
        let line = shown("سلام");
        assert!(line.is_rtl());
        assert!(line.caret(0) > line.caret(1) && line.caret(1) > line.caret(2));
        assert!(line.caret(4).abs() < 1.0, "the end is at the left");
        let line = shown("Omid");
        assert!(line.caret(0).abs() < 1.0 && line.caret(4) > line.caret(3));
    }

    #[test]
    fn a_long_line_keeps_its_caret_in_sight() {
        for words in ["a line that is far longer than the field", "خطی که از این میدان بلندتر است"]
        {
            let line = shown(words);
            let letters = Value::new(words).len();
            for at in 0..=letters {
                let x = line.origin(80.0, Some(at)) + line.caret(at);
                assert!((-0.5..=80.0).contains(&x), "{words} {at}: {x}");
            }
        }
        // Without the keyboard it shows its beginning.
        let line = shown("خطی که از این میدان بلندتر است");
        assert!((line.origin(80.0, None) + line.caret(0) - 80.0).abs() < 1.0);
    }

    #[test]
    fn where_one_presses_the_caret_goes() {
        let line = shown("سلام");
        let mut state = State { value: shown("سلام"), ..State::default() };
        let mut inner = Inner::new();
        let text = Rectangle::new(Point::new(13.0, 12.0), Size::new(300.0, 20.0));
        let value = Value::new("سلام");
        for letter in 0..=4 {
            inner.focus();
            let before = inner.cursor().state(&value);
            let at = Point::new(13.0 + line.origin(300.0, None) + line.caret(letter), 20.0);
            let press = mouse::Event::ButtonPressed(mouse::Button::Left);
            state.click = None;
            state.hear_mouse(press, Some(at), text, before, false, &mut inner);
            assert_eq!(inner.cursor().state(&value), cursor::State::Index(letter));
        }
    }

    #[test]
    fn arrows_walk_as_the_eye_does() {
        let arrow = |key| {
            Event::Keyboard(keyboard::Event::KeyPressed {
                key: Key::Named(key),
                modified_key: Key::Named(key),
                physical_key: keyboard::key::Physical::Code(keyboard::key::Code::ArrowLeft),
                location: keyboard::Location::Standard,
                modifiers: keyboard::Modifiers::empty(),
                text: None,
                repeat: false,
            })
        };
        let persian = State { value: shown("سلام"), ..State::default() };
        assert_eq!(persian.turned(&arrow(Named::ArrowLeft)), Some(arrow(Named::ArrowRight)));
        assert_eq!(persian.turned(&arrow(Named::Home)), None);
        let english = State { value: shown("hello"), ..State::default() };
        assert_eq!(english.turned(&arrow(Named::ArrowLeft)), None);
    }
}
