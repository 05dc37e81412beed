//! What people and their devices say in a chat, as it lies inside of a message.

use zeroize::Zeroizing;

use super::cbor::{Map, Writer};
use super::error::Failure;
use super::wire::CONTENT;

/// Bytes of text in a message.
pub const TEXT: usize = 30_000;
/// Ids in a receipt.
pub const RECEIPT: usize = 400;
/// Targets of a delete.
pub const DELETE: usize = 100;
/// The longest timer, in seconds: a year.
pub const TIMER: u32 = 31_536_000;
/// Bytes of an emoji.
pub const EMOJI: usize = 64;
/// Characters of a name.
pub const NAME: usize = 64;

/// A message's id: random, unique among its author's.
pub type Id = [u8; 16];

/// Somebody's message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    /// Whose.
    pub author: Side,
    /// Which.
    pub id: Id,
}

/// One of the two, seen from the message that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Who wrote this message.
    Writer,
    /// Who reads it.
    Reader,
}

impl Side {
    fn number(self) -> u64 {
        match self {
            Self::Writer => 1,
            Self::Reader => 2,
        }
    }

    fn of(number: u64) -> Result<Self, Failure> {
        match number {
            1 => Ok(Self::Writer),
            2 => Ok(Self::Reader),
            _ => Err(Failure::Unopened),
        }
    }
}

/// A message.
///
/// It has no `Debug`: what people write belongs in no log.
#[derive(Clone, PartialEq, Eq)]
pub struct Content {
    /// Its id.
    pub id: Id,
    /// When it was written, Unix milliseconds.
    pub at: u64,
    /// What it is.
    pub kind: Kind,
}

/// What a message is.
#[derive(Clone, PartialEq, Eq)]
pub enum Kind {
    /// The first message of either side.
    Hello {
        /// The chat's timer in seconds, 0 for off.
        timer: u32,
        /// The writer's inbox relays.
        relays: Vec<String>,
        /// The name that the writer goes by.
        name: Option<String>,
    },
    /// A text.
    Text {
        /// At most [`TEXT`] bytes.
        text: String,
        /// What it answers.
        answers: Option<Target>,
        /// Its own timer in seconds.
        timer: Option<u32>,
    },
    /// A file of a later version: it is shown as something that this one cannot fetch.
    File {
        /// What it answers.
        answers: Option<Target>,
        /// Its own timer in seconds.
        timer: Option<u32>,
    },
    /// The reader's messages came, or were read.
    Receipt {
        /// Whether they were read.
        read: bool,
        /// One to [`RECEIPT`] of the reader's messages.
        ids: Vec<Id>,
    },
    /// A reaction; an empty emoji takes one's own back.
    Reaction {
        /// To what.
        to: Target,
        /// At most [`EMOJI`] bytes.
        emoji: String,
    },
    /// Another wording of the writer's own text.
    Edit {
        /// Which.
        of: Id,
        /// At most [`TEXT`] bytes.
        text: String,
    },
    /// The writer's own messages go, on both sides.
    Delete {
        /// One to [`DELETE`].
        ids: Vec<Id>,
    },
    /// What new messages take for a timer: seconds, 0 for off.
    Timer(u32),
    /// The writer's inbox moved.
    Relays(Vec<String>),
    /// A step of the spoken check.
    Words(Words),
    /// The writer closed the chat.
    Close {
        /// Because the fingerprints differ.
        differ: bool,
    },
    /// A kind of a later version: it counts as received and shows nothing.
    Unknown(u64),
}

/// A step of the spoken check.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// c, which binds the nonce before either is known.
    Commit([u8; 32]),
    /// The nonce.
    Reveal([u8; 16]),
    /// It is off.
    Stop,
}

impl Content {
    /// Whether it gets a delivered receipt: everything but a receipt does.
    pub fn wants_receipt(&self) -> bool {
        !matches!(self.kind, Kind::Receipt { .. })
    }

    /// The bytes that a message holds.
    pub fn write(&self) -> Zeroizing<Vec<u8>> {
        let mut map = Writer::new();
        map.uint(1, self.kind.number()).bytes(2, &self.id).uint(3, self.at);
        self.kind.write(&mut map);
        map.finish()
    }

    /// Reads what was opened.
    ///
    /// # Errors
    /// [`Failure::Unopened`]: the message counts as received, and shows nothing.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        if bytes.len() > CONTENT {
            return Err(Failure::Unopened);
        }
        let map = Map::read(bytes)?;
        Ok(Self { id: *map.bytes(2)?, at: map.uint(3)?, kind: Kind::read(&map)? })
    }
}

impl Kind {
    /// The number of the table in section 12.
    pub fn number(&self) -> u64 {
        match self {
            Self::Hello { .. } => 1,
            Self::Text { .. } => 2,
            Self::File { .. } => 3,
            Self::Receipt { .. } => 4,
            Self::Reaction { .. } => 5,
            Self::Edit { .. } => 6,
            Self::Delete { .. } => 7,
            Self::Timer(_) => 8,
            Self::Relays(_) => 9,
            Self::Words(_) => 10,
            Self::Close { .. } => 11,
            Self::Unknown(number) => *number,
        }
    }

