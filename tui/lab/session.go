package lab

import (
	"encoding/json"
	"fmt"
	"hash/fnv"

	"netsplit/tui/player"
)

// keeper writes the sitting's events. The session begins with the first event,
// so that looking in and leaving keeps nothing. Its fields are changed only by
// the journal's jobs, which run one after another.
type keeper struct {
	store   Sessions
	subject string
	seed    uint64
	source  string // of the scenario, as a hash
	session int64  // 0: not begun
	events  []player.Event
}

// kind is the kind of a lab's sessions in the store.
const kind = "lab"

// line is an event as it is stored. The first of a session holds the
// scenario's hash: an edited scenario can't be replayed from old events.
type line struct {
	player.Event
	Source string `json:"source,omitempty"`
}

// openKeeper finds the sitting to go on with. One with another seed than was
// asked for, or of a scenario that was changed since, is left alone.
func openKeeper(s Sessions, o Options, seed uint64) (*keeper, error) {
	h := fnv.New64a()
	h.Write(o.Scenario.Source)
	k := &keeper{store: s, subject: o.Subject, seed: seed, source: fmt.Sprintf("%016x", h.Sum64())}
	session, ok, err := s.OpenSession(kind, o.Subject)
	if err != nil || !ok || o.Seed != nil && session.Seed != seed {
		return k, err
	}
	lines, err := s.Events(session.ID)
	if err != nil {
		return nil, err
	}
	var events []player.Event
	source := ""
	for _, data := range lines {
		var l line
		if json.Unmarshal(data, &l) != nil {
			continue // of a later version; what is understood still replays
		}
		if l.Source != "" {
			source = l.Source
			continue
		}
		events = append(events, l.Event)
	}
	if source == k.source {
		k.session, k.seed, k.events = session.ID, session.Seed, events
	}
	return k, nil
}

// append writes one event, and before the first one the session and its source.
func (k *keeper) append(e player.Event) error {
	if k.session == 0 {
		s, err := k.store.StartSession(kind, k.subject, k.seed)
		if err != nil {
			return err
		}
		if err := k.write(s.ID, line{Source: k.source}); err != nil {
			return err
		}
		k.session = s.ID
	}
	return k.write(k.session, line{Event: e})
}

func (k *keeper) write(session int64, l line) error {
	data, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return k.store.AppendEvent(session, data)
}

// saveEvent queues an event for the store.
func (p *Page) saveEvent(e player.Event) {
	if p.keep == nil {
		return
	}
	keep := p.keep
	p.env.Journal.Save("the lab", func() error { return keep.append(e) })
}
