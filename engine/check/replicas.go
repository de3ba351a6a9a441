package check

import (
	"slices"

	"netsplit/engine/history"
)

// MonotonicReplicas decides monotonic reads for each replica instead of for each
// session: a read must not return an older version than an earlier read, of
// anybody, that the same node answered. It holds where every node answers with
// what it has and nobody loses a disk; it is broken where a node asks others
// and takes the first answer.
func MonotonicReplicas(operations []history.Operation, order Order) Verdict {
	numbers := map[string]int{}
	list := slices.Clone(operations)
	for i := range list {
		o := &list[i]
		if _, ok := numbers[o.Via]; !ok {
			numbers[o.Via] = len(numbers)
		}
		o.Process = numbers[o.Via]
	}
	s := newSessions(list, order)
	s.where = "before that, at the same node,"
	return s.check("monotonic-replicas", "reads", isRead, isRead)
}
