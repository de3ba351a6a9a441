package scenario

func cdnKind() Kind {
	return Kind{Name: "cdn", Helpers: []string{"shield"}, Front: true, problems: cdnProblems, Doc: "points near the users that keep copies of what an origin serves", Members: "points", Params: []Param{
		{Name: "origin", Type: TypeReference, Required: true, Fits: fits(tiers, stores), Unit: "name", Doc: "component that the content comes from"},
		{Name: "points", Type: TypeInt, Default: "3", Min: 1, Max: 200, Unit: "points", Doc: "how many there are; users are sent to the nearest that answers"},
		zonesParam(),
		{Name: "mode", Type: TypeText, Default: "pull", Allowed: []string{"pull", "push"}, Unit: "word", Doc: "how copies come to the points: when somebody asks (pull), or when a new version is written through the network (push)"},
		{Name: "ttl", Type: TypeDuration, Default: "60s", Max: 365 * day, Unit: "duration", Doc: "how long a copy is fresh, the time that it spent in other caches on its way counted; 0 is for ever"},
		{Name: "keep-absent", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how long a point keeps that there is nothing under a key; 0 is not at all"},
		{Name: "keep", Type: TypeInt, Default: "1000", Min: 1, Max: 1e6, Unit: "copies", Doc: "how many copies a point keeps; the one not used for longest leaves first"},
		{Name: "shield", Type: TypeBool, Default: "false", Unit: "switch", Doc: "whether points ask one place in the middle, which asks the origin once for all of them"},
		{Name: "stale-if-error", Type: TypeDuration, Default: "0s", Max: 365 * day, Unit: "duration", Doc: "how long beyond its time a copy is sent when the origin fails or does not answer within timeout; 0 is not at all"},
		{Name: "fallback", Type: TypeBool, Default: "false", Unit: "switch", Doc: "whether users go to the origin itself when no point answers"},
		{Name: "time", Type: TypeDistribution, Default: "constant(500us)", Unit: "duration", Doc: "how long it takes to answer from a copy"},
		{Name: "timeout", Type: TypeDuration, Default: "500ms", Min: 1e-6, Max: day, Unit: "duration", Doc: "wait for the origin, and half as long again for a shield; if readers wait longer, an old copy comes in time"},
	}}
}

// cdnProblems is what is wrong between the parameters of a cdn.
func cdnProblems(c Component) []finding {
	if c.Text("mode") == "push" && c.Bool("shield") {
		return []finding{{c.Name, "shield", c.Name + " is pushed to, so its points ask nobody: a shield has nothing to do", "write mode: pull, or leave shield out"}}
	}
	return nil
}
