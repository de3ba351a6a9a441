package engine

import (
	"testing"

	"netsplit/engine/scenario"
)

// TestSetNetwork changes every parameter of the network while it runs, by hand
// and in the script that the session is saved as.
func TestSetNetwork(t *testing.T) {
	sc := parse(t, "scenario: links\ncomponents:\n  store: {kind: kv}")
	c, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{"latency": "exp(20ms)", "between-zones": "5ms", "between-regions": "80ms", "loss": "1%", "duplicate": "2%", "reorder": "3%", "bandwidth": "1MB/s"}
	for _, p := range scenario.NetworkParams() {
		do(t, c, "set network."+p.Name+" "+values[p.Name])
	}
	got := c.world.network.Profile()
	if got.Latency.String() != "exp(20ms)" || got.BetweenZones.String() != "5ms" || got.BetweenRegions.String() != "80ms" || got.Loss != 0.01 || got.Duplicate != 0.02 || got.Reorder != 0.03 || got.Bandwidth != 1e6 {
		t.Errorf("the network is %+v", got)
	}
	saved := scenario.Format(sc, c.Recording())
	again, err := scenario.Parse("saved.yaml", saved)
	if err != nil {
		t.Fatalf("what was saved can't be loaded: %v\n%s", err, saved)
	}
	if r, err := Run(again, Options{}); err != nil || !r.Passed() {
		t.Errorf("what was saved does not run: %v %+v", err, r)
	}
	for _, step := range []string{"set network.loss 150%", "set network.speed 3", "set network.between-zones 2h"} {
		parsed, err := scenario.ParseStep(step)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Do(parsed); err == nil {
			t.Errorf("%s is accepted", step)
		}
	}
}
