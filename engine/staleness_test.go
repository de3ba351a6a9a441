package engine

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"netsplit/engine/network"
)

// visible is an independent second implementation: the WARS model of Bailis et
// al., "Probabilistically Bounded Staleness for Practical Partial Quorums"
// (VLDB 2012, section 5.1), by direct sampling. It returns the probability
// that a read which starts t after the commit of a write sees it.
func visible(t *testing.T, preset string, n, r, w int, after time.Duration) float64 {
	legs, err := network.ParseLegs(preset)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	const rounds = 200_000
	seen := 0
	type replica struct{ write, commit, read, answer time.Duration }
	replicas := make([]replica, n)
	for range rounds {
		writer, reader := random.IntN(n), random.IntN(n) // where each is at home
		for i := range replicas {
			there, here := legs.Remote, legs.Remote
			if i == writer {
				there = 0
			}
			if i == reader {
				here = 0
			}
			write := legs.W.Sample(random) + there
			read := legs.R.Sample(random) + here
			replicas[i] = replica{write, write + legs.A.Sample(random) + there, read, read + legs.S.Sample(random) + here}
		}
		commits := make([]time.Duration, n)
		for i, x := range replicas {
			commits[i] = x.commit
		}
		slices.Sort(commits)
		slices.SortFunc(replicas, func(a, b replica) int { return int(a.answer - b.answer) })
		for _, x := range replicas[:r] {
			if commits[w-1]+after+x.read >= x.write {
				seen++
				break
			}
		}
	}
	return float64(seen) / rounds
}

// TestStalenessAgreesWithWARS compares the engine's reads with the model, and
// the model with the paper's numbers: section 5.6 and figure 6 (b) for
// N=3, R=W=1.
func TestStalenessAgreesWithWARS(t *testing.T) {
	published := []struct {
		preset string
		after  time.Duration
		want   float64
	}{
		{"lnkd-ssd", 0, 0.974}, {"lnkd-disk", 0, 0.439}, {"lnkd-disk", 10 * time.Millisecond, 0.925}, {"ymmr", 0, 0.893},
	}
	for _, p := range published {
		if got := visible(t, p.preset, 3, 1, 1, p.after); math.Abs(got-p.want) > 0.01 {
			t.Errorf("%s after %s: the model gives %.3f, the paper %.3f", p.preset, p.after, got, p.want)
		}
	}
	for _, c := range []struct {
		preset string
		r, w   int
	}{{"lnkd-disk", 1, 1}, {"lnkd-disk", 1, 2}, {"wan", 1, 1}, {"wan", 2, 1}} {
		run := start(t, fmt.Sprintf(`
scenario: pbs
seed: 5
network: {latency: 0ms}
components:
  load:  {kind: client, rate: 6000/s, reads: 99%%, keys: uniform(6), timeout: 60s, to: store}
  store: {kind: kv, nodes: 6, replicas: 3, read: %d, write: %d, legs: %s, coordinator: other, read-repair: off, anti-entropy: 0s, timeout: 60s}
`, c.r, c.w, c.preset), 0)
		run.Advance(30 * time.Second)
		for _, after := range []time.Duration{0, 2 * time.Millisecond, 10 * time.Millisecond} {
			got, samples := run.world.operations.freshness("store").At(after)
			want := visible(t, c.preset, 3, c.r, c.w, after)
			// Four standard errors, and what the width of a cell blurs.
			tolerance := 4*math.Sqrt(want*(1-want)/float64(samples)) + 0.01
			if samples < 100 || math.Abs(got-want) > tolerance {
				t.Errorf("%s R=%d W=%d after %s: %.4f of %d reads saw the write, the model says %.4f", c.preset, c.r, c.w, after, got, samples, want)
			}
		}
	}
}
