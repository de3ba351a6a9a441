package engine

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"netsplit/engine/history"
	"netsplit/engine/metric"
	"netsplit/engine/primary"
	"netsplit/engine/scenario"
	"netsplit/engine/shard"
	"netsplit/engine/sim"
)

// buildShards makes a leader with its replicas for each shard.
func (p *sqlPart) buildShards(w *world) {
	p.layout, p.now = primary.NewSharded(primary.Config{}, p.placement(w, p.spec, p.spec.Int("shards"))), w.sim.Now
	p.configure(p.spec)
	for i := range p.layout.Groups() {
		p.layout.FoundShard(i, p.newShard(w))
	}
	p.addMonitor(w)
	p.addRoutes(w)
}

func (p *sqlPart) newShard(w *world) (ids []sim.NodeID) {
	for range p.spec.Int("nodes") {
		ids = append(ids, p.newNode(w))
	}
	return ids
}

// placement is how the scenario places keys. Ranges that it does not give are
// equal parts of the keys that clients may ask this store for.
func (p *sqlPart) placement(w *world, c scenario.Component, shards int) shard.Placement {
	switch {
	case c.Text("shard-by") == "range":
		points := slices.SortedFunc(slices.Values(c.List("split-at")), shard.Compare)
		if len(points) == 0 {
			points = shard.Points(p.possible(w), shards)
		}
		for n := 1; len(points) < shards-1; n++ {
			points = append(points, "~"+strconv.Itoa(n)) // no client says which keys there are
		}
		return shard.NewRanges(points)
	case c.Text("shard-by") == "directory":
		return shard.NewDirectory(shards)
	case c.Text("placement") == "modulo":
		return shard.NewModulo(shards).ByPrefix(c.Text("shard-key") == "prefix")
	}
	return shard.NewRing(shards).ByPrefix(c.Text("shard-key") == "prefix")
}

// mostLearned bounds the keys that ranges are learned from.
const mostLearned = 10_000

// possible are keys that clients may ask for.
func (p *sqlPart) possible(w *world) (keys []string) {
	most := 0
	for _, c := range w.scenario.Components {
		if c.Kind == "client" {
			most = max(most, c.Keys("keys").N)
		}
	}
	step := max(1, most/mostLearned)
	for i := 1; i <= most; i += step {
		keys = append(keys, fmt.Sprintf("key-%d", i))
	}
	return keys
}

// mayMove reports whether keys that are on their way can go on: every shard
// that has to give some has somebody who leads it, or may come to.
func (p *sqlPart) mayMove(w *world) bool {
	for _, g := range p.layout.Groups() {
		if p.layout.Shards.Emptied(g.Number) {
			continue
		}
		if id, _ := p.leader(w, g); id != sim.Nobody || p.mayLead(w, g) {
			return true
		}
	}
	return false
}

// holds reports whether a disk has a key that came to its shard.
func (p *sqlPart) holds(d *primary.Disk, key string) bool {
	return d != nil && d.Holds(key, p.layout.Shards.Turn(key))
}

// live keeps what belongs to shards that are in use.
func (p *sqlPart) live(of []int) (list []int) {
	for i, g := range p.layout.Groups() {
		if !g.Retired() {
			list = append(list, of[i])
		}
	}
	return list
}

// shardKeys counts the keys of each shard.
func (p *sqlPart) shardKeys(w *world) []int {
	counts := make([]int, len(p.layout.Groups()))
	for _, key := range p.keys(w) {
		counts[p.layout.GroupOf(key).Number]++
	}
	return counts
}

// shardLoad counts the requests that each shard took.
func (p *sqlPart) shardLoad() []int {
	var counts []int
	for _, g := range p.layout.Groups() {
		counts = append(counts, g.Served())
	}
	return counts
}

// skew is the most over the mean.
func skew(counts []int) float64 {
	most, sum := 0, 0
	for _, n := range counts {
		most, sum = max(most, n), sum+n
	}
	if sum == 0 {
		return 0
	}
	return float64(most) * float64(len(counts)) / float64(sum)
}

