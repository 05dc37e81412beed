//! People and words to look at, and a messenger that only pretends. For tests and photographs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use nostr::key::{Keys, PublicKey, SecretKey};
use tokio::sync::broadcast;

use hushwing::app::backend::{Door, Heart, Later, Pulse};
use hushwing::messenger::{
    Acquaintance, Around, Before, Command, ContactAdded, Error, ErrorKind, Event, Me, NewProfile,
    Progress, Reply, Sent, Settings,
};
use hushwing::model::{
    Chat, ChatId, ChatKind, ChatState, Contact, Delivery, Found, Invitation, Message, MessageId,
    MessageInfo, MessageState, Millis, Name, Note, Position, Preview, ProfileDir, Publication,
    Quote, Reason, RelayAddress, RelayCondition, RelayLimits, RelayStatus, Request, Secret,
    SecretChat, SecretStage, SpokenWords, Standing, Stretch, Unlock, WhyOver,
};

/// Saturday, 21 November 2026, 19:12 UTC.
pub(crate) const NOW: Millis = Millis(1_795_288_320_000);
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Somebody, always the same for a number.
pub(crate) fn person(number: u8) -> PublicKey {
    let mut bytes = [7; 32];
    bytes[31] = number.saturating_add(1);
    Keys::new(SecretKey::from_slice(&bytes).expect("a key")).public_key()
}

/// The owner of the window.
pub(crate) fn me() -> Me {
    let link = "hushwing:nprofile1qqsxsa5u3xkdh4lxlcz2v6c7f4m2x0dlp6hl5qs9l4n0xy8kq3dyg2gpzemhxue69uhhyetvv9ujuurjd9kkzmpwdejhgqg4waehxw309aex2mrp0yhxgctdw4eju6t0?name=Lena";
    Me { account: person(200), name: "Lena Brandt".into(), link: link.into(), relays: Vec::new() }
}

/// A contact.
pub(crate) fn contact(number: u8) -> Contact {
    const NAMES: [&str; 6] =
        ["Omid Karimi", "Nadia Rahimi", "Mateo Ruiz", "Tilda Aronsen", "Jonas Weil", "نادیا رحیمی"];
    Contact {
        account: person(number),
        name: NAMES[usize::from(number) % NAMES.len()].into(),
        calls_themself: None,
        named_here: true,
        accepted: true,
        blocked: false,
        verified: false,
    }
}

const WRONG: &str = "This passphrase does not open this profile. Try again.";
/// The test vector of NIP-06.
pub(crate) const WORDS: &str =
    "leader monkey parrot ring guide accident before fence cannon height naive bean";

/// Everybody known, one of them blocked.
pub(crate) fn people() -> Vec<Contact> {
    let noisy = Contact { name: "Loud Neighbour".into(), blocked: true, ..contact(6) };
    (0..6).map(contact).chain([noisy]).collect()
}

/// A message id for a number.
pub(crate) fn message_id(number: i64) -> MessageId {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    MessageId(bytes)
}

/// A message of a chat, every third one's own.
pub(crate) fn numbered(number: i64) -> Message {
    let mine = number % 3 == 0;
    message(number, if mine { None } else { Some(0) }, &format!("Message number {number}"))
}

/// A message; `None` is oneself.
pub(crate) fn message(number: i64, from: Option<u8>, text: &str) -> Message {
    let from_name = from.map_or("Lena Brandt".into(), |n| contact(n).name);
    let at = Millis(NOW.0 - 60 * MINUTE + number * 2 * MINUTE);
    Message {
        message: message_id(number),
        chat: chat_id(0),
        from: from.map_or(me().account, person),
        from_name,
        mine: from.is_none(),
        at,
        text: text.into(),
        state: if from.is_none() { MessageState::Read } else { MessageState::Received },
        reason: None,
        reply_to: None,
        quote: None,
        edited: false,
        reactions: BTreeMap::new(),
        expires_at: None,
        ttl_secs: 0,
        note: None,
        attachments: Vec::new(),
        position: Position { at, row: number },
    }
}

