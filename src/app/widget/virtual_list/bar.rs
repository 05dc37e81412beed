//! The list's scrollbar: its thumb stands for the whole list, and dragging it leads anywhere.

use iced::advanced::{Shell, mouse};
use iced::{Color, Event, Rectangle};

use super::super::super::theme::Tokens;
use super::strip::Thumb;

/// Width of the thumb, and of what can be pressed.
const WIDTH: f32 = 6.0;
const REACH: f32 = 14.0;
/// Between the thumb and the edge.
const EDGE: f32 = 2.0;
/// A thumb lower than this could not be pressed.
const LEAST: f32 = 28.0;

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Bar {
    /// The thumb is held: where on it, in pixels below its top, and at which share it stands.
    held: Option<(f32, f32)>,
    hovered: Hovered,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
enum Hovered {
    #[default]
    No,
    List,
    Bar,
}

fn track(bounds: Rectangle) -> Rectangle {
    Rectangle {
        x: bounds.x + bounds.width - WIDTH - EDGE,
        y: bounds.y + EDGE,
        width: WIDTH,
        height: (bounds.height - 2.0 * EDGE).max(0.0),
    }
}

fn height(thumb: Thumb, track: Rectangle) -> f32 {
    (thumb.size * track.height).max(LEAST).min(track.height)
}

fn place(thumb: Thumb, bounds: Rectangle) -> Rectangle {
    let track = track(bounds);
    let height = height(thumb, track);
    Rectangle { y: track.y + thumb.at * (track.height - height), height, ..track }
}

/// The share at which a thumb stands whose top is at this height.
fn share(thumb: Thumb, bounds: Rectangle, top: f32) -> f32 {
    let track = track(bounds);
    let room = track.height - height(thumb, track);
    if room <= 0.0 { 0.0 } else { ((top - track.y) / room).clamp(0.0, 1.0) }
}

impl Bar {
    /// It is being dragged.
    pub(super) fn is_dragged(&self) -> bool {
        self.held.is_some()
    }

    /// The pointer is over what can be pressed.
    pub(super) fn is_over(
        &self,
        thumb: Option<Thumb>,
        bounds: Rectangle,
        cursor: mouse::Cursor,
    ) -> bool {
        let track = track(bounds);
        let x = track.x + track.width + EDGE - REACH;
        thumb.is_some() && cursor.is_over(Rectangle { x, width: REACH, ..track })
    }

    /// Follows the pointer. Returns the share that the thumb is brought to.
    pub(super) fn update<Message>(
        &mut self,
        event: &Event,
        cursor: mouse::Cursor,
        bounds: Rectangle,
        thumb: Option<Thumb>,
        shell: &mut Shell<'_, Message>,
    ) -> Option<f32> {
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left))
                if self.is_over(thumb, bounds, cursor) =>
            {
                let (thumb, at) = (thumb?, cursor.position()?);
                let place = place(thumb, bounds);
                shell.capture_event();
                // Beside the thumb: its middle comes here.
                let grip = if (place.y..=place.y + place.height).contains(&at.y) {
                    at.y - place.y
                } else {
                    place.height / 2.0
                };
                let share = share(thumb, bounds, at.y - grip);
                let moved = share != thumb.at && grip == place.height / 2.0;
                self.held = Some((grip, if moved { share } else { thumb.at }));
                moved.then_some(share)
            }
            Event::Mouse(mouse::Event::CursorMoved { position }) => {
                if let (Some((grip, _)), Some(thumb)) = (self.held, thumb) {
                    let share = share(thumb, bounds, position.y - grip);
                    self.held = Some((grip, share));
                    shell.capture_event();
                    return Some(share);
                }
                let hovered = if self.is_over(thumb, bounds, cursor) {
                    Hovered::Bar
                } else if cursor.is_over(bounds) {
                    Hovered::List
                } else {
                    Hovered::No
                };
                if hovered != self.hovered {
                    self.hovered = hovered;
                    shell.request_redraw();
                }
                None
            }
            Event::Mouse(mouse::Event::CursorLeft) if self.held.is_none() => {
                if self.hovered != Hovered::No {
                    self.hovered = Hovered::No;
                    shell.request_redraw();
                }
                None
            }
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)) => {
                if self.held.take().is_some() {
                    shell.capture_event();
                    shell.request_redraw();
                }
                None
            }
            _ => None,
        }
    }

    /// The thumb and its colour, where it shows itself.
    pub(super) fn paint(
        &self,
        thumb: Option<Thumb>,
        bounds: Rectangle,
        t: Tokens,
    ) -> Option<(Rectangle, Color)> {
        let strength = match (self.held, self.hovered) {
            (Some(_), _) | (None, Hovered::Bar) => 0.7,
            (None, Hovered::List) => 0.35,
            (None, Hovered::No) => return None,
        };
        let mut thumb = thumb?;
        // While it is dragged it stays under the pointer, though rows are still being read.
        if let Some((_, share)) = self.held {
            thumb.at = share;
        }
        Some((place(thumb, bounds), Color { a: strength, ..t.line_strong }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use iced::{Point, Size};

    #[test]
    fn a_thumb_is_where_its_share_says() {
        let bounds = Rectangle::new(Point::new(300.0, 56.0), Size::new(500.0, 604.0));
        for at in [0.0, 0.25, 1.0] {
            let thumb = Thumb { at, size: 0.001 };
            let place = place(thumb, bounds);
            assert_eq!(place.height, LEAST);
            assert!((share(thumb, bounds, place.y) - at).abs() < 0.001);
        }
        // Beyond the track is its end.
        assert_eq!(share(Thumb { at: 0.0, size: 0.1 }, bounds, 9_000.0), 1.0);
    }
}
