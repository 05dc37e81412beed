//! Where each secret chat stands, and the mailboxes that it reads.

use nostr::key::{Keys, PublicKey, SecretKey};
use rusqlite::{OptionalExtension as _, Row, named_params};
use zeroize::Zeroizing;

use super::IdentityKey;
use crate::model::{ChatId, Millis, RelayAddress, SecretStage, WhyOver};
use crate::store::{ChatKey, ChatRow, PersonKey, Reader, StoreError, Tx};

/// Who this device is in a chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SecretRole {
    /// O: it offered.
    Offerer,
    /// C: it accepted.
    Accepter,
}

/// How an enum is kept.
trait Numbered: Sized {
    fn number(self) -> i64;
    fn of(number: i64) -> Self;
}

macro_rules! numbered {
    ($name:ident { $($variant:ident = $number:literal),+ $(,)? } else $last:ident) => {
        impl Numbered for $name {
            fn number(self) -> i64 {
                match self { $(Self::$variant => $number),+ }
            }
            fn of(number: i64) -> Self {
                match number { $($number => Self::$variant,)+ _ => Self::$last }
            }
        }
    };
}

numbered!(SecretStage { Offered = 0, Asked = 1, Accepted = 2, Standing = 3, Over = 4 } else Over);
numbered!(SecretRole { Offerer = 2, Accepter = 1 } else Accepter);
numbered!(WhyOver {
    NotOver = 0, Lapsed = 1, Refused = 2, Taken = 3, EndedHere = 4, EndedThere = 5, Differs = 6,
    Copied = 7, Superseded = 8,
} else EndedHere);

/// A secret chat to begin.
pub struct NewSecretChat {
    /// Its id here.
    pub id: ChatId,
    /// With whom.
    pub person: PersonKey,
    /// Whether it is among the chats; otherwise it is a stranger's request.
    pub accepted: bool,
    /// How far it is.
    pub stage: SecretStage,
    /// Who this device is in it.
    pub role: SecretRole,
    /// H(offer bytes).
    pub offer: [u8; 32],
    /// The protocol's `chat_id`.
    pub pairing: [u8; 16],
    /// What the stage needs.
    pub secret: Zeroizing<Vec<u8>>,
    /// The other device, if it is known.
    pub identity: Option<IdentityKey>,
    /// Nothing is sent until the person has compared, or knowingly accepted.
    pub held: bool,
    /// The other device's inbox relays.
    pub relays: Vec<RelayAddress>,
    /// When the offer lapses, Unix seconds.
    pub until_secs: u64,
    /// When it began here.
    pub began: Millis,
}

/// A secret chat's row.
#[derive(Clone)]
pub struct SecretChatRow {
    /// Which chat.
    pub chat: ChatKey,
    /// How far it is.
    pub stage: SecretStage,
    /// Who this device is in it.
    pub role: SecretRole,
    /// H(offer bytes).
    pub offer: [u8; 32],
    /// The protocol's `chat_id`.
    pub pairing: [u8; 16],
    /// What the stage needs.
    pub secret: Zeroizing<Vec<u8>>,
    /// H(accept bytes), once there is one.
    pub answer: Option<[u8; 32]>,
    /// The transcript hash T, once there is one.
    pub transcript: Option<[u8; 32]>,
    /// The other device.
    pub identity: Option<IdentityKey>,
    /// Nothing is sent until the person has compared, or knowingly accepted.
    pub held: bool,
    /// New messages' timer in seconds; 0 for none.
    pub timer_secs: u32,
    /// When that was written, by whichever side.
    pub timer_at: Millis,
    /// The other device's inbox relays.
    pub relays: Vec<RelayAddress>,
    /// When the offer lapses, Unix seconds.
    pub until_secs: u64,
    /// Why it is over.
    pub why: WhyOver,
    /// Another device of the other account answered too.
    pub rival: bool,
    /// Messages of theirs that have not come though later ones have.
    pub missing: u32,
    /// Messages of theirs that cannot be read any more.
    pub lost: u32,
    /// Messages of theirs that they took back before they came here.
    pub withdrawn: u32,
    /// The spoken check, as the messenger writes it.
    pub words: Zeroizing<Vec<u8>>,
    /// When it began here.
    pub began: Millis,
}

