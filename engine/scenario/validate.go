package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// finding is something wrong between several parameters or components.
type finding struct {
	component     string // whose; "" is the whole document
	param         string // "" is the component's name
	message, cure string
}

func (f finding) asError() error { return &Error{Message: f.message, Cure: f.cure} }

// findings checks what concerns several parameters or components. A name in
// broken was declared but could not be read; nothing more is said about it.
func (sc *Scenario) findings(broken map[string]bool) []finding {
	var list []finding
	nodes := 0
	zones := sc.zones()
	for _, c := range sc.Components {
		nodes += c.MemberCount()
		if base, ok := memberBase(c.Name); ok {
			if _, ok := sc.find(base); ok || broken[base] {
				list = append(list, finding{c.Name, "", fmt.Sprintf("the name %s could also be a member of %s", quote(c.Name), quote(base)), "give one of them another name"})
			}
		}
		if slices.Contains(zones, c.Name) {
			list = append(list, finding{c.Name, "", fmt.Sprintf("%s is the name of a component and of a zone", quote(c.Name)), "give one of them another name"})
		}
		if c.Name == you {
			list = append(list, finding{c.Name, "", `"you" is the name of whoever types the steps`, "call it users"})
		}
		if !broken[c.Name] {
			list = append(list, c.problems()...)
			if c.Kind == "worker" {
				list = append(list, sc.workerSourceProblems(c)...)
			}
			if c.Kind == "service" {
				list = append(list, sc.rowProblems(c)...)
			}
			if c.Kind == "topic" {
				list = append(list, sc.filterProblems(c)...)
			}
		}
		list = append(list, sc.references(c, broken)...)
		list = append(list, sc.quorums(c, broken)...)
		list = append(list, sc.feeds(c, broken)...)
		list = append(list, sc.pages(c)...)
	}
	if nodes > maxNodes {
		list = append(list, finding{"", "", fmt.Sprintf("%d nodes in all components", nodes), fmt.Sprintf("a scenario has at most %d", maxNodes)})
	}
	if f, ok := sc.cycle(); ok {
		list = append(list, f)
	}
	return list
}

// you is the client that steps come from.
const you = "you"

// validate reports the findings at their places.
func (r *reader) validate() {
	for _, f := range r.sc.findings(r.broken) {
		var where place
		for i, c := range r.sc.Components {
			if c.Name == f.component {
				where = r.places[i].param(f.param)
			}
		}
		r.fail(where, f.message, f.cure)
	}
}

// zones lists all zones, and the regions before their slash.
func (sc *Scenario) zones() []string {
	var list []string
	add := func(z string) {
		if z != "" && !slices.Contains(list, z) {
			list = append(list, z)
		}
	}
	for _, c := range sc.Components {
		for _, z := range c.Values["zones"].list {
			add(z)
			if region, _, both := strings.Cut(z, "/"); both {
				add(region)
			}
		}
	}
	return list
}

// memberBase cuts the number off a member's name: store of store-3.
func memberBase(name string) (string, bool) {
	i := strings.LastIndexByte(name, '-')
	if i <= 0 || i == len(name)-1 || strings.Trim(name[i+1:], "0123456789") != "" {
		return "", false
	}
	return name[:i], true
}

// problems is what is wrong between the parameters of one component.
func (c Component) problems() []finding {
	if kind, _ := FindKind(c.Kind); kind.problems != nil {
		return kind.problems(c)
	}
	return nil
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

// links are the names that a component's parameter refers to.
func (c Component) links(p Param) []string {
	if p.Type != TypeReference && p.Type != TypeReferences && p.Type != TypeRoutes {
		return nil
	}
	return c.Values[p.Name].list
}

// references checks that named components exist and fit.
func (sc *Scenario) references(c Component, broken map[string]bool) []finding {
	var list []finding
	kind, _ := FindKind(c.Kind)
	for _, p := range kind.Params {
		for _, name := range c.links(p) {
			to, ok := sc.find(name)
			switch {
			case broken[name]:
			case ok && c.Kind == "client" && to.Kind == "cache" && to.Text("strategy") == "cache-aside":
				list = append(list, finding{c.Name, p.Name, fmt.Sprintf("a client can't use the cache %s itself", name),
					fmt.Sprintf("in cache-aside a service asks the cache, then the store: add web: {kind: service, calls: [%s]} and write to: web. Or give %s another strategy, such as read-through", name, name)})
			case slices.Contains(p.Fits, to.Kind):
			case !ok:
				list = append(list, finding{c.Name, p.Name, fmt.Sprintf("%s of %s names %s, which is not a component", p.Name, c.Name, quote(name)), didYouMean(name, "components", sc.names())})
			default:
				list = append(list, finding{c.Name, p.Name, fmt.Sprintf("%s of %s names %s, which is a %s", p.Name, c.Name, name, to.Kind), "it must be " + oneOf(p.Fits)})
			}
		}
	}
	return list
}

func oneOf(words []string) string {
	if len(words) == 1 {
		return "a " + words[0]
	}
	return "a " + strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// cycle finds a request that would come back to where it was.
func (sc *Scenario) cycle() (found finding, ok bool) {
	const (
		unseen = iota
		open
		done
	)
	state := make([]int, len(sc.Components))
	var path []string
	var visit func(i int) bool
	visit = func(i int) bool {
		c := sc.Components[i]
		state[i] = open
		path = append(path, c.Name)
		kind, _ := FindKind(c.Kind)
		for _, p := range kind.Params {
			for _, name := range c.links(p) {
				j := slices.IndexFunc(sc.Components, func(c Component) bool { return c.Name == name })
				if j < 0 || state[j] == done {
					continue
				}
				if state[j] == open {
					loop := append(slices.Clone(path[slices.Index(path, name):]), name)
					found = finding{c.Name, p.Name, "a request would go in a circle: " + strings.Join(loop, " -> "), "remove one of these links"}
					return true
				}
				if visit(j) {
					return true
				}
			}
		}
		path = path[:len(path)-1]
		state[i] = done
		return false
	}
	for i := range sc.Components {
		if state[i] == unseen && visit(i) {
			return found, true
		}
	}
	return finding{}, false
}
