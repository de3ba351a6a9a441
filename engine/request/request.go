// Package request is the language that components speak to each other: a
// request for a key or a job, and its answer.
//
// One vocabulary for every kind is what lets components compose: a balancer
// passes on what a client asks, a service asks a cache, a cache's owner asks a
// store, and the answer's error code travels all the way back.
package request

import (
	"fmt"
	"strings"
	"time"

	"netsplit/engine/causal"
	"netsplit/engine/clock"
	"netsplit/engine/sim"
)

// Verb is what is asked.
type Verb uint8

// The verbs. The Cache ones speak to a cache and are never recorded as a
// client's operation.
const (
	Get Verb = iota
	Put
	CompareAndSet
	Delete
	Send // a job for a queue
	CacheGet
	CacheSet
	CacheDelete
	Resolve // a name: which component answers for it
	Publish // a message for a topic
	Append  // a record for a stream
	Lookup  // which shard of a store has a key
	Poll    // what is new since the last update that the asker has
	Connect // the same, and a connection that stays open for what comes later
)

var verbs = [...]string{"get", "put", "cas", "delete", "send", "cache-get", "cache-set", "cache-delete", "resolve", "publish", "append", "look-up", "poll", "connect"}

// String is the verb as in a step.
func (v Verb) String() string { return verbs[v] }

// Writes reports whether the verb changes something.
func (v Verb) Writes() bool {
	return v != Get && v != CacheGet && v != Resolve && v != Lookup && !v.Listens()
}

// Listens reports whether the verb asks for updates.
func (v Verb) Listens() bool { return v == Poll || v == Connect }

// Gives reports whether the verb hands over a message: to a queue, a topic or a
// stream.
func (v Verb) Gives() bool { return v == Send || v == Publish || v == Append }

// Version orders the writes of a key: by the coordinator's clock, then by the
// coordinator. A version of Nobody is the place of a write in a log instead.
// The zero Version is older than every other.
type Version struct {
	Stamp clock.Time
	Node  sim.NodeID
}

// epochBits is where, in the place of a write in a log, the epoch begins of the
// leader that gave it the place. Logs that know no epochs leave it 0.
const epochBits = 40

// Place is the version of an entry of a log that a leader of an epoch wrote: one
// of a later epoch is newer, whatever its number.
func Place(epoch, index uint64) Version {
	return Version{Stamp: clock.Time(epoch<<epochBits | index), Node: sim.Nobody}
}

// PlaceOf is the epoch and the number behind a version; false: it is no place
// in a log.
func (v Version) PlaceOf() (epoch, index uint64, ok bool) {
	if v.Node != sim.Nobody || v.Stamp <= 0 {
		return 0, 0, false
	}
	return uint64(v.Stamp) >> epochBits & epochMask, uint64(v.Stamp) & (1<<epochBits - 1), true
}

// turnBits is where, above the epoch, the number of the log begins that the key
// is in: a key that goes to another shard goes on in another log.
const (
	turnBits  = epochBits + 15
	epochMask = 1<<(turnBits-epochBits) - 1
	mostTurns = 1<<(63-turnBits) - 1
)

// OnTurn is the version of a key that has been in so many other logs before:
// newer than all that those gave it.
func (v Version) OnTurn(turn int) Version {
	if turn > 0 && v.Stamp > 0 {
		v.Stamp |= clock.Time(min(turn, mostTurns)) << turnBits
	}
	return v
}

// Turn is in how many other logs the key was before.
func (v Version) Turn() int {
	if v.Node != sim.Nobody || v.Stamp <= 0 {
		return 0
	}
	return int(v.Stamp >> turnBits)
}

// Compare is -1, 0 or 1.
func (v Version) Compare(o Version) int {
	switch {
	case v.Stamp != o.Stamp:
		if v.Stamp < o.Stamp {
			return -1
		}
		return 1
	case v.Node != o.Node:
		if v.Node < o.Node {
			return -1
		}
		return 1
	}
	return 0
}

// Text is the version with its coordinator's name: "3.200123@store-1".
func (v Version) Text(name func(sim.NodeID) string) string {
	if v == (Version{}) {
		return "none"
	}
	if v.Node == sim.Nobody {
		if epoch, _, _ := v.PlaceOf(); epoch > 0 {
			return fmt.Sprintf("entry %d of epoch %d", v.Stamp&(1<<epochBits-1), epoch)
		}
		return fmt.Sprintf("entry %d", v.Stamp)
	}
	return fmt.Sprintf("%.6f@%s", v.Stamp.Seconds(), name(v.Node))
}

// Bar stands between values that are kept side by side.
const Bar = " | "

