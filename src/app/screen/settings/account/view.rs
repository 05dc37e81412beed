//! How the account looks.

use iced::widget::{Column, column, container, row};
use iced::{Bottom, Center, Fill};

use super::super::super::super::Element;
use super::super::super::super::theme::Tokens;
use super::super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::super::widget::meter::meter;
use super::super::super::super::widget::segmented::{Inks, segmented};
use super::super::super::super::widget::{avatar, body, caption, field};
use super::super::{Message as Page, State as PageState, parts};
use super::{
    Change, KEY_PASSPHRASE, Key, Message, NEW_PASSPHRASE, OLD_PASSPHRASE, Says, asks_for_key,
    asks_old,
};
use crate::messenger::{KeyForm, Me};
use crate::model::{Found, Secret};

/// The part.
pub(in super::super) fn view<'a>(
    state: &'a PageState,
    me: Option<&'a Me>,
    t: Tokens,
) -> Column<'a, Page> {
    let found = state.around.found;
    column![
        name(state, me, t),
        key(&state.account.key, found, t),
        passphrase(state, found, t),
        folder(state, t),
    ]
    .spacing(28)
}

fn tell(message: Message) -> Page {
    Page::Account(message)
}

fn name<'a>(state: &'a PageState, me: Option<&'a Me>, t: Tokens) -> Element<'a, Page> {
    let account = &state.account;
    let changed = me.is_none_or(|me| me.name != account.name);
    let (hint, wrong) = match &account.name_says {
        Says::Wrong(why) => (None, Some(why.as_str())),
        Says::Done => (Some(say!("name-saved")), None),
        Says::Nothing | Says::Busy => (Some(say!("your-name-hint")), None),
    };
    let typed = field::input(say!("name-example"), &account.name, wrong.is_some(), t)
        .on_input(|name| tell(Message::NameTyped(name)))
        .on_submit(tell(Message::NameSaved));
    let save = (changed && account.name_says != Says::Busy).then(|| tell(Message::NameSaved));
    let line = row![typed, Element::from(buttons::text(say!("save"), Weight::Secondary, t, save)),]
        .spacing(8)
        .align_y(Center);
    let field = field::labelled(say!("your-name"), None, line, hint, wrong, t);
    let picture = me.map(|me| avatar::person(&me.name, &me.account, 64.0));
    let card = row![].push(picture).push(field).spacing(16).align_y(Center);
    let link = buttons::small(say!("show-my-link"), Weight::Secondary, t, Some(Page::LinkPressed));
    let card = column![card, Element::from(link)].spacing(14);
    parts::section(say!("account"), say!("account-hint"), None, parts::card(card, t), t)
}

fn key(key: &Key, found: Found, t: Tokens) -> Element<'_, Page> {
    let content: Element<'_, Page> = match key {
        Key::Hidden => {
            let show = buttons::text(
                say!("show-key"),
                Weight::Secondary,
                t,
                Some(tell(Message::KeyPressed)),
            );
            row![Element::from(show)].into()
        }
        Key::Asking { form, passphrase, shown, says } => {
            asking(*form, passphrase, *shown, says, found, t)
        }
        Key::Told { form, key, shown, copied } => told(*form, key, *shown, *copied, t),
    };
    parts::section(say!("account-key"), say!("account-key-hint"), None, parts::card(content, t), t)
}

fn asking<'a>(
    form: KeyForm,
    passphrase: &'a Secret,
    shown: bool,
    says: &'a Says,
    found: Found,
    t: Tokens,
) -> Element<'a, Page> {
    let forms = [(say!("words"), KeyForm::Words), (say!("ncryptsec"), KeyForm::Ncryptsec)];
    let forms = segmented(forms, &form, Inks::of(t), t, |form| tell(Message::FormChosen(form)));
    let hint = match form {
        KeyForm::Words => say!("export-words-hint"),
        KeyForm::Ncryptsec => say!("export-ncryptsec-hint"),
    };
    let wrong = match says {
        Says::Wrong(why) => Some(why.as_str()),
        Says::Nothing | Says::Busy | Says::Done => None,
    };
    let asks = asks_for_key(found, form);
    let field = asks.then(|| {
        let name = if found == Found::Keyring {
            say!("password-for-key")
        } else {
            say!("passphrase-again")
        };
        let typed = field::input("", passphrase.expose(), wrong.is_some(), t)
            .id(KEY_PASSPHRASE)
            .on_input(|typed| tell(Message::KeyPassphraseTyped(Secret::new(typed))))
            .on_submit(tell(Message::KeyAsked));
        let typed = field::secret(typed, shown, t, tell(Message::KeyEyePressed));
        field::labelled(name, None, typed, None, wrong, t)
    });
    let wrong = wrong.filter(|_| !asks).map(|why| caption(why, t.danger));
    let (words, press) = if *says == Says::Busy {
        (say!("working"), None)
    } else {
        (say!("go-on"), Some(tell(Message::KeyAsked)))
    };
    column![forms, caption(hint, t.ink_2)]
        .push(field)
        .push(wrong)
        .push(parts::decide(words, press, tell(Message::KeyClosed), t))
        .spacing(14)
        .into()
}

