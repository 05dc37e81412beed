//! Bringing something into view: whatever scrolls around it scrolls as far as needed, so that it
//! is seen with its label above and what is said below it.
//!
//! iced scrolls by the wheel alone: what the keyboard goes to may lie below the fold.

use iced::advanced::widget::operation::scrollable::AbsoluteOffset;
use iced::advanced::widget::operation::{Focusable, Outcome, Scrollable};
use iced::advanced::widget::{Id, Operation};
use iced::{Rectangle, Vector};

/// Room for a label above.
const ABOVE: f32 = 40.0;
/// Room for a sentence or two below.
const BELOW: f32 = 72.0;

/// Brings what has the keyboard into view.
pub(crate) fn focused<T: 'static>() -> impl Operation<T> {
    Look::for_what(None)
}

/// Brings what has this name into view, wherever the keyboard is.
pub(crate) fn named<T: 'static>(id: &'static str) -> impl Operation<T> {
    Look::for_what(Some(Id::new(id)))
}

/// Something that scrolls, as it stands.
#[derive(Debug, Clone, Copy)]
struct Around {
    /// The how many-th of all.
    number: usize,
    view: Rectangle,
    content: Rectangle,
    offset: f32,
}

impl Around {
    /// Where it must stand to show something; `None` when it does.
    fn to_show(self, item: Rectangle) -> Option<f32> {
        let free = self.view.height - item.height;
        if free < 0.0 {
            return None;
        }
        let top = item.y - self.content.y;
        let least = top + item.height + BELOW.min(free / 2.0) - self.view.height;
        let most = top - ABOVE.min(free / 2.0);
        let end = (self.content.height - self.view.height).max(0.0);
        let to = self.offset.max(least).min(most).clamp(0.0, end);
        ((to - self.offset).abs() > 0.5).then_some(to)
    }
}

/// Finds it, and what scrolls around it.
struct Look {
    name: Option<Id>,
    count: usize,
    /// It was told, and is about to be walked into.
    next: Option<Around>,
    /// Those that are walked through, the innermost last.
    within: Vec<Around>,
    found: Option<(Around, f32)>,
}

impl Look {
    fn for_what(name: Option<Id>) -> Self {
        Self { name, count: 0, next: None, within: Vec::new(), found: None }
    }
}

impl<T: 'static> Operation<T> for Look {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        let entered = self.next.take();
        self.within.extend(entered);
        operate(self);
        if entered.is_some() {
            self.within.pop();
        }
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        view: Rectangle,
        content: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.next = Some(Around { number: self.count, view, content, offset: translation.y });
        self.count += 1;
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        let is_it = match &self.name {
            Some(name) => id == Some(name),
            None => state.is_focused(),
        };
        if is_it && let Some(around) = self.within.last() {
            self.found = around.to_show(bounds).map(|to| (*around, to));
        }
    }

    fn finish(&self) -> Outcome<T> {
        match self.found {
            Some((around, to)) => {
                Outcome::Chain(Box::new(Scroll { number: around.number, to, count: 0 }))
            }
            None => Outcome::None,
        }
    }
}

/// Scrolls what was found.
struct Scroll {
    number: usize,
    to: f32,
    count: usize,
}

impl<T> Operation<T> for Scroll {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation<T>)) {
        operate(self);
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        _view: Rectangle,
        _content: Rectangle,
        _translation: Vector,
        state: &mut dyn Scrollable,
    ) {
        if self.count == self.number {
            state.scroll_to(AbsoluteOffset { x: None, y: Some(self.to) });
        }
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn around(offset: f32) -> Around {
        let rectangle = |height| Rectangle { x: 0.0, y: 50.0, width: 300.0, height };
        Around { number: 0, view: rectangle(400.0), content: rectangle(1000.0), offset }
    }

    fn item(top: f32, height: f32) -> Rectangle {
        Rectangle { x: 0.0, y: 50.0 + top, width: 300.0, height }
    }

    #[test]
    fn what_is_seen_stays_where_it_is() {
        assert_eq!(around(0.0).to_show(item(100.0, 44.0)), None);
        assert_eq!(around(300.0).to_show(item(500.0, 44.0)), None);
        // It can never be seen whole.
        assert_eq!(around(0.0).to_show(item(0.0, 900.0)), None);
    }

    #[test]
    fn what_lies_below_or_above_comes_with_room_around_it() {
        assert_eq!(around(0.0).to_show(item(600.0, 44.0)), Some(600.0 + 44.0 + BELOW - 400.0));
        assert_eq!(around(600.0).to_show(item(100.0, 44.0)), Some(100.0 - ABOVE));
        // Not beyond the ends.
        assert_eq!(around(0.0).to_show(item(956.0, 44.0)), Some(600.0));
        assert_eq!(around(600.0).to_show(item(0.0, 44.0)), Some(0.0));
    }

    proptest! {
        #[test]
        fn what_fits_is_seen_whole(
            offset in 0_f32..600.0,
            top in 0_f32..950.0,
            height in 0_f32..400.0,
        ) {
            let height = height.min(1000.0 - top);
            let to = around(offset).to_show(item(top, height)).unwrap_or(offset);
            prop_assert!((0.0..=600.0).contains(&to));
            prop_assert!(to <= top + 0.6 && top + height <= to + 400.6, "{to}");
        }
    }
}
