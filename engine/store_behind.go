package engine

import (
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// routing is a part that sends different paths to different components.
type routing interface{ sendsFor(path string) []string }

// findStore follows what a component sends requests with a path to, until it
// meets a store.
func (w *world) findStore(p part, path string, seen map[string]bool) string {
	name := p.base().name()
	switch {
	case seen[name]:
		return ""
	case isStore(p):
		return name
	}
	seen[name] = true
	next := p.sends()
	if r, ok := p.(routing); ok {
		next = r.sendsFor(path)
	}
	for _, name := range next {
		if store := w.findStore(w.parts[name], path, seen); store != "" {
			return store
		}
	}
	return ""
}

// maxPathsKnown bounds the memory for paths.
const maxPathsKnown = 1000

// storeBehind is the store whose data a request to that node is about, by the
// path of the request; "" is none.
func (w *world) storeBehind(id sim.NodeID, path string) string {
	if id == sim.Nobody {
		return ""
	}
	component := w.nodes[id].component
	if path == "" || path == "/" {
		return w.stores[component]
	}
	name := component + " " + path
	store, ok := w.stores[name]
	if !ok && w.parts[component] != nil {
		if len(w.stores) > maxPathsKnown {
			return w.findStore(w.parts[component], path, map[string]bool{})
		}
		store = w.findStore(w.parts[component], path, map[string]bool{})
		w.stores[name] = store
	}
	return store
}

// storeOf is the store that an operation is about; who listens asks for no key.
func (w *world) storeOf(r request.Request, via sim.NodeID) string {
	if r.Verb.Listens() {
		return ""
	}
	return w.storeBehind(via, r.Path)
}
