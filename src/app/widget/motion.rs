//! How things come: they rise or slide into their place, out of their ground, and then rest.
//!
//! Nothing is laid out otherwise for it, and nothing is heard otherwise: what moves is the picture.
//! A picture that has arrived asks for no frame, so a window at rest stays at rest; and where
//! [`Tokens::motion`] is off, everything is in its place at once.

use std::time::{Duration, Instant};

use iced::advanced::{Renderer as _, Shell, mouse, renderer};
use iced::border::Radius;
use iced::{Background, Border, Color, Event, Rectangle, Vector, window};

use super::super::theme::Tokens;
use super::super::{Element, direction};
use super::wrap::{Wrap, Wrapped};

/// What comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A new message.
    Bubble,
    /// A menu or a notice.
    Menu,
    Dialog,
    /// A page or a panel, from where lines end.
    Page,
}

impl Kind {
    fn lasts(self) -> Duration {
        Duration::from_millis(match self {
            Self::Bubble => 140,
            Self::Menu => 120,
            Self::Dialog => 160,
            Self::Page => 200,
        })
    }

    /// From where it comes.
    fn from(self) -> Vector {
        match self {
            Self::Bubble => Vector::new(0.0, 6.0),
            Self::Menu => Vector::ZERO,
            Self::Dialog => Vector::new(0.0, 8.0),
            Self::Page if direction::is_rtl() => Vector::new(-24.0, 0.0),
            Self::Page => Vector::new(24.0, 0.0),
        }
    }
}

/// When it began to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Since {
    /// When it was first seen.
    Seen,
    /// When this became another number.
    Changed(u8),
    /// Then; it was always there if nothing is said.
    Then(Option<Instant>),
}

/// Something on this ground, with corners like its own, as it comes.
pub(crate) fn coming<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    kind: Kind,
    since: Since,
    (ground, radius): (Color, impl Into<Radius>),
    t: Tokens,
) -> Element<'a, Message> {
    let coming = Coming { kind, since, ground, radius: radius.into(), moves: t.motion };
    Wrapped::new(content, coming).into()
}

struct Coming {
    kind: Kind,
    since: Since,
    ground: Color,
    radius: Radius,
    moves: bool,
}

#[derive(Debug, Default)]
struct State {
    began: Option<Instant>,
    number: Option<u8>,
    /// How far it has come, from 0 to 1; `None` before the first frame.
    share: Option<f32>,
}

impl Coming {
    /// How far it is at this moment.
    fn share(&self, state: &mut State, now: Instant) -> f32 {
        if !self.moves {
            // What has come stays, should motion be wished for later.
            state.began = None;
            if let Since::Changed(number) = self.since {
                state.number = Some(number);
            }
            return 1.0;
        }
        let began = match self.since {
            Since::Then(began) => began,
            Since::Seen if state.share.is_none() => {
                state.began = Some(now);
                state.began
            }
            Since::Changed(number) if state.number != Some(number) => {
                state.began = state.number.map(|_| now);
                state.number = Some(number);
                state.began
            }
            Since::Seen | Since::Changed(_) => state.began,
        };
        began.map_or(1.0, |began| {
            let spent = now.saturating_duration_since(began).as_secs_f32();
            (spent / self.kind.lasts().as_secs_f32()).min(1.0)
        })
    }

    /// How much is still to come, from 1 to 0: fast first, then slower.
    fn left(&self, state: &State) -> f32 {
        let first = if self.moves && self.since == Since::Seen { 0.0 } else { 1.0 };
        (1.0 - state.share.unwrap_or(first)).powi(3)
    }
}

impl<Message> Wrap<Message> for Coming {
    type State = State;

    fn shift(&self, state: &State) -> Vector {
        // Whole pixels: text between two would be blurred.
        let from = self.kind.from() * self.left(state);
        Vector::new(from.x.round(), from.y.round())
    }

    fn draw_under(&self, renderer: &mut iced::Renderer, bounds: Rectangle, viewport: &Rectangle) {
        // A page leaves a gap where it comes from.
        if self.moves
            && self.kind == Kind::Page
            && let Some(bounds) = bounds.intersection(viewport)
        {
            fill(renderer, bounds, self.ground, 0.0.into());
        }
    }

    fn draw_over(
        &self,
        state: &State,
        renderer: &mut iced::Renderer,
        bounds: Rectangle,
        viewport: &Rectangle,
    ) {
        let left = self.left(state);
        if left > 0.0 && bounds.intersects(viewport) {
            let veil = Color { a: left, ..self.ground };
            // Above whatever layers the content has.
            renderer.with_layer(bounds.expand(1.0), |renderer| {
                fill(renderer, bounds.expand(1.0), veil, self.radius);
            });
        }
    }

