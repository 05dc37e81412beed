-- Secret chats. All of this is this device's alone: no export, no sync, no other device has it.

-- Who this device is. Made with the first secret chat.
CREATE TABLE device (
    one       INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    secret    BLOB NOT NULL,
    born_secs INTEGER NOT NULL
) STRICT;

-- Devices of people. Standing: 0 not compared, 1 accepted knowingly, 2 compared, 3 found different.
CREATE TABLE identities (
    id       INTEGER NOT NULL PRIMARY KEY,
    person   INTEGER NOT NULL REFERENCES people (id),
    identity BLOB NOT NULL UNIQUE,
    met      INTEGER NOT NULL,
    standing INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX identities_of_person ON identities (person);

-- A secret chat and where it stands. Stage: 0 offered by me, 1 offered to me, 2 accepted by me and
-- not confirmed, 3 standing, 4 over. `secret` is what the stage needs: the open offer, the offer to
-- answer, the ratchet. `until_secs`: when an offer lapses. `rival`: another device answered too.
-- `missing` messages of theirs have not come though later ones have, `lost` ones cannot be read any
-- more, and `withdrawn` ones were taken back before they came. `words`: a spoken check that runs, and what came of the last.
CREATE TABLE secret_chats (
    chat       INTEGER NOT NULL PRIMARY KEY REFERENCES chats (id),
    stage      INTEGER NOT NULL,
    role       INTEGER NOT NULL,
    offer      BLOB NOT NULL UNIQUE,
    pairing    BLOB NOT NULL,
    secret     BLOB NOT NULL DEFAULT x'',
    answer     BLOB NOT NULL DEFAULT x'',
    transcript BLOB NOT NULL DEFAULT x'',
    identity   INTEGER REFERENCES identities (id),
    held       INTEGER NOT NULL DEFAULT 0,
    timer_secs INTEGER NOT NULL DEFAULT 0,
    relays     TEXT NOT NULL DEFAULT '[]',
    until_secs INTEGER NOT NULL DEFAULT 0,
    why        INTEGER NOT NULL DEFAULT 0,
    rival      INTEGER NOT NULL DEFAULT 0,
    missing    INTEGER NOT NULL DEFAULT 0,
    lost       INTEGER NOT NULL DEFAULT 0,
    withdrawn  INTEGER NOT NULL DEFAULT 0,
    words      BLOB NOT NULL DEFAULT x'',
    began      INTEGER NOT NULL
) STRICT;
CREATE INDEX secret_chats_by_pairing ON secret_chats (pairing);

-- Offers that were dealt with, so that none comes twice.
CREATE TABLE offers_met (
    offer      BLOB NOT NULL PRIMARY KEY,
    until_secs INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Mailboxes that a secret chat reads. `header` is the ratchet's name for the header key; nothing for
-- the reply mailbox of an offer.
CREATE TABLE secret_mailboxes (
    mailbox BLOB NOT NULL PRIMARY KEY,
    chat    INTEGER NOT NULL REFERENCES secret_chats (chat),
    secret  BLOB NOT NULL,
    header  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_mailboxes_of_chat ON secret_mailboxes (chat);

-- What was said and cannot be encrypted yet: the chat does not stand, or waits for the person.
CREATE TABLE secret_queue (
    id      INTEGER NOT NULL PRIMARY KEY,
    chat    INTEGER NOT NULL REFERENCES secret_chats (chat),
    message BLOB NOT NULL DEFAULT x'',
    content BLOB NOT NULL
) STRICT;
CREATE INDEX secret_queue_by_chat ON secret_queue (chat, id);
CREATE INDEX secret_queue_by_message ON secret_queue (message) WHERE message <> x'';

-- Other wordings that came before what they reword.
CREATE TABLE secret_early (
    message BLOB NOT NULL PRIMARY KEY,
    chat    INTEGER NOT NULL REFERENCES secret_chats (chat),
    at      INTEGER NOT NULL,
    text    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_early_by_chat ON secret_early (chat);

-- What is still to be said of theirs: that it came, or was read.
CREATE TABLE secret_receipts_due (
    chat INTEGER NOT NULL REFERENCES secret_chats (chat),
    id   BLOB NOT NULL,
    read INTEGER NOT NULL,
    PRIMARY KEY (chat, id)
) STRICT, WITHOUT ROWID;

-- Envelopes of secret mailboxes that were dealt with. Apart from the account's: those are compared
-- with relays, which must not learn of these. What opened is to be forgotten by each relay that has it.
CREATE TABLE secret_seen (
    event  BLOB NOT NULL PRIMARY KEY,
    at     INTEGER NOT NULL,
    opened INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- Envelopes in secret mailboxes that the relays should forget, at `due`; no relay is asked twice, so
-- what was said stays for a while, with the time of it below 0 and without the key.
CREATE TABLE farewells (
    event  BLOB NOT NULL,
    relay  TEXT NOT NULL,
    secret BLOB NOT NULL,
    lane   INTEGER NOT NULL,
    due    INTEGER NOT NULL,
    PRIMARY KEY (event, relay)
) STRICT, WITHOUT ROWID;
CREATE INDEX farewells_due ON farewells (due);

-- A message's own timer; it runs once `expires_at` is set.
ALTER TABLE messages ADD COLUMN ttl_secs INTEGER NOT NULL DEFAULT 0;
CREATE INDEX messages_expiring ON messages (expires_at) WHERE expires_at > 0;

-- When the present wording of a message in a secret chat was written, as its author says.
ALTER TABLE messages ADD COLUMN worded_at INTEGER NOT NULL DEFAULT 0;

-- The mailbox that an envelope of a secret chat goes to, and on which connections.
ALTER TABLE envelopes ADD COLUMN mailbox BLOB NOT NULL DEFAULT x'';
ALTER TABLE envelopes ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
