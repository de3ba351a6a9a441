package engine

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
)

// listeners is a design in which people listen in every way, through everything
// that may stand between them and the servers.
const listeners = `
scenario: listeners
components:
  ann:  {kind: client, rate: 3/s, to: news}
  news: {kind: topic, to: [web]}
  poll: {kind: client, updates: poll, every: 2s, clients: 5, to: name, access: any}
  long: {kind: client, updates: long-poll, hold: 3s, clients: 5, to: l7}
  sock: {kind: client, updates: websocket, ping: 2s, clients: 5, to: l7, backoff: 200ms, jitter: full}
  tcp:  {kind: client, updates: websocket, ping: 2s, clients: 5, transport: tcp, to: l4}
  sse:  {kind: client, updates: event-stream, ping: 2s, clients: 5, to: door}
  near: {kind: client, updates: websocket, ping: 3s, clients: 5, to: web}
  name: {kind: dns, to: [l7], ttl: 5s}
  door: {kind: gateway, to: l4, timeout: 10s}
  l7:   {kind: balancer, policy: least-connections, timeout: 10s, to: web}
  l4:   {kind: balancer, layer: 4, nodes: 2, timeout: 10s, to: web}
  web:  {kind: service, feed: 100000, instances: 3, time: 1ms}
network: {latency: "lognormal(5ms, 0.5)"}
`

var waysToListen = []string{"poll", "long", "sock", "tcp", "sse", "near"}

// listenersUnder runs the design while something is broken and healed at random,
// lets it come to rest, and returns the cluster.
func listenersUnder(t *testing.T, seed uint64, faults []string) *Cluster {
	t.Helper()
	sc, err := scenario.Parse("listeners", []byte(listeners))
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(sc, seed)
	if err != nil {
		t.Fatal(err)
	}
	do := func(line string) {
		step, err := scenario.ParseStep(line)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Do(step); err != nil {
			t.Logf("%s: %v", line, err)
		}
	}
	c.Advance(5 * time.Second)
	random := rand.New(rand.NewPCG(seed, 4))
	for range 12 {
		do(faults[random.IntN(len(faults))])
		c.Advance(time.Duration(random.IntN(4000)) * time.Millisecond)
		if random.IntN(3) == 0 {
			do("heal")
		}
	}
	do("heal")
	for _, node := range []string{"l7", "l4-1", "l4-2", "door", "sock", "web-1", "web-2", "web-3"} {
		do("restart " + node)
	}
	c.Advance(10 * time.Second)
	do("set ann.rate 0/s")
	c.Advance(90 * time.Second)
	return c
}

func countOf(t *testing.T, c *Cluster, name string) int {
	t.Helper()
	return int(metricOf(t, c, name))
}

// Goal: whatever happens between, and to what stands between, nobody misses an
// update as long as a server has it and who comes back asks for it: each arrives
// at each of those who listen, once.
func TestNobodyMissesAnUpdateThatIsKept(t *testing.T) {
	faults := []string{"partition sock near long | web-1 web-2", "partition l7 l4-1 | web-1 web-2 web-3", "cut web-1 -> near", "cut l7 -> sock", "crash l7", "crash l4-1", "restart l7",
		"restart l4-1", "crash door", "restart door", "pause web-2 for 3s", "loss web-3 near 30%", "loss web-1 l7 20%", "loss tcp l4-1 20%", "duplicate web-2 near 30%", "reorder web-1 l7 50%", "slow web-1 by 300ms"}
	t.Parallel()
	seeds := uint64(12)
	if testing.Short() {
		seeds = 3
	}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := listenersUnder(t, seed+1, faults)
			updates := countOf(t, c, "web.updates")
			if updates < 50 {
				t.Fatalf("only %d updates were published", updates)
			}
			for _, way := range waysToListen {
				got, missed, behind := countOf(t, c, way+".updates"), countOf(t, c, way+".missed"), countOf(t, c, way+".behind")
				if missed != 0 || behind != 0 || got < 5*updates-5*15 { // a first poll comes up to 2 s late
					t.Errorf("%s: of %d updates for each of 5, %d arrived, %d were missed and %d are behind", way, updates, got, missed, behind)
				}
			}
		})
	}
}

// Goal: the accounts of those who listen are in balance, also when servers crash
// and lose what they kept: what was published since somebody began to listen has
// arrived, was missed, or is behind.
func TestUpdatesAreAccountedFor(t *testing.T) {
	faults := []string{"crash web-1", "crash web-2", "restart web-1", "restart web-2", "crash l7", "restart l7", "crash sock", "restart sock", "partition near | web-3", "remove web-3", "add web"}
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			c := listenersUnder(t, seed+1, faults)
			updates := countOf(t, c, "web.updates")
			for _, way := range waysToListen {
				sum := countOf(t, c, way+".updates") + countOf(t, c, way+".missed") + countOf(t, c, way+".behind")
				if sum > 5*updates || sum < 5*updates-5*25 {
					t.Errorf("%s: %d arrived, missed or behind, of %d updates for each of 5", way, sum, updates)
				}
			}
			open := countOf(t, c, "web.connections")
			if people := 5 * (len(waysToListen) - 1); open < people || open > people {
				t.Errorf("%d connections are open at the servers for %d people", open, people)
			}
		})
	}
}

// Goal: who only listens has no traffic that could be raised, and is told so.
func TestSpikeOfListenersIsRefused(t *testing.T) {
	sc, err := scenario.Parse("listeners", []byte(listeners))
	if err != nil {
		t.Fatal(err)
	}
	c, err := New(sc, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"spike sock x3 for 5s", "hot-key sock cart 50%"} {
		step, err := scenario.ParseStep(line)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Do(step); err == nil || !strings.Contains(err.Error(), "only listens") {
			t.Errorf("%s: %v", line, err)
		}
	}
}
