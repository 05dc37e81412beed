//! What all parts of the messenger share.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use nostr::key::{Keys, PublicKey};
use tokio::sync::{Notify, broadcast, mpsc, oneshot, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::secret::{Activity, KnownSecret, Listening};
use super::{Error, ErrorKind, Event};
use crate::envelope::{InboxHint, Letterhead};
use crate::model::{Clock, Millis, Name, RelayAddress};
use crate::relay::Pool;
use crate::store::{OwnAccount, Store, StoreError};

/// Events that a slow listener may fall behind by.
const EVENTS: usize = 1_024;

/// Relays that are connected again and that nobody has taken note of yet; more are looked for.
const BACK: usize = 64;

/// Shared by the handle and the tasks.
pub(super) struct Heart {
    pub(super) store: Store,
    pub(super) clock: Clock,
    pub(super) pool: Pool,
    pub(super) events: broadcast::Sender<Event>,
    pub(super) index_relays: Vec<RelayAddress>,
    pub(super) end: CancellationToken,
    pub(super) tasks: TaskTracker,
    /// Something new lies in the outbox.
    pub(super) outbox: Notify,
    /// Relays that are connected again: what waits for them need not wait any longer.
    pub(super) back: broadcast::Sender<RelayAddress>,
    /// Somebody's relay list is wanted.
    pub(super) directory: Notify,
    /// Receipts or news for one's own devices are due.
    pub(super) chores: Notify,
    /// Something has a time at which it goes.
    pub(super) fading: Notify,
    /// Counts that `sync` reports and waits for.
    pub(super) counts: Counts,
    /// One's own mailbox has been read to its end at some relay since the start.
    pub(super) caught_up: watch::Sender<bool>,
    /// Publications and readings back that are under way.
    pub(super) under_way: watch::Sender<UnderWay>,
    /// Wishes to be told when everything that relays brought so far is stored.
    pub(super) drains: mpsc::UnboundedSender<oneshot::Sender<()>>,
    keys: Keys,
    born: Millis,
    account: Mutex<AccountState>,
    /// What the pool may know of secret mailboxes.
    pub(super) known_secret: Arc<KnownSecret>,
    listening: Mutex<HashMap<PublicKey, Listening>>,
    former_relays: Mutex<Vec<RelayAddress>>,
    activity: Mutex<Activity>,
    /// Time of the last own message, so that two of them never share a moment.
    last_sent: AtomicI64,
}

/// What is under way at relays: how many, and when the last of them began or ended.
pub(super) type UnderWay = HashMap<(RelayAddress, Asked), (usize, Instant)>;

/// What a relay is asked for with an envelope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Asked {
    /// To take it.
    Take,
    /// To show that it holds it, which it has taken.
    Show,
}

struct AccountState {
    name: Option<Name>,
    read_receipts: bool,
    own_relays: Vec<RelayAddress>,
    own_list_secs: u64,
    allowed_auth: HashSet<RelayAddress>,
    allowed_unencrypted: HashSet<RelayAddress>,
    online: bool,
}

/// What happened since the start.
#[derive(Default)]
pub(super) struct Counts {
    /// Messages stored.
    pub(super) received: AtomicU64,
    /// Envelopes that a relay took for the first time.
    pub(super) sent: AtomicU64,
}

impl Heart {
    pub(super) fn new(
        store: Store,
        account: OwnAccount,
        clock: Clock,
        pool: Pool,
        index_relays: Vec<RelayAddress>,
        drains: mpsc::UnboundedSender<oneshot::Sender<()>>,
    ) -> Arc<Self> {
        let known_secret = Arc::new(KnownSecret);
        Arc::new(Self {
            store,
            clock,
            pool,
            events: broadcast::channel(EVENTS).0,
            index_relays,
            end: CancellationToken::new(),
            tasks: TaskTracker::new(),
            outbox: Notify::new(),
            back: broadcast::channel(BACK).0,
            directory: Notify::new(),
            chores: Notify::new(),
            fading: Notify::new(),
            known_secret,
            listening: Mutex::default(),
            former_relays: Mutex::default(),
            activity: Mutex::default(),
            counts: Counts::default(),
            caught_up: watch::channel(false).0,
            under_way: watch::channel(UnderWay::new()).0,
            drains,
            keys: account.keys,
            born: account.born,
            account: Mutex::new(AccountState {
                name: account.name,
                read_receipts: account.read_receipts,
                own_relays: Vec::new(),
                own_list_secs: 0,
                allowed_auth: HashSet::new(),
                allowed_unencrypted: HashSet::new(),
                online: false,
            }),
            last_sent: AtomicI64::new(0),
        })
    }

    fn account(&self) -> MutexGuard<'_, AccountState> {
        self.account.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Secret mailboxes that are read.
    pub(super) fn listening(&self) -> MutexGuard<'_, HashMap<PublicKey, Listening>> {
        self.listening.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Relays that were one's own lately.
    pub(super) fn former_relays(&self) -> MutexGuard<'_, Vec<RelayAddress>> {
        self.former_relays.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who types, and who was heard lately.
    pub(super) fn activity(&self) -> MutexGuard<'_, Activity> {
        self.activity.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One's own account.
    pub(super) fn me(&self) -> PublicKey {
        self.keys.public_key()
    }

