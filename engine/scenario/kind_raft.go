package scenario

import (
	"fmt"

	"netsplit/engine/network"
)

// A raft takes no detector: who misses the leader's heartbeats calls an election,
// and nobody else is watched. A wrong suspicion costs an election, never a wrong
// answer.
func raftKind() Kind {
	return Kind{Name: "raft", Stores: true, Front: true, problems: raftProblems, Doc: "a key-value store with an elected leader: every write is agreed by a majority of the nodes, which all keep every key", Members: "nodes", Params: []Param{
		{Name: "nodes", Type: TypeInt, Default: "3", Min: 1, Max: 15, Unit: "nodes", Doc: "how many nodes keep the keys; more than half of them must agree"},
		zonesParam(),
		{Name: "heartbeat", Type: TypeDuration, Default: "50ms", Min: 1e-3, Max: 60, Unit: "duration", Doc: "how often the leader says that it is there"},
		{Name: "election", Type: TypeDistribution, Default: "uniform(150ms, 300ms)", Unit: "duration", Doc: "how long a node hears from no leader before it calls an election; it has no other failure detector"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-3, Max: day, Unit: "duration", Doc: "how long a request may wait for a leader and a majority"},
		{Name: "forward", Type: TypeBool, Default: "true", Unit: "switch", Doc: "a node that does not lead passes requests on to the leader (true), or answers not-leader (false)"},
		{Name: "snapshot-after", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "entries", Doc: "writes after which the log is cut off behind a snapshot"},
	}}
}

// raftProblems is what is wrong between the parameters of a raft.
func raftProblems(c Component) []finding {
	var list []finding
	if beat, mean := c.Duration("heartbeat"), c.Distribution("election").Mean(); mean <= beat {
		list = append(list, finding{c.Name, c.blame("election", "heartbeat"),
			fmt.Sprintf("%s calls an election after %s on average, but a leader is heard only every %s", c.Name, network.FormatDuration(mean), network.FormatDuration(beat)),
			"make election several times as long as heartbeat"})
	}
	return list
}
