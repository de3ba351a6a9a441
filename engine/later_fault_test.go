package engine

import (
	"strings"
	"testing"
)

// TestWhyBlamesNoLaterFault asks for the reason of a failure after something
// else was done to the same node: only what came before can be a cause.
func TestWhyBlamesNoLaterFault(t *testing.T) {
	c := start(t, `
scenario: later-fault
network: {latency: 1ms}
components:
  store: {kind: kv, nodes: 3, replicas: 3, write: 3, read: 1}
`, 1)
	do(t, c, "slow store-2 by 2s")
	op := do(t, c, "put cart milk via store-1")
	do(t, c, "wait 5s")
	why := c.Why(op).String()
	for _, want := range []string{"The answer of store-2 to store-1 was still on its way", "slow store-2 by 2s"} {
		if !strings.Contains(why, want) {
			t.Errorf("%q is missing:\n%s", want, why)
		}
	}
	do(t, c, "slow store-2 by 0s")
	do(t, c, "crash store-2")
	if why := c.Why(op).String(); strings.Contains(why, "crash") {
		t.Errorf("the crash came later:\n%s", why)
	}
}
