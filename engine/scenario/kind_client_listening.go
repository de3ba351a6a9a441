package scenario

import "fmt"

// listeningParams say how a client learns what is new, instead of asking for
// keys.
func listeningParams() []Param {
	return []Param{
		{Name: "updates", Type: TypeText, Default: "none", Allowed: []string{"none", "poll", "long-poll", "websocket", "event-stream"}, Unit: "word", Doc: "its clients only listen, to a service with a feed: they ask now and then, let their question be held, or keep a connection open"},
		{Name: "every", Type: TypeDuration, Default: "5s", Min: 1e-3, Max: day, Unit: "duration", Doc: "time between the answer to a poll and the next one"},
		{Name: "hold", Type: TypeDuration, Default: "30s", Min: 1e-3, Max: day, Unit: "duration", Doc: "how long a server may hold a long poll"},
		{Name: "ping", Type: TypeDuration, Default: "20s", Max: day, Unit: "duration", Doc: "time between two looks whether an open connection is alive; no answer within timeout: connect again; 0 is never"},
		{Name: "resume", Type: TypeBool, Default: "true", Unit: "switch", Doc: "whether who connects again asks for all after the last update that it has"},
	}
}

// Listens reports whether a client only listens.
func (c Component) Listens() bool { return c.Kind == "client" && c.Text("updates") != "none" }

// ways names the parameters of listening, with the ways that they are for.
var ways = []struct {
	param string
	of    []string
}{
	{"every", []string{"poll"}},
	{"hold", []string{"long-poll"}},
	{"ping", []string{"websocket", "event-stream"}},
	{"resume", []string{"websocket"}},
}

// noUse names the parameters of a client that mean nothing to who only listens.
var noUse = []string{"rate", "arrivals", "curve", "think", "sessions", "reads", "keys", "replicas", "read", "write", "merge", "retries", "retry-budget",
	"deadline", "page", "hedge", "hedge-after", "size", "priority"}

func listeningProblems(c Component) []finding {
	var list []finding
	way := c.Text("updates")
	for _, w := range ways {
		if c.Given(w.param) && !contains(w.of, way) {
			list = append(list, finding{c.Name, w.param, fmt.Sprintf("%s has no effect with updates: %s", w.param, way), "write updates: " + w.of[0] + ", or leave " + w.param + " out"})
		}
	}
	if !c.Listens() {
		return list
	}
	if c.Int("clients") == 0 {
		list = append(list, finding{c.Name, c.blame("updates", "clients"), "nobody listens: the number of clients is 0", "say how many listen, as in clients: 100"})
	}
	for _, name := range noUse {
		if c.Given(name) {
			list = append(list, finding{c.Name, name, c.Name + " only listens: " + name + " has no effect on it", "leave " + name + " out, and let another client write"})
		}
	}
	open := way == "websocket" || way == "event-stream"
	switch transport := c.Text("transport"); {
	case open && transport == "udp":
		list = append(list, finding{c.Name, "transport", "a connection can't stay open over udp: it has none", "write transport: tcp, tls or quic"})
	case open && c.Given("keep-alive") && !c.Bool("keep-alive"):
		list = append(list, finding{c.Name, "keep-alive", "a connection that stays open is kept alive", "leave keep-alive out"})
	}
	return list
}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// feeds checks that those who only listen reach services that have something to
// tell.
func (sc *Scenario) feeds(c Component, broken map[string]bool) []finding {
	if !c.Listens() {
		return nil
	}
	var list []finding
	seen := map[string]bool{}
	var visit func(name string)
	visit = func(name string) {
		to, ok := sc.find(name)
		if !ok || seen[name] || broken[name] {
			return
		}
		seen[name] = true
		kind, _ := FindKind(to.Kind)
		switch to.Kind {
		case "service":
			if to.Int("feed") == 0 {
				list = append(list, finding{c.Name, "to", fmt.Sprintf("%s listens, and %s has nothing to tell", c.Name, name), "add feed: 100 to " + name})
			}
		case "dns", "balancer", "gateway", "proxy":
			for _, p := range kind.Params {
				for _, next := range to.links(p) {
					visit(next)
				}
			}
		default:
			list = append(list, finding{c.Name, "to", fmt.Sprintf("%s listens, and a %s like %s has no updates", c.Name, to.Kind, name), "a service has them: {kind: service, feed: 100}"})
		}
	}
	visit(c.Text("to"))
	return list
}
