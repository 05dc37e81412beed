//! A field of several lines.
//!
//! iced's own puts caret and selection as if every text ran from left to right, and ends the
//! program where the leftmost letter of a line is not its first ("12 سلام"). This one asks the
//! shaped text where its letters are. It takes part in iced's actions and bindings, so that
//! whoever uses it needs to know nothing new.

mod content;
mod fit;
mod hear;
mod state;

use std::time::Instant;

use iced::advanced::text::{Editor as _, Renderer as _};
use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, renderer};
use iced::widget::text_editor::{Action, Binding, KeyPress, Status};
use iced::{
    Background, Border, Color, Event, Length, Padding, Point, Rectangle, Size, Vector, keyboard,
};

use super::super::theme::Type;
use super::super::{Element, direction};
use super::selection::{between, caret};

pub(crate) use content::Content;
use fit::lay_out;
use state::State;
pub(super) use state::is_lit;

/// How much less than its room is shown of a text, so that it is clipped: nothing to be seen.
const CUT: f32 = 0.01;

/// See the module.
pub(crate) struct Editor<'a, Message> {
    content: &'a Content,
    id: Id,
    kind: Type,
    padding: Padding,
    /// Least and most of the text's height; what is longer scrolls.
    height: (f32, f32),
    paint: Paint,
    on_action: Box<dyn Fn(Action) -> Message + 'a>,
    keys: Box<dyn Fn(KeyPress) -> Option<Binding<Message>> + 'a>,
}

/// Colours and corners.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paint {
    /// The ground.
    pub(crate) ground: Color,
    /// Round it.
    pub(crate) border: Border,
    /// The text and its caret.
    pub(crate) ink: Color,
    /// Under what is selected.
    pub(crate) selection: Color,
}

impl<'a, Message> Editor<'a, Message> {
    /// A field for this text.
    pub(crate) fn new(
        content: &'a Content,
        id: impl Into<Id>,
        kind: Type,
        paint: Paint,
        on_action: impl Fn(Action) -> Message + 'a,
        keys: impl Fn(KeyPress) -> Option<Binding<Message>> + 'a,
    ) -> Self {
        Self {
            content,
            id: id.into(),
            kind,
            padding: Padding::ZERO,
            height: (kind.line, f32::INFINITY),
            paint,
            on_action: Box::new(on_action),
            keys: Box::new(keys),
        }
    }

    /// Room around the text, as it is on the screen.
    pub(crate) fn padding(mut self, padding: Padding) -> Self {
        self.padding = padding;
        self
    }

    /// Least and most of the text's height.
    pub(crate) fn height(mut self, least: f32, most: f32) -> Self {
        self.height = (least, most);
        self
    }