/// A mailbox that a secret chat reads.
pub struct SecretMailbox {
    /// Its keys.
    pub keys: Keys,
    /// Whose.
    pub chat: ChatKey,
    /// The ratchet's name for its header key; nothing for a reply mailbox.
    pub header: Vec<u8>,
}

const COLUMNS: &str = "chat, stage, role, offer, pairing, secret, answer, transcript, identity, held, \
                       timer_secs, relays, until_secs, why, rival, began, missing, lost, words, withdrawn, \
                       timer_at";

fn row(row: &Row<'_>) -> rusqlite::Result<SecretChatRow> {
    let bytes32 = |n: usize| -> rusqlite::Result<Option<[u8; 32]>> {
        Ok(<[u8; 32]>::try_from(row.get::<_, Vec<u8>>(n)?).ok())
    };
    Ok(SecretChatRow {
        chat: ChatKey(row.get(0)?),
        stage: SecretStage::of(row.get(1)?),
        role: SecretRole::of(row.get(2)?),
        offer: row.get(3)?,
        pairing: row.get(4)?,
        secret: Zeroizing::new(row.get(5)?),
        answer: bytes32(6)?,
        transcript: bytes32(7)?,
        identity: row.get::<_, Option<i64>>(8)?.map(IdentityKey),
        held: row.get(9)?,
        timer_secs: row.get(10)?,
        relays: serde_json::from_str(row.get_ref(11)?.as_str()?).unwrap_or_default(),
        until_secs: row.get::<_, i64>(12)?.try_into().unwrap_or(0),
        why: WhyOver::of(row.get(13)?),
        rival: row.get(14)?,
        began: Millis(row.get(15)?),
        missing: row.get(16)?,
        lost: row.get(17)?,
        words: Zeroizing::new(row.get(18)?),
        withdrawn: row.get(19)?,
        timer_at: Millis(row.get(20)?),
    })
}

fn mailbox(row: &Row<'_>) -> rusqlite::Result<Option<SecretMailbox>> {
    let secret = Zeroizing::new(row.get::<_, Vec<u8>>(0)?);
    let Ok(secret) = SecretKey::from_slice(&secret) else { return Ok(None) };
    let (chat, header) = (ChatKey(row.get(1)?), row.get(2)?);
    Ok(Some(SecretMailbox { keys: Keys::new(secret), chat, header }))
}

fn json(relays: &[RelayAddress]) -> String {
    serde_json::to_string(relays).unwrap_or_else(|_| "[]".into())
}

fn secs(secs: u64) -> i64 {
    i64::try_from(secs).unwrap_or(i64::MAX)
}

