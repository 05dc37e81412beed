//! A list of any length, of which only what is seen is laid out.
//!
//! Rows are built when they come near the view. What lies where is the arithmetic of [`Strip`];
//! this widget turns events into its steps and draws. It knows keys and pages, not what a row is:
//! what should be read, and what is seen, is told as a [`View`].

mod bar;
mod fling;
mod state;
mod strip;
mod view;
mod walk;

use std::borrow::Cow;
use std::collections::HashMap;

use iced::advanced::widget::{Id, Operation, Tree, tree};
use iced::advanced::{
    Clipboard, Layout, Renderer as _, Shell, Widget, layout, mouse, overlay, renderer,
};
use iced::keyboard;
use iced::{Background, Border, Color, Event, Length, Point, Rectangle, Size, Vector, window};

use super::super::Element;
use super::super::theme::Tokens;
use super::{focus, keys};
use state::{Moved, State};
pub(crate) use strip::Key;
pub(crate) use view::{Go, View};
use walk::Holds;

/// Laid out beyond both edges, so that a small step shows nothing new.
const MARGIN: f32 = 240.0;
/// Above the first row and below the last.
const PAD: f32 = 13.0;
/// One notch of a wheel.
const NOTCH: f32 = 60.0;

/// What a key means at a row.
type OnKey<'a, Message> = Box<dyn Fn(Key, keys::Press<'_>) -> Option<Message> + 'a>;

/// See the module.
pub(crate) struct VirtualList<'a, Message> {
    of: [u8; 16],
    rows: Vec<Key>,
    before: u64,
    after: u64,
    build: Box<dyn Fn(usize) -> Element<'a, Message> + 'a>,
    shown: Vec<Element<'a, Message>>,
    go: Option<(u64, Go)>,
    on_view: Option<Box<dyn Fn(View) -> Message + 'a>>,
    from_top: bool,
    pad: f32,
    on_key: Option<OnKey<'a, Message>>,
    on_walk: Option<Box<dyn Fn(Option<Key>) -> Message + 'a>>,
    passes: Option<Box<dyn Fn(Key) -> bool + 'a>>,
    reached: bool,
    id: Option<Id>,
    t: Tokens,
}

impl<'a, Message> VirtualList<'a, Message> {
    /// The list `of` something: these rows, oldest first, with so many before and after them.
    /// Another `of` begins anew, at its end.
    pub(crate) fn new(
        of: [u8; 16],
        (rows, before, after): (Vec<Key>, u64, u64),
        build: impl Fn(usize) -> Element<'a, Message> + 'a,
        t: Tokens,
    ) -> Self {
        Self {
            of,
            rows,
            before,
            after,
            build: Box::new(build),
            shown: Vec::new(),
            go: None,
            on_view: None,
            from_top: false,
            pad: PAD,
            on_key: None,
            on_walk: None,
            passes: None,
            reached: true,
            id: None,
            t,
        }
    }

    /// Is told what is seen, and what should be read.
    pub(crate) fn on_view(mut self, on_view: impl Fn(View) -> Message + 'a) -> Self {
        self.on_view = Some(Box::new(on_view));
        self
    }

    /// What is short stands at the top, with less room around it.
    pub(crate) fn at_top(mut self) -> Self {
        self.from_top = true;
        self.pad = 4.0;
        self
    }

    /// Where to go; each number is obeyed once.
    pub(crate) fn go(mut self, go: Option<(u64, Go)>) -> Self {
        self.go = go;
        self
    }

