package detector

import (
	"math"
	"testing"
	"time"

	"gonum.org/v1/gonum/stat/distuv"
)

// Phi is the tail of the normal law on a logarithmic scale, as gonum has it.
func TestPhiIsTheNormalTail(t *testing.T) {
	var h history
	for _, gap := range []float64{0.9, 1.1, 1.0, 1.3, 0.7} {
		h.add(gap, 100)
	}
	mean, deviation := h.law(0)
	if math.Abs(mean-1) > 1e-12 || math.Abs(deviation-0.2) > 1e-12 {
		t.Fatalf("mean %g, deviation %g", mean, deviation)
	}
	normal := distuv.Normal{Mu: 1, Sigma: 0.2}
	for _, silence := range []float64{0.1, 0.8, 1, 1.2, 1.5, 2, 2.3} {
		got := h.phi(time.Duration(silence*float64(time.Second)), 0)
		want := -math.Log10(normal.Survival(silence))
		if math.Abs(got-want) > 1e-4 {
			t.Errorf("silence %g: phi %g, want %g", silence, got, want)
		}
	}
}

// The wait is the inverse of phi: after it, phi is the threshold.
func TestWaitReachesTheThreshold(t *testing.T) {
	var h history
	h.seed(time.Second, 100)
	for _, threshold := range []float64{0.3, 1, 3, 8, 12, 20} {
		wait := h.wait(deviations(threshold), 10*time.Millisecond)
		if got := h.phi(wait, 10*time.Millisecond); math.Abs(got-threshold) > 0.001 {
			t.Errorf("threshold %g: phi %g after %s", threshold, got, wait)
		}
	}
}

// Only the latest gaps count, and the sums agree with the window.
func TestWindowForgets(t *testing.T) {
	var h history
	for i := range 1000 {
		h.add(float64(i), 10)
	}
	mean, deviation := h.law(0)
	if math.Abs(mean-994.5) > 1e-6 || math.Abs(deviation-math.Sqrt(8.25)) > 1e-4 {
		t.Errorf("mean %g, deviation %g", mean, deviation)
	}
}
