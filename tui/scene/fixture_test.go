package scene

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"netsplit/engine"
	"netsplit/engine/clock"
)

// fixture is a hand-made moment: two clients' worth of traffic, a cache, a
// store of five cut in two, one node down, a queue with two workers.
func fixture() *engine.Snapshot {
	s := &engine.Snapshot{
		Scenario: "lab", Title: "A small shop", Seed: 7, Time: clock.FromDuration(12345 * time.Millisecond),
		Components: []engine.Component{
			{Name: "users", Kind: "client", Members: []string{"users"}, To: []string{"web"}},
			{Name: "web", Kind: "service", Members: members("web", 3), To: []string{"hot", "jobs"}},
			{Name: "hot", Kind: "cache", Members: []string{"hot"}, To: []string{"store"}},
			{Name: "store", Kind: "kv", Members: members("store", 5)},
			{Name: "jobs", Kind: "queue", Members: []string{"jobs"}, To: []string{"mailer"}},
			{Name: "mailer", Kind: "worker", Members: members("mailer", 2)},
		},
	}
	for _, c := range s.Components {
		for _, m := range c.Members {
			s.Nodes = append(s.Nodes, engine.Node{Name: m, Component: c.Name, Kind: c.Kind, Zone: "a", State: engine.Up, Detail: "17 keys"})
		}
	}
	set := func(name string, f func(*engine.Node)) {
		f(&s.Nodes[slices.IndexFunc(s.Nodes, func(n engine.Node) bool { return n.Name == name })])
	}
	set("store-4", func(n *engine.Node) { n.State, n.Since = engine.Crashed, 9_000_000 })
	set("store-5", func(n *engine.Node) { n.State, n.Since = engine.Paused, 9_500_000 })
	set("web-2", func(n *engine.Node) { n.Slow = 50 * time.Millisecond })
	left := []string{"store-1", "store-2"}
	for _, a := range members("store", 5) {
		for _, b := range members("store", 5) {
			if a != b {
				l := engine.Link{From: a, To: b, Cut: slices.Contains(left, a) != slices.Contains(left, b)}
				if l.Cut {
					l.Why = "partition store-1 store-2 | store-3 store-4 store-5 (3.200 s)"
				}
				s.Links = append(s.Links, l)
			}
		}
		for _, b := range []string{"hot"} {
			s.Links = append(s.Links, engine.Link{From: a, To: b}, engine.Link{From: b, To: a, Cut: a == "store-3"})
		}
	}
	s.Faults = []engine.Fault{
		{Text: "partition store-1 store-2 | store-3 store-4 store-5", Since: 3_200_000},
		{Text: "crash store-4", Since: 9_000_000},
	}
	s.Messages = []engine.Message{{ID: 1, From: "users", To: "web-1"}, {ID: 2, From: "web-1", To: "hot"}, {ID: 3, From: "hot", To: "web-2"}}
	s.Rings = []engine.Ring{fixtureRing("store", 5, 8)}
	s.Stores = []engine.Store{{
		Component: "store", Kind: "kv", Replicas: 3, Read: 2, Write: 2, TotalKeys: 3, DivergentKeys: 1, StaleReads: 2,
		Hints: []engine.Hint{{Holder: "store-2", For: "store-4", Key: "cart", Value: "eggs"}},
		Keys: []engine.KeyRow{
			{Key: "cart", Cells: []engine.Cell{
				{Node: "store-3", Value: "eggs", Version: "3.201 s @store-3"},
				{Node: "store-4", Value: "eggs", Version: "3.201 s @store-3", Down: true},
				{Node: "store-1", Value: "milk", Version: "1.000 s @store-1", Behind: true},
			}},
			{Key: "user:42", Cells: []engine.Cell{{Node: "store-2", Value: "ann", Version: "0.1 s @store-2"}, {Node: "store-3", Missing: true}, {Node: "store-5", Value: "ann", Down: true}}},
			{Key: "a-very-long-key-indeed", Cells: []engine.Cell{{Node: "store-1", Value: "x"}, {Node: "store-2", Value: "x"}, {Node: "store-3", Value: "x"}}},
		},
	}}
	s.Memberships = []engine.Membership{fixtureMembership()}
	s.Caches = []engine.Cache{{
		Component: "hot", Policy: "lru", Strategy: "cache-aside", Capacity: 100, TTL: 30 * time.Second, Hits: 834, Misses: 166, HitRatio: .834, Evictions: 12, Size: 57,
		Entries: []engine.CacheEntry{
			{Key: "cart", Value: "milk", Age: 4 * time.Second, ExpiresIn: 26 * time.Second, Stale: true},
			{Key: "user:42", Value: "ann", Age: 1200 * time.Millisecond, ExpiresIn: 28800 * time.Millisecond},
			{Key: "k-17", Value: "v", Age: 300 * time.Millisecond},
		},
	}}
	s.Queues = []engine.Queue{{
		Component: "jobs", Depth: 14, InFlight: 2, Dead: 1, Sent: 240, Delivered: 226, Acknowledged: 223, Redelivered: 3,
		Jobs: []engine.Job{
			{ID: 221, Body: "mail ann", Receives: 1, InFlight: true, Worker: "mailer-1", VisibleIn: 25 * time.Second, Age: 5 * time.Second},
			{ID: 222, Body: "mail bob", Receives: 2, InFlight: true, Worker: "mailer-2", VisibleIn: 12 * time.Second, Age: 18 * time.Second},
			{ID: 223, Body: "mail cyd", Age: 2 * time.Second},
			{ID: 224, Body: "mail dan", Age: time.Second},
		},
	}}
	s.Queues[0].DeadLetters = []engine.Job{{ID: 198, Body: "mail nobody", Receives: 5, Age: 40 * time.Second}}
	s.Topics = []engine.Topic{{Component: "news", Published: 312, Buffer: 20, WhenFull: "drop", Subscribers: []engine.Subscriber{
		{Component: "jobs", Delivered: 312},
		{Component: "mailer", Buffered: 7, InFlight: 2, Delivered: 303, Redelivered: 4},
		{Component: "archive", Buffered: 20, InFlight: 1, Delivered: 120, Dropped: 171},
		{Component: "partner", InFlight: 1, Delivered: 18, Dropped: 293, Cut: true},
	}}}
	s.Streams = []engine.Stream{{Component: "clicks", Appended: 1240, Expired: 300,
		Partitions: []engine.Partition{{First: 100, End: 420}, {First: 100, End: 410}, {First: 100, End: 410}},
		Groups: []engine.Group{
			{Component: "counter", Lag: 0, Committed: []int64{420, 410, 410}, Owners: []string{"mailer-1", "mailer-2", "mailer-1"}, Late: 2,
				Windows: []engine.Window{{Start: 0, Count: 41}, {Start: 10_000_000, Count: 38, Open: true}}},
			{Component: "bills", Lag: 330, Duplicates: 12, Sharing: true, Committed: []int64{300, 200, 410}, Owners: []string{"", "store-4", "mailer-2"}},
		}}}
	s.Workers = []engine.Worker{{Component: "mailer", Done: 223, Busy: []engine.WorkerSlot{{Node: "mailer-1", Job: "mail ann"}, {Node: "mailer-2", Job: "mail bob"}}}}
	s.Services = []engine.Service{{Component: "web", Instances: []engine.Instance{{Node: "web-1", Busy: 2, Concurrency: 8}, {Node: "web-2", Busy: 1, Waiting: 1, Concurrency: 8}, {Node: "web-3", Concurrency: 8}}}}
	client := engine.Client{Component: "users", Total: 617, OK: 560, Failed: 57, Unknown: 4, Availability: .9076, P50: 6 * time.Millisecond, P99: 480 * time.Millisecond, RecentTotal: 200, RecentAvailability: .712, RecentP50: 8 * time.Millisecond, RecentP99: 980 * time.Millisecond}
	for i := range 12 {
		b := engine.Bucket{OK: 45 + i%4, P50: 6 * time.Millisecond, P99: time.Duration(20+i) * time.Millisecond}
		if i >= 4 {
			b.OK, b.Failed, b.P99 = 35, 12, time.Duration(700+20*i)*time.Millisecond
		}
		if i == 2 {
			b.Failed = 1
		}
		client.Buckets = append(client.Buckets, b)
	}
	s.Clients = []engine.Client{client}
	s.Operations = []engine.Operation{
		{ID: 1, Client: "you", Name: "put cart milk", Kind: "put", Key: "cart", Value: "milk", Via: "store-1", Outcome: engine.OK, Start: 1_000_000, End: 1_004_200, Manual: true},
		{ID: 2, Client: "users", Name: "get k-17", Kind: "get", Key: "k-17", Value: "v", Found: true, Via: "web-1", Outcome: engine.OK, Start: 1_100_000, End: 1_104_200},
		{ID: 3, Client: "you", Name: "put cart eggs", Kind: "put", Key: "cart", Via: "store-1", Outcome: engine.Failed, Code: "no-quorum", Detail: "needed 2 acknowledgements, got 1 (store-1)", Start: 4_000_000, End: 5_000_000, Manual: true},
		{ID: 4, Client: "users", Name: "get cart", Kind: "get", Key: "cart", Value: "milk", Found: true, Via: "web-2", Outcome: engine.OK, Stale: true, Start: 6_000_000, End: 6_010_000},
		{ID: 5, Client: "users", Name: "put k-3 v9", Kind: "put", Key: "k-3", Via: "web-2", Outcome: engine.Unknown, Code: "timeout", Start: 7_000_000, End: 8_000_000},
		{ID: 6, Client: "you", Name: "get cart", Kind: "get", Key: "cart", Via: "store-3", Outcome: engine.Pending, Start: 12_340_000, Manual: true},
	}
	s.Log = []engine.LogLine{
		{Time: 1_000_000, Severity: engine.Action, Text: "you: put cart milk via store-1"},
		{Time: 3_200_000, Severity: engine.Action, Text: "you: partition store-1 store-2 | store-3 store-4 store-5"},
		{Time: 3_900_000, Severity: engine.Warning, Text: "store-1 has not heard from store-3 for 600 ms"},
		{Time: 5_000_000, Severity: engine.Problem, Text: "put cart eggs failed: no-quorum. Needed 2 acknowledgements, got 1 (store-1); store-3 and store-4 can not be reached.", Operation: 3},
		{Time: 9_000_000, Severity: engine.Action, Text: "you: crash store-4", Node: "store-4"},
		{Time: 9_000_000, Severity: engine.Info, Text: "store-4 lost what it had in memory; its disk stays"},
	}
	s.Script = []engine.ScriptStep{
		{Text: "put cart milk via store-1", State: "done"},
		{Text: "expect value eggs", State: "failed", Message: "it read milk"},
		{Text: "wait 10s", State: "running"},
		{Text: "heal", State: "later"},
	}
	s.Rafts = []engine.Raft{fixtureRaft()}
	s.Balancers = []engine.Balancer{{Component: "edge", Active: "edge-2", Policy: "least-connections", Layer: 7, Capacity: 500, Targets: []engine.BalancerTarget{
		{Node: "web-1", Healthy: true, Load: 6, Sent: 1200, Recent: 12 * time.Millisecond}, {Node: "web-2", Load: 0, Sent: 300}, {Node: "web-3", Healthy: true, Load: 3, Sent: 1500},
		{Node: "store-4", Healthy: true, Load: 1, Sent: 1},
	}}}
	s.Verdict = engine.Verdict{Time: 12_000_000, Name: "linearizable", Explanation: "get cart read milk, although put cart eggs had been acknowledged before.", Operations: []uint64{3, 4}}
	s.Metrics = []engine.Metric{{Name: "users.p99", Value: .98, Text: "980 ms"}, {Name: "users.availability", Value: .9, Text: "90.0%"}}
	return s
}

