package scenario

func balancerKind() Kind {
	return Kind{Name: "balancer", Front: true, Doc: "spreads requests over the instances of a service", Params: []Param{
		{Name: "to", Type: TypeReference, Required: true, Fits: fits(tiers), Unit: "name", Doc: "service whose instances get the requests"},
		{Name: "policy", Type: TypeText, Default: "round-robin", Allowed: []string{"round-robin", "random", "least-connections"}, Unit: "word", Doc: "which instance gets the next request"},
		zonesParam(),
	}}
}
