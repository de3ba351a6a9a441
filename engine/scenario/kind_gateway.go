package scenario

import "slices"

func gatewayKind() Kind {
	return Kind{Name: "gateway", Front: true, Doc: "one door to an interface: it checks keys, limits rates, routes by path and keeps answers", Members: "nodes", Params: slices.Concat(
		[]Param{
			{Name: "to", Type: TypeReference, Required: true, Fits: fits(tiers), Unit: "name", Doc: "component that gets what no route takes"},
			{Name: "routes", Type: TypeRoutes, Fits: fits(tiers), Unit: "paths", Doc: "components that get the requests below a path: {/cart: carts}"},
			{Name: "rate", Type: TypeRate, Default: "0/s", Max: 1e6, Unit: "requests per second", Doc: "requests that it lets through; it refuses more with the error throttled; 0 is no limit"},
			{Name: "burst", Type: TypeInt, Default: "10", Min: 1, Max: 1e6, Unit: "requests", Doc: "requests that may come at once on top of the rate"},
			{Name: "per", Type: TypeText, Default: "all", Allowed: []string{"all", "user", "key"}, Unit: "word", Doc: "whose requests the rate counts together: everybody's, one user's, or those with one API key (one client's)"},
			{Name: "needs-key", Type: TypeBool, Default: "false", Unit: "switch", Doc: "whether it refuses requests without an API key, with the error unauthorised"},
			{Name: "largest", Type: TypeBytes, Default: "0B", Max: 1e12, Unit: "bytes", Doc: "largest body that it lets through; it refuses others with the error too-large; 0 is no limit"},
		},
		frontParams(),
	)}
}

// frontParams are common to what stands in front and answers for others.
func frontParams() []Param {
	return []Param{
		{Name: "cache", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how long it keeps an answer to a read and sends it again; 0 is not at all"},
		{Name: "keep-absent", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how long it keeps that there is nothing under a key, when it keeps answers; 0 is not at all"},
		{Name: "keep", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "answers", Doc: "how many answers it keeps"},
		{Name: "time", Type: TypeDistribution, Default: "constant(200us)", Unit: "duration", Doc: "work of a core to answer from what it keeps"},
		{Name: "handshake", Type: TypeDistribution, Default: "constant(0s)", Unit: "duration", Doc: "work of a core to set up TLS for a new connection; 0 is no TLS"},
		{Name: "idle", Type: TypeDuration, Default: "1m", Max: day, Unit: "duration", Doc: "how long a connection stays open without a request"},
		{Name: "cores", Type: TypeInt, Default: "2", Min: 1, Max: 256, Unit: "cores", Doc: "pieces of work that one node does at once"},
		{Name: "timeout", Type: TypeDuration, Default: "1s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long it waits for an answer from behind"},
		{Name: "nodes", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "nodes", Doc: "how many stand side by side"},
		zonesParam(),
	}
}
