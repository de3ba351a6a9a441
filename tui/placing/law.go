package placing

import (
	"math"
	"slices"

	"netsplit/calc"
	"netsplit/calc/unit"
	"netsplit/engine/trial"
)

// ketamaPoints is how many points libketama gives a server.
const ketamaPoints = 160

// Expected is what formulas say about a question: the standard error of a
// node's keys, over many names, and the share of keys that move. With it comes
// the trial that measures the same.
//
// A node with V of nV points that lie at random owns a share with the beta
// distribution of V and (n−1)V, whose relative variance is (n−1)/(nV+1); K keys
// that are thrown at shares add (n−1)/K. Schemes that take a key's node by
// chance have the second part only.
func (q Question) Expected(weights string) ([]calc.Entry, trial.Placement, error) {
	n, keys := len(q.Nodes), float64(q.Keys)
	t := trial.Placement{Scheme: q.Schemes[0], Nodes: n, Add: int(q.Add), Remove: int(q.Remove), Virtual: q.Virtual, Keys: int(q.Keys)}
	known := []string{"ring", "ketama", "modulo", "rendezvous", "jump"}
	switch {
	case weights != "":
		return nil, t, &unit.Error{Argument: "simulate", Problem: "compares with a formula, and that is of nodes with equal weights", Cure: "give --nodes instead of --weights"}
	case len(q.Schemes) > 1 || !slices.Contains(known, t.Scheme):
		return nil, t, &unit.Error{Argument: "simulate", Problem: "compares one scheme with its formula", Cure: "give one that has a formula: ring, ketama, modulo, rendezvous or jump"}
	}
	square := (float64(n) - 1) / keys
	points := float64(q.Virtual)
	switch t.Scheme {
	case "ketama":
		points = ketamaPoints
		fallthrough
	case "ring":
		square += (float64(n) - 1) / (float64(n)*points + 1) * (1 - 1/keys)
	}
	return []calc.Entry{
		{Key: "standard_error_ratio", Label: "standard error", Value: unit.RatioFloat(math.Sqrt(square))},
		{Key: "moved_ratio", Label: "moved", Value: unit.RatioFloat(q.expectedMove())},
	}, t, nil
}

// expectedMove is the share of keys whose node is another one afterwards.
func (q Question) expectedMove() float64 {
	before := len(q.Nodes)
	stay, after := before-int(q.Remove), before-int(q.Remove)+int(q.Add)
	most := before + int(q.Add) // a key stays if its first choice of all that ever were stays
	switch q.Schemes[0] {
	case "jump":
		most = max(before, after)
	case "modulo":
		most = before / divisor(before, after) * after
	}
	return 1 - float64(stay)/float64(most)
}

// divisor is the greatest common one.
func divisor(a, b int) int {
	for b > 0 {
		a, b = b, a%b
	}
	return a
}

// matters adds what other points and schemes do by the formulas, and how many
// points make the nodes nearly even.
func (q Question) matters(w *calc.Worksheet, weights string) {
	expected := func(change func(*Question)) unit.Quantity {
		other := q
		change(&other)
		entries, _, err := other.Expected("")
		if err != nil {
			return unit.RatioFloat(0)
		}
		return entries[0].Value
	}
	n := float64(len(q.Nodes))
	if weights != "" || len(q.Schemes) > 1 || q.Schemes[0] != "ring" || n < 2 {
		return
	}
	w.Compare(expected(func(*Question) {}),
		calc.Change{Input: "virtual-nodes", Words: "four times as many, standard error expected", To: expected(func(o *Question) { o.Virtual *= 4 })},
		calc.Change{Input: "nodes", Words: "twice as many, standard error expected", To: expected(func(o *Question) { o.Nodes = slices.Concat(o.Nodes, o.Nodes) })},
		calc.Change{Input: "scheme", Words: "jump instead, standard error expected", To: expected(func(o *Question) { o.Schemes = []string{"jump"} })})
	const even = 0.05
	if left := even*even - (n-1)/float64(q.Keys); left > 0 {
		points := math.Ceil(((n-1)/left - 1) / n)
		w.Threshold("virtual-nodes", "from "+count(int(points)).String()+" on, the standard error is 5% or less")
	}
}
