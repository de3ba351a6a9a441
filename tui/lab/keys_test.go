package lab

import (
	"math/rand/v2"
	"testing"
	"time"

	"netsplit/tui/theme"
	"netsplit/tui/tuitest"
)

// Whatever keys are pressed in whatever order, at whatever size, the screen has
// its size and nothing panics. The seed is in the message: run it again with it.
func TestAnyKeys(t *testing.T) {
	seeds, presses := uint64(4), 100
	if testing.Short() { // the race detector is slow where a run goes as fast as it can
		seeds, presses = 1, 30
	}
	for seed := range seeds {
		rng := rand.New(rand.NewPCG(seed, 1))
		r := newRig(t, theme.Options{}, nil)
		r.p.options.Directory = t.TempDir()
		for range presses {
			if r.p.Typing() {
				keys := []string{"p", "u", "t", "space", "1", "|", "-", "tab", "tab", "shift+tab", "up", "backspace", "enter", "enter", "esc", "y"}
				r.p.Update(tuitest.Key(keys[rng.IntN(len(keys))]))
			} else {
				bindings := r.p.Help()
				b := bindings[rng.IntN(len(bindings))]
				r.p.Update(press(b.Action, b.Keys[rng.IntN(len(b.Keys))]))
			}
			r.pass(time.Duration(rng.IntN(3)) * 40 * time.Millisecond)
			w, h := 1+rng.IntN(200), 1+rng.IntN(60)
			if err := tuitest.Check(r.p.View(w, h), w, h); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
}

// The keys that help lists are each bound once.
func TestKeysAreBoundOnce(t *testing.T) {
	r := newRig(t, theme.Options{}, nil)
	seen := map[string]string{}
	for _, b := range r.p.Help() {
		for _, k := range b.Keys {
			if other, ok := seen[k]; ok {
				t.Errorf("%s is bound to %s and %s", k, other, b.Action)
			}
			seen[k] = string(b.Action)
		}
	}
}
