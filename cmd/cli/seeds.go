package cli

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// seedRange is a flag like 1..1000, both ends included.
type seedRange struct {
	From, To uint64
	given    bool
}

// UnmarshalText reads 1..1000, or a single seed.
func (r *seedRange) UnmarshalText(text []byte) error {
	from, to, several := strings.Cut(string(text), "..")
	if !several {
		to = from
	}
	var err error
	if r.From, err = strconv.ParseUint(from, 10, 64); err == nil {
		r.To, err = strconv.ParseUint(to, 10, 64)
	}
	switch {
	case err != nil:
		return fmt.Errorf("%q is not a range of seeds like 1..1000", text)
	case r.From == 0:
		return fmt.Errorf("seeds begin at 1, not 0")
	case r.To < r.From:
		return fmt.Errorf("%q ends before it begins; write %d..%d", text, r.To, r.From)
	case r.To-r.From >= 1e12:
		return fmt.Errorf("%q is more than anybody can wait for", text)
	}
	r.given = true
	return nil
}

func (r seedRange) count() uint64 { return r.To - r.From + 1 }

// seedResult is what one seed came to.
type seedResult struct {
	seed   uint64
	passed bool
}

// sweepState is how far a sweep got. Until it is over, the first failing seed
// is the lowest so far.
type sweepState struct {
	seeds     seedRange
	passed    uint64
	failed    uint64
	first     *uint64 // failing
	beforeIt  uint64  // how many seeds below first are done
	keepGoing bool
}

func (s *sweepState) add(r seedResult, seen map[uint64]bool) {
	switch {
	case r.passed:
		s.passed++
	default:
		s.failed++
		if s.first == nil || r.seed < *s.first {
			seed := r.seed
			s.first = &seed
		}
	}
	seen[r.seed] = true
	for seen[s.seeds.From+s.beforeIt] { // an unbroken row from the start
		delete(seen, s.seeds.From+s.beforeIt)
		s.beforeIt++
	}
}

// over reports whether nothing that is still to come can change the answer.
func (s *sweepState) over() bool {
	done := s.beforeIt == s.seeds.count()
	return done || !s.keepGoing && s.first != nil && s.beforeIt > *s.first-s.seeds.From
}

// settle makes the counts those of the seeds up to the first that failed: what
// ran beyond it, on other cores, is left out, so that the answer does not
// depend on the machine.
func (s *sweepState) settle() {
	if s.first != nil && !s.keepGoing {
		s.passed, s.failed = *s.first-s.seeds.From, 1
	}
}

// sweep runs seeds in order on all cores, until one fails (all of them, to keep
// going) or the context ends; then what is still running is abandoned. tell is
// called after each.
func sweep(ctx context.Context, seeds seedRange, keepGoing bool, run func(seed uint64) bool, tell func(*sweepState)) (s *sweepState, interrupted bool) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	next, results := make(chan uint64), make(chan seedResult)
	go func() {
		defer close(next)
		for seed := seeds.From; ; seed++ {
			select {
			case next <- seed:
			case <-ctx.Done():
				return
			}
			if seed == seeds.To {
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range min(uint64(runtime.GOMAXPROCS(0)), seeds.count()) {
		workers.Go(func() {
			for seed := range next {
				select {
				case results <- seedResult{seed, run(seed)}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	s = &sweepState{seeds: seeds, keepGoing: keepGoing}
	seen := map[uint64]bool{}
	for !s.over() {
		select {
		case r := <-results:
			s.add(r, seen)
			tell(s)
		case <-ctx.Done():
			return s, true
		}
	}
	s.settle()
	return s, false
}
