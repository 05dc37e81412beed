//! What the people of the demo have said: plain words, nothing is done here.

/// Somebody of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Has the left window.
    Nadia,
    /// Has the right window.
    Omid,
    /// Is in the room, and has no window.
    Mateo,
}

impl Who {
    pub(super) const ALL: [Self; 3] = [Self::Nadia, Self::Omid, Self::Mateo];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Nadia => "Nadia",
            Self::Omid => "Omid",
            Self::Mateo => "Mateo",
        }
    }
}

/// A chat of the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Of the two who have windows.
    Between,
    /// Of all three.
    Room,
}

impl Place {
    pub(super) fn people(self) -> &'static [Who] {
        match self {
            Self::Between => &[Who::Nadia, Who::Omid],
            Self::Room => &Who::ALL,
        }
    }
}

/// What somebody does.
#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    /// Writes. `label` is what later acts call it, `to` the one that it answers.
    Say { label: &'static str, place: Place, text: &'static str, to: Option<&'static str> },
    /// Reacts.
    React { label: &'static str, emoji: &'static str },
    /// Changes their own words.
    Edit { label: &'static str, text: &'static str },
    /// Has read everything in a place.
    Read { place: Place },
}

/// One line of the talk.
#[derive(Debug)]
pub(super) struct Beat {
    /// So many minutes after the line before.
    pub(super) after: i64,
    /// Who does it.
    pub(super) who: Who,
    /// What they do.
    pub(super) act: Act,
}

/// What the room is called.
pub(super) const ROOM: &str = "Lake on Saturday";

/// Minutes from the beginning of the talk to now; it ends two minutes ago.
pub(super) const LENGTH: i64 = length() + 2;

const fn length() -> i64 {
    let (mut sum, mut at) = (0, 0);
    while at < TALK.len() {
        sum += TALK[at].after;
        at += 1;
    }
    sum
}

use Act::{Edit, React, Read};
use Place::{Between, Room};
use Who::{Mateo, Nadia, Omid};

const fn say(
    after: i64,
    who: Who,
    label: &'static str,
    place: Place,
    text: &'static str,
    to: Option<&'static str>,
) -> Beat {
    Beat { after, who, act: Act::Say { label, place, text, to } }
}

const fn then(after: i64, who: Who, act: Act) -> Beat {
    Beat { after, who, act }
}

/// From yesterday to just now.
pub(super) const TALK: &[Beat] = &[
    say(
        0,
        Nadia,
        "found",
        Between,
        "I found the lake you keep talking about. Forty minutes by train!",
        None,
    ),
    say(
        2,
        Omid,
        "early",
        Between,
        "Finally 😄 Go early, then you have the boats to yourself.",
        None,
    ),
    then(0, Nadia, Read { place: Between }),
    say(1, Nadia, "boats", Between, "There are boats? You never said there are boats.", None),
    say(1, Omid, "best", Between, "I was keeping the best for last 🛶", Some("boats")),
    then(1, Nadia, React { label: "best", emoji: "❤️" }),
    then(0, Omid, Read { place: Between }),
    then(0, Nadia, Read { place: Between }),
    // The next day.
    say(
        20 * 60 + 12,
        Nadia,
        "train",
        Between,
        "Saturday, then? The train leaves at 9:15, platform 4.",
        None,
    ),
    then(
        1,
        Nadia,
        Edit { label: "train", text: "Saturday, then? The train leaves at 9:40, platform 4." },
    ),
    then(3, Omid, Read { place: Between }),
    say(
        1,
        Omid,
        "cake",
        Between,
        "Saturday it is. I bring bread and tea, you bring the lemon cake.",
        None,
    ),
    then(0, Nadia, Read { place: Between }),
    then(1, Nadia, React { label: "cake", emoji: "👍" }),
    say(
        1,
        Nadia,
        "mateo",
        Between,
        "Deal. Mateo would like to come too, so I made a room for the three of us.",
        None,
    ),
    say(1, Nadia, "welcome", Room, "Train at 9:40, platform 4. There is cake.", None),
    say(2, Mateo, "chess", Room, "I'm in! I bring the chess set ♟️", None),
    say(1, Omid, "sleep", Room, "Then I had better sleep well on Friday.", Some("chess")),
    then(0, Mateo, React { label: "sleep", emoji: "😂" }),
    then(0, Nadia, Read { place: Room }),
    then(0, Omid, Read { place: Room }),
    then(1, Omid, Read { place: Between }),
    say(1, Omid, "wait", Between, "بی‌صبرانه منتظرم 🙂", None),
    then(0, Nadia, Read { place: Between }),
    say(1, Nadia, "what", Between, "And what does that say?", Some("wait")),
    then(0, Omid, Read { place: Between }),
    say(1, Omid, "persian", Between, "“I can't wait.” Now you know some Persian.", None),
    then(0, Nadia, Read { place: Between }),
    say(1, Mateo, "jackets", Room, "Do they lend life jackets? I swim like a stone.", None),
    say(1, Nadia, "practise", Between, "I'll practise until Saturday!", None),
];
