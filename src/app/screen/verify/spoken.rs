//! The part of the dialog with the words that are read aloud.

use iced::widget::{column, container, row};
use iced::{Center, Fill};

use super::super::super::theme::{self, Tokens};
use super::super::super::widget::button::{self as buttons, Weight};
use super::super::super::widget::{caption, label, style};
use super::super::super::{Element, font, language};
use super::view::filled;
use super::{Message, State, Turn};
use crate::model::SpokenWords;

/// Words of a row, where a row has not room for all four.
const PAIR: usize = 2;

/// How far the check is, or its words; `narrow`: two to a row.
pub(super) fn view<'a>(state: &'a State, narrow: bool, t: Tokens) -> Element<'a, Message> {
    let name = state.chat.name.as_str();
    let says = |words: String| filled(caption(words, t.ink_2));
    let button = |words, weight, press| buttons::small(words, weight, t, Some(press));
    let begin = |words| button(words, Weight::Secondary, Message::WordsPressed);
    let stop = |words| button(words, Weight::Ghost, Message::WordsStopped);
    if !state.can_speak() {
        return says(say!("verify-words-closed").to_owned()).into();
    }
    let under = |says, buttons| column![says, buttons].spacing(8).into();
    match state.words() {
        SpokenWords::None => under(
            says(say!("verify-words-hint", name = name)),
            row![begin(say!("verify-words-show"))],
        ),
        SpokenWords::Begun => {
            under(says(say!("verify-words-begun", name = name)), row![stop(say!("cancel"))])
        }
        SpokenWords::Asked => {
            let agree = button(say!("verify-words-agree"), Weight::Primary, Message::WordsPressed);
            let buttons = row![agree, stop(say!("verify-words-later"))].spacing(8);
            under(says(say!("verify-words-asked", name = name)), buttons)
        }
        SpokenWords::Running => {
            under(says(say!("verify-words-running").to_owned()), row![stop(say!("cancel"))])
        }
        SpokenWords::Stopped => under(
            says(say!("verify-words-stopped", name = name)),
            row![begin(say!("verify-words-again")), stop(say!("verify-words-later"))].spacing(8),
        ),
        SpokenWords::Words(words) => {
            let turn = match state.turn() {
                Turn::First => say!("verify-words-first", name = name),
                Turn::Second => say!("verify-words-second", name = name),
                Turn::Either => say!("verify-words-either").to_owned(),
            };
            let turn = row![says(turn), stop(say!("verify-words-hide"))].spacing(8);
            column![cards(words, narrow, t), turn.align_y(Center)].spacing(4).into()
        }
    }
}

fn cards<'a>(words: &'a [String; 4], narrow: bool, t: Tokens) -> Element<'a, Message> {
    let card = |number: usize, word: &'a str| {
        let number =
            label(language::digits(&number.to_string()), theme::MICRO, font::TEXT, t.accent);
        let words = column![number, label(word, theme::HEADER, font::STRONG, t.accent)];
        container(words)
            .padding([8, 10])
            .height(50)
            .width(Fill)
            .style(move |_| style::rounded(t.accent_soft, 10))
    };
    let all = (1..).zip(words).map(|(number, word)| card(number, word).into());
    let all: Vec<Element<'a, Message>> = all.collect();
    let size = if narrow { PAIR } else { all.len() };
    let mut rows = column![].spacing(8);
    let mut all = all.into_iter();
    loop {
        let part: Vec<_> = all.by_ref().take(size).collect();
        if part.is_empty() {
            return rows.into();
        }
        rows = rows.push(row(part).spacing(8));
    }
}
