//! Whether somebody is there: keys, pointer and touch in this window, noted without a message.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures_util::stream::{self, Stream};

use iced::advanced::{Shell, mouse};
use iced::{Event, Rectangle, Subscription, keyboard};

use super::super::Element;
use super::wrap::{Wrap, Wrapped};
use crate::model::{Clock, Millis};

/// When somebody was last there. Clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Activity(Arc<Mutex<Moment>>);

/// Between two looks: how late a lock may fall. A computer may sleep meanwhile, so the end of the
/// wait is no timer.
const LOOK: Duration = Duration::from_secs(15);

/// By two clocks: the steady one stands still while a computer sleeps, and the other can be set.
#[derive(Debug, Clone, Copy)]
struct Moment {
    steady: Instant,
    wall: Millis,
}

impl Activity {
    /// Somebody is there now.
    pub(crate) fn new(now: Millis) -> Self {
        Self(Arc::new(Mutex::new(Moment { steady: Instant::now(), wall: now })))
    }

    /// Somebody is there.
    pub(crate) fn note(&self, now: Millis) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) =
            Moment { steady: Instant::now(), wall: now };
    }

    /// How long nobody was.
    pub(crate) fn idle(&self, now: Millis) -> Duration {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wall = u64::try_from(now.0.saturating_sub(last.wall.0)).unwrap_or(0);
        last.steady.elapsed().max(Duration::from_millis(wall))
    }

    /// Tells the time whenever nobody was there for so long. Until then nothing is heard of it: each
    /// thing that a window hears makes it draw itself anew.
    pub(crate) fn nobody_for(&self, limit: Duration) -> Subscription<Millis> {
        Subscription::run_with(Watch { activity: self.clone(), limit }, watch)
    }
}

struct Watch {
    activity: Activity,
    limit: Duration,
}

impl Hash for Watch {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.activity.0).hash(state);
        self.limit.hash(state);
    }
}

fn watch(watch: &Watch) -> impl Stream<Item = Millis> + use<> {
    let state = (watch.activity.clone(), watch.limit, Clock::system());
    stream::unfold(state, |(activity, limit, clock)| async move {
        loop {
            tokio::time::sleep(LOOK).await;
            let now = clock.now();
            if activity.idle(now) >= limit {
                return Some((now, (activity, limit, clock)));
            }
        }
    })
}

/// Notes what somebody does in here.
pub(crate) fn noted<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    activity: Activity,
    clock: Clock,
) -> Element<'a, Message> {
    Wrapped::new(content, Note { activity, clock }).into()
}

struct Note {
    activity: Activity,
    clock: Clock,
}

impl<Message> Wrap<Message> for Note {
    type State = ();

    fn before(
        &mut self,
        _state: &mut (),
        event: &Event,
        _bounds: Rectangle,
        _cursor: mouse::Cursor,
        _shell: &mut Shell<'_, Message>,
    ) {
        if is_somebody(event) {
            self.activity.note(self.clock.now());
        }
    }
}

fn is_somebody(event: &Event) -> bool {
    match event {
        Event::Keyboard(keyboard::Event::KeyPressed { .. }) | Event::Touch(_) => true,
        Event::InputMethod(_) => true,
        Event::Mouse(event) => {
            !matches!(event, mouse::Event::CursorEntered | mouse::Event::CursorLeft)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_somebody_who_is_there_counts() {
        let clock = Clock::standing_at(Millis(1_000_000));
        let activity = Activity::new(clock.now());
        clock.advance(90_000);
        assert_eq!(activity.idle(clock.now()).as_secs(), 90);
        let mut note = Note { activity: activity.clone(), clock: clock.clone() };
        let mut hear = |event: Event| {
            let mut messages: Vec<()> = Vec::new();
            let mut shell = Shell::new(&mut messages);
            let at = Rectangle::default();
            note.before(&mut (), &event, at, mouse::Cursor::Unavailable, &mut shell);
        };
        hear(Event::Window(iced::window::Event::Focused));
        hear(Event::Mouse(mouse::Event::CursorLeft));
        assert_eq!(activity.idle(clock.now()).as_secs(), 90);
        hear(Event::Mouse(mouse::Event::CursorMoved { position: iced::Point::ORIGIN }));
        assert!(activity.idle(clock.now()).as_secs() < 90);
    }

    #[test]
    fn a_clock_that_is_set_back_hides_nobody() {
        let activity = Activity::new(Millis(1_000_000));
        assert!(activity.idle(Millis(0)) < Duration::from_secs(900));
    }
}
