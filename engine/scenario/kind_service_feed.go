package scenario

// feedParams say what a service tells those who listen to it.
func feedParams() []Param {
	return []Param{
		{Name: "feed", Type: TypeInt, Default: "0", Max: 1e6, Unit: "updates", Doc: "what is written to it is news for clients that listen; each instance keeps the latest so many; 0: nobody can listen"},
		{Name: "connection-memory", Type: TypeBytes, Default: "10KB", Min: 1, Max: 1e9, Unit: "bytes", Doc: "memory that a request in work, a held one and an open connection take, when it has a feed"},
		{Name: "memory", Type: TypeBytes, Default: "0B", Max: 1e15, Unit: "bytes", Doc: "memory of an instance: when it is full nobody else may listen, with the error overloaded; 0 is no limit"},
		{Name: "held-in", Type: TypeText, Default: "memory", Allowed: []string{"memory", "slot"}, Unit: "word", Doc: "what a held request or open connection takes: memory only, or also a slot, as in a server with a thread for each"},
		{Name: "idle", Type: TypeDuration, Default: "0s", Max: day, Unit: "duration", Doc: "an open connection is closed when nothing came from its client for so long; 0 is never"},
		{Name: "push-time", Type: TypeDuration, Default: "0s", Max: 60, Unit: "duration", Doc: "work to send one update to one of those who listen: one is served after the other"},
	}
}

func feedProblems(c Component) []finding {
	var list []finding
	if c.Int("feed") > 0 {
		return nil
	}
	for _, name := range []string{"connection-memory", "memory", "held-in", "idle", "push-time"} {
		if c.Given(name) {
			list = append(list, finding{c.Name, name, name + " has no effect: nobody can listen to " + c.Name, "add feed: 100"})
		}
	}
	return list
}
