package scenario

import (
	"fmt"
	"slices"
	"strings"
)

// detectorParams are those of a store whose nodes watch each other.
func detectorParams() []Param {
	return []Param{
		{Name: "detector", Type: TypeText, Default: "ask", Allowed: []string{"ask", "heartbeat", "gossip", "phi", "swim"}, Unit: "word", Doc: "whom a node takes for down: who left a request unanswered (ask), or whose heartbeats or answers to probes are overdue"},
		{Name: "beat", Type: TypeDuration, Default: "500ms", Min: 1e-3, Max: 3600, Unit: "duration", Doc: "how often a node says that it is there, with detector heartbeat, gossip or phi"},
		{Name: "suspect-after", Type: TypeDuration, Default: "2s", Min: 1e-3, Max: day, Unit: "duration", Doc: "silence after which a node is suspected, with detector heartbeat or gossip, which needs about ten beats"},
		{Name: "phi-threshold", Type: TypeFloat, Default: "8", Min: 0.1, Max: 100, Unit: "phi", Doc: "how surprising a silence must be, with detector phi: at n the suspicion is wrong once in 10^n"},
		{Name: "phi-window", Type: TypeInt, Default: "100", Min: 2, Max: 10000, Unit: "heartbeats", Doc: "heartbeats whose gaps are remembered, with detector phi"},
		{Name: "phi-deviation", Type: TypeDuration, Default: "50ms", Min: 1e-6, Max: 3600, Unit: "duration", Doc: "least standard deviation of the gaps that is assumed, with detector phi"},
		{Name: "probe-every", Type: TypeDuration, Default: "500ms", Min: 1e-3, Max: 3600, Unit: "duration", Doc: "how often a node probes one other, with detector swim"},
		{Name: "probe-timeout", Type: TypeDuration, Default: "100ms", Min: 1e-6, Max: 3600, Unit: "duration", Doc: "how long a probe waits before others are asked to probe too, with detector swim"},
		{Name: "probe-through", Type: TypeInt, Default: "3", Max: 100, Unit: "nodes", Doc: "how many others are asked (k), with detector swim; 0 is none"},
		{Name: "probe-order", Type: TypeText, Default: "round-robin", Allowed: []string{"round-robin", "random"}, Unit: "word", Doc: "which node is probed next, with detector swim"},
		{Name: "suspicion", Type: TypeDuration, Default: "3s", Max: day, Unit: "duration", Doc: "time that a suspected node has to object before it is declared faulty, with detector swim; 0 is none"},
		{Name: "retransmit", Type: TypeFloat, Default: "3", Min: 0.1, Max: 100, Unit: "factor", Doc: "news are passed on this many times ln(n), with detector swim (lambda)"},
	}
}

// detectorOf says for which detectors a parameter counts.
func detectorOf(param string) []string {
	switch {
	case param == "beat":
		return []string{"heartbeat", "gossip", "phi"}
	case param == "suspect-after":
		return []string{"heartbeat", "gossip"}
	case strings.HasPrefix(param, "phi-"):
		return []string{"phi"}
	case strings.HasPrefix(param, "probe-"), param == "suspicion", param == "retransmit":
		return []string{"swim"}
	}
	return nil
}

// detectorProblems is what is wrong between a detector and its parameters.
func detectorProblems(c Component) []finding {
	var list []finding
	detector := c.Text("detector")
	for _, p := range detectorParams() {
		if of := detectorOf(p.Name); of != nil && c.Given(p.Name) && !slices.Contains(of, detector) {
			list = append(list, finding{c.Name, p.Name, fmt.Sprintf("%s does nothing with detector: %s", p.Name, detector),
				fmt.Sprintf("write detector: %s, or leave %s out", of[0], p.Name)})
		}
	}
	if every, wait := c.Duration("probe-every"), c.Duration("probe-timeout"); detector == "swim" && 2*wait > every {
		list = append(list, finding{c.Name, c.blame("probe-timeout", "probe-every"),
			fmt.Sprintf("%s waits %s for a probe's answer: no time is left to ask others before the next probe at %s", c.Name, wait, every),
			"make probe-timeout at most half of probe-every"})
	}
	if beat, after := c.Duration("beat"), c.Duration("suspect-after"); (detector == "heartbeat" || detector == "gossip") && after <= beat {
		list = append(list, finding{c.Name, c.blame("suspect-after", "beat"),
			fmt.Sprintf("%s suspects after %s, but a heartbeat comes only every %s: everybody would always be suspected", c.Name, after, beat),
			"make suspect-after several times as long as beat"})
	}
	return list
}
