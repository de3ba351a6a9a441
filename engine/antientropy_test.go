package engine

import (
	"fmt"
	"testing"
	"time"
)

// TestAntiEntropySendsWhatDiffers: with a thousand keys and one that differs,
// a round costs a small part of what naming all versions would.
func TestAntiEntropySendsWhatDiffers(t *testing.T) {
	c := start(t, `
scenario: merkle
seed: 3
network: {latency: 1ms}
components:
  load:  {kind: client, rate: 2000/s, reads: 0%, keys: uniform(1000), to: store}
  store: {kind: kv, nodes: 3, replicas: 3, read: 2, write: 2, virtual-nodes: 1, read-repair: off, anti-entropy: 10s}
`, 0)
	c.Advance(5 * time.Second)
	do(t, c, "set load.rate 0")
	do(t, c, "wait until quiet")
	p := c.world.parts["store"].(*kvPart)
	keys := len(p.keys(c.world))
	round := func(missed int) int {
		do(t, c, "crash store-3")
		for i := range missed {
			do(t, c, fmt.Sprintf("put key-%d again via store-1", i+1))
			c.Advance(100 * time.Millisecond)
		}
		do(t, c, "restart store-3")
		before := p.layout.Stats.AntiEntropyBytes
		do(t, c, "wait until quiet")
		if v := p.converged(c.world); !v.OK {
			t.Fatal(v)
		}
		return p.layout.Stats.AntiEntropyBytes - before
	}
	one, many := round(1), round(100)
	const version = 19 // of a key's name and its version
	if naming := keys * version; one*2 > naming {
		t.Errorf("%d bytes for one difference among %d keys; naming all versions takes %d", one, keys, naming)
	}
	if many < 5*one {
		t.Errorf("%d bytes for one difference, %d for a hundred: the bytes are not counted", one, many)
	}
	t.Logf("%d keys: %d bytes for one difference, %d for a hundred", keys, one, many)
}
