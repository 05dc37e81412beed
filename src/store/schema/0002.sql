-- Relays without NIP-77 are read by pages. When all that one of them holds for a mailbox was last
-- read through: until the next time, the newest pages are enough.

CREATE TABLE walks (
    mailbox    BLOB NOT NULL,
    relay      TEXT NOT NULL,
    began_secs INTEGER NOT NULL,
    PRIMARY KEY (mailbox, relay)
) STRICT, WITHOUT ROWID;
