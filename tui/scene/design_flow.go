package scene

import (
	"time"

	"netsplit/engine"
)

// flow is what happens between two components, both ways.
type flow struct {
	cut, all int
	loss     float64
	travel   time.Duration
	there    []traveller // messages on their way
	back     []traveller // replies
}

// traveller is a message at the share of its way that it has come.
type traveller struct {
	share float64
	id    uint64
}

// broken reports whether nothing passes.
func (f *flow) broken() bool { return f.cut > 0 && f.cut == f.all }

// flows sums the links up by pair of components.
func (t *topology) flows() map[[2]string]*flow {
	out := map[[2]string]*flow{}
	for _, row := range t.rows {
		for _, c := range row {
			for _, to := range c.To {
				out[[2]string{c.Name, to}] = &flow{}
			}
		}
	}
	find := func(a, b string) (f *flow, back bool) {
		from, to := t.owner(a), t.owner(b)
		if f := out[[2]string{from, to}]; f != nil {
			return f, false
		}
		return out[[2]string{to, from}], true
	}
	travels := map[*flow]int{}
	for _, l := range t.view.Snapshot.Links {
		f, _ := find(l.From, l.To)
		if f == nil || t.owner(l.From) == t.owner(l.To) {
			continue
		}
		f.all++
		if l.Cut {
			f.cut++
		}
		f.loss = max(f.loss, l.Loss)
		if l.Travel > 0 {
			f.travel += l.Travel
			travels[f]++
		}
	}
	for f, n := range travels { // order-free: each on its own
		f.travel /= time.Duration(n)
	}
	for _, m := range t.view.Snapshot.Messages {
		f, back := find(m.From, m.To)
		if f == nil || t.owner(m.From) == t.owner(m.To) || m.Arrives <= m.SentAt {
			continue
		}
		if share := t.reached(m); back {
			f.back = append(f.back, traveller{1 - share, m.ID})
		} else {
			f.there = append(f.there, traveller{share, m.ID})
		}
	}
	return out
}

// reached is how much of its way a message has come.
func (t *topology) reached(m engine.Message) float64 {
	return min(1, max(0, float64(t.view.Snapshot.Time-m.SentAt)/float64(m.Arrives-m.SentAt)))
}
