package scenario

import (
	"fmt"
	"slices"

	"netsplit/calc/noun"
)

func kvKind() Kind {
	return Kind{Name: "kv", Stores: true, Front: true, problems: kvProblems, Doc: "a key-value store without a leader: each key on several nodes of a ring, read and written by quorum", Members: "nodes", Params: slices.Concat([]Param{
		{Name: "nodes", Type: TypeInt, Default: "3", Min: 1, Max: maxNodes, Unit: "nodes", Doc: "how many nodes share the keys"},
		zonesParam(),
		{Name: "replicas", Type: TypeInt, Default: "3", Min: 1, Max: maxReplicas, Unit: "nodes", Doc: "how many nodes keep each key (N)"},
		{Name: "read", Type: TypeInt, Default: "2", Min: 1, Max: maxReplicas, Unit: "replicas", Doc: "how many replicas must answer a read (R)"},
		{Name: "write", Type: TypeInt, Default: "2", Min: 1, Max: maxReplicas, Unit: "replicas", Doc: "how many replicas must confirm a write (W)"},
		{Name: "quorum", Type: TypeText, Default: "strict", Allowed: []string{"strict", "sloppy"}, Unit: "word", Doc: "whose answers count: those of the key's replicas (strict), or also of healthy stand-ins that keep hints (sloppy)"},
		{Name: "versions", Type: TypeText, Default: "last-writer-wins", Allowed: []string{"last-writer-wins", "siblings"}, Unit: "word", Doc: "of two writes that did not see each other, keep the later stamp (last-writer-wins) or both (siblings)"},
		{Name: "hints", Type: TypeInt, Default: "10k", Max: 1e6, Unit: "writes", Doc: "writes that one node keeps at most for others that are down, when the quorum is sloppy"},
		{Name: "virtual-nodes", Type: TypeInt, Default: "32", Min: 1, Max: 1024, Unit: "places", Doc: "places that each node takes on the ring; more spread the keys more evenly"},
		{Name: "weights", Type: TypeNumbers, Default: "1", Max: 100, Unit: "factors", Doc: "share of the ring that the nodes take, in turn: with [1, 2] every second node takes twice as much"},
		{Name: "coordinator", Type: TypeText, Default: "any", Allowed: []string{"any", "owner", "other"}, Unit: "word", Doc: "which node a caller asks: each in turn (any), one that keeps the key (owner: token-aware), or one that does not (other)"},
		{Name: "legs", Type: TypeLegs, Default: NoLegs, Unit: "durations", Doc: "latencies of write, acknowledgement, read and response: lnkd-ssd, lnkd-disk, ymmr, wan, or {w, a, r, s}"},
		{Name: "purge-tombstones", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how long a replica remembers that a key was deleted; 0 is for ever"},
		{Name: "read-repair", Type: TypeText, Default: "async", Allowed: []string{"async", "sync", "off"}, Unit: "word", Doc: "whether a read writes the newest value back to replicas behind: after the answer (async), before it (sync) or never (off)"},
		{Name: "anti-entropy", Type: TypeDuration, Default: "5s", Max: day, Unit: "duration", Doc: "how often two replicas compare all their keys; 0 is never"},
		{Name: "timeout", Type: TypeDuration, Default: "250ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long a coordinator waits for the replicas"},
	}, detectorParams())}
}

// kvProblems is what is wrong between the parameters of a kv.
func kvProblems(c Component) []finding {
	var list []finding
	nodes, replicas := c.Int("nodes"), c.Int("replicas")
	if replicas > nodes {
		list = append(list, finding{c.Name, c.blame("replicas", "nodes"),
			fmt.Sprintf("%s keeps %d replicas%s of each key, but has only %s", c.Name, replicas, c.byDefault("replicas"), noun.Count(nodes, "node")),
			fmt.Sprintf("write replicas: %d or nodes: %d", nodes, replicas)})
	}
	for _, name := range []string{"read", "write"} {
		if n := c.Int(name); n > replicas {
			list = append(list, finding{c.Name, c.blame(name, "replicas"),
				fmt.Sprintf("%s needs %d replicas%s for a %s, but each key has only %d", c.Name, n, c.byDefault(name), name, replicas),
				fmt.Sprintf("write %s: %d or fewer", name, replicas)})
		}
	}
	return append(list, detectorProblems(c)...)
}
