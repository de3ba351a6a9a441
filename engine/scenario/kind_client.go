package scenario

func clientKind() Kind {
	return Kind{Name: "client", problems: clientProblems, Doc: "people or programs that send operations and wait for the answer", Params: []Param{
		{Name: "to", Type: TypeReference, Required: true, Fits: fits(edges, tiers, stores, messaging), Unit: "name", Doc: "component that the operations go to"},
		{Name: "path", Type: TypePath, Default: "/", Unit: "path", Doc: "which part of the site is asked for, for those who route or limit by it"},
		{Name: "rate", Type: TypeRate, Default: "10/s", Max: 1e6, Unit: "operations per second", Doc: "how many operations start each second, whether or not earlier ones are done"},
		{Name: "arrivals", Type: TypeText, Default: "poisson", Allowed: []string{"poisson", "constant"}, Unit: "word", Doc: "how operations are spaced: at random (poisson) or evenly (constant)"},
		{Name: "clients", Type: TypeInt, Default: "0", Max: 10000, Unit: "sessions", Doc: "0: operations start at the rate; more: that many sessions, each starting its next operation when the last is done"},
		{Name: "think", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "pause of a session between two operations, when clients is more than 0"},
		{Name: "sessions", Type: TypeInt, Default: "10", Min: 1, Max: 10000, Unit: "sessions", Doc: "sessions that the operations of a rate are spread over"},
		{Name: "reads", Type: TypeRatio, Default: "80%", Max: 1, Unit: "share", Doc: "share of the operations that read; the others write"},
		{Name: "keys", Type: TypeKeys, Default: "uniform(100)", Unit: "law", Doc: "which keys are asked for: uniform(n), zipf(n, skew), hot(n, share), scan(n) once in order, or loop(n) again and again"},
		{Name: "timeout", Type: TypeDuration, Default: "1s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long the client waits before it gives up"},
		{Name: "retries", Type: TypeInt, Default: "0", Max: 100, Unit: "tries", Doc: "how often a failed operation is tried again"},
	}}
}

// clientProblems is what is wrong between the parameters of a client.
func clientProblems(c Component) []finding {
	var list []finding
	if c.Int("clients") > 0 && c.Given("rate") {
		list = append(list, finding{c.Name, "clients", "a client has a rate or a number of clients, not both",
			"rate starts operations whatever happens; clients waits for each answer: keep one"})
	}
	return list
}
