package check

import (
	"slices"

	"github.com/anishathalye/porcupine"

	"netsplit/engine/clock"
)

// outcome is what a search found.
type outcome int

const (
	legal outcome = iota
	illegal
	undecided // the budget is used up
)

// search looks for an order of operations on one key, with porcupine. Its
// budget is counted in steps, so that the verdict does not depend on how fast
// the machine is.
type search struct {
	budget int
	weight int // steps that remembering one state costs
	spent  bool
}

// mostContents bounds what a key may hold at a cut; with more, there is no cut.
const mostContents = 4

// run decides whether the entries (sorted by call) have an order that starts
// with the content.
//
// Where all that began has returned before the next begins, the history is
// cut: nothing crosses such a quiet moment but what the key holds. A piece
// may end in several ways, so a set of contents goes from piece to piece.
// That makes a long history many short ones.
func (s *search) run(initial content, entries []*entry) outcome {
	contents := []content{initial}
	for len(entries) > 0 {
		n := quiet(entries)
		piece := entries[:n]
		next, out := s.piece(contents, piece, n == len(entries))
		for out == legal && len(next) > mostContents && n < len(entries) {
			n += quiet(entries[n:])
			piece = entries[:n]
			next, out = s.piece(contents, piece, n == len(entries))
		}
		if out != legal {
			return out
		}
		contents, entries = next, entries[n:]
	}
	return legal
}

// quiet is how many entries there are until the first quiet moment.
func quiet(entries []*entry) int {
	latest := entries[0].end
	for i, e := range entries {
		if e.call > latest {
			return i
		}
		latest = max(latest, e.end)
	}
	return len(entries)
}

// piece decides one piece for every content before it, and returns what the
// key may hold after it. After the last piece nobody looks.
func (s *search) piece(before []content, piece []*entry, last bool) ([]content, outcome) {
	var after []content
	for _, c := range before {
		ends := []*content{nil}
		if !last {
			ends = s.ends(c, piece)
		}
		for _, end := range ends {
			if end != nil && slices.Contains(after, *end) {
				continue
			}
			switch s.order(c, piece, end) {
			case legal:
				if last {
					return nil, legal
				}
				after = append(after, *end)
			case undecided:
				return nil, undecided
			}
		}
	}
	if len(after) == 0 {
		return nil, illegal
	}
	return after, legal
}

// ends are the contents that a piece may end with: those of the writes that no
// other write surely follows, and the one before it if none surely happened.
func (s *search) ends(before content, piece []*entry) []*content {
	var latest clock.Time = -1 // the last moment at which a sure write began
	sure := false
	for _, e := range piece {
		if _, ok := e.writes(); ok && !e.maybe {
			sure = true
			latest = max(latest, e.call)
		}
	}
	var list []content
	if !sure {
		list = append(list, before)
	}
	for _, e := range piece {
		if c, ok := e.writes(); ok && e.end >= latest && !slices.Contains(list, c) {
			list = append(list, c)
		}
	}
	pointers := make([]*content, len(list))
	for i := range list {
		pointers[i] = &list[i]
	}
	return pointers
}

// order decides whether the entries have an order from one content to
// another; to nil, any.
func (s *search) order(from content, entries []*entry, to *content) outcome {
	if len(entries) == 1 {
		return single(from, entries[0], to)
	}
	operations := make([]porcupine.Operation, 0, len(entries)+1)
	for _, e := range entries {
		operations = append(operations, porcupine.Operation{Input: e, Call: int64(e.call), Return: int64(e.end)})
	}
	if to != nil {
		// There is a cut, so nothing lasts forever.
		operations = append(operations, porcupine.Operation{Input: *to, Call: int64(forever) + 1, Return: int64(forever) + 2})
	}
	s.weight = 8 + len(operations)/64 // about its memory
	s.spent = false
	ok := porcupine.CheckOperations(porcupine.Model{
		Init: func() any { return from },
		Step: s.step,
	}, operations)
	switch {
	case ok:
		return legal
	case s.spent:
		return undecided
	}
	return illegal
}

func single(from content, e *entry, to *content) outcome {
	after, ok := e.apply(from)
	switch {
	case ok && (to == nil || after == *to):
		return legal
	case e.maybe && (to == nil || from == *to):
		return legal // it did not happen
	}
	return illegal
}

// step is the model: an entry, or the demand that the key holds a content.
// With the budget used up nothing is possible any more, which ends the search.
func (s *search) step(state, input, _ any) (bool, any) {
	if s.budget -= 1; s.budget < 0 {
		s.spent = true
		return false, state
	}
	before := state.(content)
	if want, ok := input.(content); ok {
		return before == want, before
	}
	after, ok := input.(*entry).apply(before)
	if ok {
		s.budget -= s.weight // porcupine remembers the state
	}
	return ok, after
}