// moveErrors counts the operations that failed while keys were on their way.
func (p *sqlPart) moveErrors(w *world) int {
	m, n := &p.layout.Moves, 0
	if m.Began == 0 {
		return 0
	}
	for _, o := range w.operations.all {
		if o.store == p.spec.Name && o.Outcome != history.OK && !o.pending && o.Returned >= m.Began && (m.Ended == 0 || o.Invoked < m.Ended) {
			n++
		}
	}
	return n
}

// moveSeconds is how long the latest move of keys took, or has taken so far.
func (p *sqlPart) moveSeconds(w *world) float64 {
	m := &p.layout.Moves
	switch {
	case m.Began == 0:
		return 0
	case m.Ended == 0:
		return w.sim.Now().Sub(m.Began).Seconds()
	}
	return m.Ended.Sub(m.Began).Seconds()
}

func (p *sqlPart) shardMeasures(w *world) []measure {
	m, book := &p.layout.Moves, &p.layout.Book
	return []measure{
		figure("keys-imbalance", true, func() float64 { return skew(p.live(p.shardKeys(w))) }),
		figure("load-imbalance", false, func() float64 { return skew(p.live(p.shardLoad())) }),
		figure("refused", false, func() float64 {
			n := 0
			for _, g := range p.layout.Groups() {
				n += g.Overloaded()
			}
			return float64(n)
		}),
		figure("moved-keys", false, func() float64 { return float64(m.Moved) }),
		{name: "moved-share", unit: metric.UnitRatio, value: func() float64 { return float64(m.Moved) / float64(max(1, m.Keys)) }},
		{name: "moved-bytes", unit: metric.UnitBytes, value: func() float64 { return float64(m.Bytes) }},
		{name: "move-seconds", unit: metric.UnitSeconds, value: func() float64 { return p.moveSeconds(w) }},
		figure("passed-on", false, func() float64 { return float64(p.layout.Stats.PassedOn) }),
		figure("routed", false, func() float64 { return float64(p.routed) }),
		figure("look-ups", false, func() float64 { return float64(book.Looked) }),
		figure("look-ups-refused", false, func() float64 { return float64(book.Questions.Refused) }),
		figure("look-ups-waiting", false, func() float64 { return float64(p.askedInLine(w)) }),
		{name: "look-up-wait", unit: metric.UnitSeconds, value: func() float64 { return book.Questions.Wait().Seconds() }},
		{name: "look-up-utilisation", unit: metric.UnitRatio, value: func() float64 { return book.Questions.Utilisation(w.sim.Now()) }},
		figure("kept-look-ups", false, func() float64 { return float64(book.Kept) }),
		figure("stale-look-ups", false, func() float64 { return float64(book.Stale) }),
		figure("wrong-entries", true, func() float64 { return float64(p.wrongEntries(w)) }),
		figure("move-errors", true, func() float64 { return float64(p.moveErrors(w)) }),
	}
}

// family implements familial: shard-2-keys, shard-2-requests, shard-2-share.
func (p *sqlPart) family(w *world, name string) (measure, bool) {
	rest, ok := strings.CutPrefix(name, "shard-")
	number, what, cut := strings.Cut(rest, "-")
	i, err := strconv.Atoi(number)
	if !ok || !cut || err != nil || i < 1 || i > maxShards {
		return measure{}, false
	}
	of := func(counts []int) float64 {
		if i > len(counts) {
			return 0
		}
		return float64(counts[i-1])
	}
	switch what {
	case "keys":
		return measure{name: name, unit: metric.UnitCount, heavy: true, value: func() float64 { return of(p.shardKeys(w)) }}, true
	case "requests":
		return measure{name: name, unit: metric.UnitCount, value: func() float64 { return of(p.shardLoad()) }}, true
	case "share":
		return measure{name: name, unit: metric.UnitRatio, value: func() float64 {
			load := p.shardLoad()
			sum := 0
			for _, n := range load {
				sum += n
			}
			return of(load) / float64(max(1, sum))
		}}, true
	}
	return measure{}, false
}

// maxShards is how many shards a store may have.
const maxShards = 50