/// A chat's id for a number.
pub(crate) fn chat_id(number: u8) -> ChatId {
    ChatId([number; 16])
}

/// A chat with nothing in it.
pub(crate) fn chat(number: u8, kind: ChatKind, name: &str) -> Chat {
    let with = matches!(kind, ChatKind::Ordinary | ChatKind::Secret);
    let people = match kind {
        ChatKind::Saved => vec![],
        ChatKind::Room => (0..5).map(person).collect(),
        ChatKind::Ordinary | ChatKind::Secret => vec![person(number)],
    };
    Chat {
        chat: chat_id(number),
        kind,
        name: name.into(),
        contact: with.then(|| person(number)),
        people,
        unread: 0,
        state: ChatState::Open,
        last: None,
        draft: String::new(),
        pinned: false,
        muted: false,
        marked: false,
        secret: None,
        begun_at: Millis(0),
    }
}

/// The same, with its newest message.
pub(crate) fn chat_saying(
    number: u8,
    kind: ChatKind,
    name: &str,
    from: Option<&str>,
    text: &str,
    ago: i64,
    state: MessageState,
) -> Chat {
    let last = Preview {
        message: message_id(10_000 + i64::from(number)),
        text: text.into(),
        at: Millis(NOW.0 - ago),
        mine: from.is_none(),
        from: from.unwrap_or("Lena Brandt").into(),
        state: if from.is_none() { state } else { MessageState::Received },
    };
    Chat { last: Some(last), ..chat(number, kind, name) }
}

/// A list as the mock-ups have it.
pub(crate) fn chats() -> Vec<Chat> {
    use ChatKind::{Ordinary, Room, Saved};
    use MessageState::*;
    let mut chats = vec![
        chat_saying(90, Saved, "Saved messages", None, "Ferry timetable, summer", 5 * DAY, Sent),
        chat_saying(
            0,
            Ordinary,
            "Omid Karimi",
            None,
            "Shall we meet at the pier at 7:20?",
            0,
            Sent,
        ),
        chat_saying(
            91,
            Room,
            "Night Owls",
            Some("Mateo Ruiz"),
            "I’ll bring the projector and popcorn 🍿",
            14 * MINUTE,
            Read,
        ),
        chat_saying(2, Ordinary, "Mateo Ruiz", None, "", 52 * MINUTE, Delivered),
        chat_saying(
            1,
            Ordinary,
            "Nadia Rahimi",
            None,
            "Thank you, the list is perfect",
            91 * MINUTE,
            Read,
        ),
        chat_saying(
            92,
            Room,
            "Print shop collective",
            Some("Jonas Weil"),
            "Proofs are on the wall, come and look at them before we print",
            3 * 60 * MINUTE,
            Read,
        ),
        chat_saying(
            3,
            Ordinary,
            "Tilda Aronsen",
            None,
            "📷 Contact sheet, 12 frames",
            5 * 60 * MINUTE,
            Delivered,
        ),
        chat_saying(
            5,
            Ordinary,
            "نادیا رحیمی",
            Some("نادیا رحیمی"),
            "سلام، شنبه کشتی ساعت ۷:۴۰ حرکت می‌کند",
            6 * 60 * MINUTE,
            Received,
        ),
        chat_saying(4, Ordinary, "Jonas Weil", None, "On my way, ten minutes", 6 * DAY, Waiting),
        chat_saying(
            7,
            Ordinary,
            "A person with a remarkably long name indeed",
            Some("x"),
            "Could you print two more?",
            9 * DAY,
            Received,
        ),
        chat_saying(8, Ordinary, "Marit Solberg", None, "This one cannot go out", 12 * DAY, Failed),
    ];
    chats[0].pinned = true;
    chats[2].unread = 12;
    chats[3].draft = "About the rent, could we split it differently this month".into();
    (chats[5].unread, chats[5].muted) = (48, true);
    chats[7].unread = 2;
    chats
}

