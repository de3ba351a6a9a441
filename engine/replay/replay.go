// Package replay sends a trace of requests through eviction policies and counts
// what each would have hit.
//
//	r, err := replay.New([]string{"lru", "belady"}, []int64{1000, 10_000}, false)
//	err = r.Read(replay.NewReader("trace.txt", file, replay.Columns{}), nil)
//	for _, run := range r.Runs() {
//		fmt.Println(run.Policy, run.Capacity, run.HitRatio())
//	}
//
// One request at a time: on a miss keys go until the new one fits, then it
// comes in. A key that is larger than the cache is a miss and does not come
// in; a hit keeps the size that the key came in with. All policies are fed in
// one pass and the trace is not kept, but for Belady, which has to know it all
// beforehand: BeladyLimit bounds it.
//
// A key is its 64-bit hash. Of a million different keys two are taken for the
// same with a probability of 3 in 100 million.
package replay

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"netsplit/engine/cache/policy"
)

// Request is one line of a trace.
type Request struct {
	Key  uint64
	Size int64 // bytes; -1: the trace does not say
}

// Run is what became of a trace under one policy.
type Run struct {
	Policy         string
	Capacity       int64
	Requests, Hits int64
	MissedBytes    int64 // -1: some request had no size
	TooLarge       int64 // misses of keys larger than the whole cache
}

// Misses is the rest.
func (r Run) Misses() int64 { return r.Requests - r.Hits }

// HitRatio is the share of hits, 0 without requests.
func (r Run) HitRatio() float64 {
	if r.Requests == 0 {
		return 0
	}
	return float64(r.Hits) / float64(r.Requests)
}

func (r *Run) count(q Request, hit bool) {
	r.Requests++
	switch {
	case hit:
		r.Hits++
	case q.Size < 0:
		r.MissedBytes = -1
	case r.MissedBytes >= 0:
		r.MissedBytes += q.Size
	}
}

// Belady is the word for the bound that knows the future.
const Belady = "belady"

// Names are the policies that a replay knows.
func Names() []string { return append(policy.Names(), Belady) }

// Bounds of a replay.
const (
	BeladyLimit = 50_000_000 // requests: 16 bytes each
	MostRuns    = 100
)

// ErrStopped ends a replay that its caller stopped.
var ErrStopped = errors.New("stopped")

// Replay is caches of several policies and capacities that see the same
// requests.
type Replay struct {
	bytes   bool
	lanes   []lane
	future  []uint64 // for Belady
	sizes   []int64  // only by bytes, or where sizes are known
	warm    int      // requests of future that are not counted
	skips   bool     // requests now are not counted
	seers   []seer
	ordered []int // for each run, its lane, or seer as -1-i
}

type lane struct {
	run   Run
	cache policy.Policy[uint64]
}

type seer struct{ run Run }

// New makes empty caches: every policy with every capacity. With bytes the
// capacity counts bytes, else objects.
func New(policies []string, capacities []int64, bytes bool) (*Replay, error) {
	if len(policies)*len(capacities) > MostRuns {
		return nil, fmt.Errorf("%d policies with %d capacities are too many: at most %d caches at a time", len(policies), len(capacities), MostRuns)
	}
	r := &Replay{bytes: bytes}
	for _, capacity := range capacities {
		for _, name := range policies {
			run := Run{Policy: name, Capacity: capacity}
			if name == Belady {
				if capacity < 1 {
					return nil, fmt.Errorf("a cache needs a capacity of at least 1, not %d", capacity)
				}
				r.ordered = append(r.ordered, -1-len(r.seers))
				r.seers = append(r.seers, seer{run})
				continue
			}
			cache, err := policy.New[uint64](name, capacity)
			if err != nil {
				return nil, err
			}
			r.ordered = append(r.ordered, len(r.lanes))
			r.lanes = append(r.lanes, lane{run, cache})
		}
	}
	return r, nil
}

// WarmUp says whether the requests from now on only fill the caches.
func (r *Replay) WarmUp(on bool) { r.skips = on }

// Request is the next request. It is an error when Belady can't keep more.
func (r *Replay) Request(q Request) error {
	for i := range r.lanes {
		l := &r.lanes[i]
		hit := policy.Access(l.cache, q.Key, r.weight(q.Size))
		if !r.skips {
			l.run.count(q, hit)
			if !hit && r.weight(q.Size) > l.run.Capacity {
				l.run.TooLarge++
			}
		}
	}
	if len(r.seers) == 0 {
		return nil
	}
	if len(r.future) == BeladyLimit {
		return fmt.Errorf("belady has to keep the whole trace, and takes %d requests at most: leave belady out, or cut the trace", BeladyLimit)
	}
	r.future = append(r.future, q.Key)
	r.sizes = append(r.sizes, q.Size)
	if r.skips {
		r.warm = len(r.future)
	}
	return nil
}

// weight is what a key takes of the capacity. An empty object takes nothing.
func (r *Replay) weight(size int64) int64 {
	if !r.bytes {
		return 1
	}
	return size
}

// Told is asked now and then with the number of requests so far; false stops.
// While the trace is read nobody knows how many there are, and of is 0; after
// that Belady goes through them, once for each capacity.
type Told func(done, of int64) bool

const tellEvery = 1 << 16

// Read feeds a whole trace.
func (r *Replay) Read(t *Reader, told Told) error {
	for done := int64(1); ; done++ {
		q, err := t.Next()
		if errors.Is(err, io.EOF) {
			return r.Finish(told)
		}
		if err != nil {
			return err
		}
		if r.bytes && q.Size < 0 {
			return fmt.Errorf("%s has no size, which a capacity in bytes needs: write `key size`, or name the column with --columns key=1,size=2", t.Place())
		}
		if err := r.Request(q); err != nil {
			return err
		}
		if done%tellEvery == 0 && told != nil && !told(done, 0) {
			return ErrStopped
		}
	}
}

// Finish runs Belady over what it now knows.
func (r *Replay) Finish(told Told) error {
	if len(r.seers) == 0 {
		return nil
	}
	next := policy.NextUses(r.future)
	all := int64(len(r.future)) * int64(len(r.seers))
	for i := range r.seers {
		before := int64(len(r.future)) * int64(i)
		s := &r.seers[i]
		cache := policy.NewBelady[uint64](s.run.Capacity, next)
		for at, key := range r.future {
			q := Request{key, r.sizes[at]}
			hit := cache.Access(key, r.weight(q.Size))
			if at >= r.warm {
				s.run.count(q, hit)
				if !hit && r.weight(q.Size) > s.run.Capacity {
					s.run.TooLarge++
				}
			}
			if at%tellEvery == 0 && told != nil && !told(before+int64(at), all) {
				return ErrStopped
			}
		}
	}
	return nil
}

// Runs are the results: by capacity, then in the order of the policies.
func (r *Replay) Runs() []Run {
	var runs []Run
	for _, i := range r.ordered {
		if i >= 0 {
			runs = append(runs, r.lanes[i].run)
		} else {
			runs = append(runs, r.seers[-1-i].run)
		}
	}
	return slices.Clip(runs)
}
