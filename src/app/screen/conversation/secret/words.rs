//! What happens in a secret chat, in words that a person understands.

use super::super::super::super::icon::Icon;
use super::super::super::super::lasting;
use crate::model::{Note, WhyOver};

/// A line among the messages: its picture and its words. `name` is the other person's.
pub(crate) fn note(note: Note, name: &str) -> (Icon, String) {
    match note {
        Note::Started => (Icon::Lock, say!("note-started").to_owned()),
        Note::TimerSet { mine, secs } => (Icon::Timer, timer(mine, secs, name)),
        Note::Compared => (Icon::ShieldCheck, say!("note-compared", name = name)),
        Note::Revoked => (Icon::ShieldQuestion, say!("note-revoked", name = name)),
        Note::LetIn => (Icon::ShieldAlert, say!("note-let-in", name = name)),
        Note::Ended { why } => (Icon::Lock, over(why, name)),
    }
}

fn timer(mine: bool, secs: u32, name: &str) -> String {
    let time = lasting::long(secs);
    match (mine, secs) {
        (true, 0) => say!("note-timer-off-mine").to_owned(),
        (false, 0) => say!("note-timer-off", name = name),
        (true, _) => say!("note-timer-mine", time = time),
        (false, _) => say!("note-timer", name = name, time = time),
    }
}

/// Why a chat is over.
pub(crate) fn over(why: WhyOver, name: &str) -> String {
    match why {
        WhyOver::NotOver => say!("chat-closed").to_owned(),
        WhyOver::Lapsed => say!("over-lapsed").to_owned(),
        WhyOver::Refused => say!("over-refused", name = name),
        WhyOver::Taken => say!("over-taken").to_owned(),
        WhyOver::EndedHere => say!("over-ended-here").to_owned(),
        WhyOver::EndedThere => say!("over-ended-there", name = name),
        WhyOver::Differs => say!("over-differs", name = name),
        WhyOver::Copied => say!("over-copied", name = name),
        WhyOver::Superseded => say!("over-superseded").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::language::{Language, speak};

    #[test]
    fn every_line_has_words_in_every_language() {
        let notes = [
            Note::Started,
            Note::TimerSet { mine: true, secs: 3600 },
            Note::TimerSet { mine: false, secs: 0 },
            Note::Compared,
            Note::Revoked,
            Note::LetIn,
            Note::Ended { why: WhyOver::Copied },
        ];
        for language in Language::ALL {
            speak(language);
            let says: Vec<String> = notes.iter().map(|n| note(*n, "Nadia").1).collect();
            assert!(says.iter().all(|says| says.contains(' ')), "{says:?}");
        }
        speak(Language::English);
    }

    #[test]
    fn a_timer_is_told_with_who_set_it() {
        let set = |mine, secs| note(Note::TimerSet { mine, secs }, "Nadia").1;
        assert_eq!(set(true, 3600), "You set messages to disappear 1 hour after reading");
        assert_eq!(set(false, 300), "Nadia set messages to disappear 5 minutes after reading");
        assert_eq!(set(true, 0), "You set messages to stay");
        assert_eq!(set(false, 0), "Nadia set messages to stay");
    }
}
