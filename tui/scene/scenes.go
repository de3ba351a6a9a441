package scene

import (
	"slices"

	"netsplit/engine"
)

// Scene is a way to look at a run that the lab offers besides the panes with a
// number of their own. It must draw at any size, and note Spots for what can be
// selected in it: arrow keys and mouse find them there.
type Scene struct {
	Name string // of its pane: "raft log"
	Doc  string // what it shows, in a few words
	// Fits says whether the run has anything to show in it.
	Fits func(s *engine.Snapshot) bool
	Draw func(v View, w, h int) *Canvas
	// Past says that it draws View.Past, which costs time to collect.
	Past bool
	// Fork says that it compares with View.Fork, and is offered only then.
	Fork bool
	// Series and Latency say that it draws View.Series or View.Latencies.
	Series, Latency bool
}

// Scenes lists them, in the order in which the lab offers them. A new scene is
// one line here.
func Scenes() []Scene {
	return []Scene{
		{Name: "messages", Doc: "who told whom what and when: an arrow a message", Fits: always, Draw: Messages, Past: true},
		{Name: "compare", Doc: "this run beside its fork, and what differs", Fits: always, Draw: Compare, Fork: true},
		{Name: "raft log", Doc: "each member's log, terms, commits and votes", Fits: func(s *engine.Snapshot) bool { return len(s.Rafts) > 0 }, Draw: RaftLog},
		{Name: "database", Doc: "who leads each share of the keys, how far replicas are", Fits: func(s *engine.Snapshot) bool { return len(s.SQLs) > 0 }, Draw: SQL},
		{Name: "shards", Doc: "which shard has which keys, its load, what moves", Fits: func(s *engine.Snapshot) bool { return len(s.Shardings) > 0 }, Draw: Shards},
		{Name: "members", Doc: "who suspects whom, and who is wrong to", Fits: func(s *engine.Snapshot) bool { return slices.ContainsFunc(s.Memberships, watched) }, Draw: Membership},
		{Name: "metrics", Doc: "every metric over time, the chosen one as a chart", Fits: always, Draw: Metrics, Series: true},
		{Name: "chart", Doc: "the chosen metric alone, as large as the screen", Fits: always, Draw: Chart, Series: true},
		{Name: "latency", Doc: "how the latencies of each client are spread", Fits: func(s *engine.Snapshot) bool { return len(s.Clients) > 0 }, Draw: Latency, Latency: true},
		{Name: "history", Doc: "operations as bars, and what a check found at fault", Fits: always, Draw: History},
		{Name: "services", Doc: "each instance: its slots, its line, what it refused", Fits: func(s *engine.Snapshot) bool { return len(s.Services) > 0 }, Draw: windowed(Services, rowsOfServices)},
		{Name: "scaling", Doc: "how many instances ran, and how busy, over time", Fits: func(s *engine.Snapshot) bool { return len(s.Scalings) > 0 }, Draw: windowed(Scaling, rowsOfScalings)},
		{Name: "functions", Doc: "environments at work, warm, cold; what was throttled", Fits: HasFunction, Draw: Functions},
		{Name: "fronts", Doc: "gateways, proxies, CDN: copies, and how long they hold", Fits: func(s *engine.Snapshot) bool { return len(s.Fronts) > 0 }, Draw: Fronts},
		{Name: "names", Doc: "DNS: the records, and what each resolver still answers", Fits: func(s *engine.Snapshot) bool { return len(s.Names) > 0 }, Draw: Names},
		{Name: "disks", Doc: "each array: its disks, a rebuild, what may still break", Fits: func(s *engine.Snapshot) bool { return len(s.Arrays) > 0 }, Draw: windowed(Arrays, rowsOfArrays)},
		{Name: "balancer", Doc: "the targets of each balancer, their load and health", Fits: func(s *engine.Snapshot) bool { return len(s.Balancers) > 0 }, Draw: windowed(Balancers, rowsOfBalancers)},
		{Name: "cache slots", Doc: "what each cache holds, most recent first", Fits: func(s *engine.Snapshot) bool { return len(s.Caches) > 0 }, Draw: windowed(Cache, rowsOfCaches)},
		{Name: "queue", Doc: "the jobs of each queue and who has them", Fits: func(s *engine.Snapshot) bool { return len(s.Queues) > 0 }, Draw: windowed(Queue, rowsOfQueues)},
		{Name: "topic", Doc: "the subscribers of each topic and what waits for them", Fits: func(s *engine.Snapshot) bool { return len(s.Topics) > 0 }, Draw: windowed(Topic, rowsOfTopics)},
		{Name: "stream", Doc: "the partitions of each stream and how far each group is", Fits: func(s *engine.Snapshot) bool { return len(s.Streams) > 0 }, Draw: windowed(Stream, rowsOfStreams)},
		{Name: "listeners", Doc: "who listens: messages, delay, connections, memory", Fits: func(s *engine.Snapshot) bool { return len(s.Listenings) > 0 }, Draw: windowed(Listeners, rowsOfListeners)},
	}
}

func always(*engine.Snapshot) bool { return true }
