package engine

import (
	"strings"
	"testing"
	"time"
)

// Goal: a node between that is taken out for good closes what goes through it,
// and who only waits comes back by another.
func TestWhoStandsBetweenSaysGoodbye(t *testing.T) {
	for _, kind := range []string{"proxy", "gateway", "balancer"} {
		c := start(t, strings.ReplaceAll(`
scenario: goodbye
components:
  sock:  {kind: client, updates: websocket, ping: 0s, clients: 4, to: front}
  front: {kind: KIND, to: web, nodes: 2}
  web:   {kind: service, instances: 2, feed: 100, time: 1ms}
  news:  {kind: topic, to: [web]}
`, "KIND", kind), 1)
		c.Advance(time.Second)
		do(t, c, "remove front-1")
		c.Advance(time.Minute)
		do(t, c, "publish news hello")
		c.Advance(time.Second)
		if got, broken := countOf(t, c, "sock.updates"), countOf(t, c, "sock.broken"); got != 4 || broken == 0 {
			t.Errorf("%s: %d of 4 got the update, and %d connections were closed", kind, got, broken)
		}
	}
}

// Goal: updates are sent one after the other, no faster than the work allows, and
// those that wait are bounded: who would need too much is cut off.
func TestPushesWaitInABoundedLine(t *testing.T) {
	c := start(t, `
scenario: pushes
components:
  sock: {kind: client, updates: websocket, clients: 50, to: web}
  web:  {kind: service, instances: 1, feed: 10, time: 1ms, push-time: 50ms}
  news: {kind: topic, to: [web]}
  post: {kind: client, rate: 50/s, to: news}
`, 1)
	c.Advance(30 * time.Second)
	if n := countOf(t, c, "web.pushed"); n < 500 || n > 30*20 {
		t.Errorf("%d updates were sent in 30 s, 20 a second are possible", n)
	}
	if n := countOf(t, c, "sock.broken"); n == 0 {
		t.Error("nobody was cut off")
	}
}

// Goal: a ping that overtakes nothing breaks nothing: what still waits to be sent
// is not taken for lost.
func TestWhatWaitsToBeSentIsNotLost(t *testing.T) {
	c := start(t, `
scenario: slow
components:
  sock: {kind: client, updates: websocket, clients: 20, ping: 1s, timeout: 500ms, to: web}
  web:  {kind: service, instances: 1, feed: 10, time: 1ms, push-time: 300ms}
  news: {kind: topic, to: [web]}
`, 1)
	c.Advance(time.Second)
	do(t, c, "publish news hello")
	c.Advance(10 * time.Second)
	if got, broken := countOf(t, c, "sock.updates"), countOf(t, c, "sock.broken"); got != 20 || broken != 0 {
		t.Errorf("%d of 20 got the update, and %d connections broke", got, broken)
	}
}
