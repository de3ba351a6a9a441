package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"netsplit/engine/history"
)

// TestHintsAreAccountedFor: of every hint ever kept one can say where it is:
// kept still, delivered, readdressed, or lost with its holder's disk.
func TestHintsAreAccountedFor(t *testing.T) {
	t.Parallel()
	text := strings.Replace(fmt.Sprintf(swept, 2, 2, "off"), "replicas: 3", "replicas: 3, quorum: sloppy, hints: 6", 1)
	var kept, lost, refused int
	sweep(t, 2000, text, func(seed uint64, c *Cluster) {
		p := c.world.parts["store"].(*kvPart)
		s, held := p.layout.Stats, len(p.hints(c.world))
		if s.HintsKept != held+s.HintsDelivered+s.HintsReaddressed+s.HintsLost {
			t.Errorf("seed %d: %d kept, but %d held, %d delivered, %d readdressed and %d lost", seed, s.HintsKept, held, s.HintsDelivered, s.HintsReaddressed, s.HintsLost)
		}
		kept, lost, refused = kept+s.HintsKept, lost+s.HintsLost, refused+s.HintsRefused
	}, func(t testing.TB, c *Cluster, r *rand.Rand) {
		for i := range 2 { // owners go down, stand-ins fill up, and one of those loses its disk
			try(t, c, fmt.Sprintf("crash store-%d", i+1))
		}
		try(t, c, "wait 2s")
		try(t, c, fmt.Sprintf("wipe store-%d", 3+r.IntN(3)))
	})
	if kept == 0 || lost == 0 || refused == 0 {
		t.Errorf("%d kept, %d lost, %d refused: the schedules test nothing", kept, lost, refused)
	}
}

// TestOverlappingQuorumsReadWhatWasAcknowledged: with R+W>N, a strict quorum
// and one writer a key, no read returns an older value than the latest that
// was acknowledged when it began, whatever breaks.
func TestOverlappingQuorumsReadWhatWasAcknowledged(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer("users: {kind: client, rate: 60/s, reads: 50%, keys: uniform(10), to: store}",
		"users: {kind: client, clients: 1, think: 10ms, timeout: 10s, reads: 50%, keys: uniform(3), to: store}").Replace(fmt.Sprintf(swept, 2, 2, "off"))
	reads := 0
	sweep(t, 2000, text, func(seed uint64, c *Cluster) {
		for _, o := range c.world.operations.all {
			if o.Kind == history.Get && o.Outcome == history.OK && !o.pending {
				reads++
				if o.stale {
					t.Errorf("seed %d: op %d read %s=%s, which is old", seed, o.ID, o.Key, o.Value)
				}
			}
		}
	})
	if reads < 500 {
		t.Errorf("%d reads test nothing", reads)
	}
}
