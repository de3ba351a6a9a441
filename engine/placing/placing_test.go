package placing_test

import (
	"crypto/md5"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
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

// Ketama places a million keys as libketama does. Source: the check in that
// library, github.com/RJ/ketama, libketama/test.sh: the digest of what
// ketama_test.c prints for the keys 0 to 999,999 and the eight servers of
// ketama.servers, a line "key's point, server's point, server" each after an
// empty one. The digest of the first thousand is in MediaWiki's HashRingTest.
func TestKetamaAsPublished(t *testing.T) {
	servers := []placing.Node{
		{Name: "10.0.1.1:11211", Weight: 600}, {Name: "10.0.1.2:11211", Weight: 300},
		{Name: "10.0.1.3:11211", Weight: 200}, {Name: "10.0.1.4:11211", Weight: 350},
		{Name: "10.0.1.5:11211", Weight: 1000}, {Name: "10.0.1.6:11211", Weight: 800},
		{Name: "10.0.1.7:11211", Weight: 950}, {Name: "10.0.1.8:11211", Weight: 100},
	}
	var circle []uint32
	for _, s := range servers {
		for d := range int(math.Floor(s.Weight / 4300 * 40 * 8)) {
			sum := md5.Sum(fmt.Appendf(nil, "%s-%d", s.Name, d))
			for q := range 4 {
				circle = append(circle, binary.LittleEndian.Uint32(sum[4*q:]))
			}
		}
	}
	slices.Sort(circle)
	for _, c := range []struct {
		keys   int
		digest string
	}{{1_000, "d1a4912a80e4654ec2e4e462c8b911c6"}, {1_000_000, "5672b131391f5aa2b280936aec1eea74"}} {
		names := make([]string, c.keys)
		for i := range names {
			names[i] = strconv.Itoa(i)
		}
		s, err := placing.New("ketama", servers, 100)
		if err != nil {
			t.Fatal(err)
		}
		printed := md5.New()
		fmt.Fprintln(printed)
		for i, owner := range s.Place(names) {
			sum := md5.Sum([]byte(names[i]))
			h := binary.LittleEndian.Uint32(sum[:])
			at, _ := slices.BinarySearch(circle, h)
			fmt.Fprintf(printed, "%d %d %s\n", h, circle[at%len(circle)], servers[owner].Name)
		}
		if got := fmt.Sprintf("%x", printed.Sum(nil)); got != c.digest {
			t.Errorf("%d keys are placed with the digest %s, libketama has %s", c.keys, got, c.digest)
		}
	}
}

// Jump gives the buckets of the test vectors that libraries of jump hash share,
// among them go-jump-consistent-hash and jump-consistent-hash for Python.
func TestJumpAsPublished(t *testing.T) {
	for _, c := range []struct {
		key     uint64
		buckets int
		want    int32
	}{{1, 1, 0}, {42, 57, 43}, {0xDEAD10CC, 1, 0}, {0xDEAD10CC, 666, 361}, {256, 1024, 520}} {
		if got := placing.Jump(c.key, c.buckets); got != c.want {
			t.Errorf("key %d of %d buckets goes to %d, want %d", c.key, c.buckets, got, c.want)
		}
	}
}
