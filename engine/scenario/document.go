package scenario

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
)

func documentKeys() []string {
	return []string{"scenario", "title", "seed", "components", "network", "objectives", "steps"}
}

// document reads the top level.
func (r *reader) document(root ast.Node) {
	list, ok := r.entries(root, start(root), "the document", "start with: scenario: my-first")
	if !ok {
		return
	}
	found := map[string]bool{}
	for _, e := range list {
		found[e.key] = true
		switch e.key {
		case "scenario":
			r.sc.Name = r.text(e, "write scenario: my-first")
			if r.sc.Name != "" && !isZoneWord(r.sc.Name) {
				r.fail(e.where(), fmt.Sprintf("%s is not a scenario's name", quote(r.sc.Name)), "write up to 40 small letters, digits and -, like two-of-three")
			}
		case "title":
			r.sc.Title = r.text(e, "write title: One line that says what is shown")
		case "seed":
			r.seed(e)
		case "components":
			r.components(e)
		case "network", "objectives", "steps":
		default:
			if near, ok := Nearest(e.key, documentKeys()); ok {
				found[near] = true // misspelt is not missing
			}
			r.fail(e.at, fmt.Sprintf("unknown key %s", quote(e.key)), didYouMean(e.key, "keys", documentKeys()))
		}
	}
	r.network(pick(list, "network"))
	r.objectives(pick(list, "objectives"))
	r.validate()
	if e := pick(list, "steps"); e != nil {
		r.steps(*e)
	}
	if !found["scenario"] {
		r.fail(place{line: 1}, "the scenario has no name", "start with: scenario: my-first")
	}
	if !found["components"] {
		r.fail(place{line: 1}, "the scenario has no components", "write components: and below it, indented, store: {kind: kv}")
	}
}

func pick(list []entry, key string) *entry {
	for i := range list {
		if list[i].key == key {
			return &list[i]
		}
	}
	return nil
}

// text reads one plain line. What does not print is kept as an escape that
// can be seen.
func (r *reader) text(e entry, cure string) string {
	text, _, ok := scalar(e.value)
	switch {
	case !ok:
		r.fail(e.where(), fmt.Sprintf("%s is %s, not text", e.key, shape(e.value)), cure)
		return ""
	case strings.ContainsAny(text, "\n\r") || len(text) > 200:
		r.fail(e.where(), e.key+" is longer than one line of 200 characters", cure)
		return ""
	case strings.TrimSpace(text) == "":
		r.fail(e.where(), e.key+" is empty", cure)
		return ""
	}
	return visible(text)
}

func (r *reader) seed(e entry) {
	text, where, ok := scalar(e.value)
	seed, err := strconv.ParseUint(text, 10, 64)
	if !ok || err != nil {
		if !ok {
			where, text = e.where(), shape(e.value)
		}
		r.fail(where, fmt.Sprintf("%s is not a seed", quote(text)), "write a whole number, like seed: 7")
		return
	}
	r.sc.Seed = seed
}

func (r *reader) components(e entry) {
	list, ok := r.entries(e.value, e.where(), "components", "write one line for each, like store: {kind: kv, nodes: 5}")
	if !ok {
		return
	}
	if len(list) == 0 {
		r.fail(e.at, "there are no components", "write one line for each, like store: {kind: kv, nodes: 5}")
	}
	if len(list) > maxComponents {
		r.fail(list[maxComponents].at, fmt.Sprintf("%d components", len(list)), fmt.Sprintf("a scenario has at most %d", maxComponents))
		return
	}
	for _, e := range list {
		r.component(e)
	}
}

func (r *reader) component(e entry) {
	r.broken[e.key] = true // until it is read
	if !isName(e.key) {
		r.fail(e.at, fmt.Sprintf("%s is not a component's name", quote(e.key)), nameRule)
	}
	list, ok := r.entries(e.value, e.where(), "component "+visible(e.key), "write "+visible(e.key)+": {kind: kv}")
	if !ok {
		return
	}
	k := pick(list, "kind")
	if k == nil {
		r.fail(e.at, fmt.Sprintf("component %s has no kind", quote(e.key)), "kinds: "+strings.Join(kindNames(), ", "))
		return
	}
	word, _, _ := scalar(k.value)
	kind, ok := FindKind(word)
	if !ok {
		r.failed(k.where(), unknownKind(word))
		return
	}
	before := len(r.errs) + r.more
	c := Component{Name: e.key, Kind: kind.Name, Line: e.at.line, Values: r.params(list, kind.Params, "of kind "+kind.Name, "kind")}
	for _, p := range kind.Params {
		if p.Required && !c.Given(p.Name) {
			r.fail(e.at, fmt.Sprintf("component %s has no %s: %s", quote(e.key), p.Name, p.Doc), "kinds that fit: "+strings.Join(p.Fits, ", "))
		}
	}
	if len(r.errs)+r.more == before {
		delete(r.broken, e.key)
	}
	r.sc.Components = append(r.sc.Components, c)
	r.places = append(r.places, componentPlaces{e.at, list})
}

// componentPlaces remembers where a component and its parameters are, for
// checks that need all components.
type componentPlaces struct {
	at     place
	params []entry
}

func (c componentPlaces) param(name string) place {
	if e := pick(c.params, name); e != nil {
		return e.where()
	}
	return c.at
}

// unknownKind names the kind that was perhaps meant.
func unknownKind(word string) error {
	return &Error{Message: "unknown kind " + quote(word), Cure: didYouMean(word, "kinds", kindNames())}
}

func (r *reader) network(e *entry) {
	values := r.section(e, NetworkParams(), "network", "write network: {latency: 1ms, loss: 0%}")
	r.sc.networkText = values
	r.sc.Network = Network{
		Latency:        values["latency"].law,
		BetweenZones:   values["between-zones"].duration,
		BetweenRegions: values["between-regions"].duration,
		Loss:           values["loss"].number,
		Duplicate:      values["duplicate"].number,
		Reorder:        values["reorder"].number,
		Bandwidth:      values["bandwidth"].number,
	}
}

func (r *reader) objectives(e *entry) {
	values := r.section(e, ObjectiveParams(), "objectives", "write objectives: {availability: 99.9%, p99: 100ms}")
	r.sc.objectivesText = values
	number := func(name string) *float64 {
		if v := values[name]; v.Given {
			return &v.number
		}
		return nil
	}
	length := func(name string) *time.Duration {
		if v := values[name]; v.Given {
			return &v.duration
		}
		return nil
	}
	r.sc.Objectives = Objectives{
		Availability: number("availability"),
		P50:          length("p50"), P99: length("p99"),
		StaleReads: number("stale-reads"), LostWrites: number("lost-writes"),
		RPO: length("rpo"), RTO: length("rto"),
	}
}
