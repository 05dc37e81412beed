//! After how long messages disappear: the chips, their menu, and a value of one's own.

use iced::widget::{Column, button, column, container, row};
use iced::{Center, Fill, border};

use super::super::super::super::icon::Icon;
use super::super::super::super::lasting::{self, Unit};
use super::super::super::super::theme::{self, Tokens};
use super::super::super::super::widget::button::{self as buttons, Press, Weight};
use super::super::super::super::widget::context_menu::ContextMenu;
use super::super::super::super::widget::focus::Ring;
use super::super::super::super::widget::segmented::{Inks, segmented};
use super::super::super::super::widget::{body, field, hint, label, style};
use super::super::super::super::{Element, direction, font};
use super::super::{Message, State};
use super::Message as Secret;

/// What can be chosen at once, seconds.
const CHOICES: [u32; 10] = [0, 5, 30, 60, 300, 3600, 8 * 3600, 86_400, 604_800, 4 * 604_800];
/// The longest that the messenger takes: a year.
const MOST: u32 = 365 * 86_400;
/// The field of a value of one's own.
pub(crate) const NUMBER: &str = "timer-number";

/// Which messages a timer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// All new ones of the chat, on both sides.
    Chat,
    /// The next one alone.
    Next,
}

/// A value of one's own, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Own {
    whose: Whose,
    number: String,
    unit: Unit,
    wrong: bool,
}

/// What happened in its dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OwnMessage {
    /// The number was typed.
    Typed(String),
    /// Another unit was chosen.
    UnitChosen(Unit),
    /// Enter, or the button.
    SetPressed,
}

impl Own {
    /// Beginning with what is set.
    pub(super) fn new(whose: Whose, secs: u32) -> Self {
        let (unit, count) = if secs > 0 { Unit::of(secs) } else { (Unit::Minutes, 10) };
        Self { whose, number: count.to_string(), unit, wrong: false }
    }

    /// Seconds, if what was typed is a time.
    fn secs(&self) -> Option<u32> {
        // In the digits of any script.
        let latin: Option<String> = self.number.trim().chars().map(latin_digit).collect();
        let secs = latin?.parse::<u32>().ok()?.checked_mul(self.unit.secs())?;
        (1..=MOST).contains(&secs).then_some(secs)
    }

    /// What shall be set, when that is said.
    pub(super) fn update(&mut self, message: OwnMessage) -> Option<(Whose, u32)> {
        self.wrong = false;
        match message {
            OwnMessage::Typed(number) => {
                self.number = number.chars().take(9).collect();
                None
            }
            OwnMessage::UnitChosen(unit) => {
                self.unit = unit;
                None
            }
            OwnMessage::SetPressed => {
                let secs = self.secs();
                self.wrong = secs.is_none();
                secs.map(|secs| (self.whose, secs))
            }
        }
    }
}

fn latin_digit(c: char) -> Option<char> {
    let digit = match u32::from(c) {
        code @ 0x06F0..=0x06F9 => code - 0x06F0,
        code @ 0x0660..=0x0669 => code - 0x0660,
        _ => c.to_digit(10)?,
    };
    char::from_digit(digit, 10)
}

/// The dialog for a value of one's own.
pub(crate) fn own<'a>(own: &'a Own, cancel: Message, t: Tokens) -> Element<'a, Message> {
    let told = |message| Message::Secret(Secret::OwnTimer(message));
    let number = field::input(say!("timer-number"), &own.number, own.wrong, t)
        .id(NUMBER)
        .on_input(move |number| told(OwnMessage::Typed(number)))
        .on_submit(told(OwnMessage::SetPressed));
    let wrong = own.wrong.then_some(say!("timer-own-wrong"));
    let number =
        field::labelled(say!("timer-number"), None, number, Some(say!("timer-own-hint")), wrong, t);
    let units = segmented(
        Unit::ALL.into_iter().map(|unit| (unit.name(), unit)),
        &own.unit,
        Inks::of(t),
        t,
        move |unit| told(OwnMessage::UnitChosen(unit)),
    );
    let answers = row![
        buttons::text(say!("cancel"), Weight::Secondary, t, Some(cancel)),
        buttons::text(say!("timer-set"), Weight::Primary, t, Some(told(OwnMessage::SetPressed))),
    ];
    let whose = match own.whose {
        Whose::Chat => say!("timer-chat"),
        Whose::Next => say!("timer-next"),
    };
    column![
        label(say!("timer-own-title"), theme::HEADING, font::STRONG, t.ink_1),
        body(whose, t.ink_2),
        number,
        units,
        container(answers.spacing(8).wrap().vertical_spacing(8)).align_right(Fill),
    ]
    .spacing(16)
    .width(420)
    .into()
}

/// What a timer is called where there is little room.
pub(super) fn short(secs: u32) -> String {
    if secs == 0 { say!("timer-off").to_owned() } else { lasting::short(secs) }
}

/// What a timer is called.
pub(super) fn long(secs: u32) -> String {
    if secs == 0 { say!("timer-off").to_owned() } else { lasting::long(secs) }
}

