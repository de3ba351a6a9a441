package engine

import (
	"fmt"
	"testing"
	"time"
)

// TestAnswersFromCachesBeginNoSession: who was served a file or a kept copy is
// not known to any server yet. The first request that reaches one begins the
// session, and nobody is logged out while nothing fails.
func TestAnswersFromCachesBeginNoSession(t *testing.T) {
	for _, front := range []string{"cdn, origin: web", "proxy, cache: 1s, to: web", "gateway, cache: 1s, to: web"} {
		for _, sessions := range []string{"local", "shared, sessions-in: baskets"} {
			c := start(t, fmt.Sprintf(`
scenario: sessions
components:
  users:   {kind: client, rate: 80/s, reads: 80%%, keys: uniform(9), sessions: 30, to: front}
  front:   {kind: %s}
  web:     {kind: service, time: 1ms, sessions: %s, calls: [store]}
  store:   {kind: kv}
  baskets: {kind: raft}
`, front, sessions), 1)
			do(t, c, "put key-3 v")
			c.Advance(10 * time.Second)
			for _, name := range []string{"web.sessions-lost", "users.errors"} {
				m, err := c.world.measure(name)
				if err != nil {
					t.Fatal(err)
				}
				if m.value() > 0 {
					t.Errorf("%s, sessions %s: %s is %v", front, sessions, name, m.value())
				}
			}
		}
	}
}
