//! A field of one line.
//!
//! It is iced's `text_input`, but for what that gets wrong from right to left: iced puts caret and
//! selection beside the wrong edge of each letter, takes the pointer for another place, and walks
//! the wrong way. This one shapes the line itself, in the fonts that travel with the program, and
//! draws text, selection and caret from that one shape; the pointer is looked up in it too.

mod shown;
mod state;

use std::time::Instant;

use iced::advanced::text::Renderer as _;
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{
    Clipboard, InputMethod, Layout, Renderer as _, Shell, Widget, input_method, layout, mouse,
    renderer,
};
use iced::widget::text_input::{self, Status, Style, TextInput, Value, cursor};
use iced::{
    Background, Event, Length, Padding, Pixels, Point, Rectangle, Size, Vector, keyboard, window,
};

use super::super::theme::Type;
use super::super::{Element, font};
use super::editor::is_lit;
use super::line::Paragraph;
use super::selection::between;
use state::State;

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

/// Where the text is.
fn text_of(layout: Layout<'_>) -> Rectangle {
    let field = layout.children().next();
    let text = field.and_then(|field| field.children().next());
    text.map_or(layout.bounds(), |text| text.bounds())
}

impl<Message: Clone> Entry<'_, Message> {
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
                        state.cursor(inner);
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
        state.value.shape(shown, self.kind);
        state.placeholder.shape(Value::new(self.placeholder), self.kind);
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
        let before = state.cursor(child.state.downcast_ref::<Inner>());
        self.hear(event, state, child.state.downcast_ref::<Inner>(), text, shell);
        let turned = state.turned(event);
        let event = turned.as_ref().unwrap_or(event);
        self.input.update(child, event, field, cursor, renderer, clipboard, shell, viewport);
        if let Event::Mouse(event) = event {
            let inner = child.state.downcast_mut::<Inner>();
            let at = cursor.position_over(layout.bounds());
            state.hear_mouse(*event, at, text, before, self.secure, inner);
            if state.cursor(inner) != before {
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
        let at = state.cursor(inner);
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
