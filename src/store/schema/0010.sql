-- When a secret chat's timer was set, Unix milliseconds, as whoever set it dates it: the later one
-- counts, so that both sides agree.
ALTER TABLE secret_chats ADD COLUMN timer_at INTEGER NOT NULL DEFAULT 0;
