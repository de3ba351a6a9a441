package scenario

func streamKind() Kind {
	return Kind{Name: "stream", Doc: "a log that keeps its records, in partitions; each pool of workers is a group that reads all of them", Params: []Param{
		{Name: "partitions", Type: TypeInt, Default: "3", Min: 1, Max: 1000, Unit: "partitions", Doc: "logs that the records are spread over by their key; order holds within one"},
		{Name: "retention", Type: TypeDuration, Default: "0s", Max: 366 * day, Unit: "duration", Doc: "how long a record is kept, read or not; 0 is for ever"},
		{Name: "retention-size", Type: TypeBytes, Default: "0B", Max: 1e12, Unit: "bytes", Doc: "bytes that a partition keeps, the latest; 0 is no limit"},
		{Name: "session-timeout", Type: TypeDuration, Default: "3s", Min: 0.01, Max: day, Unit: "duration", Doc: "how long a member of a group may be silent before the others get its partitions"},
		{Name: "rebalance-delay", Type: TypeDuration, Default: "500ms", Min: 0.001, Max: day, Unit: "duration", Doc: "how long a group waits for more members before it shares the partitions anew"},
		{Name: "time", Type: TypeDistribution, Default: "constant(500us)", Unit: "duration", Doc: "how long it takes to store or hand out records"},
		zonesParam(),
	}}
}
