package gossip_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/detector"
	"netsplit/engine/gossip"
	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// alone is a node that does nothing but the membership protocol.
type alone struct {
	detector.Detector
}

func (a *alone) Init(env *sim.Env)                   { a.Start(env) }
func (a *alone) Receive(env *sim.Env, m sim.Message) { a.Detector.Receive(env, m) }
func (a *alone) Timeout(env *sim.Env, t sim.Timer)   { a.Detector.Timeout(env, t) }

// club is a group of members that run alone.
type club struct {
	*sim.Simulation
	net    *network.Network
	group  *gossip.Group
	ids    []sim.NodeID
	events []event
}

type event struct {
	at clock.Time
	detector.Event
}

// Observe implements sim.Observer.
func (c *club) Observe(r sim.Record) {
	if j, ok := r.Fact.(detector.Judgement); ok {
		c.events = append(c.events, event{r.Time, j.Event()})
	}
}

func standard() gossip.Config {
	return gossip.Config{Period: time.Second, Timeout: 200 * time.Millisecond, Through: 3, Order: gossip.RoundRobin, Suspicion: 5 * time.Second, Lambda: 3}
}

func newClub(seed uint64, n int, config gossip.Config, p network.Profile) *club {
	c := &club{group: &gossip.Group{Config: config}, net: network.New(seed, p)}
	c.Simulation = sim.New(seed, c.net, c)
	for range n {
		c.join()
	}
	for _, id := range c.ids {
		c.Start(id)
	}
	return c
}

func (c *club) join() sim.NodeID {
	id := c.Add(fmt.Sprintf("m-%d", len(c.ids)+1), func() sim.Node { return &alone{c.group.Attach(0)} })
	c.net.Place(id, "")
	c.ids = append(c.ids, id)
	c.group.SetContacts(c.ids)
	return id
}

func (c *club) run(d time.Duration) { c.AdvanceTo(c.Now().Add(d), nil) }

func (c *club) belief(by, of sim.NodeID) detector.Belief {
	return c.Node(by).(*alone).Belief(c.Now(), of)
}

// count counts the verdicts of a kind that are not hearsay.
func (c *club) count(v detector.Verdict) int {
	n := 0
	for _, e := range c.events {
		if e.Verdict == v && !e.Heard {
			n++
		}
	}
	return n
}

func steady() network.Profile { return network.Profile{Latency: network.Constant(time.Millisecond)} }

// The time from a crash to the first suspicion is that of the paper's section
// 3.1: with random probing a period passes without a probe of the dead member
// with probability (1-1/(n-1))^(n-1). The suspicion comes one period after the
// probe that began it, so full periods since the crash count the periods it took.
func TestFirstDetectionAgreesWithTheFormula(t *testing.T) {
	t.Parallel()
	for _, n := range []int{3, 5, 10, 30} {
		rounds := 3000
		if testing.Short() {
			rounds = 300
		}
		config := standard()
		config.Order = gossip.Random
		sum := 0
		for seed := range uint64(rounds) {
			c := newClub(seed+1, n, config, steady())
			// The crash comes at any time of a period, also of those who probe.
			r := rand.New(rand.NewPCG(seed, 5))
			c.run(2*time.Second + time.Duration(r.Int64N(1e6))*time.Microsecond)
			dead := c.ids[0]
			crashed := c.Now()
			c.Crash(dead, 1)
			c.events = nil
			for len(c.events) == 0 {
				if !c.Step() {
					t.Fatal("nothing left to happen")
				}
			}
			if e := c.events[0]; e.Of != dead || e.Verdict != detector.Suspicion || e.Heard {
				t.Fatalf("seed %d: first verdict is %+v", seed+1, e)
			}
			sum += int(c.events[0].at.Sub(crashed) / config.Period)
		}
		got := float64(sum) / float64(rounds)
		// The dead one is probed by the n-1 others, each with n-1 to choose from.
		m := float64(n - 1)
		want := 1 / (1 - math.Pow(1-1/m, m))
		if math.Abs(got-want)/want > 0.04 && !testing.Short() {
			t.Errorf("n=%d: first detection after %.3f periods, the formula says %.3f", n, got, want)
		}
		t.Logf("n=%d: measured %.3f periods, formula %.3f", n, got, want)
	}
}

// In turn, the first detection is bounded: every member probes every other
// within two rounds (section 4.3).
func TestRoundRobinBoundsDetection(t *testing.T) {
	t.Parallel()
	const n = 8
	for seed := range uint64(200) {
		c := newClub(seed+1, n, standard(), steady())
		c.run(3 * time.Second)
		crashed := c.Now()
		c.Crash(c.ids[2], 1)
		c.run(40 * time.Second)
		for _, e := range c.events {
			if took := e.at.Sub(crashed); !e.Heard && e.Verdict == detector.Suspicion && took > (2*n-1)*time.Second {
				t.Fatalf("seed %d: %s", seed+1, took)
			}
		}
	}
}

