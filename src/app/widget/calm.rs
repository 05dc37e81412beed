//! Lets a window that nobody touches come to rest: after a while its cursor stops blinking.
//!
//! A focused field asks to be drawn anew every half second, for ever, only to blink; a laptop's
//! processor wakes up for each of them. Other toolkits stop after ten seconds, and so does this:
//! the fields then live in the moment of the last touch, in which the cursor is to be seen, and
//! what they wish to be drawn *later* is not listened to. What changes by itself (a message that
//! arrives) is drawn as ever. It wraps the whole window and knows nothing of what stands inside.

use std::time::{Duration, Instant};

use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, overlay, renderer};
use iced::window::{self, RedrawRequest};
use iced::{Event, Length, Rectangle, Size, Vector};

use super::super::Element;

/// Untouched for so long, a window rests.
const PATIENCE: Duration = Duration::from_secs(10);

/// The same, coming to rest when nobody touches it.
pub(crate) fn calm<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Element::new(Calm { content: content.into() })
}

struct Calm<'a, Message> {
    content: Element<'a, Message>,
}

/// When the window was touched last.
struct Touched(Instant);

impl Touched {
    /// The moment that fields live in at `now`: while it rests, that of the last touch.
    fn moment(&self, now: Instant) -> Option<Instant> {
        (now.saturating_duration_since(self.0) >= PATIENCE).then_some(self.0)
    }
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for Calm<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Touched>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Touched(Instant::now()))
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        self.content.as_widget_mut().layout(&mut tree.children[0], renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        // It may put the cursor somewhere, which then blinks from now on.
        tree.state.downcast_mut::<Touched>().0 = Instant::now();
        self.content.as_widget_mut().operate(&mut tree.children[0], layout, renderer, operation);
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
        let touched = tree.state.downcast_mut::<Touched>();
        let resting = match event {
            Event::Window(window::Event::RedrawRequested(now)) => touched.moment(*now),
            _ => {
                touched.0 = Instant::now();
                None
            }
        };
        let inside = self.content.as_widget_mut();
        let tree = &mut tree.children[0];
        let Some(moment) = resting else {
            inside.update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
            return;
        };
        let still = Event::Window(window::Event::RedrawRequested(moment));
        let mut said = Vec::new();
        let mut inner = Shell::new(&mut said);
        inside.update(tree, &still, layout, cursor, renderer, clipboard, &mut inner, viewport);
        if let RedrawRequest::At(_) = inner.redraw_request() {
            Shell::replace_redraw_request(&mut inner, RedrawRequest::Wait);
        }
        shell.merge(inner, |message| message);
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
        let tree = &tree.children[0];
        self.content.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let tree = &tree.children[0];
        self.content.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer)
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
        let tree = &mut tree.children[0];
        self.content.as_widget_mut().overlay(tree, layout, renderer, viewport, translation)
    }
}

#[cfg(test)]
mod tests {
    use iced::advanced::clipboard;
    use iced::widget::text_input;
    use iced::{Fill, keyboard};
    use iced_test::runtime::UserInterface;
    use iced_test::runtime::user_interface::{Cache, State};

    use super::*;

    const SIZE: Size = Size::new(200.0, 60.0);

    fn renderer() -> iced::Renderer {
        use iced::advanced::renderer::Headless;
        let made = iced::Renderer::new(iced::Font::DEFAULT, 16.0.into(), Some("tiny-skia"));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(made).expect("a renderer without a screen")
    }

    /// Draws a window with a focused field at `now`, after these events: what it wishes then.
    fn wish(cache: &mut Cache, events: &[Event], now: Instant) -> RedrawRequest {
        let mut renderer = renderer();
        let field = text_input("", "words").id("field").on_input(|_| ()).width(Fill);
        let mut window =
            UserInterface::build(calm(field), SIZE, std::mem::take(cache), &mut renderer);
        let mut focus = iced::advanced::widget::operation::focusable::focus::<()>("field".into());
        if events.is_empty() {
            window.operate(&renderer, &mut focus);
        }
        let mut said = Vec::new();
        let mut all = events.to_vec();
        all.push(Event::Window(window::Event::RedrawRequested(now)));
        let nowhere = mouse::Cursor::Unavailable;
        let (state, _) =
            window.update(&all, nowhere, &mut renderer, &mut clipboard::Null, &mut said);
        *cache = window.into_cache();
        match state {
            State::Updated { redraw_request, .. } => redraw_request,
            State::Outdated => panic!("nothing changed"),
        }
    }

    #[test]
    fn a_field_blinks_for_a_while_and_then_rests_until_it_is_touched() {
        let mut cache = Cache::default();
        let start = Instant::now();
        let blinks = |wish| matches!(wish, RedrawRequest::At(_) | RedrawRequest::NextFrame);
        assert!(blinks(wish(&mut cache, &[], start)));
        let touch = keyboard::Event::ModifiersChanged(keyboard::Modifiers::SHIFT);
        let touch = [Event::Keyboard(touch)];
        assert!(blinks(wish(&mut cache, &touch, start + PATIENCE / 2)));
        let redraw = [Event::Window(window::Event::RedrawRequested(start + PATIENCE * 2))];
        assert_eq!(wish(&mut cache, &redraw, start + PATIENCE * 2), RedrawRequest::Wait);
        assert!(blinks(wish(&mut cache, &touch, Instant::now())));
    }
}
