package engine

import (
	"time"

	"netsplit/engine/clock"
)

// Snapshot is a deep copy of everything a screen may show of a cluster at one
// moment. It holds plain values only: drawing it can't change the run.
// Slices are in a fixed order (declaration order, then member number).
type Snapshot struct {
	Scenario string // the scenario's name
	Title    string
	Seed     uint64
	Time     clock.Time

	Components []Component
	Nodes      []Node
	Links      []Link
	Messages   []Message // in flight now, by delivery time, at most 200
	Rings      []Ring
	Stores     []Store
	Rafts      []Raft
	SQLs       []SQL
	Shardings  []Sharding
	// Memberships are who suspects whom, for the stores whose members watch
	// each other.
	Memberships []Membership
	Caches      []Cache
	Queues      []Queue
	Topics      []Topic
	Streams     []Stream
	Workers     []Worker
	Services    []Service
	Fronts      []Front
	Names       []Name
	Arrays      []Array
	Balancers   []Balancer
	Clients     []Client
	Listenings  []Listening
	Feeds       []Feed
	Scalings    []Scaling
	Operations  []Operation // the latest 200, oldest first
	Log         []LogLine   // the latest 300, oldest first
	Faults      []Fault     // active now, in the order they began
	Metrics     []Metric    // every component.metric, sorted by name
	Script      []ScriptStep
	Verdict     Verdict // of the latest check; Name "": none was run
}

// Component is one entry of the scenario's components, with its members.
type Component struct {
	Name, Kind string
	Members    []string // node names: "store-1" …
	To         []string // components it sends to: the edges of the design
}

// NodeState says whether a node runs.
type NodeState string

// The states of a node.
const (
	Up      NodeState = "up"
	Crashed NodeState = "crashed"
	Paused  NodeState = "paused"
	Removed NodeState = "removed"
)

// Node is one running member.
type Node struct {
	Name, Component, Kind, Zone string
	State                       NodeState
	Since                       clock.Time    // when State began
	Slow                        time.Duration // added to every message it sends
	Skew                        time.Duration // its clock minus true time
	Detail                      string        // one line of its own: "17 keys, 2 requests in progress"
}

// Link is a pair of nodes that can talk by design, one direction.
type Link struct {
	From, To string
	Cut      bool          // nothing passes
	Loss     float64       // probability that a message is lost
	Travel   time.Duration // how long messages took on it lately, measured; 0: none arrived
	Why      string        // the fault step behind it: "partition store-1 store-2 | store-3 (3.200 s)"
}

// Message is in flight.
type Message struct {
	ID              uint64
	From, To        string
	Kind            string // "replica-write"
	Text            string // "write cart=eggs v3.2.1"
	Operation       uint64 // the client operation it serves, 0 for background work
	SentAt, Arrives clock.Time
}

// Ring is the consistent-hash ring of a kv component.
type Ring struct {
	Component string
	Nodes     []string
	Tokens    []Token // by position
	Keys      []RingKey
}

// Token is one virtual node: it owns the arc that ends at Position, clockwise.
// Position is a fraction of the circle, 0 ≤ Position < 1.
type Token struct {
	Position float64
	Owner    string
}

// RingKey is a key, its place and the nodes that keep it, first owner first.
type RingKey struct {
	Key      string
	Position float64
	Owners   []string
}

// Store is a replicated store and the versions that each replica holds.
type Store struct {
	Component     string
	Kind          string
	Replicas      int // N
	Read, Write   int // R, W
	Keys          []KeyRow
	Hints         []Hint // kept for nodes that are down, at most 100
	TotalKeys     int    // Keys is cut at 100, manual keys and recent ones first
	StaleReads    int
	DivergentKeys int        // keys whose live replicas differ
	LastChange    clock.Time // when a replica last took a new version
}

// Raft is a store that agrees by majority: who leads, and how far each member
// is. Its keys are in Stores.
type Raft struct {
	Component string
	Term      uint64 // the latest that a running member knows of
	Leader    string // of the latest term that has one; "" when nobody running leads
	Members   []RaftMember
	Ballots   []Ballot // the latest votes, oldest first
}

// RaftMember is one member. What it knows of the others may be out of date.
type RaftMember struct {
	Node               string
	Role               string // leader, follower, pre-candidate, candidate, learner, frozen, down
	Term               uint64
	Log                int    // entries that it keeps; older ones are in its snapshot
	Last               uint64 // the last entry of its log
	Committed, Applied uint64
	VotedFor           string      // in its term; "" nobody
	Follows            string      // whom it takes for the leader; "" nobody
	Entries            []RaftEntry // the end of its log, at most 40
}

