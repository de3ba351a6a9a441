package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// DumpVersion is the form of a Dump. It changes when an old one could no
// longer be read.
const DumpVersion = 1

// Dump is everything in the store, for another machine or for a reader. As
// JSON it is complete: Import of an Export into a fresh store restores it.
type Dump struct {
	Version  int               `json:"netsplit_export"`
	Settings map[string]string `json:"settings"`
	Place    *DumpedPlace      `json:"place"`
	Readings []DumpedReading   `json:"readings"`
	Answers  []DumpedAnswer    `json:"answers"`
	Sessions []DumpedSession   `json:"sessions"`
}

// DumpedPlace is a Place.
type DumpedPlace struct {
	Page   string          `json:"page"`
	Target string          `json:"target"`
	State  json.RawMessage `json:"state,omitempty"`
	At     time.Time       `json:"at"`
}

// DumpedReading is a Reading.
type DumpedReading struct {
	Document string    `json:"document"`
	Section  string    `json:"section"`
	Line     int       `json:"line"`
	Seen     float64   `json:"seen_ratio"`
	Done     bool      `json:"done"`
	Updated  time.Time `json:"updated"`
}

// DumpedAnswer is an Answer.
type DumpedAnswer struct {
	Document string    `json:"document"`
	Block    string    `json:"block"`
	Kind     string    `json:"kind"`
	Text     string    `json:"text"`
	Right    string    `json:"right,omitempty"`
	Correct  *bool     `json:"correct"`
	At       time.Time `json:"at"`
}

// DumpedSession is a Session with its events.
type DumpedSession struct {
	Kind     string          `json:"kind"`
	Subject  string          `json:"subject"`
	Seed     uint64          `json:"seed"`
	Started  time.Time       `json:"started"`
	Updated  time.Time       `json:"updated"`
	Finished *time.Time      `json:"finished"`
	Summary  json.RawMessage `json:"summary,omitempty"`
	Events   []DumpedEvent   `json:"events"`
}

// DumpedEvent is an event and when it was appended.
type DumpedEvent struct {
	At   time.Time       `json:"at"`
	Data json.RawMessage `json:"data"`
}

// Export reads everything, as it is at one moment.
func (s *Store) Export() (Dump, error) {
	d := Dump{Version: DumpVersion, Settings: map[string]string{},
		Readings: []DumpedReading{}, Answers: []DumpedAnswer{}, Sessions: []DumpedSession{}}
	// A transaction, so that another process can't write in between.
	err := s.write(func(tx *sql.Tx) error {
		return s.export(tx, &d)
	})
	return d, err
}

func (s *Store) export(tx *sql.Tx, d *Dump) error {
	err := each(tx, "SELECT name, value FROM setting ORDER BY name", func(row scanner) error {
		var name, value string
		err := row.Scan(&name, &value)
		d.Settings[name] = value
		return err
	})
	if err != nil {
		return err
	}
	err = each(tx, "SELECT page, target, state, at FROM place", func(row scanner) error {
		var state string
		var at int64
		d.Place = &DumpedPlace{}
		err := row.Scan(&d.Place.Page, &d.Place.Target, &state, &at)
		d.Place.State, d.Place.At = raw(state), fromMicroseconds(at)
		return err
	})
	if err != nil {
		return err
	}
	err = each(tx, readingColumns+"ORDER BY document", func(row scanner) error {
		r, err := scanReading(row)
		d.Readings = append(d.Readings, DumpedReading(r))
		return err
	})
	if err != nil {
		return err
	}
	err = each(tx, answerColumns+"ORDER BY id", func(row scanner) error {
		a, err := scanAnswer(row)
		d.Answers = append(d.Answers, DumpedAnswer(a))
		return err
	})
	if err != nil {
		return err
	}
	place := map[int64]int{} // of a session by its id
	err = each(tx, sessionColumns+"ORDER BY id", func(row scanner) error {
		one, err := scanSession(row)
		place[one.ID] = len(d.Sessions)
		d.Sessions = append(d.Sessions, DumpedSession{one.Kind, one.Subject, one.Seed, one.Started, one.Updated,
			one.Finished, one.Summary, []DumpedEvent{}})
		return err
	})
	if err != nil {
		return err
	}
	return each(tx, "SELECT session, at, data FROM event ORDER BY id", func(row scanner) error {
		var id, at int64
		var data string
		err := row.Scan(&id, &at, &data)
		one := &d.Sessions[place[id]]
		one.Events = append(one.Events, DumpedEvent{fromMicroseconds(at), raw(data)})
		return err
	})
}

