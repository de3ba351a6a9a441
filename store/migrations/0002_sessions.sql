-- Sessions are logs: a drill, a review or a lab is the list of its events,
-- and replaying them restores it after a crash.

CREATE TABLE session (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  kind     TEXT NOT NULL,
  subject  TEXT NOT NULL,
  seed     INTEGER NOT NULL,  -- the 64 bits of an unsigned number
  started  INTEGER NOT NULL,
  updated  INTEGER NOT NULL,
  finished INTEGER,
  summary  TEXT
) STRICT;

CREATE INDEX session_by_subject ON session (kind, subject, id);

CREATE TABLE event (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  at      INTEGER NOT NULL,
  data    TEXT NOT NULL
) STRICT;

CREATE INDEX event_by_session ON event (session, id);