fn told<'a>(
    form: KeyForm,
    key: &'a Secret,
    shown: bool,
    copied: bool,
    t: Tokens,
) -> Element<'a, Page> {
    let warning = match form {
        KeyForm::Words => say!("words-warning"),
        KeyForm::Ncryptsec => say!("ncryptsec-warning"),
    };
    // Blind, it tells not even how long it is.
    let words =
        if shown { key.expose() } else { "• • • • • • • • • • • •" };
    let reveal = if shown { say!("hide") } else { say!("show") };
    let copy = if copied { say!("copied-for-a-minute") } else { say!("copy") };
    let button =
        |words, weight, message| buttons::text(words, weight, t, Some(tell(message))).into();
    column![
        caption(warning, t.warn),
        parts::sunken(words, t),
        parts::buttons_row([
            button(reveal, Weight::Secondary, Message::RevealPressed),
            button(copy, Weight::Secondary, Message::KeyCopied),
            button(say!("done"), Weight::Primary, Message::KeyClosed),
        ]),
    ]
    .spacing(14)
    .into()
}

fn passphrase(state: &PageState, found: Found, t: Tokens) -> Element<'_, Page> {
    let account = &state.account;
    let content: Element<'_, Page> = match &account.change {
        Some(change) => changing(change, found, t),
        None => {
            let words =
                if asks_old(found) { say!("change-passphrase") } else { say!("set-passphrase") };
            let press = Some(tell(Message::ChangePressed));
            let done = account.changed.then(|| body(say!("passphrase-changed"), t.ink_2));
            row![Element::from(buttons::text(words, Weight::Secondary, t, press))]
                .push(done)
                .spacing(12)
                .align_y(Center)
                .into()
        }
    };
    let hint = match found {
        Found::Keyring => say!("opened-by-keyring"),
        Found::Both => say!("opened-by-both"),
        Found::Passphrase | Found::Nothing => say!("opened-by-passphrase"),
    };
    parts::section(say!("passphrase"), hint, None, parts::card(content, t), t)
}

fn blind<'a>(
    id: &'static str,
    value: &'a Secret,
    wrong: bool,
    shown: bool,
    t: Tokens,
    typed: fn(Secret) -> Message,
) -> Element<'a, Page> {
    let input = field::input("", value.expose(), wrong, t)
        .id(id)
        .on_input(move |text| tell(typed(Secret::new(text))))
        .on_submit(tell(Message::ChangeAsked));
    field::secret(input, shown, t, tell(Message::ChangeEyePressed))
}

fn changing(change: &Change, found: Found, t: Tokens) -> Element<'_, Page> {
    let old = asks_old(found).then(|| {
        let wrong = change.old_wrong.as_deref();
        let typed =
            blind(OLD_PASSPHRASE, &change.old, wrong.is_some(), change.shown, t, Message::OldTyped);
        field::labelled(say!("old-passphrase"), None, typed, None, wrong, t)
    });
    let wrong = change.new_wrong.as_deref();
    let typed =
        blind(NEW_PASSPHRASE, &change.new, wrong.is_some(), change.shown, t, Message::NewTyped);
    let new = field::labelled(
        say!("new-passphrase"),
        None,
        column![typed, meter(change.strength, t)].spacing(8),
        Some(say!("passphrase-hint")),
        wrong,
        t,
    );
    let whole = change.old_wrong.as_deref().filter(|_| !asks_old(found));
    let (words, press) = if change.busy {
        (say!("working"), None)
    } else {
        (say!("change-passphrase"), Some(tell(Message::ChangeAsked)))
    };
    column![]
        .push(old)
        .push(new)
        .push(whole.map(|why| caption(why, t.danger)))
        .push(parts::decide(words, press, tell(Message::ChangeLeft), t))
        .spacing(16)
        .into()
}

fn folder(state: &PageState, t: Tokens) -> Element<'_, Page> {
    let path = state.around.folder.display().to_string();
    let copy = if state.account.folder_copied { say!("copied") } else { say!("copy") };
    let press = Some(tell(Message::FolderCopied(path.clone())));
    let copy = buttons::text(copy, Weight::Secondary, t, press);
    let line = row![container(parts::sunken(path, t)).width(Fill), Element::from(copy)]
        .spacing(8)
        .align_y(Bottom);
    parts::section(
        say!("profile-folder"),
        say!("profile-folder-hint"),
        None,
        parts::card(line, t),
        t,
    )
}
