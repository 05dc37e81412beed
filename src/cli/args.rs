//! The words of the command line. Names and flags are relied on by outside tools.

use std::path::PathBuf;

use clap::{ArgAction, ArgGroup, Args, Parser, Subcommand};

use crate::model::{BadName, MessageId, Name, RelayAddress};

/// A messenger without phone numbers and without accounts on servers, through any relay.
///
/// Chats are end-to-end encrypted. An account key that is stolen later opens ordinary ones, and no
/// secret chat. Files, proxies and Tor are not in this version.
///
/// Without a command the app opens.
#[derive(Debug, Clone, Parser)]
#[command(name = "hushwing", bin_name = "hushwing", version)]
pub struct Arguments {
    /// Flags of every command.
    #[command(flatten)]
    pub globals: Globals,
    /// How the app's window looks.
    #[command(flatten)]
    pub window: WindowOptions,
    /// What to open; the app without it.
    #[command(subcommand)]
    pub door: Option<Door>,
}

/// The app's window.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "The app's window")]
pub struct WindowOptions {
    /// Light or dark; without it the window follows the system
    #[arg(long, value_name = "THEME")]
    pub theme: Option<crate::app::Mode>,
    /// Width and height of the window, such as 1280x800
    #[arg(long, value_name = "WxH", value_parser = window_size)]
    pub size: Option<(u32, u32)>,
    /// en, ru or fa; without it the window speaks the language chosen in it, or the system's
    #[arg(long, value_name = "LANGUAGE")]
    pub language: Option<crate::app::Language>,
}

impl WindowOptions {
    /// What was said after the command, and else before it.
    pub fn or(self, before: Self) -> Self {
        Self {
            theme: self.theme.or(before.theme),
            size: self.size.or(before.size),
            language: self.language.or(before.language),
        }
    }
}

/// `1280x800`, within what a screen can be.
fn window_size(text: &str) -> Result<(u32, u32), String> {
    let sides = text.split_once('x').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
    match sides {
        Some((w, h)) if (300..=10_000).contains(&w) && (300..=10_000).contains(&h) => Ok((w, h)),
        _ => Err("a size is WIDTHxHEIGHT, from 300x300 to 10000x10000".into()),
    }
}

