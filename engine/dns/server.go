package dns

import (
	"fmt"
	"time"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Server is a name server: it holds the records of one name, and checks
// whether they are healthy.
type Server struct {
	config   *Config
	stats    *Stats
	names    *Names
	next     uint64
	turn     int
	answered []bool // by record, in this round
	missed   []int  // rounds in a row without an answer
	checks   map[uint64]int
}

// Timers of a name server.
const (
	checkTimer uint8 = iota
	roundTimer
)

// NewServer returns a name server that takes all records for healthy.
func NewServer(c *Config, s *Stats, n *Names) *Server {
	return &Server{config: c, stats: s, names: n, checks: map[uint64]int{}, answered: make([]bool, len(c.Records)), missed: make([]int, len(c.Records))}
}

// Init implements sim.Node.
func (s *Server) Init(env *sim.Env) {
	if s.config.CheckEvery > 0 {
		env.After(s.config.CheckEvery, checkTimer, 0)
	}
}

// Receive implements sim.Node.
func (s *Server) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Ping:
		request.Answer(env, m)
	case *request.Pong:
		if record, ok := s.checks[p.ID]; ok {
			s.answered[record] = true
		}
	case *Query:
		env.Send(m.From, m.Operation, &Answer{ID: p.ID, Name: p.Name, Address: s.config.Records[s.choose(env, m.From, p)], TTL: s.config.TTL})
	}
}

// Timeout implements sim.Node.
func (s *Server) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case checkTimer:
		s.check(env)
	case roundTimer:
		s.judge(env)
	}
}

// check asks all members of every record whether they are there.
func (s *Server) check(env *sim.Env) {
	if s.config.CheckEvery <= 0 {
		return // switched off meanwhile
	}
	clear(s.checks)
	for i, record := range s.config.Records {
		s.answered[i] = false
		for _, id := range s.names.Directory.Members(record) {
			s.next++
			s.checks[s.next] = i
			env.Send(id, 0, &request.Ping{ID: s.next})
		}
		if len(s.names.Servers[record]) > 0 {
			s.answered[i] = true // another name: its own servers check it
		}
	}
	env.After(s.config.CheckTimeout, roundTimer, 0)
	env.After(max(s.config.CheckEvery, s.config.CheckTimeout), checkTimer, 0)
}

// judge ends a round of checks.
func (s *Server) judge(env *sim.Env) {
	for i, record := range s.config.Records {
		was := s.healthy(i)
		if s.answered[i] {
			s.missed[i] = 0
		} else {
			s.missed[i]++
		}
		switch is := s.healthy(i); {
		case was && !is:
			s.stats.Failovers++
			env.Note(0, Changed{Server: env.Self(), Name: s.config.Name, Record: record, Healthy: false, Rounds: s.missed[i]})
		case !was && is:
			env.Note(0, Changed{Server: env.Self(), Name: s.config.Name, Record: record, Healthy: true})
		}
	}
}

func (s *Server) healthy(i int) bool { return s.missed[i] < max(1, s.config.UnhealthyAfter) }

// Healthy lists which records get traffic, as the server believes.
func (s *Server) Healthy() []bool {
	out := make([]bool, len(s.config.Records))
	for i := range out {
		out[i] = s.healthy(i)
	}
	return out
}

// choose is the record that is the answer. When none is healthy all count as
// healthy: an address that may work is better than none.
func (s *Server) choose(env *sim.Env, from sim.NodeID, q *Query) int {
	var fit []int
	for i := range s.config.Records {
		if s.healthy(i) {
			fit = append(fit, i)
		}
	}
	if len(fit) == 0 {
		for i := range s.config.Records {
			fit = append(fit, i)
		}
	}
	switch s.config.Policy {
	case Failover:
		return fit[0]
	case Weighted:
		return s.draw(env, fit)
	case Geo:
		return s.nearest(from, fit)
	case Latency:
		return fastest(fit, q.Latencies)
	}
	s.turn++
	return fit[s.turn%len(fit)]
}

func (s *Server) weight(i int) float64 {
	if len(s.config.Weights) == 0 {
		return 1
	}
	return s.config.Weights[i%len(s.config.Weights)]
}

func (s *Server) draw(env *sim.Env, fit []int) int {
	sum := 0.0
	for _, i := range fit {
		sum += s.weight(i)
	}
	x := env.Rand().Float64() * sum
	for _, i := range fit {
		if x -= s.weight(i); x < 0 {
			return i
		}
	}
	return fit[len(fit)-1]
}

// fastest is the record with the least latency; one that was not measured yet
// comes last.
func fastest(fit []int, latencies []time.Duration) int {
	best := fit[0]
	for _, i := range fit {
		if i < len(latencies) && latencies[i] > 0 && (latencies[best] == 0 || latencies[i] < latencies[best]) {
			best = i
		}
	}
	return best
}

// nearest is the record with a member nearest to who asks.
func (s *Server) nearest(from sim.NodeID, fit []int) int {
	var members []sim.NodeID
	record := map[sim.NodeID]int{}
	for _, i := range fit {
		for _, id := range s.names.members(s.config.Records[i], 0) {
			members, record[id] = append(members, id), i
		}
	}
	d := s.names.Directory
	near := request.Nearest(members, d.PlaceOf(from), d.PlaceOf, func(sim.NodeID) bool { return true })
	if len(near) == 0 {
		return fit[0]
	}
	return record[near[0]]
}

// maxAliases bounds how many names lead to one another.
const maxAliases = 8

// members are the nodes behind a word, through other names.
func (n *Names) members(word string, depth int) []sim.NodeID {
	if members := n.Directory.Members(word); len(n.Servers[word]) == 0 || depth > maxAliases {
		return members
	}
	var out []sim.NodeID
	for _, record := range n.Records[word] {
		out = append(out, n.members(record, depth+1)...)
	}
	return out
}

// Detail is the node in a line.
func (s *Server) Detail() string {
	up := 0
	for i := range s.config.Records {
		if s.healthy(i) {
			up++
		}
	}
	return fmt.Sprintf("%d of %d records are healthy", up, len(s.config.Records))
}