// RaftEntry is an entry of a member's log.
type RaftEntry struct {
	Index, Term uint64
	Text        string
}

// Hint is a write that a stand-in keeps for an owner that did not answer.
type Hint struct{ Holder, For, Key, Value string }

// KeyRow is one key across its replicas.
type KeyRow struct {
	Key   string
	Cells []Cell // in preference order
}

// Cell is what one replica holds for a key.
type Cell struct {
	Node    string
	Value   string
	Version string // "3.200001 s @store-1"
	Missing bool   // holds nothing
	Behind  bool   // an older version than the newest replica's
	Down    bool   // the node does not run

	Siblings int // how many values stand side by side; 0: one, or none
}

// Cache is a cache component.
type Cache struct {
	Component    string
	Policy       string
	Strategy     string
	Capacity     int
	TTL          time.Duration
	Hits, Misses int
	HitRatio     float64 // over the last 10 s
	Evictions    int
	Entries      []CacheEntry // as the policy orders them, at most 100
	Size         int
	Placement    string
	ByBytes      bool // Capacity counts bytes
	Bytes        int64
	StaleReads   int // answered with a copy older than an acknowledged write
	OriginReads  int // that went to the store
	Coalesced    int // requests that waited for another's read
	Unwritten    int // acknowledged, and only in memory
	LostWrites   int
	Nodes        []CacheNode
}

// CacheEntry is one cached value.
type CacheEntry struct {
	Key, Value string
	Age        time.Duration
	ExpiresIn  time.Duration // 0: never
	Stale      bool          // the store holds a newer acknowledged value
	Absent     bool          // it keeps that there is nothing
}

// Service is a stateless tier.
type Service struct {
	Component string
	Instances []Instance
}

// Instance is one service process.
type Instance struct {
	Node        string
	Busy        int // requests in progress
	Waiting     int // requests in its queue
	Concurrency int
	Utilisation float64 // over the last second
	Served      int
}

// Client is a source of traffic. The series are by second, oldest first, at
// most 120 points; Buckets[i] covers second Start+i.
type Client struct {
	Component            string
	Total, OK, Failed    int
	Unknown              int
	Availability         float64 // of finished operations over the whole run
	P50, P99             time.Duration
	Start                int // second of Buckets[0]
	Buckets              []Bucket
	RecentTotal          int     // over the last 5 s, as the others below
	RecentAvailability   float64 // of none it is 1
	RecentP50, RecentP99 time.Duration
}

// Bucket is one second of a client.
type Bucket struct {
	OK, Failed int
	P50, P99   time.Duration
}

// Outcome is how an operation ended.
type Outcome string

// The outcomes. Unknown: it ended with an error but may have happened.
const (
	Pending Outcome = "pending"
	OK      Outcome = "ok"
	Failed  Outcome = "failed"
	Unknown Outcome = "unknown"
)

// Operation is what a client asked and what came of it.
type Operation struct {
	ID         uint64
	Client     string // component, or "you" for steps done by hand
	Name       string // "put cart milk"
	Kind       string // put get cas delete send
	Key, Value string // Value: written, or read
	Via        string // the node or component that was asked
	Outcome    Outcome
	Code       string // error code: "no-quorum", "timeout" …
	Detail     string // "needed 2 acknowledgements, got 1 (store-1)"
	Start, End clock.Time
	Found      bool // a read that got a value
	Stale      bool // a read that missed a newer acknowledged write
	Manual     bool // a step, not traffic
}

// Severity orders log lines.
type Severity string

// The severities.
const (
	Info    Severity = "info"
	Warning Severity = "warning"
	Problem Severity = "problem"
	Action  Severity = "action" // a step that somebody took
)

// LogLine is one event as a sentence.
type LogLine struct {
	Time      clock.Time
	Severity  Severity
	Text      string
	Operation uint64 // 0: none
	Node      string
}

// Fault is active.
type Fault struct {
	Text  string // the step's words
	Since clock.Time
}

// Metric is one measured value.
type Metric struct {
	Name  string // "users.availability"
	Value float64
	Unit  string // "ratio" "seconds" "count" "per_second" "bytes"
	Text  string // "99.95%"
}

// ScriptStep is a step of the scenario file and how far it got.
type ScriptStep struct {
	Text    string
	Line    int
	State   string // "next" "waiting" "running" "done" "failed" "later"
	Message string // what an expectation got, or the error
}
