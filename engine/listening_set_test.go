package engine

import (
	"fmt"
	"testing"
	"time"
)

// Another idle time, or another time between pings, acts on the connections that
// are open already, whoever keeps it.
func TestSetActsOnWhatIsOpen(t *testing.T) {
	for _, x := range []struct{ name, between, set, metric string }{
		{"the service's idle time", "web", "set web.idle 3s", "web.idle-closed"},
		{"the gateway's", "front", "set front.idle 3s", "sock.broken"},
		{"the balancer's", "lb", "set lb.idle 3s", "sock.broken"},
		{"pings", "web", "set sock.ping 1s", "sock.pings"},
	} {
		t.Run(x.name, func(t *testing.T) {
			c := start(t, fmt.Sprintf(`
scenario: set
components:
  sock: {kind: client, clients: 4, updates: websocket, ping: 0s, to: %s}
  front: {kind: gateway, idle: 0s, to: web}
  lb: {kind: balancer, layer: 7, idle: 0s, to: web}
  web: {kind: service, feed: 100, time: 1ms}
`, x.between), 1)
			c.Advance(10 * time.Second)
			if n := countOf(t, c, x.metric); n != 0 {
				t.Fatalf("%s is %d before", x.metric, n)
			}
			do(t, c, x.set)
			c.Advance(10 * time.Second)
			if n := countOf(t, c, x.metric); n < 4 {
				t.Errorf("%s is %d ten seconds after %s", x.metric, n, x.set)
			}
		})
	}
}
