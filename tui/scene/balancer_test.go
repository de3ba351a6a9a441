package scene

import (
	"strings"
	"testing"

	"netsplit/engine"
)

// One request is one cell, not a full bar, and balancers share a scale.
func TestBalancersShareAScale(t *testing.T) {
	one := func(name string, load int) engine.Balancer {
		return engine.Balancer{Component: name, Targets: []engine.BalancerTarget{{Node: name + "-web", Healthy: true, Load: load}}}
	}
	bars := func(list ...engine.Balancer) (out []int) {
		v := View{Snapshot: &engine.Snapshot{Balancers: list}}
		for line := range strings.Lines(Balancers(v, 76, 10).String(nil)) {
			if strings.Contains(line, "under way") {
				out = append(out, strings.Count(line, "█"))
			}
		}
		return out
	}
	if got := bars(one("idle", 1)); got[0] != 1 {
		t.Errorf("one request under way is drawn as %d cells", got[0])
	}
	if got := bars(one("idle", 10), one("busy", 100)); got[0]*5 > got[1] {
		t.Errorf("10 and 100 requests are drawn as %d and %d cells", got[0], got[1])
	}
}
