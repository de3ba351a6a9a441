package workload

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func draw(l Law, n int) []string {
	keys, r := NewKeys(l), rand.New(rand.NewPCG(1, 2))
	var out []string
	for len(out) < n && !keys.Done() {
		out = append(out, keys.Draw(r))
	}
	return out
}

// Goal: a scan touches each key once and ends; a loop begins again.
func TestScanEndsAndLoopGoesOn(t *testing.T) {
	once := []string{"key-1", "key-2", "key-3"}
	if got := draw(Law{Kind: "scan", N: 3}, 10); !slices.Equal(got, once) {
		t.Errorf("scan(3) drew %v", got)
	}
	if got := draw(Law{Kind: "loop", N: 3}, 6); !slices.Equal(got, slices.Concat(once, once)) {
		t.Errorf("loop(3) drew %v", got)
	}
}

// Goal: the shares of a law are those it names.
func TestSharesOfKeys(t *testing.T) {
	const n = 100_000
	for _, test := range []struct {
		law  Law
		want float64 // share of key-1
	}{
		{Law{Kind: "uniform", N: 10}, 0.1},
		{Law{Kind: "hot", N: 10, Hot: 0.5}, 0.5},
		{Law{Kind: "zipf", N: 3, Skew: 1}, 1 / (1 + 1.0/2 + 1.0/3)},
	} {
		count := 0
		for _, key := range draw(test.law, n) {
			if key == "key-1" {
				count++
			}
		}
		if got := float64(count) / n; got < test.want-0.01 || got > test.want+0.01 {
			t.Errorf("%+v gave key-1 a share of %.3f, want %.3f", test.law, got, test.want)
		}
	}
}
