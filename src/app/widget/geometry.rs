//! Keeping what is read in its place while messages come and go around it.
//!
//! The conversation's scrollable is anchored at its end: its offset counts from the bottom, so
//! older messages joining at the top move nothing. The two cases that would move something are
//! set right here, in one operation that measures and then scrolls.

use iced::advanced::widget::operation::{self, Operation, Outcome};
use iced::advanced::widget::{Id, operate};
use iced::widget::operation::AbsoluteOffset;
use iced::{Rectangle, Task, Vector};

/// What should stay where it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Hold {
    /// Everything seen, though something was added below.
    View {
        /// Height of the content before.
        content: f32,
        /// Distance of the view's bottom from the content's, before.
        from_end: f32,
    },
    /// The top of this widget, so far below the top of the view.
    Top {
        /// Which.
        anchor: Id,
        /// How far.
        below: f32,
    },
}

/// Where the view's bottom must stand, counted from the content's bottom.
fn from_end(hold: &Hold, content: f32, view: f32, anchor_top: Option<f32>) -> Option<f32> {
    let most = (content - view).max(0.0);
    match hold {
        Hold::View { content: before, from_end } => {
            Some((from_end + (content - before).max(0.0)).clamp(0.0, most))
        }
        Hold::Top { below, .. } => {
            let view_top = anchor_top? - below;
            Some((content - view - view_top).clamp(0.0, most))
        }
    }
}

struct Measure {
    scroll: Id,
    hold: Hold,
    view: Option<Rectangle>,
    content: Rectangle,
    anchor_top: Option<f32>,
}

impl Operation<()> for Measure {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<()>)) {
        operate(self);
    }

    fn container(&mut self, id: Option<&Id>, bounds: Rectangle) {
        if let Hold::Top { anchor, .. } = &self.hold
            && id == Some(anchor)
        {
            self.anchor_top = Some(bounds.y);
        }
    }

    fn scrollable(
        &mut self,
        id: Option<&Id>,
        bounds: Rectangle,
        content: Rectangle,
        _translation: Vector,
        _state: &mut dyn operation::Scrollable,
    ) {
        if id == Some(&self.scroll) {
            self.view = Some(bounds);
            self.content = content;
        }
    }

    fn finish(&self) -> Outcome<()> {
        let Some(view) = self.view else { return Outcome::None };
        let anchor = self.anchor_top.map(|y| y - self.content.y);
        match from_end(&self.hold, self.content.height, view.height, anchor) {
            Some(y) => Outcome::Chain(Box::new(operation::scrollable::scroll_to(
                self.scroll.clone(),
                AbsoluteOffset { x: None, y: Some(y) },
            ))),
            None => Outcome::None,
        }
    }
}

/// Scrolls so that `hold` is true.
pub(crate) fn hold<T: Send + 'static>(scroll: Id, hold: Hold) -> Task<T> {
    let (view, content, anchor_top) = (None, Rectangle::default(), None);
    operate(Measure { scroll, hold, view, content, anchor_top }).discard()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_stays_while_a_message_joins_below() {
        let view = Hold::View { content: 1000.0, from_end: 300.0 };
        assert_eq!(from_end(&view, 1080.0, 500.0, None), Some(380.0));
        // Nothing was added: nothing moves.
        assert_eq!(from_end(&view, 1000.0, 500.0, None), Some(300.0));
    }

    #[test]
    fn an_anchor_keeps_its_place_while_both_ends_change() {
        let top = Hold::Top { anchor: Id::new("m"), below: 40.0 };
        // The anchor's top at 600 of 1000, view of 500: the view's top is at 560, but the content
        // ends before: the view stands at its end.
        assert_eq!(from_end(&top, 1000.0, 500.0, Some(600.0)), Some(0.0));
        assert_eq!(from_end(&top, 1000.0, 500.0, Some(240.0)), Some(300.0));
        assert_eq!(from_end(&top, 1000.0, 500.0, None), None);
    }

    #[test]
    fn content_smaller_than_the_view_never_scrolls() {
        let view = Hold::View { content: 100.0, from_end: 50.0 };
        assert_eq!(from_end(&view, 120.0, 500.0, None), Some(0.0));
    }
}
