package quorum

import (
	"math/rand/v2"
	"slices"
)

// trials is how many writes and reads are drawn. It leaves 200 samples beyond
// the 99.9th percentile, which is then good to a tenth.
const trials = 200_000

// measured is what the trials came to, in seconds, each sorted.
type measured struct {
	read, write []float64 // how long an operation took
	need        []float64 // how long after its commit a write is surely seen; below zero at once
}

// run draws operations as Bailis and others do (WARS): the coordinator is no
// replica, sends to all n, and answers after the first w acknowledgements or r
// responses. A read started t after the commit sees the write when one of its
// first r responses comes from a replica that had the write when asked. Writer
// and reader are each local to a replica chosen at random.
//
// The seed is fixed: the same question has the same answer.
func run(n, r, w int, l legs, trials int) measured {
	random := rand.New(rand.NewPCG(2012, 776))
	m := measured{make([]float64, 0, trials), make([]float64, 0, trials), make([]float64, 0, trials)}
	arrived, acknowledged := make([]float64, n), make([]float64, n)
	asked, answered, order := make([]float64, n), make([]float64, n), make([]int, n)
	sorted := make([]float64, n)
	for range trials {
		writer, reader := 0, 0
		if l.remote > 0 {
			writer, reader = random.IntN(n), random.IntN(n)
		}
		for i := range n {
			there, here := l.remote, l.remote
			if i == writer {
				there = 0
			}
			if i == reader {
				here = 0
			}
			arrived[i] = l.w.sample(random) + there
			acknowledged[i] = arrived[i] + l.a.sample(random) + there
			asked[i] = l.r.sample(random) + here
			answered[i] = asked[i] + l.s.sample(random) + here
			order[i] = i
		}
		commit := smallest(sorted, acknowledged, w)
		byTime(order, answered)
		need := arrived[order[0]] - commit - asked[order[0]]
		for _, i := range order[1:r] {
			need = min(need, arrived[i]-commit-asked[i])
		}
		m.write, m.read, m.need = append(m.write, commit), append(m.read, answered[order[r-1]]), append(m.need, need)
	}
	for _, list := range [][]float64{m.read, m.write, m.need} {
		slices.Sort(list)
	}
	return m
}

// smallest is the kth smallest of values, sorted into the list given for it.
func smallest(into, values []float64, k int) float64 {
	for i, v := range values {
		j := i
		for ; j > 0 && into[j-1] > v; j-- {
			into[j] = into[j-1]
		}
		into[j] = v
	}
	return into[k-1]
}

// byTime orders replicas by when they answered. There are few, and inserting is
// faster than calling a function to compare.
func byTime(order []int, at []float64) {
	for i, replica := range order {
		j := i
		for ; j > 0 && at[order[j-1]] > at[replica]; j-- {
			order[j] = order[j-1]
		}
		order[j] = replica
	}
}

// quantile is the value that a share of the sorted samples is not above.
func quantile(sorted []float64, share float64) float64 {
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

// within is the share of writes seen by a read that starts t after the commit.
func (m measured) within(t float64) float64 {
	n, _ := slices.BinarySearchFunc(m.need, t, func(x, t float64) int {
		if x <= t {
			return -1
		}
		return 1
	})
	return float64(n) / float64(len(m.need))
}
