package engine

import (
	"testing"
	"time"
)

// Goal: a session of a closed loop is one user from its first operation to its
// last, whatever the others do meanwhile: ten who may ask five times a second
// each get fifty answers a second together, and each keeps its cookie.
func TestSessionsOfAClosedLoopAreUsers(t *testing.T) {
	c := start(t, `
scenario: users
components:
  users: {kind: client, clients: 10, think: 50ms, reads: 100%, to: door}
  door:  {kind: gateway, rate: 5/s, per: user, burst: 1, to: web}
  web:   {kind: service, time: 0s}
  regulars: {kind: client, clients: 6, think: 20ms, reads: 100%, to: lb}
  lb:    {kind: balancer, policy: hash, to: shop}
  shop:  {kind: service, instances: 3, time: 0s}
network: {latency: 0s}
`, 1)
	c.Advance(20 * time.Second)
	if ok := countOf(t, c, "users.ok"); ok < 980 || ok > 1010 {
		t.Errorf("ten users with five requests a second each got %d answers in 20 s", ok)
	}
	if even := metricOf(t, c, "lb.max-over-mean"); even > 2.5 {
		t.Errorf("six users fall on one of three members: %v", even)
	}
}
