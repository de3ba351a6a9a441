package scenario

func queueKind() Kind {
	return Kind{Name: "queue", Doc: "holds jobs until a worker has done them: at least once, so sometimes twice", Params: []Param{
		{Name: "visibility-timeout", Type: TypeDuration, Default: "30s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long a job is hidden from the others after a worker took it"},
		{Name: "max-receives", Type: TypeInt, Default: "0", Max: 1000, Unit: "times", Doc: "how often a job is handed out before it is set aside as a dead letter; 0 is no limit"},
		{Name: "capacity", Type: TypeInt, Default: "0", Max: 1e6, Unit: "jobs", Doc: "jobs that it holds before it refuses with the error full; 0 is no limit"},
		{Name: "time", Type: TypeDistribution, Default: "constant(500us)", Unit: "duration", Doc: "how long it takes to store or hand out a job"},
		zonesParam(),
	}}
}