    /// What a key means at the row that the keyboard is at, beside going on to another.
    pub(crate) fn on_key(
        mut self,
        on_key: impl Fn(Key, keys::Press<'_>) -> Option<Message> + 'a,
    ) -> Self {
        self.on_key = Some(Box::new(on_key));
        self
    }

    /// Is told at which row the keyboard is, and when it is elsewhere.
    pub(crate) fn on_walk(mut self, on_walk: impl Fn(Option<Key>) -> Message + 'a) -> Self {
        self.on_walk = Some(Box::new(on_walk));
        self
    }

    /// Rows that the keyboard passes over.
    pub(crate) fn passing(mut self, passes: impl Fn(Key) -> bool + 'a) -> Self {
        self.passes = Some(Box::new(passes));
        self
    }

    /// Rows that the keyboard comes to.
    fn walked(&self) -> Cow<'_, [Key]> {
        match &self.passes {
            None => Cow::Borrowed(&self.rows),
            Some(passes) => self.rows.iter().copied().filter(|key| !passes(*key)).collect(),
        }
    }

    /// The keyboard comes to it by another way than the list's own.
    pub(crate) fn unreached(mut self) -> Self {
        self.reached = false;
        self
    }

    /// Under which name it can be given the keyboard.
    pub(crate) fn id(mut self, id: impl Into<Id>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Lays out what is seen. `tree` holds the states of the rows that are shown, in their order.
    fn arrange(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        size: Size,
    ) -> Vec<layout::Node> {
        let state = tree.state.downcast_mut::<State>();
        let was: Vec<Key> = state.strip.slots().iter().map(|slot| slot.key).collect();
        state.trees.extend(was.iter().copied().zip(tree.children.drain(..)));
        let mut built: HashMap<Key, Element<'a, Message>> =
            was.into_iter().zip(self.shown.drain(..)).collect();
        state.follow(self, size);

        let mut nodes: HashMap<Key, layout::Node> = HashMap::new();
        let limits = layout::Limits::new(Size::ZERO, Size::new(size.width, f32::INFINITY));
        let State { strip, trees, .. } = state;
        strip.place(MARGIN, |row| {
            let key = self.rows[row];
            let tree = trees.entry(key).or_insert_with(Tree::empty);
            let element = built.entry(key).or_insert_with(|| {
                let element = (self.build)(row);
                tree.diff(&element);
                element
            });
            let node = element.as_widget_mut().layout(tree, renderer, &limits);
            let height = node.size().height;
            nodes.insert(key, node);
            height
        });
        let mut placed = Vec::with_capacity(strip.slots().len());
        for slot in strip.slots() {
            let (Some(node), Some(element), Some(row)) =
                (nodes.remove(&slot.key), built.remove(&slot.key), trees.remove(&slot.key))
            else {
                continue;
            };
            placed.push(node.move_to(Point::new(0.0, slot.top.round())));
            self.shown.push(element);
            tree.children.push(row);
        }
        state.forget_far(&self.rows);
        state.note_place();
        placed
    }
}

impl<Message> Widget<Message, iced::Theme, iced::Renderer> for VirtualList<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    // Rows are made, and compared with what was, when they are laid out.
    fn diff(&self, _tree: &mut Tree) {}

    fn size(&self) -> Size<Length> {
        Size { width: Length::Fill, height: Length::Fill }
    }

