package service_test

import (
	"math"
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

// wire takes no time and loses nothing.
type wire struct{}

func (wire) Plan(sim.NodeID, sim.NodeID, int, clock.Time, time.Duration) sim.Fate {
	return sim.Fate{Copies: 1}
}
func (wire) Blocked(sim.NodeID, sim.NodeID) (int, bool) { return 0, false }

// source sends requests at random times and notes how long each took.
type source struct {
	to     sim.NodeID
	mean   time.Duration // between two requests
	left   int
	sent   map[uint64]clock.Time
	next   uint64
	done   int
	failed int
	total  time.Duration // of those done
}

func (s *source) Init(env *sim.Env) { s.wait(env) }

func (s *source) wait(env *sim.Env) {
	env.After(time.Duration(env.Rand().ExpFloat64()*float64(s.mean/time.Microsecond)+0.5)*time.Microsecond, 0, 0)
}

func (s *source) Timeout(env *sim.Env, _ sim.Timer) {
	s.next++
	s.sent[s.next] = env.Now()
	env.Send(s.to, 0, &request.Request{ID: s.next, Verb: request.Get, Key: "k"})
	if s.left--; s.left > 0 {
		s.wait(env)
	}
}

func (s *source) Receive(env *sim.Env, m sim.Message) {
	r, ok := m.Payload.(*request.Response)
	if !ok {
		return
	}
	if !r.OK() {
		s.failed++
	}
	s.done++
	s.total += env.Now().Sub(s.sent[r.ID])
	delete(s.sent, r.ID)
}

// bench is one instance and its source.
type bench struct {
	sim    *sim.Simulation
	source *source
	node   *service.Node
	config *service.Config
}

// newBench offers jobs at a utilisation to an instance with so many slots,
// each job taking 10 ms on average, at random unless the configuration has a law.
func newBench(seed uint64, slots, jobs int, utilisation float64, c service.Config) *bench {
	if c.Time == nil {
		c.Time = law("exp(10ms)")
	}
	c.Concurrency = slots
	b := &bench{sim: sim.New(seed, wire{}, nil), config: &c}
	stats := &service.Stats{Use: metric.NewUtilisation(slots)}
	id := b.sim.Add("web", func() sim.Node {
		b.node = service.New(b.config, stats, request.NewDirectory(), nil)
		return b.node
	})
	b.source = &source{to: id, left: jobs, sent: map[uint64]clock.Time{},
		mean: time.Duration(float64(work) / utilisation / float64(slots)).Round(time.Microsecond)}
	from := b.sim.Add("users", func() sim.Node { return b.source })
	b.sim.Start(id)
	b.sim.Start(from)
	return b
}

func law(text string) network.Distribution {
	d, err := network.ParseDistribution(text)
	if err != nil {
		panic(err)
	}
	return d
}

// waited runs to the end and is how long a job waited for a slot on average: the
// number in the line, added up over time, by the jobs (Little).
func (b *bench) waited() time.Duration {
	sum, inLine, at := time.Duration(0), 0, clock.Time(0)
	for b.sim.Step() {
		sum += time.Duration(inLine) * b.sim.Now().Sub(at)
		inLine, at = b.node.Waiting(), b.sim.Now()
	}
	return sum / time.Duration(b.source.done)
}

// work is long in microseconds, so that rounding to them does not matter.
const work = 10 * time.Millisecond

// Goal: waiting times are those of queueing theory: Erlang C for M/M/c, and
// Pollaczek and Khinchine's formula for M/G/1, where the mean square of the
// service time decides. It is the wait that is compared: at 16 slots that is a
// fiftieth of the time in the system, and would hide in it.
func TestWaitingTimesAreThoseOfTheory(t *testing.T) {
	if testing.Short() {
		t.Skip("a million jobs each")
	}
	const jobs, load = 1_000_000, 0.75
	for name, c := range map[string]struct {
		slots int
		law   string
		want  float64 // in service times
	}{
		"M/M/1":  {1, "exp(10ms)", erlangC(1, load) / (1 - load)},
		"M/M/4":  {4, "exp(10ms)", erlangC(4, load) / (4 * (1 - load))},
		"M/M/16": {16, "exp(10ms)", erlangC(16, load) / (16 * (1 - load))},
		"M/D/1":  {1, "constant(10ms)", load / (2 * (1 - load))},
		// From 0 to 20 ms the mean square is a third above the square of the mean.
		"M/U/1": {1, "uniform(0ms, 20ms)", load / (2 * (1 - load)) * 4 / 3},
		// Nine of ten take 5 ms and one 55 ms: (0.9*25 + 0.1*3025)/100 = 3.25.
		"M/G/1": {1, "mix(90%: constant(5ms), 10%: constant(55ms))", load / (2 * (1 - load)) * 3.25},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(uint64(c.slots), c.slots, jobs, load, service.Config{Line: jobs, Time: law(c.law)})
			got := float64(b.waited()) / float64(work)
			if b.source.done != jobs || math.Abs(got/c.want-1) > 0.03 {
				t.Errorf("%d jobs waited %.4f service times on average, theory says %.4f", b.source.done, got, c.want)
			}
		})
	}
}

