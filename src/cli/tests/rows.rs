//! Rows, and a messenger that answers every command with them.

use std::collections::BTreeMap;

use nostr::key::{Keys, PublicKey};

use crate::messenger::{
    Command, ContactAdded, Deleted, DeletionState, Error, Me, Network, Reply, SafetyNumber, Sent,
    Synced, Verified,
};
use crate::model::*;

pub(super) const M: &str = "1111111111111111111111111111111111111111111111111111111111111111";
pub(super) const C: &str = "22222222222222222222222222222222";
/// Clears the screen, sets the title, turns text around.
pub(super) const HOSTILE: &str = "\u{1B}[2J\u{9B}2J\u{202E}evil\u{7}";

pub(super) fn id() -> MessageId {
    M.parse().unwrap()
}

pub(super) fn chat_id() -> ChatId {
    C.parse().unwrap()
}

pub(super) fn nadia() -> PublicKey {
    Keys::parse(&"3".repeat(64)).unwrap().public_key()
}

pub(super) fn message(text: &str) -> Message {
    Message {
        message: id(),
        chat: chat_id(),
        from: nadia(),
        from_name: "Nadia".into(),
        mine: false,
        at: Millis(1_795_303_434_000),
        text: text.into(),
        state: MessageState::Received,
        reason: None,
        reply_to: Some(id()),
        quote: Some(Quote { from: "Bob".into(), text: "two\nlines".into() }),
        edited: true,
        reactions: BTreeMap::from([("👍".into(), vec![nadia()])]),
        expires_at: None,
        attachments: vec![Attachment {
            name: "plan.pdf".into(),
            media_type: "application/pdf".into(),
            size: 7,
            state: "here".into(),
        }],
        ttl_secs: 0,
        note: None,
        position: Position { at: Millis(1), row: 1 },
    }
}

pub(super) fn contact(name: &str) -> ContactAdded {
    let contact = Contact {
        account: nadia(),
        name: name.into(),
        calls_themself: None,
        named_here: true,
        accepted: true,
        blocked: false,
        verified: false,
    };
    ContactAdded { contact, chat: chat_id() }
}

pub(super) fn chat(name: &str) -> Chat {
    Chat {
        chat: chat_id(),
        kind: ChatKind::Ordinary,
        name: name.into(),
        contact: Some(nadia()),
        people: vec![nadia()],
        unread: 3,
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

/// A secret chat that stands, with everything that is known of it.
pub(super) fn secret(name: &str) -> Chat {
    let known = SecretChat {
        reason: None,
        stage: SecretStage::Standing,
        why: WhyOver::NotOver,
        device: Some(Standing::Compared),
        held: false,
        timer_secs: 60,
        rival: false,
        lapses_at: None,
        missing: 1,
        lost: 0,
        words: SpokenWords::Words(["a", "b", "c", "d"].map(Into::into)),
    };
    Chat { kind: ChatKind::Secret, secret: Some(Box::new(known)), ..chat(name) }
}

pub(super) fn relay(reason: &str) -> RelayStatus {
    RelayStatus {
        url: "ws://127.0.0.1:7447".parse().unwrap(),
        state: RelayCondition::Connected,
        reason: Reason::from_sentence(reason),
        limits: RelayLimits::default(),
        limits_known: true,
        latency_ms: Some(3),
        next_try: None,
        round_trips: Vec::new(),
    }
}

pub(super) fn me(name: &str) -> Me {
    Me {
        account: nadia(),
        name: name.into(),
        link: "hushwing:nprofile1x?name=Nadia".into(),
        relays: vec!["ws://127.0.0.1:7447".parse().unwrap()],
    }
}

pub(super) fn request(text: &str) -> Request {
    Request {
        id: nadia(),
        name: text.into(),
        text: text.into(),
        at: Millis(0),
        chat: chat_id(),
        messages: 2,
        room: None,
    }
}

pub(super) fn network() -> Network {
    Network { route: "direct".into(), online: true, relays: vec![relay("")], pending: 0 }
}

/// Answers everything, with `text` wherever a stranger's words go.
pub(super) fn answer(command: &Command, text: &str) -> Result<Reply, Error> {
    let sent = Sent { message: id(), state: MessageState::Sent };
    Ok(match command {
        Command::Whoami | Command::Rename { .. } => Reply::Me(me(text)),
        Command::Relays | Command::AddRelay { .. } | Command::RemoveRelay { .. } => {
            Reply::Relays(vec![relay(text)])
        }
        Command::AddContact { .. }
        | Command::Accept { .. }
        | Command::Block { .. }
        | Command::Unblock { .. } => Reply::Contact(contact(text)),
        Command::Contacts => Reply::Contacts(vec![contact(text).contact]),
        Command::Chats => Reply::Chats(vec![chat(text)]),
        Command::FindChat { .. } | Command::CreateRoom { .. } => Reply::Chat(chat(text)),
        Command::OfferSecret { .. } => Reply::Chat(secret(text)),
        Command::SafetyNumber { .. } => Reply::SafetyNumber(SafetyNumber {
            digits: "12345 67890".into(),
            qr: "CAI=".into(),
            picture: "00".into(),
            verified: false,
            state: ChatState::Open,
        }),
        Command::Verify { .. } => Reply::Verified(Verified { verified: true }),
        Command::Send { .. }
        | Command::React { .. }
        | Command::Edit { .. }
        | Command::Retry { .. } => Reply::Sent(sent),
        Command::Delete { for_both, .. } => {
            let state = if *for_both { DeletionState::Queued } else { DeletionState::Deleted };
            Reply::Deleted(Deleted { message: id(), state })
        }
        Command::History { .. } | Command::Search { .. } | Command::Message { .. } => {
            let mut row = message(text);
            row.from_name = text.into();
            row.reason = Reason::from_sentence(text);
            row.quote = Some(Quote { from: text.into(), text: text.into() });
            row.reactions = BTreeMap::from([(text.to_owned(), vec![nadia()])]);
            row.attachments[0].name = text.into();
            row.attachments[0].media_type = text.into();
            Reply::Messages(vec![row])
        }
        Command::Requests { .. } => Reply::Requests(vec![request(text)]),
        Command::Network => Reply::Network(network()),
        Command::Sync { .. } => Reply::Synced(Synced {
            received: 1,
            sent: 2,
            pending: 3,
            reached: true,
            silent: Vec::new(),
        }),
        _ => Reply::Done,
    })
}