// fixtureRaft is a store of three in term 4, whose former leader kept two
// entries that nobody else has.
func fixtureRaft() engine.Raft {
	entries := func(terms ...uint64) (out []engine.RaftEntry) {
		for i, t := range terms {
			out = append(out, engine.RaftEntry{Index: uint64(i + 3), Term: t, Text: fmt.Sprintf("put cart=v%d", i)})
		}
		return out
	}
	return engine.Raft{Component: "registry", Term: 4, Leader: "registry-2", Members: []engine.RaftMember{
		{Node: "registry-1", Role: "frozen", Term: 2, Last: 8, Committed: 5, Applied: 5, Entries: entries(1, 1, 2, 2, 2, 2)},
		{Node: "registry-2", Role: "leader", Term: 4, Last: 7, Committed: 7, Applied: 7, VotedFor: "registry-2", Entries: entries(1, 1, 2, 4, 4)},
		{Node: "registry-3", Role: "follower", Term: 4, Last: 7, Committed: 6, Applied: 6, VotedFor: "registry-2", Follows: "registry-2", Entries: entries(1, 1, 2, 4, 4)},
	}, Ballots: []engine.Ballot{
		{Time: 4_000_000, Term: 3, Voter: "registry-3", Candidate: "registry-2", Pre: true, Granted: true},
		{Time: 4_100_000, Term: 4, Voter: "registry-2", Candidate: "registry-2", Granted: true},
		{Time: 4_102_000, Term: 4, Voter: "registry-3", Candidate: "registry-2", Granted: true},
		{Time: 4_102_000, Term: 4, Candidate: "registry-2", Elected: true},
		{Time: 5_000_000, Term: 5, Voter: "registry-3", Candidate: "registry-1", Pre: true, Reason: "it has a leader, registry-2"},
	}}
}

