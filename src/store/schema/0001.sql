-- The first schema. Rules: STRICT tables, NOT NULL with defaults, every full-text table with
-- secure-delete on (see erase.rs; a test insists).
-- Numbers: times are Unix milliseconds unless they are named *_secs; flags are 0 or 1.

CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose profile this is. The secret never leaves this table but through an export.
CREATE TABLE account (
    one           INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    secret        BLOB NOT NULL,
    words         TEXT NOT NULL DEFAULT '',
    name          TEXT NOT NULL DEFAULT '',
    read_receipts INTEGER NOT NULL DEFAULT 1,
    born          INTEGER NOT NULL
) STRICT;

CREATE TABLE own_relays (
    url          TEXT NOT NULL PRIMARY KEY,
    unencrypted  INTEGER NOT NULL DEFAULT 0,
    added        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Relays that may see the account key when they ask who publishes to somebody else (NIP-42).
CREATE TABLE allowed_auth (
    url TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Everybody ever heard of. Row 1 is oneself.
CREATE TABLE people (
    id           INTEGER NOT NULL PRIMARY KEY,
    account      BLOB NOT NULL UNIQUE,
    given_name   TEXT NOT NULL DEFAULT '',
    claimed_name TEXT NOT NULL DEFAULT '',
    accepted     INTEGER NOT NULL DEFAULT 0,
    blocked      INTEGER NOT NULL DEFAULT 0,
    verified     INTEGER NOT NULL DEFAULT 0,
    hushwing     INTEGER NOT NULL DEFAULT 0,
    changed_at   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Where each person's mailbox is (NIP-17 kind 10050). No row: never looked.
CREATE TABLE inboxes (
    person       INTEGER NOT NULL PRIMARY KEY REFERENCES people (id),
    known        INTEGER NOT NULL DEFAULT 0,
    created_secs INTEGER NOT NULL DEFAULT 0,
    urls         TEXT NOT NULL DEFAULT '[]',
    hints        TEXT NOT NULL DEFAULT '[]',
    looked_at    INTEGER NOT NULL DEFAULT 0,
    tries        INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE chats (
    id         INTEGER NOT NULL PRIMARY KEY,
    chat       BLOB NOT NULL UNIQUE,
    kind       INTEGER NOT NULL,
    subject    TEXT NOT NULL DEFAULT '',
    subject_at INTEGER NOT NULL DEFAULT 0,
    accepted   INTEGER NOT NULL DEFAULT 0,
    hidden     INTEGER NOT NULL DEFAULT 0,
    last       INTEGER NOT NULL DEFAULT 0,
    unread     INTEGER NOT NULL DEFAULT 0,
    read_up_to INTEGER NOT NULL DEFAULT 0,
    draft      TEXT NOT NULL DEFAULT '',
    pinned     INTEGER NOT NULL DEFAULT 0,
    muted      INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX chats_by_last ON chats (accepted, hidden, last);

-- Everybody else in a chat; "Saved messages" has nobody.
CREATE TABLE chat_people (
    chat   INTEGER NOT NULL REFERENCES chats (id),
    person INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (chat, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX chats_of_person ON chat_people (person, chat);

-- The row number is the place: milliseconds << 20, then the order of arrival. So every list of
-- messages, a chat's pages and the search's hits alike, is in order of time by row number alone.
CREATE TABLE messages (
    id         INTEGER NOT NULL PRIMARY KEY,
    rumor      BLOB NOT NULL UNIQUE,
    current    BLOB NOT NULL,
    version    INTEGER NOT NULL DEFAULT 0,
    chat       INTEGER NOT NULL REFERENCES chats (id),
    author     INTEGER NOT NULL REFERENCES people (id),
    kind       INTEGER NOT NULL,
    text       TEXT NOT NULL,
    reply_to   BLOB NOT NULL DEFAULT x'',
    attachment TEXT NOT NULL DEFAULT '',
    expires_at INTEGER NOT NULL DEFAULT 0,
    wraps      BLOB NOT NULL DEFAULT x'',
    receipted  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX messages_by_chat ON messages (chat, id);

-- Later ids of edited messages.
CREATE TABLE aliases (
    rumor BLOB NOT NULL PRIMARY KEY,
    first BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What was deleted and must not come back. Ids alone. What only gave way to an edit (for_good 0)
-- lets that edit in.
CREATE TABLE tombstones (
    rumor    BLOB NOT NULL,
    author   INTEGER NOT NULL,
    for_good INTEGER NOT NULL,
    PRIMARY KEY (rumor, author)
) STRICT, WITHOUT ROWID;

CREATE TABLE reactions (
    rumor  BLOB NOT NULL PRIMARY KEY,
    target BLOB NOT NULL,
    author INTEGER NOT NULL REFERENCES people (id),
    emoji  TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX reactions_by_target ON reactions (target);
CREATE INDEX reactions_by_author ON reactions (author);

-- What addressees said of one's own messages. 1 delivered, 2 read.
CREATE TABLE receipts (
    rumor  BLOB NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    kind   INTEGER NOT NULL,
    PRIMARY KEY (rumor, person)
) STRICT, WITHOUT ROWID;

-- What is still to be said of theirs.
CREATE TABLE receipts_due (
    rumor  BLOB NOT NULL PRIMARY KEY,
    person INTEGER NOT NULL REFERENCES people (id),
    kind   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Messages that were read on another device and have not come here yet.
CREATE TABLE read_ahead (
    rumor BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What one's own other devices have not been told yet: 'p' and an account, 'c' and a chat.
CREATE TABLE own_news (
    what BLOB NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- The outbox: exact bytes, and what each relay said to them.
CREATE TABLE envelopes (
    id        INTEGER NOT NULL PRIMARY KEY,
    event     BLOB NOT NULL UNIQUE,
    json      TEXT NOT NULL,
    one_time  BLOB NOT NULL,
    addressee INTEGER NOT NULL REFERENCES people (id),
    message   BLOB NOT NULL DEFAULT x'',
    purpose   INTEGER NOT NULL,
    created   INTEGER NOT NULL
) STRICT;
CREATE INDEX envelopes_by_message ON envelopes (message) WHERE message <> x'';
CREATE INDEX envelopes_open ON envelopes (addressee) WHERE json <> '';

CREATE TABLE publications (
    envelope INTEGER NOT NULL REFERENCES envelopes (id) ON DELETE CASCADE,
    relay    TEXT NOT NULL,
    status   INTEGER NOT NULL DEFAULT 0,
    tries    INTEGER NOT NULL DEFAULT 0,
    absences INTEGER NOT NULL DEFAULT 0,
    due      INTEGER NOT NULL DEFAULT 0,
    reason   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (envelope, relay)
) STRICT, WITHOUT ROWID;
CREATE INDEX publications_due ON publications (due) WHERE due > 0;

-- Envelopes that were opened, or will never open, by the date they bear: what the full id diff
-- compares with a relay.
CREATE TABLE seen (
    event        BLOB NOT NULL PRIMARY KEY,
    created_secs INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_by_date ON seen (created_secs);

-- The words of messages: see search.rs.
CREATE VIRTUAL TABLE message_words USING fts5(
    words, place,
    content = '', columnsize = 0, prefix = '1 2 3 4',
    tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M* So'"
);
INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER message_words_insert AFTER INSERT ON messages BEGIN
    INSERT INTO message_words (rowid, words, place)
    VALUES (new.id, searchable(new.text), place(new.chat));
END;
CREATE TRIGGER message_words_delete AFTER DELETE ON messages BEGIN
    INSERT INTO message_words (message_words, rowid, words, place)
    VALUES ('delete', old.id, searchable(old.text), place(old.chat));
END;
CREATE TRIGGER message_words_update AFTER UPDATE OF text, chat ON messages BEGIN
    INSERT INTO message_words (message_words, rowid, words, place)
    VALUES ('delete', old.id, searchable(old.text), place(old.chat));
    INSERT INTO message_words (rowid, words, place)
    VALUES (new.id, searchable(new.text), place(new.chat));
END;
