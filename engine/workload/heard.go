package workload

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/socket"
)

// Heard is what reached those who listen, over a whole run.
type Heard struct {
	Updates    int // that arrived, each once
	Duplicates int // that came again
	Disordered int // that came after a later one
	Empty      int // polls that brought nothing
	Connects   int // connections that were opened
	Broken     int // and those that broke
	Open       int // now
	Pings      int
	Delay      metric.Histogram // from publication to arrival

	LastBroken socket.Broke
	BrokenAt   clock.Time

	by []hearing
}

// hearing is how far one of them is.
type hearing struct {
	begun   bool
	highest uint64
	gaps    map[uint64]bool // below that, those that did not come
	given   int             // of those, not kept any more
}

// mostGaps bounds the gaps of one that are kept.
const mostGaps = 1000

// NewHeard is of so many people.
func NewHeard(people int) *Heard { return &Heard{by: make([]hearing, people)} }

// begin notes the newest update before somebody began to listen.
func (h *Heard) begin(who int, last uint64) {
	if b := &h.by[who]; !b.begun {
		b.begun, b.highest = true, last
	}
}

// arrive notes an update that reached somebody.
func (h *Heard) arrive(who int, number uint64, delay time.Duration) {
	h.begin(who, number-1)
	b := &h.by[who]
	switch {
	case number > b.highest:
		for n := b.highest + 1; n < number; n++ {
			b.miss(n)
		}
		b.highest = number
	case b.gaps[number]:
		delete(b.gaps, number)
		h.Disordered++
	default:
		h.Duplicates++
		return
	}
	h.Updates++
	h.Delay.Record(delay)
}

func (b *hearing) miss(number uint64) {
	if b.gaps == nil {
		b.gaps = map[uint64]bool{}
	}
	if len(b.gaps) >= mostGaps {
		b.given++
		return
	}
	b.gaps[number] = true
}

// Missed counts updates that did not reach somebody whom a later one did reach.
func (h *Heard) Missed() int {
	n := 0
	for _, b := range h.by {
		n += len(b.gaps) + b.given
	}
	return n
}

// Behind counts updates up to the newest that have not reached somebody, later
// than all that have.
func (h *Heard) Behind(newest uint64) int {
	n := 0
	for _, b := range h.by {
		if b.begun && newest > b.highest {
			n += int(newest - b.highest)
		}
	}
	return n
}
