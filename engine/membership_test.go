package engine

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"netsplit/engine/check"
)

func detectors() []string { return []string{"heartbeat", "gossip", "phi", "swim"} }

// watching is the swept store with a sloppy quorum and a detector.
func watching(detector string) string {
	if detector == "gossip" {
		detector += ", beat: 100ms, suspect-after: 2s" // news take a random way: it needs room for that
	}
	return strings.Replace(fmt.Sprintf(swept, 2, 2, "off"), "replicas: 3", "replicas: 3, quorum: sloppy, detector: "+detector, 1)
}

// Two thousand schedules, five hundred a detector. Whatever the faults, and whomever the members suspect on the way: nothing
// acknowledged is lost, every hint is handed over, and when all is mended
// everybody trusts everybody again.
func TestDetectorsRecover(t *testing.T) {
	t.Parallel()
	for _, detector := range detectors() {
		t.Run(detector, func(t *testing.T) {
			t.Parallel()
			suspicions, mistakes := 0, 0
			sweep(t, 500, watching(detector), func(seed uint64, c *Cluster) {
				p := c.world.parts["store"].(*kvPart)
				for _, v := range []check.Verdict{p.lost(c.world), p.converged(c.world)} {
					if !v.OK {
						t.Errorf("seed %d: %s", seed, v)
					}
				}
				if n := len(p.hints(c.world)); n > 0 {
					t.Errorf("seed %d: %d hints were never handed over", seed, n)
				}
				do(t, c, "set users.rate 0/s")
				c.Advance(30 * time.Second)
				for _, by := range p.ids {
					for _, of := range p.ids {
						if b := c.world.memberBelief(p, by, of); b.Suspected {
							t.Errorf("seed %d: %d still suspects %d", seed, by, of)
						}
					}
				}
				suspicions += p.suspicions
				mistakes += p.mistaken
			})
			if suspicions == 0 && !testing.Short() {
				t.Errorf("nobody was ever suspected: the schedules test nothing")
			}
			t.Logf("%d suspicions, %d of them mistakes", suspicions, mistakes)
		})
	}
}

// Without loss, slowness or pauses nobody is suspected, and a crash is noticed
// by all, whatever the detector.
func TestDetectorsAreRightWithoutFaults(t *testing.T) {
	t.Parallel()
	for _, detector := range detectors() {
		for seed := uint64(1); seed <= 8; seed++ {
			text := strings.NewReplacer("rate: 60", "rate: 5", `"lognormal(2ms, 0.8)", duplicate: 2%, reorder: 5%`, `"uniform(1ms, 5ms)"`).Replace(watching(detector))
			c := start(t, text, seed)
			c.Advance(60 * time.Second)
			do(t, c, "expect store.suspicions == 0")
			do(t, c, "crash store-3")
			c.Advance(20 * time.Second)
			do(t, c, "expect store.crashes-noticed-by-all == 1")
			do(t, c, "expect store.false-positives == 0")
		}
	}
}

// The same seed gives the same run, and going back in time too.
func TestDetectorsRunTheSame(t *testing.T) {
	for _, detector := range detectors() {
		run := func() *Cluster {
			c := start(t, watching(detector), 7)
			schedule(t, c, rand.New(rand.NewPCG(7, 99)))
			return c
		}
		a, b := run(), run()
		if a.TraceHash() != b.TraceHash() {
			t.Errorf("%s: two runs differ", detector)
		}
		hash, now := a.TraceHash(), a.Now()
		if err := a.Seek(now / 2); err != nil {
			t.Fatal(err)
		}
		if err := a.Seek(now); err != nil {
			t.Fatal(err)
		}
		if a.TraceHash() != hash {
			t.Errorf("%s: going back and forth differs", detector)
		}
	}
}

// Members come and go: those that leave say so and are not suspected, and
// newcomers are known.
func TestDetectorsFollowMembers(t *testing.T) {
	t.Parallel()
	for _, detector := range append(detectors(), "ask") {
		c := start(t, watching(detector), 3)
		for _, s := range []string{"add store", "wait 5s", "remove store-2", "wait 5s", "add store 2", "wait 20s", "expect store.false-positives == 0"} {
			do(t, c, s)
		}
		p := c.world.parts["store"].(*kvPart)
		for _, by := range p.ids {
			for _, of := range p.ids {
				if b := c.world.memberBelief(p, by, of); b.Unknown && by != of {
					t.Errorf("%s: %d does not know %d", detector, by, of)
				}
			}
		}
		do(t, c, "crash store-7")
		do(t, c, "wait 20s")
		if detector != "ask" { // who asks nobody notices nothing
			do(t, c, "expect store.crashes-noticed-by-all == 1")
		}
	}
}

// A virtual hour takes no more memory than its first ten minutes.
func TestMemoryOfAnHourIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("it simulates an hour")
	}
	c := start(t, `
scenario: hour
components:
  users: {kind: client, rate: 30/s, reads: 80%, keys: uniform(200), to: store}
  store: {kind: kv, nodes: 5, quorum: sloppy, detector: swim, anti-entropy: 10s}
network: {latency: "exp(1ms)", loss: 1%}
`, 1)
	c.world.operations.limit = 5000 // the history is bounded, only sooner
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var at []uint64
	for range 6 {
		for range 10 {
			c.Advance(time.Minute)
			c.Snapshot()
		}
		at = append(at, heap())
	}
	for i, h := range at {
		t.Logf("after %d minutes: %d KB", 10*(i+1), h>>10)
	}
	if last, early := at[len(at)-1], at[1]; float64(last) > 1.25*float64(early) {
		t.Errorf("%d KB after twenty minutes, %d KB after an hour", early>>10, last>>10)
	}
}

// The matrix in words, and why a node is suspected: rightly, wrongly, and
// because of what.
func TestSuspicionInWords(t *testing.T) {
	c := start(t, `
scenario: words
seed: 2
components:
  store: {kind: kv, nodes: 3, detector: heartbeat, beat: 500ms, suspect-after: 1s}
network: {latency: 1ms}
`, 0)
	for _, s := range []string{"wait 2s", "crash store-1", "slow store-2 by 800ms", "wait 900ms"} {
		do(t, c, s)
	}
	got := strings.Join(c.Snapshot().Memberships[0].Sentences(), "\n")
	for _, want := range []string{"store-1 is suspected by store-2 and store-3 since", "store-2 is wrongly suspected by store-3 since"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, got)
		}
	}
	if why := c.WhyNode("store-2").String(); !strings.Contains(why, "suspected wrongly by store-3") || !strings.Contains(why, "it is slow by 800 ms since 2.000 s") {
		t.Errorf("the reason is not told:\n%s", why)
	}
}
