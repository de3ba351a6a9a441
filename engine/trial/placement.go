package trial

import (
	"fmt"
	"math"

	"netsplit/engine/placing"
)

// Placement is keys on nodes, all of one weight, some of which leave from the
// end of the list while others join.
type Placement struct {
	Scheme             string
	Nodes, Add, Remove int
	Virtual, Keys      int
}

// Place measures how uneven the keys lie and how many move, each time with
// other names of nodes and keys. Its keys are standard_error_ratio, the root of
// the mean square over the runs, and moved_ratio.
func Place(p Placement, r Runs) (Estimates, error) {
	found, err := r.repeat(p.run)
	if err != nil {
		return nil, err
	}
	square := found["square"]
	delete(found, "square")
	found["standard_error_ratio"] = Estimate{math.Sqrt(square.Mean), math.Sqrt(max(0, square.Low)), math.Sqrt(square.High)}
	return found, nil
}

func (p Placement) run(seed uint64) (map[string]float64, error) {
	var before []placing.Node
	for i := range p.Nodes {
		before = append(before, placing.Node{Name: fmt.Sprintf("run-%d-node-%d", seed, i+1), Weight: 1})
	}
	after := append([]placing.Node(nil), before[:p.Nodes-p.Remove]...)
	for i := range p.Add {
		after = append(after, placing.Node{Name: fmt.Sprintf("run-%d-new-%d", seed, i+1), Weight: 1})
	}
	keys := make([]string, p.Keys)
	for i := range keys {
		keys[i] = fmt.Sprintf("run-%d-key-%d", seed, i+1)
	}
	was, err := placing.New(p.Scheme, before, p.Virtual)
	if err != nil {
		return nil, err
	}
	is, err := placing.New(p.Scheme, after, p.Virtual)
	if err != nil {
		return nil, err
	}
	owners := was.Place(keys)
	uneven := placing.BalanceOf(owners, before).StandardError
	moved := placing.MovesOf(owners, is.Place(keys), before, after)
	return map[string]float64{"square": uneven * uneven, "moved_ratio": float64(moved.Keys) / float64(p.Keys)}, nil
}
