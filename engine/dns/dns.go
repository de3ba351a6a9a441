// Package dns turns a name into the component that answers for it, as the
// domain name system does: name servers that know, and resolvers near the users
// that ask them and keep the answer for its time to live (RFC 1034).
//
// Whatever a name server changes its mind about, the resolvers go on with what
// they were told until the time to live is over. That is why failing over by
// DNS takes as long as that, after the failure was noticed.
package dns

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Policy says which of several records is the answer.
type Policy string

// The policies.
const (
	Simple   Policy = "simple"   // each in turn
	Weighted Policy = "weighted" // at random, by weights
	Failover Policy = "failover" // the first that is healthy
	Geo      Policy = "geo"      // the nearest to who asks
	Latency  Policy = "latency"  // the one that answers who asks the fastest
)

// Config is what the operator chooses.
type Config struct {
	Name    string
	Records []string // components, or other names
	Policy  Policy
	Weights []float64
	TTL     time.Duration

	CheckEvery     time.Duration // between health checks; 0: none
	CheckTimeout   time.Duration
	UnhealthyAfter int // rounds without an answer of any member
}

// Stats count over all nodes.
type Stats struct {
	Queries   int // that users asked resolvers
	Hits      int // answered from a resolver's memory
	Recursive int // that resolvers asked name servers
	Failed    int
	Failovers int // changes of a record from healthy to unhealthy
}

// Names knows what a word is: a component, or a name that has to be resolved.
type Names struct {
	Directory *request.Directory
	Servers   map[string][]sim.NodeID // by name
	Records   map[string][]string
}

// NewNames returns an empty book.
func NewNames(d *request.Directory) *Names {
	return &Names{Directory: d, Servers: map[string][]sim.NodeID{}, Records: map[string][]string{}}
}

// Cached is an answer that a resolver keeps.
type Cached struct {
	Name, Address string
	Expires       clock.Time
}