/// Puts the menu of a timer under its chip.
pub(super) fn with_menu<'a>(
    state: &State,
    chip: Element<'a, Message>,
    whose: Whose,
    t: Tokens,
) -> Element<'a, Message> {
    let open = state.secret.timer == Some(whose);
    let menu = open.then(|| menu(state, whose, t));
    ContextMenu::below(chip, menu, Message::Secret(Secret::MenuClosed)).into()
}

fn menu<'a>(state: &State, whose: Whose, t: Tokens) -> Element<'a, Message> {
    let chat = state.secret_chat().map_or(0, |secret| secret.timer_secs);
    let now = match whose {
        Whose::Chat => Some(chat),
        Whose::Next => state.secret.next,
    };
    let says = match whose {
        Whose::Chat => say!("timer-chat"),
        Whose::Next => say!("timer-next"),
    };
    let line = |words: &str, secs: Option<u32>| {
        let (icon, ink) =
            if secs == now { (Icon::Check, t.accent) } else { (Icon::Timer, t.ink_1) };
        buttons::menu_line(icon, words, ink, t, Message::Secret(Secret::TimerChosen(whose, secs)))
    };
    let as_chat = (whose == Whose::Next).then(|| {
        let time = long(chat);
        line(&say!("timer-as-chat", time = time), None)
    });
    let choices = CHOICES.into_iter().map(|secs| line(&long(secs), Some(secs)));
    let own = Message::Secret(Secret::OwnTimerPressed(whose));
    let items = Column::new()
        .push(container(label(says, theme::CAPTION, font::MEDIUM, t.ink_2)).padding([6, 10]))
        .push(as_chat)
        .extend(choices)
        .push(buttons::menu_line(Icon::Pencil, say!("timer-other"), t.ink_1, t, own))
        .spacing(2);
    let card = container(items).padding(6).width(264).style(move |_| style::menu(t));
    // A menu is laid out beside the window, not within it.
    direction::mirrored(style::lift_menu(card, t))
}

/// The chip in the composer: the timer of the next message.
pub(crate) fn next<'a>(state: &State, wide: bool, t: Tokens) -> Element<'a, Message> {
    let secs = state.next_timer();
    let alone = state.secret.next.is_some();
    let (ground, ink) = match (alone, secs) {
        (true, _) => (t.accent_fill, iced::Color::WHITE),
        (false, 0) => (iced::Color::TRANSPARENT, t.ink_2),
        (false, _) => (t.surface, t.accent),
    };
    let words = (wide && (secs > 0 || alone))
        .then(|| label(short(secs), theme::CAPTION, font::STRONG, ink));
    let face = row![Icon::Timer.view(16.0, ink)].push(words).spacing(6).align_y(Center);
    let chip = button(container(face).center_y(26)).padding([0, 9]).style(move |_, status| {
        let ground = match status {
            button::Status::Hovered | button::Status::Pressed if !alone => t.accent_soft_2,
            _ => ground,
        };
        button::Style {
            background: Some(ground.into()),
            border: border::rounded(13),
            ..button::Style::default()
        }
    });
    let press = Message::Secret(Secret::TimerPressed(Whose::Next));
    let chip = Press::new(chip, Some(press), Ring::Around, 13.0, t);
    // What it has opened says it.
    let chip = match state.secret.timer {
        Some(Whose::Next) => chip.into(),
        _ => hint::above(chip, say!("timer-next"), t),
    };
    with_menu(state, chip, Whose::Next, t)
}

/// How wide that chip is.
pub(crate) fn next_width(state: &State, wide: bool) -> f32 {
    use super::super::super::super::widget::line;
    let secs = state.next_timer();
    if !wide || (secs == 0 && state.secret.next.is_none()) {
        return 34.0;
    }
    40.0 + line::width(&short(secs), theme::CAPTION, font::STRONG)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn typed(number: &str, unit: Unit) -> Option<(Whose, u32)> {
        let mut own = Own::new(Whose::Chat, 0);
        own.update(OwnMessage::Typed(number.into()));
        own.update(OwnMessage::UnitChosen(unit));
        own.update(OwnMessage::SetPressed)
    }

    #[test]
    fn a_value_of_ones_own_is_a_number_and_a_unit() {
        assert_eq!(typed("90", Unit::Seconds), Some((Whose::Chat, 90)));
        assert_eq!(typed(" 3 ", Unit::Days), Some((Whose::Chat, 3 * 86_400)));
        assert_eq!(typed("۱۲", Unit::Hours), Some((Whose::Chat, 12 * 3600)));
        for wrong in ["", "0", "-1", "ten", "99999", "1.5"] {
            assert_eq!(typed(wrong, Unit::Weeks), None, "{wrong}");
        }
        let again = Own::new(Whose::Next, 7200);
        assert_eq!((again.number.as_str(), again.unit), ("2", Unit::Hours));
    }

    proptest! {
        #[test]
        fn what_is_set_can_be_set_again_and_is_never_too_long(number: String, unit in 0_usize..5) {
            if let Some((whose, secs)) = typed(&number, Unit::ALL[unit]) {
                prop_assert!(secs > 0 && secs <= MOST);
                let mut again = Own::new(whose, secs);
                prop_assert_eq!(again.update(OwnMessage::SetPressed), Some((whose, secs)));
            }
        }
    }
}
