//! What keys mean among the panes, wherever the keyboard is.

use iced::keyboard::Key;
use iced::keyboard::key::Named;

use super::super::super::Element;
use super::super::super::widget::keys::{self, Press};
use super::super::super::widget::rows::Step;
use super::super::conversation;
use super::{Dialog, Message, Pane, State};

/// The page with its keys. `hidden`: something stands in the place of the conversation.
pub(super) fn listening<'a>(
    page: impl Into<Element<'a, Message>>,
    state: &'a State,
    hidden: bool,
) -> Element<'a, Message> {
    let alone = state.is_free();
    let page = keys::after(page, move |press| unheard(state, hidden, &press));
    keys::before(page, move |press| alone.then(|| meant(&press)).flatten())
}

/// What a key means that nothing wanted. It is asked here, around all panes, and nowhere further
/// in: only here is it known that no field anywhere has taken it. What is typed goes to one place,
/// and to the message that is being written only while nothing else is in use.
fn unheard(state: &State, hidden: bool, press: &Press<'_>) -> Option<Message> {
    let letters = typed(press);
    match &state.dialog {
        // The dialog may be there a moment before the cursor is in its field.
        Some(Dialog::NewChat(_)) => return letters.map(Message::LinkLetters),
        Some(_) => return None,
        None if state.menu.is_some() || state.settings.is_some() => return None,
        None => {}
    }
    // What is found is walked through while the cursor stays in the field; whoever writes in
    // another field keeps their arrows.
    if state.search.is_active()
        && let Some(step) = walked(press)
    {
        return Some(step);
    }
    if state.searching
        && let Some(letters) = letters
    {
        return Some(Message::SearchLetters(letters));
    }
    match &state.pane {
        Pane::Chat(_) if hidden => None,
        Pane::Chat(open) => conversation::unheard(open, press).map(Message::Conversation),
        Pane::Nothing | Pane::Request(_) => None,
    }
}

/// What a key types.
fn typed(press: &Press<'_>) -> Option<String> {
    if press.modifiers.command() || press.modifiers.alt() {
        return None;
    }
    let text = press.text.filter(|text| !text.chars().any(char::is_control))?;
    (!text.is_empty()).then(|| text.to_owned())
}

fn meant(press: &Press<'_>) -> Option<Message> {
    let (ctrl, alt) = (press.modifiers.command(), press.modifiers.alt());
    let shift = press.modifiers.shift();
    match press.key {
        Key::Named(Named::Tab) if ctrl && !alt => Some(Message::NextChatPressed(!shift)),
        Key::Named(Named::ArrowDown) if alt && !ctrl && !shift => {
            Some(Message::NextChatPressed(true))
        }
        Key::Named(Named::ArrowUp) if alt && !ctrl && !shift => {
            Some(Message::NextChatPressed(false))
        }
        _ if ctrl && !alt && !shift => match press.latin {
            Some('k') => Some(Message::SearchPressed),
            Some('i') => Some(Message::InfoToggled),
            _ => None,
        },
        _ => None,
    }
}

fn walked(press: &Press<'_>) -> Option<Message> {
    if press.modifiers.command() || press.modifiers.alt() || press.modifiers.shift() {
        return None;
    }
    Some(Message::StepPressed(match press.key {
        Key::Named(Named::ArrowDown) => Step::Down,
        Key::Named(Named::ArrowUp) => Step::Up,
        Key::Named(Named::PageDown) => Step::PageDown,
        Key::Named(Named::PageUp) => Step::PageUp,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use iced::keyboard::Modifiers;

    use super::*;

    fn press(key: Key, latin: Option<char>, modifiers: Modifiers) -> Option<Message> {
        meant(&Press { key: &key, latin, modifiers, text: None })
    }

    #[test]
    fn ctrl_k_searches_in_every_layout() {
        let russian = Key::Character("л".into());
        let pressed = press(russian, Some('k'), Modifiers::CTRL);
        assert!(matches!(pressed, Some(Message::SearchPressed)));
    }

    #[test]
    fn chats_are_walked_through_without_leaving_the_field() {
        for (named, modifiers, on) in [
            (Named::Tab, Modifiers::CTRL, true),
            (Named::Tab, Modifiers::CTRL | Modifiers::SHIFT, false),
            (Named::ArrowDown, Modifiers::ALT, true),
            (Named::ArrowUp, Modifiers::ALT, false),
        ] {
            let pressed = press(Key::Named(named), None, modifiers);
            assert!(matches!(pressed, Some(Message::NextChatPressed(next)) if next == on));
        }
        assert!(press(Key::Named(Named::Tab), None, Modifiers::empty()).is_none());
        assert!(press(Key::Named(Named::ArrowDown), None, Modifiers::empty()).is_none());
    }
}
