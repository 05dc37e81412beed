-- A chat that its reader wants to come back to. It stays on this device: read positions travel
-- between one's devices, and this is none.
ALTER TABLE chats ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