/// Flags that are accepted before and after every command.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Options of every command")]
pub struct Globals {
    /// The profile's folder
    #[arg(long, global = true, value_name = "DIR")]
    pub profile_dir: Option<PathBuf>,
    /// A profile by its name, in the system's place for such data [default: default]
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Read the passphrase from this file instead of asking
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// Print each result as one JSON object a line
    #[arg(long, global = true)]
    pub json: bool,
    /// Tell more on standard error (-vv, -vvv: even more)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

impl Globals {
    /// Whether anything is given that only the messenger uses.
    pub fn name_a_profile(&self) -> bool {
        let profile = self.profile_dir.is_some() || self.profile.is_some();
        profile || self.passphrase_file.is_some() || self.json
    }
}

/// The same flags, hidden where they mean nothing. Their names must be those of [`Globals`]: a
/// command that has them itself does not get them from above.
#[derive(Debug, Clone, Default, Args)]
pub struct NotForRelay {
    #[arg(long, hide = true)]
    profile_dir: Option<PathBuf>,
    #[arg(long, hide = true)]
    profile: Option<String>,
    #[arg(long, hide = true)]
    passphrase_file: Option<PathBuf>,
    #[arg(long, hide = true)]
    json: bool,
}

/// What the program can be started as.
#[derive(Debug, Clone, Subcommand)]
pub enum Door {
    /// Try it: two people's windows on a throwaway relay, all gone at the end
    Demo(WindowOptions),
    /// A window of the demo
    #[command(hide = true)]
    DemoWindow(WindowOptions),
    /// Serve a relay of your own
    Relay(RelayOptions),
    /// Use the messenger without windows
    Cli(CliOptions),
}

/// The built-in relay.
#[derive(Debug, Clone, Args)]
pub struct RelayOptions {
    /// Address and port to listen at, such as 127.0.0.1:7447
    #[arg(long, value_name = "ADDR")]
    pub listen: String,
    /// Folder for the relay's database
    #[arg(long, value_name = "DIR")]
    pub data: PathBuf,
    /// Name that the relay tells of itself (NIP-11)
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Address under which clients know the relay, where that is not ADDR (may be repeated)
    #[arg(long, value_name = "URL")]
    pub url: Vec<RelayAddress>,
    /// Log event ids, keys and addresses too
    #[arg(long)]
    pub log_content: bool,
    /// Serve gift wraps to everybody, not only to their addressees
    #[arg(long)]
    pub open: bool,
    /// Refused with a sentence.
    #[command(flatten)]
    pub not_for_relay: NotForRelay,
}

/// The messenger without windows.
#[derive(Debug, Clone, Args)]
pub struct CliOptions {
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What `hushwing cli` can do.
#[derive(Debug, Clone, Subcommand)]
pub enum Verb {
    /// Make a new profile with a new account
    Init(NewOptions),
    /// Make a profile of an account that exists already
    Restore(RestoreOptions),
    /// Print the account key, after asking for the passphrase again
    #[command(group = ArgGroup::new("form").required(true))]
    Export {
        /// As twelve words (NIP-06)
        #[arg(long, group = "form")]
        words: bool,
        /// As ncryptsec1…, locked with the passphrase (NIP-49)
        #[arg(long, group = "form")]
        ncryptsec: bool,
    },
    /// Show who this profile is
    Whoami,
    /// Change the name that new messages carry
    Rename {
        /// The new name
        #[arg(value_parser = name)]
        name: Name,
    },
    /// List inbox relays; add, remove or trust one
    ///
    /// After connecting, each is given a moment to tell its limits. Until it has, `limits_known` is
    /// false in the JSON row and what is not known is null.
    Relays {
        /// List them without it.
        #[command(subcommand)]
        change: Option<RelayChange>,
    },
    /// Add a contact from an npub, nprofile, nostr: or hushwing: link
    Add {
        /// The link
        link: String,
        /// What to call them
        #[arg(long, value_parser = name)]
        name: Option<Name>,
    },
    /// List contacts
    Contacts,
    /// List chats, newest first
    Chats,
    /// Make, or find, the room of these people
    Room {
        /// Its name
        #[arg(value_parser = name)]
        name: Name,
        /// Everybody else in it: npubs or contacts' names
        #[arg(required = true, num_args = 2..=9, value_name = "CONTACT")]
        people: Vec<String>,
    },
    /// Send a message
    ///
    /// Waits up to 5 seconds until a relay of the addressee has it, and prints its id and its state:
    /// waiting (no relay list of theirs was found yet), queued (no relay has it yet), sent,
    /// delivered, read or failed. What waits or is queued goes with a later command, `sync` or
    /// `watch`.
    Send {
        /// A chat's id, an npub or a contact's name
        chat: String,
        /// The text, or - to read it from standard input
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// The message that it answers
        #[arg(long, value_name = "M")]
        reply_to: Option<MessageId>,
        /// In a secret chat: so long after it was sent here and read there, it is gone on both sides
        #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=31_536_000))]
        ttl: Option<u32>,
    },
    /// Offer a secret chat, or say yes to one that was offered
    ///
    /// It is between this device and one device of theirs; its keys never leave either. Prints the
    /// chat and how it stands: offered, waiting (for their device's confirmation), open, changed
    /// (another device than before: compare, or let it in with `verify --let-in`) or closed.
    Secret {
        /// An npub or a contact's name
        contact: String,
    },
    /// Print what both people of a secret chat read to each other
    SafetyNumber {
        /// A secret chat's id, or the person's npub or name if there is one secret chat with them
        chat: String,
    },
    /// Say that the safety numbers were compared, and match
    #[command(group = ArgGroup::new("verdict").args(["revoke", "differ", "let_in", "code"]))]
    Verify {
        /// A secret chat's id, or the person's npub or name if there is one secret chat with them
        chat: String,
        /// It is to count as not compared again
        #[arg(long)]
        revoke: bool,
        /// They differ: the chat is ended
        #[arg(long)]
        differ: bool,
        /// Another device than before: let it in without comparing
        #[arg(long)]
        let_in: bool,
        /// Compare with the code that the other device shows, in base64 (`qr` of `safety-number`)
        #[arg(long, value_name = "BASE64")]
        code: Option<String>,
    },
    /// Say no to an offered secret chat, or end one; its messages stay until it is deleted
    Close {
        /// A secret chat's id, or the person's npub or name if there is one secret chat with them
        chat: String,
    },
    /// Have new messages of a secret chat disappear, on both sides
    Timer {
        /// A secret chat's id, or the person's npub or name if there is one secret chat with them
        chat: String,
        /// So long after it was sent here and read there, a message is gone; 0 for never
        #[arg(value_parser = clap::value_parser!(u32).range(0..=31_536_000))]
        seconds: u32,
    },
    /// React to a message, or take the same reaction back
    React {
        /// The message
        #[arg(value_name = "M")]
        message: MessageId,
        /// The emoji
        emoji: String,
    },
    /// Change the text of a message of your own
    Edit {
        /// The message
        #[arg(value_name = "M")]
        message: MessageId,
        /// The new text
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Delete a message, here or for both
    ///
    /// Prints its id and a state: deleted (it was deleted here, and nothing is sent), or with
    /// --for-both queued or sent, which is about the deletion.
    Delete {
        /// The message
        #[arg(value_name = "M")]
        message: MessageId,
        /// On the other side too; only for messages of your own
        #[arg(long)]
        for_both: bool,
    },
    /// Try a failed or waiting message again at once
    Retry {
        /// The message
        #[arg(value_name = "M")]
        message: MessageId,
    },
    /// Print the newest messages of a chat, oldest first
    History {
        /// A chat's id, an npub or a contact's name
        chat: String,
        /// How many at most
        #[arg(long, value_name = "N", default_value_t = 50,
              value_parser = clap::value_parser!(u32).range(1..=100_000))]
        limit: u32,
        /// Only those before this message
        #[arg(long, value_name = "M")]
        before: Option<MessageId>,
    },
    /// Find messages that contain these words, newest first
    Search {
        /// The words
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Only in this chat
        #[arg(long, value_name = "C")]
        chat: Option<String>,
        /// How many at most
        #[arg(long, value_name = "N", default_value_t = 50,
              value_parser = clap::value_parser!(u32).range(1..=500))]
        limit: u32,
    },
    /// Mark a chat as read up to its newest message
    Read {
        /// A chat's id, an npub or a contact's name
        chat: String,
    },
    /// Forget a chat and everything in it, on this device
    DeleteChat {
        /// A chat's id, an npub or a contact's name
        chat: String,
    },
    /// List strangers who wrote
    Requests,
    /// Let a stranger in
    Accept {
        /// The stranger's npub
        id: String,
    },
    /// Drop everything that somebody sends
    Block {
        /// An npub or a contact's name
        id: String,
    },
    /// Undo a block
    Unblock {
        /// An npub or a contact's name
        id: String,
    },
    /// Delete a stranger's request without an answer
    DeleteRequest {
        /// The stranger's npub
        id: String,
    },
    /// Show routes and health; nothing private is in it
    Network,
    /// Connect, fetch, send what waits, and return when all is quiet
    ///
    /// Prints how many messages were received, how many envelopes a relay took (sent), and what is
    /// still pending: messages that are waiting or queued, or whose copy for your other devices is,
    /// each counted once, and reactions, deletions, receipts and relay lists that no relay has yet.
    /// Pending is 0 when everything has arrived at a relay or has failed for good. The exit status
    /// is 3 when no relay could be reached, otherwise 0, also with something pending.
    Sync {
        /// Give up waiting after so many seconds
        #[arg(long, value_name = "S", default_value_t = 30,
              value_parser = clap::value_parser!(u64).range(1..=3600))]
        timeout: u64,
    },
    /// Stay connected and print one event a line until interrupted
    Watch,
}

