package cli

import (
	"encoding/json"
	"fmt"
	"hash/fnv"

	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/store"
	"netsplit/tui/player"
)

// sitting keeps what is done in a lab as events, in the form of the lab's
// screen: a sitting begun in lines goes on there, and the other way round.
type sitting struct {
	store   *store.Store
	subject string
	source  string // of the scenario, as a hash
	seed    uint64
	session int64 // 0: not begun; looking in and leaving keeps nothing
}

// kept is an event as it is stored. The first one of a session holds the
// scenario's hash: an edited scenario can't be replayed from old events.
type kept struct {
	player.Event
	Source string `json:"source,omitempty"`
}

const labKind = "lab"

// openSitting finds what was done in this lab and not finished. With another
// seed asked for, or a scenario that was changed since, it starts afresh.
func openSitting(s *store.Store, sc *scenario.Scenario, subject string, seed *uint64) (*sitting, player.State, error) {
	h := fnv.New64a()
	h.Write(sc.Source)
	one := &sitting{store: s, subject: subject, source: fmt.Sprintf("%016x", h.Sum64()), seed: sc.Seed}
	if seed != nil {
		one.seed = *seed
	}
	session, ok, err := s.OpenSession(labKind, subject)
	if err != nil || !ok || seed != nil && session.Seed != *seed {
		return one, player.State{}, err
	}
	lines, err := s.Events(session.ID)
	if err != nil {
		return nil, player.State{}, err
	}
	source := ""
	var events []player.Event
	for _, line := range lines {
		var k kept
		if json.Unmarshal(line, &k) != nil {
			continue // of a later version; what is understood still replays
		}
		if k.Source != "" {
			source = k.Source
			continue
		}
		events = append(events, k.Event)
	}
	if source != one.source {
		return one, player.State{}, nil
	}
	one.session, one.seed = session.ID, session.Seed
	return one, player.Fold(events), nil
}

// save writes an event, and before the first one the session and its source.
func (s *sitting) save(e player.Event) error {
	if s.session == 0 {
		session, err := s.store.StartSession(labKind, s.subject, s.seed)
		if err != nil {
			return err
		}
		s.session = session.ID
		if err := s.write(kept{Source: s.source}); err != nil {
			return err
		}
	}
	return s.write(kept{Event: e})
}

func (s *sitting) write(k kept) error {
	data, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return s.store.AppendEvent(s.session, data)
}

// replay does again what was done, each thing at its time, and ends at the
// moment where it was left. That may be an earlier one: then the cluster still
// knows what came later.
func replay(cluster *engine.Cluster, state player.State) error {
	for _, e := range state.Events {
		cluster.Advance(max(0, e.At.Sub(cluster.Now())))
		if e.Next {
			_ = cluster.DoNext() // it worked when it was saved
			continue
		}
		if step, err := scenario.ParseStep(e.Step); err == nil {
			_, _ = cluster.Do(step) // a check that failed then fails again
		}
	}
	return cluster.Seek(state.Now)
}
