package scenario

import "fmt"

func balancerKind() Kind {
	return Kind{Name: "balancer", Front: true, problems: balancerProblems, Doc: "spreads requests over the members of a component, and passes over those that are down", Members: "nodes", Params: []Param{
		{Name: "to", Type: TypeReference, Required: true, Fits: fits(tiers), Unit: "name", Doc: "component whose members get the requests"},
		{Name: "policy", Type: TypeText, Default: "round-robin", Allowed: balancerPolicies, Unit: "word", Doc: "which member gets the next request; cookie and hash keep a user on one member"},
		{Name: "weights", Type: TypeNumbers, Default: "1", Min: 0.01, Max: 100, Unit: "factors", Doc: "share of the members, in turn, when the policy is weighted: with [3, 1] every second one gets a third"},
		{Name: "layer", Type: TypeText, Default: "7", Allowed: []string{"7", "4"}, Unit: "layer", Doc: "7: looks at every request; 4: only at connections, so that a user's requests all go where the first one went"},
		{Name: "routes", Type: TypeRoutes, Fits: fits(tiers), Unit: "paths", Doc: "components that get the requests below a path, on layer 7: {/cart: carts}; the rest goes to the component under to"},
		{Name: "handshake", Type: TypeDistribution, Default: "constant(0s)", Unit: "duration", Doc: "work of a core to set up TLS for a new connection, on layer 7; 0 is no TLS"},
		{Name: "cores", Type: TypeInt, Default: "2", Min: 1, Max: 256, Unit: "cores", Doc: "how many handshakes one balancer works on at once"},
		{Name: "idle", Type: TypeDuration, Default: "1m", Max: day, Unit: "duration", Doc: "how long a connection stays open without a request"},
		{Name: "timeout", Type: TypeDuration, Default: "1s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for a member's answer"},
		{Name: "health", Type: TypeText, Default: "passive", Allowed: []string{"passive", "active", "both", "off"}, Unit: "word", Doc: "how it notices that a member is down: a request without answer (passive), checks at an interval (active), both, or not at all"},
		{Name: "check-every", Type: TypeDuration, Default: "1s", Min: 1e-3, Max: day, Unit: "duration", Doc: "time between two active checks of a member"},
		{Name: "check-timeout", Type: TypeDuration, Default: "500ms", Min: 1e-3, Max: day, Unit: "duration", Doc: "how long an active check waits for the answer"},
		{Name: "unhealthy-after", Type: TypeInt, Default: "2", Min: 1, Max: 100, Unit: "checks", Doc: "failed checks in a row until a member gets no more requests"},
		{Name: "healthy-after", Type: TypeInt, Default: "2", Min: 1, Max: 100, Unit: "checks", Doc: "passed checks in a row until a member that was down, or is new, gets requests"},
		{Name: "slow-start", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "time in which a member that is new or back works up to its full share"},
		{Name: "drain", Type: TypeDuration, Default: "300s", Max: day, Unit: "duration", Doc: "how long a removed member may finish its requests, or on layer 4 keep its users, until it is cut off"},
		{Name: "nodes", Type: TypeInt, Default: "1", Min: 1, Max: 5, Unit: "nodes", Doc: "balancers that share one address: one answers, the others stand by"},
		{Name: "takeover", Type: TypeDuration, Default: "1s", Min: 1e-3, Max: day, Unit: "duration", Doc: "silence after which a standby takes the address"},
		{Name: "capacity", Type: TypeRate, Default: "0/s", Max: 1e6, Unit: "requests per second", Doc: "what it is sized for at first; it refuses more with the error overloaded; 0 is no limit"},
		{Name: "growth", Type: TypeRatio, Default: "50%", Max: 10, Unit: "share", Doc: "how much its capacity grows in a minute in which more than half of it is used"},
		zonesParam(),
	}}
}

// balancerPolicies are in package balancer; a test keeps the two alike.
var balancerPolicies = []string{"round-robin", "random", "weighted", "least-connections", "two-choices", "latency", "cookie", "hash"}

// balancerProblems is what is wrong between the parameters of a balancer.
func balancerProblems(c Component) []finding {
	var list []finding
	if c.Text("layer") == "4" {
		for _, p := range []string{"routes", "handshake"} {
			if c.Given(p) {
				list = append(list, finding{c.Name, p, fmt.Sprintf("%s can't use %s on layer 4: it does not look into the connection", c.Name, p), "write layer: 7, or leave " + p + " out"})
			}
		}
		if c.Text("policy") == "cookie" {
			list = append(list, finding{c.Name, "policy", c.Name + " can't read cookies on layer 4", "write policy: hash, or layer: 7"})
		}
	}
	if c.Given("weights") && c.Text("policy") != "weighted" {
		list = append(list, finding{c.Name, "weights", fmt.Sprintf("%s has weights, but its policy is %s", c.Name, c.Text("policy")), "write policy: weighted"})
	}
	return list
}
