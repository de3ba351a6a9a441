package check

import (
	"fmt"

	"netsplit/calc/noun"
)

// ExactlyOnce decides whether every message that was acknowledged took effect
// once: not twice, be it that a worker did a job again or that a sender's retry
// became a second job, and not never, unless it is still kept. kept reports
// whether a message waits, is in flight, or is a dead letter.
func ExactlyOnce(acknowledged []Message, kept func(id uint64) bool) Verdict {
	first := map[uint64]*Message{} // by operation
	var faults []fault
	for _, m := range Lost(acknowledged, kept) {
		faults = append(faults, fault{m.name() + " was acknowledged, but neither done nor kept", m.operations()})
	}
	done, left := 0, 0
	for i := range acknowledged {
		m := &acknowledged[i]
		switch {
		case len(m.Work) == 0:
			if kept(m.ID) {
				left++
			}
			continue
		case len(m.Work) > 1:
			faults = append(faults, fault{fmt.Sprintf("%s was done twice: %s, and again %s", m.name(), m.Work[0].told(), m.Work[1].told()), m.operations()})
			continue
		}
		if earlier := first[m.Operation]; m.Operation != 0 && earlier != nil {
			faults = append(faults, fault{fmt.Sprintf("op %d was done twice: it was accepted as job %d, done %s, and as job %d, done %s",
				m.Operation, earlier.ID, earlier.Work[0].told(), m.ID, m.Work[0].told()), m.operations()})
			continue
		}
		first[m.Operation] = m
		done++
	}
	return verdict("exactly-once", faults, fmt.Sprintf("of %s sent %d took effect once, and %d are still kept", noun.Count(len(acknowledged), "job"), done, left))
}
