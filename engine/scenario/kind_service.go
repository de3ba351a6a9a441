package scenario

func serviceKind() Kind {
	return Kind{Name: "service", Front: true, Doc: "instances without state that do work and call what they need", Members: "instances", Params: []Param{
		{Name: "instances", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "instances", Doc: "how many run"},
		zonesParam(),
		{Name: "time", Type: TypeDistribution, Default: "constant(5ms)", Unit: "duration", Doc: "how long an instance works on a request itself"},
		{Name: "concurrency", Type: TypeInt, Default: "8", Min: 1, Max: 10000, Unit: "requests", Doc: "requests that one instance works on at once"},
		{Name: "queue", Type: TypeInt, Default: "100", Max: 1e6, Unit: "requests", Doc: "requests that may wait at one instance; it refuses more with the error overloaded"},
		{Name: "calls", Type: TypeReferences, Fits: fits(tiers, stores, messaging, []string{"cache", "disk"}), Unit: "names", Doc: "components that each request needs, called in this order"},
		{Name: "order", Type: TypeText, Default: "sequence", Allowed: []string{"sequence", "parallel"}, Unit: "word", Doc: "whether it calls them one after the other or all at once"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for each call that it makes"},
		{Name: "enqueue", Type: TypeText, Default: "writes", Allowed: []string{"writes", "all", "none"}, Unit: "word", Doc: "which requests put a job on the queues that it calls"},
	}}
}