// each runs a function for every row of a query.
func each(tx *sql.Tx, query string, do func(scanner) error) error {
	rows, err := tx.Query(query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := do(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func raw(text string) json.RawMessage {
	if text == "" {
		return nil
	}
	return json.RawMessage(text)
}

// Imported counts what an import added.
type Imported struct {
	Settings int `json:"settings"`
	Readings int `json:"readings"`
	Answers  int `json:"answers"`
	Sessions int `json:"sessions"`
}

// Import adds a dump to what is there. Of a document read in both, and of the
// place, the later one stays; settings that are here stay; answers and
// sessions that are here already are not doubled. So importing twice changes
// nothing the second time. It is all or nothing.
func (s *Store) Import(d Dump) (Imported, error) {
	if d.Version != DumpVersion {
		return Imported{}, fmt.Errorf("an export of version %d can't be read: this netsplit knows version %d", d.Version, DumpVersion)
	}
	var n Imported
	err := s.write(func(tx *sql.Tx) error {
		n = Imported{}
		if err := s.importPlaces(tx, d, &n); err != nil {
			return err
		}
		for i, one := range d.Sessions {
			added, err := importSession(tx, one)
			if err != nil {
				return fmt.Errorf("session %d: %w", i+1, err)
			}
			n.Sessions += added
		}
		return nil
	})
	if err != nil {
		return Imported{}, err
	}
	return n, nil
}

func (s *Store) importPlaces(tx *sql.Tx, d Dump, n *Imported) error {
	add := func(counter *int, query string, values ...any) error {
		result, err := tx.Exec(query, values...)
		if err != nil {
			return err
		}
		changed, err := result.RowsAffected()
		*counter += int(changed)
		return err
	}
	for name, value := range d.Settings {
		if err := add(&n.Settings, "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", name, value); err != nil {
			return err
		}
	}
	if d.Place != nil {
		state, err := document("the state of the place", d.Place.State)
		if err != nil {
			return err
		}
		var ignored int
		err = add(&ignored, `INSERT INTO place (id, page, target, state, at) VALUES (1, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET page = excluded.page, target = excluded.target, state = excluded.state, at = excluded.at
			WHERE excluded.at > place.at`, d.Place.Page, d.Place.Target, state, d.Place.At.UnixMicro())
		if err != nil {
			return err
		}
	}
	for _, r := range d.Readings {
		err := add(&n.Readings, `INSERT INTO reading (document, section, line, seen, done, updated) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (document) DO UPDATE SET section = excluded.section, line = excluded.line, seen = excluded.seen,
				done = excluded.done, updated = excluded.updated
			WHERE excluded.updated > reading.updated`,
			r.Document, r.Section, r.Line, min(max(r.Seen, 0), 1), r.Done, r.Updated.UnixMicro())
		if err != nil {
			return err
		}
	}
	for _, a := range d.Answers {
		if err := bounded("an answer", len(a.Text)+len(a.Right)); err != nil {
			return err
		}
		err := add(&n.Answers, `INSERT INTO answer (document, block, kind, text, correct, at, right_text) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
			WHERE NOT EXISTS (SELECT 1 FROM answer WHERE document = ?1 AND block = ?2 AND kind = ?3 AND text = ?4 AND at = ?6)`,
			a.Document, a.Block, a.Kind, a.Text, a.Correct, a.At.UnixMicro(), a.Right)
		if err != nil {
			return err
		}
	}
	return nil
}

// importSession adds a session with its events, unless one of the same start
// is there.
func importSession(tx *sql.Tx, one DumpedSession) (added int, err error) {
	summary, err := document("the summary", one.Summary)
	if err != nil {
		return 0, err
	}
	var finished *int64
	if one.Finished != nil {
		at := one.Finished.UnixMicro()
		finished = &at
	}
	result, err := tx.Exec(`INSERT INTO session (kind, subject, seed, started, updated, finished, summary) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
		WHERE NOT EXISTS (SELECT 1 FROM session WHERE kind = ?1 AND subject = ?2 AND seed = ?3 AND started = ?4)`,
		one.Kind, one.Subject, int64(one.Seed), one.Started.UnixMicro(), one.Updated.UnixMicro(), finished, summary)
	if err != nil {
		return 0, err
	}
	if n, err := result.RowsAffected(); err != nil || n == 0 {
		return 0, err
	}
	id, err := result.LastInsertId()
	if err != nil {
		return 0, err
	}
	for i, event := range one.Events {
		if event.Data == nil {
			return 0, fmt.Errorf("event %d has no data", i+1)
		}
		text, err := document(fmt.Sprintf("event %d", i+1), event.Data)
		if err != nil {
			return 0, err
		}
		if _, err := tx.Exec("INSERT INTO event (session, at, data) VALUES (?, ?, ?)", id, event.At.UnixMicro(), text); err != nil {
			return 0, err
		}
	}
	return 1, nil
}