/// What is known of a secret chat with a device that nobody compared.
pub(crate) fn standing(timer_secs: u32) -> SecretChat {
    SecretChat {
        reason: None,
        stage: SecretStage::Standing,
        why: WhyOver::NotOver,
        device: Some(Standing::NotCompared),
        held: false,
        timer_secs,
        rival: false,
        lapses_at: None,
        missing: 0,
        lost: 0,
        words: SpokenWords::None,
    }
}

/// The secret chat with Nadia, as the mock-ups have it.
pub(crate) fn secret_chat() -> Chat {
    let mut chat = chat_saying(
        30,
        ChatKind::Secret,
        "Nadia Rahimi",
        None,
        "Reading it now. Thank you.",
        4 * MINUTE,
        MessageState::Delivered,
    );
    (chat.contact, chat.people) = (Some(person(1)), vec![person(1)]);
    chat.secret = Some(Box::new(standing(3600)));
    chat.pinned = true;
    chat
}

/// What was written in it.
pub(crate) fn secret_conversation() -> Vec<Message> {
    let at = |mut message: Message, minutes: i64, seconds: i64| {
        message.at = Millis(NOW.0 - minutes * MINUTE + seconds * 1000);
        message.position.at = message.at;
        message.chat = chat_id(30);
        message
    };
    let line = |number, note, minutes| {
        at(Message { note: Some(note), ..message(number, None, "") }, minutes, 0)
    };
    let fading = |message, ttl_secs, left: Option<i64>| Message {
        ttl_secs,
        expires_at: left.map(|left| Millis(NOW.0 + left)),
        ..message
    };
    let last = Message {
        state: MessageState::Delivered,
        ..message(6, None, "Reading it now. Thank you.")
    };
    vec![
        line(0, Note::Started, 25),
        at(
            message(
                1,
                Some(1),
                "Do you still have the interview notes? Not on the normal chat, please.",
            ),
            23,
            0,
        ),
        line(2, Note::TimerSet { mine: true, secs: 3600 }, 22),
        fading(
            at(
                message(
                    3,
                    None,
                    "I have them here. From now on everything vanishes an hour after reading.",
                ),
                21,
                0,
            ),
            3600,
            Some(46 * MINUTE - 20_000),
        ),
        fading(
            at(message(4, Some(1), "Page two is the one that matters."), 5, 0),
            60,
            Some(42_000),
        ),
        fading(at(last, 4, 0), 3600, None),
    ]
}

/// A stranger who offers a secret chat, and has written nothing.
pub(crate) fn secret_request() -> Request {
    let text = "Wants to start a secret chat.".to_owned();
    Request { text, messages: 0, chat: chat_id(120), ..request(0) }
}

/// The same, with so many more.
pub(crate) fn chats_and(more: u16) -> Vec<Chat> {
    let mut chats = chats();
    chats.extend((0..more).map(|n| {
        let kind = if n % 9 == 4 { ChatKind::Room } else { ChatKind::Ordinary };
        let name = format!("Somebody {n}");
        let state = MessageState::Received;
        let text = "Do you still have the paper from Tuesday?";
        let ago = 10 * DAY + i64::from(n) * 60 * MINUTE;
        let mut chat = chat_saying(6, kind, &name, Some(&name), text, ago, state);
        chat.chat = ChatId([0xA0; 16]);
        chat.chat.0[..2].copy_from_slice(&n.to_be_bytes());
        chat
    }));
    chats
}

/// Everybody else in a chat.
pub(crate) fn people_of(chat: &str) -> Vec<Acquaintance> {
    let people = chats().into_iter().find(|c| c.chat.to_string() == chat);
    let people = people.map(|c| c.people).unwrap_or_default();
    let contacts = (0..6).map(contact).filter(|c| people.contains(&c.account));
    contacts
        .map(|contact| {
            let link = me().link;
            let calls_themself = Name::clean("quiet-lantern").ok();
            let calls_themself = calls_themself.filter(|_| contact.name.contains("Mateo"));
            Acquaintance { contact: Contact { calls_themself, ..contact }, link }
        })
        .collect()
}

