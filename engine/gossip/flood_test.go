package gossip_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/engine/gossip"
	"netsplit/engine/network"
	"netsplit/engine/sim"
)

// messages counts what is sent.
type messages int

func (m *messages) Observe(r sim.Record) {
	if r.Kind == sim.Sent {
		*m++
	}
}

// spread runs a rumour from the first node until nothing happens any more.
func spread(seed uint64, nodes []gossip.Spreader) (sent, heard int) {
	var count messages
	law, err := network.ParseDistribution("uniform(1ms, 20ms)")
	if err != nil {
		panic(err)
	}
	net := network.New(seed, network.Profile{Latency: law})
	s := sim.New(seed, net, &count)
	for i, n := range nodes {
		id := s.Add(fmt.Sprintf("n-%d", i), func() sim.Node { return n })
		net.Place(id, "")
		s.Start(id)
	}
	nodes[0].Tell(s.Env(0), &gossip.Rumour{Text: "fire"})
	for s.Step() {
	}
	for _, n := range nodes {
		if n.Heard() {
			heard++
		}
	}
	return int(count), heard
}

// graph is a random connected graph: a tree and some more links.
func graph(r *rand.Rand, n int) (neighbours [][]sim.NodeID, links int) {
	neighbours = make([][]sim.NodeID, n)
	linked := map[[2]int]bool{}
	link := func(a, b int) {
		if a > b {
			a, b = b, a
		}
		if a == b || linked[[2]int{a, b}] {
			return
		}
		linked[[2]int{a, b}] = true
		neighbours[a] = append(neighbours[a], sim.NodeID(b))
		neighbours[b] = append(neighbours[b], sim.NodeID(a))
	}
	for i := 1; i < n; i++ {
		link(i, r.IntN(i))
	}
	for range r.IntN(2 * n) {
		link(r.IntN(n), r.IntN(n))
	}
	return neighbours, len(linked)
}

// Flooding reaches everybody on a connected graph, for exactly 2E messages, or
// 2E-(n-1) when nothing is sent back, in whatever order they arrive.
func TestFloodingCosts(t *testing.T) {
	t.Parallel()
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := 1 + r.IntN(40)
		neighbours, links := graph(r, n)
		for _, back := range []bool{true, false} {
			nodes := make([]gossip.Spreader, n)
			for i := range nodes {
				nodes[i] = &gossip.Flood{Neighbours: neighbours[i], SendBack: back}
			}
			want := 2 * links
			if !back {
				want -= n - 1
			}
			if sent, heard := spread(seed+1, nodes); sent != want || heard != n {
				t.Fatalf("seed %d: %d nodes, %d links, back %v: %d messages instead of %d, %d heard it", seed+1, n, links, back, sent, want, heard)
			}
		}
	}
}

// Gossip costs each node lambda*ln(n) messages at most, and reaches more nodes
// the larger lambda is. Flooding a full mesh of the same nodes costs n times
// as much as a tree; gossip does not need to know any links.
func TestPushReachesMoreWithLambda(t *testing.T) {
	t.Parallel()
	const n, rounds = 64, 100
	reached := map[float64]int{}
	for _, lambda := range []float64{0.5, 1, 3} {
		for seed := range uint64(rounds) {
			nodes := make([]gossip.Spreader, n)
			times := 0
			for i := range nodes {
				p := &gossip.Push{Period: 100 * time.Millisecond, Lambda: lambda}
				for o := range n {
					if o != i {
						p.Others = append(p.Others, sim.NodeID(o))
					}
				}
				times = p.Times()
				nodes[i] = p
			}
			sent, heard := spread(seed+1, nodes)
			if sent != heard*times {
				t.Fatalf("seed %d: %d messages, but %d nodes send %d each", seed+1, sent, heard, times)
			}
			reached[lambda] += heard
		}
	}
	if reached[0.5] >= reached[1] || reached[1] >= reached[3] {
		t.Errorf("reached by lambda: %v", reached)
	}
	if share := float64(reached[3]) / (n * rounds); share < 0.9999 {
		t.Errorf("with lambda 3 only %.4f of the nodes heard it", share)
	}
}
