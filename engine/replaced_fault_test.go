package engine

import (
	"testing"
	"time"
)

const busySite = `
scenario: busy
components:
  users: {kind: client, rate: 10/s, to: web}
  web:   {kind: service, instances: 2, time: 1ms}
`

// TestFaultsOfClientsEnd replaces a hot key and a spike: the ones before are
// over, and a hot key that gets nothing is no fault.
func TestFaultsOfClientsEnd(t *testing.T) {
	c := start(t, busySite, 1)
	active := func(want ...string) {
		t.Helper()
		faults := c.Snapshot().Faults
		if len(faults) != len(want) {
			t.Fatalf("active: %v, not %v", faults, want)
		}
		for i, f := range faults {
			if f.Text != want[i] {
				t.Errorf("active: %v, not %v", faults, want)
			}
		}
	}
	do(t, c, "hot-key users a 50%")
	do(t, c, "hot-key users b 50%")
	active("hot-key users b 50%")
	do(t, c, "hot-key users b 0%")
	active()
	do(t, c, "spike users x10 for 1m")
	do(t, c, "spike users x2 for 1s")
	active("spike users x2 for 1s")
	c.Advance(2 * time.Second)
	active()
}

// TestResizeLeavesTheDeadDown resizes a service with a crashed instance: only
// the one that ran comes back.
func TestResizeLeavesTheDeadDown(t *testing.T) {
	c := start(t, busySite, 1)
	for _, step := range []string{"crash web-1", "resize web 2x", "wait 2s", "expect web.up == 1", "restart web-1", "expect web.up == 2"} {
		do(t, c, step)
	}
}
