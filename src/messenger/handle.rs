//! The messenger as the rest of the house holds it.

use std::sync::Arc;

use tokio::sync::{broadcast, mpsc};
use tokio_util::sync::DropGuard;

use super::defaults::default_relays;
use super::heart::{Heart, off_thread};
use super::{Command, Error, Event, KeyForm, Me, Reply, keys};
use crate::model::{Clock, Found, Link, Name, ProfileDir, RelayAddress, Secret, Unlock};
use crate::relay::{Dialer, Pool};
use crate::store::{self, Store, StoreOptions};

/// Which account a new profile gets.
#[derive(Debug, Clone)]
pub enum Account {
    /// A new one, made here from twelve words.
    New,
    /// An existing one, from its words (NIP-06).
    Words(Secret),
    /// An existing one, from `ncryptsec1…` (NIP-49) and the password that opens it.
    Ncryptsec {
        /// The locked key.
        text: Secret,
        /// What opens it.
        password: Secret,
    },
}

/// What a new profile is made of.
#[derive(Debug, Clone)]
pub struct NewProfile {
    /// Where it will lie.
    pub dir: ProfileDir,
    /// The name that messages carry.
    pub name: Name,
    /// How it will be unlocked.
    pub unlock: Unlock,
    /// Whose it is.
    pub account: Account,
    /// Inbox relays; `None` for the defaults in `assets/relays.toml`.
    pub relays: Option<Vec<RelayAddress>>,
}

/// What differs between the app, the command line and a test.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where the time comes from.
    pub clock: Clock,
    /// Index relays to look relay lists up at; `None` for the defaults.
    pub index_relays: Option<Vec<RelayAddress>>,
    /// Connect and stay connected. Without it, only commands that need the network connect.
    pub online: bool,
    /// Cheap key derivation, for tests alone.
    pub cheap_keys: bool,
}

/// A running messenger. Clones share it. [`Messenger::stop`] ends it; when the last clone goes
/// without that, its tasks end as they are, and nothing that was promised is lost.
#[derive(Clone)]
pub struct Messenger {
    pub(super) heart: Arc<Heart>,
    _guard: Arc<DropGuard>,
}

impl Messenger {
    /// What lies in a profile's folder. Works while another process holds it.
    ///
    /// # Errors
    /// The folder cannot be read, or what lies there is no profile.
    pub fn look(dir: &ProfileDir) -> Result<Found, Error> {
        Ok(store::folder::look(dir)?)
    }

    /// Whether this computer has a keyring that can hold a profile's secret. It may ask the person
    /// to unlock it, so this belongs on a thread that may wait.
    pub fn has_keyring() -> bool {
        use store::SystemKeyring as _;
        store::OsKeyring.available()
    }

