//! Which item of a menu the keyboard goes to. Most menus are one column; some have a line of
//! several things in it.

use iced::advanced::widget::{Id, Operation, operation};
use iced::keyboard::{Key, Modifiers, key::Named};
use iced::{Point, Rectangle};

use super::super::super::direction;

/// Where a key leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
    Left,
    Right,
    First,
    Last,
    /// Tab: the next one, also along a line.
    Next,
    Previous,
    /// To the next that begins with this letter, in lower case.
    Letter(char),
}

impl Way {
    /// What a key means in a menu.
    pub(super) fn of(key: &Key, modifiers: Modifiers, text: Option<&str>) -> Option<Self> {
        if modifiers.command() || modifiers.alt() {
            return None;
        }
        let Key::Named(named) = key else {
            let letter = text?.chars().next().filter(|c| c.is_alphanumeric())?;
            return letter.to_lowercase().next().map(Self::Letter);
        };
        Some(match named {
            Named::ArrowUp => Self::Up,
            Named::ArrowDown => Self::Down,
            Named::ArrowLeft => Self::Left,
            Named::ArrowRight => Self::Right,
            Named::Home | Named::PageUp => Self::First,
            Named::End | Named::PageDown => Self::Last,
            Named::Tab if modifiers.shift() => Self::Previous,
            Named::Tab => Self::Next,
            _ => return None,
        })
    }
}

/// What can be chosen: where it lies and what it says, and what has the keyboard.
#[derive(Debug, Default)]
pub(super) struct Items {
    items: Vec<(Rectangle, String)>,
    pub(super) at: Option<usize>,
}

impl Operation for Items {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        state: &mut dyn operation::Focusable,
    ) {
        if state.is_focused() {
            self.at = Some(self.items.len());
        }
        self.items.push((bounds, String::new()));
    }

    fn text(&mut self, _id: Option<&Id>, _bounds: Rectangle, words: &str) {
        if let Some((_, said)) = self.items.last_mut()
            && said.is_empty()
        {
            words.clone_into(said);
        }
    }
}

impl Items {
    /// The item that the keyboard goes to; `None` where there is none. Round at the ends.
    pub(super) fn next(&self, way: Way) -> Option<usize> {
        let last = self.items.len().checked_sub(1)?;
        let Some(at) = self.at else {
            return match way {
                Way::Up | Way::Last | Way::Previous => Some(last),
                Way::Letter(letter) => self.letter(letter, last),
                // Below a line of several things begins what most people come for.
                Way::Down => Some(self.below_the_line()),
                _ => Some(0),
            };
        };
        match way {
            Way::First => Some(0),
            Way::Last => Some(last),
            Way::Next => Some(if at == last { 0 } else { at + 1 }),
            Way::Previous => Some(at.checked_sub(1).unwrap_or(last)),
            Way::Up | Way::Down => self.line(at, way == Way::Down),
            Way::Left | Way::Right => self.along(at, way == Way::Right),
            Way::Letter(letter) => self.letter(letter, at),
        }
    }

    /// The first item that is not in the first line; the first where there is one line only.
    fn below_the_line(&self) -> usize {
        let first = self.items.first().map(|(place, _)| place);
        let below = |place| first.is_some_and(|first| !level(place, first));
        let beside = self.items.get(1).is_some_and(|(place, _)| !below(place));
        let to = self.items.iter().position(|(place, _)| below(place));
        to.filter(|_| beside).unwrap_or(0)
    }

    fn centre(&self, at: usize) -> Option<Point> {
        self.items.get(at).map(|(place, _)| place.center())
    }

    /// To the nearest item of the next line, counted from where lines begin.
    fn line(&self, at: usize, down: bool) -> Option<usize> {
        let (from, _) = self.items.get(at)?;
        let begin = |place: &Rectangle| {
            if direction::is_rtl() { -place.x - place.width } else { place.x }
        };
        // How far down, all round the menu: what lies above comes after everything below.
        let height: f32 = self.items.iter().map(|(place, _)| place.height + place.y.abs()).sum();
        let round = 4.0 * height.max(1.0);
        let far = |place: &Rectangle| {
            let step = place.center_y() - from.center_y();
            let step = if down { step } else { -step };
            if step > 1.0 { step } else { step + round }
        };
        let others = self.items.iter().enumerate();
        let others = others.filter(|(_, (place, _))| !level(place, from));
        others
            .min_by(|(_, (a, _)), (_, (b, _))| {
                let lines =
                    if level(a, b) { std::cmp::Ordering::Equal } else { far(a).total_cmp(&far(b)) };
                let beside = |place| (begin(place) - begin(from)).abs();
                lines.then(beside(a).total_cmp(&beside(b)))
            })
            .map(|(to, _)| to)
            .or(Some(at))
    }

