//! Two windows beside each other: where each of them stands, and how large it is.

use iced::{Point, Size, Task, window};

/// Half of a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Side {
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// Between the two windows, and between them and the edges.
const GAP: f32 = 12.0;
/// What frames and panels take of a screen's height.
const PANELS: f32 = 96.0;
/// What is comfortable; more than that is not needed, less than the other is useless.
const MOST: Size = Size::new(900.0, 800.0);

/// The size of each of two windows on a screen of this size.
pub(super) fn half(screen: Size) -> Size {
    Size::new(
        ((screen.width - 3.0 * GAP) / 2.0).clamp(super::LEAST.width, MOST.width),
        (screen.height - PANELS).clamp(super::LEAST.height, MOST.height),
    )
}

impl Side {
    /// Where a window of this size stands on a screen of that size. Both together stand in the
    /// middle, a little above it; where they do not fit they overlap rather than leave the screen.
    fn place(self, window: Size, screen: Size) -> Point {
        let middle = screen.width / 2.0;
        let x = match self {
            Self::Left => middle - GAP / 2.0 - window.width,
            Self::Right => (middle + GAP / 2.0).min(screen.width - window.width),
        };
        Point::new(x.max(0.0), ((screen.height - window.height) / 3.0).max(0.0))
    }

    /// The same for the window system, which knows the screen. `given`: the size is the one that
    /// was asked for; else it will be [`half`] of the screen.
    pub(super) fn position(self, given: bool) -> window::Position {
        window::Position::SpecificWith(match (self, given) {
            (Self::Left, true) => |window, screen| Self::Left.place(window, screen),
            (Self::Right, true) => |window, screen| Self::Right.place(window, screen),
            (Self::Left, false) => |_, screen| Self::Left.place(half(screen), screen),
            (Self::Right, false) => |_, screen| Self::Right.place(half(screen), screen),
        })
    }
}

/// Makes the window as large as half of its screen has room for: how large that is, is known only
/// once the window is there.
pub(super) fn fit<T: Send + 'static>() -> Task<T> {
    window::oldest().and_then(|id| {
        window::monitor_size(id).then(move |screen| match screen {
            Some(screen) if half(screen) != half(super::SIZE) => window::resize(id, half(screen)),
            _ => Task::none(),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_windows_fit_beside_each_other() {
        for (width, height) in
            [(1280.0, 800.0), (1366.0, 768.0), (1920.0, 1080.0), (5120.0, 1440.0)]
        {
            let screen = Size::new(width, height);
            let size = half(screen);
            let left = Side::Left.place(size, screen);
            let right = Side::Right.place(size, screen);
            assert!(left.x >= 0.0 && left.y >= 0.0, "{screen:?}");
            assert!(left.x + size.width < right.x, "{screen:?}");
            assert!(right.x + size.width <= width, "{screen:?}");
            assert!(right.y + size.height <= height, "{screen:?}");
        }
    }

    #[test]
    fn on_a_small_screen_they_overlap_and_stay_on_it() {
        let screen = Size::new(640.0, 480.0);
        let size = half(screen);
        for side in [Side::Left, Side::Right] {
            let place = side.place(size, screen);
            assert!(place.x >= 0.0 && place.x + size.width <= screen.width, "{side:?}");
        }
    }
}
