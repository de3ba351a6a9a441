package scenario

import "slices"

func proxyKind() Kind {
	return Kind{Name: "proxy", Front: true, problems: proxyProblems, Doc: "stands in front of a service or a database and hides it: it keeps answers, compresses, serves files, limits connections and pools them", Members: "nodes", Params: slices.Concat(
		[]Param{
			{Name: "to", Type: TypeReference, Required: true, Fits: fits(tiers, []string{"sql"}), Unit: "name", Doc: "component behind it"},
			{Name: "routes", Type: TypeRoutes, Fits: fits(tiers), Unit: "paths", Doc: "components that get the requests below a path: {/cart: carts}"},
			{Name: "static", Type: TypePath, Default: "/static", Unit: "path", Doc: "path of the files that it has itself: nobody behind it is asked for them"},
			{Name: "per-user", Type: TypeInt, Default: "0", Max: 10000, Unit: "requests", Doc: "requests of one user that it works on at once; it refuses more with the error throttled; 0 is no limit"},
			{Name: "pool", Type: TypeInt, Default: "0", Max: 100000, Unit: "connections", Doc: "connections that a node keeps to what is behind it, for all callers together, each lent for one request (transaction pooling); 0 is none"},
			{Name: "pool-queue", Type: TypeInt, Default: "1000", Max: 1e6, Unit: "requests", Doc: "requests that may wait for a connection of the pool, for the timeout at most; more get the error no-connection"},
			{Name: "compress", Type: TypeRatio, Default: "100%", Min: 0.01, Max: 1, Unit: "share", Doc: "size of an answer's body after it is compressed; 100% is not compressed"},
			{Name: "compress-time", Type: TypeDistribution, Default: "constant(1ms)", Unit: "duration", Doc: "work of a core to compress one answer"},
		},
		frontParams(),
	)}
}

// proxyProblems is what is wrong between the parameters of a proxy.
func proxyProblems(c Component) []finding {
	if c.Given("pool-queue") && c.Int("pool") == 0 {
		return []finding{{c.Name, "pool-queue", c.Name + " has no pool that pool-queue could be about", "write pool: 20, or leave pool-queue out"}}
	}
	return nil
}
