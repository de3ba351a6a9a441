package store

import (
	"database/sql"
	"errors"
	"math"
	"time"
)

// Reading is how far a document was read.
type Reading struct {
	Document string  // lesson id or absolute path
	Section  string  // anchor of the section on the screen
	Line     int     // line within the section
	Seen     float64 // part of the document seen so far, 0 to 1
	Done     bool
	Updated  time.Time // the zero time means now
}

// SaveReading replaces what is known of a document. Seen is held to 0…1.
func (s *Store) SaveReading(r Reading) error {
	if math.IsNaN(r.Seen) { // 0/0, of an empty document
		r.Seen = 0
	}
	r.Seen = min(max(r.Seen, 0), 1)
	return s.write(func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO reading (document, section, line, seen, done, updated) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (document) DO UPDATE SET section = excluded.section, line = excluded.line,
				seen = excluded.seen, done = excluded.done, updated = excluded.updated`,
			r.Document, r.Section, r.Line, r.Seen, r.Done, s.microseconds(r.Updated))
		return err
	})
}

const readingColumns = "SELECT document, section, line, seen, done, updated FROM reading "

// Reading returns what is known of one document, false when nothing is.
func (s *Store) Reading(document string) (Reading, bool, error) {
	r, err := scanReading(s.db.QueryRow(readingColumns+"WHERE document = ?", document))
	if errors.Is(err, sql.ErrNoRows) {
		return Reading{}, false, nil
	}
	return r, err == nil, s.failed(err)
}

// Readings returns every document read, the latest first.
func (s *Store) Readings() ([]Reading, error) {
	rows, err := s.db.Query(readingColumns + "ORDER BY updated DESC, document")
	return collect(s, rows, err, scanReading)
}

func scanReading(row scanner) (Reading, error) {
	var r Reading
	var updated int64
	err := row.Scan(&r.Document, &r.Section, &r.Line, &r.Seen, &r.Done, &updated)
	r.Updated = fromMicroseconds(updated)
	return r, err
}

// scanner is a *sql.Row or *sql.Rows.
type scanner interface{ Scan(into ...any) error }

// collect reads all rows of a query.
func collect[T any](s *Store, rows *sql.Rows, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, s.failed(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, s.failed(err)
		}
		all = append(all, one)
	}
	return all, s.failed(rows.Err())
}
