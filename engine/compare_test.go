package engine

import (
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

const compared = `
scenario: compared
components:
  users: {kind: client, rate: 50/s, to: store}
  store: {kind: kv, nodes: 3}
steps:
  - put cart milk
  - wait 1s
  - crash store-1
  - crash store-2
  - wait 1s
  - get cart via store-3
  - expect error no-quorum
`

func stepOf(t *testing.T, text string) *scenario.Step {
	t.Helper()
	s, err := scenario.ParseStep(text)
	if err != nil {
		t.Fatal(err)
	}
	return &s
}

// TestCompareNamesTheDifference runs a scenario as written and with one step
// changed: the two part at that step, and what it changed is in the table.
func TestCompareNamesTheDifference(t *testing.T) {
	sc, err := scenario.Parse("compared", []byte(compared))
	if err != nil {
		t.Fatal(err)
	}
	a, b, err := Branch(sc, 7, Change{Without: stepOf(t, "crash store-2")}, 3*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	c := Compare(a, b)
	if a.Now() != b.Now() || a.Now().Seconds() < 3 {
		t.Errorf("one ends at %s, the other at %s", a.Now(), b.Now())
	}
	if c.Parted == nil || !strings.Contains(c.Parted.A, "halted store-2") || c.Parted.TimeSeconds < 1 || c.Parted.TimeSeconds > 1.1 {
		t.Errorf("they part at %+v", c.Parted)
	}
	if len(c.Steps) != 1 || c.Steps[0].Step != "expect error no-quorum" || !strings.HasPrefix(c.Steps[0].A, "done") || !strings.HasPrefix(c.Steps[0].B, "failed") {
		t.Errorf("steps: %+v", c.Steps)
	}
	manual := false
	for _, o := range c.Operations {
		manual = manual || o.Client == Operator && o.A == "no-quorum" && o.B == "read milk"
	}
	for _, m := range c.Metrics {
		if m.Name == "store.up" && (m.Same || *m.A != 1 || *m.B != 2) {
			t.Errorf("%+v", m)
		}
	}
	if !manual || c.Differing < 10 || c.Differing > c.Compared {
		t.Errorf("%d of %d operations differ: %v", c.Differing, c.Compared, c.Operations)
	}
	if text := c.Table("as written", "without"); !strings.Contains(text, "  store.up                     1           2\n") && !strings.Contains(text, "store.up") {
		t.Error(text)
	}
}

// TestCompareWithAStepMore forks in the middle; a step that changes nothing
// makes no difference.
func TestCompareWithAStepMore(t *testing.T) {
	sc, err := scenario.Parse("compared", []byte(compared))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		step string
		same bool
	}{{"restart store-1", true}, {"slow store-3 by 50ms", false}} {
		a, b, err := Branch(sc, 0, Change{At: 500 * time.Millisecond, With: stepOf(t, x.step)}, 0)
		if err != nil {
			t.Fatal(err)
		}
		c := Compare(a, b)
		if (c.Parted == nil) != x.same || x.same != (a.TraceHash() == b.TraceHash()) || !x.same && c.Parted.TimeSeconds < 0.5 {
			t.Errorf("%s: %+v", x.step, c)
		}
		if x.same && (c.Differing > 0 || len(c.Steps) > 0 || !strings.HasPrefix(c.String(), "Both runs are the same")) {
			t.Errorf("%s: %s", x.step, c)
		}
	}
	if _, _, err := Branch(sc, 0, Change{Without: stepOf(t, "crash store-9")}, 0); err == nil || !strings.Contains(err.Error(), "crash store-1") {
		t.Errorf("a step that is not there: %v", err)
	}
	if _, _, err := Branch(sc, 0, Change{At: time.Second, With: stepOf(t, "crash nobody")}, 0); err == nil {
		t.Error("a step that can't be done")
	}
}
