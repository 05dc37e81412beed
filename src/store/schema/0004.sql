-- Since when a blocked person has not been heard here, apart from when anything about them was last
-- changed: a new name must not move it. 0: not known, so that everything is read again.
ALTER TABLE people ADD COLUMN blocked_at INTEGER NOT NULL DEFAULT 0;
