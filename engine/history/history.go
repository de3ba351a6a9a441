// Package history records what clients asked and what they were told.
//
// It is the only evidence that checkers use: what the replicas hold inside
// does not matter to a client, what it read does.
package history

import "netsplit/engine/clock"

// Kind is what an operation does.
type Kind string

// The kinds.
const (
	Put           Kind = "put"
	Get           Kind = "get"
	CompareAndSet Kind = "cas"
	Delete        Kind = "delete"
	Send          Kind = "send"
	Publish       Kind = "publish"
	Append        Kind = "append"
	Poll          Kind = "poll"
	Connect       Kind = "connect"
)

// Outcome is how an operation ended.
type Outcome string

// The outcomes. Fail: it did not happen. Info: it ended with an error, or not
// at all, and may have happened at any time after it was invoked.
const (
	OK   Outcome = "ok"
	Fail Outcome = "fail"
	Info Outcome = "info"
)

// Operation is one request of one process (a client session).
type Operation struct {
	ID       uint64
	Process  int    // a session; a process has one operation in progress at a time
	Client   string // the component, or "you"
	Kind     Kind
	Key      string
	Value    string // written, sent; for Get what was read
	Found    bool   // Get: the key had a value
	Expected string // CompareAndSet: the old value
	Invoked  clock.Time
	Returned clock.Time // meaningless for Info
	Outcome  Outcome
	Code     string // the error's code
	Via      string // the node asked
	Store    string // the store that it was about, "" if none or not known
	Version  string // of the value written or read, as the store names it
}