func members(name string, n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf("%s-%d", name, i+1))
	}
	return out
}

func fixtureRing(component string, nodes, tokens int) engine.Ring {
	rng := rand.New(rand.NewPCG(1, 2))
	r := engine.Ring{Component: component, Nodes: members(component, nodes)}
	for _, n := range r.Nodes {
		for range tokens {
			r.Tokens = append(r.Tokens, engine.Token{Position: rng.Float64(), Owner: n})
		}
	}
	slices.SortFunc(r.Tokens, func(a, b engine.Token) int {
		if a.Position < b.Position {
			return -1
		}
		return 1
	})
	for i, k := range []string{"cart", "user:42", "a", "b", "c", "d"} {
		r.Keys = append(r.Keys, engine.RingKey{Key: k, Position: .13 + float64(i)*.14})
	}
	// The preference list of cart: the first three owners met clockwise.
	for i := range r.Tokens {
		t := r.Tokens[i]
		if t.Position >= .13 && !slices.Contains(r.Keys[0].Owners, t.Owner) && len(r.Keys[0].Owners) < 3 {
			r.Keys[0].Owners = append(r.Keys[0].Owners, t.Owner)
		}
	}
	return r
}

func fixtureView() View {
	return View{Snapshot: fixture(), Node: "store-2", Key: "cart", Operation: 3}
}

