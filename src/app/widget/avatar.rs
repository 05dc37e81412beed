//! Round pictures of people: for now initials on a colour chosen by the key.

use iced::widget::container;
use iced::{Color, Pixels, Vector};

use nostr::key::PublicKey;

use super::super::icon::Icon;
use super::super::theme::{AVATARS, Tokens};
use super::super::{Element, direction, font};
use super::style;
use super::wrap::{Wrap, Wrapped};
use crate::model::{Chat, ChatKind, Request};

/// The colour that stands for these bytes, always the same.
pub(crate) fn colour(bytes: &[u8]) -> Color {
    AVATARS[place(bytes)]
}

/// Which of the colours stands for these bytes (FNV-1a over them).
fn place(bytes: &[u8]) -> usize {
    let hash = bytes
        .iter()
        .fold(0x811C_9DC5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    // The upper bits are mixed best; eight colours take three of them.
    (hash >> 29) as usize % AVATARS.len()
}

/// The colour of a person among those of a room: two who would have the same get two, as long as
/// there are as many. It does not depend on the order in which they are given.
pub(crate) fn colour_among(person: &PublicKey, people: &[PublicKey]) -> Color {
    let mut people = people.to_vec();
    people.sort_unstable_by_key(|one| one.to_bytes());
    people.dedup();
    let mut taken = [false; AVATARS.len()];
    for one in &people {
        let own = place(&one.to_bytes());
        let free = (0..AVATARS.len()).map(|step| (own + step) % AVATARS.len());
        let given = free.into_iter().find(|at| !taken[*at]).unwrap_or(own);
        taken[given] = true;
        if one == person {
            return AVATARS[given];
        }
    }
    colour_of(person)
}

/// The colour of a person.
pub(crate) fn colour_of(person: &PublicKey) -> Color {
    colour(&person.to_bytes())
}

/// One or two letters: the first of the first two words, or of the only one.
pub(crate) fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

/// A disc with something in the middle.
fn disc<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    size: f32,
    fill: Color,
) -> Element<'a, Message> {
    container(content).center(size).style(move |_| style::rounded(fill, size / 2.0)).into()
}

/// Somebody's disc.
pub(crate) fn person<'a, Message: 'a>(
    name: &str,
    key: &PublicKey,
    size: f32,
) -> Element<'a, Message> {
    letters(name, colour_of(key), size)
}

/// Somebody's disc in a room of these people.
pub(crate) fn member<'a, Message: 'a>(
    name: &str,
    key: &PublicKey,
    people: &[PublicKey],
    size: f32,
) -> Element<'a, Message> {
    letters(name, colour_among(key, people), size)
}

fn letters<'a, Message: 'a>(name: &str, fill: Color, size: f32) -> Element<'a, Message> {
    let letters = initials(name);
    let letters = if letters.is_empty() { "?".to_owned() } else { letters };
    let text_size = (size * 0.36).round();
    let words = iced::widget::text(letters)
        .size(text_size)
        .line_height(Pixels(text_size * 1.25))
        .font(font::STRONG)
        .color(Color::WHITE);
    disc(words, size, fill)
}

/// A chat's disc.
pub(crate) fn chat<'a, Message: 'a>(chat: &Chat, size: f32) -> Element<'a, Message> {
    let fill = match &chat.contact {
        Some(person) => colour_of(person),
        None => colour(chat.chat.as_bytes()),
    };
    match chat.kind {
        ChatKind::Saved => disc(Icon::Bookmark.view(size * 0.5, Color::WHITE), size, AVATARS[0]),
        ChatKind::Room => disc(Icon::Users.view(size * 0.5, Color::WHITE), size, fill),
        ChatKind::Ordinary | ChatKind::Secret => letters(&chat.name, fill, size),
    }
}

/// A chat's disc with the badge of a secret chat, in a row of this colour.
pub(crate) fn locked<'a, Message: 'a>(
    chat: &Chat,
    size: f32,
    row: Color,
    t: Tokens,
) -> Element<'a, Message> {
    let badge = disc(Icon::Lock.view(11.0, Color::WHITE), 20.0, t.accent_fill);
    let badge = container(badge).center(24).style(move |_| style::rounded(row, 12));
    let badge = container(Wrapped::new(badge, Beyond))
        .width(size)
        .height(size)
        .align_x(iced::Right)
        .align_y(iced::Bottom);
    iced::widget::stack![self::chat(chat, size), badge].into()
}

/// Reaches a little beyond the edge, where lines end.
struct Beyond;

impl<Message> Wrap<Message> for Beyond {
    type State = ();

    fn shift(&self, _state: &()) -> Vector {
        Vector::new(if direction::is_rtl() { -5.0 } else { 5.0 }, 5.0)
    }
}

/// The disc of a request: of who wrote, or of the room that they invite to.
pub(crate) fn request<'a, Message: 'a>(request: &Request, size: f32) -> Element<'a, Message> {
    match request.room {
        Some(_) => {
            disc(Icon::Users.view(size * 0.5, Color::WHITE), size, colour(request.chat.as_bytes()))
        }
        None => person(&request.name, &request.id, size),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;

    #[test]
    fn nobody_in_a_room_looks_like_another() {
        let mut people: Vec<PublicKey> =
            fixture::chats().iter().filter_map(|c| c.contact).collect();
        people.truncate(AVATARS.len());
        let colours = |people: &[PublicKey]| -> Vec<[u8; 4]> {
            people.iter().map(|one| colour_among(one, people).into_rgba8()).collect()
        };
        let mut all = colours(&people);
        let first = all[0];
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), people.len());
        people.reverse();
        assert_eq!(colours(&people).last(), Some(&first));
    }

    #[test]
    fn initials_are_the_first_letters_of_two_words() {
        for (name, shows) in [
            ("Omid Karimi", "OK"),
            ("quiet-lantern", "Q"),
            ("Anna Maria Schmidt", "AM"),
            ("«Иван» Петров", "ИП"),
            ("نادیا رحیمی", "نر"),
            ("🦉", ""),
        ] {
            assert_eq!(initials(name), shows);
        }
    }
}
