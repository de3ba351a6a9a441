package scenario

import "slices"

func serviceKind() Kind {
	params := []Param{
		{Name: "instances", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "instances", Doc: "how many run"},
		zonesParam(),
		{Name: "time", Type: TypeDistribution, Default: "constant(5ms)", Unit: "duration", Doc: "how long an instance works on a request itself"},
		{Name: "endpoints", Type: TypeEndpoints, Default: "none", Unit: "paths", Doc: "paths that take another time than that: /search=exp(50ms) /cart=5ms"},
		{Name: "answers", Type: TypeAnswers, Default: "none", Unit: "paths", Doc: "bytes that its answers to reads have, by path: /user=2KB /posts=10KB; others have as many as the client says (size)"},
		{Name: "concurrency", Type: TypeInt, Default: "8", Min: 1, Max: maxSlots, Unit: "requests", Doc: "requests that one instance works on at once"},
		{Name: "queue", Type: TypeInt, Default: "100", Max: 1e6, Unit: "requests", Doc: "requests that may wait at one instance; it refuses more with the error overloaded"},
		{Name: "discipline", Type: TypeText, Default: "fifo", Allowed: []string{"fifo", "lifo"}, Unit: "word", Doc: "who gets the next slot: the one that waits longest (fifo) or shortest (lifo)"},
		{Name: "access", Type: TypeText, Default: "any", Allowed: []string{"any", "nearest"}, Unit: "word", Doc: "which member of what it calls an instance asks: each in turn (any), or the nearest to its own zone that answers (nearest)"},
		{Name: "calls", Type: TypeReferences, Fits: fits(tiers, stores, messaging, []string{"cache"}), Unit: "names", Doc: "components that each request needs, called in this order"},
		{Name: "order", Type: TypeText, Default: "sequence", Allowed: []string{"sequence", "parallel"}, Unit: "word", Doc: "whether it calls them one after the other or all at once"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for each call that it makes"},
		{Name: "enqueue", Type: TypeText, Default: "writes", Allowed: []string{"writes", "all", "none"}, Unit: "word", Doc: "which requests put a job on the queues that it calls"},
	}
	params = append(params, gatherParams()...)
	params = append(params, sessionParams()...)
	params = append(params, admissionParams()...)
	params = append(params, protectionParams()...)
	params = append(params, sizeParams()...)
	params = append(params, scaleParams()...)
	params = append(params, feedParams()...)
	return Kind{Name: "service", problems: serviceProblems, Front: true, Doc: "instances without state that do work and call what they need", Members: "instances", Params: params}
}

// maxSlots bounds the size of an instance.
const maxSlots = 10_000

// sessionParams say where a visit is kept.
func sessionParams() []Param {
	return []Param{
		{Name: "sessions", Type: TypeText, Default: "none", Allowed: []string{"none", "local", "shared"}, Unit: "word", Doc: "where visits are kept: nowhere, in the instance's memory (local) or in a store (shared)"},
		{Name: "sessions-in", Type: TypeReference, Fits: fits(stores), Unit: "name", Doc: "store of the shared sessions"},
	}
}

// admissionParams say which requests an instance refuses.
func admissionParams() []Param {
	return []Param{
		{Name: "rate-limit", Type: TypeRate, Default: "0", Max: maxRate, Unit: "requests per second", Doc: "requests that one instance takes; more get the error throttled; 0 is no limit"},
		{Name: "limiter", Type: TypeText, Default: "token-bucket", Allowed: []string{"token-bucket", "leaky-bucket"}, Unit: "word", Doc: "let bursts of the size pass at once (token-bucket), or hold them back to one by one (leaky-bucket)"},
		{Name: "burst", Type: TypeInt, Default: "10", Min: 1, Max: 1e6, Unit: "requests", Doc: "size of that bucket"},
		{Name: "shed", Type: TypeText, Default: "none", Allowed: []string{"none", "wait", "deadline", "age"}, Unit: "word", Doc: "refuse early: by the wait to come, by the deadline, or by the age in a line that does not empty"},
		{Name: "shed-target", Type: TypeDuration, Default: "100ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "the longest wait that wait and age allow"},
	}
}

// protectionParams say what an instance does about dependencies that fail.
func protectionParams() []Param {
	return []Param{
		{Name: "retries", Type: TypeInt, Default: "0", Max: 100, Unit: "tries", Doc: "how often a failed call is made again"},
		{Name: "backoff", Type: TypeBackoff, Default: "0s", Unit: "duration", Doc: "wait before a retry: 100ms, or exponential(100ms, 2, 10s) for first, factor and most"},
		{Name: "jitter", Type: TypeText, Default: "none", Allowed: []string{"none", "equal", "full"}, Unit: "word", Doc: "which part of that wait is drawn at random: none, half (equal) or all of it (full)"},
		{Name: "retry-budget", Type: TypeRatio, Default: "100%", Max: 1, Unit: "share", Doc: "retries that are allowed, as a share of the calls; 100% is no limit"},
		{Name: "hedge", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "a read that takes longer than this share of the latest ones is asked of another member as well; 0 is never"},
		{Name: "breaker", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "share of failed calls to a component at which it is not asked any more; 0 is never"},
		{Name: "breaker-calls", Type: TypeInt, Default: "20", Min: 1, Max: 10000, Unit: "calls", Doc: "how many of the latest calls that share is taken of"},
		{Name: "breaker-cool-off", Type: TypeDuration, Default: "5s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long an open circuit breaker waits before it tries one call"},
		{Name: "bulkhead", Type: TypeInt, Default: "0", Max: 10000, Unit: "calls", Doc: "calls to one component that an instance may have under way; 0 is no bound"},
		{Name: "connections", Type: TypeInt, Default: "0", Max: 10000, Unit: "connections", Doc: "connections that an instance keeps to each component: a call waits for a free one; 0 is one for each call"},
		{Name: "fallback", Type: TypeText, Default: "none", Allowed: []string{"none", "empty", "cached"}, Unit: "word", Doc: "what a read gets when a call fails: an error, nothing, or the last answer known"},
		{Name: "optional", Type: TypeReferences, Fits: fits(tiers, stores, []string{"cache"}), Unit: "names", Doc: "calls that the fallback is for; none named is all of them"},
	}
}

// sizeParams say what an instance is and costs.
func sizeParams() []Param {
	return []Param{
		{Name: "cost", Type: TypeFloat, Default: "0", Max: 1e6, Unit: "money", Doc: "what one instance of the first size costs an hour, or one machine under pods; a resize changes it in proportion"},
		{Name: "largest", Type: TypeInt, Default: "10000", Min: 1, Max: maxSlots, Unit: "requests", Doc: "concurrency of the largest size there is: no resize goes beyond"},
		{Name: "cut-over", Type: TypeDuration, Default: "1s", Max: day, Unit: "duration", Doc: "how long an instance is away while it moves to another size"},
		{Name: "per-host", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "instances", Doc: "instances that share a machine"},
		{Name: "interference", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "how much longer work takes when all others on the machine are busy: the noisy neighbour"},
	}
}

// serviceProblems is what is wrong between the parameters of a service.
func serviceProblems(c Component) []finding {
	var list []finding
	add := func(param, message, cure string) { list = append(list, finding{c.Name, param, message, cure}) }
	shared := c.Text("sessions") == "shared"
	switch {
	case shared && c.Text("sessions-in") == "":
		add("sessions", "shared sessions need a store", "add sessions-in: store")
	case !shared && c.Given("sessions-in"):
		add("sessions-in", "a store of sessions is used only when they are shared", "write sessions: shared")
	}
	if c.Int("concurrency") > c.Int("largest") {
		add(c.blame("concurrency", "largest"), "the concurrency is above that of the largest size", "raise largest")
	}
	list = append(list, gatherProblems(c)...)
	if c.Ratio("interference") > 0 && c.Int("per-host") == 1 {
		add("interference", "nobody interferes: each instance has a machine to itself", "write per-host: 2 or more")
	}
	return slices.Concat(list, protectionProblems(c), scaleProblems(c), feedProblems(c))
}

// protectionProblems is what is wrong between the parameters of protection.
func protectionProblems(c Component) []finding {
	var list []finding
	add := func(param, message, cure string) { list = append(list, finding{c.Name, param, message, cure}) }
	if (c.Given("backoff") || c.Given("retry-budget")) && c.Int("retries") == 0 {
		add(c.blame("backoff", "retry-budget"), "nothing is tried again: retries is 0", "add retries: 3")
	}
	if c.Given("optional") && c.Text("fallback") == "none" {
		add("optional", "optional calls need a fallback", "write fallback: empty or fallback: cached")
	}
	for _, name := range c.List("optional") {
		if !c.calls(name) {
			add("optional", quote(name)+" is optional, but it is not called", "name it in calls too")
		}
	}
	return list
}

// calls reports whether a service calls a component.
func (c Component) calls(name string) bool {
	return slices.Contains(c.List("calls"), name)
}
