package record

import (
	"encoding/json"
	"errors"

	"netsplit/store"
)

// log adds events to a session that no other program goes on with.
type log struct {
	saved   int               // events on disk
	unsaved []json.RawMessage // those that could not be saved yet; a session has a bound
	lost    bool              // it has gone on in another program
}

// add saves an event, and before it those that a full disk has kept from it: a
// session with a gap could not go on. One call runs at a time.
func (l *log) add(db Store, id int64, event json.RawMessage) error {
	if l.lost {
		return store.ErrElsewhere
	}
	for l.unsaved = append(l.unsaved, event); len(l.unsaved) > 0; l.unsaved = l.unsaved[1:] {
		if err := db.AppendEventAfter(id, l.saved, l.unsaved[0]); err != nil {
			l.lost = errors.Is(err, store.ErrElsewhere)
			return err
		}
		l.saved++
	}
	return nil
}

// appending is the function that saves an event and, with a summary, closes
// the session.
func (l *log) appending(db Store, id int64, event any, summary json.RawMessage) (func() error, error) {
	raw, err := json.Marshal(event)
	if err != nil {
		return nil, err
	}
	return func() error {
		if err := l.add(db, id, raw); err != nil || summary == nil {
			return err
		}
		return db.FinishSession(id, summary)
	}, nil
}
