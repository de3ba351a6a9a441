package request

import (
	"math"
	"time"

	"netsplit/engine/clock"
)

// Update is something new, for all who listen to a feed.
type Update struct {
	Number    uint64 // its place in the feed
	Value     string
	Body      int // bytes beyond the value
	Operation uint64
	Published clock.Time
}

// updateOverhead is what tells one update from the next: its number and length.
const updateOverhead = 12

// Size is what it adds to a message, in bytes.
func (u Update) Size() int { return updateOverhead + len(u.Value) + u.Body }

// Since says which updates are wanted, and how.
type Since struct {
	After  uint64        // those after this one
	Hold   time.Duration // Poll: how long the answer may wait until there is something new; 0: not at all
	Ping   time.Duration // Connect: the server is to say so often that it is there; 0: it only sends news
	OneWay bool          // Connect: only the server sends (server-sent events)
}

// FromNow as After asks for nothing old.
const FromNow uint64 = math.MaxUint64
