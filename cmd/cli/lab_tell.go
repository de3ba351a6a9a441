package cli

import (
	"fmt"
	"slices"
	"strings"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

// mostLines bounds what is told after one step.
const mostLines = 20

// tell says what happened since it was called last.
func (d *labDialogue) tell() {
	log := d.cluster.Snapshot().Log
	fresh := log
	for i, line := range slices.Backward(log) {
		if line == d.last {
			fresh = log[i+1:]
			break
		}
	}
	if len(log) > 0 {
		d.last = log[len(log)-1]
	}
	if n := len(fresh); n > mostLines {
		d.say("(%d earlier lines left out)", n-mostLines)
		fresh = fresh[n-mostLines:]
	}
	for _, line := range fresh {
		number := ""
		if line.Operation != 0 {
			number = fmt.Sprintf(" (operation %d)", line.Operation)
		}
		d.say("%s  %s%s", line.Time, line.Text, number)
	}
}

// status says how things stand now.
func (d *labDialogue) status() {
	s := d.cluster.Snapshot()
	d.say("time %s, seed %d", s.Time, s.Seed)
	for _, c := range s.Clients {
		d.say("%s: %.1f%% of %d operations ok, p99 %s", c.Component, 100*c.Availability, c.Total, c.P99)
	}
	for _, n := range s.Nodes {
		if n.State != engine.Up {
			d.say("%s: %s since %s", n.Name, n.State, n.Since)
		}
	}
	for _, f := range s.Faults {
		d.say("fault: %s, since %s", f.Text, f.Since)
	}
	for _, st := range s.Stores {
		d.say("%s: N %d, R %d, W %d; %d keys, %d of them differ between replicas, %d stale reads",
			st.Component, st.Replicas, st.Read, st.Write, st.TotalKeys, st.DivergentKeys, st.StaleReads)
	}
	for _, m := range s.Memberships {
		for _, sentence := range m.Sentences() {
			d.say("%s", sentence)
		}
	}
	for _, c := range s.Caches {
		d.say("%s: %d of %d entries, %.1f%% hits", c.Component, c.Size, c.Capacity, 100*c.HitRatio)
	}
	for _, q := range s.Queues {
		d.say("%s: %d waiting, %d in flight, %d dead", q.Component, q.Depth, q.InFlight, q.Dead)
	}
	for _, t := range s.Topics {
		for _, x := range t.Subscribers {
			d.say("%s for %s: %d waiting, %d in flight, %d delivered, %d dropped", t.Component, x.Component, x.Buffered, x.InFlight, x.Delivered, x.Dropped)
		}
	}
	for _, l := range s.Listenings {
		d.say("%s: %s", l.Component, l.Sentence())
	}
	for _, f := range s.Feeds {
		d.say("%s: %s", f.Component, f.Sentence())
	}
	for _, st := range s.Streams {
		for _, g := range st.Groups {
			d.say("%s for %s: %d records behind, %d done again", st.Component, g.Component, g.Lag, g.Duplicates)
		}
	}
}

func (d *labDialogue) metrics(prefix string) {
	none := true
	for _, m := range d.cluster.Snapshot().Metrics {
		if strings.HasPrefix(m.Name, prefix) {
			d.say("%s: %s", m.Name, m.Text)
			none = false
		}
	}
	if none {
		d.say("No metric begins with %q.", prefix)
	}
}

// keys says what each replica holds.
func (d *labDialogue) keys() {
	for _, store := range d.cluster.Snapshot().Stores {
		for _, row := range store.Keys[:min(len(store.Keys), mostLines)] {
			cells := make([]string, len(row.Cells))
			for i, c := range row.Cells {
				switch {
				case c.Missing:
					cells[i] = c.Node + " nothing"
				case c.Behind:
					cells[i] = c.Node + " " + c.Value + " (behind)"
				default:
					cells[i] = c.Node + " " + c.Value
				}
				if c.Down {
					cells[i] += " (down)"
				}
			}
			d.say("%s: %s", row.Key, strings.Join(cells, ", "))
		}
		if n := store.TotalKeys - mostLines; n > 0 {
			d.say("%s has %d more keys", store.Component, n)
		}
	}
}

func (d *labDialogue) help(verb string) {
	if verb != "" {
		for _, v := range scenario.Verbs() {
			if v.Name == verb {
				d.say("%s: %s. For example: %s", v.Usage, v.Doc, v.Example)
				return
			}
		}
	}
	d.say("Steps:")
	for _, v := range scenario.Verbs() {
		d.say("  %s: %s", v.Usage, v.Doc)
	}
	d.say("Besides:")
	for _, line := range []string{
		"next: do the scenario's own next step",
		"guide: predict each step before it runs; guide again ends it",
		"why [OPERATION|NODE|COMPONENT]: the reason, from the symptom to the fault",
		"status: clients, faults, stores, who suspects whom, caches, queues",
		"keys: what each replica holds",
		"metrics [PREFIX]: all numbers",
		"back TIME: go to an earlier moment",
		"show [WHAT]: design, messages, lost, message N, ring, raft, history, latency, in sentences",
		"begin STEP: do a step and don't wait for its end; then show messages, deliver, drop or delay one",
		"event: run exactly one event; undo: take one back",
		"fork: a second run goes on without your steps; fork STEP does one there; fork end",
		"compare: what differs between this run and the fork",
		"anew: start again from time zero",
		"save FILE: keep what you did as a scenario",
		"quit: leave",
	} {
		d.say("  %s", line)
	}
}
