//! One of each kind of content; bytes that are to be read all the same, and bytes that are not.

use super::*;
use crate::secret::*;

fn content(kind: Kind) -> Content {
    Content { id: [0x1d; 16], at: NOW * 1000 + 7, kind }
}

/// Name, meaning, content.
pub(in crate::secret) fn contents() -> Vec<(&'static str, &'static str, Content)> {
    let target = |author| Target { author, id: [0x7a; 16] };
    let text = |text: &str, answers, timer| Kind::Text { text: text.to_owned(), answers, timer };
    let kinds = vec![
        (
            "hello",
            "timer 3600, two relays, the name Lena",
            Kind::Hello { timer: 3600, relays: relays(), name: Some("Lena".to_owned()) },
        ),
        (
            "hello without a name",
            "timer off, two relays",
            Kind::Hello { timer: 0, relays: relays(), name: None },
        ),
        ("text", "the ferry leaves at 7:40 ⛴", text("the ferry leaves at 7:40 ⛴", None, None)),
        (
            "answer",
            "yes, with a timer of 5 s, to a message of the reader",
            text("yes", Some(target(Side::Reader)), Some(5)),
        ),
        (
            "file",
            "answers a message of the writer, timer of a year",
            Kind::File { answers: Some(target(Side::Writer)), timer: Some(TIMER) },
        ),
        (
            "delivered",
            "of two messages",
            Kind::Receipt { read: false, ids: vec![[1; 16], [2; 16]] },
        ),
        ("read", "of one message", Kind::Receipt { read: true, ids: vec![[3; 16]] }),
        (
            "reaction",
            "👍 to a message of the reader",
            Kind::Reaction { to: target(Side::Reader), emoji: "👍".to_owned() },
        ),
        (
            "no reaction",
            "the writer's own to its own message goes",
            Kind::Reaction { to: target(Side::Writer), emoji: String::new() },
        ),
        ("edit", "of a text", Kind::Edit { of: [0x7a; 16], text: "at 8:10".to_owned() }),
        ("delete", "two messages", Kind::Delete { ids: vec![[1; 16], [2; 16]] }),
        ("timer", "four weeks", Kind::Timer(2_419_200)),
        ("relays", "the inbox moved", Kind::Relays(relays())),
        ("words: commit", "", Kind::Words(Words::Commit([0xcc; 32]))),
        ("words: reveal", "", Kind::Words(Words::Reveal([0xee; 16]))),
        ("words: stop", "", Kind::Words(Words::Stop)),
        ("close: ended", "", Kind::Close { differ: false }),
        ("close: the fingerprints differ", "", Kind::Close { differ: true }),
        ("a kind of a later version", "shows nothing", Kind::Unknown(99)),
    ];
    kinds.into_iter().map(|(name, says, kind)| (name, says, content(kind))).collect()
}

/// Kind 99, id and time, and then what is given: `entries` more in the map.
fn with(entries: u8, more: &str) -> Vec<u8> {
    let head = format!("{:02x}01186302501d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d0300", 0xa3 + entries);
    hex::decode(head + more).unwrap()
}

/// A text, with its map's entries after kind, id and time.
fn text(entries: u8, more: &str) -> Vec<u8> {
    let mut bytes = with(entries, more);
    bytes.splice(1..4, [0x01, 0x02]);
    bytes
}

pub(in crate::secret) fn readable() -> Vec<(&'static str, Vec<u8>)> {
    let mut backwards = hex::decode("a3").unwrap();
    backwards.extend(hex::decode("030002501d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d011863").unwrap());
    vec![
        ("an unknown key is skipped", with(1, "186400")),
        ("unknown values of all kinds that are read", with(1, "1864872041006161f5f6f7f8ff")),
        ("a number in a longer form than needed", with(1, "19006400")),
        ("keys out of order", backwards),
        ("maps and arrays in four levels", with(1, "18648181a100f6")),
        ("a negative number as an unknown value", with(1, "186439ffff")),
    ]
}