/// What every new profile needs.
#[derive(Debug, Clone, Args)]
pub struct NewOptions {
    /// The name that messages carry
    #[arg(long, value_parser = name)]
    pub name: Name,
    /// An inbox relay; may be repeated [default: three public ones]
    #[arg(long = "relay", value_name = "URL")]
    pub relays: Vec<RelayAddress>,
    /// Agree to ws:// relays at public addresses
    #[arg(long)]
    pub unencrypted: bool,
    /// Unlock with the system's keyring instead of a passphrase
    #[arg(long, conflicts_with = "both")]
    pub keyring: bool,
    /// Unlock with the keyring and a passphrase; a keyring that is reset loses everything
    #[arg(long)]
    pub both: bool,
}

/// Where an account comes from.
#[derive(Debug, Clone, Args)]
#[command(group = ArgGroup::new("source"))]
pub struct RestoreOptions {
    /// File with the twelve words (NIP-06), - for standard input; asked for without it
    #[arg(long, value_name = "FILE", group = "source")]
    pub words: Option<PathBuf>,
    /// File with ncryptsec1… (NIP-49), - for standard input
    #[arg(long, value_name = "FILE", group = "source")]
    pub ncryptsec: Option<PathBuf>,
    /// File with the password of the ncryptsec, where it is not the profile's passphrase
    #[arg(long, value_name = "FILE", requires = "ncryptsec", conflicts_with = "words")]
    pub key_password_file: Option<PathBuf>,
    /// The profile.
    #[command(flatten)]
    pub new: NewOptions,
}

