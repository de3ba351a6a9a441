package engine

import (
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
)

// pool scales a part's workers by the work that waits for them. When more
// waits than the target for each, counting those that boot already, it starts
// as many as the target asks for. When less than half of the target would wait
// for each with one fewer, one goes. After a change it leaves things as they are
// for the cool-down.
type pool struct {
	least, most int // most 0: the number stays as it is
	target      int
	boot, cool  time.Duration
	booting     int
	rested      bool
	instances   *metric.Utilisation // how many there were, over time
	peak        int
}

// scaleEvery is how often a pool looks at the work.
const scaleEvery = time.Second

func newPool() pool { return pool{rested: true, instances: metric.NewUtilisation(1)} }

func (l *pool) configure(c scenario.Component) {
	l.least, l.most, l.target = c.Int("instances"), c.Int("max-instances"), c.Int("target-depth")
	l.boot, l.cool = c.Duration("boot-delay"), c.Duration("cool-down")
}

// change is how many instances are to come (or go, if negative).
func (l *pool) change(have, waiting int) int {
	have += l.booting
	want := (waiting + l.target - 1) / l.target
	switch {
	case want > have:
		return max(0, min(want, l.most)-have)
	case have > l.least && 2*waiting < l.target*(have-1):
		return -1
	}
	return 0
}

// woken is called by the pool's reminders.
func (p *workerPart) woken(w *world, r reminder) {
	l := &p.pool
	switch r.what {
	case poolBooted:
		l.booting--
		_ = p.add(w, 1)
		w.story.say(Info, "%s has %s now", p.spec.Name, noun.Count(len(p.ids), "instance"))
	case poolRested:
		l.rested = true
	case poolLooks:
		if l.most == 0 {
			return
		}
		w.remind(scaleEvery, reminder{kind: remindPart, part: p.spec.Name, what: poolLooks})
		if l.rested {
			p.scale(w, l.change(len(p.ids), p.employer(w).waiting(w, p.spec.Name)))
		}
	}
}

// What a pool is reminded of.
const (
	poolLooks = iota
	poolBooted
	poolRested
)

func (p *workerPart) scale(w *world, change int) {
	if change == 0 {
		return
	}
	l := &p.pool
	l.rested = false
	w.remind(l.cool, reminder{kind: remindPart, part: p.spec.Name, what: poolRested})
	if change < 0 {
		id := p.ids[len(p.ids)-1]
		_ = p.remove(w, id)
		w.story.say(Info, "%s is not needed any more: it finishes its work and leaves", w.sim.Name(id))
		return
	}
	l.booting += change
	w.story.say(Info, "%s needs more: %d instances boot and are there in %s", p.spec.Name, change, l.boot)
	for range change {
		w.remind(l.boot, reminder{kind: remindPart, part: p.spec.Name, what: poolBooted})
	}
}
