package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Place is where the learner is, precisely enough to resume there.
type Place struct {
	Page   string          // home lesson lab drill review calculator progress
	Target string          // lesson id, file path, scenario, problem, checklist
	State  json.RawMessage // what the page wants back; may be nil
	At     time.Time       // the zero time means now
}

// SavePlace replaces the place to resume at.
func (s *Store) SavePlace(p Place) error {
	state, err := document("the state of a place", p.State)
	if err != nil {
		return err
	}
	return s.write(func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO place (id, page, target, state, at) VALUES (1, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET page = excluded.page, target = excluded.target,
				state = excluded.state, at = excluded.at`,
			p.Page, p.Target, state, s.microseconds(p.At))
		return err
	})
}

// LastPlace returns the place saved last, false when there is none.
func (s *Store) LastPlace() (Place, bool, error) {
	var p Place
	var state string
	var at int64
	err := s.db.QueryRow("SELECT page, target, state, at FROM place").Scan(&p.Page, &p.Target, &state, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return Place{}, false, nil
	}
	if err != nil {
		return Place{}, false, s.failed(err)
	}
	p.State = raw(state)
	p.At = fromMicroseconds(at)
	return p, true, nil
}

// document checks a JSON value before it is stored: what can't be read back is
// refused when it is written. A nil value is stored as an empty text.
func document(what string, data json.RawMessage) (string, error) {
	if data == nil {
		return "", nil
	}
	if err := bounded(what, len(data)); err != nil {
		return "", err
	}
	if !json.Valid(data) {
		return "", fmt.Errorf("%s is not valid JSON", what)
	}
	return string(data), nil
}
