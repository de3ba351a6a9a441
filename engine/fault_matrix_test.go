package engine

import (
	"slices"
	"strings"
	"testing"
	"time"

	"netsplit/engine/scenario"
	"netsplit/engine/workload"
)

// chain is one of each kind that carries traffic, as a design has them: clients,
// name, network of copies, balancer, gateway, services, caches, stores, and what
// is done later.
const chain = `
scenario: chain
seed: 3
components:
  users:  {kind: client, zone: eu/a, rate: 25/s, reads: 80%, keys: "zipf(50, 0.9)", retries: 2, backoff: "exponential(50ms, 2, 1s)", jitter: full, to: name}
  buyers: {kind: client, zone: eu/a, rate: 12/s, reads: 50%, keys: uniform(30), path: /buy, retries: 1, backoff: 100ms, to: lb}
  name:   {kind: dns, to: near, ttl: 2s, zones: [eu/a, eu/b]}
  near:   {kind: cdn, origin: lb, points: 2, zones: [eu/a, eu/b], ttl: 3s, stale-if-error: 2s, fallback: true}
  lb:     {kind: balancer, policy: two-choices, health: both, check-every: 200ms, nodes: 2, zones: [eu/a, eu/b], takeover: 300ms, to: door}
  door:   {kind: gateway, to: web, routes: {/buy: front}, rate: 1000/s, cache: 500ms, nodes: 2, zones: [eu/a, eu/b]}
  front:  {kind: proxy, to: shop, cache: 3s, nodes: 2, zones: [eu/a, eu/b]}
  web:    {kind: service, instances: 3, zones: [eu/a, eu/b], concurrency: 16, time: "exp(4ms)", calls: [hot, bank, news], retries: 1}
  shop:   {kind: service, instances: 2, zones: [eu/a, eu/b], concurrency: 16, time: "exp(4ms)", calls: [code, warm, jobs, clicks], retries: 1}
  code:   {kind: function, time: "exp(5ms)", zones: [eu/a], provisioned: 2}
  hot:    {kind: cache, nodes: 2, zones: [eu/a, eu/b], capacity: 20, ttl: 5s, of: store}
  warm:   {kind: cache, nodes: 2, zones: [eu/a, eu/b], capacity: 20, ttl: 5s, of: books}
  store:  {kind: kv, nodes: 3, zones: [eu/a, eu/b]}
  bank:   {kind: raft, nodes: 3, zones: [eu/a, eu/b]}
  books:  {kind: sql, nodes: 3, zones: [eu/a, eu/b], detect: 400ms}
  jobs:   {kind: queue, zones: [eu/b], visibility-timeout: 1s}
  news:   {kind: topic, zones: [eu/b], timeout: 500ms}
  clicks: {kind: stream, zones: [eu/a], session-timeout: 1s, rebalance-delay: 100ms}
  crew:   {kind: worker, instances: 2, zones: [eu/a, eu/b], time: "exp(10ms)", from: jobs, calls: [books]}
  mail:   {kind: worker, instances: 2, zones: [eu/a, eu/b], time: "exp(10ms)", from: news}
  count:  {kind: worker, instances: 2, zones: [eu/a, eu/b], time: "exp(5ms)", from: clicks}
network: {latency: "lognormal(500us, 0.3)", between-zones: 1ms}
`

// breakage is a fault and the step that mends it. $C is a component, $M a member
// of it, $N another one, $P a component that it exchanges messages with.
type breakage struct{ fault, cure string }

// catalogue is every fault, and every change of size.
func catalogue() []breakage {
	return []breakage{
		{"crash $C", "restart $C"},
		{"crash $M", "restart $M"},
		{"pause $C for 2s", ""},
		{"slow $C by 300ms", "slow $C by 0s"},
		{"skew $C by 2s", "skew $C by 0s"},
		{"wipe $M", "restart $M"},
		{"partition $C | $P", "heal"},
		{"cut $C -> $P", "heal"},
		{"cut $P -> $C", "heal"},
		{"loss $C $P 40%", "heal"},
		{"duplicate $C $P 50%", "heal"},
		{"reorder $C $P 50%", "heal"},
		{"bandwidth $C $P 1KB/s", "heal"},
		{"swizzle $C", ""},
		{"flush $C", ""},
		{"spike $C x5 for 2s", ""},
		{"hot-key $C key-1 80%", "hot-key $C key-1 0%"},
		{"add $C", ""},
		{"scale $C 5", ""},
		{"remove $M", ""},
		{"resize $C 2x", ""},
		{"promote $N", ""},
	}
}

// about puts a component's names into a step.
func (b breakage) about(step string, c *Cluster, component string) string {
	p := c.world.parts[component]
	member, next := component, component
	if ids := p.base().ids; len(ids) > 0 {
		member, next = c.world.sim.Name(ids[0]), c.world.sim.Name(ids[len(ids)-1])
	}
	return strings.NewReplacer("$C", component, "$M", member, "$N", next, "$P", peer(c, component)).Replace(step)
}

