//! What a field of several lines does with keys, pointer, window and input method: it publishes
//! actions, and knows nothing of how it is drawn.

use std::sync::Arc;
use std::time::Duration;

use iced::advanced::widget::operation::Focusable;
use iced::advanced::{Clipboard, InputMethod, Shell, clipboard, input_method, mouse};
use iced::widget::text_editor::{Action, Binding, Edit};
use iced::{Pixels, Point, Rectangle, Size, Vector, window};

use super::Editor;
use super::state::{BLINK, Focus, State};

impl<Message> Editor<'_, Message> {
    /// Does what a key is bound to.
    pub(super) fn apply(
        &self,
        binding: Binding<Message>,
        state: &mut State,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        let mut act = |action| shell.publish((self.on_action)(action));
        let selected = || self.content.selection();
        match binding {
            Binding::Unfocus => state.unfocus(),
            Binding::Copy => {
                if let Some(words) = selected() {
                    clipboard.write(clipboard::Kind::Standard, words);
                }
            }
            Binding::Cut => {
                if let Some(words) = selected() {
                    clipboard.write(clipboard::Kind::Standard, words);
                    act(Action::Edit(Edit::Delete));
                }
            }
            Binding::Paste => {
                if let Some(words) = clipboard.read(clipboard::Kind::Standard) {
                    act(Action::Edit(Edit::Paste(Arc::new(words))));
                }
            }
            Binding::Move(motion) => act(Action::Move(motion)),
            Binding::Select(motion) => act(Action::Select(motion)),
            Binding::SelectWord => act(Action::SelectWord),
            Binding::SelectLine => act(Action::SelectLine),
            Binding::SelectAll => act(Action::SelectAll),
            Binding::Insert(c) => act(Action::Edit(Edit::Insert(c))),
            Binding::Enter => act(Action::Edit(Edit::Enter)),
            Binding::Backspace => act(Action::Edit(Edit::Backspace)),
            Binding::Delete => act(Action::Edit(Edit::Delete)),
            Binding::Sequence(all) => {
                for binding in all {
                    self.apply(binding, state, clipboard, shell);
                }
            }
            Binding::Custom(message) => shell.publish(message),
        }
    }

    pub(super) fn hear_mouse(
        &self,
        event: mouse::Event,
        state: &mut State,
        bounds: Rectangle,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
    ) {
        let left = self.padding.left + self.content.fit.get().left;
        let within = |at: Point| at - Vector::new(left, self.padding.top);
        match event {
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                let Some(at) = cursor.position_in(bounds) else {
                    if state.is_focused() {
                        state.unfocus();
                        shell.request_redraw();
                    }
                    return;
                };
                let click = mouse::Click::new(within(at), mouse::Button::Left, state.click);
                let action = match click.kind() {
                    mouse::click::Kind::Single => Action::Click(click.position()),
                    mouse::click::Kind::Double => Action::SelectWord,
                    mouse::click::Kind::Triple => Action::SelectLine,
                };
                state.focus();
                state.dragging = click.kind() == mouse::click::Kind::Single;
                state.click = Some(click);
                shell.publish((self.on_action)(action));
                shell.capture_event();
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => state.dragging = false,
            mouse::Event::CursorMoved { .. } if state.dragging => {
                if let Some(at) = cursor.position_in(bounds) {
                    shell.publish((self.on_action)(Action::Drag(within(at))));
                }
            }
            mouse::Event::WheelScrolled { delta } if cursor.is_over(bounds) => {
                let lines = match delta {
                    mouse::ScrollDelta::Lines { y, .. } => -y * 4.0,
                    mouse::ScrollDelta::Pixels { y, .. } => -y / self.kind.line,
                };
                let lines = lines + state.part;
                state.part = lines.fract();
                shell.publish((self.on_action)(Action::Scroll { lines: lines as i32 }));
                shell.capture_event();
            }
            _ => {}
        }
    }

    pub(super) fn hear_window(
        &self,
        event: &window::Event,
        state: &mut State,
        bounds: Rectangle,
        shell: &mut Shell<'_, Message>,
    ) {
        let Some(focus) = &mut state.focus else { return };
        match event {
            window::Event::Unfocused => focus.here = false,
            window::Event::Focused => {
                *focus = Focus::now();
                shell.request_redraw();
            }
            window::Event::RedrawRequested(now) if focus.here => {
                focus.now = *now;
                let gone = focus.now.saturating_duration_since(focus.since).as_millis();
                let left = BLINK.as_millis() - gone % BLINK.as_millis();
                let left = u64::try_from(left).unwrap_or_default();
                shell.request_redraw_at(*now + Duration::from_millis(left));
                let text = bounds.shrink(self.padding);
                let (caret, _) = self.marks(text.size());
                let caret = caret.unwrap_or(Rectangle::new(Point::ORIGIN, Size::new(1.0, 1.0)));
                shell.request_input_method(&InputMethod::Enabled {
                    cursor: caret + (text.position() - Point::ORIGIN),
                    purpose: input_method::Purpose::Normal,
                    preedit: state.preedit.as_ref().map(input_method::Preedit::as_ref),
                });
            }
            _ => {}
        }
    }

    pub(super) fn hear_input_method(
        &self,
        event: &input_method::Event,
        state: &mut State,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            input_method::Event::Opened => state.preedit = Some(input_method::Preedit::new()),
            input_method::Event::Closed => state.preedit = None,
            input_method::Event::Preedit(content, selection) if state.is_focused() => {
                state.preedit = Some(input_method::Preedit {
                    content: content.clone(),
                    selection: selection.clone(),
                    text_size: Some(Pixels(self.kind.size)),
                });
            }
            input_method::Event::Commit(words) if state.is_focused() => {
                let words = Arc::new(words.clone());
                shell.publish((self.on_action)(Action::Edit(Edit::Paste(words))));
            }
            _ => return,
        }
        shell.request_redraw();
    }
}
