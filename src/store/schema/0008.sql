-- An envelope's number is never given to another (AUTOINCREMENT). Without it the last number came
-- back as soon as its envelope was withdrawn, and what a relay still said about the old envelope
-- was believed of the new one, which then went nowhere.
CREATE TABLE envelopes_by_number (
    id        INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    event     BLOB NOT NULL UNIQUE,
    json      TEXT NOT NULL,
    one_time  BLOB NOT NULL,
    addressee INTEGER NOT NULL REFERENCES people (id),
    message   BLOB NOT NULL DEFAULT x'',
    purpose   INTEGER NOT NULL,
    created   INTEGER NOT NULL,
    -- The mailbox that an envelope of a secret chat goes to, and on which connections.
    mailbox   BLOB NOT NULL DEFAULT x'',
    lane      INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO envelopes_by_number
    (id, event, json, one_time, addressee, message, purpose, created, mailbox, lane)
    SELECT id, event, json, one_time, addressee, message, purpose, created, mailbox, lane
    FROM envelopes;
DROP TABLE envelopes;
ALTER TABLE envelopes_by_number RENAME TO envelopes;
CREATE INDEX envelopes_by_message ON envelopes (message) WHERE message <> x'';
CREATE INDEX envelopes_open ON envelopes (addressee) WHERE json <> '';
-- Those of a secret chat.
CREATE INDEX envelopes_by_lane ON envelopes (lane) WHERE lane <> 0;

-- The number kept here may be another envelope's by now.
DELETE FROM meta WHERE key = 'own-list-envelope';