/// Messages of all chats with these words in them.
pub(crate) fn search_all(text: &str, limit: u32) -> Vec<Message> {
    let text = text.to_lowercase();
    let wanted = |m: &Message| text.split_whitespace().all(|w| m.text.to_lowercase().contains(w));
    let mut found: Vec<Message> = conversation();
    found.extend((0..300_i64).map(|n| {
        let mut m = numbered(-n);
        m.chat = chat_id(91);
        m.text = format!("We talked for a long while about the ferry, as we did before ({n})");
        m
    }));
    found.retain(wanted);
    found.sort_by_key(|m| std::cmp::Reverse(m.at));
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    found
}

/// A conversation as the mock-ups have it.
pub(crate) fn conversation() -> Vec<Message> {
    let yesterday = |mut m: Message| {
        m.at = Millis(m.at.0 - DAY);
        m.position.at = m.at;
        m
    };
    let mut list = vec![
        yesterday(message(0, Some(0), "The ferry on Saturday leaves at 7:40, not at 8:10.")),
        message(1, None, "Good that you checked, I’ll book three seats."),
        message(
            2,
            Some(0),
            "The view from our cabin, autumn. You can see the whole lake from the bench above the landing, and on a clear evening even the lights of the town on the other side.",
        ),
        message(
            3,
            Some(0),
            "کشتی شنبه ساعت ۷:۴۰ حرکت می‌کند، نه ۸:۱۰. لطفاً بلیت‌ها را با خودت بیاور، و نامت را روی هر دو بنویس تا در اسکله پرسشی نباشد.",
        ),
        message(4, Some(0), "سلام!"),
        message(5, None, "Paid and confirmed 🎉"),
        message(6, None, "Shall we meet at the pier at 7:20?"),
        message(7, None, "This one waits 🦉"),
        message(
            8,
            None,
            "And this one was refused by every relay that Omid reads, which is a pity",
        ),
    ];
    list[1].quote = Some(Quote { from: "Omid Karimi".into(), text: list[0].text.clone() });
    list[1].reply_to = Some(list[0].message);
    list[1].edited = true;
    list[2].reactions = BTreeMap::from([
        ("😍".to_owned(), vec![me().account, person(0)]),
        ("🏔️".to_owned(), vec![person(0)]),
    ]);
    list[5].state = MessageState::Delivered;
    list[5].reactions = BTreeMap::from([("👍".to_owned(), vec![person(0)])]);
    list[6].state = MessageState::Sent;
    list[7].state = MessageState::Waiting;
    list[7].reason = Reason::from_sentence("Omid published no inbox relays yet.");
    list[8].state = MessageState::Failed;
    list[8].reason = Reason::from_sentence("Every relay refused it: too large.");
    list
}

/// A stranger.
pub(crate) fn request(number: u8) -> Request {
    let (name, text) = match number {
        0 => (
            "Henrik Dahl",
            "Hello Lena, Tilda gave me your link. We are reprinting the spring issue and need someone who can fold 200 copies by hand.",
        ),
        _ => ("quiet-lantern", "hi"),
    };
    Request {
        id: person(100 + number),
        name: name.into(),
        text: text.into(),
        at: Millis(NOW.0 - 9 * MINUTE - i64::from(number) * 6 * DAY),
        chat: chat_id(100 + number),
        messages: 1 + u32::from(number),
        room: None,
    }
}

/// The same stranger invites to a room.
pub(crate) fn invitation() -> Request {
    let room = Invitation { name: "Spring issue, folding".into(), people: 6 };
    let text = "We meet on Thursday at the print shop. Who brings the bone folders?".to_owned();
    Request { text, chat: chat_id(110), messages: 1, room: Some(room), ..request(0) }
}

