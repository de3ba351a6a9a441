package ring

import (
	"cmp"
	"math"
	"slices"

	"netsplit/calc/order"
)

// Move is a part of the circle that changes hands.
type Move struct {
	From, To string  // "": nobody, a ring without tokens
	Share    float64 // of the circle, so of the keys to expect
}

// Diff compares who owns what in two rings and returns what moves, exactly,
// by arcs. It is ordered by From, then To.
func Diff(before, after *Ring) []Move {
	type pair struct{ from, to string }
	shares := map[pair]float64{}
	cuts := slices.Concat(before.hashes, after.hashes)
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i, end := range cuts {
		// Between two neighbouring cuts neither ring changes its owner, and
		// the cut itself belongs to the arc that it ends.
		from, to := before.ownerOf(end), after.ownerOf(end)
		if from != to {
			previous := cuts[(i+len(cuts)-1)%len(cuts)]
			shares[pair{from, to}] += share(previous, end)
		}
	}
	moves := make([]Move, 0, len(shares))
	for p, s := range shares { // order-free: sorted below, and the sums are made already
		moves = append(moves, Move{p.from, p.to, s})
	}
	order.By(moves, func(a, b Move) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return moves
}

// Moved is the share of keys that has another owner in the second ring, from
// 0 to 1.
func Moved(before, after *Ring) float64 {
	total := 0.0
	for _, m := range Diff(before, after) {
		total += m.Share
	}
	return min(total, 1)
}

// Shares is how much of the circle each node owns, in the order of Nodes. It
// adds up to 1, unless the ring has no tokens.
func (r *Ring) Shares() []float64 {
	shares := make([]float64, len(r.members))
	for i, end := range r.hashes {
		shares[r.owners[i]] += share(r.hashes[(i+len(r.hashes)-1)%len(r.hashes)], end)
	}
	return shares
}

func (r *Ring) ownerOf(hash uint64) string {
	if i := r.OwnerIndex(hash); i >= 0 {
		return r.members[i].name
	}
	return ""
}

// share is the part of the circle after from up to to. From a point to itself
// is the whole circle: that is a ring with one token.
func share(from, to uint64) float64 {
	if from == to {
		return 1
	}
	return math.Ldexp(float64(to-from), -64)
}
