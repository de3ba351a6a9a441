package cli

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"netsplit/engine"
	"netsplit/engine/scenario"
)

func TestSeedRange(t *testing.T) {
	for text, want := range map[string]seedRange{
		"1..1000": {1, 1000, true}, "7": {7, 7, true}, "1..1": {1, 1, true},
		"18446744073709551615": {1<<64 - 1, 1<<64 - 1, true}, "18446744073709551610..18446744073709551615": {1<<64 - 6, 1<<64 - 1, true},
	} {
		var got seedRange
		if err := got.UnmarshalText([]byte(text)); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for text, want := range map[string]string{
		"": "not a range", "a..b": "not a range", "1..": "not a range", "-1..3": "not a range", "1..2..3": "not a range",
		"9..2": "write 2..9", "0..5": "begin at 1", "1..18446744073709551615": "more than anybody",
	} {
		var got seedRange
		if err := got.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// The answer is that of running one seed after another, whatever the cores do.
func TestSweepIsThatOfOneAfterAnother(t *testing.T) {
	for _, c := range []struct {
		seeds          seedRange
		bad            []uint64
		keepGoing      bool
		passed, failed uint64
		first          uint64
	}{
		{seedRange{1, 100, true}, nil, false, 100, 0, 0},
		{seedRange{1, 100, true}, []uint64{42, 43, 44, 60}, false, 41, 1, 42},
		{seedRange{1, 100, true}, []uint64{42, 43, 44, 60}, true, 96, 4, 42},
		{seedRange{10, 10, true}, []uint64{10}, false, 0, 1, 10},
		{seedRange{1<<64 - 3, 1<<64 - 1, true}, nil, false, 3, 0, 0},
		{seedRange{0, 9, true}, []uint64{9}, false, 9, 1, 9},
	} {
		var told atomic.Int64
		s, interrupted := sweep(t.Context(), c.seeds, c.keepGoing, func(seed uint64) bool {
			time.Sleep(time.Duration((seed*7919)%5) * 100 * time.Microsecond) // in another order each time
			return !slices.Contains(c.bad, seed)
		}, func(*sweepState) { told.Add(1) })
		first := uint64(0)
		if s.first != nil {
			first = *s.first
		}
		if interrupted || s.passed != c.passed || s.failed != c.failed || first != c.first || uint64(told.Load()) < c.passed {
			t.Errorf("%+v: passed %d, failed %d, first %d, told %d", c, s.passed, s.failed, first, told.Load())
		}
	}
}

// An interrupt ends a sweep at once, with what is known, although runs go on.
func TestSweepCanBeInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	forever := make(chan struct{})
	defer close(forever)
	s, interrupted := sweep(ctx, seedRange{1, 1 << 40, true}, false, func(seed uint64) bool {
		if seed > 50 {
			<-forever
		}
		return true
	}, func(s *sweepState) {
		if s.passed == 50 {
			stop()
		}
	})
	if !interrupted || s.passed != 50 || s.first != nil {
		t.Errorf("interrupted %v, %+v", interrupted, s)
	}
}

// failing is a scenario in which a read is stale, with steps that do not matter.
const failing = `scenario: stale
title: Does the other side see the write?
components:
  store: {kind: kv, nodes: 3, replicas: 3, read: 1, write: 1, anti-entropy: 0s, read-repair: "off"}
steps:
  - put other thing via store-2
  - put cart milk via store-1
  - get other via store-1
  - wait 100ms
  - slow store-2 by 1ms
  - partition store-1 | store-2 store-3
  - put cart eggs via store-1
  - get other via store-3
  - expect value thing
  - get cart via store-3
  - expect value eggs
  - heal
  - check converged
`

func reduceFailing(t *testing.T, ctx context.Context) (*reducer, []scenario.Step, bool) {
	t.Helper()
	sc, err := scenario.Parse("failing", []byte(failing))
	if err != nil {
		t.Fatal(err)
	}
	seed := uint64(3)
	report, err := runSeed(sc, engine.Options{Seed: &seed})
	if err != nil {
		t.Fatal(err)
	}
	index, fault, ok := firstFault(sc.Steps, report)
	if !ok || sc.Steps[index].Text != "expect value eggs" {
		t.Fatalf("step %d fails, %v", index, ok)
	}
	r := &reducer{scenario: sc, seed: seed, target: sc.Steps[index], fault: fault, tell: func(int) {}}
	steps, whole := r.reduce(ctx, sc.Steps[:index])
	return r, steps, whole
}

// What is left of a script fails in the same way, and nothing can be left out.
func TestReduceLeavesWhatTheFailureNeeds(t *testing.T) {
	r, steps, whole := reduceFailing(t, t.Context())
	var texts []string
	for _, s := range steps {
		texts = append(texts, s.Text)
	}
	// The wait lets the first value reach the other side. Without the second
	// put the read is not old, only another than expected.
	want := []string{"put cart milk via store-1", "wait 100ms", "partition store-1 | store-2 store-3", "put cart eggs via store-1",
		"get cart via store-3", "expect value eggs"}
	if !whole || !slices.Equal(texts, want) {
		t.Errorf("%q, whole %v, want %q", texts, whole, want)
	}
	before := steps[:len(steps)-1]
	if !r.stillFails(before) {
		t.Error("what is left does not fail")
	}
	for i := range before {
		if r.stillFails(slices.Delete(slices.Clone(before), i, i+1)) {
			t.Errorf("%q can be left out of %q", before[i].Text, texts)
		}
	}
}

// An interrupted reduction returns steps that fail, and says that it is not done.
func TestReduceCanBeInterrupted(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	r, steps, whole := reduceFailing(t, ctx)
	if whole || !r.stillFails(steps[:len(steps)-1]) {
		t.Errorf("%d steps, whole %v", len(steps), whole)
	}
}

// The bar is drawn after a second, at most ten times a second, and taken away at
// the end: of four seconds of work, three are shown.
func TestSeedBar(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(0, 0)
	bar := &seedBar{&bar{line: &progressLine{w: &b}, what: "seeds", total: 200, started: now, now: func() time.Time { now = now.Add(20 * time.Millisecond); return now }}}
	for i := range uint64(200) {
		bar.seeds(&sweepState{passed: i, failed: 1})
	}
	bar.clear()
	drawn := strings.Count(b.String(), "seeds")
	if drawn < 20 || drawn > 31 || !strings.HasSuffix(b.String(), "\r\x1b[K") || !strings.Contains(b.String(), "of 200 seeds, 1 failed") {
		t.Errorf("drawn %d times: %q", drawn, b.String())
	}
	if quiet := newSeedBar(&Program{Stderr: &b, Now: time.Now, LookupEnv: func(string) (string, bool) { return "", false }}, 10); quiet.line != nil {
		t.Error("there is a bar where there is no terminal")
	}
}

// A run that breaks the simulator is an error with its seed.
func TestRunSeedCatchesPanics(t *testing.T) {
	seed := uint64(17)
	_, err := runSeed(nil, engine.Options{Seed: &seed})
	if err == nil || !strings.Contains(fmt.Sprint(err), "--seed 17") {
		t.Errorf("%v", err)
	}
}
