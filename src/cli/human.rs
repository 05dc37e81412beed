//! Rows as people read them: short, aligned, what strangers wrote last on its line and harmless.

use super::clean::{block, one_line};
use super::time::utc;
use crate::messenger::{ContactAdded, Deleted, DeletionState, Event, Me, Network, Sent, Synced};
use crate::model::{
    Chat, ChatKind, ChatState, Contact, Message, MessageState, RelayCondition, RelayStatus,
    Request, npub,
};

pub(super) fn me(me: &Me) -> String {
    let mut lines = vec![
        format!("name    {}", one_line(&me.name)),
        format!("npub    {}", npub(&me.account)),
        format!("link    {}", one_line(&me.link)),
    ];
    for (index, relay) in me.relays.iter().enumerate() {
        let head = if index == 0 { "relays" } else { "" };
        lines.push(format!("{head:<8}{}", one_line(relay.as_str())));
    }
    lines.join("\n")
}

pub(super) fn relay(relay: &RelayStatus) -> String {
    let latency = relay.latency_ms.map_or_else(|| "-".to_owned(), |ms| format!("{ms} ms"));
    let state = condition(relay.state);
    let mut line = format!("{state:<11}  {latency:>8}  {}", one_line(relay.url.as_str()));
    if let Some(reason) = &relay.reason {
        line.push_str(&format!("\n{}", block(&reason.to_string(), "    ")));
    }
    line
}

pub(super) fn network(network: &Network) -> String {
    let mut lines = vec![
        format!("route    {}", one_line(&network.route)),
        format!("online   {}", if network.online { "yes" } else { "no" }),
        format!("pending  {}", network.pending),
    ];
    lines.extend(network.relays.iter().map(relay));
    lines.join("\n")
}

pub(super) fn synced(synced: &Synced) -> String {
    let mut lines = vec![format!(
        "received {}, sent {}, still waiting {}",
        synced.received, synced.sent, synced.pending
    )];
    lines.extend(synced.silent.iter().map(|relay| format!("{relay} did not answer")));
    lines.join("\n")
}

pub(super) fn added(added: &ContactAdded) -> String {
    format!("{}\n    chat {}", contact(&added.contact), added.chat)
}

pub(super) fn contact(contact: &Contact) -> String {
    let standing = match (contact.blocked, contact.accepted) {
        (true, _) => "blocked",
        (false, true) => "accepted",
        (false, false) => "stranger",
    };
    let verified = if contact.verified { "verified" } else { "" };
    format!("{}  {standing:<8}  {verified:<8}  {}", npub(&contact.account), one_line(&contact.name))
}

pub(super) fn chat(chat: &Chat) -> String {
    let kind = match chat.kind {
        ChatKind::Ordinary => "ordinary",
        ChatKind::Room => "room",
        ChatKind::Secret => "secret",
        ChatKind::Saved => "saved",
    };
    let state = match chat.state {
        ChatState::Open => "open",
        ChatState::Offered => "offered",
        ChatState::Waiting => "waiting",
        ChatState::Changed => "changed",
        ChatState::Closed => "closed",
    };
    let unread = if chat.unread == 0 { String::new() } else { format!("{} new", chat.unread) };
    format!("{}  {kind:<8}  {state:<7}  {unread:>9}  {}", chat.chat, one_line(&chat.name))
}

pub(super) fn sent(sent: &Sent) -> String {
    format!("{:<9}  {}", ticks(sent.state), sent.message)
}

pub(super) fn deleted(deleted: &Deleted) -> String {
    let state = match deleted.state {
        DeletionState::Deleted => "deleted",
        DeletionState::Queued => "queued",
        DeletionState::Sent => "sent",
    };
    format!("{state:<9}  {}", deleted.message)
}

pub(super) fn message(message: &Message) -> String {
    let from = if message.mine { "you".to_owned() } else { one_line(&message.from_name) };
    let state = ticks(message.state);
    let edited = if message.edited { "  (edited)" } else { "" };
    let mut lines =
        vec![format!("{}  {state:<9}  {}{edited}  {from}", utc(message.at), message.message)];
    if let Some(quote) = &message.quote {
        let quote = format!("{}: {}", quote.from, quote.text);
        lines.push(format!("    > {}", one_line(&quote.replace('\n', " "))));
    }
    if !message.text.is_empty() {
        lines.push(block(&message.text, "    "));
    }
    for file in &message.attachments {
        let (name, kind) = (one_line(&file.name), one_line(&file.media_type));
        lines.push(format!("    [{} bytes, {kind}] {name}", file.size));
    }
    if !message.reactions.is_empty() {
        let all = message.reactions.iter().map(|(emoji, who)| format!("{emoji} {}", who.len()));
        lines.push(format!("    {}", one_line(&all.collect::<Vec<_>>().join("  "))));
    }
    if let Some(reason) = &message.reason {
        lines.push(block(&reason.to_string(), "    ! "));
    }
    lines.join("\n")
}

pub(super) fn request(request: &Request) -> String {
    let more = request.messages.saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!("  (and {more} more)") };
    format!(
        "{}  {}{more}  {}\n{}",
        utc(request.at),
        npub(&request.id),
        one_line(&request.name),
        block(&request.text, "    ")
    )
}

pub(super) fn event(event: &Event) -> String {
    match event {
        Event::Message(row) => message(row),
        Event::State { message, state, .. } => format!("{:<9}  {message}", ticks(*state)),
        Event::Gone { message, .. } => format!("{:<9}  {message}", "deleted"),
        Event::Chat(row) => format!("chat     {}", chat(row)),
        Event::Typing { chat } => format!("chat     {chat}  typing"),
        Event::ChatGone { chat } => format!("chat     {chat}  deleted"),
        Event::Request(row) => format!("request  {}", request(row)),
        Event::Relay(row) => format!("relay    {}", relay(row)),
        Event::Reload => "much changed; read the lists anew".to_owned(),
    }
}

fn ticks(state: MessageState) -> &'static str {
    match state {
        MessageState::Failed => "failed",
        MessageState::Waiting => "waiting",
        MessageState::Queued => "queued",
        MessageState::Sent => "sent",
        MessageState::Delivered => "delivered",
        MessageState::Read => "read",
        MessageState::Received => "received",
    }
}

fn condition(state: RelayCondition) -> &'static str {
    match state {
        RelayCondition::Connected => "connected",
        RelayCondition::Connecting => "connecting",
        RelayCondition::Refused => "refused",
        RelayCondition::Unreachable => "unreachable",
        RelayCondition::Slow => "slow",
    }
}
