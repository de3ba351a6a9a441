package lab

import (
	"maps"
	"slices"
	"strings"

	"netsplit/engine"
)

// subject is what a design is about: how often the scenario speaks of each kind of
// component, in its title and its steps.
type subject map[string]int

// titled are the words of a title that speak of a kind.
var titled = map[string]string{
	"cache": "cache", "caches": "cache", "cdn": "cdn", "balancer": "balancer", "gateway": "gateway", "proxy": "proxy",
	"queue": "queue", "queues": "queue", "job": "queue", "jobs": "queue", "consumer": "queue", "consumers": "stream",
	"topic": "topic", "subscriber": "topic", "stream": "stream", "database": "sql", "shard": "sql", "shards": "sql",
	"ring": "kv", "replica": "kv", "replicas": "kv", "quorum": "kv", "disk": "disk", "disks": "disk",
}

// subjectOf counts what a scenario speaks of. What it expects counts twice: that
// is what it wants to show. Clients are part of every scenario and count for
// nothing, nor does a component that is only there.
func subjectOf(s *engine.Snapshot) subject {
	kinds, out := map[string]string{}, subject{}
	for _, c := range s.Components {
		kinds[c.Name] = c.Kind
		for _, m := range c.Members {
			kinds[m] = c.Kind
		}
		out[c.Kind]++
	}
	for _, w := range nouns(s.Title) {
		if kind := titled[strings.ToLower(w)]; out[kind] > 0 {
			out[kind] += 3
		}
	}
	for _, step := range s.Script {
		weight := 1
		if strings.HasPrefix(step.Text, "expect ") {
			weight = 2
		}
		for _, w := range nouns(step.Text) {
			name, _, _ := strings.Cut(w, ".")
			if kind, ok := kinds[name]; ok {
				out[kind] += weight
			}
		}
	}
	delete(out, "client")
	return out
}

// nouns are the words of a text without the marks around them.
func nouns(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;:?!()|\"'", r) })
}

// most reports whether a kind is spoken of more than every other.
func (a subject) most(kind string) bool {
	for k, n := range a { // order-free: all must be fewer
		if k != kind && n >= a[kind] {
			return false
		}
	}
	return a[kind] > 0
}

// node is the first node of the component that the scenario is about, "": there is
// none.
func (a subject) node(s *engine.Snapshot) string {
	name, n := "", 0
	for _, c := range s.Components {
		if a[c.Kind] > n && len(c.Members) > 0 {
			name, n = c.Members[0], a[c.Kind]
		}
	}
	return name
}

// expected are the metrics that a scenario expects something of, in its order.
func expected(s *engine.Snapshot) []string {
	var out []string
	for _, step := range s.Script {
		rest, ok := strings.CutPrefix(step.Text, "expect ")
		name, _, _ := strings.Cut(rest, " ")
		if ok && strings.Contains(name, ".") && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// foremost puts the curves with these names first.
func foremost(list []engine.Curve, names []string) []engine.Curve {
	if len(names) == 0 {
		return list
	}
	out := make([]engine.Curve, 0, len(list))
	for _, name := range names {
		if i := slices.IndexFunc(list, func(c engine.Curve) bool { return c.Name == name }); i >= 0 {
			out = append(out, list[i])
		}
	}
	for _, c := range list {
		if !slices.Contains(names, c.Name) {
			out = append(out, c)
		}
	}
	return out
}

// works are the kinds that the pane of caches and queues shows. Workers stand
// beside the queue that they serve.
var works = []string{"cache", "queue", "topic", "stream"}

// openingOf is the pane that a lab opens on: the ring where the design is about a
// store with one, what a cache, queue, topic or stream holds where it is about
// that, and otherwise the system, which shows who asks whom.
func openingOf(s *engine.Snapshot, about subject) pane {
	about = maps.Clone(about)
	if slices.ContainsFunc(works, func(kind string) bool { return about[kind] > 0 }) {
		delete(about, "worker")
	}
	switch {
	case len(s.Rings) > 0 && about.most("kv"):
		return paneRing
	case slices.ContainsFunc(works, about.most):
		return paneWork
	}
	return paneSystem
}

// speaks are the kinds that a view of the table is about. The others show every
// design.
var speaks = map[string][]string{
	"raft log": {"raft"}, "database": {"sql"}, "shards": {"sql"}, "members": {"kv"}, "services": {"service"},
	"scaling": {"service", "worker"}, "functions": {"function"}, "fronts": {"cdn", "gateway", "proxy"}, "names": {"dns"},
	"disks": {"disk"}, "balancer": {"balancer"}, "cache slots": {"cache"}, "queue": {"queue"}, "topic": {"topic"}, "stream": {"stream"},
}

// weight is how much a scenario speaks of what a view shows.
func (a subject) weight(view pane) int {
	n := 0
	s, _ := view.scene()
	for _, kind := range speaks[s.Name] {
		n += a[kind]
	}
	return n
}

// first orders views: what the scenario is about comes first, the rest stays in
// its order.
func (a subject) first(views []pane) []pane {
	slices.SortStableFunc(views, func(x, y pane) int { return a.weight(y) - a.weight(x) })
	return views
}

// lacks says why a pane with a number has nothing to show in a design, "" where it
// has.
func lacks(s *engine.Snapshot, i pane) string {
	switch {
	case i == paneRing && len(s.Rings) == 0:
		return "this design has no ring: no component spreads keys over nodes"
	case i == paneReplicas && len(s.Stores) == 0:
		return "this design has no store that keeps copies of a key on several nodes"
	case i == paneClients && len(s.Clients) == 0:
		return "this design has no client traffic; your own reads and writes are among the operations"
	case i == paneWork && len(s.Caches)+len(s.Queues)+len(s.Topics)+len(s.Streams) == 0:
		return "this design has no cache, queue, topic or stream"
	case i == paneScript && len(s.Script) == 0:
		return "this scenario has no steps of its own"
	}
	return ""
}
