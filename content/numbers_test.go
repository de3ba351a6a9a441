package content_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"netsplit/content"
	"netsplit/engine/ring"
)

// prose is all text of a lesson, blocks too, in single spaces.
func prose(t *testing.T, id string) string {
	t.Helper()
	lesson, err := content.Embedded().Lesson(id)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, b := range lesson.Document.AllBlocks() {
		text.WriteString(b.Source + "\n")
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

func says(t *testing.T, text, want string) {
	t.Helper()
	if !strings.Contains(text, want) {
		t.Errorf("the lesson does not say %q", want)
	}
}

func percent(ratio float64) string {
	if ratio < 0.1 {
		return fmt.Sprintf("%.1f%%", 100*ratio)
	}
	return fmt.Sprintf("%.0f%%", 100*ratio)
}

// Goal: the numbers of the lesson are those of the formulas, and of the ring
// that the labs run on.
func TestNumbersOfConsistentHashing(t *testing.T) {
	text := prose(t, "consistent-hashing")

	// hash mod n: of n(n+1) remainders, n agree.
	moved := func(n int) float64 {
		differ := 0
		for h := range n * (n + 1) {
			if h%n != h%(n+1) {
				differ++
			}
		}
		return float64(differ) / float64(n*(n+1))
	}
	says(t, text, "The other "+percent(moved(5))+" move")
	says(t, text, percent(moved(9))+" from 9 to 10")

	// The lab's ring with one position a server.
	r := ring.New(1)
	for i := 1; i <= 5; i++ {
		r.Add(fmt.Sprintf("one-%d", i), 1, "")
	}
	busiest := r.Shares()[2]
	says(t, text, "one-3 holds "+percent(busiest))
	for _, token := range r.Tokens() {
		says(t, text, fmt.Sprintf("%.2f", token.Position()))
	}
	for _, key := range []string{"cart", "order"} {
		says(t, text, fmt.Sprintf("%s %.2f", key, ring.Position(ring.HashKey(key))))
	}
	says(t, text, "belongs to "+r.Owner("cart"))
	says(t, text, "order 0.88 to "+r.Owner("order"))
	bigger := r.Clone()
	bigger.Add("one-6", 1, "")
	if moves := ring.Diff(r, bigger); len(moves) != 1 || moves[0].From != "one-1" || bigger.Shares()[2] != busiest {
		t.Errorf("one-6 takes from %v; the lesson tells of one-1 alone", moves)
	}

	// Five nodes, V positions: the spread by the formula, the mean largest
	// share over 200 rings within one percent of the keys.
	for v, largest := range map[int]float64{1: 0.46, 16: 0.26, 64: 0.23, 256: 0.21} {
		says(t, text, fmt.Sprintf("| %d | %s | %s |", v, percent(math.Sqrt(4/float64(5*v+1))), percent(largest)))
		const rings = 200
		mean := 0.0
		for sample := range rings {
			r := ring.New(v)
			for i := range 5 {
				r.Add(fmt.Sprintf("%d/%d", sample, i), 1, "")
			}
			mean += slices.Max(r.Shares()) / rings
		}
		if v == 1 { // rings differ too much for 200 of them; the exact mean is H(5)/5
			mean = (1 + 1.0/2 + 1.0/3 + 1.0/4 + 1.0/5) / 5
		}
		if math.Abs(mean-largest) > 0.01 {
			t.Errorf("V = %d: the largest share is %.3f on average, the lesson says %.2f", v, mean, largest)
		}
	}

	// Weights: four times 64 positions, once 128.
	says(t, text, fmt.Sprintf("128/384 = %s, the others %s", percent(128.0/384), percent(64.0/384)))
}

// Goal: the availability of one, two and three of three nodes, each up 99 %.
func TestNumbersOfQuorums(t *testing.T) {
	text := prose(t, "quorums")
	const p = 0.99
	all := p * p * p
	two := all + 3*p*p*(1-p)
	one := 1 - math.Pow(1-p, 3)
	says(t, text, fmt.Sprintf("one of three answers %.4f%% of the time, two of three %.2f%%, and all three only %.0f%%", 100*one, 100*two, 100*all))

	r := ring.New(32)
	for i := 1; i <= 5; i++ {
		r.Add(fmt.Sprintf("store-%d", i), 1, "")
	}
	if owners := fmt.Sprint(r.PreferenceList("cart", 3)); owners != "[store-1 store-4 store-5]" {
		t.Errorf("cart is on %s; the lesson puts it on store-1, store-4 and store-5", owners)
	}
}
