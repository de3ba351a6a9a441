package scenario

func queueKind() Kind {
	return Kind{Name: "queue", problems: queueProblems, Doc: "holds jobs until a worker has done them: at least once, so sometimes twice", Params: []Param{
		{Name: "visibility-timeout", Type: TypeDuration, Default: "30s", Min: 1e-6, Max: day, Unit: "duration", Doc: "how long a job is hidden from the others after a worker took it"},
		{Name: "max-receives", Type: TypeInt, Default: "0", Max: 1000, Unit: "times", Doc: "how often a job is handed out before it is set aside as a dead letter; 0 is no limit"},
		{Name: "retry-delay", Type: TypeDuration, Default: "0s", Max: day / 2, Unit: "duration", Doc: "pause before a job that a worker gave back is handed out again; it doubles every time"},
		{Name: "delay", Type: TypeDuration, Default: "0s", Max: day / 2, Unit: "duration", Doc: "how long a new job waits before it is handed out, unless its sender says: after 10s"},
		{Name: "fifo", Type: TypeBool, Default: "false", Unit: "switch", Doc: "first in, first out: jobs of one group are handed out in order, the next when the one before is done"},
		{Name: "deduplicate", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "how long a message is remembered, so that a retry of it makes no second job; 0 is not at all"},
		{Name: "capacity", Type: TypeInt, Default: "0", Max: 1e6, Unit: "jobs", Doc: "jobs that it holds before it is full; 0 is no limit"},
		{Name: "when-full", Type: TypeText, Default: "refuse", Allowed: []string{"refuse", "hold"}, Unit: "word", Doc: "a full queue refuses a job with the error full, or holds the sender back until there is room"},
		{Name: "retry-after", Type: TypeDuration, Default: "1s", Max: day, Unit: "duration", Doc: "hint to those that are refused: come back after that; 0 is no hint"},
		{Name: "durable", Type: TypeBool, Default: "true", Unit: "switch", Doc: "jobs are on disk before the sender hears of it; false: in memory, gone with a crash"},
		{Name: "time", Type: TypeDistribution, Default: "constant(500us)", Unit: "duration", Doc: "how long it takes to store or hand out a job"},
		zonesParam(),
	}}
}

func queueProblems(c Component) []finding {
	if c.Given("when-full") && c.Int("capacity") == 0 {
		return []finding{{c.Name, "when-full", "a queue without a capacity is never full", "add capacity: 100"}}
	}
	return nil
}
