package engine

import (
	"netsplit/engine/check"
	"netsplit/engine/request"
)

// linearizable checks that the keys of a store were like registers that
// change at one moment.
func (w *world) linearizable(store string) check.Verdict {
	operations, whole := w.operations.of(store)
	if !whole {
		return check.Verdict{Name: "linearizable", Unknown: true, Explanation: tooLong}
	}
	return check.Linearizable(operations, check.Options{})
}

// sessions checks what each session of a store may expect of the order of
// versions.
func (w *world) sessions(store string) check.Verdict {
	operations, whole := w.operations.of(store)
	if !whole {
		return check.Verdict{Name: "sessions", Unknown: true, Explanation: tooLong}
	}
	versions := make(map[string]request.Version, len(operations))
	for _, o := range operations {
		if o.Version != "" {
			versions[o.Version] = w.operations.get(o.ID).answer.Version
		}
	}
	return check.Sessions(operations, func(a, b string) int { return versions[a].Compare(versions[b]) })
}