/// How the inbox relays change.
#[derive(Debug, Clone, Subcommand)]
pub enum RelayChange {
    /// Add an inbox relay
    Add {
        /// Its address
        url: RelayAddress,
        /// Agree to ws:// at a public address
        #[arg(long)]
        unencrypted: bool,
    },
    /// Remove an inbox relay
    Remove {
        /// Its address
        url: RelayAddress,
    },
    /// Let a relay see who writes to whom, should it serve only those who say who they are
    Allow {
        /// Its address
        url: RelayAddress,
        /// No longer
        #[arg(long)]
        revoke: bool,
    },
}

impl Verb {
    /// Whether the command needs relays. The others never connect.
    pub fn connects(&self) -> bool {
        match self {
            Self::Export { .. }
            | Self::Whoami
            | Self::Rename { .. }
            | Self::Contacts
            | Self::Chats
            | Self::Room { .. }
            | Self::SafetyNumber { .. }
            | Self::History { .. }
            | Self::Search { .. }
            | Self::DeleteChat { .. }
            | Self::Requests
            | Self::DeleteRequest { .. } => false,
            Self::Init(_)
            | Self::Restore(_)
            | Self::Relays { .. }
            | Self::Add { .. }
            | Self::Send { .. }
            | Self::Secret { .. }
            | Self::Verify { .. }
            | Self::Close { .. }
            | Self::Timer { .. }
            | Self::React { .. }
            | Self::Edit { .. }
            | Self::Delete { .. }
            | Self::Retry { .. }
            | Self::Read { .. }
            | Self::Accept { .. }
            | Self::Block { .. }
            | Self::Unblock { .. }
            | Self::Network
            | Self::Sync { .. }
            | Self::Watch => true,
        }
    }

    /// Whether the command stays so long that others should be served meanwhile.
    pub fn stays(&self) -> bool {
        matches!(self, Self::Watch | Self::Sync { .. })
    }
}

fn name(text: &str) -> Result<Name, BadName> {
    Name::clean(text)
}

#[cfg(test)]
mod tests;
