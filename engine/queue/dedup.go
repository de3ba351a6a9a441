package queue

import (
	"time"

	"netsplit/engine/clock"
)

// seenLimit bounds the messages that a deduplicating queue remembers.
const seenLimit = 100_000

// window remembers which messages came lately, by name, so that a copy is told
// the first one's number and goes no further.
type window struct {
	jobs  map[string]seen
	order []string // by time of arrival
}

type seen struct {
	job uint64
	at  clock.Time
}

// find returns the job that a message became, if that is not too long ago.
func (w *window) find(name string, now clock.Time, span time.Duration) (uint64, bool) {
	for len(w.order) > 0 {
		oldest := w.order[0]
		if len(w.order) <= seenLimit && now.Sub(w.jobs[oldest].at) <= span {
			break
		}
		delete(w.jobs, oldest)
		w.order = w.order[1:]
	}
	s, ok := w.jobs[name]
	return s.job, ok
}

// add remembers a message.
func (w *window) add(name string, job uint64, now clock.Time) {
	w.jobs[name] = seen{job, now}
	w.order = append(w.order, name)
}