// Request asks for something. ID is the caller's, and comes back in the answer.
type Request struct {
	ID       uint64
	Verb     Verb
	Key      string
	Value    string
	Expected string     // CompareAndSet
	Version  Version    // CacheSet: of the value
	Path     string     // which part of the site: what layer 7 sees; "" is "/"
	Session  int        // whose it is: one user's connection and cookie; 0 is nobody's
	User     int        // who that is, for limits: someone who asks for several things at once has a session for each
	Deadline clock.Time // after which the answer is of no use to anybody; 0: none
	Login    int        // how often the session had to begin anew
	LoggedIn bool       // the session was served before, and its server should know it
	Body     int        // bytes beyond key and value: of a write itself, of a read's answer
	APIKey   sim.NodeID // whose key it has: the client, plus 1; 0 is none
	Keys     []string   // Get: several rows of one shard, of which Key is the first
	Sticky   sim.NodeID // the cookie that a balancer gave the user: a member, plus 1; 0 is none
	Absent   bool       // CacheSet: the store has nothing under the key

	Replicas    int            // that take part in this one: the first owners of the key; 0: as many as the store says
	Read, Write int            // how many of them must answer; 0: as many as the store says
	Context     causal.Context // the writes of the key that the writer has seen; CacheSet: that the value stands for
	Number      uint64         // from a topic to a subscriber: the message's
	Seen        Version        // the newest place in a log that the session has seen: what it wrote or read before
	Terms       Terms          // Send, Publish, Append: what goes with the body
	Connection  uint64         // that it travels over, among all there are; 0: one of its own, closed after the answer

	Since Since      // Poll, Connect: which updates are wanted
	Made  clock.Time // from a topic to a subscriber: when it was published
}

// Kind implements sim.Payload.
func (r *Request) Kind() string { return r.Verb.String() }

// Size implements sim.Payload.
func (r *Request) Size() int {
	size := overhead + len(r.Key) + len(r.Value)
	for _, key := range r.Keys[min(1, len(r.Keys)):] {
		size += len(key)
	}
	if r.Verb.Writes() {
		size += r.Body
	}
	return size
}

// String implements sim.Payload.
func (r *Request) String() string {
	return strings.TrimSpace(r.Verb.String() + " " + r.Key + " " + r.Value)
}

// overhead is what headers and framing add to a message, in bytes.
const overhead = 100

// Response answers a request.
type Response struct {
	ID      uint64
	Verb    Verb // of the request
	Key     string
	Code    string // "" is success
	Detail  string // the error in words
	Maybe   bool   // a failed write that may have happened all the same
	Found   bool
	Value   string
	Version Version
	Job     uint64        // Send: the job's number
	Body    int           // bytes beyond the value
	TTL     time.Duration // Resolve: how long the address holds
	Sticky  sim.NodeID    // a cookie for the user to send along from now on; 0 is none
	Session bool          // a server keeps the sender's session from now on; like a cookie, no cache keeps it
	Hit     bool          // CacheGet: the cache knows, be it that there is nothing
	Shard   int           // where the key is now, from 1: of a look-up, or of a request that came to another shard; 0: not said

	// Age of a copy that a cache sent: whoever keeps it in turn may do so for the
	// rest of its time only. 0: it comes from who knows.
	Age time.Duration

	Siblings []string       // the values, where several stand side by side
	Beside   []Version      // the versions that stand beside Version
	Dot      causal.Dot     // of the write, where siblings are kept
	Context  causal.Context // what the caller has seen of the key now

	Updates []Update // Poll, Connect: what is new
	Last    uint64   // Poll, Connect: the newest update there, to ask from the next time
	// RetryAfter is the hint of who refused for want of room: come back after
	// that, as the header of HTTP's 503. 0: no hint.
	RetryAfter time.Duration
}

// OK reports success.
func (r *Response) OK() bool { return r.Code == "" }

// Kind implements sim.Payload.
func (r *Response) Kind() string { return "answer" }

// Size implements sim.Payload.
func (r *Response) Size() int {
	size := overhead + len(r.Value) + len(r.Detail) + r.Body
	for _, u := range r.Updates {
		size += u.Size()
	}
	return size
}

// String implements sim.Payload.
func (r *Response) String() string {
	switch {
	case r.Code != "":
		return r.Verb.String() + " " + r.Key + ": " + r.Code
	case r.Verb.Listens():
		return fmt.Sprintf("%s: %d new", r.Verb, len(r.Updates))
	case r.Verb == Get || r.Verb == CacheGet:
		if !r.Found {
			return r.Key + ": nothing"
		}
		return r.Key + "=" + r.Value
	}
	return r.Verb.String() + " " + r.Key + ": done"
}

// Fail is the answer to a request that went wrong.
func Fail(r *Request, code, detail string, maybe bool) *Response {
	return &Response{ID: r.ID, Verb: r.Verb, Key: r.Key, Code: code, Detail: detail, Maybe: maybe}
}