    /// To the neighbour in the same line.
    fn along(&self, at: usize, right: bool) -> Option<usize> {
        let (from, _) = self.items.get(at)?;
        let here = self.centre(at)?.x;
        let ahead = |x: f32| if right { x - here } else { here - x };
        let beside = self.items.iter().enumerate().filter(|(_, (place, _))| level(place, from));
        beside
            .filter(|(_, (place, _))| ahead(place.center_x()) > 1.0)
            .min_by(|(_, (a, _)), (_, (b, _))| ahead(a.center_x()).total_cmp(&ahead(b.center_x())))
            .map(|(to, _)| to)
    }

    fn letter(&self, letter: char, at: usize) -> Option<usize> {
        let begins = |(_, words): &(Rectangle, String)| {
            words.chars().next().and_then(|c| c.to_lowercase().next()) == Some(letter)
        };
        let count = self.items.len();
        (1..=count)
            .map(|step| (at + step) % count)
            .find(|to| self.items.get(*to).is_some_and(begins))
    }
}

/// In one line of the menu.
fn level(a: &Rectangle, b: &Rectangle) -> bool {
    (a.center_y() - b.center_y()).abs() < a.height.min(b.height) / 2.0
}

/// Gives the keyboard to one item.
pub(super) struct Choose {
    to: usize,
    count: usize,
}

impl Choose {
    /// The item of this number.
    pub(super) fn item(to: usize) -> Self {
        Self { to, count: 0 }
    }
}

impl Operation for Choose {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        operate(self);
    }

    fn focusable(
        &mut self,
        _id: Option<&Id>,
        _bounds: Rectangle,
        state: &mut dyn operation::Focusable,
    ) {
        if self.count == self.to {
            state.focus();
        } else {
            state.unfocus();
        }
        self.count += 1;
    }
}

#[cfg(test)]
mod tests {
    use iced::Size;
    use proptest::prelude::*;

    use super::*;

    /// A line of three faces over four items.
    fn menu(at: Option<usize>) -> Items {
        let face = |n: u8| {
            let place = Point::new(10.0 + 34.0 * f32::from(n), 8.0);
            (Rectangle::new(place, Size::new(32.0, 32.0)), "😀".to_owned())
        };
        let item = |n: u8, words: &str| {
            let place = Point::new(6.0, 48.0 + 36.0 * f32::from(n));
            (Rectangle::new(place, Size::new(252.0, 34.0)), words.to_owned())
        };
        let words = ["Reply", "Edit", "Copy text", "Delete…"];
        let items = (0..3).map(face);
        let items = items.chain((0..).zip(words).map(|(n, words)| item(n, words)));
        Items { items: items.collect(), at }
    }

    fn next(at: usize, way: Way) -> Option<usize> {
        menu(Some(at)).next(way)
    }

    #[test]
    fn a_line_of_faces_is_one_line() {
        assert_eq!(next(1, Way::Down), Some(3));
        assert_eq!(next(3, Way::Up), Some(0));
        assert_eq!(next(0, Way::Right), Some(1));
        assert_eq!(next(2, Way::Right), None);
        assert_eq!(next(1, Way::Left), Some(0));
        assert_eq!(next(4, Way::Left), None);
        // Tab goes to each of them.
        assert_eq!(next(1, Way::Next), Some(2));
        assert_eq!(next(0, Way::Previous), Some(6));
    }

    #[test]
    fn the_ends_meet() {
        assert_eq!(next(6, Way::Down), Some(0));
        assert_eq!(next(2, Way::Up), Some(6));
        assert_eq!(next(4, Way::First), Some(0));
        assert_eq!(next(4, Way::Last), Some(6));
        assert_eq!(menu(None).next(Way::Down), Some(3), "not a face");
        assert_eq!(menu(None).next(Way::Right), Some(0));
        assert_eq!(menu(None).next(Way::Up), Some(6));
        assert_eq!(Items::default().next(Way::Down), None);
    }

    #[test]
    fn a_letter_goes_to_what_begins_with_it() {
        assert_eq!(next(0, Way::Letter('d')), Some(6));
        assert_eq!(next(6, Way::Letter('e')), Some(4));
        assert_eq!(next(6, Way::Letter('x')), None);
        let typed = |c: &str| Way::of(&Key::Character(c.into()), Modifiers::empty(), Some(c));
        assert_eq!(typed("Ж"), Some(Way::Letter('ж')));
        assert_eq!(Way::of(&Key::Named(Named::Escape), Modifiers::empty(), None), None);
    }

    proptest! {
        #[test]
        fn down_comes_by_every_line_and_round(start in 0_usize..7) {
            let mut at = start;
            let mut lines = Vec::new();
            for _ in 0..5 {
                at = next(at, Way::Down).unwrap();
                lines.push(at.max(2));
            }
            lines.sort_unstable();
            prop_assert_eq!(lines, vec![2, 3, 4, 5, 6]);
        }
    }
}
