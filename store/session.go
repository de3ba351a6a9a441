package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Session is an event log: a drill, a review, a lab. Replaying its events
// restores its state.
type Session struct {
	ID               int64
	Kind, Subject    string // drill, url-shortener
	Seed             uint64
	Started, Updated time.Time
	Finished         *time.Time      // nil while it is under way
	Summary          json.RawMessage // set when it is finished
}

// StartSession begins an event log.
func (s *Store) StartSession(kind, subject string, seed uint64) (Session, error) {
	at := s.microseconds(time.Time{})
	session := Session{Kind: kind, Subject: subject, Seed: seed,
		Started: fromMicroseconds(at), Updated: fromMicroseconds(at)}
	err := s.write(func(tx *sql.Tx) error {
		result, err := tx.Exec("INSERT INTO session (kind, subject, seed, started, updated) VALUES (?, ?, ?, ?, ?)",
			kind, subject, int64(seed), at, at)
		if err != nil {
			return err
		}
		session.ID, err = result.LastInsertId()
		return err
	})
	if err != nil {
		return Session{}, err
	}
	return session, nil
}

const sessionColumns = "SELECT id, kind, subject, seed, started, updated, finished, summary FROM session "

// OpenSession returns the latest session of a subject that is not finished.
func (s *Store) OpenSession(kind, subject string) (Session, bool, error) {
	session, err := scanSession(s.db.QueryRow(sessionColumns+
		"WHERE kind = ? AND subject = ? AND finished IS NULL ORDER BY id DESC LIMIT 1", kind, subject))
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, false, nil
	}
	return session, err == nil, s.failed(err)
}

// Sessions returns the sessions of a kind, newest first; "" means all kinds.
func (s *Store) Sessions(kind string) ([]Session, error) {
	rows, err := s.db.Query(sessionColumns+"WHERE ?1 = '' OR kind = ?1 ORDER BY id DESC", kind)
	return collect(s, rows, err, scanSession)
}

func scanSession(row scanner) (Session, error) {
	var session Session
	var seed, started, updated int64
	var finished sql.NullInt64
	var summary sql.NullString
	err := row.Scan(&session.ID, &session.Kind, &session.Subject, &seed, &started, &updated, &finished, &summary)
	session.Seed = uint64(seed)
	session.Started, session.Updated = fromMicroseconds(started), fromMicroseconds(updated)
	if finished.Valid {
		at := fromMicroseconds(finished.Int64)
		session.Finished = &at
	}
	session.Summary = raw(summary.String)
	return session, err
}

// AppendEvent adds an event to a session. When it returns nil, the event is on
// disk.
func (s *Store) AppendEvent(session int64, data json.RawMessage) error {
	if data == nil {
		data = json.RawMessage("null")
	}
	text, err := document("an event", data)
	if err != nil {
		return err
	}
	return s.appendEvent(session, text, func(int) bool { return true })
}

// AppendEventAfter adds an event to a session that has so many events. With
// more, somebody else has gone on with it, and the error is ErrElsewhere: what
// one of two programs does next would not fit what the other did.
func (s *Store) AppendEventAfter(session int64, known int, data json.RawMessage) error {
	text, err := document("an event", data)
	if err != nil {
		return err
	}
	return s.appendEvent(session, text, func(n int) bool { return n == known })
}

// AppendEventBeside adds an event to a session to which other programs have
// added so many, see Others. With more, the error is ErrElsewhere.
func (s *Store) AppendEventBeside(session int64, others int, data json.RawMessage) error {
	text, err := document("an event", data)
	if err != nil {
		return err
	}
	return s.appendEvent(session, text, func(n int) bool { return n-s.own(session) == others })
}

// Others counts the events of a session that this program has not added.
func (s *Store) Others(session int64) (int, error) {
	own, n := s.own(session), 0
	err := s.db.QueryRow("SELECT COUNT(*) FROM event WHERE session = ?", session).Scan(&n)
	return n - own, s.failed(err)
}

// Ours reports whether this program has added to a session.
func (s *Store) Ours(session int64) bool { return s.own(session) > 0 }

func (s *Store) own(session int64) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.added[session]
}

// ErrElsewhere is the error of adding to a session that another program has
// gone on with.
var ErrElsewhere = errors.New("it has gone on in another netsplit: leave it here, and open it again")

func (s *Store) appendEvent(session int64, text any, fits func(events int) bool) error {
	at := s.microseconds(time.Time{})
	err := s.change(session, at, func(tx *sql.Tx) error {
		var n int
		if err := tx.QueryRow("SELECT COUNT(*) FROM event WHERE session = ?", session).Scan(&n); err != nil {
			return err
		}
		if !fits(n) {
			return ErrElsewhere
		}
		_, err := tx.Exec("INSERT INTO event (session, at, data) VALUES (?, ?, ?)", session, at, text)
		return err
	})
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.added == nil {
		s.added = map[int64]int{}
	}
	s.added[session]++
	return nil
}

// FinishSession closes a session, with a summary for the progress page. After
// that it takes no more events.
func (s *Store) FinishSession(id int64, summary json.RawMessage) error {
	text, err := document("a summary", summary)
	if err != nil {
		return err
	}
	at := s.microseconds(time.Time{})
	return s.change(id, at, func(tx *sql.Tx) error {
		_, err := tx.Exec("UPDATE session SET finished = ?, summary = ? WHERE id = ?", at, text, id)
		return err
	})
}

// change touches an open session and runs a change in the same transaction. A
// session that is finished or not there is an error.
func (s *Store) change(id, at int64, change func(tx *sql.Tx) error) error {
	return s.write(func(tx *sql.Tx) error {
		result, err := tx.Exec("UPDATE session SET updated = ? WHERE id = ? AND finished IS NULL", at, id)
		if err != nil {
			return err
		}
		touched, err := result.RowsAffected()
		if err != nil {
			return err
		}
		if touched == 0 {
			return fmt.Errorf("session %d: %w", id, ErrNotOpen)
		}
		return change(tx)
	})
}

// ErrNotOpen is the error of adding to a session that is finished, or that was
// deleted by a reset.
var ErrNotOpen = errors.New("the session is finished or was deleted")

// Events returns a session's events in the order they were appended.
func (s *Store) Events(session int64) ([]json.RawMessage, error) {
	rows, err := s.db.Query("SELECT data FROM event WHERE session = ? ORDER BY id", session)
	return collect(s, rows, err, func(row scanner) (json.RawMessage, error) {
		var text string
		err := row.Scan(&text)
		return json.RawMessage(text), err
	})
}
