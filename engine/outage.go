package engine

import (
	"time"

	"netsplit/engine/clock"
)

// outage measures how long clients went without success: from the last
// operation that succeeded to the next one, where some failed in between. Reads
// and writes are measured apart, since one may go on without the other.
type outage struct {
	succeeded [2]clock.Time
	failing   [2]bool
	longest   time.Duration
}

func (o *outage) record(now clock.Time, write, ok bool) {
	i := 0
	if write {
		i = 1
	}
	switch {
	case !ok:
		o.failing[i] = true
		return
	case o.failing[i]:
		o.longest = max(o.longest, now.Sub(o.succeeded[i]))
	}
	o.failing[i], o.succeeded[i] = false, now
}

// longestUntil is the longest outage, also one that is not over.
func (o *outage) longestUntil(now clock.Time) time.Duration {
	longest := o.longest
	for i, failing := range o.failing {
		if failing {
			longest = max(longest, now.Sub(o.succeeded[i]))
		}
	}
	return longest
}

// notBefore says that nothing was wrong before an operation that failed began:
// who has an open connection makes no operations while all is well.
func (o *outage) notBefore(began clock.Time) {
	if !o.failing[0] {
		o.succeeded[0] = max(o.succeeded[0], began)
	}
}
