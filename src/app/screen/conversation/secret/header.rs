//! The bar over a secret chat: unmistakable from edge to edge.

use iced::widget::{Column, button, column, container, row};
use iced::{Border, Center, Color, Fill};

use super::super::super::super::icon::Icon;
use super::super::super::super::theme::{self, Tokens};
use super::super::super::super::widget::button::{self as buttons, Press, menu_item};
use super::super::super::super::widget::context_menu::ContextMenu;
use super::super::super::super::widget::focus::Ring;
use super::super::super::super::widget::line::{self, Line};
use super::super::super::super::widget::{avatar, hint, label, style};
use super::super::super::super::{Element, direction, font};
use super::super::{Message, State};
use super::timer::{self, Whose};
use super::{Condition, Message as Secret, first_name};
use crate::model::Standing;

/// Below this width the chips are icons alone.
const ROOMY: f32 = 640.0;
/// Below this one the timer, which the composer shows too, is left to it.
const NARROW: f32 = 400.0;

/// The whole bar, in a pane of this width.
pub(crate) fn view<'a>(
    state: &'a State,
    t: Tokens,
    pane: f32,
    (alone, panel): (bool, bool),
) -> Element<'a, Message> {
    let condition = state.condition();
    let changed = condition == Condition::Changed;
    let fill = if changed { t.danger_fill } else { t.accent_fill };
    let on = t.on_fill(fill);
    let back = alone
        .then(|| buttons::icon(Icon::back(), say!("back"), on.ink_1, on, Message::BackPressed));
    let panel = buttons::switch(Icon::panel(), say!("panel"), panel, on, Message::PanelPressed);
    let bar = row![]
        .push(back)
        .push(avatar::chat(&state.chat, 36.0))
        .push(names(state, on, pane))
        .push(chips(state, t, on, pane))
        .push(row![panel, more(state, t, on)].spacing(4));
    container(bar.spacing(12).align_y(Center))
        .padding([0, 16])
        .center_y(theme::TOP_BAR)
        .width(Fill)
        .style(move |_| style::ground(fill))
        .into()
}

fn names<'a>(state: &'a State, on: Tokens, pane: f32) -> Element<'a, Message> {
    let condition = state.condition();
    let name = first_name(&state.chat);
    let width = |words: &str, font| line::width(words, theme::HEADER, font);
    let room = room(state, pane);
    let title = say!("secret-title", name = name);
    // With whom is what must be seen; what it is, the lock and the colour say too.
    let title = if width(&title, font::STRONG) <= room { title } else { name.to_owned() };
    let aside = match condition {
        Condition::Changed => say!("changed-header"),
        _ => say!("secret-device"),
    };
    let beside = format!("· {aside}");
    let icon = if condition == Condition::Changed { Icon::ShieldAlert } else { Icon::Lock };
    let says = match condition {
        _ if state.secret.typing => Some(say!("typing").to_owned()),
        Condition::Changed => Some(say!("changed-state").to_owned()),
        Condition::Over => Some(say!("chat-closed").to_owned()),
        Condition::Offered | Condition::Waiting => Some(say!("waits", name = name)),
        Condition::Asked => Some(say!("row-asked").to_owned()),
        Condition::Open => None,
    };
    // Both on one line, as long as nothing is cut for it; it is said in any case.
    let both = width(&title, font::STRONG) + width(&beside, font::TEXT) <= room;
    let below = match (both, says) {
        (true, None) => say!("secret-state").to_owned(),
        (true, Some(says)) => says,
        (false, None) => aside.to_owned(),
        (false, Some(says)) => format!("{aside} · {says}"),
    };
    let title = Line::new(&title, on.ink_1).kind(theme::HEADER).strong();
    let first = if both {
        let beside = Line::new(&beside, on.ink_2).kind(theme::HEADER).fill();
        row![icon.view(17.0, on.ink_1), title, beside]
    } else {
        row![icon.view(17.0, on.ink_1), title.fill()]
    };
    let below = Line::new(&below, on.ink_2).kind(theme::CAPTION).fill();
    column![first.spacing(5).align_y(Center), below].width(Fill).into()
}

/// Room for words in the first line: what the face, the chips and the buttons leave.
fn room(state: &State, pane: f32) -> f32 {
    let chip = |words: &str| line::width(words, theme::CAPTION, font::STRONG) + 56.0;
    let chips = match (state.condition(), state.secret_chat()) {
        (Condition::Changed, _) if pane < ROOMY => 52.0,
        (Condition::Open | Condition::Waiting, _) if pane < ROOMY => 96.0,
        (Condition::Open | Condition::Waiting, Some(secret)) => {
            let verified = match secret.device {
                Some(Standing::Compared) => chip(say!("verified")),
                Some(_) => chip(say!("not-verified")),
                None => 0.0,
            };
            verified + chip(&timer::long(secret.timer_secs))
        }
        (Condition::Changed, _) => chip(say!("changed-chip")),
        _ => 0.0,
    };
    // Margins, the face, the way back, two buttons, the lock, and what lies between them.
    pane - chips - 236.0
}

