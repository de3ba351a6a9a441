package engine

import (
	"math"

	"netsplit/engine/history"
	"netsplit/engine/metric"
	"netsplit/engine/scenario"
)

// Bounds of a comparison.
const (
	differencesShown = 50
	eventsCompared   = 4_000_000
)

// Comparison is two runs side by side: a run, and its fork with a step
// changed.
type Comparison struct {
	Parted     *Parting     `json:"parted"`  // null: they are the same
	Metrics    []MetricPair `json:"metrics"` // all of either, by component
	Steps      []StepPair   `json:"steps"`   // of the script, that came to something else
	Operations []EndPair    `json:"operations"`
	Differing  int          `json:"operations_differing"` // Operations has the first of them
	Compared   int          `json:"operations_compared"`
	Note       string       `json:"note,omitempty"` // what was not looked at
}

// Parting is the first event that is not the same in both.
type Parting struct {
	TimeSeconds float64 `json:"time_seconds"`
	Event       uint64  `json:"event"` // its number
	A           string  `json:"a"`
	B           string  `json:"b"`
}

// MetricPair is a metric in both runs. One that is no number is null.
type MetricPair struct {
	Name  string   `json:"name"`
	Unit  string   `json:"unit"`
	A     *float64 `json:"a"`
	B     *float64 `json:"b"`
	TextA string   `json:"-"`
	TextB string   `json:"-"`
	Same  bool     `json:"same"`
}

// StepPair is a step of the script that came to something else.
type StepPair struct {
	Step string `json:"step"`
	A    string `json:"a"`
	B    string `json:"b"`
}

// EndPair is an operation that ended otherwise.
type EndPair struct {
	TimeSeconds float64 `json:"time_seconds"` // when it began in A
	Operation   uint64  `json:"operation"`    // its number in A
	Client      string  `json:"client"`
	Name        string  `json:"name"`
	A           string  `json:"a"`
	B           string  `json:"b"`
}

// Compare puts two runs of one system side by side.
func Compare(a, b *Cluster) Comparison {
	c := Comparison{Metrics: comparedMetrics(a.world, b.world), Steps: []StepPair{}, Operations: []EndPair{}}
	c.Parted, c.Note = parting(a, b)
	c.compareSteps(a.world, b.world)
	c.compareOperations(a.world.operations, b.world.operations)
	return c
}

func comparedMetrics(a, b *world) []MetricPair {
	pairs := []MetricPair{}
	places := map[string]int{}
	for side, w := range []*world{a, b} {
		for _, p := range w.order {
			for _, m := range p.measures(w) {
				name := p.base().name() + "." + m.name
				at, known := places[name]
				if !known {
					at = len(pairs)
					places[name] = at
					pairs = append(pairs, MetricPair{Name: name, Unit: m.unit, TextA: missingText, TextB: missingText})
				}
				v := m.value()
				text, number := metric.Format(v, m.unit), &v
				if math.IsNaN(v) || math.IsInf(v, 0) {
					number = nil
				}
				if side == 0 {
					pairs[at].A, pairs[at].TextA = number, text
				} else {
					pairs[at].B, pairs[at].TextB = number, text
				}
			}
		}
	}
	for i := range pairs {
		p := &pairs[i]
		p.Same = p.TextA == p.TextB // what nobody can see is no difference
	}
	return pairs
}

const missingText = "-"

// compareSteps goes through the steps that both have, in order.
func (c *Comparison) compareSteps(a, b *world) {
	next := 0
	for _, s := range a.script.steps {
		for i := next; i < len(b.script.steps); i++ {
			o := b.script.steps[i]
			if o.Text != s.Text {
				continue
			}
			next = i + 1
			// How a check words that it holds counts operations: no difference.
			_, checks := s.Command.(scenario.Check)
			if x, y := stepText(s), stepText(o); x != y && !(checks && s.state == stepDone && o.state == stepDone) {
				c.Steps = append(c.Steps, StepPair{s.Text, x, y})
			}
			break
		}
	}
}

func stepText(s scriptStep) string {
	text := string(s.state)
	if s.message != "" {
		text += ": " + s.message
	}
	return text
}

// compareOperations matches what each client asked, one after another: the
// n-th request for a key in one run is the n-th for it in the other.
func (c *Comparison) compareOperations(a, b *operations) {
	type kind struct {
		client, name string
		nth          int
	}
	name := func(o *operation) string {
		if o.manual {
			return nameOf(o)
		}
		return string(o.Kind) + " " + o.Key
	}
	others, counts := map[kind]*operation{}, map[kind]int{}
	for _, o := range b.all {
		k := kind{client: o.Client, name: name(o)}
		counts[k]++
		k.nth = counts[k]
		others[k] = o
	}
	clear(counts)
	for _, o := range a.all {
		k := kind{client: o.Client, name: name(o)}
		counts[k]++
		k.nth = counts[k]
		other, ok := others[k]
		if !ok {
			continue
		}
		c.Compared++
		x, y := endOf(o), endOf(other)
		if x == y {
			continue
		}
		if c.Differing++; c.Differing <= differencesShown {
			c.Operations = append(c.Operations, EndPair{o.Invoked.Seconds(), o.ID, o.Client, k.name, x, y})
		}
	}
}

// endOf is how an operation ended, in a few words.
func endOf(o *operation) string {
	text := string(o.Outcome)
	switch {
	case o.pending:
		text = "in progress"
	case o.Code != "":
		text = o.Code
		if o.Outcome == history.Info {
			text += ", may have happened"
		}
	case o.Kind == history.Get && !o.Found:
		text = "found nothing"
	case o.Kind == history.Get && o.manual:
		text = "read " + o.Value
	}
	if o.stale {
		text += ", which is old"
	}
	return text
}
