package trial

import (
	"fmt"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Part is something that fails and is repaired, both at random.
type Part struct {
	Name       string
	MTBF, MTTR float64 // seconds from a repair to the next failure, and from a failure to its repair
}

// Design is parts, and whether the whole works while some of them do. Works is
// asked at every failure and repair.
type Design struct {
	Parts []Part
	Works func(up []bool) bool
}

// failures is how many failures a run waits for, of all parts together.
const failures = 20_000

// mostParts bounds a design.
const mostParts = 1000

// scale is how many simulated seconds stand for one: it makes the shortest of
// the times ten seconds, far above the microsecond that times are rounded to.
func (d Design) scale() float64 {
	shortest := 0.0
	for _, p := range d.Parts {
		for _, t := range []float64{p.MTBF, p.MTTR} {
			if t > 0 && (shortest == 0 || t < shortest) {
				shortest = t
			}
		}
	}
	return 10 / shortest
}

// Availability measures which part of the time a design works. Its keys are
// availability_ratio, failures and outages: of the parts, and of the whole.
func Availability(d Design, r Runs) (Estimates, error) {
	if len(d.Parts) == 0 || len(d.Parts) > mostParts {
		return nil, fmt.Errorf("%d parts can't be simulated: from 1 to %d can", len(d.Parts), mostParts)
	}
	for _, p := range d.Parts {
		if p.MTBF < 0 || p.MTTR < 0 || p.MTBF+p.MTTR <= 0 {
			return nil, fmt.Errorf("%s has no time to fail or to be repaired in", p.Name)
		}
	}
	return r.repeat(func(seed uint64) (map[string]float64, error) { return d.run(seed), nil })
}

// run is one run, of as long as it takes for the failures to come.
func (d Design) run(seed uint64) map[string]float64 {
	w := &outages{design: d, up: make([]bool, len(d.Parts))}
	s := sim.New(seed, instant{}, w)
	factor := d.scale()
	for i, p := range d.Parts {
		w.up[i] = p.MTBF > 0
	}
	w.working = d.Works(w.up)
	for i, p := range d.Parts {
		m := machine{p.MTBF * factor * float64(time.Second), p.MTTR * factor * float64(time.Second)}
		s.Start(s.Add(fmt.Sprintf("%s-%d", p.Name, i+1), func() sim.Node { return &m })) // a name is a random stream
	}
	for w.failures < failures && s.Step() {
	}
	w.account(s.Now())
	values := map[string]float64{"failures": float64(w.failures), "outages": float64(w.outages)}
	switch total := w.worked + w.failed; {
	case total > 0:
		values["availability_ratio"] = w.worked / total
	case w.working: // nothing can fail
		values["availability_ratio"] = 1
	default:
		values["availability_ratio"] = 0
	}
	return values
}

// outages observes a run, and adds up how long the design worked.
type outages struct {
	design            Design
	up                []bool
	working           bool
	since             clock.Time
	worked, failed    float64 // seconds
	failures, outages int
}

// Observe implements sim.Observer. Nodes are numbered as the parts are.
func (o *outages) Observe(r sim.Record) {
	change, ok := r.Fact.(turned)
	if r.Kind != sim.Noted || !ok {
		return
	}
	o.up[r.Node] = change.up
	if !change.up && r.Time > 0 {
		o.failures++
	}
	if works := o.design.Works(o.up); works != o.working {
		o.account(r.Time)
		o.working = works
		if !works && r.Time > 0 {
			o.outages++
		}
	}
}

// account closes the time since the last change of the whole.
func (o *outages) account(now clock.Time) {
	if o.working {
		o.worked += now.Sub(o.since).Seconds()
	} else {
		o.failed += now.Sub(o.since).Seconds()
	}
	o.since = now
}

// machine is a part: it runs until it fails, and is repaired.
type machine struct{ mtbf, mttr float64 } // nanoseconds

// The timers of a machine.
const (
	fails uint8 = iota
	repaired
)

// Init implements sim.Node. A part that never works, or never fails, has no
// timers. Others begin as they are on average, some of them failed: with
// exponential times that is the steady state from the start.
func (m *machine) Init(env *sim.Env) {
	switch {
	case m.mtbf == 0 || m.mttr == 0:
	case env.Rand().Float64()*(m.mtbf+m.mttr) < m.mttr:
		m.fail(env)
	default:
		env.After(exponential(env.Rand(), m.mtbf), fails, 0)
	}
}

func (m *machine) fail(env *sim.Env) {
	env.Note(0, turned{false})
	env.After(exponential(env.Rand(), m.mttr), repaired, 0)
}

// Timeout implements sim.Node.
func (m *machine) Timeout(env *sim.Env, t sim.Timer) {
	if t.Kind == fails {
		m.fail(env)
		return
	}
	env.Note(0, turned{true})
	env.After(exponential(env.Rand(), m.mtbf), fails, 0)
}

// Receive implements sim.Node.
func (*machine) Receive(*sim.Env, sim.Message) {}

// turned is the fact that a part failed or works again.
type turned struct{ up bool }

// Sentence implements sim.Fact.
func (t turned) Sentence(func(sim.NodeID) string) string {
	if t.up {
		return "it is repaired"
	}
	return "it fails"
}

// Weight implements sim.Fact.
func (turned) Weight() sim.Weight { return sim.Quiet }
