package check

import "fmt"

// Job is work that a queue acknowledged.
type Job struct {
	ID        uint64
	Body      string
	Operation uint64 // the client operation that sent it, 0: not known
}

// AtLeastOnce decides whether every acknowledged job was processed, or is
// still kept: waiting, in flight, or among the dead letters. Processing a job
// twice is allowed, and counted in the explanation; processed holds an entry
// each time.
func AtLeastOnce(acknowledged []Job, processed, kept []uint64) Verdict {
	times := map[uint64]int{}
	for _, id := range processed {
		times[id]++
	}
	waiting := map[uint64]bool{}
	for _, id := range kept {
		waiting[id] = true
	}
	var faults []fault
	done, repeated, left := 0, 0, 0
	for _, j := range acknowledged {
		switch n := times[j.ID]; {
		case n > 1:
			repeated++
			done++
		case n == 1:
			done++
		case waiting[j.ID]:
			left++
		default:
			f := fault{text: fmt.Sprintf("job %d (%s) was acknowledged, but neither processed nor kept", j.ID, word(j.Body))}
			if j.Operation != 0 {
				f.text = fmt.Sprintf("job %d (%s), sent by op %d, was acknowledged, but neither processed nor kept", j.ID, word(j.Body), j.Operation)
				f.operations = []uint64{j.Operation}
			}
			faults = append(faults, f)
		}
	}
	return verdict("at-least-once", faults, fmt.Sprintf("of %s sent %d were processed, %d of them more than once, and %d are still kept",
		count(len(acknowledged), "job"), done, repeated, left))
}
