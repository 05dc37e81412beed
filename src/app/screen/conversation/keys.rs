//! What keys mean in a conversation, where no field wants them.

use iced::keyboard::Key;
use iced::keyboard::key::Named;

use super::super::super::widget::keys::Press;
use super::super::super::widget::virtual_list::Go;
use super::{Message, State};
use crate::model::MessageId;

/// What a key means in the open menu of a message, `written` or not: what stands beside its items.
pub(super) fn in_menu(id: MessageId, written: bool, press: &Press<'_>) -> Option<Message> {
    match at_message(id, press) {
        Some(Message::CopyPressed(_)) if !written => None,
        // First letters lead to other items: only what is shown acts.
        Some(Message::CopyPressed(_)) if !press.modifiers.command() => None,
        Some(told @ (Message::CopyPressed(_) | Message::ReplyPressed(_))) => Some(told),
        _ => None,
    }
}

/// What a key means that nothing in the whole window wanted. Only whoever holds all panes can tell:
/// iced hands a key to every pane, also after another one's field has taken it.
pub(crate) fn unheard(state: &State, press: &Press<'_>) -> Option<Message> {
    let alone = state.dialog.is_none() && state.menu.is_none();
    let meant = alone.then(|| meant(press, state.picker.is_some())).flatten()?;
    let in_vain = match &meant {
        Message::Typed(_) => !state.takes_words(),
        // There is nothing to look through.
        Message::SearchPressed | Message::GoPressed(_) => state.is_behind_card(),
        _ => false,
    };
    (!in_vain).then_some(meant)
}

/// What a key means at a message that the keyboard is at. Letters are taken by their place.
pub(super) fn at_message(id: MessageId, press: &Press<'_>) -> Option<Message> {
    let (ctrl, shift) = (press.modifiers.command(), press.modifiers.shift());
    if press.modifiers.alt() {
        return None;
    }
    match (press.key, press.latin) {
        (Key::Named(Named::Enter | Named::Space | Named::ContextMenu), _) if !ctrl => {
            Some(Message::MenuKeyPressed(id))
        }
        (Key::Named(Named::F10), _) if shift && !ctrl => Some(Message::MenuKeyPressed(id)),
        (Key::Named(Named::Delete), _) if !ctrl && !shift => Some(Message::DeletePressed(id)),
        (_, Some('r')) if !ctrl && !shift => Some(Message::ReplyPressed(id)),
        (_, Some('c')) if !shift => Some(Message::CopyPressed(id)),
        _ => None,
    }
}

fn meant(press: &Press<'_>, picking: bool) -> Option<Message> {
    if press.modifiers.command() {
        let plain = !press.modifiers.alt() && !press.modifiers.shift();
        return (plain && press.latin == Some('f')).then_some(Message::SearchPressed);
    }
    if press.modifiers.alt() {
        return None;
    }
    match press.key {
        Key::Named(Named::PageUp) => Some(Message::GoPressed(Go::Pages(-1.0))),
        Key::Named(Named::PageDown) => Some(Message::GoPressed(Go::Pages(1.0))),
        Key::Named(Named::Home) => Some(Message::GoPressed(Go::Start)),
        Key::Named(Named::End) => Some(Message::GoPressed(Go::End)),
        // Whoever types means to write.
        Key::Character(_) if !picking => {
            let text = press.text.filter(|text| !text.chars().any(char::is_control))?;
            Some(Message::Typed(text.to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use iced::keyboard::Modifiers;

    use super::*;

    fn press(key: Key, latin: Option<char>, modifiers: Modifiers) -> Option<Message> {
        let text = match &key {
            Key::Character(c) => Some(c.to_string()),
            _ => None,
        };
        meant(&Press { key: &key, latin, modifiers, text: text.as_deref() }, false)
    }

    #[test]
    fn whoever_types_writes() {
        let typed = press(Key::Character("ж".into()), Some(';'), Modifiers::empty());
        assert!(matches!(typed, Some(Message::Typed(text)) if text == "ж"));
        assert!(press(Key::Named(Named::Tab), None, Modifiers::empty()).is_none());
        assert!(press(Key::Character("x".into()), Some('x'), Modifiers::ALT).is_none());
    }

    #[test]
    fn at_a_message_keys_are_about_it() {
        let id = crate::app::fixture::message_id(3);
        let at = |key: Key, latin, modifiers| {
            at_message(id, &Press { key: &key, latin, modifiers, text: None })
        };
        let letter = |letter: &str| Key::Character(letter.into());
        let none = Modifiers::empty();
        // In a Russian layout too.
        assert!(
            matches!(at(letter("к"), Some('r'), none), Some(Message::ReplyPressed(m)) if m == id)
        );
        assert!(matches!(at(letter("c"), Some('c'), none), Some(Message::CopyPressed(_))));
        assert!(matches!(
            at(letter("c"), Some('c'), Modifiers::COMMAND),
            Some(Message::CopyPressed(_))
        ));
        assert!(at(letter("r"), Some('r'), Modifiers::COMMAND).is_none());
        for (named, modifiers) in
            [(Named::Enter, none), (Named::ContextMenu, none), (Named::F10, Modifiers::SHIFT)]
        {
            let menu = at(Key::Named(named), None, modifiers);
            assert!(matches!(menu, Some(Message::MenuKeyPressed(_))), "{named:?}");
        }
        assert!(at(Key::Named(Named::F10), None, none).is_none());
        // Whoever types anything else means to write.
        assert!(at(letter("s"), Some('s'), none).is_none());
    }

    #[test]
    fn ctrl_f_searches_in_every_layout() {
        let found = press(Key::Character("а".into()), Some('f'), Modifiers::COMMAND);
        assert!(matches!(found, Some(Message::SearchPressed)));
    }
}
