package player

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"

	"netsplit/store"
)

// Sessions is what a sitting needs of the store.
type Sessions interface {
	StartSession(kind, subject string, seed uint64) (store.Session, error)
	OpenSession(kind, subject string) (store.Session, bool, error)
	AppendEventBeside(session int64, others int, data json.RawMessage) error
	Others(session int64) (int, error)
	Ours(session int64) bool
	Events(session int64) ([]json.RawMessage, error)
}

// Sitting keeps what is done in a lab as the events of a session. The screen
// and the line dialogue share it: one begun here goes on there. The session
// begins with the first event, so that looking in and leaving keeps nothing.
// Append is not safe for concurrent use.
type Sitting struct {
	Seed   uint64
	Events []Event // saved before

	store   Sessions
	subject string
	source  string // of the scenario, as a hash
	session int64  // 0: not begun
	latest  int64  // the subject's latest that is known of, also one left alone
	others  int    // events of the session that are not of this program
	lost    bool   // it has gone on in another program
}

// sittingKind is the kind of a lab's sessions in the store.
const sittingKind = "lab"

// line is an event as it is stored. The first of a session holds the
// scenario's hash: an edited scenario can't be replayed from old events.
type line struct {
	Event
	Source string `json:"source,omitempty"`
}

// OpenSitting finds the sitting to go on with, or prepares a new one with the
// seed. One of a scenario whose source was changed since is left alone, and so
// is, when asked says that somebody chose the seed, one with another.
func OpenSitting(s Sessions, subject string, source []byte, seed uint64, asked bool) (*Sitting, error) {
	h := fnv.New64a()
	_, _ = h.Write(source) // never fails
	sitting := &Sitting{Seed: seed, store: s, subject: subject, source: fmt.Sprintf("%016x", h.Sum64())}
	session, ok, err := s.OpenSession(sittingKind, subject)
	sitting.latest = session.ID
	if err != nil || !ok || asked && session.Seed != seed {
		return sitting, err
	}
	if sitting.others, err = s.Others(session.ID); err != nil {
		return nil, err
	}
	lines, err := s.Events(session.ID)
	if err != nil {
		return nil, err
	}
	var events []Event
	saved := ""
	for _, data := range lines {
		var l line
		if json.Unmarshal(data, &l) != nil {
			continue // of a later version; what is understood still replays
		}
		if l.Source != "" {
			saved = l.Source
			continue
		}
		events = append(events, l.Event)
	}
	if saved == sitting.source {
		sitting.session, sitting.Seed, sitting.Events = session.ID, session.Seed, events
	}
	return sitting, nil
}

// Append writes one event, and before the first one the session and its source.
// Nothing is kept of a sitting that has gone on in another program, which was
// led elsewhere by its own steps. That is told of each step, and once of where
// the run is.
func (s *Sitting) Append(e Event) error {
	if s.lost && e == (Event{At: e.At}) {
		return nil
	}
	err := s.append(e)
	s.lost = errors.Is(err, store.ErrElsewhere)
	return err
}

func (s *Sitting) append(e Event) error {
	latest, ok, err := s.store.OpenSession(sittingKind, s.subject)
	switch {
	case err != nil:
		return err
	case s.lost || ok && latest.ID != s.latest && !s.store.Ours(latest.ID):
		return store.ErrElsewhere
	}
	if s.session == 0 {
		s.others = 0
		session, err := s.store.StartSession(sittingKind, s.subject, s.Seed)
		if err != nil {
			return err
		}
		s.latest = session.ID
		if err := s.write(session.ID, line{Source: s.source}); err != nil {
			return err
		}
		s.session = session.ID
	}
	return s.write(s.session, line{Event: e})
}

func (s *Sitting) write(session int64, l line) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return s.store.AppendEventBeside(session, s.others, data)
}
