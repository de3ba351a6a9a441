package scenario

import (
	"time"

	"netsplit/engine/clock"
)

// Step is one line of a scenario: a command, and perhaps a time. Without a
// time a step starts when the one before it is done.
type Step struct {
	Text    string // as written, without surrounding space
	Line    int    // in the file; 0 at the prompt
	Timed   bool
	At      clock.Time // when Timed
	Command Command
}

// Command is what a step does. Its String is the step in canonical words,
// which parse back to an equal command.
type Command interface{ String() string }

// The commands. Names of nodes, components and groups are checked against the
// running cluster when the step is done, since members come and go.
type (
	// Put writes a value. Replicas is how many of the key's owners take part,
	// and Write how many of them must confirm it; 0: as many as the store says.
	Put struct {
		Key, Value, Via, Session string
		Replicas, Write          int
	}
	// Get reads a value. Read is how many replicas must answer.
	Get struct {
		Key, Via, Session string
		Replicas, Read    int
	}
	// Merge writes back all items of the siblings that a session has read.
	Merge struct {
		Key, Session, Via string
		Replicas, Write   int
	}
	// CompareAndSet writes New if the value is Old.
	CompareAndSet struct{ Key, Old, New, Via, Session string }
	// Delete removes a key.
	Delete struct {
		Key, Via, Session string
		Replicas, Write   int
	}
	// Send puts a job on a queue.
	Send struct {
		Queue, Body, Group, ID string
		After                  time.Duration
		Priority               int
	}
	// Publish gives a message to all subscribers of a topic.
	Publish struct{ Topic, Body, Key, ID string }
	// Append adds a record to a stream; what it tells of happened Late before.
	Append struct {
		Stream, Body, Key string
		Late              time.Duration
	}
	// Replay sets a group of a stream to an offset of every partition, or (Offset
	// below 0) to the first records at or after a time.
	Replay struct {
		Group  string
		Offset int
		Since  time.Duration
	}
	// Redrive puts the dead letters of a queue back into it.
	Redrive struct{ Queue string }

	// Crash stops a node or all members of a component; memory is lost, disk stays.
	Crash struct{ Target string }
	// Restart starts it again from its disk.
	Restart struct{ Target string }
	// Pause freezes it, memory kept; For 0 means until restart.
	Pause struct {
		Target string
		For    time.Duration
	}
	// Wipe crashes it and loses its disk too.
	Wipe struct{ Target string }
	// Slow delays every message it sends by By; 0 ends it.
	Slow struct {
		Target string
		By     time.Duration
	}
	// Skew sets its clock By ahead (or behind, if negative).
	Skew struct {
		Target string
		By     time.Duration
	}
	// Flush makes a cache forget everything, or one key.
	Flush struct{ Cache, Key string }

	// Partition cuts both directions between groups; nodes in no group keep all links.
	Partition struct{ Groups [][]string }
	// Cut cuts one direction.
	Cut struct{ From, To string }
	// Heal ends cuts, partitions and link faults; empty A and B: all of them.
	Heal struct{ A, B string }
	// Loss drops a share of messages between two nodes, both directions.
	Loss struct {
		A, B  string
		Ratio float64
	}
	// Duplicate delivers a share of messages twice.
	Duplicate struct {
		A, B  string
		Ratio float64
	}
	// Reorder delays a share of messages so that later ones overtake them.
	Reorder struct {
		A, B  string
		Ratio float64
	}
	// Bandwidth limits a link, in bytes a second.
	Bandwidth struct {
		A, B           string
		BytesPerSecond float64
	}
	// FailZone crashes all nodes of a zone.
	FailZone struct{ Zone string }
	// RestoreZone restarts them.
	RestoreZone struct{ Zone string }
	// Swizzle cuts the members of a component off one by one and heals them in another order.
	Swizzle struct{ Target string }

	// Spike multiplies a client's rate for a while.
	Spike struct {
		Client string
		Factor float64
		For    time.Duration
	}
	// HotKey sends a share of a client's operations to one key.
	HotKey struct {
		Client, Key string
		Ratio       float64
	}

	// Deliver makes a message in flight arrive at once. Messages are numbered in
	// the order in which they are sent.
	Deliver struct{ Message uint64 }
	// Drop loses it.
	Drop struct{ Message uint64 }
	// Delay makes it arrive By later.
	Delay struct {
		Message uint64
		By      time.Duration
	}

	// Add adds Count members (at least 1).
	Add struct {
		Component string
		Count     int
	}
	// Remove takes a member out.
	Remove struct{ Member string }
	// Scale sets the number of members.
	Scale struct {
		Component string
		Count     int
	}
	// Resize changes the capacity of each member by a factor.
	Resize struct {
		Component string
		Factor    float64
	}
	// Promote makes a replica the leader.
	Promote struct{ Member string }
	// Restore brings a database back to a moment.
	Restore struct {
		Component string
		To        time.Duration
	}
	// SplitShard gives a part of the keys of a member's shard to a new one.
	SplitShard struct{ Member, At string }
	// MergeShards gives all keys of a member's shard to another's.
	MergeShards struct{ From, Into string }
	// MoveKey gives a key to a member's shard.
	MoveKey struct{ Key, To string }
	// Set changes a parameter of a running component.
	Set struct{ Component, Parameter, Value string }

	// Wait lets time pass.
	Wait struct{ For time.Duration }
	// WaitQuiet lets time pass, with clients held, until nothing is in progress.
	WaitQuiet struct{ Timeout time.Duration }
	// WaitUntil lets time pass until a metric compares true.
	WaitUntil struct {
		Condition Condition
		Timeout   time.Duration
	}

	// ExpectValue checks what the latest operation by hand read.
	ExpectValue struct{ Value string }
	// ExpectError checks the error code of the latest operation by hand.
	ExpectError struct{ Code string }
	// ExpectNone checks that the latest read found nothing.
	ExpectNone struct{}
	// ExpectMetric compares a metric.
	ExpectMetric struct{ Condition Condition }
	// Check runs a checker: linearizable sessions converged no-lost-writes one-leader at-least-once exactly-once ordered.
	Check struct{ Name string }
)

// Condition compares a metric (component.metric) to a value in base units
// (seconds, ratio, count, bytes).
type Condition struct {
	Metric string
	Op     string // >= > <= < == !=
	Value  float64
	Text   string // the value as written: "99.9%"
}
