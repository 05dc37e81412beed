//! How the first run looks.

use iced::keyboard::key::Named;
use iced::widget::{Column, button, column, container, row};
use iced::{Border, Center, Color, Fill, Length, Shrink, border};

use super::super::super::icon::Icon;
use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::widget::line::lines;
use super::super::super::widget::meter::meter;
use super::super::super::widget::segmented::{Inks, segmented};
use super::super::super::widget::{body, caption, field, focus, label, style, toggle};
use super::super::super::{Element, direction, font};
use super::super::languages;
use super::{KeyForm, Message, Restore, State, Travel, frame};
use crate::model::Secret;

/// The field that is ready first.
pub(crate) const NAME: &str = "welcome-name";
/// The field of the words or the locked key.
pub(crate) const KEY: &str = "welcome-key";
/// The field of one's own relay.
pub(crate) const ADDRESS: &str = "welcome-address";
/// The field of the passphrase.
pub(super) const PASSPHRASE: &str = "welcome-passphrase";
/// The field of the locked key's password.
pub(super) const PASSWORD: &str = "welcome-password";

/// The card of a way, for the keyboard.
pub(super) fn card_of(travel: Travel) -> &'static str {
    match travel {
        Travel::Public => "welcome-public",
        Travel::Own => "welcome-own",
        Travel::ThisComputer => "welcome-here",
    }
}

/// What keys mean on a card: arrows go from one to the next, and Enter goes on as it does
/// everywhere here.
fn on_card(key: Named) -> Option<Message> {
    let (left, right) = if direction::is_rtl() { (1, -1) } else { (-1, 1) };
    match key {
        Named::ArrowLeft => Some(Message::TravelStepped(left)),
        Named::ArrowRight => Some(Message::TravelStepped(right)),
        Named::ArrowUp => Some(Message::TravelStepped(-1)),
        Named::ArrowDown => Some(Message::TravelStepped(1)),
        Named::Enter => Some(Message::ContinuePressed),
        _ => None,
    }
}

/// Narrowest room for the words of a card that stands beside others, and its least height.
const NARROWEST: f32 = 140.0;
const LOWEST: f32 = 132.0;

/// The screen in a window of this width.
pub(crate) fn view(state: &State, t: Tokens, width: f32) -> Element<'_, Message> {
    frame::framed::<1, _>(form(state, t, frame::room(width)), foot(state, t), t, width)
}

fn languages(state: &State, t: Tokens) -> Element<'_, Message> {
    languages::view(&state.languages, None, languages::Place::Edge, t).map(Message::Languages)
}

fn form(state: &State, t: Tokens, room: f32) -> Column<'_, Message> {
    let (title, hint) = match state.restore {
        None => (say!("welcome"), say!("welcome-hint")),
        Some(_) => (say!("restore-title"), say!("restore-hint")),
    };
    let name = field::input(say!("name-example"), &state.name, state.wrong.name.is_some(), t)
        .id(NAME)
        .on_input(Message::NameTyped)
        .on_submit(Message::ContinuePressed);
    let passphrase = field::input(
        say!("passphrase-example"),
        state.passphrase.expose(),
        state.wrong.passphrase.is_some(),
        t,
    )
    .id(PASSPHRASE)
    .on_input(|typed| Message::PassphraseTyped(Secret::new(typed)))
    .on_submit(Message::ContinuePressed);
    let hint_below =
        if state.keyring { say!("passphrase-or-keyring") } else { say!("passphrase-hint") };
    let measured = !state.passphrase.expose().is_empty();
    let passphrase = column![field::secret(passphrase, state.shown, t, Message::EyePressed)]
        .push(measured.then(|| meter(state.strength, t)))
        .spacing(8);
    let head = frame::titled(frame::head(1, languages(state, t), t), title, hint, t);
    let fields = column![]
        .push(state.restore.as_ref().map(|restore| key(state, restore, t)))
        .push(field::labelled(
            say!("your-name"),
            None,
            name,
            Some(say!("your-name-hint")),
            state.wrong.name.as_deref(),
            t,
        ))
        .push(field::labelled(
            say!("passphrase"),
            state.keyring.then_some(say!("optional")),
            passphrase,
            Some(hint_below),
            state.wrong.passphrase.as_deref(),
            t,
        ))
        .spacing(26);
    column![head, fields, travel(state, t, room)].spacing(30)
}

fn key<'a>(state: &'a State, restore: &'a Restore, t: Tokens) -> Column<'a, Message> {
    let forms = [(say!("words"), KeyForm::Words), (say!("ncryptsec"), KeyForm::Ncryptsec)];
    let forms = segmented(forms, &restore.form, Inks::of(t), t, Message::FormChosen);
    let (placeholder, hint) = match restore.form {
        KeyForm::Words => (say!("words-example"), say!("words-hint")),
        KeyForm::Ncryptsec => (say!("ncryptsec-example"), say!("ncryptsec-hint")),
    };
    let typed = field::input(placeholder, restore.key.expose(), state.wrong.key.is_some(), t)
        .id(KEY)
        .on_input(|typed| Message::KeyTyped(Secret::new(typed)))
        .on_submit(Message::ContinuePressed);
    let password = (restore.form == KeyForm::Ncryptsec).then(|| {
        let typed = field::input("", restore.password.expose(), state.wrong.password.is_some(), t)
            .id(PASSWORD)
            .on_input(|typed| Message::PasswordTyped(Secret::new(typed)))
            .on_submit(Message::ContinuePressed);
        field::labelled(
            say!("key-password"),
            None,
            field::secret(typed, state.shown, t, Message::EyePressed),
            Some(say!("key-password-hint")),
            state.wrong.password.as_deref(),
            t,
        )
    });
    column![
        forms,
        field::labelled(
            say!("your-key"),
            None,
            field::secret(typed, state.shown, t, Message::EyePressed),
            Some(hint),
            state.wrong.key.as_deref(),
            t,
        ),
    ]
    .push(password)
    .spacing(16)
}

