package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/balancer"
	"netsplit/engine/proxy"
	"netsplit/engine/sim"
)

// loaded is a design in which requests, polls and connections that stay open go
// through balancers of both layers and through a proxy with a small pool.
const loaded = `
scenario: loads
components:
  sock:  {kind: client, updates: websocket, ping: 400ms, timeout: 200ms, clients: 8, to: front}
  still: {kind: client, updates: event-stream, ping: 0s, timeout: 200ms, clients: 6, to: four}
  held:  {kind: client, updates: long-poll, hold: 500ms, timeout: 900ms, clients: 4, to: four}
  users: {kind: client, rate: 60/s, reads: 70%, sessions: 30, timeout: 300ms, retries: 1, to: front}
  more:  {kind: client, rate: 60/s, sessions: 20, to: four}
  front: {kind: proxy, to: seven, nodes: 2, pool: 9, pool-queue: 20, per-user: 3, timeout: 150ms, idle: 1s, compress: 50%}
  seven: {kind: balancer, to: web, policy: least-connections, health: both, drain: 300ms, idle: 700ms, timeout: 200ms, check-every: 200ms, nodes: 2, takeover: 300ms}
  four:  {kind: balancer, layer: 4, to: web, policy: two-choices, drain: 1s, idle: 2s, timeout: 150ms}
  web:   {kind: service, instances: 4, concurrency: 20, feed: 50, time: "exp(8ms)", idle: 1500ms}
  news:  {kind: topic, to: [web]}
  post:  {kind: client, rate: 10/s, to: news}
network: {latency: "exp(3ms)", loss: 3%, duplicate: 3%, reorder: 5%}
`

// Goal: whatever is lost, cut, crashes, is removed and drained, a member's load is
// what is open to it, at every event; and so are the places of a proxy's users and
// the connections of its pool.
func TestLoadIsWhatIsOpen(t *testing.T) {
	seeds := uint64(6)
	if testing.Short() {
		seeds = 2
	}
	for seed := uint64(1); seed <= seeds; seed++ {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 3))
			c := start(t, loaded, seed)
			for range 25 {
				for until := c.Now().Add(time.Duration(r.IntN(700)) * time.Millisecond); c.Now() < until && c.StepEvent(); {
					if wrong := miscounted(c); wrong != "" {
						t.Fatalf("at %s: %s", c.Now(), wrong)
					}
				}
				try(t, c, strings.ReplaceAll(shake(r), "N", fmt.Sprint(1+r.IntN(4))))
			}
		})
	}
}

func shake(r *rand.Rand) string {
	steps := []string{"crash web-N", "restart web-N", "restart web-N", "remove web-N", "add web", "pause web-N for 400ms", "slow web-N by 100ms", "slow web-N by 0s", "crash seven-1", "restart seven-1",
		"crash front-1", "restart front-1", "crash four", "restart four", "cut web-N -> four", "cut seven-1 -> web-N", "cut web-N -> seven-1", "partition web-N | front-1", "heal", "heal",
		"set seven.drain 0s", "set seven.drain 1s", "set four.drain 0s", "set four.drain 3s", "set front.pool 2", "set front.pool 0", "set front.pool 9", "set four.idle 50ms", "set four.idle 2s", "set seven.idle 20ms",
		"set seven.idle 700ms", "set front.idle 30ms", "set front.idle 1s", "remove front-2", "add front", "loss web-N seven-1 40%", "set seven.layer 4", "set seven.layer 7"}
	return steps[r.IntN(len(steps))]
}

