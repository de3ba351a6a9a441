package engine

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// mishap is a node that crashes, or comes back.
type mishap struct {
	at   time.Duration
	node int
}

// mishaps draws when nodes fail and come back: exponential times between
// failures and exponential repairs.
func mishaps(r *rand.Rand, nodes int, between, repair, until time.Duration) []mishap {
	var list []mishap
	for n := range nodes {
		at := time.Duration(0)
		for k := 0; ; k++ {
			mean := between
			if k%2 == 1 {
				mean = repair
			}
			at += time.Duration(r.ExpFloat64() * float64(mean)).Truncate(time.Microsecond)
			if at > until {
				break
			}
			list = append(list, mishap{at, n})
		}
	}
	slices.SortFunc(list, func(a, b mishap) int { return cmp.Compare(a.at, b.at) })
	return list
}

const redundant = `
scenario: redundant
components:
  users: {kind: client, rate: 0.5/s, reads: 100%, timeout: 1s, to: lb}
  lb:    {kind: balancer, nodes: 2, takeover: 2s, health: active, check-every: 2s, unhealthy-after: 1, healthy-after: 1, to: web}
  web:   {kind: service, instances: 2, time: 1ms}
network: {latency: "constant(1ms)"}
`

// TestRedundantPathsHaveTheirNines: two balancers and two servers, each up
// three quarters of the time, fail and are repaired on their own. There is a
// path while one of each is up: (1-0.25²)² = 87.9% of the time. Requests that
// arrive at random find that share, but for the seconds until a failure is noticed.
func TestRedundantPathsHaveTheirNines(t *testing.T) {
	t.Parallel()
	const between, repair, until = 1500 * time.Second, 500 * time.Second, 100_000 * time.Second
	nodes := []string{"lb-1", "lb-2", "web-1", "web-2"}
	seeds := uint64(3)
	if testing.Short() {
		seeds = 1
	}
	ok, total, there := 0, 0, 0.0
	for seed := uint64(1); seed <= seeds; seed++ {
		c := start(t, redundant, seed)
		down, last := make([]bool, len(nodes)), time.Duration(0)
		path := func() bool { return !(down[0] && down[1]) && !(down[2] && down[3]) }
		for _, o := range append(mishaps(rand.New(rand.NewPCG(seed, 41)), len(nodes), between, repair, until), mishap{at: until, node: -1}) {
			c.Advance(o.at - last)
			if path() {
				there += (o.at - last).Seconds()
			}
			last = o.at
			if o.node < 0 {
				break
			}
			verb := "crash "
			if down[o.node] {
				verb = "restart "
			}
			do(t, c, verb+nodes[o.node])
			down[o.node] = !down[o.node]
		}
		u := c.Snapshot().Clients[0]
		ok, total = ok+u.OK, total+u.Total
	}
	measured, drawn := float64(ok)/float64(total), there/(until.Seconds()*float64(seeds))
	up := between.Seconds() / (between + repair).Seconds()
	formula := math.Pow(1-(1-up)*(1-up), 2)
	t.Logf("measured %.4f, of the failures drawn %.4f, formula %.4f", measured, drawn, formula)
	if math.Abs(measured-drawn) > 0.01 {
		t.Errorf("requests found %.4f, there was a path for %.4f of the time", measured, drawn)
	}
	if !testing.Short() && math.Abs(measured-formula) > 0.03 {
		t.Errorf("requests found %.4f, the formula says %.4f", measured, formula)
	}
	if formula <= up*up || measured <= up*up+0.1 {
		t.Errorf("%.4f is no better than one path, %.4f", measured, up*up)
	}
}
