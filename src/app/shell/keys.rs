//! What happens to the window, and what keys mean everywhere.

use iced::keyboard::key::Named;
use iced::keyboard::{self, Key};
use iced::{Event as Happening, event, window};

use super::super::widget::keys::Press;
use super::Message;
use crate::model::Secret;

/// Keys that mean something everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shortcut {
    NewChat,
    NewSecret,
    Lock,
    Settings,
    Escape,
    Next,
    Previous,
    /// Enter, where nothing took it.
    Enter,
    /// Everything a step larger.
    Larger,
    /// Everything a step smaller.
    Smaller,
    /// Everything in its usual size.
    UsualSize,
}

/// What a key means before any field hears it, which would write the sign.
pub(super) fn sized(press: &Press<'_>) -> Option<Message> {
    if !press.modifiers.command() || press.modifiers.alt() {
        return None;
    }
    let Key::Character(sign) = press.key else { return None };
    let shortcut = match (sign.as_str(), press.latin) {
        ("+" | "=", _) => Shortcut::Larger,
        ("-" | "_", _) => Shortcut::Smaller,
        ("0", _) | (_, Some('0')) if !press.modifiers.shift() => Shortcut::UsualSize,
        _ => return None,
    };
    Some(Message::KeyPressed(shortcut))
}

pub(super) fn happened(
    event: Happening,
    status: event::Status,
    _window: window::Id,
) -> Option<Message> {
    match event {
        Happening::Window(window::Event::Resized(size)) => Some(Message::Resized(size)),
        Happening::Window(window::Event::Opened { size, .. }) => Some(Message::Resized(size)),
        Happening::Window(window::Event::Focused) => Some(Message::Focused(true)),
        Happening::Window(window::Event::Unfocused) => Some(Message::Focused(false)),
        Happening::Window(window::Event::CloseRequested) => Some(Message::CloseRequested),
        Happening::Window(window::Event::Moved(corner)) => Some(Message::Moved(corner)),
        Happening::Keyboard(keyboard::Event::KeyPressed {
            key,
            physical_key,
            modifiers,
            text,
            ..
        }) => shortcut(&key, key.to_latin(physical_key), modifiers, status)
            .map(Message::KeyPressed)
            .or_else(|| typed(text.as_deref(), modifiers, status)),
        _ => None,
    }
}

/// What a key means everywhere. Letters are taken by their place, so that they work in every
/// keyboard layout.
pub(super) fn shortcut(
    key: &Key,
    latin: Option<char>,
    modifiers: keyboard::Modifiers,
    status: event::Status,
) -> Option<Shortcut> {
    match key {
        Key::Named(Named::Escape) => Some(Shortcut::Escape),
        Key::Named(Named::Enter) if status == event::Status::Ignored => Some(Shortcut::Enter),
        Key::Named(Named::Tab) if status == event::Status::Ignored && !modifiers.command() => {
            Some(if modifiers.shift() { Shortcut::Previous } else { Shortcut::Next })
        }
        _ if modifiers.command() && !modifiers.alt() && modifiers.shift() => {
            (latin == Some('n')).then_some(Shortcut::NewSecret)
        }
        _ if modifiers.command() && !modifiers.alt() => match latin {
            Some('n') => Some(Shortcut::NewChat),
            Some('l') => Some(Shortcut::Lock),
            Some(',') => Some(Shortcut::Settings),
            _ => None,
        },
        _ => None,
    }
}

/// What was typed while nothing had the keyboard. It may be a passphrase.
fn typed(
    text: Option<&str>,
    modifiers: keyboard::Modifiers,
    status: event::Status,
) -> Option<Message> {
    let text = text.filter(|text| !text.is_empty() && !text.chars().any(char::is_control))?;
    let plain = status == event::Status::Ignored && !modifiers.command() && !modifiers.alt();
    plain.then(|| Message::Typed(Secret::new(text.to_owned())))
}
