package engine

import (
	"slices"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// routing is a part that sends different paths to different components.
type routing interface{ sendsFor(path string) []string }

// answering is a part that asks several components for one request. They come
// in the order in which their answers become its own: the last called first.
type answering interface{ answersFrom(writes bool) []string }

// doorway is where requests with a path go in.
type doorway struct {
	component, path string
	writes          bool
}

// findStore follows what a component sends requests with a path to, until it
// meets the store that the answer comes from.
func (w *world) findStore(d doorway, seen map[string]bool) string {
	p := w.parts[d.component]
	switch {
	case p == nil || seen[d.component]:
		return ""
	case isStore(p):
		return d.component
	}
	seen[d.component] = true
	next := p.sends()
	switch p := p.(type) {
	case *queuePart, *topicPart, *streamPart:
		return "" // it answers by itself, before anybody behind it has heard of it
	case routing:
		next = p.sendsFor(d.path)
	case answering:
		next = p.answersFrom(d.writes)
	}
	for _, name := range next {
		if store := w.findStore(doorway{name, d.path, d.writes}, seen); store != "" {
			return store
		}
	}
	return ""
}

// maxPathsKnown bounds the memory for paths.
const maxPathsKnown = 1000

// storeFrom is the store whose data requests are about that go in at a doorway.
func (w *world) storeFrom(d doorway) string {
	if d.path == "/" {
		d.path = ""
	}
	store, ok := w.stores[d]
	if !ok {
		store = w.findStore(d, map[string]bool{})
		if len(w.stores) <= maxPathsKnown {
			w.stores[d] = store
		}
	}
	return store
}

// storesBeside are the other stores that such requests change on their way:
// nobody is told what each of them did.
func (w *world) storesBeside(d doorway) []string {
	if d.path == "/" {
		d.path = ""
	}
	list, ok := w.beside[d]
	if !ok {
		w.collectStores(d, map[string]bool{}, &list)
		list = slices.DeleteFunc(list, func(name string) bool { return name == w.storeFrom(d) })
		if len(w.beside) <= maxPathsKnown {
			w.beside[d] = list
		}
	}
	return list
}

// collectStores lists all stores that requests reach.
func (w *world) collectStores(d doorway, seen map[string]bool, list *[]string) {
	p := w.parts[d.component]
	if p == nil || seen[d.component] {
		return
	}
	seen[d.component] = true
	switch p := p.(type) {
	case routing:
		for _, next := range p.sendsFor(d.path) {
			w.collectStores(doorway{next, d.path, d.writes}, seen, list)
		}
	case answering:
		for _, next := range p.answersFrom(d.writes) {
			w.collectStores(doorway{next, d.path, d.writes}, seen, list)
		}
	default:
		if store := w.storeFrom(d); store != "" && !slices.Contains(*list, store) {
			*list = append(*list, store)
		}
	}
}

// storeBehind is the same for a request to a node; "" is none.
func (w *world) storeBehind(id sim.NodeID, r request.Request) string {
	if id == sim.Nobody {
		return ""
	}
	return w.storeFrom(doorway{w.nodes[id].component, r.Path, r.Verb.Writes()})
}

// storeOf is the store that an operation is about; who listens asks for no key.
func (w *world) storeOf(r request.Request, via sim.NodeID) string {
	if r.Verb.Listens() {
		return ""
	}
	return w.storeBehind(via, r)
}
