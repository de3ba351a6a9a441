package engine

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
	"netsplit/engine/sim"
)

// behind are the components that one of a kind needs, called name.
func behind(name, kind string) string {
	switch kind {
	case "dns", "gateway", "proxy", "balancer":
		return fmt.Sprintf("  %s: {kind: %s, to: %s-leaf}\n  %s-leaf: {kind: service, time: 1ms}\n", name, kind, name, name)
	case "cdn":
		return fmt.Sprintf("  %s: {kind: cdn, origin: %s-leaf}\n  %s-leaf: {kind: service, time: 1ms}\n", name, name, name)
	case "cache":
		return fmt.Sprintf("  %s: {kind: cache, strategy: read-through, of: %s-leaf}\n  %s-leaf: {kind: kv}\n", name, name, name)
	case "topic":
		return fmt.Sprintf("  %s: {kind: topic}\n  %s-crew: {kind: worker, from: %s}\n", name, name, name)
	}
	return fmt.Sprintf("  %s: {kind: %s}\n", name, kind)
}

// also are the other parameters that make a reference do something.
func also(kind, param string) string {
	switch kind + " " + param {
	case "gateway routes", "proxy routes", "balancer routes":
		return ", to: other"
	case "service sessions-in":
		return ", sessions: shared"
	case "service writes-to", "service reads-from":
		return ", calls: [there]"
	case "service rows-in":
		return ", rows: 3, calls: [there]"
	case "service optional":
		return ", fallback: empty, calls: [there]"
	case "function optional":
		return ", fallback: empty, calls: [there]"
	case "worker calls":
		return ", every: 50ms, time: 1ms"
	case "client to":
		return ", rate: 50/s"
	}
	return ""
}

// pair is a scenario in which a component of one kind refers to another.
func pair(kind string, p scenario.Param, to string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "scenario: pair\ncomponents:\n")
	value := "there"
	switch p.Type {
	case scenario.TypeReferences:
		value = "[there]"
	case scenario.TypeRoutes:
		value = "{/: there}"
		b.WriteString("  other: {kind: service}\n")
	}
	fmt.Fprintf(&b, "  here: {kind: %s, %s: %s%s}\n", kind, p.Name, value, also(kind, p.Name))
	b.WriteString(behind("there", to))
	source := "here"
	if kind == "worker" && p.Name == "from" {
		source = "there"
	}
	if kind == "cache" {
		b.WriteString("  between: {kind: service, time: 1ms, calls: [here]}\n")
		source = "between"
	}
	if kind != "client" && !strings.Contains(also(kind, p.Name), "every") {
		fmt.Fprintf(&b, "  users: {kind: client, rate: 50/s, to: %s}\n", source)
	}
	return b.String()
}

// TestEveryPairCarriesTraffic builds every component that may refer to another,
// with each kind that it may refer to, and sends traffic through both: requests
// arrive, and those that ask get their answers.
func TestEveryPairCarriesTraffic(t *testing.T) {
	pairs := 0
	for _, k := range scenario.Kinds() {
		for _, p := range k.Params {
			for _, to := range p.Fits {
				pairs++
				t.Run(k.Name+" "+p.Name+" "+to, func(t *testing.T) { carries(t, pair(k.Name, p, to)) })
			}
		}
	}
	if pairs < 100 {
		t.Errorf("only %d pairs", pairs)
	}
}

func carries(t *testing.T, text string) {
	c := start(t, text, 1)
	here, there := 0, 0
	of := map[string]string{}
	for _, n := range c.Snapshot().Nodes {
		of[n.Name] = n.Component
	}
	c.world.trace.sink = func(w *world, r sim.Record) {
		switch {
		case r.Kind != sim.Delivered:
		case of[w.sim.Name(r.Node)] == "here":
			here++
		case of[w.sim.Name(r.Node)] == "there":
			there++
		}
	}
	c.Advance(2 * time.Second)
	if there == 0 || here < 10 {
		t.Errorf("%d messages reached the one and %d the other:\n%s", here, there, text)
	}
	for _, u := range c.Snapshot().Clients {
		if u.Total < 50 || float64(u.OK) < 0.9*float64(u.Total) {
			t.Errorf("of %d operations %d succeeded:\n%s", u.Total, u.OK, text)
		}
	}
	checkSnapshot(t, c)
}

// TestBigSystemCarriesTraffic runs the system of every kind without a fault:
// messages reach every component, and clients get their answers.
func TestBigSystemCarriesTraffic(t *testing.T) {
	c := start(t, strings.Replace(bigSystem, "loss: 0.5%", "loss: 0%", 1), 1)
	reached := map[string]int{}
	of := map[string]string{}
	for _, n := range c.Snapshot().Nodes {
		of[n.Name] = n.Component
	}
	c.world.trace.sink = func(w *world, r sim.Record) {
		if r.Kind == sim.Delivered {
			reached[of[w.sim.Name(r.Node)]]++
		}
	}
	c.Advance(5 * time.Second)
	for _, p := range c.Snapshot().Components {
		if reached[p.Name] < 10 && len(p.Members) > 0 {
			t.Errorf("%d messages reached %s", reached[p.Name], p.Name)
		}
	}
	for _, u := range c.Snapshot().Clients {
		if float64(u.OK) < 0.99*float64(u.Total) {
			t.Errorf("of %d operations of %s %d succeeded", u.Total, u.Component, u.OK)
		}
	}
}
