package cli

import (
	"netsplit/engine"
	"netsplit/engine/scenario"
	"netsplit/tui/player"
)

// replay does again what was done, each thing at its time, and ends at the
// moment where it was left. That may be an earlier one: then the cluster still
// knows what came later.
func replay(cluster *engine.Cluster, state player.State) (taken []int, err error) {
	for _, e := range state.Events {
		cluster.Advance(max(0, e.At.Sub(cluster.Now())))
		if e.Next {
			_ = cluster.DoNext() // it worked when it was saved
		} else if step, err := scenario.ParseStep(e.Step); err == nil {
			_, _ = cluster.Do(step) // a check that failed then fails again
		}
		taken = append(taken, len(cluster.Recording()))
	}
	return taken, cluster.Seek(state.Now)
}
