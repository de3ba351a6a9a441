-- What the right answer turned out to be: a prediction is decided by a run, and
-- after a restart the lesson still says which option that was.
ALTER TABLE answer ADD COLUMN right_text TEXT NOT NULL DEFAULT '';
