package check

import (
	"fmt"
	"strings"

	"netsplit/calc/noun"
)

// KeyState is one key on the replicas that should keep it.
type KeyState struct {
	Key   string
	Cells []Cell
}

// Cell is what one replica holds.
type Cell struct {
	Node    string
	Version string
	Missing bool // it holds nothing, not even a tombstone
}

// Converged decides whether all replicas of each key hold the same version,
// or all nothing. Pass the replicas that should agree: one that is down can't.
func Converged(keys []KeyState) Verdict {
	var faults []fault
	for _, k := range keys {
		if !agree(k.Cells) {
			faults = append(faults, fault{text: fmt.Sprintf("the replicas of %s differ: %s", word(k.Key), holdings(k.Cells))})
		}
	}
	return verdict("converged", faults, fmt.Sprintf("the replicas of all %s agree", noun.Count(len(keys), "key")))
}

func agree(cells []Cell) bool {
	for _, c := range cells {
		first := cells[0]
		if c.Missing != first.Missing || !c.Missing && c.Version != first.Version {
			return false
		}
	}
	return true
}

func holdings(cells []Cell) string {
	const most = 7
	var parts []string
	for i, c := range cells {
		if i == most {
			parts = append(parts, fmt.Sprintf("%d more", len(cells)-most))
			break
		}
		held := "nothing"
		if !c.Missing {
			held = word(c.Version)
		}
		parts = append(parts, fmt.Sprintf("%s holds %s", word(c.Node), held))
	}
	return strings.Join(parts, ", ")
}
