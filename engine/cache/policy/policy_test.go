package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/golang-lru/arc/v2"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"pgregory.net/rapid"

	"netsplit/engine/cache/policy"
)

// LRU agrees with golang-lru through any series of calls.
func TestLRUAgreesWithGolangLRU(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.IntRange(1, 6).Draw(t, "capacity")
		var evicted []string
		oracle, err := simplelru.NewLRU(capacity, func(key string, _ struct{}) { evicted = append(evicted, key) })
		if err != nil {
			t.Fatal(err)
		}
		p := policy.NewLRU[string](int64(capacity))
		t.Repeat(map[string]func(*rapid.T){
			"get": func(t *rapid.T) {
				key := drawKey(t)
				_, want := oracle.Get(key)
				if got := p.Get(key); got != want {
					t.Fatalf("Get(%s) = %v", key, got)
				}
			},
			"contains": func(t *rapid.T) {
				key := drawKey(t)
				if got := p.Contains(key); got != oracle.Contains(key) {
					t.Fatalf("Contains(%s) = %v", key, got)
				}
			},
			"add": func(t *rapid.T) {
				key := drawKey(t)
				evicted = nil
				want := oracle.Add(key, struct{}{})
				if got := p.Add(key, 1); (len(got) > 0) != want || !slices.Equal(got, evicted) {
					t.Fatalf("Add(%s) drops %q, want %v", key, got, evicted)
				}
			},
			"remove": func(t *rapid.T) {
				key := drawKey(t)
				if got := p.Remove(key); got != oracle.Remove(key) {
					t.Fatalf("Remove(%s) = %v", key, got)
				}
			},
			"clear": func(t *rapid.T) {
				oracle.Purge()
				p.Clear()
			},
			"": func(t *rapid.T) {
				want := oracle.Keys()
				slices.Reverse(want) // golang-lru lists the oldest first
				if got := p.Keys(); !slices.Equal(got, want) || p.Len() != len(want) {
					t.Fatalf("keys %v of %d, want %v", got, p.Len(), want)
				}
			},
		})
	})
}

func drawKey(t *rapid.T) string {
	return rapid.SampledFrom(strings.Split("abcdefghij", "")).Draw(t, "key")
}

// Every policy gives the same hits and holds the same keys as a second, naive
// implementation, through any series of requests, removals and changes of the
// capacity, and never more than that.
func TestPoliciesAgreeWithANaiveOne(t *testing.T) {
	for _, name := range policy.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				capacity := rapid.Int64Range(1, 25).Draw(t, "capacity")
				largest := rapid.SampledFrom([]int64{1, 1, 1, 9}).Draw(t, "largest")
				removes := rapid.Bool().Draw(t, "removes")
				resizes := rapid.Bool().Draw(t, "resizes")
				p, err := policy.New[string](name, capacity)
				if err != nil {
					t.Fatal(err)
				}
				second := naiveNamed(name, capacity)
				keys := strings.Split("abcdefghijklmnopqrstuvwxyzABCDEFGH", "")
				for range rapid.IntRange(1, 300).Draw(t, "requests") {
					key := rapid.SampledFrom(keys).Draw(t, "key")
					if removes && rapid.IntRange(0, 9).Draw(t, "remove") == 0 {
						p.Remove(key)
						second.remove(key)
						continue
					}
					if resizes && rapid.IntRange(0, 19).Draw(t, "resize") == 0 {
						to := rapid.Int64Range(1, 25).Draw(t, "to")
						before := p.Len()
						if gone := p.Resize(to); before-len(gone) != p.Len() || p.Capacity() != to {
							t.Fatalf("resized to %d: %v gone of %d, %d left", to, gone, before, p.Len())
						}
						resize(second, to)
						compare(t, p, second.keys())
						continue
					}
					size := rapid.Int64Range(min(1, largest-1), largest).Draw(t, "size") // of 0 only where sizes differ
					if got, want := policy.Access(p, key, size), second.access(key, size); got != want {
						t.Fatalf("request for %s of %d: hit %v, want %v", key, size, got, want)
					}
					compare(t, p, second.keys())
				}
			})
		})
	}
}

func compare(t *rapid.T, p policy.Policy[string], want []string) {
	got := p.Keys()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || p.Len() != len(want) {
		t.Fatalf("holds %v (%d), want %v", got, p.Len(), want)
	}
	if p.Used() > p.Capacity() {
		t.Fatalf("holds %d of %d", p.Used(), p.Capacity())
	}
	for _, k := range want {
		if !p.Contains(k) {
			t.Fatalf("does not contain %s", k)
		}
	}
	if size, shown := int64(0), 0; true {
		for _, q := range p.Layout(1000).Queues {
			if !q.Ghost {
				size, shown = size+q.Size, shown+len(q.Slots)
			}
		}
		if size != p.Used() || shown != p.Len() {
			t.Fatalf("shows %d keys of size %d, holds %d of %d", shown, size, p.Len(), p.Used())
		}
	}
}

