//! Comparing devices: the safety number, and what the person found.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::{device, note};
use crate::messenger::changes::Changes;
use crate::messenger::heart::{Heart, off_thread};
use crate::messenger::{ChatName, Error, ErrorKind, Reply};
use crate::model::{ChatState, Note, SecretStage, Standing, WhyOver};
use crate::secret::{Identity, SafetyNumber as Number};
use crate::store::{SecretChatRow, StoreError};

pub use crate::secret::Scanned;

/// A safety number. Serialized as the command line's `safety-number` row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyNumber {
    /// Sixty digits in groups of five, the same on both devices.
    pub digits: String,
    /// The code to scan, in base64. Drawn as a QR code, it holds these bytes themselves.
    pub qr: String,
    /// 32 bytes from the same hash, in hex, for a picture that decorates; never the check.
    pub picture: String,
    /// The person compared it, and it was the same.
    pub verified: bool,
    /// Whether the chat can be written in.
    pub state: ChatState,
}

impl SafetyNumber {
    /// The bytes of the code to scan.
    ///
    /// # Errors
    /// Where it is not base64, which no messenger gives.
    pub fn code(&self) -> Result<Vec<u8>, Error> {
        let code = STANDARD.decode(&self.qr);
        code.map_err(|_| Error::new(ErrorKind::Internal, "the code to scan cannot be read"))
    }

    /// What the code that the other device shows says, before anything follows from it.
    pub fn scan(&self, code: &[u8]) -> Scanned {
        self.code().map_or(Scanned::Unreadable, |shown| Number::compare(&shown, code))
    }
}

impl Verdict {
    /// The code of the other device was scanned.
    pub fn scanned(code: &[u8]) -> Self {
        Self::Scanned(STANDARD.encode(code))
    }
}

/// What the person found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// They match.
    Match,
    /// They differ: the chat is over.
    Differ,
    /// It is to count as not compared again.
    Revoke,
    /// Another device than before, let in without comparing.
    LetIn,
    /// The scanned code says it: its bytes in base64.
    Scanned(String),
}

/// How a device stands after a verdict. Serialized as the command line's `verify` row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// Whether the fingerprints were compared and match.
    pub verified: bool,
}

impl Heart {
    /// The two devices of a chat.
    async fn both(
        self: &Arc<Self>,
        chat: &SecretChatRow,
    ) -> Result<(Identity, Identity, Standing), Error> {
        let Some(theirs) = chat.identity else {
            return Err(Error::new(
                ErrorKind::Input,
                "the other device has not answered yet, so there is nothing to compare",
            ));
        };
        let (account, born) = (self.me().to_bytes(), self.born());
        let (mine, theirs) = self
            .store
            .write(move |tx| {
                let (mine, _) = device(tx, account, born)?;
                Ok((*mine.identity(), tx.identity_at(theirs)?))
            })
            .await?;
        Ok((mine, Identity::from_bytes(theirs.identity), theirs.standing))
    }

    async fn number(self: &Arc<Self>, chat: &SecretChatRow) -> Result<(Number, Standing), Error> {
        let (mine, theirs, standing) = self.both(chat).await?;
        let number = off_thread(move || Ok(Number::new(&mine, &theirs))).await?;
        Ok((number, standing))
    }

    /// What both people read to each other.
    pub(in crate::messenger) async fn safety_number(
        self: &Arc<Self>,
        chat: ChatName,
    ) -> Result<Reply, Error> {
        let chat = self.secret_chat_named(&chat).await?;
        let (number, standing) = self.number(&chat).await?;
        let key = chat.chat;
        let shown = self.store.read(move |store| store.shown_chat(&store.chat_at(key)?)).await?;
        Ok(Reply::SafetyNumber(SafetyNumber {
            digits: grouped(&number.digits()),
            qr: STANDARD.encode(number.code()),
            picture: hex::encode(number.picture()),
            verified: standing == Standing::Compared,
            state: shown.state,
        }))
    }

    /// What the person found when comparing.
    pub(in crate::messenger) async fn verify(
        self: &Arc<Self>,
        chat: ChatName,
        verdict: Verdict,
    ) -> Result<Reply, Error> {
        let chat = self.secret_chat_named(&chat).await?;
        let standing = match &verdict {
            Verdict::Match => Standing::Compared,
            Verdict::Differ => Standing::Differs,
            Verdict::Revoke => Standing::NotCompared,
            Verdict::LetIn => Standing::Accepted,
            Verdict::Scanned(code) => {
                let code = STANDARD
                    .decode(code.trim())
                    .map_err(|_| Error::input("this is no code of a safety number"))?;
                let (number, _) = self.number(&chat).await?;
                match number.scan(&code) {
                    Scanned::Same => Standing::Compared,
                    Scanned::Different => Standing::Differs,
                    Scanned::Unreadable => {
                        return Err(Error::input("this is no code of a safety number"));
                    }
                }
            }
        };
        let Some(identity) = chat.identity else {
            return Err(Error::new(
                ErrorKind::Input,
                "the other device has not answered yet, so there is nothing to compare",
            ));
        };
        let (heart, now) = (Arc::clone(self), self.clock.now());
        let (changes, differ) = self
            .store
            .write(move |tx| {
                let mut changes = Changes::default();
                // A device that was compared is not let in: it is more than that.
                let before = tx.identity_at(identity)?.standing;
                if standing == Standing::Accepted && before == Standing::Compared {
                    return Ok((changes, Vec::new()));
                }
                tx.set_standing(identity, standing)?;
                let mut differ = Vec::new();
                let person = tx.identity_at(identity)?.person;
                let lets = matches!(standing, Standing::Compared | Standing::Accepted);
                // Every chat with this device follows.
                for mut other in tx.secret_chats_with(person)? {
                    if other.identity != Some(identity) {
                        continue;
                    }
                    if standing == Standing::Differs && other.stage != SecretStage::Over {
                        differ.push(other.chat);
                    }
                    if lets && other.held {
                        other.held = false;
                        tx.save_secret_chat(&other)?;
                        heart.flush_secret(tx, &mut other, now, &mut changes)?;
                    }
                    if standing != before
                        && other.stage != SecretStage::Over
                        && let Some(what) = noted(standing)
                    {
                        note(tx, other.chat, (what, now), &mut changes)?;
                    }
                    changes.chats.insert(other.chat);
                }
                for chat in tx.chats_of(person)? {
                    changes.chats.insert(chat.key);
                }
                Ok::<_, StoreError>((changes, differ))
            })
            .await?;
        self.tell(changes).await;
        self.posted();
        for chat in differ {
            self.close_secret(chat, WhyOver::Differs).await?;
        }
        let standing = self.store.read(move |store| store.identity_at(identity)).await?.standing;
        Ok(Reply::Verified(Verified { verified: standing == Standing::Compared }))
    }
}

/// What a verdict says in every chat with the device. "They differ" ends the chats, which says so.
fn noted(standing: Standing) -> Option<Note> {
    match standing {
        Standing::Compared => Some(Note::Compared),
        Standing::NotCompared => Some(Note::Revoked),
        Standing::Accepted => Some(Note::LetIn),
        Standing::Differs => None,
    }
}

/// Sixty digits in twelve groups.
fn grouped(digits: &str) -> String {
    let groups: Vec<&str> =
        (0..digits.len()).step_by(5).filter_map(|at| digits.get(at..at + 5)).collect();
    groups.join(" ")
}
