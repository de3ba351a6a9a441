package engine

import (
	"fmt"
	"slices"
	"time"

	"netsplit/engine/primary"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// routes is how requests find the shard that has their key.
type routes struct {
	routers []sim.NodeID // the tier, if there is one
	routed  int          // requests that it passed on
	tier    int          // whose turn it is
	anyNode bool         // callers ask any node, which passes on
	keep    time.Duration
	world   *world
}

// addRoutes makes the directories and the routing tier.
func (p *sqlPart) addRoutes(w *world) {
	zone := func(i int) string {
		if zones := p.spec.List("zones"); len(zones) > 0 {
			return zones[i%len(zones)]
		}
		return ""
	}
	p.world = w
	p.keep, p.anyNode = p.spec.Duration("look-up-ttl"), p.spec.Text("routing") == "any-node"
	if p.spec.Text("shard-by") == "directory" {
		for i := range p.spec.Int("directories") {
			id := w.addNode(fmt.Sprintf("%s-directory-%d", p.spec.Name, i+1), p.spec, zone(i), func() sim.Node { return primary.NewDirectory(p.layout) })
			p.layout.Book.Directories = append(p.layout.Book.Directories, id)
			w.directory.AddFinder(id, p)
		}
		w.directory.Set(p.spec.Name+"/directory", p.layout.Book.Directories)
	}
	if p.spec.Text("routing") == "tier" {
		inner := p.spec.Name + "/shards"
		w.directory.SetRouter(inner, p)
		for i := range p.spec.Int("routers") {
			p.routers = append(p.routers, w.addNode(fmt.Sprintf("%s-router-%d", p.spec.Name, i+1), p.spec, zone(i),
				func() sim.Node { return primary.NewRouter(p.layout, inner, w.directory, &p.routed) }))
		}
		w.directory.Set(p.spec.Name+"/routers", p.routers)
		w.directory.SetRouter(p.spec.Name, tier{p})
	}
}

// tier sends whoever asks the store to its routers, one after the other.
type tier struct{ p *sqlPart }

// Route implements request.Router.
func (t tier) Route(string) []sim.NodeID {
	t.p.tier++
	first := t.p.tier % len(t.p.routers)
	return slices.Concat(t.p.routers[first:], t.p.routers[:first])
}

// Directories implements request.Finder.
func (p *sqlPart) Directories() []sim.NodeID {
	if p.anyNode {
		return nil
	}
	return p.layout.Book.Directories
}

// At implements request.Finder.
func (p *sqlPart) At(shard int, v request.Verb) []sim.NodeID {
	groups := p.layout.Groups()
	if shard < 0 || shard >= len(groups) || groups[shard].Retired() {
		return nil
	}
	return p.in(groups[shard], v)
}

// Group implements request.Grouper. A directory would have to be asked, and a
// tier looks for itself.
func (p *sqlPart) Group(key string) (int, bool) {
	if len(p.Directories()) > 0 || p.anyNode {
		return 0, false
	}
	return p.layout.GroupOf(key).Number, true
}

// Keep implements request.Finder.
func (p *sqlPart) Keep() time.Duration { return p.keep }

// Count implements request.Finder.
func (p *sqlPart) Count(f request.Finding) {
	b := &p.layout.Book
	switch f {
	case request.Asked:
		b.Looked++
	case request.Kept:
		b.Kept++
	case request.Stale:
		b.Stale++
	}
}

// anyone lists all members, each in turn first.
func (p *sqlPart) anyone() []sim.NodeID {
	p.turn++
	first := p.turn % len(p.ids)
	return slices.Concat(p.ids[first:], p.ids[:first])
}

// askedInLine counts the questions that wait at the directories.
func (p *sqlPart) askedInLine(w *world) (n int) {
	for _, id := range p.layout.Book.Directories {
		if d, ok := w.sim.Node(id).(*primary.Directory); ok {
			n += d.InLine()
		}
	}
	return n
}

// wrongEntries counts the keys that some directory holds to be elsewhere.
func (p *sqlPart) wrongEntries(w *world) int {
	if len(p.layout.Book.Directories) == 0 {
		return 0
	}
	n := 0
	for _, key := range p.keys(w) {
		owner := p.layout.Shards.Owner(key)
		if slices.ContainsFunc(p.layout.Book.Directories, func(id sim.NodeID) bool {
			says, ok := primary.Says(w.sim.Disk(id), key)
			return ok && says != owner
		}) {
			n++
		}
	}
	return n
}

// listed reports whether every directory that runs and reaches the shards says
// where each key is.
func (p *sqlPart) listed(w *world) bool {
	keys := p.keys(w)
	for _, d := range p.layout.Book.Directories {
		if state, _, _ := w.sim.State(d); state != sim.Up {
			continue
		}
		for _, key := range keys {
			g := p.layout.GroupOf(key)
			if says, ok := primary.Says(w.sim.Disk(d), key); ok && says != g.Number && g.Address() != sim.Nobody && w.connected(d, g.Address()) {
				return false
			}
		}
	}
	return true
}
