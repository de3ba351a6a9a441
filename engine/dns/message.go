package dns

import (
	"fmt"
	"time"
)

// size is what a question or an answer takes, in bytes.
const size = 80

// Query is what a resolver asks a name server.
type Query struct {
	ID        uint64
	Name      string
	Latencies []time.Duration // to each record, as the resolver measured it; 0: not known
}

// Kind implements sim.Payload.
func (*Query) Kind() string { return "query" }

// Size implements sim.Payload.
func (q *Query) Size() int { return size + len(q.Name) }

// String implements sim.Payload.
func (q *Query) String() string { return "who answers for " + q.Name + "?" }

// Answer is what a name server says.
type Answer struct {
	ID      uint64
	Name    string
	Address string // a component, or another name
	TTL     time.Duration
}

// Kind implements sim.Payload.
func (*Answer) Kind() string { return "record" }

// Size implements sim.Payload.
func (a *Answer) Size() int { return size + len(a.Name) + len(a.Address) }

// String implements sim.Payload.
func (a *Answer) String() string { return fmt.Sprintf("%s is %s for %s", a.Name, a.Address, a.TTL) }
