// Package function keeps the execution environments of a serverless function.
//
// Each request has an environment to itself. One that has just finished is
// used again; when none is free a new one is made, and the request waits for
// its cold start. An environment that nobody needed for a while expires. Some
// may be provisioned: they are made before anybody asks, and are paid for
// whether they work or not. Beyond a limit of requests at once the next one is
// throttled: there is no line to wait in.
//
//	e := function.New(&function.Config{Limit: 100, Expiry: 10 * time.Minute})
//	switch e.Begin(now) {
//	case function.Cold: // add the cold start to the work
//	case function.Refused: // throttled
//	}
//	// and when the request is done:
//	e.End(now, number) // which was e.Taken()
package function

import (
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/network"
	"netsplit/engine/scaling"
)

// Start is how a request gets its environment.
type Start uint8

// The starts.
const (
	Warm    Start = iota
	Cold          // a new environment has to be made
	Refused       // as many as allowed are at work
)

// Account is what several functions share: how many may be at work together.
type Account interface{ Full() bool }

// Config is what the operator chooses.
type Config struct {
	Limit       int // requests at once
	ColdStart   network.Distribution
	Provisioned int
	Schedule    []scaling.Planned // of provisioned ones, in the order of time
	Expiry      time.Duration
	Account     Account // nil: none
}

// Environments are those of one function.
type Environments struct {
	config *Config
	idle   []idle // the longest first
	busy   int
	made   uint64 // numbers of environments
	taken  uint64 // the one that the latest request got
}

// idle is an environment that waits for work.
type idle struct {
	number uint64
	since  clock.Time
}

// New returns no environments.
func New(c *Config) *Environments { return &Environments{config: c} }

// ProvisionedAt is how many are kept ready at a moment.
func (c *Config) ProvisionedAt(now clock.Time) int {
	count := c.Provisioned
	for _, p := range c.Schedule {
		if clock.FromDuration(p.At) <= now {
			count = p.Count
		}
	}
	return min(count, c.Limit)
}

// Begin takes an environment for a request.
func (e *Environments) Begin(now clock.Time) Start {
	e.expire(now)
	if e.busy >= e.config.Limit || e.config.Account != nil && e.config.Account.Full() {
		return Refused
	}
	total := e.busy + len(e.idle)
	e.busy++
	switch {
	case len(e.idle) > 0:
		e.taken = e.idle[len(e.idle)-1].number
		e.idle = e.idle[:len(e.idle)-1] // the one used last: the others may expire
		return Warm
	}
	e.made++
	e.taken = e.made
	switch {
	case total < e.config.ProvisionedAt(now):
		return Warm
	}
	return Cold
}

// Taken is the number of the environment that the latest request got, from 1.
func (e *Environments) Taken() uint64 { return e.taken }

// End gives an environment back.
func (e *Environments) End(now clock.Time, number uint64) {
	e.busy--
	e.idle = append(e.idle, idle{number, now})
}

// expire drops environments that nobody needed for long, except those that are
// provisioned.
func (e *Environments) expire(now clock.Time) {
	keep := e.config.ProvisionedAt(now)
	for len(e.idle) > 0 && e.busy+len(e.idle) > keep && e.idle[0].since.Add(e.config.Expiry) <= now {
		e.idle = e.idle[1:]
	}
}

// Busy counts those at work.
func (e *Environments) Busy() int { return e.busy }

// Ready counts those that could take a request without a cold start.
func (e *Environments) Ready(now clock.Time) int {
	e.expire(now)
	return max(len(e.idle), e.config.ProvisionedAt(now)-e.busy)
}

// Paid counts those that cost something: at work, or provisioned.
func (e *Environments) Paid(now clock.Time) int { return max(e.busy, e.config.ProvisionedAt(now)) }