// Every crash is believed by every running member, and nobody else is
// suspected, whatever the seed: strong completeness, and accuracy on a network
// that loses and delays nothing.
func TestEveryCrashIsDetectedByAll(t *testing.T) {
	t.Parallel()
	seeds := uint64(2000)
	if testing.Short() {
		seeds = 200
	}
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 1))
		n := 3 + r.IntN(10)
		c := newClub(seed+1, n, standard(), steady())
		c.run(time.Duration(1+r.IntN(5)) * time.Second)
		if len(c.events) > 0 {
			t.Fatalf("seed %d: %+v before anything happened", seed+1, c.events[0])
		}
		dead := map[sim.NodeID]bool{}
		for _, i := range r.Perm(n)[:1+r.IntN(n/2)] {
			dead[c.ids[i]] = true
			c.Crash(c.ids[i], 1)
			c.run(time.Duration(r.IntN(2000)) * time.Millisecond)
		}
		c.run(60 * time.Second)
		for _, by := range c.ids {
			for _, of := range c.ids {
				if dead[by] || by == of {
					continue
				}
				if b := c.belief(by, of); b.Faulty != dead[of] || b.Suspected != dead[of] {
					t.Fatalf("seed %d: %d believes %+v of %d, which is down: %v", seed+1, by, b, of, dead[of])
				}
			}
		}
		for _, e := range c.events {
			if !dead[e.Of] {
				t.Fatalf("seed %d: a living member was accused: %+v", seed+1, e)
			}
		}
	}
}

// Messages are lost, members are slow and freeze; when that is over, whoever
// runs is trusted by all again: every suspicion is refuted.
func TestSuspicionsAreRefuted(t *testing.T) {
	t.Parallel()
	seeds := uint64(2000)
	if testing.Short() {
		seeds = 200
	}
	suspicions, declarations := 0, 0
	for seed := range seeds {
		r := rand.New(rand.NewPCG(seed, 2))
		n := 3 + r.IntN(8)
		c := newClub(seed+1, n, standard(), network.Profile{Latency: network.Constant(time.Millisecond)})
		for range 6 {
			id := c.ids[r.IntN(n)]
			switch r.IntN(5) {
			case 0:
				c.SetSlow(id, time.Duration(r.IntN(900))*time.Millisecond)
			case 1:
				c.Pause(id, 1)
			case 2:
				c.Crash(id, 1)
			case 3:
				c.net.SetProfile(network.Profile{Latency: network.Constant(time.Millisecond), Loss: r.Float64() / 2})
			default:
				for _, o := range c.ids[:n/2] {
					for _, p := range c.ids[n/2:] {
						c.net.Apply(7, o, p, network.Effect{Cut: true})
						c.net.Apply(7, p, o, network.Effect{Cut: true})
					}
				}
			}
			c.run(time.Duration(500+r.IntN(8000)) * time.Millisecond)
		}
		c.net.SetProfile(steady())
		for _, o := range c.ids {
			c.SetSlow(o, 0)
			c.Start(o)
			for _, p := range c.ids {
				c.net.Lift(o, p, func(int) bool { return true })
			}
		}
		c.run(time.Duration(60+20*n) * time.Second)
		suspicions += c.count(detector.Suspicion)
		declarations += c.count(detector.Declaration)
		for _, by := range c.ids {
			for _, of := range c.ids {
				if b := c.belief(by, of); by != of && (b.Suspected || !b.Known) {
					t.Fatalf("seed %d, %d members: %d still believes %+v of %d", seed+1, n, by, b, of)
				}
			}
		}
	}
	if suspicions < int(seeds) || declarations == 0 {
		t.Errorf("only %d suspicions and %d declarations: the sweep tried nothing", suspicions, declarations)
	}
}

// A bad link accuses nobody: others reach the member. Without asking them it
// would be suspected.
func TestOthersVouchForWhoIsBehindABadLink(t *testing.T) {
	t.Parallel()
	for _, through := range []int{0, 3} {
		config := standard()
		config.Through = through
		c := newClub(4, 5, config, steady())
		c.net.Apply(1, c.ids[0], c.ids[1], network.Effect{Cut: true})
		c.run(30 * time.Second)
		if got := c.count(detector.Suspicion); (got > 0) != (through == 0) {
			t.Errorf("through %d: %d suspicions", through, got)
		}
	}
}

// A newcomer that knows one contact learns of all, and all learn of it; one
// that leaves is not suspected.
func TestJoinAndLeave(t *testing.T) {
	t.Parallel()
	c := newClub(9, 6, standard(), steady())
	c.run(5 * time.Second)
	id := c.join()
	c.group.SetContacts(c.ids[2:3])
	c.Start(id)
	c.run(10 * time.Second)
	for _, o := range c.ids[:6] {
		if !c.belief(o, id).Known || !c.belief(id, o).Known {
			t.Errorf("after the join: %d and %d don't know each other", o, id)
		}
	}
	c.group.SetContacts(c.ids[1:])
	c.Node(c.ids[0]).(*alone).Leave(c.Env(c.ids[0]))
	c.Remove(c.ids[0])
	c.run(30 * time.Second)
	if n := c.count(detector.Suspicion); n > 0 {
		t.Errorf("%d suspicions of a member that left", n)
	}
	for _, o := range c.ids[1:] {
		if c.belief(o, c.ids[0]).Known {
			t.Errorf("%d still knows the member that left", o)
		}
	}
}

// What a member sends does not grow with the group (table 1 of the paper): a
// ping and an answer a period, in a quiet group.
func TestLoadIsConstant(t *testing.T) {
	t.Parallel()
	for _, n := range []int{4, 16, 64} {
		c := newClub(3, n, standard(), steady())
		c.run(20 * time.Second)
		c.group.Stats = detector.Stats{}
		c.run(100 * time.Second)
		each := float64(c.group.Stats.Messages) / float64(n) / 100
		if math.Abs(each-2) > 0.03 {
			t.Errorf("n=%d: %.3f messages a member and period", n, each)
		}
	}
}