/// A relay in some condition.
pub(crate) fn relay(number: usize, state: RelayCondition, reason: &str) -> RelayStatus {
    RelayStatus {
        url: format!("wss://relay{number}.example").parse().expect("an address"),
        state,
        reason: Reason::from_sentence(reason),
        limits: RelayLimits::default(),
        limits_known: true,
        latency_ms: Some(40),
        next_try: None,
        round_trips: vec![38, 36, 41, 37, 52, 44, 40, 39, 47, 61, 43, 40],
    }
}

/// A messenger that answers from the fixtures, and sends to nobody.
#[derive(Clone)]
pub(crate) struct Pretender {
    events: broadcast::Sender<Event>,
    sent: Arc<Mutex<i64>>,
    empty: bool,
    /// Chats beside those of the mock-ups.
    more: u16,
    offline: bool,
}

impl Pretender {
    /// One with chats, or one that is new.
    pub(crate) fn new(empty: bool) -> Self {
        let (events, sent) = (broadcast::channel(64).0, Arc::new(Mutex::new(1_000)));
        Self { events, sent, empty, more: 0, offline: false }
    }

    fn answer(&self, command: Command) -> Result<Reply, Error> {
        Ok(match command {
            Command::Whoami => Reply::Me(me()),
            Command::Chats if self.empty => {
                Reply::Chats(vec![chat(90, ChatKind::Saved, "Saved messages")])
            }
            Command::Chats => {
                let mut chats = chats_and(self.more);
                chats.push(secret_chat());
                Reply::Chats(chats)
            }
            Command::OfferSecret { .. } => Reply::Chat(secret_chat()),
            Command::Requests { .. } if self.empty => Reply::Requests(Vec::new()),
            Command::Requests { .. } => Reply::Requests(vec![request(0), request(1)]),
            Command::Relays if self.offline => Reply::Relays(vec![
                relay(0, RelayCondition::Unreachable, "no answer"),
                relay(1, RelayCondition::Refused, "it wants to be paid"),
            ]),
            Command::Relays => Reply::Relays(vec![
                relay(0, RelayCondition::Connected, ""),
                relay(1, RelayCondition::Unreachable, "No answer."),
            ]),
            Command::Contacts => Reply::Contacts(people()),
            Command::Settings => Reply::Settings(Settings {
                read_receipts: true,
                lock_after: Some(15),
                clear_copied: true,
            }),
            Command::SetLockAfter { minutes } => Reply::Settings(Settings {
                read_receipts: true,
                lock_after: minutes,
                clear_copied: true,
            }),
            Command::Progress => Reply::Progress(Progress { received: 42, caught_up: false }),
            Command::TestRelays | Command::AddRelay { .. } | Command::RemoveRelay { .. } => {
                return self.answer(Command::Relays);
            }
            Command::Rename { name } => Reply::Me(Me { name: name.to_string(), ..me() }),
            Command::Export { passphrase, .. }
            | Command::ChangePassphrase { old: passphrase, .. }
                if passphrase.expose() != "owls" =>
            {
                return Err(Error::new(ErrorKind::WrongPassphrase, WRONG));
            }
            Command::Export { form, .. } => Reply::Key { form, key: Secret::new(WORDS.into()) },
            Command::People { chat } => Reply::People(people_of(&chat.0)),
            Command::Search { text, chat: None, limit } => {
                Reply::Messages(search_all(&text, limit))
            }
            Command::History { chat, limit, before } => {
                Reply::Messages(history(&chat.0, limit, before))
            }
            Command::Stretch { chat, limit, around } => {
                Reply::Stretch(stretch(&chat.0, limit, around)?)
            }
            Command::Search { text, chat: Some(chat), limit } => {
                let all = Archive::of(&chat.0);
                let hits = (0..all.len()).rev().take(5_000).map(|n| all.nth(n));
                let found = hits.filter(|m| m.text.to_lowercase().contains(&text.to_lowercase()));
                Reply::Messages(found.take(limit as usize).collect())
            }
            Command::MessageInfo { message } => Reply::Info(info(message)),
            Command::RecentEmoji | Command::EmojiUsed { .. } => {
                Reply::Emoji(["🦉", "👍", "🎉", "❤️"].map(str::to_owned).to_vec())
            }
            Command::Send { text, chat, .. } => self.send(&chat.0, &text)?,
            Command::AddContact { link, .. } if link.starts_with("hushwing:") => {
                Reply::Contact(ContactAdded { contact: contact(1), chat: chat_id(1) })
            }
            Command::AddContact { .. } => {
                return Err(Error::input("This is not a link to a person."));
            }
            Command::Accept { .. } => {
                Reply::Contact(ContactAdded { contact: contact(0), chat: chat_id(0) })
            }
            Command::FindChat { .. } | Command::CreateRoom { .. } => {
                Reply::Chat(chat(91, ChatKind::Room, "Night Owls"))
            }
            _ => Reply::Done,
        })
    }

