package scene

import (
	"slices"

	"netsplit/engine"
)

// Group is a set of members of one component that can still reach each other
// directly or through each other, in both directions.
type Group struct{ Members []string }

// Groups splits a component's members by the links between them that are not
// cut. Without links between members there is one group. The order is that of
// the members.
func Groups(s *engine.Snapshot, component string) []Group {
	members := membersOf(s, component)
	index := make(map[string]int, len(members))
	for i, m := range members {
		index[m] = i
	}
	type ends struct{ a, b int }
	open := map[ends]bool{}
	cut := false
	for _, l := range s.Links {
		a, okA := index[l.From]
		b, okB := index[l.To]
		if !okA || !okB {
			continue
		}
		if l.Cut {
			cut = true
		} else {
			open[ends{a, b}] = true
		}
	}
	if !cut {
		return []Group{{members}}
	}
	// Merge the smaller label into the larger set until nothing changes: members
	// are few, and the result is in member order without sorting.
	label := make([]int, len(members))
	for i := range label {
		label[i] = i
	}
	for i := range members {
		for j := range members {
			if i != j && open[ends{i, j}] && open[ends{j, i}] && label[i] != label[j] {
				from, to := max(label[i], label[j]), min(label[i], label[j])
				for k := range label {
					if label[k] == from {
						label[k] = to
					}
				}
			}
		}
	}
	var groups []Group
	seen := map[int]int{}
	for i, m := range members {
		g, ok := seen[label[i]]
		if !ok {
			g = len(groups)
			seen[label[i]] = g
			groups = append(groups, Group{})
		}
		groups[g].Members = append(groups[g].Members, m)
	}
	return groups
}

func membersOf(s *engine.Snapshot, component string) []string {
	for _, c := range s.Components {
		if c.Name == component {
			return c.Members
		}
	}
	return nil
}

// oneWay reports whether messages still pass between two groups in one
// direction.
func oneWay(s *engine.Snapshot, a, b Group) bool {
	for _, l := range s.Links {
		ab := slices.Contains(a.Members, l.From) && slices.Contains(b.Members, l.To)
		ba := slices.Contains(b.Members, l.From) && slices.Contains(a.Members, l.To)
		if (ab || ba) && !l.Cut {
			return true
		}
	}
	return false
}