// miscounted says what is counted otherwise than it is.
func miscounted(c *Cluster) string {
	for id := range c.world.nodes {
		switch n := c.world.sim.Node(sim.NodeID(id)).(type) {
		case *balancer.Node:
			counted, open := n.Loads()
			for member, load := range counted {
				if load != open[member] {
					return fmt.Sprintf("the load of %s at %s is %d, and %d are open", c.world.sim.Name(member), c.world.sim.Name(sim.NodeID(id)), load, open[member])
				}
				delete(open, member)
			}
			if len(open) > 0 {
				return fmt.Sprintf("%s does not count %v", c.world.sim.Name(sim.NodeID(id)), open)
			}
		case *proxy.Node:
			if users, lent, usersOpen, lentOpen := n.Places(); users != usersOpen || lent != lentOpen {
				return fmt.Sprintf("%s counts %d places and %d connections lent, and %d and %d are", c.world.sim.Name(sim.NodeID(id)), users, lent, usersOpen, lentOpen)
			}
		}
	}
	return ""
}

// Goal: on layer 4 the users of a member that is removed keep their connections
// for as long as the balancer drains it, and the member stays for them. Nothing
// new comes to it. Without a drain their connections break at once.
func TestLayer4DrainsConnections(t *testing.T) {
	for drain, want := range map[string]struct{ during, after bool }{"5s": {true, false}, "0s": {false, false}, "300s": {true, true}} {
		c := start(t, `
scenario: drain
components:
  users: {kind: client, clients: 12, think: 50ms, timeout: 500ms, to: lb}
  clock: {kind: client, rate: 1/s, to: other}
  other: {kind: service}
  lb:    {kind: balancer, layer: 4, drain: `+drain+`, to: web}
  web:   {kind: service, instances: 3, time: 2ms}
`, 1)
		c.Advance(2 * time.Second)
		member := c.world.parts["web"].base().ids[0]
		sent := func() int { return c.world.parts["lb"].(*balancerPart).stats.Sent[member] }
		do(t, c, "remove web-1")
		in := func(d time.Duration) bool { before := sent(); c.Advance(d); return sent()-before > 100 }
		if during := in(4 * time.Second); during != want.during {
			t.Errorf("drain %s: its users are there during it: %v", drain, during)
		}
		c.Advance(2 * time.Second)
		if after := in(4 * time.Second); after != want.after {
			t.Errorf("drain %s: its users are there after 6 seconds: %v", drain, after)
		}
		if failed := countOf(t, c, "users.errors"); failed != 0 {
			t.Errorf("drain %s: %d requests failed", drain, failed)
		}
		do(t, c, "set users.think 1h") // they go away, and leave the member without connections
		c.Advance(70 * time.Second)
		if state, _, _ := c.world.sim.State(member); state != sim.Gone {
			t.Errorf("drain %s: the member is still there", drain)
		}
	}
}

// Goal: a websocket has its connection of a pool to itself for as long as it is
// open: a pool of three lets three in, and others again once one has gone.
func TestWebsocketsKeepPooledConnections(t *testing.T) {
	c := start(t, `
scenario: pooled
components:
  sock:  {kind: client, updates: websocket, ping: 0s, timeout: 300ms, clients: 5, to: front}
  users: {kind: client, rate: 20/s, timeout: 300ms, to: front}
  front: {kind: proxy, pool: 3, pool-queue: 0, to: web}
  web:   {kind: service, feed: 20, time: 1ms}
`, 1)
	c.Advance(5 * time.Second)
	if open, lent, ok := countOf(t, c, "sock.open"), countOf(t, c, "front.pool-in-use"), countOf(t, c, "users.total")-countOf(t, c, "users.errors"); open != 3 || lent != 3 || ok > 5 {
		t.Errorf("%d connections are open through %d of a pool of 3, and %d other requests had room", open, lent, ok)
	}
	do(t, c, "set front.idle 100ms")
	c.Advance(110 * time.Millisecond)
	do(t, c, "set front.idle 1m")
	if cut := countOf(t, c, "front.cut"); cut < 3 {
		t.Errorf("of three that are quiet %d were cut", cut)
	}
	c.Advance(3 * time.Second)
	if lent := countOf(t, c, "front.pool-in-use"); lent == 0 || lent > 3 {
		t.Errorf("%d of three are lent anew", lent)
	}
}
