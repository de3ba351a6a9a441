package scenario

import "fmt"

// quorums checks the quorums that a client asks for against the store that its
// operations reach.
func (sc *Scenario) quorums(c Component, broken map[string]bool) []finding {
	if c.Kind != "client" || broken[c.Name] || c.Int("replicas") == 0 && c.Int("read") == 0 && c.Int("write") == 0 {
		return nil
	}
	store, ok := sc.storeOf(c, map[string]bool{})
	if broken[store.Name] {
		return nil
	}
	var list []finding
	for _, name := range []string{"replicas", "read", "write"} {
		n, of := c.Int(name), c.Int("replicas")
		switch {
		case n == 0:
		case !ok || store.Kind != "kv":
			list = append(list, finding{c.Name, name, fmt.Sprintf("%s asks for a quorum of its own, but reaches no kv", c.Name), "leave out " + name})
		case name == "replicas" && n > store.Int("replicas"):
			list = append(list, finding{c.Name, name, fmt.Sprintf("%s asks %d replicas, but %s keeps each key on %d", c.Name, n, store.Name, store.Int("replicas")),
				fmt.Sprintf("write replicas: %d or fewer, or 0 for the store's own", store.Int("replicas"))})
		case of > 0 && n > of:
			list = append(list, finding{c.Name, name, fmt.Sprintf("%s needs %d replicas for a %s, but asks only %d (replicas)", c.Name, n, name, of),
				fmt.Sprintf("write %s: %d or fewer, or 0 for the store's own", name, of)})
		case n > store.Int("replicas"):
			list = append(list, finding{c.Name, name, fmt.Sprintf("%s needs %d replicas for a %s, but %s keeps each key on %d", c.Name, n, name, store.Name, store.Int("replicas")),
				fmt.Sprintf("write %s: %d or fewer, or 0 for the store's own", name, store.Int("replicas"))})
		}
	}
	return list
}

// storeOf follows what a component refers to until it meets a store.
func (sc *Scenario) storeOf(c Component, seen map[string]bool) (Component, bool) {
	kind, _ := FindKind(c.Kind)
	if kind.Stores {
		return c, true
	}
	for _, p := range kind.Params {
		for _, name := range c.links(p) {
			next, known := sc.find(name)
			if !known || seen[name] {
				continue
			}
			seen[name] = true
			if store, ok := sc.storeOf(next, seen); ok {
				return store, true
			}
		}
	}
	return Component{}, false
}
