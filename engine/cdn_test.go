package engine

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Goal: with default time-outs, an old copy comes before who asks gives up, also
// from a shield.
func TestStaleCopiesComeInTime(t *testing.T) {
	for _, shield := range []string{"false", "true"} {
		for _, fault := range []string{"crash web-1", "pause web-1 for 1m", "cut net-1 -> web-1"} {
			c := start(t, strings.ReplaceAll(`
scenario: stale
components:
  readers: {kind: client, rate: 50/s, reads: 100%, keys: uniform(5), to: net}
  net: {kind: cdn, points: 1, origin: web, ttl: 2s, stale-if-error: 1h, shield: SHIELD}
  web: {kind: service, instances: 1, time: 5ms, calls: [db]}
  db: {kind: sql, nodes: 1}
`, "SHIELD", shield), 3)
			for i := range 5 {
				do(t, c, fmt.Sprintf("put key-%d v via db-1", i+1))
			}
			c.Advance(5 * time.Second)
			if shield == "true" {
				fault = strings.ReplaceAll(fault, "net-1", "net-shield")
			}
			do(t, c, fault)
			before := countOf(t, c, "readers.total")
			c.Advance(20 * time.Second)
			if total, failed, stale := countOf(t, c, "readers.total")-before, countOf(t, c, "readers.errors"), countOf(t, c, "net.stale-sent"); failed > 0 || stale == 0 {
				t.Errorf("shield %s, %s: of %d reads %d failed, and %d got an old copy", shield, fault, total, failed, stale)
			}
		}
	}
}

// Goal: a copy that came from another cache is as old as it was there: a write is
// seen everywhere after one time to live, not after two (RFC 9111, section 4.2.3).
func TestCopiesAgeOnTheirWay(t *testing.T) {
	for name, middle := range map[string]string{
		"a shield":         "net: {kind: cdn, points: 4, origin: web, ttl: 10s, shield: true}",
		"a proxy in front": "net: {kind: cdn, points: 4, origin: front, ttl: 10s}\n  front: {kind: proxy, to: web, cache: 10s}",
	} {
		for seed := uint64(1); seed <= 4; seed++ {
			c := start(t, `
scenario: age
components:
  readers: {kind: client, rate: 3/s, reads: 100%, keys: uniform(5), to: net}
  `+middle+`
  web: {kind: service, instances: 1, time: 5ms, calls: [db]}
  db: {kind: sql, nodes: 1}
`, seed)
			write := func(value string) {
				for i := range 5 {
					do(t, c, fmt.Sprintf("put key-%d %s via db-1", i+1, value))
				}
				c.Advance(10500 * time.Millisecond)
			}
			write("old")
			c.Advance(time.Duration(seed) * 2500 * time.Millisecond)
			write("new")
			before := countOf(t, c, "db.stale-reads")
			c.Advance(12 * time.Second)
			if stale := countOf(t, c, "db.stale-reads") - before; stale > 0 {
				t.Errorf("%s, seed %d: %d reads were stale later than a time to live after the write", name, seed, stale)
			}
		}
	}
}
