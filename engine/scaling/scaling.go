// Package scaling decides how many instances a tier should have: by how busy
// they are, and by a schedule.
//
// A Group answers one question at each look: how many do we want? It follows
// the rule of the Kubernetes horizontal pod autoscaler and of the target
// tracking of virtual machine groups: as many as it takes for the average
// utilisation to be the target, and none if it is within a tenth of it.
//
// The two differ in how they calm down. A group of machines changes nothing
// for a cool-down after each change, since a machine takes minutes to boot and
// helps only then. A set of pods grows at once, and shrinks only to the
// highest number it wanted within the cool-down.
//
//	g := scaling.NewGroup(&scaling.Config{Target: 0.6, Least: 2, Most: 10, CoolDown: time.Minute})
//	want := g.Want(now, running, ordered, utilisation)
package scaling

import (
	"math"
	"time"

	"netsplit/engine/clock"
)

// Planned is an entry of a schedule: from a moment on, so many at least.
type Planned struct {
	At    time.Duration // since the start of the run
	Count int
}

// Config is what the operator chooses.
type Config struct {
	Target      float64 // utilisation to keep
	Least, Most int
	CoolDown    time.Duration
	Schedule    []Planned // in the order of time
	Pods        bool      // calm down as a set of pods does
}

// tolerance is how far from the target the utilisation may be, as a share of it.
const tolerance = 0.1

// Group is the state behind the decisions about one tier.
type Group struct {
	config *Config
	rests  clock.Time // machines: nothing changes before
	wanted []wish     // pods: within the last cool-down
}

type wish struct {
	at    clock.Time
	count int
}

// NewGroup returns a group that has not decided anything.
func NewGroup(c *Config) *Group { return &Group{config: c} }

// Floor is the least there must be now, by the schedule or by the bound.
func (g *Group) Floor(now clock.Time) int {
	floor := g.config.Least
	planned := 0
	for _, p := range g.config.Schedule {
		if clock.FromDuration(p.At) <= now {
			planned = p.Count
		}
	}
	return min(max(floor, planned), g.config.Most)
}

// Want is how many there should be. Running are those that the utilisation is
// the average of; have counts those that were ordered too.
func (g *Group) Want(now clock.Time, running, have int, utilisation float64) int {
	c := g.config
	want := have
	if ratio := utilisation / c.Target; math.Abs(ratio-1) > tolerance && running > 0 {
		want = int(math.Ceil(float64(running)*ratio - 1e-9))
	}
	want = min(max(want, g.Floor(now)), c.Most)
	if c.Pods {
		return g.settle(now, have, want)
	}
	if now < g.rests {
		want = max(have, g.Floor(now)) // what the schedule asks for does not wait
	}
	if want != have {
		g.rests = now.Add(c.CoolDown)
	}
	return want
}

// settle lets a set of pods grow at once, and shrink to the highest number
// that was wanted within the cool-down.
func (g *Group) settle(now clock.Time, have, want int) int {
	g.wanted = append(g.wanted, wish{now, want})
	for len(g.wanted) > 1 && g.wanted[0].at.Add(g.config.CoolDown) <= now {
		g.wanted = g.wanted[1:]
	}
	if want >= have {
		return want
	}
	for _, w := range g.wanted {
		want = max(want, w.count)
	}
	return min(want, have)
}
