package trial

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/network"
	"netsplit/engine/request"
	"netsplit/engine/service"
	"netsplit/engine/sim"
)

// Line is a queue to measure: random arrivals, Servers slots of one service,
// and random service times. Times are in units of the mean service time, which
// is all that matters.
type Line struct {
	Load    float64 // arrivals in one service time
	Servers int
	Target  float64 // the wait that is still in time, in service times; below 0: none
}

// unitOfService is the mean service time of the run: long enough that whole
// microseconds are no rounding to speak of.
const unitOfService = 100 * time.Millisecond

// The requests of a run: measured ones, after as many to warm up as it takes
// until the line has forgotten that it began empty.
const (
	fewestRequests = 15_000
	mostWarmUp     = 40_000
	mostRequests   = 60_000
	mostServers    = 10_000
)

// warmUp is a few relaxation times of the line, 1/(1 - √ρ)² service times for
// each server (Cox and Smith, "Queues", 1961).
func (l Line) warmUp() int {
	rest := 1 - math.Sqrt(l.Load/float64(l.Servers))
	return int(min(mostWarmUp, max(1_000, 5/(rest*rest))))
}

// Queue measures a line. Its keys are those of the calculator of queues, with
// times in service times. A line that grows without end is an error.
func Queue(l Line, r Runs) (Estimates, error) {
	if l.Servers < 1 || l.Servers > mostServers {
		return nil, fmt.Errorf("%d servers can't be simulated: from 1 to %d can", l.Servers, mostServers)
	}
	if !(l.Load > 0) || l.Load >= float64(l.Servers) {
		return nil, fmt.Errorf("a load of %.4g on %d servers can't be measured: the line grows without end", l.Load, l.Servers)
	}
	return r.repeat(func(seed uint64) (map[string]float64, error) { return l.run(seed), nil })
}

// visit is what is known of one request.
type visit struct {
	came   clock.Time
	waited time.Duration
}

// watch observes a run: who came when, and who had to wait.
type watch struct {
	skip, most int // requests before and until the measured ones
	source     sim.NodeID
	open       map[uint64]*visit
	came, gone int

	first, last          clock.Time // of the measured arrivals
	measured, hadTo      int
	inside, waited, late float64 // seconds, seconds, requests
	target               time.Duration
}

// Observe implements sim.Observer.
func (w *watch) Observe(r sim.Record) {
	switch {
	case r.Kind == sim.Sent && r.Node == w.source:
		if w.came++; w.came > w.skip && w.came <= w.skip+w.most {
			w.open[r.Operation] = &visit{came: r.Time}
			if w.first == 0 {
				w.first = r.Time
			}
			w.last = r.Time
		}
	case r.Kind == sim.Noted:
		if fact, ok := r.Fact.(service.Waited); ok && w.open[r.Operation] != nil {
			w.open[r.Operation].waited = fact.For
		}
	case r.Kind == sim.Delivered && r.Node == w.source:
		if v := w.open[r.Operation]; v != nil {
			w.leave(v, r.Time)
			delete(w.open, r.Operation)
		}
	}
}

func (w *watch) leave(v *visit, at clock.Time) {
	w.gone++
	w.measured++
	w.inside += at.Sub(v.came).Seconds()
	w.waited += v.waited.Seconds()
	if v.waited > 0 {
		w.hadTo++
	}
	if v.waited > w.target {
		w.late++
	}
}

// run is one run, until every measured request has left.
func (l Line) run(seed uint64) map[string]float64 {
	skip := l.warmUp()
	w := &watch{skip: skip, most: min(mostRequests, max(fewestRequests, skip)), open: map[uint64]*visit{},
		target: time.Duration(l.Target * float64(unitOfService))}
	s := sim.New(seed, instant{}, w)
	d := request.NewDirectory()
	config := &service.Config{Time: exponentialService(), Concurrency: l.Servers, Line: math.MaxInt, Timeout: time.Hour}
	stats := &service.Stats{Use: metric.NewUtilisation(l.Servers)}
	server := s.Add("server", func() sim.Node { return service.New(config, stats, d, alone{}) })
	w.source = s.Add("arrivals", func() sim.Node {
		return &arrivals{to: server, gap: float64(unitOfService) / l.Load}
	})
	s.Start(server)
	s.Start(w.source)
	for w.gone < w.most && s.Step() {
	}
	return l.results(w)
}

func (l Line) results(w *watch) map[string]float64 {
	n, unit := float64(w.measured), unitOfService.Seconds()
	span := w.last.Sub(w.first).Seconds()
	values := map[string]float64{
		"utilisation_ratio":      (w.inside - w.waited) / span / float64(l.Servers),
		"wait_probability_ratio": float64(w.hadTo) / n,
		"in_system":              w.inside / span,
		"in_queue":               w.waited / span,
		"time_in_system_seconds": w.inside / n / unit,
		"time_in_queue_seconds":  w.waited / n / unit,
	}
	if l.Target >= 0 {
		values["service_level_ratio"] = 1 - w.late/n
	}
	return values
}

// arrivals sends requests at random, and hears of each that it was served.
type arrivals struct {
	to   sim.NodeID
	gap  float64 // mean, in nanoseconds
	next uint64
}

// Init implements sim.Node.
func (a *arrivals) Init(env *sim.Env) { env.After(exponential(env.Rand(), a.gap), 0, 0) }

// Timeout implements sim.Node.
func (a *arrivals) Timeout(env *sim.Env, _ sim.Timer) {
	a.next++
	env.Send(a.to, env.NewOperation(), &request.Request{ID: a.next, Verb: request.Get, Key: "key"})
	env.After(exponential(env.Rand(), a.gap), 0, 0)
}

// Receive implements sim.Node.
func (a *arrivals) Receive(*sim.Env, sim.Message) {}

// longest bounds what is drawn: a century, in which durations do not overflow.
const longest = 100 * 365 * 24 * float64(time.Hour)

// exponential draws a time of a mean in nanoseconds, in whole microseconds.
func exponential(random *rand.Rand, mean float64) time.Duration {
	return time.Duration(math.Round(min(random.ExpFloat64()*mean, longest)/1e3)) * time.Microsecond
}

// alone is a machine without neighbours.
type alone struct{}

// Pressure implements service.Host.
func (alone) Pressure(sim.NodeID) float64 { return 0 }

// instant is a network without distance.
type instant struct{}

// Plan implements sim.Network.
func (instant) Plan(_, _ sim.NodeID, _ int, _ clock.Time, _ time.Duration) sim.Fate {
	return sim.Fate{Copies: 1}
}

// Blocked implements sim.Network.
func (instant) Blocked(_, _ sim.NodeID) (int, bool) { return 0, false }

// exponentialService is the law of the service times.
func exponentialService() network.Distribution {
	law, err := network.ParseDistribution("exp(" + unitOfService.String() + ")")
	if err != nil {
		panic(err) // it is written two lines above
	}
	return law
}
