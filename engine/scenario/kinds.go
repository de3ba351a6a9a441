package scenario

import (
	"slices"

	"netsplit/engine/quorum"
)

// kinds is filled once: it is looked through for every name in a document.
var (
	kinds     = allKinds()
	kindIndex = indexKinds(kinds)
)

// Kinds lists the kinds of component, in the order that requests pass them.
func Kinds() []Kind { return slices.Clone(kinds) }

func allKinds() []Kind {
	return []Kind{
		clientKind(),
		dnsKind(),
		cdnKind(),
		gatewayKind(),
		proxyKind(),
		balancerKind(),
		serviceKind(),
		functionKind(),
		cacheKind(),
		kvKind(),
		raftKind(),
		sqlKind(),
		queueKind(),
		topicKind(),
		streamKind(),
		workerKind(),
		diskKind(),
	}
}

func indexKinds(kinds []Kind) map[string]int {
	m := map[string]int{}
	for i, k := range kinds {
		m[k.Name] = i
	}
	return m
}

// maxReplicas leaves room in a vote for the nodes that join meanwhile: their
// acknowledgements are counted too.
const maxReplicas = quorum.MaxNodes / 2

const (
	maxComponents = 64
	maxNodes      = 1000
	day           = 24 * 60 * 60.0
)

func zonesParam() Param {
	return Param{Name: "zones", Type: TypeZones, Unit: "names", Doc: "zones that the members are spread over in turn, like [a, b] or [eu/a, eu/b]"}
}