    fn before(
        &mut self,
        state: &mut State,
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
    ) {
        if let Event::Window(window::Event::RedrawRequested(_)) = event {
            // By the clock, not by the frame's own time: that stands still in a window that
            // nobody touches, and a message that came there would come for ever.
            let share = self.share(state, Instant::now());
            state.share = Some(share);
            if share < 1.0 {
                shell.request_redraw();
            }
        }
    }
}

fn fill(renderer: &mut iced::Renderer, bounds: Rectangle, color: Color, radius: Radius) {
    let border = Border { radius, ..Border::default() };
    let quad = renderer::Quad { bounds, border, ..renderer::Quad::default() };
    renderer.fill_quad(quad, Background::Color(color));
}

#[cfg(test)]
mod tests {
    use iced::window::RedrawRequest;

    use super::super::super::testing::tokens;
    use super::*;

    fn coming(kind: Kind, since: Since, moves: bool) -> Coming {
        let t = tokens();
        Coming { kind, since, ground: t.raised, radius: 0.0.into(), moves }
    }

    /// How far it is after so many milliseconds.
    fn after(coming: &Coming, state: &mut State, start: Instant, millis: u64) -> f32 {
        let share = coming.share(state, start + Duration::from_millis(millis));
        state.share = Some(share);
        share
    }

    #[test]
    fn what_is_seen_first_comes_once() {
        let (dialog, start) = (coming(Kind::Dialog, Since::Seen, true), Instant::now());
        let mut state = State::default();
        assert_eq!(dialog.left(&state), 1.0, "before its first frame it is not there");
        assert_eq!(after(&dialog, &mut state, start, 0), 0.0);
        assert_eq!(after(&dialog, &mut state, start, 80), 0.5);
        assert_eq!(Wrap::<()>::shift(&dialog, &state), Vector::new(0.0, 1.0));
        assert_eq!(after(&dialog, &mut state, start, 160), 1.0);
        assert_eq!(dialog.left(&state), 0.0);
        assert_eq!(after(&dialog, &mut state, start, 9_000), 1.0);
    }

    #[test]
    fn a_page_comes_when_it_is_another_but_not_at_the_start() {
        let (page, start) = (|n| coming(Kind::Page, Since::Changed(n), true), Instant::now());
        let mut state = State::default();
        assert_eq!(page(0).left(&state), 0.0);
        assert_eq!(after(&page(0), &mut state, start, 0), 1.0);
        assert_eq!(after(&page(1), &mut state, start, 500), 0.0);
        assert_eq!(after(&page(1), &mut state, start, 600), 0.5);
        assert_eq!(after(&page(1), &mut state, start, 700), 1.0);
    }

    #[test]
    fn old_messages_are_simply_there() {
        let start = Instant::now();
        let old = coming(Kind::Bubble, Since::Then(None), true);
        assert_eq!(after(&old, &mut State::default(), start, 0), 1.0);
        // And a new one that is scrolled to later does not come again.
        let new = coming(Kind::Bubble, Since::Then(Some(start)), true);
        assert_eq!(after(&new, &mut State::default(), start, 70), 0.5);
        assert_eq!(after(&new, &mut State::default(), start, 5_000), 1.0);
    }

    #[test]
    fn with_less_motion_everything_is_in_its_place_at_once() {
        let start = Instant::now();
        for since in [Since::Seen, Since::Changed(1), Since::Then(Some(start))] {
            let still = coming(Kind::Page, since, false);
            let mut state = State::default();
            assert_eq!(still.left(&state), 0.0, "{since:?}");
            assert_eq!(after(&still, &mut state, start, 0), 1.0, "{since:?}");
        }
    }

    #[test]
    fn what_has_come_asks_for_no_frame() {
        let frame = Event::Window(window::Event::RedrawRequested(Instant::now()));
        let wish = |began| {
            let mut coming = coming(Kind::Bubble, Since::Then(Some(began)), true);
            let mut said: Vec<()> = Vec::new();
            let mut shell = Shell::new(&mut said);
            let nowhere = mouse::Cursor::Unavailable;
            coming.before(&mut State::default(), &frame, Rectangle::default(), nowhere, &mut shell);
            shell.redraw_request()
        };
        let now = Instant::now();
        assert_eq!(wish(now + Duration::from_secs(5)), RedrawRequest::NextFrame);
        let long_ago = now.checked_sub(Duration::from_secs(1)).unwrap();
        assert_eq!(wish(long_ago), RedrawRequest::Wait);
    }
}
