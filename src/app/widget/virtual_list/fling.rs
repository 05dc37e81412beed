//! A finger on the list: it moves with the finger, and runs on a little when that is lifted.

use iced::time::Instant;
use iced::{Point, Rectangle, touch};

/// Of the speed is left after a second: e to minus this.
const BRAKE: f32 = 4.0;
/// Slower than this it stands, in pixels a second.
const STILL: f32 = 30.0;
/// Faster than this it never runs.
const FASTEST: f32 = 6_000.0;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Fling {
    finger: Option<(touch::Finger, Point)>,
    /// Pixels since the last frame.
    pending: f32,
    /// Pixels a second.
    speed: f32,
    last: Option<Instant>,
}

impl Fling {
    /// Stands still.
    pub(super) fn stop(&mut self) {
        self.speed = 0.0;
        self.pending = 0.0;
        self.last = None;
    }

    /// Follows a finger. Returns how far the list moves.
    pub(super) fn touched(&mut self, event: &touch::Event, bounds: Rectangle) -> Option<f32> {
        match *event {
            touch::Event::FingerPressed { id, position } if bounds.contains(position) => {
                self.stop();
                self.finger = Some((id, position));
                None
            }
            touch::Event::FingerMoved { id, position } => {
                let (finger, from) = self.finger?;
                if finger != id {
                    return None;
                }
                self.finger = Some((id, position));
                let by = from.y - position.y;
                self.pending += by;
                Some(by)
            }
            touch::Event::FingerLifted { id, .. } | touch::Event::FingerLost { id, .. } => {
                if self.finger.is_some_and(|(finger, _)| finger == id) {
                    self.finger = None;
                }
                // The next frame sees to it that it runs on.
                (self.speed.abs() > STILL).then_some(0.0)
            }
            touch::Event::FingerPressed { .. } => None,
        }
    }

    /// A frame. Returns how far the list runs by itself.
    pub(super) fn tick(&mut self, now: Instant) -> Option<f32> {
        let last = self.last.replace(now);
        let spent = last.map_or(0.0, |last| now.saturating_duration_since(last).as_secs_f32());
        if self.finger.is_some() {
            if spent > 0.0 {
                let speed = (self.pending / spent).clamp(-FASTEST, FASTEST);
                self.speed = if spent > 0.1 { speed } else { self.speed * 0.4 + speed * 0.6 };
            }
            self.pending = 0.0;
            return None;
        }
        if self.speed.abs() < STILL {
            self.stop();
            return None;
        }
        // A frame that came late does not leap.
        let spent = spent.min(0.05);
        self.speed *= (-BRAKE * spent).exp();
        Some(self.speed * spent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::Size;
    use std::time::Duration;

    #[test]
    fn the_list_runs_on_and_comes_to_rest() {
        let bounds = Rectangle::with_size(Size::new(400.0, 600.0));
        let finger = touch::Finger(1);
        let mut fling = Fling::default();
        let mut now = Instant::now();
        let pressed =
            touch::Event::FingerPressed { id: finger, position: Point::new(100.0, 400.0) };
        assert_eq!(fling.touched(&pressed, bounds), None);
        for step in 1..10_u8 {
            fling.tick(now);
            now += Duration::from_millis(16);
            let position = Point::new(100.0, 400.0 - 10.0 * f32::from(step));
            let moved = touch::Event::FingerMoved { id: finger, position };
            assert_eq!(fling.touched(&moved, bounds), Some(10.0));
        }
        fling.tick(now);
        let lifted = touch::Event::FingerLifted { id: finger, position: Point::ORIGIN };
        assert!(fling.touched(&lifted, bounds).is_some());
        let mut ran = 0.0;
        for _ in 0..1_000 {
            now += Duration::from_millis(16);
            match fling.tick(now) {
                Some(by) => ran += by,
                None => break,
            }
        }
        assert!((50.0..400.0).contains(&ran), "{ran}");
        assert_eq!(fling.tick(now), None);
    }

    #[test]
    fn a_finger_beside_the_list_moves_nothing() {
        let bounds = Rectangle::with_size(Size::new(400.0, 600.0));
        let mut fling = Fling::default();
        let finger = touch::Finger(1);
        let position = Point::new(100.0, 700.0);
        assert_eq!(
            fling.touched(&touch::Event::FingerPressed { id: finger, position }, bounds),
            None
        );
        assert_eq!(
            fling.touched(&touch::Event::FingerMoved { id: finger, position }, bounds),
            None
        );
    }
}
