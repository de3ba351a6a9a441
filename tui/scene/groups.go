package scene

import (
	"fmt"
	"slices"
	"strings"

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
	type pair struct{ a, b int }
	open := map[pair]bool{}
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
			open[pair{a, b}] = true
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
			if i != j && open[pair{i, j}] && open[pair{j, i}] && label[i] != label[j] {
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

// CutLine is one line of the list of what is cut or lossy.
type CutLine struct {
	From, To []string
	Both     bool // both directions
	Loss     float64
	Why      string
}

func (l CutLine) text(g Glyphs) string {
	from, to := strings.Join(l.From, " "), strings.Join(l.To, " ")
	switch {
	case l.Loss > 0:
		return fmt.Sprintf("%s %c %s  loses %s", from, g.Slow, to, Percent(l.Loss))
	case l.Both:
		return fmt.Sprintf("%s %c%c %s  nothing passes", from, g.Cut, g.Cut, to)
	}
	return fmt.Sprintf("%s %c%c %s  nothing passes this way", from, g.Cut, g.OneWay, to)
}

// Cuts gathers the links that are cut or lossy into as few lines as say it:
// pairs with the same cause, both directions together.
func Cuts(s *engine.Snapshot) []CutLine {
	type dir struct{ from, to string }
	bad := map[dir]engine.Link{}
	for _, l := range s.Links {
		if l.Cut || l.Loss > 0 {
			bad[dir{l.From, l.To}] = l
		}
	}
	var lines []CutLine
	done := map[dir]bool{}
	for _, l := range s.Links {
		d := dir{l.From, l.To}
		if _, ok := bad[d]; !ok || done[d] {
			continue
		}
		back, both := bad[dir{l.To, l.From}]
		both = both && back.Cut == l.Cut && back.Loss == l.Loss
		done[d] = true
		if both {
			done[dir{l.To, l.From}] = true
		}
		loss := l.Loss
		if l.Cut {
			loss = 0
		}
		lines = addCut(lines, l, both, loss)
	}
	return mergeCuts(lines)
}

// addCut puts a link onto the line with the same source, kind and cause.
func addCut(lines []CutLine, l engine.Link, both bool, loss float64) []CutLine {
	for i, line := range lines {
		if line.Both == both && line.Loss == loss && line.Why == l.Why && len(line.From) == 1 && line.From[0] == l.From {
			lines[i].To = append(lines[i].To, l.To)
			return lines
		}
	}
	return append(lines, CutLine{From: []string{l.From}, To: []string{l.To}, Both: both, Loss: loss, Why: l.Why})
}

// mergeCuts joins lines that cut different sources from the same targets.
func mergeCuts(lines []CutLine) []CutLine {
	var out []CutLine
	for _, l := range lines {
		i := slices.IndexFunc(out, func(o CutLine) bool {
			return o.Both == l.Both && o.Loss == l.Loss && o.Why == l.Why && slices.Equal(o.To, l.To)
		})
		if i >= 0 {
			out[i].From = append(out[i].From, l.From...)
			continue
		}
		out = append(out, l)
	}
	return out
}
