-- What a learner reads and answers, and where they are.
-- Times are whole microseconds since 1970, UTC.

CREATE TABLE setting (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row: the place to resume at.
CREATE TABLE place (
  id     INTEGER PRIMARY KEY CHECK (id = 1),
  page   TEXT NOT NULL,
  target TEXT NOT NULL,
  state  TEXT NOT NULL,
  at     INTEGER NOT NULL
) STRICT;

CREATE TABLE reading (
  document TEXT PRIMARY KEY,
  section  TEXT NOT NULL,
  line     INTEGER NOT NULL,
  seen     REAL NOT NULL CHECK (seen BETWEEN 0 AND 1),
  done     INTEGER NOT NULL CHECK (done IN (0, 1)),
  updated  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every answer ever given; the last one to a block is the one that counts.
CREATE TABLE answer (
  id       INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  block    TEXT NOT NULL,
  kind     TEXT NOT NULL,
  text     TEXT NOT NULL,
  correct  INTEGER CHECK (correct IN (0, 1)),
  at       INTEGER NOT NULL
) STRICT;

CREATE INDEX answer_by_document ON answer (document, id);
