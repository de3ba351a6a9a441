// Package connection keeps the open connections of something that stands in
// front of others, and the cores that set new ones up.
//
// Setting up TLS costs a core about a millisecond or two, and an open
// connection nothing: so the cost is paid by users who come anew.
package connection

import (
	"time"

	"netsplit/engine/clock"
)

// Table is who has a connection open, and since when it is not used.
type Table struct{ used map[int]clock.Time }

// NewTable returns a table without connections.
func NewTable() *Table { return &Table{used: map[int]clock.Time{}} }

// maxOpen bounds the table. When it is full the idle connections are closed,
// and all of them if none is idle.
const maxOpen = 100_000

// Use notes a request of a session and reports whether it had to connect
// first. A connection that was idle for longer than idle is closed; 0 is
// never. Session 0 is nobody in particular: it connects every time.
func (t *Table) Use(session int, now clock.Time, idle time.Duration) (fresh bool) {
	if session == 0 {
		return true
	}
	last, ok := t.used[session]
	fresh = !ok || idle > 0 && now.Sub(last) > idle
	if !ok && len(t.used) >= maxOpen {
		t.close(now, idle)
	}
	t.used[session] = now
	return fresh
}

func (t *Table) close(now clock.Time, idle time.Duration) {
	for session, last := range t.used { // order-free: drops all that are idle
		if idle > 0 && now.Sub(last) > idle {
			delete(t.used, session)
		}
	}
	if len(t.used) >= maxOpen {
		clear(t.used)
	}
}

// Open counts connections that were used within idle.
func (t *Table) Open(now clock.Time, idle time.Duration) int {
	n := 0
	for _, last := range t.used { // order-free: a count
		if idle <= 0 || now.Sub(last) <= idle {
			n++
		}
	}
	return n
}

// Cores are the processors of one machine; each works on one thing at a time.
type Cores struct{ free []clock.Time }

// NewCores returns idle cores, at least one.
func NewCores(n int) *Cores { return &Cores{free: make([]clock.Time, max(1, n))} }

// Work gives a piece of work to the core that is free first, and returns how
// long it takes from now on, with the wait.
func (c *Cores) Work(now clock.Time, d time.Duration) time.Duration {
	first := 0
	for i, free := range c.free {
		if free < c.free[first] {
			first = i
		}
	}
	c.free[first] = max(c.free[first], now).Add(d)
	return c.free[first].Sub(now)
}
