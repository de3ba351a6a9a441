package placing_test

import (
	"crypto/md5"
	"fmt"
	"math"
	"sort"
	"testing"

	"netsplit/engine/placing"
)

func nodes(n int) (list []placing.Node) {
	for i := range n {
		list = append(list, placing.Node{Name: fmt.Sprintf("10.0.1.%d:11211", i+1), Weight: 1})
	}
	return list
}

func keys(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint("key-", i))
	}
	return list
}

// Every scheme gives every key a node; all but modulo move only what they have
// to, or little more, when a node joins.
func TestWhatMoves(t *testing.T) {
	k := keys(50_000)
	for _, test := range []struct {
		scheme     string
		most       float64 // share of keys that moves, from 5 to 6 nodes
		betweenOld float64
	}{{"ring", .2, 0}, {"modulo", .85, 1}, {"rendezvous", .18, 0}, {"jump", .18, 0}, {"maglev", .3, .15}, {"bounded", .4, .25}, {"ketama", .22, 0}} {
		before, err := placing.New(test.scheme, nodes(5), 100)
		if err != nil {
			t.Fatal(err)
		}
		after, _ := placing.New(test.scheme, nodes(6), 100)
		m := placing.MovesOf(before.Place(k), after.Place(k), nodes(5), nodes(6))
		moved, old := float64(m.Keys)/50_000, float64(m.BetweenOld)/50_000
		if moved > test.most || moved < 0.1 || old > test.betweenOld || math.Abs(m.Least-1.0/6) > 1e-9 {
			t.Errorf("%s: %.3f moved, %.3f between old nodes", test.scheme, moved, old)
		}
		if test.scheme == "modulo" && moved < 0.8 {
			t.Errorf("modulo moves only %.3f", moved)
		}
		if back := placing.MovesOf(after.Place(k), before.Place(k), nodes(6), nodes(5)); back.Keys != m.Keys {
			t.Errorf("%s: %d keys on the way back, %d there", test.scheme, back.Keys, m.Keys)
		}
	}
}

func TestBalance(t *testing.T) {
	k := keys(100_000)
	for scheme, most := range map[string]float64{"ring": 1.4, "modulo": 1.03, "rendezvous": 1.03, "jump": 1.03, "maglev": 1.03, "bounded": 1.2501, "ketama": 1.4} {
		s, _ := placing.New(scheme, nodes(10), 100)
		if b := placing.BalanceOf(s.Place(k), nodes(10)); b.MaxOverMean > most || b.MaxOverMean < 1 || b.StandardError <= 0 {
			t.Errorf("%s: %+v, want at most %v", scheme, b, most)
		}
	}
}

// A node of twice the weight takes twice the keys, where the scheme has weights.
func TestWeights(t *testing.T) {
	k := keys(100_000)
	list := []placing.Node{{Name: "a", Weight: 2}, {Name: "b", Weight: 1}, {Name: "c", Weight: 1}}
	for _, scheme := range placing.Names() {
		s, err := placing.New(scheme, list, 1000)
		if scheme == "modulo" || scheme == "jump" {
			if err == nil {
				t.Errorf("%s takes weights", scheme)
			}
			continue
		}
		if b := placing.BalanceOf(s.Place(k), list); err != nil || b.MaxOverMean > 1.2 {
			t.Errorf("%s: %+v, %v", scheme, b, err)
		}
	}
}

// The jump of a key, by the paper's definition: with one bucket more it stays,
// or goes to the new one, with probability 1/n.
func TestJumpIsConsistent(t *testing.T) {
	for key := range uint64(2000) {
		for n := 1; n < 20; n++ {
			if a, b := placing.Jump(key*7919, n), placing.Jump(key*7919, n+1); a != b && b != int32(n) {
				t.Fatalf("key %d goes from %d to %d of %d", key, a, b, n+1)
			}
		}
	}
}

// Ketama agrees with a second implementation, straight from its description:
// four points from each of 40 digests of "name-i", least significant byte
// first; a key goes to the first point at or after its own.
func TestKetamaPoints(t *testing.T) {
	type point struct {
		at   uint32
		node int32
	}
	for _, n := range []int{1, 3, 7, 12} {
		var circle []point
		for i, node := range nodes(n) {
			for d := range 40 {
				sum := md5.Sum([]byte(fmt.Sprintf("%s-%d", node.Name, d)))
				for q := range 4 {
					circle = append(circle, point{uint32(sum[3+q*4])<<24 | uint32(sum[2+q*4])<<16 | uint32(sum[1+q*4])<<8 | uint32(sum[q*4]), int32(i)})
				}
			}
		}
		sort.Slice(circle, func(i, j int) bool { return circle[i].at < circle[j].at })
		s, _ := placing.New("ketama", nodes(n), 100)
		k := keys(5000)
		got := s.Place(k)
		for i, key := range k {
			sum := md5.Sum([]byte(key))
			h := uint32(sum[3])<<24 | uint32(sum[2])<<16 | uint32(sum[1])<<8 | uint32(sum[0])
			want := circle[0].node
			for _, p := range circle {
				if p.at >= h {
					want = p.node
					break
				}
			}
			if got[i] != want {
				t.Fatalf("%d nodes, %s: node %d, want %d", n, key, got[i], want)
			}
		}
	}
}
