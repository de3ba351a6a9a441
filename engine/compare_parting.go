package engine

import (
	"fmt"
	"math"

	"github.com/cespare/xxhash/v2"
)

// parting finds the first event that differs: it runs both again from the seed.
func parting(a, b *Cluster) (*Parting, string) {
	if a.TraceHash() == b.TraceHash() {
		return nil, ""
	}
	var sums []uint64
	note := ""
	a.again(func(l Line) {
		if len(sums) < eventsCompared {
			sums = append(sums, l.sum())
		}
	})
	at, seen := len(sums), 0
	var there Line
	b.again(func(l Line) {
		if seen < at && sums[seen] != l.sum() || seen == at && there.Number == 0 {
			at, there = seen, l
		}
		seen++
	})
	at = min(at, seen)
	if at == eventsCompared {
		return nil, fmt.Sprintf("The first %d events are the same; later ones were not compared.", eventsCompared)
	}
	var here Line
	seen = 0
	a.again(func(l Line) {
		if seen == at {
			here = l
		}
		seen++
	})
	p := &Parting{TimeSeconds: here.TimeSeconds, Event: uint64(at + 1), A: here.sentence(), B: there.sentence()}
	if here.Number == 0 || there.Number != 0 && there.TimeSeconds < here.TimeSeconds {
		p.TimeSeconds = there.TimeSeconds
	}
	return p, note
}

// again repeats the run from the seed and hands over every record.
func (c *Cluster) again(sink func(Line)) {
	f, err := c.repeat(func(l Line) {
		if l.Event != "timer" || l.Node != Operator { // the script's clock
			sink(l)
		}
	})
	if err != nil {
		panic(err) // the same scenario was built before: a programming error
	}
	f.world.trace.sink = nil
}

// sum tells two lines apart.
func (l Line) sum() uint64 {
	h := xxhash.Sum64String(l.Text)
	for _, x := range []uint64{math.Float64bits(l.TimeSeconds), xxhash.Sum64String(l.Event), xxhash.Sum64String(l.Node), xxhash.Sum64String(l.Peer), l.Operation, l.Message} {
		h = (h ^ x) * 1099511628211
	}
	return h
}

// sentence is what the line tells, without its numbers.
func (l Line) sentence() string {
	if l.Number == 0 {
		return "nothing happens any more"
	}
	text := l.Event + " " + l.Node
	if l.Peer != "" {
		text += " " + map[string]string{"sent": "to", "delivered": "from", "dropped": "from"}[l.Event] + " " + l.Peer
	}
	if l.Text != "" {
		text += ": " + l.Text
	}
	return text
}
