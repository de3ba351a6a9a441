package scenario

// Checker is something that `check` can run over the history of a run.
type Checker struct{ Name, Doc string }

// Checks lists the checkers.
func Checks() []Checker {
	return []Checker{
		{"linearizable", "operations on each key can be put into one order that respects real time and explains every answer"},
		{"sessions", "each session reads its own writes, never goes back to an older value, and writes in its own order"},
		{"monotonic-replicas", "no node answers a read with an older value than it answered before: monotonic reads per replica"},
		{"converged", "the replicas that run hold the same, once everything is quiet"},
		{"no-lost-writes", "no write that was acknowledged is gone, unless a later one took its place"},
		{"one-leader", "no two nodes led the same term"},
		{"at-least-once", "each job that was accepted was done, or is still there"},
		{"exactly-once", "each job that was accepted was done, and no job was done twice"},
		{"ordered", "what was sent first was worked on first"},
	}
}