fn chips<'a>(state: &'a State, t: Tokens, on: Tokens, pane: f32) -> Option<Element<'a, Message>> {
    let secret = state.secret_chat()?;
    let wide = pane >= ROOMY;
    let condition = state.condition();
    let words = |words: String| wide.then_some(words);
    let verified = match (condition, secret.device) {
        (Condition::Over | Condition::Asked, _) | (_, None) => None,
        (Condition::Changed, Some(_)) => {
            let says = say!("changed-chip");
            Some(chip(Icon::Alert, words(says.to_owned()), says, Look::Filled(on.surface), on))
        }
        (_, Some(Standing::Compared)) => {
            let says = say!("verified");
            Some(chip(Icon::ShieldCheck, words(says.to_owned()), says, Look::Outlined, on))
        }
        (_, Some(_)) => {
            let says = say!("not-verified");
            Some(chip(Icon::ShieldQuestion, words(says.to_owned()), says, Look::Outlined, on))
        }
    };
    let press = Message::Secret(Secret::ComparePressed);
    let verified = verified.map(|(face, says)| pressed(face, says, press, on));
    let timed = matches!(condition, Condition::Open | Condition::Waiting) && pane >= NARROW;
    let timer = timed.then(|| {
        let secs = secret.timer_secs;
        let look = if secs > 0 { Look::Filled(t.accent_fill) } else { Look::Outlined };
        let shown = words(timer::long(secs));
        let (face, says) = chip(Icon::Timer, shown, say!("timer"), look, on);
        let press = Message::Secret(Secret::TimerPressed(Whose::Chat));
        let chip = match state.secret.timer {
            // What it has opened says it.
            Some(Whose::Chat) => Press::new(face, Some(press), Ring::Around, 14.0, on).into(),
            _ => pressed(face, says, press, on),
        };
        timer::with_menu(state, chip, Whose::Chat, t)
    });
    let chips = row![].push(verified).push(timer).spacing(12).align_y(Center);
    Some(chips.into())
}

#[derive(Clone, Copy)]
enum Look {
    /// A line around it.
    Outlined,
    /// White, with words in this colour.
    Filled(Color),
}

fn chip<'a>(
    icon: Icon,
    words: Option<String>,
    name: &'static str,
    look: Look,
    on: Tokens,
) -> (button::Button<'a, Message>, &'static str) {
    let (ground, ink, line) = match look {
        Look::Outlined => (None, on.ink_1, Color { a: 0.55, ..Color::WHITE }),
        Look::Filled(ink) => (Some(Color::WHITE), ink, Color::WHITE),
    };
    let padding = if words.is_some() { 11 } else { 6 };
    let words = words.map(|words| label(words, theme::CAPTION, font::STRONG, ink));
    let face = row![icon.view(14.0, ink)].push(words).spacing(7).align_y(Center);
    let face =
        button(container(face).center_y(26)).padding([0, padding]).style(move |_, status| {
            let hovered = matches!(status, button::Status::Hovered | button::Status::Pressed);
            button::Style {
                background: ground.or(hovered.then_some(on.pressed)).map(Into::into),
                border: Border { color: line, width: 1.0, radius: 14.0.into() },
                ..button::Style::default()
            }
        });
    (face.height(28), name)
}

fn pressed<'a>(
    face: button::Button<'a, Message>,
    says: &'static str,
    press: Message,
    on: Tokens,
) -> Element<'a, Message> {
    hint::below(Press::new(face, Some(press), Ring::Around, 14.0, on), says, on)
}

/// The three dots, and what can be done with the chat.
fn more<'a>(state: &State, t: Tokens, on: Tokens) -> Element<'a, Message> {
    let press = Message::Secret(Secret::MenuPressed);
    let dots = buttons::square(Icon::More, on.ink_1, on, press);
    let dots = match state.secret.menu {
        true => dots.into(),
        false => hint::below(dots, say!("menu-more"), on),
    };
    let menu = state.secret.menu.then(|| menu(state, t));
    ContextMenu::below(dots, menu, Message::Secret(Secret::MenuClosed)).into()
}

fn menu<'a>(state: &State, t: Tokens) -> Element<'a, Message> {
    let condition = state.condition();
    let known = state.secret_chat().is_some_and(|secret| secret.device.is_some());
    let over = condition == Condition::Over;
    let item = |icon, words, press| menu_item(icon, words, t.ink_1, t, press);
    let danger = |icon, words, press| menu_item(icon, words, t.danger, t, Message::Secret(press));
    let search = (!state.is_behind_card())
        .then(|| item(Icon::Search, say!("search-chat"), Message::SearchPressed));
    let compare = (known && !over).then(|| {
        let press = Message::Secret(Secret::ComparePressed);
        item(Icon::Shield, say!("compare-safety"), press)
    });
    let end = (!over && condition != Condition::Asked)
        .then(|| danger(Icon::Lock, say!("secret-end"), Secret::EndPressed));
    let items = Column::new()
        .push(search)
        .push(compare)
        .push(item(Icon::Info, say!("menu-info"), Message::PanelPressed))
        .push(end)
        .push(danger(Icon::Trash, say!("menu-delete"), Secret::DeletePressed))
        .spacing(2);
    let card = container(items).padding(6).width(252).style(move |_| style::menu(t));
    // A menu is laid out beside the window, not within it.
    direction::mirrored(style::lift_menu(card, t))
}