    /// Makes a profile and starts it.
    ///
    /// # Errors
    /// There is one already, the folder cannot be written, the words or the key are wrong.
    pub async fn create(new: NewProfile, options: Options) -> Result<Self, Error> {
        let NewProfile { dir, name, unlock, account, relays } = new;
        let restores = !matches!(account, Account::New);
        let chosen = relays.clone().unwrap_or_default();
        let relays = relays.unwrap_or_else(|| default_relays().inbox);
        if relays.is_empty() {
            return Err(Error::input("a profile needs at least one relay"));
        }
        let taken = off_thread(move || keys::take(&account)).await?;
        let now = options.clock.now();
        let first = move |tx: &store::Tx<'_>| {
            tx.found_account(&taken.keys, taken.words.as_ref(), &name, now)?;
            for (nth, url) in (0..).zip(&relays) {
                // The door asked before it came here.
                tx.add_own_relay(url, url.needs_consent(), now.plus(nth))?;
            }
            tx.chat_of(&taken.keys.public_key(), [])?;
            Ok(())
        };
        let store = Store::create(dir, unlock, options.store_options(), first).await?;
        let online = options.online;
        let messenger = Self::start(store, Options { online: false, ..options }).await?;
        let heart = &messenger.heart;
        // An account that exists has a mailbox somewhere: it is found, not moved.
        let found = restores && heart.adopt_own_list(&chosen, chosen.clone()).await?;
        if !found || heart.own_relays().iter().any(|url| chosen.contains(url)) {
            heart.publish_list(None).await?;
        }
        if online {
            heart.go_online().await?;
        }
        Ok(messenger)
    }

    /// Opens a profile and starts it.
    ///
    /// # Errors
    /// Wrong passphrase, no profile, another process holds it, damaged or too new.
    pub async fn open(dir: ProfileDir, unlock: Unlock, options: Options) -> Result<Self, Error> {
        let store = Store::open(dir, unlock, options.store_options()).await?;
        Self::start(store, options).await
    }

    async fn start(store: Store, options: Options) -> Result<Self, Error> {
        let account = store.read(|store| store.account()).await?;
        let (pool, from_relays) = Pool::new(Dialer::direct(), options.clock.clone());
        let (drains, drained) = mpsc::unbounded_channel();
        let index_given = options.index_relays.is_some();
        let index = options.index_relays.unwrap_or_else(|| default_relays().index);
        // Whoever keeps to relays in their own network does not tell index relays who they are.
        let own = store.read(|store| store.own_relays()).await?;
        let at_home = own.iter().all(|relay| relay.url.is_private_place());
        let index = if at_home && !index_given { Vec::new() } else { index };
        let heart = Heart::new(store, account, options.clock, pool, index, drains);
        heart.reload_relays().await?;
        heart.spawn(super::receive::run(Arc::clone(&heart), from_relays, drained));
        // What has had its time is gone before anybody looks.
        heart.let_go().await?;
        heart.spawn(super::secret::fade(Arc::clone(&heart)));
        let guard = Arc::new(heart.end.clone().drop_guard());
        let messenger = Self { heart, _guard: guard };
        if options.online {
            messenger.heart.go_online().await?;
        }
        Ok(messenger)
    }

    /// Does one thing.
    ///
    /// # Errors
    /// A sentence that a person can act on.
    pub async fn run(&self, command: Command) -> Result<Reply, Error> {
        let heart = &self.heart;
        match command {
            Command::Whoami => Ok(Reply::Me(heart.whoami())),
            Command::Rename { name } => heart.rename(name).await,
            Command::Export { form, passphrase } => heart.export(form, passphrase).await,
            Command::Relays => Ok(Reply::Relays(heart.relay_rows())),
            Command::AddRelay { url, unencrypted } => heart.add_relay(url, unencrypted).await,
            Command::RemoveRelay { url } => heart.remove_relay(url).await,
            Command::AllowAccountAuth { url, allow } => heart.allow_account_auth(url, allow).await,
            Command::AddContact { link, name } => heart.add_contact(link, name).await,
            Command::RenameContact { account, name } => heart.rename_contact(account, name).await,
            Command::Contacts => heart.contacts().await,
            Command::People { chat } => heart.people_of(chat).await,
            Command::Chats => heart.chats().await,
            Command::FindChat { chat } => heart.find_chat(chat).await,
            Command::CreateRoom { people, subject } => heart.create_room(people, subject).await,
            Command::Send { chat, text, reply_to, ttl } => {
                heart.send(chat, text, reply_to, ttl).await
            }
            Command::OfferSecret { contact, instead_of } => {
                heart.offer_secret(contact, instead_of).await
            }
            Command::CloseSecret { chat } => heart.end_secret(chat).await,
            Command::SetTimer { chat, secs } => heart.change_timer(chat, secs).await,
            Command::SafetyNumber { chat } => heart.safety_number(chat).await,
            Command::Verify { chat, verdict } => heart.verify(chat, verdict).await,
            Command::SpeakWords { chat } => heart.speak_words(chat).await,
            Command::StopWords { chat } => heart.stop_words(chat).await,
            Command::Typing { chat } => heart.say_typing(chat).await,
            Command::React { message, emoji } => heart.react(message, emoji).await,
            Command::Edit { message, text } => heart.edit(message, text).await,
            Command::Delete { message, for_both } => heart.delete(message, for_both).await,
            Command::Retry { message } => heart.retry(message).await,
            Command::DeleteChat { chat } => heart.delete_chat(chat).await,
            Command::History { chat, limit, before } => heart.history(chat, limit, before).await,
            Command::Stretch { chat, limit, around } => heart.stretch(chat, limit, around).await,
            Command::MessageInfo { message } => heart.message_info(message).await,
            Command::RecentEmoji => heart.recent_emoji().await,
            Command::EmojiUsed { emoji } => heart.emoji_used(emoji).await,
            Command::Message { message } => heart.one_message(message).await,
            Command::Search { text, chat, limit } => heart.search(text, chat, limit).await,
            Command::MarkRead { chat, up_to } => heart.mark_read(chat, up_to).await,
            Command::MarkUnread { chat, marked } => heart.mark_unread(chat, marked).await,
            Command::SaveDraft { chat, text } => heart.save_draft(chat, text).await,
            Command::SetChat { chat, pinned, muted } => heart.set_chat(chat, pinned, muted).await,
            Command::Requests { limit } => heart.requests(limit).await,
            Command::Accept { id } => heart.accept(id).await,
            Command::Block { id } => heart.block(id).await,
            Command::Unblock { id } => heart.unblock(id).await,
            Command::DeleteRequest { id } => heart.delete_request(id).await,
            Command::Network => heart.network().await,
            Command::Sync { timeout_ms } => heart.sync(timeout_ms).await,
            Command::SetReadReceipts { on } => heart.change_read_receipts(on).await,
            Command::Settings => heart.settings().await,
            Command::SetLockAfter { minutes } => heart.set_lock_after(minutes).await,
            Command::SetClearCopied { on } => heart.set_clear_copied(on).await,
            Command::ChangePassphrase { old, new } => heart.change_passphrase(old, new).await,
            Command::TestRelays => heart.test_relays().await,
            Command::Progress => Ok(heart.progress()),
        }
    }

    /// What changes from now on. A receiver that falls behind should read everything anew, as for
    /// [`Event::Reload`].
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.heart.events.subscribe()
    }

    /// Commits what is under way, closes connections and the database.
    pub async fn stop(&self) {
        self.heart.end.cancel();
        self.heart.pool.stop().await;
        self.heart.tasks.close();
        self.heart.tasks.wait().await;
        self.heart.store.close().await;
    }
}

