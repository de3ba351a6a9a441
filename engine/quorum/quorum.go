// Package quorum counts answers: how many of how many are needed, and whether
// two groups of nodes must meet.
//
// A write that W of N replicas acknowledged and a read that asks R of them
// share a replica whenever R+W > N, so the read can see the write. That is
// all the formula says: with a sloppy quorum, or a write that failed halfway,
// it says nothing about which value wins.
//
//	quorum.Overlap(3, 2, 2)   // 1: every read meets every write in one node
//	t := quorum.Tracker{Need: 2, Of: 3}
//	t.Ack(0)
//	t.Fail(2)
//	t.State()                 // Pending: the second node decides
//
// Sources: Gifford, "Weighted Voting for Replicated Data", SOSP 1979;
// DeCandia et al., "Dynamo", SOSP 2007, section 4.5.
package quorum

// Overlap is the least number of nodes that any r of n nodes share with any w
// of them: 0 when they may miss each other. Sizes above n count as n, and
// below 0 as 0.
func Overlap(n, r, w int) int {
	n = max(n, 0)
	r, w = min(max(r, 0), n), min(max(w, 0), n)
	return max(0, r+w-n)
}

// Majority is the least number of n nodes of which any two groups overlap:
// more than half.
func Majority(n int) int { return max(n, 0)/2 + 1 }

// Tolerates is how many of n nodes may fail while need of them still answer;
// -1 when even all of them are too few.
func Tolerates(n, need int) int {
	if need > n {
		return -1
	}
	return n - max(need, 0)
}