impl Reader<'_> {
    /// A secret chat.
    pub fn secret_chat(&self, chat: ChatKey) -> Result<Option<SecretChatRow>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached(&format!("SELECT {COLUMNS} FROM secret_chats WHERE chat = ?1"))?;
        Ok(find.query_row([chat.0], row).optional()?)
    }

    /// How far a secret chat is, without anything of its keys.
    pub fn secret_stage(&self, chat: ChatKey) -> Result<Option<SecretStage>, StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT stage FROM secret_chats WHERE chat = ?1")?;
        let stage = find.query_row([chat.0], |row| row.get(0).map(SecretStage::of)).optional()?;
        Ok(stage)
    }

    /// Every secret chat at this stage.
    pub fn secret_chats_at(&self, stage: SecretStage) -> Result<Vec<SecretChatRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM secret_chats WHERE stage = ?1 ORDER BY chat"
        ))?;
        Ok(find.query_map([stage.number()], row)?.collect::<Result<_, _>>()?)
    }

    /// When the next reply mailbox is read no longer.
    pub fn next_reply_mailbox(&self) -> Result<Option<Millis>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT min(until_secs) FROM secret_chats WHERE chat IN
               (SELECT chat FROM secret_mailboxes WHERE header = x'')",
        )?;
        let until: Option<i64> = find.query_row([], |row| row.get(0))?;
        Ok(until.map(|until| Millis(until.saturating_add(1).saturating_mul(1000))))
    }

    /// Every secret chat with somebody, newest first.
    pub fn secret_chats_with(&self, person: PersonKey) -> Result<Vec<SecretChatRow>, StoreError> {
        let mut find = self.sql().prepare_cached(&format!(
            "SELECT {COLUMNS} FROM secret_chats WHERE chat IN
               (SELECT chat FROM chat_people WHERE person = ?1) ORDER BY chat DESC"
        ))?;
        Ok(find.query_map([person.0], row)?.collect::<Result<_, _>>()?)
    }

    /// Whether an offer was dealt with.
    pub fn has_met_offer(&self, offer: &[u8; 32]) -> Result<bool, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM offers_met WHERE offer = ?1)")?;
        Ok(find.query_row([&offer[..]], |row| row.get(0))?)
    }

    /// A mailbox of a secret chat by its public key.
    pub fn secret_mailbox(&self, key: &PublicKey) -> Result<Option<SecretMailbox>, StoreError> {
        let mut find = self.sql().prepare_cached(
            "SELECT secret, chat, header FROM secret_mailboxes WHERE mailbox = ?1",
        )?;
        Ok(find.query_row([key.to_bytes()], mailbox).optional()?.flatten())
    }

    /// The mailboxes that a secret chat reads.
    pub fn secret_mailboxes_of(&self, chat: ChatKey) -> Result<Vec<SecretMailbox>, StoreError> {
        let mut find = self
            .sql()
            .prepare_cached("SELECT secret, chat, header FROM secret_mailboxes WHERE chat = ?1")?;
        let all = find.query_map([chat.0], mailbox)?.collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().flatten().collect())
    }

    /// Every mailbox of every secret chat.
    pub fn secret_mailboxes(&self) -> Result<Vec<SecretMailbox>, StoreError> {
        let mut find =
            self.sql().prepare_cached("SELECT secret, chat, header FROM secret_mailboxes")?;
        let all = find.query_map([], mailbox)?.collect::<Result<Vec<_>, _>>()?;
        Ok(all.into_iter().flatten().collect())
    }
}