pub(in crate::secret) fn unreadable() -> Vec<(&'static str, Vec<u8>)> {
    let mut rest = with(0, "");
    rest.push(0);
    let mut cut = with(0, "");
    cut.pop();
    let mut indefinite = with(0, "");
    indefinite[0] = 0xbf;
    indefinite.push(0xff);
    let long_text = format!("0a79{:04x}{}", TEXT + 1, "61".repeat(TEXT + 1));
    let many: String = (100..162).map(|key| format!("18{key:02x}00")).collect();
    let mut too_many = with(0, &many);
    too_many.splice(0..1, [0xb8, 65]);
    vec![
        ("nothing", Vec::new()),
        ("bytes after the end", rest),
        ("the end is missing", cut),
        ("no map", hex::decode("80").unwrap()),
        ("indefinite length of the map", indefinite),
        ("indefinite length inside of an unknown key", with(1, "18649fff")),
        ("indefinite string inside of an unknown key", with(1, "18645f4100ff")),
        ("a key twice", with(1, "0300")),
        ("a key twice, once in a longer form", with(1, "180300")),
        ("a key twice inside of an unknown key", with(1, "1864a200000000")),
        ("a key that is a text", with(1, "616100")),
        ("a key that is negative", with(1, "2000")),
        ("a tag", with(1, "1864c100")),
        ("a float of two bytes", with(1, "1864f90000")),
        ("a float of eight bytes", with(1, "1864fb0000000000000000")),
        ("a simple value in two bytes that fits in one", with(1, "1864f814")),
        ("a break", with(1, "1864ff")),
        ("a reserved length", with(1, "18641c")),
        ("nesting of five levels", with(1, "186481818180")),
        ("UTF-8 that is none, inside of an unknown key", with(1, "186461ff")),
        ("UTF-8 that is none: a surrogate", text(1, "0a63eda080")),
        ("a string that ends beyond the end", with(1, "18645bffffffffffffffff")),
        ("an array of more than there is", with(1, "18649bffffffffffffffff")),
        ("more than 64 entries", too_many),
        ("a text without its text", text(0, "")),
        ("a text whose text is bytes", text(1, "0a4161")),
        ("a text of 30,001 bytes", text(1, &long_text)),
        ("a timer of 0 seconds", text(2, "04000a6161")),
        ("a timer of more than a year", text(2, "041a01e133810a6161")),
        ("a target that is of nobody", text(2, "0a61610b8203507a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a")),
        ("a target of three", text(2, "0a61610b8301507a7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a00")),
        ("an id of 15 bytes", text(2, "0a61610b82014f7a7a7a7a7a7a7a7a7a7a7a7a7a7a7a")),
    ]
    .into_iter()
    .chain(refused_kinds())
    .collect()
}

fn refused_kinds() -> Vec<(&'static str, Vec<u8>)> {
    let id = "501d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d";
    let kind = |entries: u8, kind: u8, more: &str| {
        hex::decode(format!("{:02x}01{kind:02x}02{id}0300{more}", 0xa3 + entries)).unwrap()
    };
    vec![
        ("an edit of the reader's message", kind(2, 6, &format!("0a61610b8202{id}"))),
        ("a delete of the reader's message", kind(1, 7, &format!("0f818202{id}"))),
        ("a delete of nothing", kind(1, 7, "0f80")),
        ("a delete of 101", kind(1, 7, &format!("0f9865{}", format!("8201{id}").repeat(101)))),
        ("a receipt for nothing", kind(2, 4, "0d800e01")),
        ("a receipt for 401", kind(2, 4, &format!("0d990191{}0e01", id.repeat(401)))),
        ("a receipt of a third sort", kind(2, 4, &format!("0d81{id}0e03"))),
        ("an emoji of 65 bytes", kind(2, 5, &format!("0b8201{id}0c7841{}", "61".repeat(65)))),
        ("a timer of the chat of more than a year", kind(1, 8, "101a01e13381")),
        ("no relays", kind(1, 9, "1180")),
        ("six relays", kind(1, 9, &format!("1186{}", "6677733a2f2f61".repeat(6)))),
        ("a relay of 257 bytes", kind(1, 9, &format!("1181790101{}", "61".repeat(257)))),
        ("a commit of 16 bytes", kind(2, 10, &format!("130114{id}"))),
        ("a step of words that is none", kind(1, 10, "1304")),
        (
            "a name of 65 characters",
            kind(3, 1, &format!("1000{}127841{}", "11816677733a2f2f61", "61".repeat(65))),
        ),
        ("a close for a third reason", kind(1, 11, "1503")),
    ]
}
