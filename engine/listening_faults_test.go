package engine

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

// TestEveryPairCarriesUpdates puts everything that may stand between in front of a
// service with a feed, and listens through it in every way.
func TestEveryPairCarriesUpdates(t *testing.T) {
	for _, way := range []string{"poll, every: 300ms", "long-poll", "websocket", "event-stream"} {
		for _, kind := range []string{"service", "dns", "balancer", "gateway", "proxy"} {
			t.Run(way+" "+kind, func(t *testing.T) {
				t.Parallel()
				there := strings.ReplaceAll(behind("there", kind), "kind: service", "kind: service, feed: 50")
				c := start(t, fmt.Sprintf("scenario: pair\ncomponents:\n  here: {kind: client, updates: %s, clients: 3, to: there}\n%s  users: {kind: client, rate: 20/s, to: there}\n", way, there), 1)
				c.Advance(5 * time.Second)
				if got, missed := countOf(t, c, "here.updates"), countOf(t, c, "here.missed"); got < 3*15 || missed != 0 {
					t.Errorf("%d updates reached three people, and %d did not", got, missed)
				}
				checkSnapshot(t, c)
			})
		}
	}
}

// Goal: whatever fault hits whatever a design of listeners is made of, what is
// published once it is mended reaches everybody.
func TestEveryFaultOnListeners(t *testing.T) {
	for i, part := range start(t, listeners, 0).world.order {
		component := part.base().name()
		t.Run(component, func(t *testing.T) {
			t.Parallel()
			for j, b := range catalogue() {
				if testing.Short() && (i+j)%4 != 0 || component == "news" && strings.HasPrefix(b.fault, "remove") {
					continue
				}
				muted(t, component, b)
			}
		})
	}
}

func muted(t *testing.T, component string, b breakage) {
	t.Helper()
	c := start(t, listeners, 4)
	c.Advance(2 * time.Second)
	fault := b.about(b.fault, c, component)
	step, err := scenario.ParseStep(fault)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(step); err != nil {
		return // as a queue refuses a promotion
	}
	c.Advance(3 * time.Second)
	if b.cure != "" {
		do(t, c, b.about(b.cure, c, component))
	}
	c.Advance(45 * time.Second) // who is not told finds out by a ping, and waits before it tries again
	before := map[string]int{}
	for _, way := range waysToListen {
		before[way] = countOf(t, c, way+".updates")
	}
	updates := countOf(t, c, "web.updates")
	do(t, c, "set ann.rate 0.01/s")
	for range 10 {
		do(t, c, "publish news hello")
		c.Advance(time.Second)
	}
	c.Advance(5 * time.Second)
	updates = countOf(t, c, "web.updates") - updates
	if updates < 10 {
		t.Errorf("after %s, mended long ago, of 10 messages %d were published", fault, updates)
	}
	for _, way := range waysToListen {
		if got := countOf(t, c, way+".updates") - before[way]; got < 5*10 {
			t.Errorf("after %s, mended long ago, %d of %d updates reached the five of %s", fault, got, 5*updates, way)
		}
	}
	sensible(t, c, fault)
	balanceBeside(t, c, fault)
}
