-- Where in its chat a message stands. A conversation's scrollbar stands for the whole chat, and a
-- million rows cannot be counted for every page: they are counted here as they come and go, by
-- spans of 2^24 milliseconds (some 4.7 hours; the row number without its last 44 bits).
CREATE TABLE message_counts (
    chat     INTEGER NOT NULL,
    span     INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (chat, span)
) STRICT, WITHOUT ROWID;
INSERT INTO message_counts (chat, span, messages)
    SELECT chat, id >> 44, count(*) FROM messages GROUP BY chat, id >> 44;

CREATE TRIGGER message_counts_insert AFTER INSERT ON messages BEGIN
    INSERT INTO message_counts (chat, span, messages) VALUES (new.chat, new.id >> 44, 1)
    ON CONFLICT (chat, span) DO UPDATE SET messages = messages + 1;
END;
CREATE TRIGGER message_counts_delete AFTER DELETE ON messages BEGIN
    UPDATE message_counts SET messages = messages - 1
    WHERE chat = old.chat AND span = old.id >> 44;
    DELETE FROM message_counts WHERE chat = old.chat AND span = old.id >> 44 AND messages < 1;
END;
CREATE TRIGGER message_counts_update AFTER UPDATE OF id, chat ON messages BEGIN
    UPDATE message_counts SET messages = messages - 1
    WHERE chat = old.chat AND span = old.id >> 44;
    DELETE FROM message_counts WHERE chat = old.chat AND span = old.id >> 44 AND messages < 1;
    INSERT INTO message_counts (chat, span, messages) VALUES (new.chat, new.id >> 44, 1)
    ON CONFLICT (chat, span) DO UPDATE SET messages = messages + 1;
END;

-- When a message came here, and when its present wording did. 0: before this was kept, or never.
ALTER TABLE messages ADD COLUMN stored_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_at INTEGER NOT NULL DEFAULT 0;
