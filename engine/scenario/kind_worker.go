package scenario

func workerKind() Kind {
	return Kind{Name: "worker", Doc: "takes jobs from a queue, one at a time, and confirms each when it is done", Members: "instances", Params: []Param{
		{Name: "from", Type: TypeReference, Required: true, Fits: []string{"queue"}, Unit: "name", Doc: "queue that the jobs come from"},
		{Name: "instances", Type: TypeInt, Default: "1", Min: 1, Max: maxNodes, Unit: "instances", Doc: "how many run"},
		zonesParam(),
		{Name: "time", Type: TypeDistribution, Default: "exp(50ms)", Unit: "duration", Doc: "how long one job takes"},
	}}
}