// ARC by objects gives the hits of golang-lru's, and holds the same keys, as
// long as that one keeps to its own capacity.
func TestARCAgreesWithGolangLRU(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.IntRange(1, 12).Draw(t, "capacity")
		oracle, err := arc.NewARC[string, struct{}](capacity)
		if err != nil {
			t.Fatal(err)
		}
		p := policy.NewARC[string](int64(capacity))
		keys := strings.Split("abcdefghijklmnopqrstuvwxyz", "")
		for range rapid.IntRange(1, 300).Draw(t, "requests") {
			key := rapid.SampledFrom(keys).Draw(t, "key")
			_, want := oracle.Get(key)
			if !want {
				oracle.Add(key, struct{}{})
			}
			if oracle.Len() > capacity {
				return
			}
			if got := policy.Access[string](p, key, 1); got != want {
				t.Fatalf("request for %s: hit %v, want %v", key, got, want)
			}
			compare(t, p, oracle.Keys())
		}
	})
}

// On a long skewed trace ARC and LRU have exactly golang-lru's hits.
func TestLongTraceAgreesWithGolangLRU(t *testing.T) {
	z := rand.NewZipf(rand.New(rand.NewPCG(3, 4)), 1.05, 1, 50000)
	adaptive, _ := arc.NewARC[uint64, struct{}](1000)
	recent, _ := simplelru.NewLRU[uint64, struct{}](1000, nil)
	a, l := policy.NewARC[uint64](1000), policy.NewLRU[uint64](1000)
	for i := range 300_000 {
		key := z.Uint64()
		if i%3 == 0 {
			key = uint64(i % 5000) // a loop through it
		}
		_, want := adaptive.Get(key)
		if !want {
			adaptive.Add(key, struct{}{})
		}
		if got := policy.Access[uint64](a, key, 1); got != want || adaptive.Len() > 1000 {
			t.Fatalf("request %d: arc %v, golang-lru %v with %d", i, got, want, adaptive.Len())
		}
		_, want = recent.Get(key)
		if !want {
			recent.Add(key, struct{}{})
		}
		if got := policy.Access[uint64](l, key, 1); got != want {
			t.Fatalf("request %d: lru %v", i, got)
		}
	}
}

// Belady agrees with one that looks through the trace at every eviction, and
// with sizes of 1 no policy has more hits.
func TestBeladyIsTheBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.Int64Range(1, 12).Draw(t, "capacity")
		largest := rapid.SampledFrom([]int64{1, 1, 5}).Draw(t, "largest")
		trace := rapid.SliceOfN(rapid.SampledFrom(strings.Split("abcdefghijklmnopqrst", "")), 1, 300).Draw(t, "trace")
		sizes := make([]int64, len(trace))
		for i := range sizes {
			sizes[i] = rapid.Int64Range(1, largest).Draw(t, "size")
		}
		belady := policy.NewBelady[string](capacity, policy.NextUses(trace))
		second := &prophet{capacity: capacity, trace: trace}
		best := 0
		for i, key := range trace {
			hit := belady.Access(key, sizes[i])
			if want := second.access(key, sizes[i]); hit != want {
				t.Fatalf("request %d for %s: hit %v, want %v", i, key, hit, want)
			}
			if hit {
				best++
			}
			if belady.Used() > capacity || belady.Len() != len(second.shelf) {
				t.Fatalf("holds %d of %d in %d keys, want %d", belady.Used(), capacity, belady.Len(), len(second.shelf))
			}
		}
		for _, name := range policy.Names() {
			p, _ := policy.New[string](name, capacity)
			hits := 0
			for i, key := range trace {
				if policy.Access(p, key, sizes[i]) {
					hits++
				}
			}
			if largest == 1 && hits > best {
				t.Fatalf("%s hits %d times, belady %d", name, hits, best)
			}
		}
	})
}

