package scenario

import "slices"

func clientKind() Kind {
	return Kind{Name: "client", problems: clientProblems, Doc: "people or programs that send operations and wait for the answer", Params: slices.Concat([]Param{
		{Name: "to", Type: TypeReference, Required: true, Fits: fits(edges, tiers, stores, messaging, []string{"cache"}), Unit: "name", Doc: "component that the operations go to"},
		{Name: "path", Type: TypePath, Default: "/", Unit: "path", Doc: "which part of the site is asked for, for those who route or limit by it"},
		{Name: "page", Type: TypePage, Default: "none", Unit: "paths", Doc: "each operation is a page of reads: /user > /posts /friends > /author*10 is three rounds, each begun when the one before is answered"},
		{Name: "api-key", Type: TypeBool, Default: "true", Unit: "switch", Doc: "whether its requests have an API key, for gateways that need one"},
		{Name: "zone", Type: TypeZones, Unit: "name", Doc: "where the clients are, like eu/a or eu; a loss of that zone does not touch them"},
		{Name: "access", Type: TypeText, Default: "any", Allowed: []string{"any", "nearest"}, Unit: "word", Doc: "which member they ask: each in turn (any), or the nearest that answers (nearest), as GeoDNS arranges it"},
		{Name: "rate", Type: TypeRate, Default: "10/s", Max: 1e6, Unit: "operations per second", Doc: "how many operations start each second, whether or not earlier ones are done"},
		{Name: "arrivals", Type: TypeText, Default: "poisson", Allowed: []string{"poisson", "constant"}, Unit: "word", Doc: "how operations are spaced: at random (poisson) or evenly (constant)"},
		{Name: "curve", Type: TypeCurve, Default: "steady", Unit: "curve", Doc: "a rate that changes: ramp(from, to, within), daily(day, lowest, highest), bursts(rate, for, rate between, for), schedule(0s=5/s 9s=50/s)"},
		{Name: "clients", Type: TypeInt, Default: "0", Max: 10000, Unit: "sessions", Doc: "0: operations start at the rate; more: that many sessions, each starting its next operation when the last is done"},
		{Name: "think", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "pause of a session between two operations, when clients is more than 0"},
		{Name: "sessions", Type: TypeInt, Default: "10", Min: 1, Max: 10000, Unit: "sessions", Doc: "sessions that the operations of a rate are spread over; while all of them wait for an answer, one of these users begins another beside it"},
		{Name: "reads", Type: TypeRatio, Default: "80%", Max: 1, Unit: "share", Doc: "share of the operations that read; the others write"},
		{Name: "keys", Type: TypeKeys, Default: "uniform(100)", Unit: "law", Doc: "which keys are asked for: uniform(n), zipf(n, skew), hot(n, share), scan(n) once in order, or loop(n) again and again"},
		{Name: "timeout", Type: TypeDuration, Default: "1s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long the client waits before it gives up"},
		{Name: "replicas", Type: TypeInt, Default: "0", Max: maxReplicas, Unit: "replicas", Doc: "how many of a key's replicas its operations go to (N), the first owners of the key; 0: as many as the store says"},
		{Name: "read", Type: TypeInt, Default: "0", Max: maxReplicas, Unit: "replicas", Doc: "how many replicas must answer its reads (R); 0: as many as the store says"},
		{Name: "write", Type: TypeInt, Default: "0", Max: maxReplicas, Unit: "replicas", Doc: "how many replicas must confirm its writes (W); 0: as many as the store says"},
		{Name: "merge", Type: TypeText, Default: "ask", Allowed: []string{"ask", "union"}, Unit: "word", Doc: "who reads siblings leaves them to people (ask), or writes back all their items (union), as in milk,eggs"},
		{Name: "retries", Type: TypeInt, Default: "0", Max: 100, Unit: "tries", Doc: "how often a failed operation is tried again"},
		{Name: "backoff", Type: TypeBackoff, Default: "0s", Unit: "duration", Doc: "wait before a retry: 100ms, or exponential(100ms, 2, 10s) for first, factor and most"},
		{Name: "jitter", Type: TypeText, Default: "none", Allowed: []string{"none", "equal", "full"}, Unit: "word", Doc: "which part of that wait is drawn at random: none, half (equal) or all of it (full)"},
		{Name: "retry-budget", Type: TypeRatio, Default: "100%", Max: 1, Unit: "share", Doc: "retries that are allowed, as a share of the operations; 100% is no limit"},
		{Name: "deadline", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "after how long the answer is useless; it travels with the request, and who finds it past drops the work; 0 is none"},
		{Name: "hedge", Type: TypeRatio, Default: "0%", Max: 1, Unit: "share", Doc: "a read that takes longer than this share of the latest ones is asked of another member as well; 0 is never"},
		{Name: "hedge-after", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "the same after a fixed time; 0 is never"},
		{Name: "size", Type: TypeBytes, Default: "0B", Max: 1e9, Unit: "bytes", Doc: "bytes that a written or read value adds to its message"},
		{Name: "priority", Type: TypeInt, Default: "0", Max: 1000, Unit: "level", Doc: "of the jobs that it sends to a queue: the higher goes first"},
	}, listeningParams(), transportParams())}
}

// clientProblems is what is wrong between the parameters of a client.
func clientProblems(c Component) []finding {
	list := slices.Concat(transportProblems(c), listeningProblems(c), pageProblems(c))
	if len(c.List("zone")) > 1 {
		list = append(list, finding{c.Name, "zone", "a client is in one zone", "write one client for each zone"})
	}
	if c.Text("access") == "nearest" && len(c.List("zone")) == 0 {
		list = append(list, finding{c.Name, "access", "nobody is nearest to a client without a zone", "add zone: eu/a"})
	}
	if c.Int("clients") > 0 && c.Given("rate") {
		list = append(list, finding{c.Name, "clients", "a client has a rate or a number of clients, not both",
			"rate starts operations whatever happens; clients waits for each answer: keep one"})
	}
	if c.Curve("curve").Kind != "steady" {
		if c.Given("rate") {
			list = append(list, finding{c.Name, "curve", "a client has a rate or a curve, not both", "the curve names its rates: leave rate out"})
		}
		if c.Int("clients") > 0 {
			list = append(list, finding{c.Name, "curve", "a number of clients has no curve: each sends when it has its answer", "leave clients out"})
		}
	}
	if c.Given("hedge") && c.Given("hedge-after") {
		list = append(list, finding{c.Name, "hedge-after", "hedge and hedge-after both say when to ask a second time", "keep one"})
	}
	if !c.Listens() && (c.Given("backoff") || c.Given("retry-budget")) && c.Int("retries") == 0 {
		list = append(list, finding{c.Name, c.blame("backoff", "retry-budget"), "nothing is tried again: retries is 0", "add retries: 3"})
	}
	return list
}
