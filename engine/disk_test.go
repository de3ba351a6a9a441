package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// Whatever disks break, as many at once as the level bears, and whenever the
// controller loses its power: nothing acknowledged is lost, and every key is
// like a register. When the new disks are filled, all are good again.
func TestArraysLoseNothing(t *testing.T) {
	t.Parallel()
	seeds := 400
	if testing.Short() {
		seeds = 20
	}
	arrays := []struct{ level, disks, bears int }{{1, 3, 2}, {5, 4, 1}, {6, 5, 2}, {10, 4, 1}}
	for seed := range seeds {
		a := arrays[seed%len(arrays)]
		c := start(t, fmt.Sprintf(`
scenario: array
components:
  users: {kind: client, rate: 60/s, keys: "uniform(12)", reads: 50%%, timeout: 3s, to: store}
  store: {kind: disk, level: %d, disks: %d, size: 4MB, time: "uniform(1ms, 3ms)", rebuild: 200/s, timeout: 40ms}
network: {latency: 1ms}
`, a.level, a.disks), uint64(seed+1))
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		for range 3 {
			c.Advance(time.Duration(r.IntN(700)) * time.Millisecond)
			broken := r.Perm(a.disks)[:1+r.IntN(a.bears)]
			for _, d := range broken {
				try(t, c, fmt.Sprintf("crash store-%d", d+1))
				c.Advance(time.Duration(r.IntN(100)) * time.Millisecond)
			}
			if r.IntN(3) == 0 {
				try(t, c, "crash store-controller")
				c.Advance(time.Duration(r.IntN(50)) * time.Millisecond)
				try(t, c, "restart store-controller")
			}
			c.Advance(300 * time.Millisecond)
			for _, d := range broken {
				try(t, c, fmt.Sprintf("restart store-%d", d+1))
			}
			try(t, c, "wait until quiet")
		}
		for _, check := range []string{"no-lost-writes", "linearizable"} {
			if v := c.world.check(check); !v.OK {
				t.Fatalf("seed %d, RAID %d: %s: %s", seed+1, a.level, check, v.Explanation)
			}
		}
		if m, _ := c.world.measure("store.good"); m.value() != float64(a.disks) {
			t.Fatalf("seed %d, RAID %d: %v of %d disks are good", seed+1, a.level, m.value(), a.disks)
		}
	}
}

// One disk more than the level bears loses data, and the check says so.
func TestOneDiskTooMany(t *testing.T) {
	c := start(t, `
scenario: array
components:
  users: {kind: client, rate: 60/s, keys: "uniform(12)", reads: 0%, to: store}
  store: {kind: disk, level: 5, disks: 4, timeout: 40ms, time: 1ms}
network: {latency: 1ms}
`, 1)
	c.Advance(2 * time.Second)
	try(t, c, "crash store-1")
	try(t, c, "crash store-2")
	c.Advance(time.Second)
	if v := c.world.check("no-lost-writes"); v.OK {
		t.Error("two broken disks of RAID 5 lost nothing")
	}
}

// TestPowerFailure: disks that go down together with their controller are the
// same disks afterwards; one that is replaced meanwhile is noticed and filled.
func TestPowerFailure(t *testing.T) {
	const array = `
scenario: power
components:
  u: {kind: client, rate: 50/s, reads: 50%, keys: uniform(60), to: r}
  r: {kind: disk, level: 5, disks: 3, size: 4MB, time: 2ms, rebuild: 10/s}
steps:
`
	for name, test := range map[string]struct{ steps, good string }{
		"all down":                {"  - wait 5s\n  - crash r\n  - wait 1s\n  - restart r\n", "3"},
		"replaced in the dark":    {"  - wait 5s\n  - crash r-controller\n  - wipe r-1\n  - restart r-1\n  - restart r-controller\n", "2"},
		"not replaced":            {"  - wait 5s\n  - crash r-controller\n  - crash r-1\n  - restart r-1\n  - restart r-controller\n", "3"},
		"replaced under power":    {"  - wait 5s\n  - crash r-1\n  - restart r-1\n", "2"},
		"before it was noticed":   {"  - wait 5s\n  - crash r-1\n  - wait 10ms\n  - restart r-1\n", "2"},
		"given up, then no power": {"  - wait 5s\n  - crash r-1\n  - wait 3s\n  - crash r\n  - restart r\n", "2"},
	} {
		ran := passes(t, array+test.steps+"  - wait 1s\n  - expect r.good == "+test.good+"\n  - wait 20s\n  - expect r.good == 3\n  - check no-lost-writes\n")
		if ran != "" {
			t.Errorf("%s: %s", name, ran)
		}
	}
}

// TestLostBlocksAreToldSo: what more disks took with them than the level bears
// is an error, never another value, until somebody writes it anew.
func TestLostBlocksAreToldSo(t *testing.T) {
	ran := passes(t, `
scenario: gone
components:
  r: {kind: disk, level: 0, disks: 2, size: 4MB, time: 2ms, rebuild: 1000/s}
steps:
  - put a 1
  - put b 2
  - crash r-1
  - crash r-2
  - wait 2s
  - restart r-1
  - restart r-2
  - wait until quiet
  - expect r.good == 2
  - get a
  - expect error data-lost
  - get b
  - expect error data-lost
  - put a 3
  - get a
  - expect value 3
  - check linearizable
`)
	if ran != "" {
		t.Error(ran)
	}
}

// passes runs a scenario and says which steps did not pass.
func passes(t *testing.T, text string) string {
	t.Helper()
	report, err := Run(parse(t, text), Options{})
	if err != nil {
		t.Fatal(err)
	}
	failed := ""
	for _, s := range report.Steps {
		if s.State != string(stepDone) {
			failed += s.Step + ": " + s.Message + "\n"
		}
	}
	return failed
}

// Who looks while writes are on their way, at an array that misses a disk, sees
// what the array will give: nothing acknowledged seems lost.
func TestALookInTheMiddleOfAWrite(t *testing.T) {
	c := start(t, `
scenario: array
components:
  users: {kind: client, rate: 60/s, keys: "uniform(12)", reads: 0%, to: store}
  store: {kind: disk, level: 5, disks: 4, timeout: 40ms, time: 3ms}
network: {latency: 1ms}
`, 1)
	c.Advance(2 * time.Second)
	try(t, c, "crash store-1")
	c.Advance(time.Second)
	for range 200 {
		c.Advance(1300 * time.Microsecond)
		if v := c.world.check("no-lost-writes"); !v.OK {
			t.Fatalf("at %s: %s", c.Now(), v.Explanation)
		}
	}
}