fn choice<'a>(
    icon: Icon,
    name: &'a str,
    hint: &'a str,
    this: Travel,
    chosen: Travel,
    height: Option<f32>,
    t: Tokens,
) -> Element<'a, Message> {
    let on = this == chosen;
    let inner = on.then(|| container(style::gap(8, 8)).style(|_| style::rounded(Color::WHITE, 4)));
    let dot = container(column![].push(inner)).center(18).style(move |_| container::Style {
        background: Some(if on { t.accent_fill } else { Color::TRANSPARENT }.into()),
        border: border::rounded(9).width(if on { 0.0 } else { 1.0 }).color(t.line_strong),
        ..container::Style::default()
    });
    let icon = icon.view(22.0, if on { t.accent } else { t.ink_2 });
    let name = label(name, theme::BODY, font::STRONG, t.ink_1);
    let hint = caption(hint, t.ink_2);
    // Beside each other, or one below the other.
    let (content, height): (Element<'a, Message>, Length) = match height {
        Some(height) => {
            let top = row![container(icon).width(Fill), dot].align_y(Center);
            (column![top, name, hint].spacing(6).into(), height.into())
        }
        None => {
            let words = column![name, hint].spacing(2).width(Fill);
            (row![icon, words, dot].spacing(14).align_y(Center).into(), Shrink)
        }
    };
    let card = button(content).padding(14).width(Fill).height(height).style(move |_, status| {
        button::Style {
            background: match (on, status) {
                (true, _) => Some(t.accent_soft.into()),
                (false, button::Status::Hovered | button::Status::Pressed) => Some(t.hover.into()),
                _ => None,
            },
            text_color: t.ink_1,
            border: Border {
                color: if on { t.accent } else { t.line_strong },
                width: if on { 2.0 } else { 1.0 },
                radius: 14.0.into(),
            },
            ..button::Style::default()
        }
    });
    let press = Message::TravelChosen(this);
    focus::choice(card.on_press(press.clone()), card_of(this), on, press, on_card, 14.0, t)
}

fn travel(state: &State, t: Tokens, room: f32) -> Column<'_, Message> {
    const SPACE: f32 = 12.0;
    const PADDING: f32 = 14.0;
    let each = (room - 2.0 * SPACE) / 3.0 - 2.0 * PADDING;
    let beside = each >= NARROWEST;
    // As high as the one with most to say.
    let hints = [say!("public-hint"), say!("own-hint"), say!("this-computer-hint")];
    let lines = hints.map(|hint| lines(hint, theme::CAPTION, font::TEXT, each)).into_iter().max();
    let height = 84.0 + theme::CAPTION.line * lines.unwrap_or(1) as f32;
    let height = beside.then_some(height.max(LOWEST));
    let choices = [
        (Icon::Globe, say!("public"), say!("public-hint"), Travel::Public),
        (Icon::Server, say!("own"), say!("own-hint"), Travel::Own),
        (Icon::Laptop, say!("this-computer"), say!("this-computer-hint"), Travel::ThisComputer),
    ]
    .map(|(icon, name, hint, this)| choice(icon, name, hint, this, state.travel, height, t));
    let choices: Element<'_, Message> = if beside {
        iced::widget::Row::with_children(choices).spacing(SPACE).into()
    } else {
        Column::with_children(choices).spacing(SPACE).into()
    };
    let address = (state.travel == Travel::Own).then(|| {
        let typed =
            field::input(say!("address-example"), &state.address, state.wrong.address.is_some(), t)
                .id(ADDRESS)
                .on_input(Message::AddressTyped)
                .on_submit(Message::ContinuePressed);
        // Where consent is asked for, the same is said below.
        let wrong = state.wrong.address.as_deref().filter(|says| *says != say!("unencrypted"));
        field::labelled(say!("address"), None, typed, None, wrong, t)
    });
    let consent = state.asks_consent().then(|| {
        let press = Some(Message::ConsentToggled(!state.consent));
        toggle::row_with(say!("consent"), say!("unencrypted"), state.consent, t, press)
    });
    column![label(say!("travel"), theme::SMALL, font::STRONG, t.ink_1), choices]
        .push(address)
        .push(consent)
        .push(caption(say!("travel-later"), t.ink_2))
        .spacing(12)
}

fn foot(state: &State, t: Tokens) -> Column<'_, Message> {
    let other = if state.restore.is_some() { say!("new-account") } else { say!("restore") };
    let press = |message| (!state.busy).then_some(message);
    let go = if state.busy { say!("working") } else { say!("continue") };
    let wrong = state.wrong.whole.as_deref().map(|says| body(says, t.danger));
    column![]
        .push(wrong)
        .push(
            container(
                row![
                    buttons::text(other, Weight::Secondary, t, press(Message::RestorePressed)),
                    buttons::text(go, Weight::Primary, t, press(Message::ContinuePressed)),
                ]
                .spacing(8),
            )
            .align_right(Fill),
        )
        .spacing(12)
}
