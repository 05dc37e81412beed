//! Right to left: the whole window is mirrored once it is laid out, so that no screen has to
//! think of it.
//!
//! Rows, paddings and alignments are places of rectangles, and [`mirrored`] turns all of them
//! round. What is drawn *inside* a rectangle is not touched: pictures, ticks and digits stay as
//! they are, and text is aligned by its own script. Whoever lays parts out by the direction of
//! its content (a message with its time) asks for [`upright`].

use iced::advanced::layout::Node;
use iced::border::Radius;
use iced::{Padding, Point};

use super::Element;
use super::language;
use super::widget::wrap::{Wrap, Wrapped};

/// The window's root, and that of every overlay: mirrored when the language asks for it.
pub(crate) fn mirrored<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    turned(content)
}

/// Something whose inside stays as it was laid out, in a window that is mirrored.
pub(crate) fn upright<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    // Turned round here and once more by the window.
    turned(content)
}

/// A row whose last part stands first: laid out first, it keeps its width, and what comes before
/// it shares the rest.
pub(crate) fn reversed<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    Wrapped::new(content, Turn { round: true }).into()
}

fn turned<'a, Message: 'a>(content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Wrapped::new(content, Turn { round: is_rtl() }).into()
}

/// Whether the window runs from right to left.
pub(crate) fn is_rtl() -> bool {
    language::current().is_rtl()
}

/// Words that lead to what follows them on the line: the colon stands on the side of that, in
/// whatever script the words are.
pub(crate) fn lead(words: &str) -> String {
    // Marks without a width (UAX #9): the line runs as the window does.
    let mark = match (is_rtl(), words.is_ascii()) {
        (true, _) => "\u{200F}",
        (false, false) => "\u{200E}",
        (false, true) => "",
    };
    format!("{mark}{words}:")
}

/// Padding that a widget keeps inside itself, where the mirror does not reach.
pub(crate) fn padding(padding: Padding) -> Padding {
    if !is_rtl() {
        return padding;
    }
    Padding { left: padding.right, right: padding.left, ..padding }
}

/// Corners of something that leans to one side.
pub(crate) fn corners(radius: Radius) -> Radius {
    if !is_rtl() {
        return radius;
    }
    Radius {
        top_left: radius.top_right,
        top_right: radius.top_left,
        bottom_right: radius.bottom_left,
        bottom_left: radius.bottom_right,
    }
}

struct Turn {
    round: bool,
}

impl<Message> Wrap<Message> for Turn {
    type State = ();

    fn laid_out(&self, node: Node) -> Node {
        if self.round { turn(&node) } else { node }
    }
}

/// A node with everything in it mirrored; its own place stays.
fn turn(node: &Node) -> Node {
    let width = node.size().width;
    let children = node.children().iter().map(|child| {
        let bounds = child.bounds();
        turn(child).move_to(Point::new(width - bounds.x - bounds.width, bounds.y))
    });
    let place = node.bounds().position();
    Node::with_children(node.size(), children.collect()).move_to(place)
}

#[cfg(test)]
mod tests {
    use iced::{Rectangle, Size};
    use proptest::prelude::*;

    use super::*;

    fn leaf(x: f32, y: f32, width: f32) -> Node {
        Node::new(Size::new(width, 10.0)).move_to(Point::new(x, y))
    }

    #[test]
    fn what_stood_at_the_left_stands_at_the_right() {
        let inner = Node::with_children(Size::new(60.0, 20.0), vec![leaf(4.0, 2.0, 10.0)])
            .move_to(Point::new(8.0, 5.0));
        let turned = turn(&Node::with_children(Size::new(100.0, 30.0), vec![inner]));
        let inner = &turned.children()[0];
        assert_eq!(inner.bounds(), Rectangle::new(Point::new(32.0, 5.0), Size::new(60.0, 20.0)));
        assert_eq!(inner.children()[0].bounds().position(), Point::new(46.0, 2.0));
    }

    fn nodes() -> impl Strategy<Value = Node> {
        let leaf = (0_u16..300, 0_u16..300, 0_u16..200)
            .prop_map(|(x, y, w)| leaf(f32::from(x), f32::from(y), f32::from(w)));
        leaf.prop_recursive(4, 40, 5, |inner| {
            (prop::collection::vec(inner, 0..5), 0_u16..300, 1_u16..400).prop_map(|(all, x, w)| {
                Node::with_children(Size::new(f32::from(w), 50.0), all)
                    .move_to(Point::new(f32::from(x), 0.0))
            })
        })
    }

    proptest! {
        // This is what `upright` rests on.
        #[test]
        fn turned_twice_is_as_before(node in nodes()) {
            prop_assert_eq!(format!("{:?}", turn(&turn(&node))), format!("{node:?}"));
        }
    }
}
