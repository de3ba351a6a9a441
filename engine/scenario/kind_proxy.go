package scenario

import "slices"

func proxyKind() Kind {
	return Kind{Name: "proxy", Front: true, Doc: "stands in front of a service and hides it: it keeps answers, compresses, serves files and limits connections", Members: "nodes", Params: slices.Concat(
		[]Param{
			{Name: "to", Type: TypeReference, Required: true, Fits: fits(tiers), Unit: "name", Doc: "component behind it"},
			{Name: "routes", Type: TypeRoutes, Fits: fits(tiers), Unit: "paths", Doc: "components that get the requests below a path: {/cart: carts}"},
			{Name: "static", Type: TypePath, Default: "/static", Unit: "path", Doc: "path of the files that it has itself: nobody behind it is asked for them"},
			{Name: "per-user", Type: TypeInt, Default: "0", Max: 10000, Unit: "requests", Doc: "requests of one user that it works on at once; it refuses more with the error throttled; 0 is no limit"},
			{Name: "compress", Type: TypeRatio, Default: "100%", Min: 0.01, Max: 1, Unit: "share", Doc: "size of an answer's body after it is compressed; 100% is not compressed"},
			{Name: "compress-time", Type: TypeDistribution, Default: "constant(1ms)", Unit: "duration", Doc: "work of a core to compress one answer"},
		},
		frontParams(),
	)}
}
