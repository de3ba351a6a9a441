package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// validate checks what concerns several parameters or components.
func (r *reader) validate() {
	if len(r.errs) > 0 && r.broken {
		return // half-read values would only give misleading errors
	}
	nodes := 0
	for i, c := range r.sc.Components {
		for _, p := range c.problems() {
			r.fail(r.places[i].param(p.param), p.message, p.cure)
		}
		r.references(i, c)
		nodes += c.MemberCount()
		if owner, ok := r.memberOf(c.Name); ok {
			r.fail(r.places[i].at, fmt.Sprintf("the name %s could also be a member of %s", quote(c.Name), quote(owner)), "give one of them another name")
		}
	}
	if nodes > maxNodes {
		r.fail(place{}, fmt.Sprintf("%d nodes in all components", nodes), fmt.Sprintf("a scenario has at most %d", maxNodes))
	}
	r.cycles()
}

// memberOf finds a component whose members' names look like name: store-1.
func (r *reader) memberOf(name string) (owner string, ok bool) {
	base, ok := memberBase(name)
	if !ok {
		return "", false
	}
	_, ok = r.sc.find(base)
	return base, ok
}

// memberBase cuts the number off a member's name: store of store-3.
func memberBase(name string) (string, bool) {
	i := strings.LastIndexByte(name, '-')
	if i <= 0 || i == len(name)-1 || strings.Trim(name[i+1:], "0123456789") != "" {
		return "", false
	}
	return name[:i], true
}

// problem is what is wrong between the parameters of one component.
type problem struct{ param, message, cure string }

func (c Component) problems() []problem {
	var list []problem
	switch c.Kind {
	case "kv":
		nodes, replicas := c.Int("nodes"), c.Int("replicas")
		if replicas > nodes {
			list = append(list, problem{c.blame("replicas", "nodes"),
				fmt.Sprintf("%s keeps %d replicas%s of each key, but has only %s", c.Name, replicas, c.byDefault("replicas"), count(nodes, "node")),
				fmt.Sprintf("write replicas: %d or nodes: %d", nodes, replicas)})
		}
		for _, name := range []string{"read", "write"} {
			if n := c.Int(name); n > replicas {
				list = append(list, problem{c.blame(name, "replicas"),
					fmt.Sprintf("%s needs %d replicas%s for a %s, but each key has only %d", c.Name, n, c.byDefault(name), name, replicas),
					fmt.Sprintf("write %s: %d or fewer", name, replicas)})
			}
		}
	case "client":
		if c.Int("clients") > 0 && c.Given("rate") {
			list = append(list, problem{"clients", "a client has a rate or a number of clients, not both",
				"rate starts operations whatever happens; clients waits for each answer: keep one"})
		}
	}
	return list
}

// blame is the parameter to point at: the one that the file wrote.
func (c Component) blame(name, other string) string {
	if !c.Given(name) && c.Given(other) {
		return other
	}
	return name
}

func (c Component) byDefault(name string) string {
	if c.Given(name) {
		return ""
	}
	return " (the default)"
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// links are the names that a component's parameter refers to.
func (c Component) links(p Param) []string {
	if p.Type != TypeReference && p.Type != TypeReferences {
		return nil
	}
	return c.Values[p.Name].list
}

// references checks that named components exist and fit.
func (r *reader) references(i int, c Component) {
	kind, _ := FindKind(c.Kind)
	for _, p := range kind.Params {
		for _, name := range c.links(p) {
			to, ok := r.sc.find(name)
			where := r.places[i].param(p.Name)
			switch {
			case !ok:
				r.fail(where, fmt.Sprintf("%s of %s names %s, which is not a component", p.Name, c.Name, quote(name)), didYouMean(name, "components", r.sc.names()))
			case slices.Contains(p.Fits, to.Kind):
			case c.Kind == "client" && to.Kind == "cache":
				r.fail(where, fmt.Sprintf("a client can't use the cache %s itself", name), fmt.Sprintf("in cache-aside a service asks the cache, then the store: add web: {kind: service, calls: [%s]} and write to: web", name))
			default:
				r.fail(where, fmt.Sprintf("%s of %s names %s, which is a %s", p.Name, c.Name, name, to.Kind), "it must be "+oneOf(p.Fits))
			}
		}
	}
}

func oneOf(words []string) string {
	if len(words) == 1 {
		return "a " + words[0]
	}
	return "a " + strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// cycles reports a request that would come back to where it was.
func (r *reader) cycles() {
	const (
		unseen = iota
		open
		done
	)
	state := make([]int, len(r.sc.Components))
	var path []string
	var visit func(i int) bool
	visit = func(i int) bool {
		c := r.sc.Components[i]
		state[i] = open
		path = append(path, c.Name)
		kind, _ := FindKind(c.Kind)
		for _, p := range kind.Params {
			for _, name := range c.links(p) {
				j := slices.IndexFunc(r.sc.Components, func(c Component) bool { return c.Name == name })
				if j < 0 || state[j] == done {
					continue
				}
				if state[j] == open {
					loop := append(path[slices.Index(path, name):], name)
					r.fail(r.places[i].param(p.Name), "a request would go in a circle: "+strings.Join(loop, " -> "), "remove one of these links")
					return false
				}
				if !visit(j) {
					return false
				}
			}
		}
		path = path[:len(path)-1]
		state[i] = done
		return true
	}
	for i := range r.sc.Components {
		if state[i] == unseen && !visit(i) {
			return
		}
	}
}