    /// The caret and what is selected, counted from the beginning of the text.
    fn marks(&self, room: Size) -> (Option<Rectangle>, Vec<Rectangle>) {
        let editor = self.content.editor();
        let cursor = editor.cursor();
        let at = (cursor.position.line, cursor.position.column);
        let from = cursor.selection.map_or(at, |from| (from.line, from.column));
        let left = self.content.fit.get().left;
        let empty = if direction::is_rtl() { room.width } else { 0.0 };
        let caret = caret(editor.buffer(), at.0, at.1, empty - left).map(|caret| Rectangle {
            x: (caret.x + left).floor().clamp(0.0, (room.width - caret.width).max(0.0)),
            ..caret
        });
        let selected = between(editor.buffer(), at.min(from), at.max(from));
        let selected = selected.into_iter().map(|place| place + Vector::new(left, 0.0));
        (caret, selected.collect())
    }
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Editor<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State {
            focus: None,
            preedit: None,
            click: None,
            dragging: false,
            part: 0.0,
            scripts: iced::advanced::text::Highlighter::new(&()),
        })
    }

    fn size(&self) -> Size<Length> {
        Size { width: Length::Fill, height: Length::Shrink }
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        _renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        let (least, most) = self.height;
        let width = limits.max().width;
        let room = Size::new((width - self.padding.x()).max(0.0), most);
        let height = lay_out(self.content, room, self.kind, &mut state.scripts).max(least);
        layout::Node::new(Size::new(width, height + self.padding.y()))
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        let bounds = layout.bounds();
        match event {
            Event::Mouse(event) => self.hear_mouse(*event, state, bounds, cursor, shell),
            Event::Window(event) => self.hear_window(event, state, bounds, shell),
            Event::InputMethod(event) => self.hear_input_method(event, state, shell),
            Event::Keyboard(keyboard::Event::KeyPressed {
                key,
                modified_key,
                physical_key,
                modifiers,
                text,
                ..
            }) if !shell.is_event_captured() => {
                let is_hovered = cursor.is_over(bounds);
                let status = match state.focus {
                    Some(_) => Status::Focused { is_hovered },
                    None => Status::Active,
                };
                let press = KeyPress {
                    key: key.clone(),
                    modified_key: modified_key.clone(),
                    physical_key: *physical_key,
                    modifiers: *modifiers,
                    text: text.clone(),
                    status,
                };
                if let Some(binding) = (self.keys)(press) {
                    if !matches!(binding, Binding::Unfocus) {
                        shell.capture_event();
                    }
                    self.apply(binding, state, clipboard, shell);
                    if let Some(focus) = &mut state.focus {
                        focus.since = Instant::now();
                    }
                }
            }
            _ => {}
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        _theme: &iced::Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_ref::<State>();
        let bounds = layout.bounds();
        let Paint { ground, border, ink, selection } = self.paint;
        let quad = renderer::Quad { bounds, border, ..renderer::Quad::default() };
        renderer.fill_quad(quad, Background::Color(ground));
        let text = bounds.shrink(self.padding);
        let (caret, selected) = self.marks(text.size());
        let mut fill = |place: Rectangle, color: Color| {
            let place = place + (text.position() - Point::ORIGIN);
            if let Some(bounds) = text.intersection(&place) {
                let quad = renderer::Quad { bounds, ..renderer::Quad::default() };
                renderer.fill_quad(quad, Background::Color(color));
            }
        };
        let focus = state.focus.filter(|focus| focus.here);
        if let Some(focus) = focus {
            for place in &selected {
                fill(*place, selection);
            }
            if let Some(caret) = caret
                && self.content.cursor().selection.is_none()
                && is_lit(focus.since, focus.now)
            {
                fill(caret, ink);
            }
        }
        // The renderer clips only what is larger than its room, and takes the room for the text's
        // size: the line above what is in sight would be drawn above the field.
        let clip = Rectangle { height: (text.height - CUT).max(0.0), ..text };
        let at = text.position() + Vector::new(self.content.fit.get().left, 0.0);
        renderer.fill_editor(&self.content.editor(), at, ink, clip);
    }

    fn mouse_interaction(
        &self,
        _tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        if cursor.is_over(layout.bounds()) {
            mouse::Interaction::Text
        } else {
            mouse::Interaction::None
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let state = tree.state.downcast_mut::<State>();
        operation.focusable(Some(&self.id), layout.bounds(), state);
    }
}

impl<'a, Message: 'a> From<Editor<'a, Message>> for Element<'a, Message> {
    fn from(editor: Editor<'a, Message>) -> Self {
        Self::new(editor)
    }
}

#[cfg(test)]
mod tests {
    use iced::advanced::renderer::Headless;
    use iced::widget::text_editor::{Cursor, Motion, Position};
    use proptest::prelude::*;

    use super::super::super::font;
    use super::*;
    use crate::app::theme::BODY;

    const ROOM: f32 = 300.0;

    /// The caret and what is selected, once laid out.
    fn marks(text: &str, actions: &[Action]) -> (Rectangle, Vec<Rectangle>) {
        let mut content = Content::with_text(text);
        let size = Size::new(ROOM, 200.0);
        for action in [None].into_iter().chain(actions.iter().cloned().map(Some)) {
            if let Some(action) = action {
                content.perform(action);
            }
            let mut editor = field(&content);
            let mut tree = Tree::new(&editor as &dyn Widget<Action, iced::Theme, iced::Renderer>);
            let made = iced::Renderer::new(font::TEXT, 14.0.into(), Some("tiny-skia"));
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let renderer = runtime.block_on(made).expect("a renderer without a screen");
            let limits = layout::Limits::new(Size::ZERO, size);
            editor.layout(&mut tree, &renderer, &limits);
        }
        let (caret, selected) = field(&content).marks(size);
        (caret.expect("in sight"), selected)
    }

    fn field(content: &Content) -> Editor<'_, Action> {
        let paint = Paint {
            ground: Color::WHITE,
            border: Border::default(),
            ink: Color::BLACK,
            selection: Color::BLACK,
        };
        Editor::new(content, "field", BODY, paint, |action| action, |_| None)
    }

    #[test]
    fn persian_words_have_their_caret_at_their_left_end() {
        let text = "سلام، امروز ساعت میای؟";
        let (begin, _) = marks(text, &[]);
        assert!(begin.x > ROOM - 2.0, "before the first letter, at the right: {begin:?}");
        let (end, _) = marks(text, &[Action::Move(Motion::DocumentEnd)]);
        assert!(end.x < begin.x - 100.0 && end.x > 20.0, "after the last: {end:?}");
        let (end_again, _) = marks(text, &[Action::Click(Point::new(1.0, 5.0))]);
        assert_eq!(end, end_again, "a press beside the end goes there");
        let (_, all) = marks(text, &[Action::SelectAll]);
        let right = all.iter().map(|r| r.x + r.width).fold(0.0, f32::max);
        let left = all.iter().map(|r| r.x).fold(ROOM, f32::min);
        assert!((right - ROOM).abs() < 1.0 && (left - end.x).abs() < 2.0, "{all:?}");
    }

    #[test]
    fn a_number_before_persian_words_does_not_end_the_program() {
        let (caret, _) = marks("12 سلام", &[Action::Move(Motion::Home)]);
        assert!(caret.x < ROOM, "{caret:?}");
    }

    #[test]
    fn a_word_longer_than_the_line_is_broken() {
        let (caret, _) = marks(&"w".repeat(100), &[Action::Move(Motion::DocumentEnd)]);
        assert!(caret.y > 0.0 && caret.x < ROOM, "{caret:?}");
    }

    proptest! {
        #![proptest_config(crate::app::testing::cases(24))]
        #[test]
        fn the_caret_is_never_lost(text in "[a-z اب🎉12\n]{0,60}x", width in 40.0_f32..400.0) {
            let mut content = Content::with_text(&text);
            let room = Size::new(width, 4_000.0);
            let scripts = &mut iced::advanced::text::Highlighter::new(&());
            lay_out(&content, room, BODY, scripts);
            for (line, words) in text.split('\n').enumerate() {
                for column in (0..=words.len()).filter(|at| words.is_char_boundary(*at)) {
                    let position = Position { line, column };
                    content.move_to(Cursor { position, selection: None });
                    let (caret, _) = field(&content).marks(room);
                    let x = caret.map(|caret| caret.x);
                    prop_assert!(x.is_some_and(|x| (0.0..=width - 1.0).contains(&x)), "{x:?}");
                }
            }
        }
    }
}
