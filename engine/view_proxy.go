package engine

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/proxy"
	"netsplit/engine/webcache"
)

// Front is what stands in front of others and keeps answers: a gateway, a
// proxy, a point of a content delivery network.
type Front struct {
	Component, Kind string
	Hits, Misses    int
	Refused         int
	Forwarded       int
	Points          []FrontPoint
}

// FrontPoint is one node of it.
type FrontPoint struct {
	Node   string
	Zone   string
	Role   string // "shield", or ""
	Kept   int
	Copies []FrontCopy // the latest used first, at most 20
}

// FrontCopy is a kept answer.
type FrontCopy struct {
	Path, Key, Value string
	Age              time.Duration
	ExpiresIn        time.Duration // 0: never, or over
	Fresh            bool
	Stale            bool // the store holds a newer acknowledged value
}

// copiesShown is how many answers of one node a screen gets.
const copiesShown = 20

func (w *world) frontCopies(c *webcache.Cache, store string, now clock.Time) []FrontCopy {
	var out []FrontCopy
	for _, copied := range c.Copies(copiesShown) {
		f := FrontCopy{Path: copied.Path, Key: copied.Key, Value: copied.Answer.Value, Age: now.Sub(copied.Stored), Fresh: copied.Fresh(now)}
		if copied.Expires != 0 {
			f.ExpiresIn = max(0, copied.Expires.Sub(now))
		}
		f.Stale = copied.Answer.Version.Compare(w.operations.newest[object{store, copied.Key}].version) < 0
		out = append(out, f)
	}
	return out
}

func (p *proxyPart) view(w *world, s *Snapshot) {
	st := p.stats
	v := Front{Component: p.spec.Name, Kind: p.spec.Kind, Hits: st.Hits, Misses: st.Misses, Forwarded: st.Forwarded,
		Refused: st.Keyless + st.TooLarge + st.TooMany + st.Throttled}
	for _, id := range p.ids {
		point := FrontPoint{Node: w.sim.Name(id), Zone: w.network.Zone(id)}
		if n, ok := w.sim.Node(id).(*proxy.Node); ok {
			point.Kept, point.Copies = n.Kept().Len(), w.frontCopies(n.Kept(), w.storeFrom(doorway{component: p.spec.Name}), w.sim.Now())
		}
		v.Points = append(v.Points, point)
	}
	s.Fronts = append(s.Fronts, v)
}
