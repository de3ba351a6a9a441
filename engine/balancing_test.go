package engine

import (
	"fmt"
	"math"
	"testing"
	"time"
)

// balanced offers a share of what so many servers can do, each one at a time
// in 10 ms on average, through a balancer with a policy.
func balanced(t testing.TB, policy string, servers int, load float64, seed uint64) *Cluster {
	return start(t, fmt.Sprintf(`
scenario: balanced
components:
  users: {kind: client, rate: %g/s, reads: 100%%, timeout: 60s, to: lb}
  lb:    {kind: balancer, policy: %s, timeout: 60s, to: web}
  web:   {kind: service, instances: %d, concurrency: 1, time: "exp(10ms)", queue: 100000}
network: {latency: 0s}
`, load*100*float64(servers), policy, servers), seed)
}

// inside is how many requests are at the servers now.
func inside(c *Cluster) int {
	n := 0
	for _, i := range c.Snapshot().Services[0].Instances {
		n += i.Busy + i.Waiting
	}
	return n
}

// Goal: the more a policy knows, the shorter the tail.
func TestTailsOfPolicies(t *testing.T) {
	for seed := uint64(1); seed <= 3; seed++ {
		ordered(t, seed)
	}
}

func ordered(t *testing.T, seed uint64) {
	p99 := map[string]float64{}
	for _, policy := range []string{"random", "round-robin", "two-choices", "least-connections"} {
		c := balanced(t, policy, 10, 0.8, seed)
		c.Advance(40 * time.Second)
		m, err := c.world.measure("users.p99")
		if err != nil {
			t.Fatal(err)
		}
		p99[policy] = m.value()
	}
	if !(p99["random"] > p99["round-robin"] && p99["round-robin"] > p99["two-choices"] && p99["two-choices"] >= p99["least-connections"]) {
		t.Errorf("99 %% of the requests took at most %v s", p99)
	}
	if p99["two-choices"] > 1.5*p99["least-connections"] {
		t.Errorf("two choices are far from the best: %v", p99)
	}
}

// Goal: two random choices keep the servers as short of work as the fixed point
// of Mitzenmacher, "The Power of Two Choices in Randomized Load Balancing"
// (1996), says: a share load^(2^i-1) of them has i requests or more.
func TestTwoChoicesMeetTheirFixedPoint(t *testing.T) {
	if testing.Short() {
		t.Skip("a hundred servers")
	}
	t.Parallel()
	const servers, load = 100, 0.9
	want := 0.0
	for i := 1; i < 20; i++ {
		want += math.Pow(load, math.Pow(2, float64(i))-1)
	}
	// The fixed point is that of endless many servers; a hundred have some 1% more.
	sum, samples := 0, 0
	for seed := uint64(1); seed <= 3; seed++ {
		c := balanced(t, "two-choices", servers, load, seed)
		c.Advance(3 * time.Second)
		for range 500 {
			c.Advance(30 * time.Millisecond)
			sum += inside(c)
			samples++
		}
	}
	if got := float64(sum) / float64(samples*servers); math.Abs(got/want-1) > 0.03 {
		t.Errorf("a server has %.3f requests on average, the fixed point is %.3f", got, want)
	}
}

// BenchmarkSixComponents measures requests a second through a design of six
// components.
func BenchmarkSixComponents(b *testing.B) {
	c := start(b, `
scenario: six
components:
  users: {kind: client, rate: 1000/s, reads: 90%, keys: "zipf(1000, 0.99)", to: lb}
  lb:    {kind: balancer, policy: two-choices, to: web}
  web:   {kind: service, instances: 4, concurrency: 16, time: "exp(2ms)", calls: [hot, jobs]}
  hot:   {kind: cache, capacity: 300, of: store}
  store: {kind: kv, nodes: 5, replicas: 3, read: 2, write: 2}
  jobs:  {kind: queue}
`, 1)
	c.Advance(time.Second)
	before := c.Snapshot().Clients[0].Total
	b.ResetTimer()
	for b.Loop() {
		c.Advance(100 * time.Millisecond)
	}
	b.ReportMetric(float64(c.Snapshot().Clients[0].Total-before)/b.Elapsed().Seconds(), "requests/s")
}
