package engine

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"netsplit/engine/scenario"
)

// Goal: each metric that a component of any scenario has is explained in the
// table that `netsplit explain metric` prints. What is missing is listed: add a
// line to engine/scenario/metrics.go.
func TestEveryMetricIsExplained(t *testing.T) {
	files, err := filepath.Glob("../content/scenarios/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	var missing []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sc, err := scenario.Parse(file, source)
		if err != nil {
			t.Fatal(err)
		}
		c, err := New(sc, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.world.order {
			kind := p.base().spec.Kind
			for _, m := range p.measures(c.world) {
				if _, ok := scenario.FindMetric(kind, m.name); !ok {
					missing = append(missing, kind+"."+m.name)
				}
			}
		}
	}
	slices.Sort(missing)
	if missing = slices.Compact(missing); len(missing) > 0 {
		t.Errorf("without a line in engine/scenario/metrics.go: %q", missing)
	}
}
