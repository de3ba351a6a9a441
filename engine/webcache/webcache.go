// Package webcache is what proxies and content delivery networks keep: copies
// of answers, each fresh for a time to live (RFC 9111, "HTTP Caching").
//
// A copy whose time is over is not thrown away: it may still be sent when the
// origin does not answer (RFC 5861, stale-if-error). Copies leave when there is
// no room, the one not used for longest first.
package webcache

import (
	"fmt"
	"time"

	"netsplit/engine/cache/policy"
	"netsplit/engine/clock"
	"netsplit/engine/request"
)

// Copy is a kept answer.
type Copy struct {
	Path, Key string
	Answer    request.Response
	Stored    clock.Time
	Expires   clock.Time // 0: never
}

// Fresh reports whether the copy may be sent without asking the origin.
func (c Copy) Fresh(now clock.Time) bool { return c.Expires == 0 || now < c.Expires }

// Sent is the copy as an answer that tells its age (RFC 9111, section 5.1).
func (c Copy) Sent(now clock.Time) request.Response {
	answer := c.Answer
	answer.Age = now.Sub(c.Stored)
	return answer
}

// Cache is a bounded number of copies.
type Cache struct {
	order  policy.Policy[string]
	copies map[string]Copy
}

// New returns an empty cache for at least one copy.
func New(capacity int) *Cache {
	order, err := policy.New[string]("lru", int64(max(1, capacity)))
	if err != nil {
		panic(fmt.Sprintf("webcache: %v", err)) // a slip in the program: the name and the capacity are right
	}
	return &Cache{order: order, copies: map[string]Copy{}}
}

// Resize changes how many copies it holds, and drops those not used for longest
// that have no room any more.
func (c *Cache) Resize(capacity int) {
	for _, gone := range c.order.Resize(int64(capacity)) {
		delete(c.copies, gone)
	}
}

// name tells copies apart. The empty path is the root.
func name(path, key string) string {
	if path == "" {
		path = "/"
	}
	return path + "\x00" + key
}

// Get finds the copy for a request; it may be out of date.
func (c *Cache) Get(r *request.Request) (Copy, bool) {
	n := name(r.Path, r.Key)
	copied, ok := c.copies[n]
	if ok {
		c.order.Get(n)
	}
	return copied, ok
}

// Set keeps a copy of an answer for so long; 0 is for ever. The time that an
// answer has spent in caches on its way counts (RFC 9111, section 4.2.3).
func (c *Cache) Set(r *request.Request, answer request.Response, now clock.Time, ttl time.Duration) {
	n := name(r.Path, r.Key)
	answer.Session = false // it is the session of who asked first
	for _, gone := range c.order.Add(n, 1) {
		delete(c.copies, gone)
	}
	copied := Copy{Path: r.Path, Key: r.Key, Answer: answer, Stored: now.Add(-answer.Age)}
	if ttl > 0 {
		copied.Expires = copied.Stored.Add(ttl)
	}
	c.copies[n] = copied
}

// Drop forgets the copies of a key below every path, and counts them.
func (c *Cache) Drop(key string) int {
	dropped := 0
	for _, n := range c.order.Keys() {
		if c.copies[n].Key == key {
			c.order.Remove(n)
			delete(c.copies, n)
			dropped++
		}
	}
	return dropped
}

// DropOne forgets the copy for a request.
func (c *Cache) DropOne(r *request.Request) {
	n := name(r.Path, r.Key)
	c.order.Remove(n)
	delete(c.copies, n)
}

// Clear forgets everything and returns how many copies there were.
func (c *Cache) Clear() int {
	n := len(c.copies)
	c.order.Clear()
	clear(c.copies)
	return n
}

// Copies are what it holds, the latest used first, at most limit.
func (c *Cache) Copies(limit int) []Copy {
	keys := c.order.Keys()
	keys = keys[:min(limit, len(keys))]
	out := make([]Copy, len(keys))
	for i, k := range keys {
		out[i] = c.copies[k]
	}
	return out
}

// Len counts copies, those out of date too.
func (c *Cache) Len() int { return len(c.copies) }
