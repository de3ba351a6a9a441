package engine

import (
	"testing"
	"time"
)

// TestAnswerAndItsStore asks several components for one request: what a client
// is told is held against the store that it comes from, and no other.
func TestAnswerAndItsStore(t *testing.T) {
	for name, c := range map[string]struct{ calls, writes, reads string }{
		"two stores, the last answers":              {"calls: [first, last]", "last", "last"},
		"at once, the last of the list answers":     {"calls: [first, last], order: parallel", "last", "last"},
		"a topic answers for nobody behind it":      {"calls: [first, news]", "first", "first"},
		"writes to one, reads from the other":       {"calls: [first, last], writes-to: [first], reads-from: [last]", "first", "last"},
		"rows lie beside the answer":                {"calls: [first, last], rows: 2, rows-in: last, write-rows: all", "first", "first"},
		"a cache answers for its store":             {"calls: [first, hot]", "last", "last"},
		"sessions are no answer":                    {"calls: [first], sessions: shared, sessions-in: last", "first", "first"},
		"a store of shards beside one with one log": {"calls: [parts, last]", "last", "last"},
	} {
		t.Run(name, func(t *testing.T) {
			run := start(t, `
scenario: two-stores
components:
  users: {kind: client, rate: 50/s, reads: 50%, keys: uniform(20), to: web}
  web:   {kind: service, `+c.calls+`}
  first: {kind: sql, nodes: 1}
  parts: {kind: sql, nodes: 1, shards: 3}
  last:  {kind: sql, nodes: 1, backup: 1s}
  hot:   {kind: cache, of: last}
  news:  {kind: topic, to: [log]}
  log:   {kind: service, calls: [parts]}
`, 1)
			do(t, run, "put key-1 milk via web")
			wrote := run.world.operations.get(run.world.operations.manual[0])
			run.Advance(10 * time.Second)
			do(t, run, "get key-1 via web")
			read := run.world.operations.get(run.world.operations.manual[1])
			if wrote.store != c.writes || read.store != c.reads {
				t.Errorf("the write is of %s and the read of %s", wrote.store, read.store)
			}
			for _, name := range []string{"no-lost-writes", "linearizable", "sessions"} {
				if v := run.world.check(name); !v.OK {
					t.Errorf("%s: %s", name, v.Explanation)
				}
			}
			for _, store := range []string{"first", "parts", "last"} {
				for _, metric := range []string{".lost-writes", ".stale-reads", ".rpo"} {
					if n := countOf(t, run, store+metric); n != 0 {
						t.Errorf("%s%s is %d in a run without a fault", store, metric, n)
					}
				}
			}
		})
	}
}
