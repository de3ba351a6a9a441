package check

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/history"
)

// NoUnseenWriteLost is NoLostWrites for a store that keeps siblings: every
// acknowledged write is still there at the end, or was seen by the writer of
// something that is. remembers tells which. Nothing is excused because it was
// concurrent: not to lose those is what siblings are for.
func NoUnseenWriteLost(operations []history.Operation, remembers func(history.Operation) bool) Verdict {
	var faults []fault
	keys := map[string]bool{}
	acknowledged := 0
	for i := range operations {
		o := &operations[i]
		if !isWrite(o) || o.Outcome != history.OK {
			continue
		}
		acknowledged++
		keys[o.Key] = true
		if !remembers(*o) {
			faults = append(faults, fault{fmt.Sprintf("%s had been acknowledged at %v, but in the end it is not there, and nobody who had seen it wrote %s since",
				name(o), o.Returned, word(o.Key)), ids(o)})
		}
	}
	return verdict("no-lost-writes", faults, fmt.Sprintf("%s on %s: each is still there, or was seen by the writer of what is",
		noun.Count(acknowledged, "acknowledged write"), noun.Count(len(keys), "key")))
}