    fn send(&self, chat: &str, text: &str) -> Result<Reply, Error> {
        if text.len() > 20_000 {
            let says = "This message is too long for Omid's relays. Send it in parts.";
            return Err(Error::new(ErrorKind::TooLong, says));
        }
        let mut sent = self.sent.lock().expect("a lock");
        *sent += 1;
        let mut message = message(*sent, None, text);
        message.at = NOW;
        message.position.at = Millis(NOW.0 + *sent);
        message.state = MessageState::Queued;
        message.chat = chat.parse().expect("an id");
        let told = Sent { message: message.message, state: MessageState::Queued };
        drop(self.events.send(Event::Message(Box::new(message))));
        Ok(Reply::Sent(told))
    }
}

/// A message's way, as far as it went.
pub(crate) fn info(message: MessageId) -> MessageInfo {
    let delivery = |number: usize, state, reason: &str| Delivery {
        to: "Omid Karimi".into(),
        relay: format!("wss://relay{number}.example"),
        state,
        reason: Reason::from_sentence(reason),
    };
    MessageInfo {
        message,
        at: Millis(NOW.0 - 20 * MINUTE),
        stored_at: Some(Millis(NOW.0 - 19 * MINUTE)),
        edited_at: Some(Millis(NOW.0 - 5 * MINUTE)),
        state: MessageState::Sent,
        reason: None,
        deliveries: vec![
            delivery(0, Publication::Confirmed, ""),
            delivery(1, Publication::Pending, "No answer; tried again in 40 s."),
            delivery(2, Publication::Refused, "It takes no envelopes larger than 16 KB."),
        ],
        receipts: Vec::new(),
    }
}

/// What was written in a chat: Omid's is the mock-up's, one room is long, the other has
/// everything that a message can be, the rest are short.
pub(crate) enum Archive {
    These(Vec<Message>),
    Long(i64),
    Colourful(i64),
}

impl Archive {
    fn of(chat: &str) -> Self {
        let is = |number: u8| chat == chat_id(number).to_string();
        if is(0) {
            Self::These(conversation())
        } else if is(30) {
            Self::These(secret_conversation())
        } else if is(91) {
            Self::Long(1_000_000)
        } else if is(92) {
            Self::Colourful(400)
        } else if is(100) {
            Self::These(vec![
                message(0, Some(0), &request(0).text),
                message(1, Some(0), "The plan is here: springissue.example/fold"),
            ])
        } else {
            Self::These(vec![message(0, Some(1), "Hello")])
        }
    }

    fn len(&self) -> i64 {
        match self {
            Self::These(all) => i64::try_from(all.len()).unwrap_or(0),
            Self::Long(len) | Self::Colourful(len) => *len,
        }
    }

    fn nth(&self, n: i64) -> Message {
        match self {
            Self::These(all) => all[usize::try_from(n).unwrap_or(0)].clone(),
            Self::Long(len) => long(n, *len),
            Self::Colourful(len) => colourful(n, *len),
        }
    }

    fn slice(&self, from: i64, until: i64) -> Vec<Message> {
        (from.max(0)..until.min(self.len())).map(|n| self.nth(n)).collect()
    }

