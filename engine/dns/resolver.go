package dns

import (
	"fmt"
	"slices"
	"time"

	"netsplit/calc/noun"
	"netsplit/calc/order"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Resolver is what a provider runs near its users: it asks name servers on
// their behalf, follows one name to the next, and keeps answers.
type Resolver struct {
	records func() []string
	stats   *Stats
	names   *Names
	next    uint64
	cache   map[string]Cached
	open    map[uint64]*lookup
	waiting map[string]uint64 // the lookup that is under way for a name
	probes  map[uint64]probe
	delays  []time.Duration
	measure time.Duration
}

// lookup is a name on its way to an address.
type lookup struct {
	id     uint64
	name   string // that was asked
	at     string // the alias that it has got to
	ttl    time.Duration
	tries  int
	depth  int
	askers []asker
}

type asker struct {
	from      sim.NodeID
	request   *request.Request
	operation uint64
}

type probe struct {
	record int
	sent   clock.Time
}

// patience is how long a resolver waits for a name server, and attempts how
// many it asks before it gives up.
const (
	patience = 500 * time.Millisecond
	attempts = 3
)

// Timers of a resolver.
const (
	queryTimer uint8 = iota
	measureTimer
)

// NewResolver returns a resolver that knows nothing yet. It measures how fast
// the records of a name answer, every so often; 0 is never.
func NewResolver(records func() []string, measure time.Duration, s *Stats, n *Names) *Resolver {
	return &Resolver{records: records, measure: measure, stats: s, names: n, cache: map[string]Cached{}, open: map[uint64]*lookup{},
		waiting: map[string]uint64{}, probes: map[uint64]probe{}}
}

// Init implements sim.Node.
func (r *Resolver) Init(env *sim.Env) {
	if r.measure > 0 {
		r.delays = make([]time.Duration, len(r.records()))
		r.probe(env)
	}
}

// Receive implements sim.Node.
func (r *Resolver) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		r.measured(env, p)
	case *request.Request:
		r.ask(env, m, p)
	case *Answer:
		r.answered(env, p)
	}
}

// Timeout implements sim.Node.
func (r *Resolver) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case queryTimer:
		if l := r.open[t.Key]; l != nil {
			r.retry(env, l)
		}
	case measureTimer:
		r.probe(env)
	}
}

// ask answers from memory, or begins to look the name up; whoever asks for the
// same name meanwhile waits for the same answer.
func (r *Resolver) ask(env *sim.Env, m sim.Message, q *request.Request) {
	if q.Verb != request.Resolve {
		env.Send(m.From, m.Operation, request.Fail(q, request.Unsupported, env.Name()+" only resolves names", false))
		return
	}
	r.stats.Queries++
	if c, ok := r.cache[q.Key]; ok && env.Now() < c.Expires {
		r.stats.Hits++
		r.reply(env, asker{m.From, q, m.Operation}, c.Address, c.Expires.Sub(env.Now()))
		return
	}
	if id, ok := r.waiting[q.Key]; ok {
		r.open[id].askers = append(r.open[id].askers, asker{m.From, q, m.Operation})
		return
	}
	l := &lookup{name: q.Key, at: q.Key, ttl: forever, askers: []asker{{m.From, q, m.Operation}}}
	r.query(env, l)
}

// forever is longer than any time to live.
const forever = 1<<62 - 1

// query asks a name server for what a lookup has got to. Each try has its own
// number, so that a late answer to an earlier one is told apart.
func (r *Resolver) query(env *sim.Env, l *lookup) {
	delete(r.open, l.id)
	servers := r.names.Servers[l.at]
	r.next = max(r.next, env.FirstNumber()) + 1
	l.id = r.next
	r.open[l.id], r.waiting[l.name] = l, l.id
	r.stats.Recursive++
	server := servers[(int(l.id)+l.tries)%len(servers)]
	env.Send(server, l.askers[0].operation, &Query{ID: l.id, Name: l.at, Latencies: slices.Clone(r.delays)})
	env.After(patience, queryTimer, l.id)
}

func (r *Resolver) retry(env *sim.Env, l *lookup) {
	if l.tries++; l.tries < attempts {
		r.query(env, l)
		return
	}
	delete(r.open, l.id)
	delete(r.waiting, l.name)
	r.stats.Failed++
	for _, a := range l.askers {
		env.Note(a.operation, Unresolved{Resolver: env.Self(), Name: l.name, Servers: r.names.Servers[l.at]})
		env.Send(a.from, a.operation, request.Fail(a.request, request.NoAddress,
			fmt.Sprintf("%s asked %s who answers for %s, and no name server did", env.Name(), noun.Count(attempts, "time"), l.at), false))
	}
}

// answered takes a name server's word: an address, or one more name.
func (r *Resolver) answered(env *sim.Env, a *Answer) {
	l := r.open[a.ID]
	if l == nil {
		return
	}
	l.ttl = min(l.ttl, a.TTL)
	l.at = a.Address
	if len(r.names.Servers[a.Address]) > 0 {
		l.tries = 0
		if l.depth++; l.depth <= maxAliases {
			r.query(env, l)
			return
		}
	}
	delete(r.open, l.id)
	delete(r.waiting, l.name)
	if l.ttl > 0 {
		r.cache[l.name] = Cached{Name: l.name, Address: l.at, Expires: env.Now().Add(l.ttl)}
	}
	for _, asked := range l.askers {
		r.reply(env, asked, l.at, l.ttl)
	}
}

func (r *Resolver) reply(env *sim.Env, a asker, address string, ttl time.Duration) {
	env.Send(a.from, a.operation, &request.Response{ID: a.request.ID, Verb: request.Resolve, Key: a.request.Key, Found: true, Value: address, TTL: ttl})
}

// probe measures how long a member of each record takes to answer.
func (r *Resolver) probe(env *sim.Env) {
	clear(r.probes)
	for i, record := range r.records() {
		members := r.names.members(record, 0)
		if len(members) == 0 {
			continue
		}
		r.next = max(r.next, env.FirstNumber()) + 1
		r.probes[r.next] = probe{i, env.Now()}
		env.Send(members[int(r.next)%len(members)], 0, &request.Ping{ID: r.next})
	}
	env.After(r.measure, measureTimer, 0)
}

func (r *Resolver) measured(env *sim.Env, p *request.Pong) {
	if at, ok := r.probes[p.ID]; ok && at.record < len(r.delays) {
		const weight = 0.3 // of the latest
		took := env.Now().Sub(at.sent)
		if old := r.delays[at.record]; old > 0 {
			took = old + time.Duration(weight*float64(took-old))
		}
		r.delays[at.record] = max(took.Round(time.Microsecond), time.Microsecond)
	}
}

// Cached are the answers that it keeps, by name.
func (r *Resolver) Cached(now clock.Time) []Cached {
	var out []Cached
	for _, c := range r.cache { // order-free: sorted below
		if now < c.Expires {
			out = append(out, c)
		}
	}
	order.By(out, func(a, b Cached) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return out
}

// Flush forgets all answers, or that for one name, and counts them.
func (r *Resolver) Flush(name string) int {
	if name == "" {
		n := len(r.cache)
		clear(r.cache)
		return n
	}
	if _, ok := r.cache[name]; !ok {
		return 0
	}
	delete(r.cache, name)
	return 1
}

// Detail is the node in a line.
func (r *Resolver) Detail() string {
	return fmt.Sprintf("keeps %s, looks %s up", noun.Count(len(r.cache), "answer"), noun.Count(len(r.open), "name"))
}