impl Options {
    fn store_options(&self) -> StoreOptions {
        let mut options = StoreOptions::default();
        if self.cheap_keys {
            options.cost = store::KeyCost::cheap_for_tests();
        }
        options
    }
}

impl Heart {
    fn whoami(&self) -> Me {
        let relays = self.own_relays();
        let name = self.name();
        let link = Link { account: self.me(), hints: relays.clone(), name: name.clone() };
        Me {
            account: self.me(),
            name: name.map(Into::into).unwrap_or_default(),
            link: link.write(),
            relays,
        }
    }

    async fn rename(&self, name: Name) -> Result<Reply, Error> {
        let new = name.clone();
        self.store.write(move |tx| tx.rename_account(&new)).await?;
        self.set_name(name);
        Ok(Reply::Me(self.whoami()))
    }

    /// The account key, for somebody who typed the passphrase again.
    async fn export(&self, form: KeyForm, passphrase: Secret) -> Result<Reply, Error> {
        let locked_with = passphrase.clone();
        self.store.verify(self.unlock_by(passphrase)?).await?;
        let key = match form {
            KeyForm::Words => {
                let words = self.store.read(|store| store.account_words()).await?;
                words.ok_or_else(|| {
                    Error::not_found(
                        "this account was not made from words; export it as ncryptsec instead",
                    )
                })?
            }
            KeyForm::Ncryptsec => {
                if locked_with.expose().is_empty() {
                    return Err(Error::input("an ncryptsec needs a password"));
                }
                let keys = self.keys().clone();
                off_thread(move || keys::to_ncryptsec(&keys, &locked_with)).await?
            }
        };
        Ok(Reply::Key { form, key })
    }
}