    /// How many are before something.
    fn count(&self, before: impl Fn(&Message) -> bool) -> i64 {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = (low + high) / 2;
            if before(&self.nth(middle)) { low = middle + 1 } else { high = middle }
        }
        low
    }
}

fn at_minutes(mut message: Message, minutes: i64) -> Message {
    message.at = Millis(NOW.0 - minutes * MINUTE);
    message.position.at = message.at;
    message
}

fn long(n: i64, len: i64) -> Message {
    let from = u8::try_from(n.rem_euclid(7)).ok().filter(|n| *n < 5);
    let words = "words ".repeat(usize::try_from(n.rem_euclid(23)).unwrap_or(1));
    at_minutes(message(n, from, &format!("Message number {n}: {words}")), (len - n) * 3 + 14)
}

fn colourful(n: i64, len: i64) -> Message {
    const SAID: [&str; 16] = [
        "Projector is charged.",
        "Who has the cable?",
        "Trail notes: lakeloop.example/trails/upper and https://print.example/proofs?page=2.",
        "🦉",
        "کشتی شنبه ساعت ۷:۴۰ حرکت می‌کند، نه ۸:۱۰. بلیت‌ها را با خودت بیاور.",
        "The proofs are on the wall. I looked at all of them twice, and the third from the left has the wrong blue; could somebody compare it with the sheet from Tuesday before we order the paper?",
        "👍🏽👍🏽",
        "Я принесу проектор и попкорн 🍿",
        "https://paypal.example@evil.example/login looks odd",
        "Ok",
        "One\nline\nafter\nthe other",
        "Averyveryverylongwordwithoutanyblankinitthatmustbebrokensomewhereorelseitleavesthebubblealtogether",
        "Write to nostr:npub1sg6plzptd64u62a878hep2kev88swjh3tw00gjsfl8f237lmu63q0uf63m",
        "سلام Omid, see https://раураl.example/ 🎉",
        "Shall we meet at the pier at 7:20?",
        "🎉🦉🌙",
    ];
    let said = SAID[usize::try_from(n.rem_euclid(16)).unwrap_or(0)];
    let from = [None, Some(2), Some(2), Some(4), Some(5), None, None, Some(3)]
        [usize::try_from(n.rem_euclid(8)).unwrap_or(0)];
    let mut message = at_minutes(message(n, from, said), (len - n) * 4 + 180);
    if n % 5 == 2 {
        let quoted = n - 5 - n % 40;
        message.reply_to = Some(message_id(quoted));
        let text = SAID[usize::try_from(quoted.rem_euclid(16)).unwrap_or(0)];
        message.quote = Some(Quote { from: "Mateo Ruiz".into(), text: text.into() });
    }
    if n % 4 == 1 {
        message.reactions = BTreeMap::from([
            ("❤️".to_owned(), vec![person(1), person(3), person(4)]),
            ("😂".to_owned(), vec![me().account]),
        ]);
    }
    message.edited = n % 6 == 5;
    message
}

/// A stretch of a chat, as the messenger answers.
pub(crate) fn stretch(chat: &str, limit: u32, around: Around) -> Result<Stretch, Error> {
    let all = Archive::of(chat);
    let (len, limit) = (all.len(), i64::from(limit));
    let unread = chats().iter().find(|c| c.chat.to_string() == chat).map_or(0, |c| c.unread);
    let target = match around {
        Around::FirstUnread if unread > 0 => Some(len - i64::from(unread)),
        Around::Message(id) => {
            let found = (0..len).find(|n| all.nth(*n).message == id);
            Some(found.ok_or_else(|| Error::not_found("there is no message with this id"))?)
        }
        Around::Time(at) => Some(all.count(|m| m.at < at).min(len - 1)),
        Around::Number(number) => Some(i64::try_from(number).unwrap_or(len).min(len - 1)),
        _ => None,
    };
    let (from, until) = match (around, target) {
        (_, Some(n)) => (n - limit / 3, n - limit / 3 + limit),
        (Around::Before(at), _) => {
            let n = all.count(|m| m.position < at);
            (n - limit, n)
        }
        (Around::After(at), _) => {
            let n = all.count(|m| m.position <= at);
            (n, n + limit)
        }
        _ => (len - limit, len),
    };
    let from = from.clamp(0, len);
    let until = until.clamp(from, len);
    Ok(Stretch {
        messages: all.slice(from, until),
        before: u64::try_from(from).unwrap_or(0),
        after: u64::try_from(len - until).unwrap_or(0),
        target: target.map(|n| all.nth(n).message),
    })
}

