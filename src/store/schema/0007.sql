-- When its person began a chat here. Until something is said in it, the list has no other time to
-- put it by. 0: begun otherwise, or before this was kept.
ALTER TABLE chats ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0;
