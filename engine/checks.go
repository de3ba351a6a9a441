package engine

import (
	"netsplit/engine/causal"
	"netsplit/engine/check"
	"netsplit/engine/request"
)

// copied is a store that keeps copies and answers for them.
type copied interface {
	part
	lost(w *world) check.Verdict
	converged(w *world) check.Verdict
}

// ruled is a copied store whose writes one member orders.
type ruled interface {
	copied
	oneLeader(w *world) check.Verdict
}

// judge implements judged.
func (p *kvPart) judge(w *world, name string) (check.Verdict, bool) { return w.judgeStore(p, name) }

// judge implements judged.
func (p *raftPart) judge(w *world, name string) (check.Verdict, bool) { return w.judgeStore(p, name) }

// judge implements judged.
func (p *sqlPart) judge(w *world, name string) (check.Verdict, bool) { return w.judgeStore(p, name) }

// judgeStore runs a checker over a store; false: it does not apply.
func (w *world) judgeStore(p copied, name string) (check.Verdict, bool) {
	store := p.base().name()
	switch name {
	case "linearizable":
		return w.linearizable(store), true
	case "no-lost-writes":
		return p.lost(w), true
	case "converged":
		return p.converged(w), true
	case "sessions":
		return w.sessions(store), true
	case "monotonic-replicas":
		return w.monotonicReplicas(store), true
	case "one-leader":
		if p, is := p.(ruled); is {
			return p.oneLeader(w), true
		}
	}
	return check.Verdict{}, false
}

// linearizable checks that the keys of a store were like registers that
// change at one moment.
func (w *world) linearizable(store string) check.Verdict {
	if p, ok := w.parts[store].(*kvPart); ok && p.siblings() {
		return check.Verdict{Name: "linearizable", Unknown: true, Explanation: store + " keeps siblings: a key may hold several values at once, so it is no register, and this does not apply. Check no-lost-writes, sessions or converged."}
	}
	operations, whole := w.operations.of(store)
	if !whole {
		return check.Verdict{Name: "linearizable", Unknown: true, Explanation: tooLong}
	}
	return check.Linearizable(operations, check.Options{})
}

// monotonicReplicas checks that no node of a store goes back in what it answers.
func (w *world) monotonicReplicas(store string) check.Verdict {
	const name = "monotonic-replicas"
	operations, whole := w.operations.of(store)
	if !whole {
		return check.Verdict{Name: name, Unknown: true, Explanation: tooLong}
	}
	if p, ok := w.parts[store].(*kvPart); ok && p.siblings() {
		seen := map[string]causal.Context{}
		for _, o := range operations {
			if o.Version != "" {
				seen[o.Version] = w.operations.get(o.ID).answer.Context
			}
		}
		return check.MonotonicReplicas(operations, func(a, b string) int {
			if a == b {
				return 0
			}
			if seen[a].Includes(seen[b]) {
				return 1
			}
			return -1
		})
	}
	versions := make(map[string]request.Version, len(operations))
	for _, o := range operations {
		if o.Version != "" {
			versions[o.Version] = w.operations.get(o.ID).answer.Version
		}
	}
	return check.MonotonicReplicas(operations, func(a, b string) int { return versions[a].Compare(versions[b]) })
}

// sessions checks what each session of a store may expect of the order of
// versions.
func (w *world) sessions(store string) check.Verdict {
	operations, whole := w.operations.of(store)
	if !whole {
		return check.Verdict{Name: "sessions", Unknown: true, Explanation: tooLong}
	}
	if p, ok := w.parts[store].(*kvPart); ok && p.siblings() {
		seen := map[string]causal.Context{}
		for _, o := range operations {
			if o.Version != "" {
				seen[o.Version] = w.operations.get(o.ID).answer.Context
			}
		}
		return check.SessionsThatSee(operations, func(a, b string) bool { return seen[a].Includes(seen[b]) })
	}
	versions := make(map[string]request.Version, len(operations))
	for _, o := range operations {
		if o.Version != "" {
			versions[o.Version] = w.operations.get(o.ID).answer.Version
		}
	}
	return check.Sessions(operations, func(a, b string) int { return versions[a].Compare(versions[b]) })
}
