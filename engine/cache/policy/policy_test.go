package policy_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

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
		p := policy.NewLRU(capacity)
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
				got, ok := p.Add(key)
				if ok != want || ok && got != evicted[0] || !ok && got != "" {
					t.Fatalf("Add(%s) drops %q, %v; want %v", key, got, ok, evicted)
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

// FIFO agrees with a slice.
func TestFIFOAgreesWithASlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		capacity := rapid.IntRange(1, 6).Draw(t, "capacity")
		p := policy.NewFIFO(capacity)
		var queue []string // newest first
		t.Repeat(map[string]func(*rapid.T){
			"get": func(t *rapid.T) {
				key := drawKey(t)
				if got := p.Get(key); got != slices.Contains(queue, key) {
					t.Fatalf("Get(%s) = %v", key, got)
				}
			},
			"add": func(t *rapid.T) {
				key, want := drawKey(t), ""
				if !slices.Contains(queue, key) {
					if len(queue) == capacity {
						want = queue[capacity-1]
						queue = queue[:capacity-1]
					}
					queue = slices.Insert(queue, 0, key)
				}
				if got, ok := p.Add(key); got != want || ok != (want != "") {
					t.Fatalf("Add(%s) drops %q, %v, want %q", key, got, ok, want)
				}
			},
			"remove": func(t *rapid.T) {
				key := drawKey(t)
				i := slices.Index(queue, key)
				if got := p.Remove(key); got != (i >= 0) {
					t.Fatalf("Remove(%s) = %v", key, got)
				}
				if i >= 0 {
					queue = slices.Delete(queue, i, i+1)
				}
			},
			"": func(t *rapid.T) {
				if got := p.Keys(); !slices.Equal(got, queue) || p.Len() != len(queue) {
					t.Fatalf("keys %v, want %v", got, queue)
				}
			},
		})
	})
}

// A scan of cold keys empties both, but a key in use survives it only in LRU.
func TestLRUKeepsWhatIsUsed(t *testing.T) {
	for name, want := range map[string]bool{"lru": true, "fifo": false} {
		p, err := policy.New(name, 3)
		if err != nil || p.Name() != name || p.Capacity() != 3 {
			t.Fatalf("New(%s, 3): %v", name, err)
		}
		for i := range 10 {
			p.Get("hot")
			if i == 0 {
				p.Add("hot")
			}
			p.Add(fmt.Sprint("cold", i))
		}
		if got := p.Contains("hot"); got != want {
			t.Errorf("%s keeps the hot key: %v, want %v", name, got, want)
		}
	}
}

func TestNewRejectsWhatItDoesNotKnow(t *testing.T) {
	if _, err := policy.New("lfru", 3); err == nil || !strings.Contains(err.Error(), `"lfru"`) {
		t.Errorf("an unknown policy: %v", err)
	}
	if _, err := policy.New("lru", 0); err == nil {
		t.Error("a capacity of 0 is accepted")
	}
	for _, name := range policy.Names() {
		if p, err := policy.New(name, 1); err != nil || p.Name() != name {
			t.Errorf("%s is offered, but: %v", name, err)
		}
	}
	if got := policy.NewLRU(-1).Capacity(); got != 1 {
		t.Errorf("a capacity of -1 becomes %d", got)
	}
}

// A full cache takes new keys into the memory of the old ones.
func TestFullCacheDoesNotGrow(t *testing.T) {
	p := policy.NewLRU(100)
	names := make([]string, 1000)
	for i := range names {
		names[i] = fmt.Sprint("key", i)
	}
	for range 5 {
		for _, n := range names {
			p.Add(n)
		}
	}
	if n := testing.AllocsPerRun(20, func() {
		for _, n := range names {
			p.Add(n)
		}
	}); n > 1 {
		t.Errorf("%v allocations for 1,000 keys", n)
	}
}

// Access: look a key up and add it when it is missing, as a cache does. The
// two run in one process, so their ratio is what to look at (at most 1.5).
func BenchmarkAccess(b *testing.B) {
	const capacity, size = 1000, 1 << 16
	z := rand.NewZipf(rand.New(rand.NewPCG(1, 2)), 1.1, 1, 10000)
	trace := make([]string, size)
	for i := range trace {
		trace[i] = fmt.Sprint("key-", z.Uint64())
	}
	b.Run("lru", func(b *testing.B) {
		p := policy.NewLRU(capacity)
		for i := 0; b.Loop(); i++ {
			if key := trace[i%size]; !p.Get(key) {
				p.Add(key)
			}
		}
	})
	b.Run("golang-lru", func(b *testing.B) {
		p, _ := simplelru.NewLRU[string, struct{}](capacity, nil)
		for i := 0; b.Loop(); i++ {
			key := trace[i%size]
			if _, ok := p.Get(key); !ok {
				p.Add(key, struct{}{})
			}
		}
	})
	b.Run("fifo", func(b *testing.B) {
		p := policy.NewFIFO(capacity)
		for i := 0; b.Loop(); i++ {
			if key := trace[i%size]; !p.Get(key) {
				p.Add(key)
			}
		}
	})
}