    fn layout(
        &mut self,
        tree: &mut Tree,
        renderer: &iced::Renderer,
        limits: &layout::Limits,
    ) -> layout::Node {
        let size = limits.max();
        let rows = self.arrange(tree, renderer, size);
        layout::Node::with_children(size, rows)
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &iced::Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let Some(visible) = bounds.intersection(viewport) else { return };
        let state = tree.state.downcast_ref::<State>();
        let inner = within(cursor, bounds);
        renderer.with_layer(whole(visible, state.step), |renderer| {
            let rows = self.shown.iter().zip(&tree.children).zip(layout.children());
            for (((row, tree), layout), slot) in rows.zip(state.strip.slots()) {
                let place = layout.bounds();
                if !place.intersects(&visible) {
                    continue;
                }
                if state.lit.is_some_and(|(key, _)| key == slot.key) {
                    let light = Color { a: 0.18 * state.glow, ..self.t.accent };
                    fill(renderer, place, light, Border::default());
                }
                row.as_widget().draw(tree, renderer, theme, style, layout, inner, &visible);
                if state.focus.here && state.focus.row == Some(slot.key) {
                    let ring = Rectangle { x: place.x + 8.0, width: place.width - 16.0, ..place };
                    let border = Border { color: self.t.accent, width: 2.0, radius: 12.0.into() };
                    fill(renderer, ring, Color::TRANSPARENT, border);
                }
            }
        });
        if let Some((thumb, color)) = state.bar.paint(state.strip.thumb(), bounds, self.t) {
            renderer.with_layer(visible, |renderer| {
                let border = Border { radius: (thumb.width / 2.0).into(), ..Border::default() };
                fill(renderer, thumb, color, border);
            });
        }
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.container(self.id.as_ref(), layout.bounds());
        let Tree { state, children, .. } = tree;
        let state = state.downcast_mut::<State>();
        let at = state.strip.slots().iter().position(|slot| Some(slot.key) == state.focus.row);
        let place = at.and_then(|at| layout.children().nth(at));
        // The keyboard goes from the list to what is in its row, and from there back or on; from
        // elsewhere it comes to the list.
        let open = state.focus.at().and(at);
        if self.reached {
            operation.focusable(self.id.as_ref(), layout.bounds(), &mut state.focus);
        }
        operation.traverse(&mut |operation| {
            let rows = self.shown.iter_mut().zip(children.iter_mut()).zip(layout.children());
            for (number, ((row, tree), layout)) in rows.enumerate() {
                let row = row.as_widget_mut();
                if Some(number) == open {
                    row.operate(tree, layout, renderer, operation);
                } else {
                    row.operate(tree, layout, renderer, &mut focus::Released::of(operation));
                }
            }
        });
        let mut holds = Holds::default();
        if let (Some(at), Some(place)) = (open, place)
            && let (Some(row), Some(tree)) = (self.shown.get_mut(at), children.get_mut(at))
        {
            row.as_widget_mut().operate(tree, place, renderer, &mut holds);
        }
        state.focus.inside = holds.0;
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let bounds = layout.bounds();
        let Some(visible) = bounds.intersection(viewport) else { return };
        let state = tree.state.downcast_mut::<State>();
        let thumb = state.strip.thumb();
        if let Some(share) = state.bar.update(event, cursor, bounds, thumb, shell) {
            state.fling.stop();
            state.wants = state.strip.drag_to(share);
            state.moved = Moved { by: 0.0, anything: true };
            shell.request_redraw();
        }
        if state.bar.is_dragged() && shell.is_event_captured() {
            return;
        }
        let inner = within(cursor, bounds);
        let rows = self.shown.iter_mut().zip(&mut tree.children).zip(layout.children());
        for ((row, tree), layout) in rows {
            row.as_widget_mut()
                .update(tree, event, layout, inner, renderer, clipboard, shell, &visible);
        }
        match event {
            Event::Mouse(mouse::Event::ButtonPressed(_)) if state.focus.leave() => {
                shell.request_redraw();
            }
            Event::Window(window::Event::RedrawRequested(now)) => {
                if let Some(pixels) = state.fling.tick(*now) {
                    // Asked again for the same frame, it stands still.
                    if pixels != 0.0 {
                        state.turn(pixels);
                    }
                    shell.request_redraw();
                }
                if let Some(at) = state.fade(*now) {
                    shell.request_redraw_at(at);
                }
                if state.focus.here && state.settle(&self.walked()) {
                    shell.invalidate_layout();
                    shell.request_redraw();
                }
                let at = state.focus.at();
                if state.focus.told != at {
                    state.focus.told = at;
                    if let Some(on_walk) = &self.on_walk {
                        shell.publish(on_walk(at));
                    }
                }
                let moved = state.catch_up();
                if moved {
                    // What is seen then is told once it is laid out, before it is drawn.
                    shell.invalidate_layout();
                }
                let view = state.view(&self.rows);
                match state.due(view, *now) {
                    _ if moved => {}
                    Some(due) if due > *now => shell.request_redraw_at(due),
                    Some(_) => {
                        state.told = Some((view, *now));
                        if let Some(on_view) = &self.on_view {
                            shell.publish(on_view(view));
                        }
                    }
                    None => {}
                }
            }
            _ => {}
        }
        if shell.is_event_captured() {
            return;
        }
        let moved = match event {
            Event::Mouse(mouse::Event::WheelScrolled { delta }) if cursor.is_over(bounds) => {
                state.fling.stop();
                let pixels = match delta {
                    mouse::ScrollDelta::Lines { y, .. } => -y * NOTCH,
                    mouse::ScrollDelta::Pixels { y, .. } => -y,
                };
                state.turn(pixels);
                shell.capture_event();
                shell.request_redraw();
                false
            }
            Event::Touch(touch) => {
                if let Some(pixels) = state.fling.touched(touch, bounds) {
                    state.turn(pixels);
                    shell.capture_event();
                    shell.request_redraw();
                }
                false
            }
            Event::Keyboard(keyboard::Event::KeyPressed {
                key,
                physical_key,
                modifiers,
                text,
                ..
            }) => {
                let meant = state.focus.at().zip(self.on_key.as_ref()).and_then(|(at, on_key)| {
                    let (latin, text) = (key.to_latin(*physical_key), text.as_deref());
                    on_key(at, keys::Press { key, latin, modifiers: *modifiers, text })
                });
                if let Some(message) = meant {
                    shell.publish(message);
                    shell.capture_event();
                    return;
                }
                let plain = !modifiers.command() && !modifiers.alt();
                state.focus.here && plain && state.walk(key, &self.walked())
            }
            _ => false,
        };
        if moved {
            shell.capture_event();
            shell.invalidate_layout();
            shell.request_redraw();
        }
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &iced::Renderer,
    ) -> mouse::Interaction {
        let bounds = layout.bounds();
        let state = tree.state.downcast_ref::<State>();
        if state.bar.is_dragged() || state.bar.is_over(state.strip.thumb(), bounds, cursor) {
            return mouse::Interaction::Idle;
        }
        let inner = within(cursor, bounds);
        let rows = self.shown.iter().zip(&tree.children).zip(layout.children());
        rows.map(|((row, tree), layout)| {
            row.as_widget().mouse_interaction(tree, layout, inner, viewport, renderer)
        })
        .max()
        .unwrap_or_default()
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, iced::Theme, iced::Renderer>> {
        let rows = self.shown.iter_mut().zip(&mut tree.children).zip(layout.children());
        let overlays: Vec<_> = rows
            .filter_map(|((row, tree), layout)| {
                row.as_widget_mut().overlay(tree, layout, renderer, viewport, translation)
            })
            .collect();
        (!overlays.is_empty()).then(|| overlay::Group::with_children(overlays).overlay())
    }
}

/// The pointer, where it is over the list: rows reach beyond its edges.
fn within(cursor: mouse::Cursor, bounds: Rectangle) -> mouse::Cursor {
    if cursor.is_over(bounds) { cursor } else { mouse::Cursor::Unavailable }
}

/// The layer of rows, of which this is the step. A moved list is drawn as a whole: the software
/// renderer compares layers part by part, and draws the window once for each place that differs, a
/// dozen times for a turned wheel. A layer of other bounds is one place, so a moved one ends a few
/// thousandths of a pixel elsewhere, and never where one of the last frames did.
fn whole(visible: Rectangle, step: u8) -> Rectangle {
    Rectangle { height: visible.height - f32::from(step) * 0.001, ..visible }
}

fn fill(renderer: &mut iced::Renderer, bounds: Rectangle, color: Color, border: Border) {
    let quad = renderer::Quad { bounds, border, ..renderer::Quad::default() };
    renderer.fill_quad(quad, Background::Color(color));
}

impl<'a, Message: 'a> From<VirtualList<'a, Message>> for Element<'a, Message> {
    fn from(list: VirtualList<'a, Message>) -> Self {
        Self::new(list)
    }
}

#[cfg(test)]
mod tests;
