package check

import (
	"cmp"
	"fmt"
	"slices"

	"netsplit/calc/noun"
)

// Ordered decides whether the messages of each group took effect in the order
// in which they were accepted. What counts is the first effect of each. Dead
// letters were given up, and those that never took effect have no place in an
// order: both are left out.
func Ordered(accepted []Message) Verdict {
	var done []*Message
	for i := range accepted {
		if m := &accepted[i]; len(m.Work) > 0 && !m.Dead {
			done = append(done, m)
		}
	}
	slices.SortStableFunc(done, func(a, b *Message) int { return cmp.Compare(a.Work[0].Turn, b.Work[0].Turn) })
	newest := map[string]*Message{} // by group
	var faults []fault
	for _, m := range done {
		n := newest[m.Group]
		if n == nil || n.ID < m.ID {
			newest[m.Group] = m
			continue
		}
		faults = append(faults, fault{fmt.Sprintf("%s took effect %s, after job %d (%s) %s, although it was accepted before it%s",
			m.name(), m.Work[0].told(), n.ID, word(n.Body), n.Work[0].told(), inGroup(m.Group)), append(m.operations(), n.operations()...)})
	}
	return verdict("ordered", faults, fmt.Sprintf("%s in %s took effect in the order in which they were accepted",
		noun.Count(len(done), "job"), noun.Count(len(newest), "group")))
}

func inGroup(group string) string {
	if group == "" {
		return ""
	}
	return " in group " + word(group)
}