    /// Its keys.
    pub(super) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// When this profile was made.
    pub(super) fn born(&self) -> Millis {
        self.born
    }

    pub(super) fn name(&self) -> Option<Name> {
        self.account().name.clone()
    }

    pub(super) fn set_name(&self, name: Name) {
        self.account().name = Some(name);
    }

    pub(super) fn read_receipts(&self) -> bool {
        self.account().read_receipts
    }

    pub(super) fn set_read_receipts(&self, on: bool) {
        self.account().read_receipts = on;
    }

    /// Inbox relays.
    pub(super) fn own_relays(&self) -> Vec<RelayAddress> {
        self.account().own_relays.clone()
    }

    /// `created_at` of one's own relay list, Unix seconds.
    pub(super) fn own_list_secs(&self) -> u64 {
        self.account().own_list_secs
    }

    pub(super) fn set_own_list_secs(&self, secs: u64) {
        self.account().own_list_secs = secs;
    }

    /// Whether the network is in use.
    pub(super) fn is_online(&self) -> bool {
        self.account().online
    }

    /// Says whether it was not before.
    pub(super) fn set_online(&self) -> bool {
        !std::mem::replace(&mut self.account().online, true)
    }

    /// Reads relays and permissions anew, after one was changed.
    pub(super) async fn reload_relays(&self) -> Result<(), StoreError> {
        let (own, allowed, secs) = self
            .store
            .read(|store| {
                let secs = store.meta("own-list-secs")?;
                Ok((store.own_relays()?, store.allowed_account_auth()?, secs))
            })
            .await?;
        let secs = secs.and_then(|bytes| bytes.try_into().ok()).map_or(0, u64::from_be_bytes);
        let mut account = self.account();
        account.own_list_secs = secs;
        account.own_relays = own.iter().map(|r| r.url.clone()).collect();
        account.allowed_auth = allowed.into_iter().collect();
        account.allowed_unencrypted =
            own.into_iter().filter(|r| r.unencrypted).map(|r| r.url).collect();
        for url in &account.allowed_unencrypted {
            self.pool.allow_unencrypted(url);
        }
        Ok(())
    }

    /// Whether a relay may see the account key when it asks who publishes to somebody else.
    pub(super) fn may_see_account(&self, relay: &RelayAddress) -> bool {
        self.account().allowed_auth.contains(relay)
    }

    /// Relays of a list that may be used: an unencrypted public address only with consent.
    pub(super) fn usable(&self, list: &[RelayAddress]) -> Vec<RelayAddress> {
        let account = self.account();
        list.iter()
            .filter(|url| !url.needs_consent() || account.allowed_unencrypted.contains(url))
            .cloned()
            .collect()
    }

    /// A moment for a new rumor: now, but later than the last one.
    pub(super) fn moment(&self) -> Millis {
        let now = self.clock.now().0;
        let last = self
            .last_sent
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(now.max(last + 1)))
            .unwrap_or(now);
        // After a clock was set back, the present is better than a far future.
        Millis(if last + 1 > now + 60_000 { now } else { now.max(last + 1) })
    }

    /// Heading of a rumor for these people.
    pub(super) fn letterhead(&self, to: Vec<PublicKey>, at: Millis) -> Letterhead {
        let account = self.account();
        Letterhead {
            author: self.keys.public_key(),
            name: account.name.clone(),
            to,
            at,
            inbox: Some(InboxHint {
                secs: account.own_list_secs,
                relays: account.own_relays.clone(),
            }),
        }
    }

    /// Runs until [`Heart::end`] is cancelled.
    pub(super) fn spawn<F>(self: &Arc<Self>, task: F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let end = self.end.clone();
        self.tasks.spawn(async move {
            end.run_until_cancelled(task).await;
        });
    }

    /// Waits until everything that relays brought before this call is stored.
    pub(super) async fn drained(&self) {
        let (done, wait) = oneshot::channel();
        if self.drains.send(done).is_ok() {
            let _ = wait.await;
        }
    }

    /// Receipts or news are due.
    pub(super) fn own_news_due(&self) {
        self.chores.notify_one();
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        let kind = match error {
            StoreError::WrongPassphrase => ErrorKind::WrongPassphrase,
            StoreError::NoSuchRow => ErrorKind::NotFound,
            StoreError::Held => ErrorKind::Held,
            StoreError::EmptyPassphrase => ErrorKind::Input,
            _ => ErrorKind::Store,
        };
        Self::new(kind, error.to_string())
    }
}

/// Runs costly arithmetic off the async threads.
pub(super) async fn off_thread<T, F>(work: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, Error> + Send + 'static,
{
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Error::new(ErrorKind::Internal, "a background task failed; see the log"))?
}
