package detector_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/detector"
	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// alone is a node that does nothing but watch.
type alone struct{ detector.Detector }

func (a *alone) Init(env *sim.Env)                   { a.Start(env) }
func (a *alone) Receive(env *sim.Env, m sim.Message) { a.Detector.Receive(env, m) }
func (a *alone) Timeout(env *sim.Env, t sim.Timer)   { a.Detector.Timeout(env, t) }

type watch struct {
	*sim.Simulation
	net    *network.Network
	group  *detector.Group
	ids    []sim.NodeID
	events []event
}

type event struct {
	at clock.Time
	detector.Event
}

// Observe implements sim.Observer.
func (w *watch) Observe(r sim.Record) {
	if j, ok := r.Fact.(detector.Judgement); ok {
		w.events = append(w.events, event{r.Time, j.Event()})
	}
}

func newWatch(seed uint64, n int, c detector.Config, p network.Profile) *watch {
	w := &watch{group: &detector.Group{Config: c}, net: network.New(seed, p)}
	w.Simulation = sim.New(seed, w.net, w)
	for i := range n {
		id := w.Add(fmt.Sprintf("n-%d", i+1), func() sim.Node { return &alone{w.group.Attach(0)} })
		w.net.Place(id, "")
		w.ids = append(w.ids, id)
	}
	w.group.SetMembers(w.ids)
	for _, id := range w.ids {
		w.Start(id)
	}
	return w
}

func (w *watch) run(d time.Duration) { w.AdvanceTo(w.Now().Add(d), nil) }

func (w *watch) belief(by, of sim.NodeID) detector.Belief {
	return w.Node(by).(*alone).Belief(w.Now(), of)
}

func (w *watch) suspicions() int {
	n := 0
	for _, e := range w.events {
		if e.Verdict == detector.Suspicion {
			n++
		}
	}
	return n
}

func standard(k detector.Kind) detector.Config {
	return detector.Config{Kind: k, Interval: 500 * time.Millisecond, Timeout: 4 * time.Second, Threshold: 8, Window: 100, Deviation: 50 * time.Millisecond}
}

func steady() network.Profile { return network.Profile{Latency: network.Constant(time.Millisecond)} }

func kinds() []detector.Kind {
	return []detector.Kind{detector.Heartbeat, detector.Gossip, detector.Phi}
}

// Whatever the seed: nobody is suspected before a crash, every crash is
// suspected by all who run, nobody else is, and who restarts is trusted again.
// Gossip takes a random way, so its time-out leaves room for that.
func TestCrashesAreSuspectedAndNothingElse(t *testing.T) {
	t.Parallel()
	seeds := uint64(2000)
	if testing.Short() {
		seeds = 200
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 1))
		config := standard(kinds()[seed%3])
		if config.Kind == detector.Gossip {
			config.Timeout = 15 * time.Second
		}
		n := 2 + r.IntN(8)
		w := newWatch(seed+1, n, config, steady())
		w.run(time.Duration(r.IntN(20_000)) * time.Millisecond)
		if len(w.events) > 0 {
			t.Fatalf("seed %d, %s: %+v before anything happened", seed+1, config.Kind, w.events[0])
		}
		dead := w.ids[r.IntN(n)]
		w.Crash(dead, 1)
		w.run(40 * time.Second)
		for _, by := range w.ids {
			for _, of := range w.ids {
				if by != of && by != dead && w.belief(by, of).Suspected != (of == dead) {
					t.Fatalf("seed %d, %s: %d believes %+v of %d, %d is dead", seed+1, config.Kind, by, w.belief(by, of), of, dead)
				}
			}
		}
		if got := w.suspicions(); got != n-1 {
			t.Fatalf("seed %d, %s: %d suspicions by %d others", seed+1, config.Kind, got, n-1)
		}
		w.Start(dead)
		w.run(40 * time.Second)
		for _, by := range w.ids {
			if by != dead && w.belief(by, dead).Suspected {
				t.Fatalf("seed %d, %s: %d still suspects the one that is back", seed+1, config.Kind, by)
			}
		}
	}
}

// A node that becomes slow leaves one gap that is longer by its delay. A
// time-out below that accuses it, one above does not, and each notices a crash
// as late as it is long.
func TestTimeoutTradesSpeedForMistakes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		timeout  time.Duration
		mistaken bool
	}{{time.Second, true}, {3 * time.Second, false}} {
		config := standard(detector.Heartbeat)
		config.Timeout = test.timeout
		w := newWatch(1, 4, config, steady())
		w.run(10 * time.Second)
		w.SetSlow(w.ids[1], 800*time.Millisecond)
		w.run(10 * time.Second)
		if got := w.suspicions() > 0; got != test.mistaken {
			t.Errorf("time-out %s: suspected %v", test.timeout, got)
		}
		w.SetSlow(w.ids[1], 0)
		w.run(10 * time.Second)
		w.events = nil
		crashed := w.Now()
		w.Crash(w.ids[1], 1)
		w.run(10 * time.Second)
		took := w.events[0].at.Sub(crashed)
		if took > test.timeout || took < test.timeout-config.Interval {
			t.Errorf("time-out %s: crash noticed after %s", test.timeout, took)
		}
	}
}

// noisy delays each message by a normal time, which Hayashibara's model
// assumes of the gaps.
type noisy struct {
	r         *rand.Rand
	deviation time.Duration
}

func (n noisy) Plan(sim.NodeID, sim.NodeID, int, clock.Time, time.Duration) sim.Fate {
	d := time.Second + time.Duration(n.r.NormFloat64()*float64(n.deviation/time.Microsecond))*time.Microsecond
	return sim.Fate{Copies: 1, Delays: [2]time.Duration{max(d, 0), 0}}
}

func (noisy) Blocked(sim.NodeID, sim.NodeID) (int, bool) { return 0, false }

// Phi promises that suspecting at phi is a mistake once in 10^phi gaps. With
// gaps from a normal law it keeps that: the share of mistakes is the tail.
func TestPhiKeepsItsPromise(t *testing.T) {
	t.Parallel()
	for _, phi := range []float64{0.5, 1, 2} {
		config := detector.Config{Kind: detector.Phi, Interval: time.Second, Threshold: phi, Window: 1000, Deviation: time.Millisecond}
		w := &watch{group: &detector.Group{Config: config}}
		w.Simulation = sim.New(1, noisy{rand.New(rand.NewPCG(1, 2)), 50 * time.Millisecond}, w)
		for i := range 2 {
			w.ids = append(w.ids, w.Add(fmt.Sprint(i), func() sim.Node { return &alone{w.group.Attach(0)} }))
		}
		w.group.SetMembers(w.ids)
		for _, id := range w.ids {
			w.Start(id)
		}
		w.run(2000 * time.Second) // the window fills
		w.events = nil
		const gaps = 2 * 40_000
		w.run(gaps / 2 * time.Second)
		got, want := float64(w.suspicions())/gaps, math.Pow(10, -phi)
		if math.Abs(got-want) > 0.15*want {
			t.Errorf("phi %g: %.5f of the gaps led to a suspicion, the tail is %.5f", phi, got, want)
		}
		t.Logf("phi %g: %.5f, tail %.5f", phi, got, want)
	}
}
