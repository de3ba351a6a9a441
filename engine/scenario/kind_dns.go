package scenario

import "fmt"

func dnsKind() Kind {
	return Kind{Name: "dns", Front: true, Helpers: []string{"resolver"}, problems: dnsProblems, Doc: "a name that clients ask for: name servers that know the address, and resolvers near the users that keep it for a while", Members: "servers", Params: []Param{
		{Name: "to", Type: TypeReferences, Required: true, Fits: fits(edges, tiers, stores), Unit: "names", Doc: "records: components that answer for the name, or another name (CNAME)"},
		{Name: "policy", Type: TypeText, Default: "simple", Allowed: []string{"simple", "weighted", "failover", "geo", "latency"}, Unit: "word", Doc: "which record is the answer: each in turn, by weights, the first that is healthy, the nearest, or the fastest for who asks"},
		{Name: "weights", Type: TypeNumbers, Default: "1", Min: 0, Max: 1000, Unit: "factors", Doc: "share of the records, in turn, when the policy is weighted"},
		{Name: "ttl", Type: TypeDuration, Default: "60s", Max: 7 * day, Unit: "duration", Doc: "time to live: how long resolvers and users go on with an answer"},
		{Name: "servers", Type: TypeInt, Default: "2", Min: 1, Max: 13, Unit: "servers", Doc: "name servers that know the records"},
		{Name: "resolvers", Type: TypeInt, Default: "2", Min: 1, Max: 50, Unit: "resolvers", Doc: "resolvers in each place where clients are; their users share what they keep"},
		zonesParam(),
		{Name: "check-every", Type: TypeDuration, Default: "10s", Max: day, Unit: "duration", Doc: "how often the name servers check whether a record's members answer; 0 is never"},
		{Name: "check-timeout", Type: TypeDuration, Default: "1s", Min: 1e-3, Max: day, Unit: "duration", Doc: "how long a check waits"},
		{Name: "unhealthy-after", Type: TypeInt, Default: "3", Min: 1, Max: 100, Unit: "checks", Doc: "rounds in a row in which no member answered, until a record is no answer any more"},
		{Name: "measure-every", Type: TypeDuration, Default: "10s", Min: 1e-3, Max: day, Unit: "duration", Doc: "how often resolvers measure the latency to the records, for the policy latency"},
	}}
}

// dnsProblems is what is wrong between the parameters of a dns.
func dnsProblems(c Component) []finding {
	if c.Given("weights") && c.Text("policy") != "weighted" {
		return []finding{{c.Name, "weights", fmt.Sprintf("%s has weights, but its policy is %s", c.Name, c.Text("policy")), "write policy: weighted"}}
	}
	sum := 0.0
	for _, w := range c.Numbers("weights") {
		sum += w
	}
	if sum == 0 {
		return []finding{{c.Name, "weights", "all weights are 0: nothing would be an answer", "give one record a weight above 0"}}
	}
	return nil
}
