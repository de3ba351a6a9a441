package check

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/history"
)

// FinalState is what the replicas of a key hold when all is quiet.
type FinalState struct {
	Values []string // each different one, if replicas differ or keep siblings
	Found  bool     // some replica holds a value
}

// NoLostWrites decides whether every acknowledged write is still there at the
// end, or there is a reason why it isn't.
//
// An acknowledged put or compare-and-set is explained if one of the final
// values is its own, or was written by a write that did not return before it
// was invoked (later or concurrent, acknowledged or Info: it may have
// overwritten ours), or if the key is missing and a delete, acknowledged or
// Info, did not return before it was invoked. An acknowledged delete is
// explained if the key is missing, or one of the final values was written by
// a write that did not return before the delete was invoked.
//
// Everything else is lost: the final values are all older, or nobody wrote
// them, or only a write that failed and so was said not to have happened, or
// the key is missing without a delete. A key that is not in final is missing.
//
// Compare values of a run without traffic in progress, after healing; the
// check says nothing about the time before.
func NoLostWrites(operations []history.Operation, final map[string]FinalState) Verdict {
	var faults []fault
	acknowledged, keys := 0, 0
	for _, r := range registers(operations, content{}) {
		before := acknowledged
		state := final[r.key]
		state.Found = state.Found && len(state.Values) > 0
		latest := r.latestReturn(state)
		for _, e := range r.entries {
			if _, ok := e.writes(); !ok || e.op.Outcome != history.OK {
				continue
			}
			acknowledged++
			if latest < e.call { // its own return comes after, if it is what is there
				faults = append(faults, r.lost(e, state))
			}
		}
		if acknowledged > before { // others were only read
			keys++
		}
	}
	return verdict("no-lost-writes", faults, fmt.Sprintf("%s on %s: each is still there, or overwritten by a newer one",
		noun.Count(acknowledged, "acknowledged write"), noun.Count(keys, "key")))
}

// latestReturn is when the last of the writes returned that may have left
// what there is at the end; -1 if there was none.
func (r *register) latestReturn(state FinalState) clock.Time {
	contents := []content{{}}
	if state.Found {
		contents = contents[:0]
		for _, v := range state.Values {
			contents = append(contents, content{true, v})
		}
	}
	latest := clock.Time(-1)
	for _, c := range contents {
		for _, w := range r.writers[c] {
			latest = max(latest, w.end)
		}
	}
	return latest
}

// lost puts it into words.
func (r *register) lost(e *entry, state FinalState) fault {
	text := fmt.Sprintf("%s had been acknowledged at %v, but in the end %s holds ", name(e.op), e.end, word(r.key))
	operations := []*history.Operation{e.op}
	if !state.Found {
		return fault{text + "nothing, and nobody deleted it since", ids(operations...)}
	}
	var parts []string
	for i, v := range state.Values {
		if i == 3 {
			parts = append(parts, fmt.Sprintf("%d more values", len(state.Values)-i))
			break
		}
		part := word(v)
		if writers := r.writers[content{true, v}]; len(writers) > 0 {
			older := writers[len(writers)-1]
			part += fmt.Sprintf(", which is older: %s had returned at %v", name(older.op), older.end)
			operations = append(operations, older.op)
		} else if i := slices.IndexFunc(r.failed, func(o *history.Operation) bool { return o.Kind != history.Delete && o.Value == v }); i >= 0 {
			part += fmt.Sprintf(", of %s, which had failed%s", name(r.failed[i]), code(r.failed[i]))
			operations = append(operations, r.failed[i])
		} else {
			part += ", which nobody wrote"
		}
		parts = append(parts, part)
	}
	return fault{text + join(parts), ids(operations...)}
}