// Worked examples, by hand from the papers' rules: capacity 3.
func TestWhatGoes(t *testing.T) {
	for _, test := range []struct{ policy, trace, want string }{
		{"fifo", "abcad", "bcd"},     // a was used, and goes all the same
		{"lru", "abcad", "acd"},      // b was not used for longest
		{"mru", "abcad", "bcd"},      // a was used last
		{"lfu", "aabbcd", "abd"},     // c was used once
		{"lfu", "abcd", "bcd"},       // all once: the oldest goes
		{"lfu", "abcabcaabd", "abd"}, // c twice, the others more
		{"clock", "abcad", "acd"},    // a has its bit: b goes
		{"clock", "abcabcd", "bcd"},  // all have it: the hand comes round to a
		{"sieve", "abcad", "acd"},    // the hand passes a, drops b
		{"sieve", "abcade", "ade"},   // and goes on to c, not back to a
	} {
		p, err := policy.New[string](test.policy, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range strings.Split(test.trace, "") {
			policy.Access(p, key, 1)
		}
		keys := p.Keys()
		slices.Sort(keys)
		if got := strings.Join(keys, ""); got != test.want {
			t.Errorf("%s after %s holds %s, want %s", test.policy, test.trace, got, test.want)
		}
	}
}

// ARC and S3-FIFO keep a working set through a scan that empties LRU.
func TestScanResistance(t *testing.T) {
	kept := func(name string) int {
		p, _ := policy.New[int](name, 100)
		for range 3 {
			for key := range 50 {
				policy.Access(p, key, 1)
			}
		}
		for key := 1000; key < 1500; key++ {
			policy.Access(p, key, 1)
		}
		n := 0
		for key := range 50 {
			if p.Contains(key) {
				n++
			}
		}
		return n
	}
	for name, want := range map[string]int{"lru": 0, "fifo": 0, "arc": 50, "s3-fifo": 50, "lfu": 50, "sieve": 50} {
		if got := kept(name); got != want {
			t.Errorf("%s keeps %d of 50 keys, want %d", name, got, want)
		}
	}
}

// A key larger than the cache does not come in, and drops nothing.
func TestTooLarge(t *testing.T) {
	for _, name := range policy.Names() {
		p, _ := policy.New[string](name, 10)
		p.Add("a", 4)
		if got := p.Add("giant", 11); len(got) != 0 || p.Contains("giant") || !p.Contains("a") {
			t.Errorf("%s drops %v for what does not fit", name, got)
		}
		if got := p.Add("b", 10); !slices.Equal(got, []string{"a"}) {
			t.Errorf("%s drops %v for what just fits", name, got)
		}
		p.Clear()
		if p.Len() != 0 || p.Used() != 0 || p.Contains("b") {
			t.Errorf("%s holds %d after Clear", name, p.Len())
		}
	}
}

func TestNewRejectsWhatItDoesNotKnow(t *testing.T) {
	if _, err := policy.New[string]("lfru", 3); err == nil || !strings.Contains(err.Error(), `"lfru"`) {
		t.Errorf("an unknown policy: %v", err)
	}
	if _, err := policy.New[string]("lru", 0); err == nil {
		t.Error("a capacity of 0 is accepted")
	}
	for _, name := range policy.Names() {
		if p, err := policy.New[string](name, 1); err != nil || p.Name() != name {
			t.Errorf("%s is offered, but: %v", name, err)
		}
	}
	if got := policy.NewLRU[string](-1).Capacity(); got != 1 {
		t.Errorf("a capacity of -1 becomes %d", got)
	}
}

// A full cache takes new keys into the memory of the old ones.
func TestFullCacheDoesNotGrow(t *testing.T) {
	for _, name := range policy.Names() {
		p, _ := policy.New[int](name, 100)
		round := func() {
			for key := range 1000 {
				policy.Access(p, key, 1)
			}
		}
		for range 5 {
			round()
		}
		if n := testing.AllocsPerRun(20, round); n > 1 {
			t.Errorf("%s: %v allocations for 1,000 keys", name, n)
		}
	}
}

// Access: look a key up and add it when it is missing, as a cache does. All
// run in one process, so the ratio to golang-lru is what to look at (at most
// 1.5 for lru).
func BenchmarkAccess(b *testing.B) {
	const capacity, size = 1000, 1 << 16
	z := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.1, 1, 10000)
	trace := make([]string, size)
	for i := range trace {
		trace[i] = fmt.Sprint("key-", z.Uint64())
	}
	b.Run("golang-lru", func(b *testing.B) {
		p, _ := simplelru.NewLRU[string, struct{}](capacity, nil)
		for i := 0; b.Loop(); i++ {
			key := trace[i%size]
			if _, ok := p.Get(key); !ok {
				p.Add(key, struct{}{})
			}
		}
	})
	for _, name := range policy.Names() {
		b.Run(name, func(b *testing.B) {
			p, _ := policy.New[string](name, capacity)
			for i := 0; b.Loop(); i++ {
				policy.Access(p, trace[i%size], 1)
			}
		})
	}
	b.Run("belady", func(b *testing.B) {
		p := policy.NewBelady[string](capacity, policy.NextUses(trace))
		for i := 0; b.Loop(); i++ {
			p.Access(trace[i%size], 1)
		}
	})
}