// peer is a component that another one exchanges messages with.
func peer(c *Cluster, component string) string {
	for _, p := range c.world.order {
		if slices.Contains(p.sends(), component) && p.base().spec.Kind != "dns" { // which only tells where it is
			return p.base().name()
		}
	}
	return c.world.parts[component].sends()[0]
}

// Goal: whatever fault hits whatever component, nothing panics, every request is
// accounted for, and once the fault is mended the clients are served again.
func TestEveryFaultOnEveryComponent(t *testing.T) {
	control := start(t, chain, 5)
	control.Advance(warm + broken)
	untouched := control.TraceHash()
	for i, part := range start(t, chain, 0).world.order {
		component := part.base().name()
		t.Run(component, func(t *testing.T) {
			t.Parallel()
			applied := 0
			for j, b := range catalogue() {
				if testing.Short() && (i+j)%4 != 0 {
					continue
				}
				if strikes(t, component, b, untouched) {
					applied++
				}
			}
			if applied < 10 && !testing.Short() {
				t.Errorf("only %d faults could be applied", applied)
			}
		})
	}
	for _, b := range []breakage{{"fail zone eu/a", "restore zone eu/a"}, {"fail zone eu/b", "restore zone eu/b"}, {"fail zone eu", "restore zone eu"}} {
		t.Run(b.fault, func(t *testing.T) {
			t.Parallel()
			if !strikes(t, "users", b, untouched) {
				t.Error("it was refused")
			}
		})
	}
}

// warm is how long the system runs before a fault, broken how long it lasts.
const warm, broken = 3 * time.Second, 4 * time.Second

// strikes applies a fault, mends it and looks at the system. False: the
// component refuses it, as a queue does a promotion.
func strikes(t *testing.T, component string, b breakage, untouched string) bool {
	t.Helper()
	c := start(t, chain, 5)
	c.Advance(warm)
	fault := b.about(b.fault, c, component)
	step, err := scenario.ParseStep(fault)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Do(step); err != nil {
		if len(err.Error()) < 15 || strings.Contains(err.Error(), "internal") {
			t.Errorf("%s: the refusal does not help: %v", fault, err)
		}
		return false
	}
	c.Advance(broken)
	if b.cure != "" {
		do(t, c, b.about(b.cure, c, component))
	}
	// A wrong clock, or a copy less, may change nothing that is sent.
	if !strings.HasPrefix(fault, "skew") && !strings.HasPrefix(fault, "flush") && c.TraceHash() == untouched {
		t.Errorf("%s changes nothing", fault)
	}
	c.Advance(10 * time.Second)
	for _, u := range c.Snapshot().Clients {
		if u.RecentAvailability <= 0.95 {
			t.Errorf("after %s, mended 10 s ago, %.1f %% of the operations of %s succeed", fault, 100*u.RecentAvailability, u.Component)
		}
	}
	accounted(t, c, fault)
	return true
}

// accounted checks that no request was lost or counted twice: what was started
// has ended, as one of three, or its client still waits for it.
func accounted(t *testing.T, c *Cluster, fault string) {
	t.Helper()
	balance(t, c, fault)
	c.world.hold(true)
	c.Advance(10 * time.Second) // longer than all retries
	balance(t, c, fault)
	for _, u := range clientsOf(c) {
		if n := len(waited(c, u)); n > 0 {
			t.Errorf("after %s, %d operations of %s never end", fault, n, u.spec.Name)
		}
	}
}

func balance(t *testing.T, c *Cluster, fault string) {
	t.Helper()
	counts, ended, waiting := c.world.operations.counts, 0, 0
	for _, u := range clientsOf(c) {
		ended += u.series.Total()
		waiting += len(waited(c, u))
	}
	if counts.OK+counts.Failed+counts.Unknown != counts.Total || ended+waiting != counts.Total {
		t.Errorf("after %s, of %d operations %d have ended and %d are waited for: %+v", fault, counts.Total, ended, waiting, counts)
	}
}

func clientsOf(c *Cluster) []*clientPart {
	var list []*clientPart
	for _, p := range c.world.order {
		if p, ok := p.(*clientPart); ok {
			list = append(list, p)
		}
	}
	return list
}

// waited are the operations that a client itself says it waits for.
func waited(c *Cluster, p *clientPart) []uint64 {
	var list []uint64
	n, ok := c.world.sim.Node(p.ids[0]).(*workload.Client)
	for id := uint64(1); ok && id <= lastOf(c); id++ {
		if n.InProgress(id) {
			list = append(list, id)
		}
	}
	return list
}

// lastOf is the number of the latest operation. Those of who listens count once
// they have ended, so there may be more than the total.
func lastOf(c *Cluster) uint64 {
	return c.world.operations.first + uint64(len(c.world.operations.all)) - 1
}