// Goal: without a line, the share that is refused is Erlang B's, whatever the
// law of the service time.
func TestRefusalsAreThoseOfTheory(t *testing.T) {
	const jobs = 200_000
	for _, c := range []struct {
		slots int
		load  float64
		law   string
	}{{1, 0.5, "exp(10ms)"}, {4, 0.75, "exp(10ms)"}, {10, 0.8, "exp(10ms)"}, {10, 0.8, "constant(10ms)"}, {10, 1.5, "uniform(0ms, 20ms)"}} {
		b := newBench(1, c.slots, jobs, c.load, service.Config{Time: law(c.law)})
		for b.sim.Step() {
		}
		got, want := float64(b.source.failed)/jobs, erlangB(c.slots, c.load*float64(c.slots))
		if math.Abs(got/want-1) > 0.03 {
			t.Errorf("%d slots at %g of %s: %.4f of the jobs were refused, Erlang B says %.4f", c.slots, c.load, c.law, got, want)
		}
	}
}

// erlangB is the share of jobs that find all slots taken, and go: by its
// recursion.
func erlangB(c int, offered float64) float64 {
	blocked := 1.0
	for k := 1; k <= c; k++ {
		blocked = offered * blocked / (float64(k) + offered*blocked)
	}
	return blocked
}

// erlangC is the share of jobs that wait in M/M/c.
func erlangC(c int, load float64) float64 {
	blocked := erlangB(c, load*float64(c))
	return blocked / (1 - load*(1-blocked))
}

// Goal: Little's law holds exactly when the run is drained: the integral of the
// number inside, seen at the instance, is the sum of the times, seen outside.
func TestLittlesLawIsExact(t *testing.T) {
	for seed := uint64(1); seed <= 20; seed++ {
		b := newBench(seed, 1+int(seed%5), 3000, 0.5+float64(seed%10)/10, service.Config{Line: 50})
		integral, inside, at := time.Duration(0), 0, clock.Time(0)
		for b.sim.Step() {
			integral += time.Duration(inside) * b.sim.Now().Sub(at)
			inside, at = b.node.Busy()+b.node.Waiting(), b.sim.Now()
		}
		if inside != 0 || integral != b.source.total {
			t.Errorf("seed %d: the number inside adds up to %s, the times to %s", seed, integral, b.source.total)
		}
	}
}

// Goal: no slot is free while a request waits, whatever the rules of the line.
func TestNoSlotIsIdleWhileWorkWaits(t *testing.T) {
	for name, c := range map[string]service.Config{
		"first in, first out": {Line: 30},
		"last in, first out":  {Line: 30, LastFirst: true},
		"shed by the wait":    {Line: 1000, Shed: service.ShedWait, Target: 30 * time.Millisecond},
		"shed by the age":     {Line: 1000, Shed: service.ShedAge, Target: 30 * time.Millisecond},
		"a token bucket":      {Line: 30, Limit: service.Limit{Rate: 300, Burst: 20}},
		"a leaky bucket":      {Line: 30, Limit: service.Limit{Kind: service.LeakyBucket, Rate: 300, Burst: 20}},
	} {
		for seed := uint64(1); seed <= 5; seed++ {
			b := newBench(seed, 4, 3000, 1.3, c)
			for b.sim.Step() {
				if b.node.Waiting() > 0 && b.node.Busy() < 4 {
					t.Fatalf("%s, seed %d: at %s %d wait and only %d of 4 slots are busy", name, seed, b.sim.Now(), b.node.Waiting(), b.node.Busy())
				}
			}
			if b.source.done != 3000 || b.source.failed == 0 {
				t.Errorf("%s, seed %d: %d of 3000 were answered, %d refused at an overload of 130 %%", name, seed, b.source.done, b.source.failed)
			}
		}
	}
}
