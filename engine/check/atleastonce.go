package check

import (
	"fmt"

	"netsplit/calc/noun"
)

// AtLeastOnce decides whether every message that was acknowledged took effect,
// or is still kept: waiting, in flight, or among the dead letters. Taking effect
// twice is allowed, and counted in the explanation.
func AtLeastOnce(acknowledged []Message, kept func(id uint64) bool) Verdict {
	var faults []fault
	for _, m := range Lost(acknowledged, kept) {
		faults = append(faults, fault{m.name() + " was acknowledged, but neither processed nor kept", m.operations()})
	}
	done, repeated, left := 0, 0, 0
	for i := range acknowledged {
		switch m := &acknowledged[i]; {
		case len(m.Work) > 1:
			repeated++
			done++
		case len(m.Work) == 1:
			done++
		case kept(m.ID):
			left++
		}
	}
	return verdict("at-least-once", faults, fmt.Sprintf("of %s sent %d were processed, %d of them more than once, and %d are still kept",
		noun.Count(len(acknowledged), "job"), done, repeated, left))
}