impl Tx<'_> {
    /// Begins a secret chat: a chat of its own in the list, even beside others with the same person.
    pub fn begin_secret_chat(&self, new: &NewSecretChat) -> Result<ChatRow, StoreError> {
        self.sql()
            .prepare_cached(
                "INSERT INTO chats (chat, kind, accepted, begun_at) VALUES (?1, 2, ?2, ?3)",
            )?
            .execute((new.id.as_bytes(), new.accepted, new.began.0))?;
        let key = ChatKey(self.sql().last_insert_rowid());
        self.sql()
            .prepare_cached("INSERT INTO chat_people (chat, person) VALUES (?1, ?2)")?
            .execute((key.0, new.person.0))?;
        self.sql()
            .prepare_cached(
                "INSERT INTO secret_chats
                   (chat, stage, role, offer, pairing, secret, identity, held, relays, until_secs,
                    began)
                 VALUES (:chat, :stage, :role, :offer, :pairing, :secret, :identity, :held, :relays,
                         :until, :began)",
            )?
            .execute(named_params! {
                ":chat": key.0,
                ":stage": new.stage.number(),
                ":role": new.role.number(),
                ":offer": &new.offer[..],
                ":pairing": &new.pairing[..],
                ":secret": &new.secret[..],
                ":identity": new.identity.map(|i| i.0),
                ":held": new.held,
                ":relays": json(&new.relays),
                ":until": secs(new.until_secs),
                ":began": new.began.0,
            })?;
        self.chat_at(key)
    }

    /// Writes a secret chat's row back. What was secret in the old one is overwritten.
    pub fn save_secret_chat(&self, chat: &SecretChatRow) -> Result<(), StoreError> {
        let bytes = |hash: &Option<[u8; 32]>| hash.map_or(Vec::new(), |hash| hash.to_vec());
        self.sql()
            .prepare_cached(
                "UPDATE secret_chats SET stage = :stage, role = :role, offer = :offer,
                   pairing = :pairing, secret = :secret, answer = :answer, rival = :rival,
                   transcript = :transcript, identity = :identity, held = :held,
                   timer_secs = :timer, timer_at = :timer_at, relays = :relays, until_secs = :until, why = :why,
                   missing = :missing, lost = :lost, words = :words, withdrawn = :withdrawn
                 WHERE chat = :chat",
            )?
            .execute(named_params! {
                ":chat": chat.chat.0,
                ":stage": chat.stage.number(),
                ":role": chat.role.number(),
                ":offer": &chat.offer[..],
                ":pairing": &chat.pairing[..],
                ":rival": chat.rival,
                ":secret": &chat.secret[..],
                ":answer": bytes(&chat.answer),
                ":transcript": bytes(&chat.transcript),
                ":identity": chat.identity.map(|i| i.0),
                ":held": chat.held,
                ":timer": chat.timer_secs,
                ":timer_at": chat.timer_at.0,
                ":relays": json(&chat.relays),
                ":until": secs(chat.until_secs),
                ":why": chat.why.number(),
                ":missing": chat.missing,
                ":lost": chat.lost,
                ":withdrawn": chat.withdrawn,
                ":words": &chat.words[..],
            })?;
        self.erased();
        Ok(())
    }

    /// The mailboxes that a secret chat reads from now on, with the ratchet's names for their keys.
    pub fn set_secret_mailboxes(
        &self,
        chat: ChatKey,
        mailboxes: &[(Keys, Vec<u8>)],
    ) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM secret_mailboxes WHERE chat = ?1")?
            .execute([chat.0])?;
        for (keys, header) in mailboxes {
            let secret = Zeroizing::new(keys.secret_key().to_secret_bytes());
            self.sql()
                .prepare_cached(
                    "INSERT OR REPLACE INTO secret_mailboxes (mailbox, chat, secret, header)
                     VALUES (?1, ?2, ?3, ?4)",
                )?
                .execute((keys.public_key().to_bytes(), chat.0, &secret[..], header))?;
        }
        self.erased();
        Ok(())
    }

    /// The reply mailbox of an offer that nobody can accept any more is read no longer.
    pub fn forget_reply_mailboxes(&self, now: Millis) -> Result<Vec<ChatKey>, StoreError> {
        let mut forget = self.sql().prepare_cached(
            "DELETE FROM secret_mailboxes WHERE header = x'' AND chat IN
               (SELECT chat FROM secret_chats WHERE until_secs < ?1) RETURNING chat",
        )?;
        let chats = forget.query_map([secs(now.secs())], |row| row.get(0).map(ChatKey))?;
        let chats = chats.collect::<Result<_, _>>()?;
        self.erased();
        Ok(chats)
    }

    /// Notes an offer, so that it never comes twice; says whether it was new.
    pub fn meet_offer(&self, offer: &[u8; 32], until_secs: u64) -> Result<bool, StoreError> {
        let new = self
            .sql()
            .prepare_cached("INSERT OR IGNORE INTO offers_met (offer, until_secs) VALUES (?1, ?2)")?
            .execute((&offer[..], secs(until_secs)))?;
        Ok(new > 0)
    }

    /// Forgets offers that nobody can answer any more.
    pub fn forget_old_offers(&self, now: Millis) -> Result<(), StoreError> {
        self.sql()
            .prepare_cached("DELETE FROM offers_met WHERE until_secs < ?1")?
            .execute([secs(now.secs())])?;
        Ok(())
    }
}
