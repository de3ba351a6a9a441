package check

import (
	"cmp"
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/history"
)

// describe lists a history that has no order. Of a long one, it names the
// latest.
func (p part) describe(last *entry) fault {
	if !slices.ContainsFunc(p.entries, func(e *entry) bool { return e.op.ID == last.op.ID }) {
		last = slices.MaxFunc(p.entries, func(a, b *entry) int { return cmp.Compare(a.end, b.end) })
	}
	named := p.entries
	if len(named) > shownOperations {
		named = named[len(named)-shownOperations:]
		if !slices.ContainsFunc(named, func(e *entry) bool { return e.op.ID == last.op.ID }) {
			named = append([]*entry{last}, named[1:]...)
		}
	}
	var lines []string
	var operations []*history.Operation
	for _, e := range named {
		lines = append(lines, line(e))
		operations = append(operations, e.op)
	}
	key := word(last.op.Key)
	text := "no order of "
	if p.from >= 0 {
		text = fmt.Sprintf("whatever %s held at %v, no order of ", key, p.from)
	}
	text += fmt.Sprintf("%s on %s explains their answers: %s", noun.Count(len(p.entries), "operation"), key, join(lines))
	if hidden := len(p.entries) - len(named); hidden > 0 {
		text += fmt.Sprintf("; and %d before", hidden)
	}
	if len(p.entries) > 1 {
		text += fmt.Sprintf(". The last straw is op %d", last.op.ID)
	}
	return fault{text, ids(operations...)}
}

// line is one entry of the list.
func line(e *entry) string {
	switch {
	case e.end == forever:
		return fmt.Sprintf("%s, which may have happened at any time after", told(e.op))
	case e.maybe:
		return fmt.Sprintf("%s, which had no clear end", told(e.op))
	case e.op.Kind == history.CompareAndSet:
		return fmt.Sprintf("%s found %s, until %v", told(e.op), word(e.op.Expected), e.end)
	}
	return fmt.Sprintf("%s, until %v", told(e.op), e.end)
}
