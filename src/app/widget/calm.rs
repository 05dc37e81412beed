//! Lets a window that nobody touches come to rest: after a while its cursor stops blinking.
//!
//! A focused field asks to be drawn anew every half second, for ever, only to blink; a laptop's
//! processor wakes up for each of them. Other toolkits stop after ten seconds, and so does this:
//! the fields then live in the moment of the last touch, in which the cursor is to be seen, and
//! what they wish to be drawn *later* is not listened to. What changes by itself (a message that
//! arrives) is drawn as ever. It wraps the whole window and knows nothing of what stands inside.

use std::time::{Duration, Instant};

use iced::advanced::widget::Operation;
use iced::advanced::{Shell, mouse};
use iced::window::{self, RedrawRequest};
use iced::{Event, Rectangle};

use super::super::Element;
use super::wrap::{Wrap, Wrapped};

/// Untouched for so long, a window rests.
const PATIENCE: Duration = Duration::from_secs(10);

/// The same, coming to rest when nobody touches it.
pub(crate) fn calm<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Wrapped::new(content, Calm).into()
}

struct Calm;

/// When the window was touched last.
struct Touched(Instant);

impl Touched {
    /// The moment that fields live in at `now`: while it rests, that of the last touch.
    fn moment(&self, now: Instant) -> Option<Instant> {
        (now.saturating_duration_since(self.0) >= PATIENCE).then_some(self.0)
    }
}

impl Default for Touched {
    fn default() -> Self {
        Self(Instant::now())
    }
}

impl<Message> Wrap<Message> for Calm {
    type State = Touched;

    fn operate(
        &mut self,
        touched: &mut Touched,
        _bounds: Rectangle,
        operation: &mut dyn Operation,
        inner: &mut dyn FnMut(&mut dyn Operation),
    ) {
        // It may put the cursor somewhere, which then blinks from now on.
        touched.0 = Instant::now();
        inner(operation);
    }

    fn update(
        &mut self,
        touched: &mut Touched,
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
        inner: &mut dyn FnMut(&Event, &mut Shell<'_, Message>),
    ) {
        let resting = match event {
            Event::Window(window::Event::RedrawRequested(now)) => touched.moment(*now),
            _ => {
                touched.0 = Instant::now();
                None
            }
        };
        let Some(moment) = resting else { return inner(event, shell) };
        let still = Event::Window(window::Event::RedrawRequested(moment));
        let mut said = Vec::new();
        let mut inside = Shell::new(&mut said);
        inner(&still, &mut inside);
        if let RedrawRequest::At(_) = inside.redraw_request() {
            Shell::replace_redraw_request(&mut inside, RedrawRequest::Wait);
        }
        shell.merge(inside, |message| message);
    }
}

#[cfg(test)]
mod tests {
    use iced::advanced::clipboard;
    use iced::widget::text_input;
    use iced::{Fill, Size, keyboard};
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
