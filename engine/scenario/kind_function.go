package scenario

func functionKind() Kind {
	params := []Param{
		{Name: "time", Type: TypeDistribution, Default: "constant(20ms)", Unit: "duration", Doc: "how long a request takes in a warm environment"},
		// A quarter of a second is what small functions in interpreted languages
		// need. With a call's own time it stays below the 500 ms that callers wait
		// by default: the first request is slow, and does not fail.
		{Name: "cold-start", Type: TypeDistribution, Default: "constant(250ms)", Unit: "duration", Doc: "how much longer it takes when its environment has to be made first"},
		{Name: "limit", Type: TypeInt, Default: "1000", Min: 1, Max: maxSlots, Unit: "requests", Doc: "requests at once; more get the error throttled"},
		{Name: "account-limit", Type: TypeInt, Default: "0", Max: 1e6, Unit: "requests", Doc: "requests at once of all functions together; 0 is no limit"},
		{Name: "provisioned", Type: TypeInt, Default: "0", Max: maxSlots, Unit: "environments", Doc: "environments that are kept ready, and paid for, all the time"},
		{Name: "schedule", Type: TypeSchedule, Default: "none", Unit: "schedule", Doc: "how many are kept ready from a time on: 10s=8 60s=2"},
		{Name: "expiry", Type: TypeDuration, Default: "10m", Max: day, Unit: "duration", Doc: "how long an environment is kept that nobody needs"},
		{Name: "calls", Type: TypeReferences, Fits: fits(tiers, stores, messaging, []string{"cache"}), Unit: "names", Doc: "components that each request needs, called in this order"},
		{Name: "order", Type: TypeText, Default: "sequence", Allowed: []string{"sequence", "parallel"}, Unit: "word", Doc: "whether it calls them one after the other or all at once"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for each call that it makes"},
		{Name: "enqueue", Type: TypeText, Default: "writes", Allowed: []string{"writes", "all", "none"}, Unit: "word", Doc: "which requests put a job on the queues that it calls"},
		{Name: "cost", Type: TypeFloat, Default: "0", Max: 1e6, Unit: "money", Doc: "what an environment costs for an hour of work, or of being kept ready"},
		zonesParam(),
	}
	return Kind{Name: "function", problems: protectionProblems, Front: true, Doc: "code that runs in an environment of its own for each request, and costs nothing in between", Params: append(params, protectionParams()...)}
}