func fixtureWhy() engine.Explanation {
	return engine.Explanation{Title: "Why put cart eggs failed", Chain: []engine.Cause{
		{Time: 5_000_000, Text: "put cart eggs ended with no-quorum: 2 acknowledgements were needed, 1 came (store-1).", Node: "store-1"},
		{Time: 4_000_100, Text: "store-1 asked store-3 and store-4; no answer came within 1 s.", Node: "store-1"},
		{Time: 3_200_000, Text: "partition store-1 store-2 | store-3 store-4 store-5 cut the links between them."},
	}}
}

// fixturePast is a write through store-1 that reaches one replica of two, beside
// a read that has nothing to do with it.
func fixturePast() engine.Past {
	p := engine.Past{From: 3_990_000, To: 4_050_000, Turns: []engine.Turn{{Time: 0, Node: "store-4", State: engine.Up}, {Time: 4_020_000, Node: "store-4", State: engine.Crashed}}}
	add := func(op uint64, from, to string, sent, ended int64, state engine.FlightState, reason string) {
		p.Flights = append(p.Flights, engine.Flight{Message: engine.Message{ID: uint64(len(p.Flights) + 1), From: from, To: to, Kind: "replica-write", Operation: op, SentAt: clock.Time(sent)},
			State: state, Ended: clock.Time(ended), Reason: reason})
	}
	add(9, "users", "web-1", 3_992_000, 3_998_000, engine.Delivered, "")
	add(3, "web-1", "store-1", 4_000_000, 4_005_000, engine.Delivered, "")
	add(3, "store-1", "store-2", 4_005_000, 4_012_000, engine.Delivered, "")
	add(3, "store-1", "store-3", 4_005_000, 4_005_000, engine.Lost, "the link is cut")
	add(0, "store-5", "store-4", 4_010_000, 4_030_000, engine.Lost, "nobody was there to take it")
	add(3, "store-2", "store-1", 4_012_000, 4_020_000, engine.Delivered, "")
	add(3, "store-1", "web-1", 4_035_000, 4_045_000, engine.Delivered, "")
	return p
}

