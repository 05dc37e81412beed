-- What happened in a secret chat, as a line among its messages: kind 0, and this says what (JSON).
ALTER TABLE messages ADD COLUMN note TEXT NOT NULL DEFAULT '';
