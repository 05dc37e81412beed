//! The line between two panes, which can be dragged.

use iced::advanced::layout::{self, Layout};
use iced::advanced::widget::{Tree, tree};
use iced::advanced::{Clipboard, Renderer as _, Shell, Widget, mouse, renderer};
use iced::{Background, Color, Event, Length, Point, Rectangle, Size, touch};

use super::super::Element;
use super::super::direction;

/// Pixels at each side of the line that belong to it as well.
const REACH: f32 = 4.0;

/// See the module.
pub(crate) struct Grip<'a, Message> {
    color: Color,
    accent: Color,
    width: f32,
    dragged: Box<dyn Fn(f32) -> Message + 'a>,
    dropped: Message,
}

/// A line of 1 px at the far edge of a pane that is `width` wide. `dragged` tells how wide it
/// should be, `dropped` that it is as wide as it was wanted.
pub(crate) fn grip<'a, Message>(
    width: f32,
    color: Color,
    accent: Color,
    dragged: impl Fn(f32) -> Message + 'a,
    dropped: Message,
) -> Grip<'a, Message> {
    Grip { color, accent, width, dragged: Box::new(dragged), dropped }
}

#[derive(Default)]
struct State {
    /// Where the pointer took hold, and how wide the pane was.
    held: Option<(f32, f32)>,
    /// Where the pointer moved last. Several events may come at once, and the cursor is known
    /// only as it is after all of them.
    at: Option<Point>,
}

/// How wide a pane should be whose edge was taken hold of at `from`, now that the pointer is at
/// `to`.
fn wanted(width: f32, from: f32, to: f32, rtl: bool) -> f32 {
    if rtl { width + from - to } else { width + to - from }
}

impl<Message: Clone> Widget<Message, iced::Theme, iced::Renderer> for Grip<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fixed(1.0), Length::Fill)
    }

    fn layout(
        &mut self,
        _tree: &mut Tree,
        _renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        layout::atomic(limits, 1.0, Length::Fill)
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
        let held = tree.state.downcast_ref::<State>().held.is_some();
        let color = if held { self.accent } else { self.color };
        let quad = renderer::Quad { bounds: layout.bounds(), ..renderer::Quad::default() };
        renderer.fill_quad(quad, Background::Color(color));
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &iced::Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let state = tree.state.downcast_mut::<State>();
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerPressed { .. }) => {
                let reach = layout.bounds().expand(REACH);
                // Nothing lies before this: a dialog hides the cursor from what is behind it.
                let there = cursor.position().and(state.at.or(cursor.position()));
                if let Some(at) = there.filter(|at| reach.contains(*at)) {
                    state.held = Some((at.x, self.width));
                    shell.capture_event();
                    shell.request_redraw();
                }
            }
            Event::Mouse(mouse::Event::CursorMoved { position: at })
            | Event::Touch(touch::Event::FingerMoved { position: at, .. }) => {
                state.at = Some(*at);
                if let Some((from, width)) = state.held {
                    let wide = wanted(width, from, at.x, direction::is_rtl());
                    shell.publish((self.dragged)(wide));
                    shell.capture_event();
                }
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))
            | Event::Touch(touch::Event::FingerLifted { .. } | touch::Event::FingerLost { .. })
                if state.held.take().is_some() =>
            {
                shell.publish(self.dropped.clone());
                shell.capture_event();
                shell.request_redraw();
            }
            _ => {}
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _viewport: &Rectangle,
        _renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let held = tree.state.downcast_ref::<State>().held.is_some();
        if held || cursor.is_over(layout.bounds().expand(REACH)) {
            mouse::Interaction::ResizingHorizontally
        } else {
            mouse::Interaction::default()
        }
    }
}

impl<'a, Message: Clone + 'a> From<Grip<'a, Message>> for Element<'a, Message> {
    fn from(grip: Grip<'a, Message>) -> Self {
        Self::new(grip)
    }
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn the_edge_follows_the_pointer_in_both_directions_of_lines() {
        assert_eq!(wanted(320.0, 320.0, 350.0, false), 350.0);
        assert_eq!(wanted(320.0, 960.0, 930.0, true), 350.0);
    }
}