// fixtureFork is the fixture without its faults.
func fixtureFork() *engine.Snapshot {
	s := fixture()
	s.Faults = nil
	for i := range s.Nodes {
		s.Nodes[i].State, s.Nodes[i].Slow = engine.Up, 0
	}
	for i := range s.Links {
		s.Links[i].Cut = false
	}
	s.Operations[2].Outcome, s.Operations[2].Code = engine.OK, ""
	s.Stores[0].Keys[0].Cells[2].Value = "eggs"
	s.Metrics = []engine.Metric{{Name: "users.p99", Value: 2, Text: "2 s"}, {Name: "users.availability", Value: 1, Text: "100%"}}
	return s
}

// fixtureMembership is a store cut in two: each side suspects the other, which
// is right, and store-1 takes store-2 for slow, which is wrong.
func fixtureMembership() engine.Membership {
	m := engine.Membership{Component: "store", Detector: "swim", Members: members("store", 5), Suspicions: 7, FalsePositives: 1, Messages: 1234, Bytes: 56_789}
	for i := range m.Members {
		row := make([]engine.MemberBelief, 5)
		for j := range row {
			b := &row[j]
			switch {
			case i == j || i >= 3:
				b.Blind = true
			case i == 0 && j == 1:
				*b = engine.MemberBelief{Suspected: true, Wrong: true, Since: 11_000_000}
			case j == 3:
				*b = engine.MemberBelief{Suspected: true, Faulty: true, Since: 9_700_000}
			case (i < 2) != (j < 2):
				*b = engine.MemberBelief{Suspected: true, Since: 3_900_000}
			}
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// fixtureSeries is a latency that jumps when the store is cut, and a rate.
func fixtureSeries() []engine.Curve {
	p99 := engine.Curve{Name: "users.p99", Unit: "seconds"}
	rate := engine.Curve{Name: "users.throughput", Unit: "per_second"}
	for i := range 120 {
		at := clock.Time(i) * 100_000
		p99.Times, rate.Times = append(p99.Times, at), append(rate.Times, at)
		x := .02 + float64(i%7)*.002
		if i > 32 {
			x = .9 + float64(i%5)*.02
		}
		p99.Values, rate.Values = append(p99.Values, x), append(rate.Values, 50+float64(i%9))
	}
	return []engine.Curve{p99, rate, {Name: "jobs.depth", Unit: "count"}}
}

func fixtureLatencies() []engine.Latencies {
	l := engine.Latencies{Component: "users", P50: 6 * time.Millisecond, P99: 480 * time.Millisecond, Max: 980 * time.Millisecond}
	upto := 2 * time.Millisecond
	for i := range 28 {
		l.Cells = append(l.Cells, engine.LatencyCell{Upto: upto, Count: 400 / (1 + abs(i-5)*abs(i-5))})
		upto += upto / 4
	}
	return []engine.Latencies{l}
}