/// A plain page.
fn history(chat: &str, limit: u32, before: Before) -> Vec<Message> {
    let around = match before {
        Before::End => Around::End,
        Before::Position(at) => Around::Before(at),
        Before::After(at) => Around::After(at),
        Before::Message(id) => Around::Message(id),
    };
    stretch(chat, limit, around).map(|stretch| stretch.messages).unwrap_or_default()
}

impl Pulse for Pretender {
    fn run(&self, command: Command) -> Later<Result<Reply, Error>> {
        let answer = self.answer(command);
        Box::pin(async move { answer })
    }

    fn events(&self) -> BoxStream<'static, Vec<Event>> {
        let receiver = self.events.subscribe();
        futures_util::stream::unfold(receiver, |mut receiver| async move {
            receiver.recv().await.ok().map(|event| (vec![event], receiver))
        })
        .boxed()
    }

    fn stop(&self) -> Later<()> {
        Box::pin(async {})
    }
}

/// A door with a [`Pretender`] behind it. The passphrase is "owls".
#[derive(Clone)]
pub(crate) struct Stage {
    /// What is found.
    pub(crate) found: Found,
    /// Without chats.
    pub(crate) empty: bool,
    /// Chats beside those of the mock-ups.
    pub(crate) more: u16,
    /// Without a relay that answers.
    pub(crate) offline: bool,
}

impl Stage {
    /// The usual people.
    pub(crate) fn new(found: Found, empty: bool) -> Self {
        Self { found, empty, more: 0, offline: false }
    }
}

impl Door for Stage {
    fn look(&self, _dir: ProfileDir) -> Later<Result<Found, Error>> {
        let found = self.found;
        Box::pin(async move { Ok(found) })
    }

    fn has_keyring(&self) -> Later<bool> {
        Box::pin(async { false })
    }

    fn create(&self, _new: NewProfile) -> Later<Result<Heart, Error>> {
        Box::pin(async { Ok(Arc::new(Pretender::new(true)) as Heart) })
    }

    fn open(&self, _dir: ProfileDir, unlock: Unlock) -> Later<Result<Heart, Error>> {
        let (empty, more, offline) = (self.empty, self.more, self.offline);
        Box::pin(async move {
            match unlock {
                Unlock::Passphrase(p) if p.expose() != "owls" => {
                    Err(Error::new(ErrorKind::WrongPassphrase, WRONG))
                }
                _ => Ok(Arc::new(Pretender { more, offline, ..Pretender::new(empty) }) as Heart),
            }
        })
    }

    fn host_relay(&self, _dir: ProfileDir) -> Later<Result<Vec<RelayAddress>, Error>> {
        Box::pin(async { Err(Error::new(ErrorKind::Network, "Port 7777 is taken.")) })
    }

    fn resume_relay(&self, _dir: ProfileDir) -> Later<Result<(), Error>> {
        Box::pin(async { Ok(()) })
    }

    fn own_relay(&self, _dir: ProfileDir) -> Later<Vec<RelayAddress>> {
        Box::pin(async { vec!["ws://192.168.1.4:7447".parse().expect("an address")] })
    }

    fn save_picture(
        &self,
        name: String,
        _png: Arc<Vec<u8>>,
    ) -> Later<Result<Option<PathBuf>, Error>> {
        Box::pin(async move { Ok(Some(PathBuf::from("/home/lena/Pictures").join(name))) })
    }
}
