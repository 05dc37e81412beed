//! NIP-42: saying who is there, only when the relay demands it.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use nostr::event::{EventBuilder, EventId, FinalizeEvent, Kind, Tag};
use nostr::filter::Filter;
use nostr::key::{Keys, PublicKey};
use nostr::types::Timestamp;
use tokio::time::{sleep, timeout};

use super::{Connection, End};
use crate::relay::refusal::tame;

/// A relay that demands AUTH and has not said its challenge gets so long to say it.
const CHALLENGE: Duration = Duration::from_secs(5);
/// A relay that demands AUTH again may be about to say another challenge.
const NEXT_CHALLENGE: Duration = Duration::from_millis(500);
/// Longest wait for the answer to an AUTH.
const ANSWER: Duration = Duration::from_secs(10);
/// A relay that has answered what was asked after the AUTH gets so long to answer the AUTH itself.
const GRACE: Duration = Duration::from_secs(1);

/// Which key proved itself under which challenge.
pub(super) type Proofs = HashMap<PublicKey, Proof>;

/// An AUTH that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    challenge: Arc<str>,
    refused: Option<String>,
}

/// Why an AUTH did not help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AuthError {
    #[error("the relay asks who is there, but gives no challenge to answer")]
    NoChallenge,
    #[error("the relay does not accept this key: {0}")]
    Refused(String),
    #[error("the relay knows this key, and still refuses")]
    NoHelp,
    #[error("the connection was lost")]
    Lost,
}

impl Connection {
    /// The challenge under which a key is proven now; to be noted before a request is sent.
    pub(crate) fn proven_under(&self, key: PublicKey) -> Option<Arc<str>> {
        let current = self.shared.challenge.borrow().clone()?;
        let proofs = self.shared.proofs();
        let proof = proofs.get(&key)?;
        (proof.challenge == current && proof.refused.is_none()).then_some(current)
    }

    /// How many keys were proven, or tried, on this connection.
    pub(crate) fn proven(&self) -> usize {
        self.shared.proofs().len()
    }

    /// Whether the relay has said a challenge, so that it may serve more to who authenticates.
    pub(crate) fn was_challenged(&self) -> bool {
        self.shared.challenge.borrow().is_some()
    }

    /// Proves a key after a refusal. `before` is what [`Self::proven_under`] said when the refused
    /// request was sent. Requests that are refused together share one AUTH.
    pub(crate) async fn prove(
        &self,
        keys: &Keys,
        before: Option<Arc<str>>,
    ) -> Result<(), AuthError> {
        // Challenges are awaited before the queue: all who wait in vain do so at the same time.
        let mut challenge = self.challenge().await?;
        if before.as_ref() == Some(&challenge) {
            challenge = self.next_challenge(&challenge).await.ok_or(AuthError::NoHelp)?;
        }
        let _one_at_a_time = self.shared.proving.lock().await;
        let challenge = self.shared.challenge.borrow().clone().unwrap_or(challenge);
        let known = self.shared.proofs().get(&keys.public_key()).cloned();
        if let Some(proof) = known.filter(|proof| proof.challenge == challenge) {
            return proof.refused.map_or(Ok(()), |text| Err(AuthError::Refused(text)));
        }
        let refused = self.answer(keys, &challenge).await?;
        let proof = Proof { challenge, refused: refused.clone() };
        self.shared.proofs().insert(keys.public_key(), proof);
        refused.map_or(Ok(()), |text| Err(AuthError::Refused(text)))
    }

    async fn challenge(&self) -> Result<Arc<str>, AuthError> {
        let mut challenge = self.shared.challenge.subscribe();
        let wait = async { challenge.wait_for(Option::is_some).await.ok()?.clone() };
        tokio::select! {
            biased;
            () = self.shared.end.cancelled() => Err(AuthError::Lost),
            found = timeout(CHALLENGE, wait) => {
                found.ok().flatten().ok_or(AuthError::NoChallenge)
            }
        }
    }

    async fn next_challenge(&self, old: &Arc<str>) -> Option<Arc<str>> {
        let mut challenge = self.shared.challenge.subscribe();
        let other = challenge.wait_for(|c| c.as_ref().is_some_and(|c| c != old));
        timeout(NEXT_CHALLENGE, other).await.ok()?.ok()?.clone()
    }

    /// Sends the AUTH; `Some` is the relay's refusal. A relay that does not answer an AUTH (some
    /// do not) is taken to have believed it: the repeated request will show.
    async fn answer(&self, keys: &Keys, challenge: &str) -> Result<Option<String>, AuthError> {
        let tags = [
            Tag::custom("relay", [self.shared.address.as_str()]),
            Tag::custom("challenge", [challenge]),
        ];
        let event = EventBuilder::new(Kind::Authentication, "")
            .tags(tags)
            .custom_created_at(Timestamp::from(self.shared.clock.now().secs()))
            .finalize(keys)
            .map_err(|_| AuthError::NoHelp)?;
        let answer = self.await_ok(event.id, 0);
        let json = format!(r#"["AUTH",{}]"#, event.as_json());
        self.send(json).await.map_err(|_| AuthError::Lost)?;
        let answered = tokio::select! {
            biased;
            answered = timeout(ANSWER, answer) => answered.ok(),
            () = self.answers_later_question() => None,
        };
        match answered {
            None => Ok(None),
            Some(Err(_)) => Err(AuthError::Lost),
            Some(Ok(ok)) if ok.taken => Ok(None),
            Some(Ok(ok)) => Ok(Some(tame(&ok.text))),
        }
    }

    /// Asks for what does not exist, and waits a little longer than the answer to that takes.
    async fn answers_later_question(&self) {
        let nothing = Filter::new().id(EventId::from_byte_array([0; 32])).limit(1);
        let later = self.collect_once(Arc::from([nothing]), 1, ANSWER).await;
        if matches!(later.end, End::Eose | End::Closed(_)) {
            sleep(GRACE).await;
        } else {
            std::future::pending::<()>().await;
        }
    }
}
