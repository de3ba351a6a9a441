package scenario

// ObjectiveParams lists what can be promised under objectives.
func ObjectiveParams() []Param {
	return []Param{
		{Name: "availability", Type: TypeRatio, Max: 1, Unit: "share", Doc: "share of the operations that must succeed"},
		{Name: "p50", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "half of the operations must be at least this fast"},
		{Name: "p99", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "99 of 100 operations must be at least this fast"},
		{Name: "stale-reads", Type: TypeFloat, Unit: "count", Doc: "reads that may miss a newer confirmed write"},
		{Name: "lost-writes", Type: TypeFloat, Unit: "count", Doc: "confirmed writes that may be gone"},
		{Name: "rpo", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "recovery point objective: how much of the latest data may be lost, in time"},
		{Name: "rto", Type: TypeDuration, Max: 365 * day, Unit: "duration", Doc: "recovery time objective: how long until it works again"},
	}
}