    fn write(&self, map: &mut Writer) {
        let target = |map: &mut Writer, target: &Target| {
            map.pair(11, target.author.number(), &target.id);
        };
        let timer = |map: &mut Writer, timer: &Option<u32>| {
            if let Some(seconds) = timer {
                map.uint(4, u64::from(*seconds));
            }
        };
        match self {
            Self::Hello { timer, relays, name } => {
                map.uint(16, u64::from(*timer)).texts(17, relays);
                if let Some(name) = name {
                    map.text(18, name);
                }
            }
            Self::Text { text, answers, timer: own } => {
                timer(map, own);
                map.text(10, text);
                if let Some(answers) = answers {
                    target(map, answers);
                }
            }
            Self::File { answers, timer: own } => {
                timer(map, own);
                if let Some(answers) = answers {
                    target(map, answers);
                }
            }
            Self::Receipt { read, ids } => {
                map.ids(13, ids).uint(14, 1 + u64::from(*read));
            }
            Self::Reaction { to, emoji } => {
                target(map, to);
                map.text(12, emoji);
            }
            Self::Edit { of, text } => {
                map.text(10, text);
                target(map, &Target { author: Side::Writer, id: *of });
            }
            Self::Delete { ids } => {
                map.pairs(15, ids.iter().map(|id| (Side::Writer.number(), *id)));
            }
            Self::Timer(seconds) => {
                map.uint(16, u64::from(*seconds));
            }
            Self::Relays(relays) => {
                map.texts(17, relays);
            }
            Self::Words(Words::Commit(c)) => {
                map.uint(19, 1).bytes(20, c);
            }
            Self::Words(Words::Reveal(nonce)) => {
                map.uint(19, 2).bytes(20, nonce);
            }
            Self::Words(Words::Stop) => {
                map.uint(19, 3);
            }
            Self::Close { differ } => {
                map.uint(21, 1 + u64::from(*differ));
            }
            Self::Unknown(_) => {}
        }
    }

    fn read(map: &Map<'_>) -> Result<Self, Failure> {
        Ok(match map.uint(1)? {
            1 => Self::Hello {
                timer: map.number(16, 0..=TIMER)?,
                relays: map.relays(17)?,
                name: if map.has(18) { Some(name(map)?) } else { None },
            },
            2 => Self::Text {
                text: map.text(10, TEXT)?.to_owned(),
                answers: answers(map)?,
                timer: own_timer(map)?,
            },
            3 => Self::File { answers: answers(map)?, timer: own_timer(map)? },
            4 => Self::Receipt {
                read: map.number(14, 1..=2)? == 2,
                ids: map.ids(13, RECEIPT as u64)?,
            },
            5 => Self::Reaction { to: target(map)?, emoji: map.text(12, EMOJI)?.to_owned() },
            6 => Self::Edit { of: own(target(map)?)?, text: map.text(10, TEXT)?.to_owned() },
            7 => Self::Delete {
                ids: map
                    .pairs(15, DELETE as u64)?
                    .into_iter()
                    .map(|(author, id)| own(Target { author: Side::of(author)?, id }))
                    .collect::<Result<_, _>>()?,
            },
            8 => Self::Timer(map.number(16, 0..=TIMER)?),
            9 => Self::Relays(map.relays(17)?),
            10 => Self::Words(match map.number(19, 1..=3)? {
                1 => Words::Commit(*map.bytes(20)?),
                2 => Words::Reveal(*map.bytes(20)?),
                _ => Words::Stop,
            }),
            11 => Self::Close { differ: map.number(21, 1..=2)? == 2 },
            unknown => Self::Unknown(unknown),
        })
    }
}

fn name(map: &Map<'_>) -> Result<String, Failure> {
    let name = map.text(18, 4 * NAME)?;
    if name.chars().count() <= NAME { Ok(name.to_owned()) } else { Err(Failure::Unopened) }
}

fn target(map: &Map<'_>) -> Result<Target, Failure> {
    let (author, id) = map.pair(11)?;
    Ok(Target { author: Side::of(author)?, id })
}

fn answers(map: &Map<'_>) -> Result<Option<Target>, Failure> {
    if map.has(11) { target(map).map(Some) } else { Ok(None) }
}

fn own_timer(map: &Map<'_>) -> Result<Option<u32>, Failure> {
    if map.has(4) { map.number(4, 1..=TIMER).map(Some) } else { Ok(None) }
}

/// Nobody edits or deletes what the other one wrote.
fn own(target: Target) -> Result<Id, Failure> {
    match target.author {
        Side::Writer => Ok(target.id),
        Side::Reader => Err(Failure::Unopened),
    }
}
