//! What this program is, what it protects and what it does not.

use iced::widget::{Column, column, container, row, scrollable};
use iced::{Center, Fill};

use super::super::super::icon::{self, Icon};
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::{caption, label, style};
use super::super::super::{Element, font};
use super::{Message, parts};

/// Height of a licence's text.
const TEXT: f32 = 220.0;

/// The texts that the licences of others ask to be shown, and Hushwing's own.
const LICENCES: [(&str, &str); 5] = [
    ("Hushwing (MIT)", include_str!("../../../../LICENSE")),
    ("Inter (OFL)", include_str!("../../../../assets/fonts/Inter-OFL.txt")),
    ("Vazirmatn (OFL)", include_str!("../../../../assets/fonts/Vazirmatn-OFL.txt")),
    ("JetBrains Mono (OFL)", include_str!("../../../../assets/fonts/JetBrainsMono-OFL.txt")),
    ("Twemoji Mozilla", include_str!("../../../../assets/fonts/TwemojiMozilla-LICENSE.txt")),
];

/// The part.
pub(super) fn view<'a>(t: Tokens) -> Column<'a, Message> {
    let version = say!("version", number = env!("CARGO_PKG_VERSION"));
    let head = row![
        icon::logo(56.0),
        column![
            label(say!("app"), theme::TITLE, font::STRONG, t.ink_1),
            caption(version, t.ink_2),
            caption(say!("free-software"), t.ink_2),
        ]
        .spacing(2),
    ]
    .spacing(16)
    .align_y(Center);
    let protected = [
        say!("protects-words"),
        say!("protects-disk"),
        say!("protects-account"),
        say!("protects-relays"),
    ];
    let not = [
        say!("not-device"),
        say!("not-address"),
        say!("not-key"),
        say!("not-others"),
        say!("not-audited"),
    ];
    column![
        parts::card(head, t),
        list(say!("protected"), Icon::Shield, &protected, t),
        list(say!("not-protected"), Icon::Alert, &not, t),
        parts::section(
            say!("licences"),
            say!("licences-hint"),
            None,
            Column::with_children(LICENCES.map(|(name, words)| licence(name, words, t)))
                .spacing(12),
            t,
        ),
    ]
    .spacing(28)
}

fn list<'a>(name: &'a str, icon: Icon, lines: &[&'a str], t: Tokens) -> Element<'a, Message> {
    let line = |words: &&'a str| {
        let words = label(*words, theme::SMALL, font::TEXT, t.ink_1).width(Fill);
        row![icon.view(16.0, t.ink_2), words].spacing(12).into()
    };
    let head = label(name, theme::HEADER, font::STRONG, t.ink_1);
    let lines = Column::with_children(lines.iter().map(line)).spacing(12);
    column![head, parts::card(lines, t)].spacing(12).into()
}

fn licence<'a>(name: &'a str, words: &'a str, t: Tokens) -> Element<'a, Message> {
    let text = scrollable(container(caption(words, t.ink_2)).padding(iced::padding::right(12)))
        .direction(style::thin())
        .style(move |_, status| style::scroll(t, status))
        .height(TEXT)
        .width(Fill);
    parts::card(column![label(name, theme::BODY, font::STRONG, t.ink_1), text].spacing(8), t)
}
