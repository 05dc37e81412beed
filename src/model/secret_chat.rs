//! How a secret chat stands, as screens and lists show it.

use serde::{Deserialize, Serialize};

use super::{Millis, Reason};

/// How far a secret chat has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretStage {
    /// Offered by this device; nobody answered yet.
    Offered,
    /// Offered to this device; the person has not said yes.
    Asked,
    /// Accepted here; the other device has not confirmed.
    Accepted,
    /// It stands: both can write.
    Standing,
    /// Nothing can be sent or read in it any more.
    Over,
}

impl SecretStage {
    /// Whether the handshake is done with: the chat stands, or is over.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Standing | Self::Over)
    }
}

/// Why a secret chat is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyOver {
    /// It is not.
    NotOver,
    /// Nobody answered the offer in time.
    Lapsed,
    /// The other person said no.
    Refused,
    /// Another device of the person who accepted was faster.
    Taken,
    /// Ended here.
    EndedHere,
    /// Ended by the other side.
    EndedThere,
    /// The fingerprints differ.
    Differs,
    /// The other profile was copied, or restored from an older copy.
    Copied,
    /// Another offer between the two devices survived.
    Superseded,
}

/// What the person knows of the other device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Nothing: trusted on first use.
    NotCompared,
    /// Another device than before, which the person let in without comparing.
    Accepted,
    /// The fingerprints match.
    Compared,
    /// The fingerprints differ.
    Differs,
}

/// A check by four spoken words (PROTOCOL 13).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is", content = "words")]
pub enum SpokenWords {
    /// None runs.
    #[default]
    None,
    /// Begun here; the other person has not agreed yet.
    Begun,
    /// The other person began; agreeing is `Command::SpeakWords`.
    Asked,
    /// Both agreed; the words are there in a moment.
    Running,
    /// To be read aloud: the same on both screens.
    Words([String; 4]),
    /// It was stopped, there or by something that did not fit.
    Stopped,
}

/// What is to be known of a secret chat beside its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretChat {
    /// How far it is.
    pub stage: SecretStage,
    /// Why it is over, if it is.
    pub why: WhyOver,
    /// The other device, once it is known.
    pub device: Option<Standing>,
    /// Nothing is sent: another device of this person was known before, and the person here has
    /// neither compared this one nor let it in. The row's state is `changed`.
    pub held: bool,
    /// What new messages take for a timer, seconds; 0 for none.
    pub timer_secs: u32,
    /// Another device of theirs answered the same offer: somebody else may hold their account.
    pub rival: bool,
    /// When the offer lapses, while nobody answered it.
    pub lapses_at: Option<Millis>,
    /// Why the offer, or the answer to it, is at no relay yet, if that is known. A sentence in JSON.
    #[serde(default, with = "super::reason::said")]
    pub reason: Option<Reason>,
    /// Messages of theirs that have not come though later ones have: texts, or receipts and the
    /// like, which nobody can tell apart before they come.
    pub missing: u32,
    /// Messages of theirs that cannot be read any more: they came too late, or never.
    pub lost: u32,
    /// The spoken check.
    pub words: SpokenWords,
}
