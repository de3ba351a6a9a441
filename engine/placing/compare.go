package placing

import "math"

// Balance is how evenly keys lie on nodes.
type Balance struct {
	MaxOverMean   float64 // the fullest node's keys over its share
	StandardError float64 // standard deviation of the nodes' keys, over the mean
}

// BalanceOf counts keys a node. With weights each node is measured against its
// own share.
func BalanceOf(owners []int32, nodes []Node) Balance {
	counts := make([]float64, len(nodes))
	for _, o := range owners {
		counts[o]++
	}
	total := 0.0
	for _, n := range nodes {
		total += n.Weight
	}
	var b Balance
	sum, members := 0.0, 0.0
	for i, n := range nodes {
		if n.Weight == 0 {
			continue
		}
		ratio := counts[i] * total / (n.Weight * float64(len(owners)))
		b.MaxOverMean = max(b.MaxOverMean, ratio)
		sum += (ratio - 1) * (ratio - 1)
		members++
	}
	b.StandardError = math.Sqrt(sum / members)
	return b
}

// Moves is what a change of the nodes moved.
type Moves struct {
	Keys       int // that have another node now
	BetweenOld int // of those, from a node that stays to another that was there before
	Least      float64
}

// MovesOf compares where keys lie before and after. Nodes are the same if they
// have the same name. Least is the share of keys that has to move at least: to
// the new nodes their shares, from the lost ones theirs.
func MovesOf(before, after []int32, old, now []Node) Moves {
	var m Moves
	was, is := indexes(old), indexes(now)
	for i := range before {
		from, to := old[before[i]].Name, now[after[i]].Name
		if from == to {
			continue
		}
		m.Keys++
		_, stays := is[from]
		_, known := was[to]
		if stays && known {
			m.BetweenOld++
		}
	}
	m.Least = max(missing(now, was), missing(old, is))
	return m
}

func indexes(nodes []Node) map[string]bool {
	names := map[string]bool{}
	for _, n := range nodes {
		names[n.Name] = true
	}
	return names
}

// missing is the weight of the nodes that the others do not have.
func missing(nodes []Node, others map[string]bool) float64 {
	total, gone := 0.0, 0.0
	for _, n := range nodes {
		total += n.Weight
		if !others[n.Name] {
			gone += n.Weight
		}
	}
	return gone / total
}
